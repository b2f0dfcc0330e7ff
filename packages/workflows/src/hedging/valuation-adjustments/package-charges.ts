import type { HedgingMandate } from '../mandate/index.ts'
import type { SimulatedFigure, ValuationCharges } from '../packages/hedge-package.ts'
import type { HedgeTrade } from '../strategies/strategy.ts'
import { hedgeDomains, type HedgeInstrument } from '../universe/hedge-instrument.ts'
import { type AllocationShares, clearingHouse, proportionalShares } from './counterparty-shares.ts'
import { clearedFundingWeights, counterpartyTerms } from './counterparty-terms.ts'
import { type ChargePaths, nettingCharges, zeroCharges } from './netting-charges.ts'
import { nettingSum, noTrades } from './netting-sum.ts'
import { chargedSide } from './charged-side.ts'
import { type ClearedGroup, clearedGroup, tradedInstrument, type TradeGroup, tradeGroups } from './trade-group.ts'
import type { UnitExposures } from './unit-exposures.ts'

/** What a package adds to the charges of one counterparty; `cleared` is the clearing house. */
export interface CounterpartyCharges {
  readonly counterparty: string
  readonly charges: ValuationCharges
}

/** Incremental charges of a package: with its trades less without, netted with the fund's existing ones. */
export interface PackageCharges {
  readonly charges: ValuationCharges
  /** Each group's part of the total over the life of its trades: what rolling them on costs a year. */
  readonly annual: SimulatedFigure
  /** Of the mandate, in its order, then `cleared`. */
  readonly byCounterparty: readonly CounterpartyCharges[]
}

/** What the charges of any package are computed from. */
export interface ChargeInputs {
  readonly mandate: HedgingMandate
  readonly universe: readonly HedgeInstrument[]
  readonly exposures: UnitExposures
}

/**
 * A function from trades to their charges, under `shares` (in proportion to the exposure limits where absent). It sums the
 * unit paths of each domain's trades once however many packages share them, and charges each combination of trades that are not
 * cleared once: a grid of packages costs a pass over dates x paths for each new combination and counterparty.
 *
 * Every figure is a mean over the paths with its standard error. Throws `infeasible` where a domain has no counterparty, and
 * `invalid-input` for an unknown instrument or one without shares.
 */
export function packageCharges(
  { mandate, universe, exposures }: ChargeInputs,
  shares: AllocationShares = proportionalShares(mandate, universe),
): (trades: readonly HedgeTrade[]) => PackageCharges {
  const { paths, discount, buckets } = exposures
  const { timesYears } = buckets
  const byId = new Map(universe.map((hedge) => [hedge.id, hedge]))
  const funding = clearedFundingWeights(mandate, exposures)
  const scratch = noTrades(timesYears.length, paths)
  const sides = counterpartyTerms(mandate, exposures).map((terms) => chargedSide(terms, exposures))
  const groups = new Map<string, readonly ChargedGroup[]>()
  const cleared = new Map<string, ClearedGroup>()
  const combinations = new Map<string, BilateralCharges>()

  const standalone = (group: TradeGroup): number =>
    sides.reduce((sum, { terms }) => {
      const weight = group.shares[terms.id] ?? 0
      if (weight === 0) return sum
      const netting = nettingSum([{ netting: group.netting, weight }], scratch)
      const { cva, dva, fva, mva } = nettingCharges(netting, terms, discount, timesYears)
      return sum + mean(cva) + mean(dva) + Math.abs(mean(fva)) + mean(mva)
    }, 0)
  const bilateral = (parts: readonly ChargedGroup[]): BilateralCharges => {
    const total = zeroCharges(paths)
    const byCounterparty = sides.map(({ terms, existing, before }): CounterpartyCharges => {
      const weighted = parts.flatMap(({ group }) => {
        const weight = group.shares[terms.id] ?? 0
        return weight === 0 ? [] : [{ netting: group.netting, weight }]
      })
      if (weighted.length === 0) return { counterparty: terms.id, charges: figures(zeroCharges(paths)) }
      const netting = nettingSum(
        [...(existing === null ? [] : [{ netting: existing, weight: 1 }]), ...weighted],
        scratch,
      )
      const added = difference(nettingCharges(netting, terms, discount, timesYears), before)
      addCharges(total, added)
      return { counterparty: terms.id, charges: figures(added) }
    })
    return { total, byCounterparty, rate: annualRate(parts) }
  }

  return (trades) => {
    const parts: ChargedGroup[] = []
    const houses: ClearedGroup[] = []
    for (const domain of hedgeDomains) {
      const own = trades.filter(({ instrument }) => tradedInstrument(byId, instrument).domain === domain)
      if (own.length === 0) continue
      const key = own.map(({ instrument, quantity }) => `${instrument}:${quantity}`).join(',')
      const known = groups.get(key)
      const found =
        known ?? tradeGroups(own, byId, shares, exposures).map((group) => ({ group, standalone: standalone(group) }))
      if (known === undefined) groups.set(key, found)
      parts.push(...found)
      const house = cleared.get(key) ?? clearedGroup(own, byId, exposures, funding)
      cleared.set(key, house)
      houses.push(house)
    }
    const combination = parts.map(({ group }) => group.key).join(';')
    const both = combinations.get(combination) ?? bilateral(parts)
    combinations.set(combination, both)
    const atHouse = zeroCharges(paths)
    const total = zeroCharges(paths)
    addCharges(total, both.total)
    const yearly = new Float64Array(paths)
    for (let p = 0; p < paths; p++) yearly[p] = both.rate * totalOf(both.total, p)
    for (const { fva, mva, lifeYears } of houses) {
      addPaths(atHouse.fva, fva, 1)
      addPaths(atHouse.mva, mva, 1)
      for (let p = 0; p < paths; p++) yearly[p] += (fva[p] + mva[p]) / lifeYears
    }
    addCharges(total, atHouse)
    return {
      charges: figures(total),
      annual: simulatedFigure(yearly),
      byCounterparty: [...both.byCounterparty, { counterparty: clearingHouse, charges: figures(atHouse) }],
    }
  }
}

interface ChargedGroup {
  readonly group: TradeGroup
  /** Size of its charges alone, by which its life counts. */
  readonly standalone: number
}

interface BilateralCharges {
  readonly total: ChargePaths
  readonly byCounterparty: readonly CounterpartyCharges[]
  /** Share of the total that falls on a year. */
  readonly rate: number
}

function annualRate(parts: readonly ChargedGroup[]): number {
  const size = parts.reduce((sum, { standalone }) => sum + standalone, 0)
  if (size === 0) return 0
  return parts.reduce((sum, { group, standalone }) => sum + standalone / group.lifeYears, 0) / size
}

function difference(one: ChargePaths, other: ChargePaths): ChargePaths {
  addPaths(one.cva, other.cva, -1)
  addPaths(one.dva, other.dva, -1)
  addPaths(one.fva, other.fva, -1)
  addPaths(one.mva, other.mva, -1)
  return one
}

function addCharges(into: ChargePaths, from: ChargePaths): void {
  addPaths(into.cva, from.cva, 1)
  addPaths(into.dva, from.dva, 1)
  addPaths(into.fva, from.fva, 1)
  addPaths(into.mva, from.mva, 1)
}

function addPaths(into: Float64Array, from: Float64Array, weight: 1 | -1): void {
  for (let p = 0; p < into.length; p++) into[p] += weight * from[p]
}

const totalOf = ({ cva, dva, fva, mva }: ChargePaths, p: number): number => cva[p] - dva[p] + fva[p] + mva[p]

function figures(charges: ChargePaths): ValuationCharges {
  const total = new Float64Array(charges.cva.length)
  for (let p = 0; p < total.length; p++) total[p] = totalOf(charges, p)
  return {
    cva: simulatedFigure(charges.cva),
    dva: simulatedFigure(charges.dva),
    fva: simulatedFigure(charges.fva),
    mva: simulatedFigure(charges.mva),
    total: simulatedFigure(total),
  }
}

function mean(values: Float64Array): number {
  let sum = 0
  for (let p = 0; p < values.length; p++) sum += values[p]
  return sum / values.length
}

/** Mean over the paths with its standard error. */
export function simulatedFigure(values: Float64Array): SimulatedFigure {
  const count = values.length
  const value = mean(values)
  let squares = 0
  for (let p = 0; p < count; p++) squares += (values[p] - value) ** 2
  return { value, standardError: Math.sqrt(squares / (count - 1) / count), count }
}
