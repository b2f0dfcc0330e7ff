import { TuttiError } from '@tutti/analytics/errors'
import type { HedgeTrade } from '../strategies/strategy.ts'
import type { HedgeInstrument } from '../universe/hedge-instrument.ts'
import { type CounterpartyShares, isCleared } from './counterparty-shares.ts'
import { initialMarginProfile } from './initial-margin-profile.ts'
import type { NettingPaths } from './netting-charges.ts'
import { nettingSum, noTrades } from './netting-sum.ts'
import type { UnitExposures } from './unit-exposures.ts'

/** Trades that are split alike over counterparties, as one. */
export interface TradeGroup {
  readonly key: string
  readonly shares: CounterpartyShares
  readonly netting: NettingPaths
  /** Over which its charges are spread: harmonic mean of the trades' lives, by notional. */
  readonly lifeYears: number
}

/** Cleared trades: only the cash that they need, by path. */
export interface ClearedGroup {
  readonly fva: Float64Array
  readonly mva: Float64Array
  readonly lifeYears: number
}

interface SizedTrade {
  readonly hedge: HedgeInstrument
  readonly quantity: number
}

/** A hedge instrument of a trade. Throws `invalid-input` for one that the universe does not have. */
export function tradedInstrument(universe: ReadonlyMap<string, HedgeInstrument>, id: string): HedgeInstrument {
  const hedge = universe.get(id)
  if (hedge !== undefined) return hedge
  throw new TuttiError('invalid-input', `there is no hedge instrument ${id} to trade`, { field: 'trades', got: id })
}

/** One group for each way to be split, in order of first appearance; cleared trades are left out. */
export function tradeGroups(
  trades: readonly HedgeTrade[],
  universe: ReadonlyMap<string, HedgeInstrument>,
  shares: Readonly<Record<string, CounterpartyShares>>,
  exposures: UnitExposures,
): TradeGroup[] {
  const classes = new Map<string, SizedTrade[]>()
  for (const { instrument, quantity } of trades) {
    const hedge = tradedInstrument(universe, instrument)
    if (quantity === 0 || isCleared(hedge)) continue
    const split = shares[instrument]
    if (split === undefined) {
      throw new TuttiError('invalid-input', `the allocation gives no counterparty for ${instrument}`, {
        field: 'shares',
        got: instrument,
        expected: 'shares of every trade that is not cleared',
      })
    }
    const key = JSON.stringify(split)
    classes.set(key, [...(classes.get(key) ?? []), { hedge, quantity }])
  }
  return [...classes.values()].map((group) => ({
    key: group.map(({ hedge, quantity }) => `${hedge.id}:${quantity}`).join(','),
    shares: shares[group[0].hedge.id],
    netting: groupNetting(group, exposures),
    lifeYears: lifeOf(group),
  }))
}

function groupNetting(group: readonly SizedTrade[], exposures: UnitExposures): NettingPaths {
  const { timesYears } = exposures.buckets
  const parts = group.map(({ hedge, quantity }) => ({ weight: quantity, netting: unitNetting(hedge, exposures) }))
  const sum = nettingSum(parts, noTrades(timesYears.length, exposures.paths))
  return { ...sum, lastYears: Math.max(...group.map(({ hedge }) => hedge.tenorYears)) }
}

/** One unit of a hedge instrument as a netting set. Throws `unsupported` for one without simulated exposure. */
export function unitNetting(hedge: HedgeInstrument, exposures: UnitExposures): NettingPaths {
  const { timesYears } = exposures.buckets
  const unit = exposures.hedges.get(hedge.id)
  const margin = initialMarginProfile(hedge, timesYears)
  if (unit === undefined) {
    const reason = exposures.excluded.find(({ id }) => id === hedge.id)?.reason ?? 'it is not in the simulation'
    throw new TuttiError('unsupported', `the exposure of ${hedge.id} is not known: ${reason}`, {
      field: 'trades',
      got: hedge.id,
      expected: 'an instrument with simulated exposure, or a cleared one',
    })
  }
  return { ...unit, margin, lastYears: hedge.tenorYears }
}

/**
 * Funding of variation and initial margin of the cleared trades among `trades`; `funding` one weight a date. Where the expected
 * value of a unit is known it stands in for the paths', which only spread around it.
 */
export function clearedGroup(
  trades: readonly HedgeTrade[],
  universe: ReadonlyMap<string, HedgeInstrument>,
  exposures: UnitExposures,
  funding: Float64Array,
): ClearedGroup {
  const { paths, discount, buckets } = exposures
  const cleared = trades
    .map(({ instrument, quantity }) => ({ hedge: tradedInstrument(universe, instrument), quantity }))
    .filter(({ hedge, quantity }) => quantity !== 0 && isCleared(hedge))
  const fva = new Float64Array(paths)
  const mva = new Float64Array(paths)
  let known = 0
  for (const { hedge, quantity } of cleared) {
    const expected = exposures.expected.get(hedge.id)
    const value = expected === undefined ? exposures.hedges.get(hedge.id)?.value : undefined
    const margin = initialMarginProfile(hedge, buckets.timesYears)
    for (let d = 0; d < funding.length; d++) {
      if (expected !== undefined) known -= quantity * expected[d] * funding[d]
      const posted = Math.abs(quantity) * margin[d] * funding[d]
      for (let p = 0; p < paths; p++) {
        const i = d * paths + p
        mva[p] += posted * discount[i]
        if (value !== undefined) fva[p] -= quantity * value[i] * funding[d] * discount[i]
      }
    }
  }
  for (let p = 0; p < paths; p++) fva[p] += known
  return { fva, mva, lifeYears: lifeOf(cleared) }
}

function lifeOf(group: readonly SizedTrade[]): number {
  let notional = 0
  let perYear = 0
  for (const { hedge, quantity } of group) {
    const size = Math.abs(quantity * hedge.notionalInBase)
    notional += size
    perYear += size / hedge.tenorYears
  }
  return perYear === 0 ? 1 : notional / perYear
}
