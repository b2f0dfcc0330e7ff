import { requireInRange, requireSample, TuttiError } from '../errors/index.ts'
import {
  requireCorrelationScale,
  requireSemidefinite,
  requireSymmetric,
  type Rows,
  semidefiniteFactor,
} from '../math/index.ts'
import { requireWhole, type Sample } from '../statistics/index.ts'
import { studentTailDependence } from '../risk/index.ts'

/**
 * How the strategies depend on each other, apart from their marginals:
 * - `gaussian`, `student-t` (one number of degrees of freedom), `grouped-t` (one for each group; mixing variables of the
 *   groups move together): by a correlation matrix of the scores
 * - `clayton` (lower tail) and `gumbel` (upper tail): exchangeable, by their parameter; `survival` turns them around
 * - `empirical`: the joint ranks of past periods, drawn with replacement
 * - `independence` and `comonotone`
 */
export type Copula =
  | { readonly kind: 'gaussian'; readonly correlation: Rows }
  | { readonly kind: 'student-t'; readonly correlation: Rows; readonly degreesOfFreedom: number }
  | {
      readonly kind: 'grouped-t'
      readonly correlation: Rows
      /** The group of each strategy, from 0. */
      readonly groups: readonly number[]
      readonly degreesOfFreedom: readonly number[]
    }
  | { readonly kind: 'clayton'; readonly theta: number; readonly survival?: boolean | undefined }
  | { readonly kind: 'gumbel'; readonly theta: number; readonly survival?: boolean | undefined }
  /** Past periods as rows, strategies as columns. */
  | { readonly kind: 'empirical'; readonly observations: readonly Sample[] }
  | { readonly kind: 'independence' }
  | { readonly kind: 'comonotone' }

/** Throws `invalid-input` unless the copula's parameters are in their ranges and of the size of `count` strategies. */
export function requireCopula(copula: Copula, count: number): void {
  switch (copula.kind) {
    case 'gaussian':
    case 'student-t':
    case 'grouped-t':
      requireCorrelation(copula.correlation, count)
      if (copula.kind === 'student-t') requireInRange(copula.degreesOfFreedom, 0.5, 1e6, 'copula.degreesOfFreedom')
      if (copula.kind !== 'grouped-t') return
      requireWhole(copula.groups.length, count, count, 'number of copula.groups')
      copula.groups.forEach((g, i) => requireWhole(g, 0, copula.degreesOfFreedom.length - 1, `copula.groups[${i}]`))
      copula.degreesOfFreedom.forEach((nu, g) => requireInRange(nu, 0.5, 1e6, `copula.degreesOfFreedom[${g}]`))
      return
    case 'clayton':
      requireInRange(copula.theta, 1e-3, 100, 'copula.theta')
      return
    case 'gumbel':
      requireInRange(copula.theta, 1, 50, 'copula.theta')
      return
    case 'empirical':
      requireWhole(copula.observations.length, 10, 1e7, 'number of copula.observations')
      copula.observations.forEach((row, t) => {
        requireWhole(row.length, count, count, `number of values in copula.observations[${t}]`)
        requireSample(row, 1, `copula.observations[${t}]`)
      })
      return
    case 'independence':
    case 'comonotone':
  }
}

function requireCorrelation(matrix: Rows, count: number): void {
  requireCorrelationScale(matrix, 'copula.correlation')
  requireWhole(matrix.length, count, count, 'size of copula.correlation')
  matrix.forEach((row, i) => {
    if (Math.abs(row[i] - 1) <= 1e-9) return
    throw new TuttiError('invalid-input', 'the diagonal of a correlation matrix is 1', {
      field: `copula.correlation[${i}][${i}]`,
      got: String(row[i]),
      expected: '1',
    })
  })
  requireSymmetricEntries(matrix)
  const rows = Float64Array.from(matrix.flatMap((row) => Array.from(row)))
  const factor = semidefiniteFactor(rows, count)
  // Positive pivots all the way prove it; the eigenvalues, which cost more, are for the doubtful cases.
  for (let i = 0; i < count; i++) {
    if (factor[i * count + i] > 1e-6) continue
    requireSemidefinite(matrix, 'copula.correlation')
    return
  }
}

function requireSymmetricEntries(matrix: Rows): void {
  requireSymmetric(matrix, 'copula.correlation')
  matrix.forEach((row, i) => {
    for (let j = 0; j < row.length; j++) requireInRange(row[j], -1 - 1e-12, 1 + 1e-12, `copula.correlation[${i}][${j}]`)
  })
}

/** Coefficients of tail dependence of two variables: the limit of P(one is beyond its p-quantile | the other is). */
export interface TailDependence {
  readonly lower: number
  readonly upper: number
}

/**
 * Tail dependence of a pair under a copula; `correlation` is that of the pair (elliptical copulas alone). `null` for the
 * empirical copula, which has no limit, and for pairs of different groups.
 *
 * Source: McNeil, Frey & Embrechts, Quantitative Risk Management (2015), 7.2.4 and table 7.5.
 */
export function copulaTailDependence(copula: Copula, pair: readonly [number, number] = [0, 1]): TailDependence | null {
  const [i, j] = pair
  const both = (value: number): TailDependence => ({ lower: value, upper: value })
  switch (copula.kind) {
    case 'gaussian':
      return both(copula.correlation[i][j] >= 1 - 1e-12 ? 1 : 0)
    case 'student-t':
      return both(studentTailDependence(copula.degreesOfFreedom, copula.correlation[i][j]))
    case 'grouped-t':
      return copula.groups[i] === copula.groups[j]
        ? both(studentTailDependence(copula.degreesOfFreedom[copula.groups[i]], copula.correlation[i][j]))
        : null
    case 'clayton': {
      const value = 2 ** (-1 / copula.theta)
      return copula.survival === true ? { lower: 0, upper: value } : { lower: value, upper: 0 }
    }
    case 'gumbel': {
      const value = 2 - 2 ** (1 / copula.theta)
      return copula.survival === true ? { lower: value, upper: 0 } : { lower: 0, upper: value }
    }
    case 'independence':
      return both(0)
    case 'comonotone':
      return both(1)
    case 'empirical':
      return null
  }
}
