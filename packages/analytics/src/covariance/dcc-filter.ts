import { requirePositive, requireSample, TuttiError } from '../errors/index.ts'
import type { Sample } from '../statistics/index.ts'

/**
 * Parameters of the dynamic conditional correlations Q(t) = (1 - alpha - beta) S + alpha z(t-1) z(t-1)' + beta Q(t-1),
 * R(t) = Q(t) scaled to a unit diagonal; alpha, beta >= 0, alpha + beta < 1.
 */
export interface DccParameters {
  readonly alpha: number
  readonly beta: number
}

/** What the filter knows after the last period. */
export interface DccFilter {
  /** Of the correlations: -1/2 sum (ln |R| + z' R^-1 z - z' z). */
  readonly logLikelihood: number
  /** Part of the log-likelihood of each period. */
  readonly contributions: Float64Array
  /** Mean over the pairs, in each period given those before. */
  readonly averageCorrelations: Float64Array
  /** Correlation matrix of the next, unseen period. */
  readonly nextCorrelation: number[][]
}

/**
 * Runs the recursion over standardised residuals (rows are periods), started at Q = `target`, a positive definite
 * matrix with a unit diagonal or near it. Cost T N^3 / 6. Source: Engle, J. of Business & Economic Statistics 20 (2002).
 */
export function dccFilter(
  residuals: readonly Sample[],
  target: readonly (readonly number[])[],
  { alpha, beta }: DccParameters,
): DccFilter {
  const n = target.length
  residuals.forEach((row, t) => requireSample(row, n, `residuals[${t}]`))
  if (!(alpha >= 0 && beta >= 0 && alpha + beta < 1)) {
    throw new TuttiError('invalid-input', `alpha ${alpha} and beta ${beta} must be >= 0 with a sum below 1`, {
      field: 'alpha, beta',
      got: `${alpha}, ${beta}`,
      expected: 'numbers >= 0 with a sum below 1',
    })
  }
  const q = Float64Array.from(target.flat())
  const anchor = q.map((value) => (1 - alpha - beta) * value)
  const lower = new Float64Array(n * n)
  const half = new Float64Array(n)
  const contributions = new Float64Array(residuals.length)
  const averageCorrelations = new Float64Array(residuals.length)
  let logLikelihood = 0
  residuals.forEach((z, t) => {
    // Cholesky of R = D^-1/2 Q D^-1/2, row by row, and the solution of L half = z alongside.
    let contribution = 0
    let sum = 0
    for (let i = 0; i < n; i++) {
      const di = Math.sqrt(q[i * n + i])
      let value = z[i]
      for (let j = 0; j <= i; j++) {
        const r = i === j ? 1 : q[i * n + j] / (di * Math.sqrt(q[j * n + j]))
        if (i !== j) sum += r
        let rest = r
        for (let k = 0; k < j; k++) rest -= lower[i * n + k] * lower[j * n + k]
        lower[i * n + j] =
          i === j
            ? Math.sqrt(requirePositive(rest, `pivot ${i} of the correlations of period ${t}`))
            : rest / lower[j * n + j]
        if (i !== j) value -= lower[i * n + j] * half[j]
      }
      half[i] = value / lower[i * n + i]
      contribution -= Math.log(lower[i * n + i]) + 0.5 * (half[i] * half[i] - z[i] * z[i])
    }
    contributions[t] = contribution
    averageCorrelations[t] = n > 1 ? sum / ((n * (n - 1)) / 2) : 1
    logLikelihood += contribution
    for (let i = 0; i < n; i++) {
      for (let j = 0; j <= i; j++) {
        const next = anchor[i * n + j] + alpha * z[i] * z[j] + beta * q[i * n + j]
        q[i * n + j] = next
        q[j * n + i] = next
      }
    }
  })
  const nextCorrelation = target.map((_, i) =>
    target.map((_v, j) => (i === j ? 1 : q[i * n + j] / Math.sqrt(q[i * n + i] * q[j * n + j]))),
  )
  return { logLikelihood, contributions, averageCorrelations, nextCorrelation }
}
