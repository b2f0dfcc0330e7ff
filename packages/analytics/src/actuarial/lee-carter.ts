import { TuttiError } from '../errors/index.ts'
import { symmetricEigensystem } from '../math/index.ts'
import { type AgeYearTable, requireSurface } from './mortality-surface.ts'

/** ln m(x, t) = a_x + b_x k_t, with the b_x summing to 1 and the k_t to 0. */
export interface LeeCarterFit {
  readonly a: readonly number[]
  readonly b: readonly number[]
  readonly k: readonly number[]
  /** Part of the variance of the log rates about their means by age that the index explains; `null` for a likelihood fit. */
  readonly explainedVariance: number | null
}

/** The fit with its index shifted and scaled to the constraints. */
function constrainedLeeCarter(
  a: readonly number[],
  b: readonly number[],
  k: readonly number[],
): Pick<LeeCarterFit, 'a' | 'b' | 'k'> {
  const sum = b.reduce((total, value) => total + value, 0)
  const size = b.reduce((total, value) => total + Math.abs(value), 0)
  if (!(Math.abs(sum) > 1e-10 * size)) {
    throw new TuttiError('calculation-failed', 'the ages move against each other so that their loadings sum to zero', {
      field: 'logRates',
      got: `loadings that sum to ${sum}`,
      expected: 'ages that mostly move together',
    })
  }
  const mean = k.reduce((total, value) => total + value, 0) / k.length
  return {
    a: a.map((value, x) => value + b[x] * mean),
    b: b.map((value) => value / sum),
    k: k.map((value) => (value - mean) * sum),
  }
}

/**
 * Lee-Carter by the first singular pair of the log rates less their means by age; k_t is not re-estimated.
 *
 * `logRates[a][t]` is the log central death rate. Throws `invalid-input` for a table that does not fit its ages and
 * years and `not-applicable` where the rates never change. Source: Lee & Carter, JASA 87 (1992).
 */
export function leeCarterFit(ages: readonly number[], years: readonly number[], logRates: AgeYearTable): LeeCarterFit {
  requireSurface(ages, years, logRates, 'logRates', Number.isFinite, 'a finite number')
  const a = logRates.map((row) => row.reduce((sum, value) => sum + value, 0) / years.length)
  const centred = logRates.map((row, x) => row.map((value) => value - a[x]))
  const total = centred.reduce((sum, row) => sum + row.reduce((part, value) => part + value * value, 0), 0)
  const level = logRates.reduce((sum, row) => sum + row.reduce((part, value) => part + value * value, 0), 0)
  if (!(total > 1e-26 * level)) {
    throw new TuttiError('not-applicable', 'the rates are the same in every year: there is no index to fit', {
      field: 'logRates',
      got: 'no change over the years',
      expected: 'rates that change',
    })
  }
  const { vector, square } = leadingDirection(centred)
  // k_t = sum_x u_x (M)_xt, so that u k is the first term of the singular value decomposition
  const k = years.map((_, t) => centred.reduce((sum, row, x) => sum + vector[x] * row[t], 0))
  return { ...constrainedLeeCarter(a, vector, k), explainedVariance: Math.min(1, square / total) }
}

/** First left singular vector of `rows` and the square of its singular value, off the smaller of the two Gram matrices. */
function leadingDirection(rows: AgeYearTable): { readonly vector: number[]; readonly square: number } {
  const tall = rows.length > rows[0].length
  const gram = tall
    ? rows[0].map((_, s) => rows[0].map((__, t) => rows.reduce((sum, row) => sum + row[s] * row[t], 0)))
    : rows.map((left) => rows.map((right) => left.reduce((sum, value, t) => sum + value * right[t], 0)))
  const { eigenvalues, vectors } = symmetricEigensystem(gram, 'the rates')
  const last = eigenvalues.length - 1
  const first = vectors.map((row) => row[last])
  const raw = tall ? rows.map((row) => row.reduce((sum, value, t) => sum + value * first[t], 0)) : first
  const norm = Math.sqrt(raw.reduce((sum, value) => sum + value * value, 0))
  return { vector: raw.map((value) => value / norm), square: Math.max(eigenvalues[last], 0) }
}
