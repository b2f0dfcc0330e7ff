import { hypervolume } from './hypervolume.ts'
import { requireTable, type ObjectiveTable } from './objective-table.ts'

/** How far an approximate front is from a better known one, in units of the ranges of the known one. */
export interface FrontGap {
  /**
   * Least amount by which, taken off every objective of the approximate points, they would be at least as good as every
   * known point (additive ε indicator); negative where they are better throughout.
   */
  readonly epsilon: number
  /** Hypervolume of the approximate front over that of the known points, up to 1.1 × the range from the best. */
  readonly hypervolumeRatio: number
}

/**
 * The gap between an approximate front and known points; less is better. Known points that only sample a front
 * understate its hypervolume, so that a ratio a little above 1 is possible. Null where the known points have no range in
 * an objective. Source: Zitzler, Thiele, Laumanns, Fonseca & Grunert da Fonseca (2003), IEEE Trans. Evol. Comp. 7.
 */
export function frontGap(approximate: ObjectiveTable, known: ObjectiveTable): FrontGap | null {
  requireTable(approximate, known[0]?.length ?? 0)
  requireTable(known)
  const best = known.reduce<number[]>(
    (low, row) => low.map((value, k) => Math.min(value, row[k])),
    Array.from(known[0]),
  )
  const worst = known.reduce<number[]>(
    (top, row) => top.map((value, k) => Math.max(value, row[k])),
    Array.from(known[0]),
  )
  if (best.some((value, k) => !(worst[k] > value))) return null
  const scaled = (rows: ObjectiveTable): Float64Array[] =>
    rows.map((row) => Float64Array.from(row, (value, k) => (value - best[k]) / (worst[k] - best[k])))
  const found = scaled(approximate)
  const exact = scaled(known)
  const shortfall = (point: Float64Array, other: Float64Array): number =>
    Math.max(...other.map((value, k) => value - point[k]))
  const epsilon = Math.max(...exact.map((point) => Math.min(...found.map((other) => shortfall(point, other)))))
  const reference = best.map(() => 1.1)
  return { epsilon, hypervolumeRatio: hypervolume(found, reference) / hypervolume(exact, reference) }
}
