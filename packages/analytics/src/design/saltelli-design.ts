import type { SobolScramble } from '../random/index.ts'
import { requireCount } from './latin-hypercube.ts'
import { sobolDesign } from './sobol-design.ts'

/**
 * Points of a variance-based sensitivity analysis. `a` and `b` are independent samples of `count` points (rows);
 * `ab[i]` is `a` with coordinate i taken from `b`, `ba[i]` is `b` with coordinate i taken from `a`.
 */
export interface SaltelliDesign {
  readonly dimension: number
  readonly a: readonly (readonly number[])[]
  readonly b: readonly (readonly number[])[]
  readonly ab: readonly (readonly (readonly number[])[])[]
  /** Only for second-order indices. */
  readonly ba?: readonly (readonly (readonly number[])[])[]
}

/**
 * Saltelli's design in the unit cube from the halves of a scrambled Sobol sequence of twice the dimension:
 * count (dimension + 2) evaluations, or count (2 dimension + 2) with `secondOrder`. `count` should be a power of two.
 * Source: Saltelli et al., Computer Physics Communications 181 (2010), 259-270.
 */
export function saltelliDesign(
  count: number,
  dimension: number,
  scramble: SobolScramble,
  options: { readonly secondOrder?: boolean } = {},
): SaltelliDesign {
  requireCount(count, 'count')
  requireCount(dimension, 'dimension')
  const points = sobolDesign(count, 2 * dimension, scramble)
  const a = points.map((point) => point.slice(0, dimension))
  const b = points.map((point) => point.slice(dimension))
  const withColumn = (i: number, rows: number[][], from: number[][]): number[][] =>
    rows.map((row, k) => row.map((value, j) => (j === i ? from[k][j] : value)))
  const columns = Array.from({ length: dimension }, (_, i) => i)
  const ab = columns.map((i) => withColumn(i, a, b))
  return options.secondOrder
    ? { dimension, a, b, ab, ba: columns.map((i) => withColumn(i, b, a)) }
    : { dimension, a, b, ab }
}
