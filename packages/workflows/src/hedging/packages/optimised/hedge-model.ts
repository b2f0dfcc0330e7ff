import type { HedgeInstrument } from '../../universe/hedge-instrument.ts'
import { dealtEvery } from '../package-costs.ts'
import { costOfCapital, exposedGroups } from '../package-figures.ts'
import type { EffectivenessGroup } from '../effectiveness-groups.ts'
import { effectivenessFloors } from '../package-limits.ts'
import { countedCarry } from '../package-costs.ts'
import type { PackageStudy } from '../package-study.ts'
import type { HedgeColumn } from './hedge-column.ts'
import { collateralLimits, type HedgeRegion, type LinearLimit, regionLimits, stressLimits } from './linear-limits.ts'

/** Most hedging of one kind in one currency: Σ weight x size over its columns. */
interface HedgeBudget {
  readonly columns: readonly number[]
  /** What a unit of notional of each of them hedges; see `budgetSizes`. */
  readonly weights: readonly number[]
  readonly limit: number
}

/** Second moments of the profits in one group, all divided by the variance of the fund's own. */
export interface GroupMoments {
  readonly group: EffectivenessGroup
  /** Largest ratio of deviations hedged to unhedged: sqrt(1 - least effectiveness). */
  readonly limit: number
  /** Columns that move in the group. */
  readonly columns: readonly number[]
  /** Of each of them with the fund. */
  readonly withFund: Float64Array
  /** Among them, row-major. */
  readonly among: Float64Array
}

/** The search beyond the grid as arrays; money as shares of the fund's assets. */
export interface HedgeModel {
  readonly columns: readonly HedgeColumn[]
  readonly fund: Float64Array
  readonly groups: readonly GroupMoments[]
  readonly budgets: readonly HedgeBudget[]
  /** The collateral buffer, and effectiveness under stress. */
  readonly linear: readonly LinearLimit[]
  readonly costOfCapital: number
}

/** How far a single hedge may go beyond the deviation of what it hedges. */
const mostOfExposure = 2
/** Hedging of a domain in a currency on one side may go so far beyond the fullest strategy of its specialist. */
const mostOfStrategy = 1.05
/** Sizes stay this much below what fits into the window, so that rounding does not break it. */
const windowMargin = 1e-6
/** A ticket is never more than this share of the largest size. */
const ticketOfCap = 0.025
/** Share of the assets at which valuation adjustments are taken per unit. */
const referenceShare = 0.01

/**
 * The variables and moments of a study: each side that may be dealt of each instrument that moves with the group of its domain,
 * where the fund is exposed to it. No size is larger than twice the deviation of the exposure, and the sizes of a domain in a
 * currency on one side together are at most 1.05 times the specialist's fullest strategy there, measured under the worst stress of the group: a side that no
 * strategy takes adds to the exposure, and what goes beyond the exposure is no hedge. No size is larger than what fits into the mandate's window, where that is a limit. `minimumTicket` is a share of the assets, or a fortieth of the largest size where that is less.
 * Effectiveness is held to the mandate's target in groups that are a major part of the risk, where that is above its floor.
 * Valuation adjustments are linear: those of 1 % of the assets of each alone. `excluded` instruments have no column; a `region` bounds
 * hedge ratios besides.
 */
export function hedgeModel(
  study: PackageStudy,
  minimumTicket: number,
  {
    excluded = [],
    region = [],
  }: { readonly excluded?: readonly string[]; readonly region?: readonly HedgeRegion[] } = {},
): HedgeModel {
  const { universe, profits, fund } = study
  const exposed = exposedGroups(study)
  const weights = universe.map(
    ({ domain, notionalInBase }, i) => deviation(profits.units[domain][i]) / Math.abs(notionalInBase),
  )
  const sizes = budgetSizes(study, weights)
  const limits = budgetLimits(study, sizes)
  const columns = universe.flatMap((instrument, i): HedgeColumn[] => {
    if (!exposed.includes(instrument.domain) || weights[i] === 0 || excluded.includes(instrument.id)) return []
    const exposure = deviation(profits.fund[instrument.domain]) / fund.assets
    const dealt = study.mandate.limits.within_execution_window ? study.capacities[i] / fund.assets : Infinity
    return sidesOf(instrument).flatMap((sign): HedgeColumn[] => {
      const budget = limits.get(budgetName(instrument, sign)) ?? Infinity
      const most = Math.min((mostOfExposure * exposure) / weights[i], sizes[i] > 0 ? budget / sizes[i] : Infinity)
      const cap = Math.min(most, dealt * (1 - windowMargin))
      return cap > 0 ? [column(study, i, sign, cap, minimumTicket)] : []
    })
  })
  const floors = effectivenessFloors(study.mandate)
  return {
    columns,
    fund: profits.fund.all.map((profit) => profit / fund.assets),
    groups: exposed.map((group) => groupMoments(study, columns, group, Math.sqrt(1 - floors[group]))),
    budgets: [...limits].flatMap(([name, limit]): HedgeBudget[] => {
      const own = columns.flatMap(({ instrument, sign }, j) =>
        sizes[instrument] > 0 && budgetName(universe[instrument], sign) === name ? [j] : [],
      )
      return own.length === 0 ? [] : [{ columns: own, weights: own.map((j) => sizes[columns[j].instrument]), limit }]
    }),
    linear: [
      ...collateralLimits(study, columns),
      ...stressLimits(study, columns),
      ...regionLimits(study, columns, region),
    ],
    costOfCapital: costOfCapital(study),
  }
}

const budgetName = ({ domain, currency }: HedgeInstrument, sign: number): string =>
  `${domain} ${currency} ${sign > 0 ? 'long' : 'short'}`

/**
 * What a unit of notional hedges of its domain, for the budgets: its profit under the stress of the group that hurts the fund
 * most, so that a quiet instrument is not taken for a small one; its deviation where there is no such stress.
 */
function budgetSizes({ universe, stresses }: PackageStudy, deviations: readonly number[]): number[] {
  return universe.map(({ domain, notionalInBase }, i) => {
    const own = stresses.filter(({ group, fund }) => group === domain && fund < 0)
    if (own.length === 0) return deviations[i]
    const worst = own.reduce((one, other) => (other.fund < one.fund ? other : one))
    return Math.abs(worst.units[i] / notionalInBase)
  })
}

/** Largest gross size of a strategy's trades, brought to its full ratio, by domain, currency and side; domains without strategies have no budget. */
function budgetLimits({ universe, strategies, fund }: PackageStudy, sizes: readonly number[]): Map<string, number> {
  const positions = new Map(universe.map(({ id }, i) => [id, i]))
  const domains = strategies.map(({ domain }) => domain)
  const limits = new Map<string, number>(
    universe
      .filter(({ domain }) => domains.includes(domain))
      .flatMap((instrument) => [1, -1].map((sign) => [budgetName(instrument, sign), 0] as const)),
  )
  for (const { trades, ratio } of strategies.flatMap((set) => set.strategies)) {
    const full = ratio > 0 ? mostOfStrategy / ratio : mostOfStrategy
    const gross = new Map<string, number>()
    for (const { instrument, quantity } of trades) {
      const i = positions.get(instrument)!
      const name = budgetName(universe[i], quantity)
      const size = (Math.abs(quantity * universe[i].notionalInBase) / fund.assets) * sizes[i]
      gross.set(name, (gross.get(name) ?? 0) + size)
    }
    for (const [name, size] of gross) limits.set(name, Math.max(limits.get(name) ?? 0, full * size))
  }
  return limits
}

function sidesOf({ direction }: HedgeInstrument): (1 | -1)[] {
  if (direction === 'both') return [1, -1]
  return direction === 'positive' ? [1] : [-1]
}

function column(study: PackageStudy, i: number, sign: 1 | -1, cap: number, minimumTicket: number): HedgeColumn {
  const { mandate, universe, profits, fund } = study
  const instrument = universe[i]
  const units = (sign * fund.assets) / instrument.notionalInBase
  const trade = { instrument: instrument.id, quantity: units * referenceShare }
  const { dealing } = instrument
  const years = dealtEvery(instrument, mandate)
  const volume = mandate.execution.window_days * dealing.dailyVolume
  const scale = units / fund.assets
  return {
    instrument: i,
    domain: instrument.domain,
    sign,
    units,
    cap,
    ticket: Math.min(minimumTicket, cap * ticketOfCap),
    tradeCost: dealing.halfSpreadBp / 1e4 / years + countedCarry(scale * (instrument.carry + instrument.roll), mandate),
    otherCost: study.charges([trade]).annual.value / referenceShare / fund.assets,
    impact:
      (mandate.dealing.impact_coefficient * dealing.dailyVolatilityBp * Math.sqrt(Math.abs(units) / volume)) /
      1e4 /
      years,
    margin: dealing.initialMarginRate,
    moneyDuration: scale * fund.unitMoneyDurations[i],
    profit: profits.units.all[i].map((profit) => profit * scale),
  }
}

function groupMoments(
  { profits }: PackageStudy,
  columns: readonly HedgeColumn[],
  group: EffectivenessGroup,
  limit: number,
): GroupMoments {
  const own = centred(profits.fund[group])
  const variance = product(own, own)
  const moving: number[] = []
  const series: Float64Array[] = []
  columns.forEach(({ instrument, units }, j) => {
    const unit = centred(profits.units[group][instrument])
    if (unit.every((profit) => profit === 0)) return
    moving.push(j)
    series.push(unit.map((profit) => profit * units))
  })
  const size = moving.length
  const among = new Float64Array(size * size)
  for (let a = 0; a < size; a++) {
    for (let b = 0; b <= a; b++) {
      // Sides of one instrument differ in sign alone.
      among[a * size + b] = among[b * size + a] = product(series[a], series[b]) / variance
    }
  }
  const withFund = Float64Array.from(series, (values) => product(values, own) / variance)
  return { group, limit, columns: moving, withFund, among }
}

function centred(values: Float64Array): Float64Array {
  let sum = 0
  for (let s = 0; s < values.length; s++) sum += values[s]
  const mean = sum / values.length
  return values.map((value) => value - mean)
}

function product(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let s = 0; s < a.length; s++) sum += a[s] * b[s]
  return sum
}

function deviation(values: Float64Array): number {
  const own = centred(values)
  return Math.sqrt(product(own, own) / values.length)
}
