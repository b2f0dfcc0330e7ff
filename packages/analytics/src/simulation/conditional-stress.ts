import { requireFinite, requireSample, TuttiError } from '../errors/index.ts'
import { cholesky, chiSquareSurvival, regularizedBeta } from '../math/index.ts'
import { requireCovariance } from '../risk/index.ts'
import { requireWhole, type Sample } from '../statistics/index.ts'

/** Jointly normal or Student t moves of factors, by their means and covariance. */
export interface EllipticalFactors {
  readonly means: Sample
  readonly covariance: readonly Sample[]
  /** Above 2; a normal when left out. `covariance` is the covariance of the t, not its scale. */
  readonly degreesOfFreedom?: number | undefined
}

/** What the other factors are expected to do when some are shocked. */
export interface ConditionalStress {
  /** Moves of all factors: the shocks where given, else their conditional means. */
  readonly moves: readonly number[]
  /** In unconditional standard deviations from the mean; 0 for a factor that does not move. */
  readonly standardised: readonly number[]
  /** Conditional covariance of all factors; zeros for those shocked. */
  readonly covariance: readonly (readonly number[])[]
  readonly conditionalVolatilities: readonly number[]
  /** Mahalanobis distance of the shocks among the shocked factors. */
  readonly distance: number
  /** Probability of shocks at least as far out, in any direction. */
  readonly plausibility: number
}

/**
 * E[rest | shocked] = mean + S_rs S_ss^-1 (shock - mean), and its covariance S_rr - S_rs S_ss^-1 S_sr, times
 * (nu - 2 + d^2) / (nu - 2 + k) for a Student t, d the distance of the k shocks.
 *
 * `shocks` names factors by index; each once. Throws `not-applicable` where the shocked factors are linearly dependent.
 * Source: Kupiec, J. of Derivatives 6 (1998); Ding, The American Statistician 70 (2016) (Student t).
 */
export function conditionalStress(
  factors: EllipticalFactors,
  shocks: readonly { readonly factor: number; readonly move: number }[],
): ConditionalStress {
  const size = requireFactors(factors)
  const { means, covariance, degreesOfFreedom: nu } = factors
  requireWhole(shocks.length, 1, size, 'number of shocks')
  const chosen = shocks.map(({ factor, move }, k) => {
    requireFinite(move, `shocks[${k}].move`)
    return requireWhole(factor, 0, size - 1, `shocks[${k}].factor`)
  })
  if (new Set(chosen).size < chosen.length) {
    throw new TuttiError('invalid-input', 'a factor is shocked twice', {
      field: 'shocks',
      expected: 'each factor once',
    })
  }
  const solve = solver(chosen.map((i) => chosen.map((j) => covariance[i][j])))
  const gaps = shocks.map(({ factor, move }) => move - means[factor])
  const weights = solve(gaps)
  const squared = gaps.reduce((sum, gap, k) => sum + gap * weights[k], 0)
  const moves = Array.from({ length: size }, (_, i) => {
    const shocked = chosen.indexOf(i)
    return shocked >= 0
      ? shocks[shocked].move
      : means[i] + chosen.reduce((sum, j, k) => sum + covariance[i][j] * weights[k], 0)
  })
  const inflation = nu === undefined ? 1 : (nu - 2 + squared) / (nu - 2 + chosen.length)
  const loadings = Array.from({ length: size }, (_, i) => solve(chosen.map((j) => covariance[i][j])))
  const conditional = Array.from({ length: size }, (_, i) =>
    Array.from({ length: size }, (__, j) => {
      if (chosen.includes(i) || chosen.includes(j)) return 0
      const [a, b] = i <= j ? [i, j] : [j, i]
      return inflation * (covariance[a][b] - loadings[a].reduce((sum, w, k) => sum + w * covariance[chosen[k]][b], 0))
    }),
  )
  return {
    moves,
    standardised: moves.map((move, i) => (covariance[i][i] > 0 ? (move - means[i]) / Math.sqrt(covariance[i][i]) : 0)),
    covariance: conditional.map((row, i) => row.map((value, j) => (i === j ? Math.max(0, value) : value))),
    conditionalVolatilities: conditional.map((row, i) => Math.sqrt(Math.max(0, row[i]))),
    distance: Math.sqrt(Math.max(0, squared)),
    plausibility: distanceProbability(Math.max(0, squared), chosen.length, nu),
  }
}

/** Throws `invalid-input` unless means, covariance and degrees of freedom fit together; returns the number of factors. */
export function requireFactors({ means, covariance, degreesOfFreedom: nu }: EllipticalFactors): number {
  requireSample(means, 1, 'means')
  requireCovariance(means, covariance)
  for (let i = 0; i < means.length; i++) {
    if (covariance[i][i] >= 0) continue
    throw new TuttiError('invalid-input', 'a variance is negative', {
      field: `covariance[${i}][${i}]`,
      got: String(covariance[i][i]),
      expected: 'at least 0',
    })
  }
  if (nu !== undefined && !(nu > 2 && nu <= 1e9)) {
    throw new TuttiError('invalid-input', 'degreesOfFreedom must be above 2 for a covariance to exist', {
      field: 'degreesOfFreedom',
      got: String(nu),
      expected: 'a number in (2, 1e9]',
    })
  }
  return means.length
}

/**
 * P(D^2 >= squared) for the squared Mahalanobis distance (by the covariance) of `count` normal or t factors: chi-square, or
 * count F(count, nu) scaled to the covariance.
 */
export function distanceProbability(squared: number, count: number, nu: number | undefined): number {
  if (nu === undefined) return chiSquareSurvival(squared, count)
  const scaled = (squared * nu) / (nu - 2)
  return regularizedBeta(nu / (nu + scaled), nu / 2, count / 2)
}

/** x -> matrix^-1 x by Cholesky. Throws `not-applicable` for a singular matrix. */
function solver(matrix: readonly (readonly number[])[]): (right: readonly number[]) => number[] {
  const scales = matrix.map((row, i) => Math.sqrt(row[i]))
  let lower: number[][] | undefined
  try {
    if (scales.every((s) => s > 0))
      lower = cholesky(matrix.map((row, i) => row.map((x, j) => x / (scales[i] * scales[j]))))
  } catch (error) {
    if (!(error instanceof TuttiError)) throw error
  }
  if (lower === undefined || lower.some((row, i) => row[i] < 1e-6)) {
    throw new TuttiError(
      'not-applicable',
      'the shocked factors are linearly dependent or have no variance: shock fewer of them',
      {
        field: 'shocks',
        got: 'a singular covariance of the shocked factors',
        expected: 'factors that can move apart',
      },
    )
  }
  const factor = lower
  return (right) => {
    const x = right.map((value, i) => value / scales[i])
    for (let i = 0; i < x.length; i++) {
      for (let k = 0; k < i; k++) x[i] -= factor[i][k] * x[k]
      x[i] /= factor[i][i]
    }
    for (let i = x.length - 1; i >= 0; i--) {
      for (let k = i + 1; k < x.length; k++) x[i] -= factor[k][i] * x[k]
      x[i] /= factor[i][i]
    }
    return x.map((value, i) => value / scales[i])
  }
}
