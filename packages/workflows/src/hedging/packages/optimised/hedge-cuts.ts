import type { GroupMoments, HedgeModel } from './hedge-model.ts'

/**
 * Shortfall beyond a level t in the scenarios of a set: w >= constant - Σ profit x - mass t, with w the mean over all scenarios of
 * the loss beyond t. Valid for every set, tight for the one of losses beyond t.
 */
export interface TailCut {
  readonly kind: 'tail'
  readonly constant: number
  /** Of each column. */
  readonly profit: Float64Array
  readonly mass: number
}

/** Supporting plane of the deviation of a group: ratio >= constant + Σ slope x. */
interface DeviationCut {
  readonly kind: 'deviation'
  readonly group: number
  readonly constant: number
  /** Of each of the group's columns. */
  readonly slope: Float64Array
}

/** Tangent of the impact of a column: impact >= slope x - intercept. */
export interface ImpactCut {
  readonly kind: 'impact'
  readonly column: number
  readonly slope: number
  readonly intercept: number
}

/** An affine function that lies nowhere above the convex one that it stands for. */
export type HedgeCut = TailCut | DeviationCut | ImpactCut

/** Losses of the surplus in every scenario, share of assets. */
export function shareLosses({ fund, columns }: HedgeModel, x: ArrayLike<number>): Float64Array {
  const losses = fund.map((profit) => 0 - profit)
  columns.forEach(({ profit }, j) => {
    const share = x[j]
    if (share === 0) return
    for (let s = 0; s < losses.length; s++) losses[s] -= share * profit[s]
  })
  return losses
}

/** The cut of the scenarios whose loss at a point is beyond `level`. Source: Künzi-Bay & Mayer, Comput. Manag. Sci. 3 (2006). */
export function tailCut({ fund, columns }: HedgeModel, losses: Float64Array, level: number): TailCut {
  const n = losses.length
  const beyond: number[] = []
  for (let s = 0; s < n; s++) if (losses[s] > level) beyond.push(s)
  let constant = 0
  for (const s of beyond) constant -= fund[s]
  return {
    kind: 'tail',
    constant: constant / n,
    mass: beyond.length / n,
    profit: Float64Array.from(columns, ({ profit }) => {
      let sum = 0
      for (const s of beyond) sum += profit[s]
      return sum / n
    }),
  }
}

/** Deviation of a group's hedged profit over that of the unhedged, and its slopes; null slopes where nothing is left of it. */
export function deviationRatio(
  { columns, withFund, among }: GroupMoments,
  x: ArrayLike<number>,
): { readonly value: number; readonly slope: Float64Array | null; readonly constant: number } {
  const size = columns.length
  const slope = withFund.slice()
  for (let b = 0; b < size; b++) {
    const share = x[columns[b]]
    if (share === 0) continue
    for (let a = 0; a < size; a++) slope[a] += share * among[a * size + b]
  }
  let constant = 1
  let variance = 1
  columns.forEach((j, a) => {
    constant += x[j] * withFund[a]
    variance += x[j] * (withFund[a] + slope[a])
  })
  const value = Math.sqrt(Math.max(0, variance))
  if (!(value > 1e-7)) return { value, slope: null, constant: 0 }
  return { value, slope: slope.map((entry) => entry / value), constant: constant / value }
}

/** Impact at a share and its tangent. */
export function impactCut(column: number, rate: number, share: number): ImpactCut {
  const root = Math.sqrt(share)
  return { kind: 'impact', column, slope: 1.5 * rate * root, intercept: 0.5 * rate * root * share }
}
