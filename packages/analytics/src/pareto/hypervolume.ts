import { TuttiError } from '../errors/index.ts'
import { nonDominatedRows } from './non-dominated-sort.ts'
import { requireTable, type ObjectiveTable } from './objective-table.ts'

/**
 * Volume of what a front dominates up to a reference point, exactly: less is better, and points that are not better than
 * the reference in every objective add nothing. In the product of the units of the objectives. A front that dominates
 * another never has less.
 *
 * Two objectives cost n log n; more are cut into slices, n^(m-1) at worst. Throws `invalid-input` for a reference of
 * another length and `unsupported` beyond 6 objectives. Source: Zitzler & Thiele (1999), IEEE Trans. Evol. Comp. 3;
 * While, Hingston, Barone & Huband (2006), IEEE Trans. Evol. Comp. 10 (slicing objectives).
 */
export function hypervolume(values: ObjectiveTable, reference: ArrayLike<number>): number {
  if (values.length === 0) return 0
  requireTable(values, reference.length)
  requireTable([reference])
  if (reference.length > 6) {
    throw new TuttiError('unsupported', `an exact hypervolume of ${reference.length} objectives takes too long`, {
      field: 'reference',
      got: `${reference.length} objectives`,
      expected: '6 at most',
    })
  }
  const inside = values.filter((row) => Array.from(row).every((value, k) => value < reference[k]))
  return volume(inside, reference, reference.length)
}

/** Of the first `objectives` columns. */
function volume(values: ObjectiveTable, reference: ArrayLike<number>, objectives: number): number {
  if (values.length === 0) return 0
  const last = objectives - 1
  if (last === 0) return reference[0] - values.reduce((least, row) => Math.min(least, row[0]), Infinity)
  const cut = values.map((row) => Array.from(row).slice(0, objectives))
  const front = nonDominatedRows(cut).map((i) => cut[i])
  front.sort((a, b) => a[last] - b[last] || a[0] - b[0])
  if (last === 1) return area(front, reference)
  let sum = 0
  for (let i = 0; i < front.length; i++) {
    const depth = (i + 1 < front.length ? front[i + 1][last] : reference[last]) - front[i][last]
    if (depth > 0) sum += depth * volume(front.slice(0, i + 1), reference, last)
  }
  return sum
}

/** Under a staircase of points by rising second figure. */
function area(front: readonly number[][], reference: ArrayLike<number>): number {
  let sum = 0
  let left = reference[0]
  for (const [x, y] of front) {
    if (x >= left) continue
    sum += (left - x) * (reference[1] - y)
    left = x
  }
  return sum
}
