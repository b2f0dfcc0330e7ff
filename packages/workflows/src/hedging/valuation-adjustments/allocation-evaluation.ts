import type { AllocatedTrade, AllocationCut, NotionalShares, TradePair } from './allocation-programme.ts'
import { type ChargedSide, existingNetting } from './charged-side.ts'
import { potentialExposure } from './exposure-figures.ts'
import { nettingCharges, type NettingPaths } from './netting-charges.ts'
import { nettingSum, noTrades } from './netting-sum.ts'
import type { ChargeInputs } from './package-charges.ts'

/** An allocation evaluated exactly. */
export interface AllocationPoint {
  /** Shares by pair. */
  readonly x: Float64Array
  /** By counterparty. */
  readonly charges: readonly number[]
  readonly exposures: readonly number[]
  /** Of the notional of all trades; empty where no limit is set on it. */
  readonly notionalShares: readonly number[]
  readonly total: number
  /** Sum over counterparties of what is above the limits of exposure and of the share of the notional, in limits. */
  readonly excess: number
}

/** Exact figures at any shares, and the planes that touch them there. */
export interface AllocationEvaluation {
  at(this: void, x: Float64Array): AllocationPoint
  cuts(
    this: void,
    point: AllocationPoint,
  ): { readonly charges: readonly AllocationCut[]; readonly exposures: readonly AllocationCut[] }
}

/** Share of the limit on notional that the solver's rounding may miss it by. */
export const shareRounding = 1e-6
/** Share by which slopes are taken. */
const step = 0.05

/** Within limits before not; then by charges, or by excess. */
export function isBetter(one: AllocationPoint, other: AllocationPoint): boolean {
  if (one.excess === 0 && other.excess === 0) return one.total < other.total
  return one.excess < other.excess
}

/** Exact figures at shares of the pairs, and their planes. */
export function allocationEvaluation(
  { mandate, exposures }: ChargeInputs,
  trades: readonly AllocatedTrade[],
  pairs: readonly TradePair[],
  units: readonly NettingPaths[],
  sides: readonly ChargedSide[],
  concentration: NotionalShares | null = null,
): AllocationEvaluation {
  const { buckets, paths, discount } = exposures
  const { timesYears } = buckets
  const scratch = noTrades(timesYears.length, paths)
  const figuresOf = (k: number, x: Float64Array): { readonly charge: number; readonly exposure: number } => {
    const side = sides[k]
    const added = pairs.flatMap(({ trade, counterparty }, j) =>
      counterparty === side.terms.id && x[j] !== 0
        ? [{ netting: units[trade], weight: trades[trade].quantity * x[j] }]
        : [],
    )
    const netting = nettingSum([{ netting: existingNetting(side, exposures), weight: 1 }, ...added], scratch)
    const charged = nettingCharges(netting, side.terms, discount, timesYears)
    let charge = 0
    for (let p = 0; p < paths; p++) {
      charge += charged.cva[p] - charged.dva[p] + charged.fva[p] + charged.mva[p]
      charge -= side.before.cva[p] - side.before.dva[p] + side.before.fva[p] + side.before.mva[p]
    }
    return { charge: charge / paths, exposure: potentialExposure(netting, side.terms, timesYears, paths) }
  }
  const sharesOfNotional = (x: Float64Array, ofTrades: readonly number[]): number[] =>
    sides.map(({ terms }) =>
      pairs.reduce(
        (sum, { trade, counterparty }, j) => (counterparty === terms.id ? sum + x[j] * ofTrades[trade] : sum),
        0,
      ),
    )
  const at = (x: Float64Array): AllocationPoint => {
    const figures = sides.map((_, k) => figuresOf(k, x))
    const charges = figures.map(({ charge }) => charge)
    const peaks = figures.map(({ exposure }) => exposure)
    const notionalShares = concentration === null ? [] : sharesOfNotional(x, concentration.ofTrades)
    const above = mandate.counterparties.reduce(
      (sum, { exposure_limit: limit }, k) => sum + Math.max(peaks[k] / limit - 1, 0),
      0,
    )
    const crowded = notionalShares.reduce((sum, share) => {
      const over = share / concentration!.limit - 1
      return over > shareRounding ? sum + over : sum
    }, 0)
    const total = charges.reduce((sum, charge) => sum + charge, 0)
    return { x, charges, exposures: peaks, notionalShares, total, excess: above + crowded }
  }
  const cuts = (point: AllocationPoint): { charges: AllocationCut[]; exposures: AllocationCut[] } => {
    const slopes = sides.map(() => ({
      charge: new Float64Array(pairs.length),
      exposure: new Float64Array(pairs.length),
    }))
    for (const [j, { counterparty }] of pairs.entries()) {
      const k = sides.findIndex(({ terms }) => terms.id === counterparty)
      const moved = Float64Array.from(point.x)
      // Inwards, so that the plane is taken over allocations that there can be.
      const move = moved[j] > 0.5 ? -step : step
      moved[j] += move
      const { charge, exposure } = figuresOf(k, moved)
      slopes[k].charge[j] = (charge - point.charges[k]) / move
      slopes[k].exposure[j] = (exposure - point.exposures[k]) / move
    }
    const plane = (k: number, value: number, gradient: Float64Array): AllocationCut => ({
      counterparty: sides[k].terms.id,
      intercept: value - gradient.reduce((sum, slope, j) => sum + slope * point.x[j], 0),
      slopes: gradient,
    })
    return {
      charges: sides.map((_, k) => plane(k, point.charges[k], slopes[k].charge)),
      exposures: sides.map((_, k) => plane(k, point.exposures[k], slopes[k].exposure)),
    }
  }
  return { at, cuts }
}
