import { requirePositive, requireSample } from '../errors/index.ts'
import { brentRoot, chiSquareSurvival, normalCdf, normalQuantile } from '../math/index.ts'
import { requireBetween, requireSameLength, type Sample } from '../statistics/index.ts'
import type { Interval } from './active-record.ts'

/** One manager's alpha given those of all. */
export interface ShrunkAlpha {
  readonly posteriorMean: number
  readonly posteriorDeviation: number
  readonly interval: Interval
  /** Weight of the mean of all managers, in [0, 1]. */
  readonly shrinkage: number
  /** Posterior probability of an alpha above 0. */
  readonly probabilityOfSkill: number
}

/** Alphas of many managers, each drawn towards their mean by how little its own record says. */
export interface ShrunkAlphas {
  readonly alphas: readonly ShrunkAlpha[]
  /** Precision-weighted mean of the true alphas and its error. */
  readonly mean: number
  readonly meanStandardError: number
  /** Deviation of the true alphas among managers; 0 where their spread is no wider than their errors. */
  readonly deviation: number
  /** Cochran's Q: the spread in units of the errors, its degrees of freedom and p-value where all alphas are one. */
  readonly heterogeneity: number
  readonly degreesOfFreedom: number
  readonly heterogeneityPValue: number
  readonly cautions: readonly ('few-managers' | 'no-spread-of-skill')[]
}

/**
 * Empirical-Bayes alphas: estimate k is normal about manager k's true alpha with its standard error, the true alphas are
 * normal about a common mean. The variance among managers is Paule and Mandel's: the one at which the weighted squares about
 * the weighted mean equal their degrees of freedom (0 where they are fewer even without it).
 *
 * The posterior allows for the error of the mean, not for that of the variance, which is large for few managers (caution
 * below 10). Units are those of the estimates. Sources: Efron & Morris, JASA 70 (1975); Paule & Mandel, J. Research NBS 87
 * (1982); Jones & Shanken, J. of Financial Economics 78 (2005) (managers).
 */
export function shrunkAlphas(alphas: Sample, standardErrors: Sample, confidence: number): ShrunkAlphas {
  const m = requireSample(alphas, 2, 'alphas').length
  requireSample(standardErrors, 2, 'standardErrors')
  requireSameLength(alphas, standardErrors, 'alphas', 'standardErrors')
  requireBetween(confidence, 0, 1, 'confidence')
  const variances = Float64Array.from(standardErrors, (e, k) => requirePositive(e, `standardErrors[${k}]`) ** 2)
  const at = (between: number): { mean: number; squares: number; precision: number } => {
    let precision = 0
    let weighted = 0
    for (let k = 0; k < m; k++) {
      precision += 1 / (variances[k] + between)
      weighted += alphas[k] / (variances[k] + between)
    }
    const mean = weighted / precision
    let squares = 0
    for (let k = 0; k < m; k++) squares += (alphas[k] - mean) ** 2 / (variances[k] + between)
    return { mean, squares, precision }
  }
  const fixed = at(0)
  let between = 0
  if (fixed.squares > m - 1) {
    let widest = 0
    for (let k = 0; k < m; k++) widest = Math.max(widest, (alphas[k] - fixed.mean) ** 2)
    // At this variance the squares sum to at most their degrees of freedom: each term is below (m - 1) / m.
    const high = (4 * m * widest) / (m - 1)
    between = brentRoot((value) => at(value * high).squares - (m - 1), 0, 1, { tolerance: 1e-15 }) * high
  }
  const { mean, precision } = at(between)
  const meanVariance = 1 / precision
  const z = normalQuantile((1 + confidence) / 2)
  const result = Array.from(alphas, (alpha, k): ShrunkAlpha => {
    const shrinkage = variances[k] / (variances[k] + between)
    const posteriorMean = shrinkage * mean + (1 - shrinkage) * alpha
    const posteriorDeviation = Math.sqrt((1 - shrinkage) * variances[k] + shrinkage ** 2 * meanVariance)
    return {
      posteriorMean,
      posteriorDeviation,
      interval: { lower: posteriorMean - z * posteriorDeviation, upper: posteriorMean + z * posteriorDeviation },
      shrinkage,
      probabilityOfSkill: normalCdf(posteriorMean / posteriorDeviation),
    }
  })
  return {
    alphas: result,
    mean,
    meanStandardError: Math.sqrt(meanVariance),
    deviation: Math.sqrt(between),
    heterogeneity: fixed.squares,
    degreesOfFreedom: m - 1,
    heterogeneityPValue: chiSquareSurvival(fixed.squares, m - 1),
    cautions: [
      ...(m < 10 ? (['few-managers'] as const) : []),
      ...(between === 0 ? (['no-spread-of-skill'] as const) : []),
    ],
  }
}
