import { requirePositive, requireSample } from '../errors/index.ts'
import { studentTCdf } from '../math/index.ts'
import { adjustedPValues, storeyQValues } from '../multiple-testing/index.ts'
import { requireBetween, requireSameLength, type Sample } from '../statistics/index.ts'

/** A share with its standard error for independent managers. */
export interface Share {
  readonly value: number
  readonly standardError: number
}

/** How many of many managers have skill, and which. */
export interface SkillShares {
  readonly managers: number
  /** Two-sided p-value of each alpha. */
  readonly pValues: Float64Array
  /** Benjamini-Hochberg. */
  readonly adjustedPValues: Float64Array
  /** Storey's, with the share of zero alphas. */
  readonly qValues: Float64Array
  /** p-values above it are taken for zero alphas. */
  readonly lambda: number
  /** Share of managers without any alpha, with negative and with positive alpha; at 0 where the estimate is below. */
  readonly zeroAlpha: Share
  readonly unskilled: Share
  readonly skilled: Share
  /** Share with a significant positive alpha at `significance`, and how many of those are luck. */
  readonly significantPositive: Share
  readonly luckyShare: Share
  readonly significantNegative: Share
  /** Among the significant positive ones, the share that is luck; null without any. */
  readonly falseDiscoveryRate: number | null
  /** Managers with positive alpha and q-value at most the error rate, best first. */
  readonly selected: readonly number[]
  readonly cautions: readonly SkillSharesCaution[]
}

/** Why the shares are to be read with care. */
export type SkillSharesCaution =
  /** Fewer than 50 managers. */
  | 'few-managers'
  /** Hardly any p-value above lambda. */
  | 'few-large-p-values'
  /** The estimated shares add to more than 1 before they were cut at 0 and 1. */
  | 'shares-cut'

/**
 * Shares of zero-alpha, unskilled and skilled managers from the t statistics of their alphas, and which can be called
 * skilled at a false-discovery rate.
 *
 * Zero alphas have uniform p-values, so those above `lambda` (null: the value of least mean squared error on 0.30 to 0.70,
 * which leans to the smallest share: up to a standard error too low) count them; half of their share times `significance` is lucky. Errors hold for independent managers and are too small for
 * managers that share risks the regression left out.
 * Sources: Barras, Scaillet & Wermers, J. of Finance 65 (2010), sections 2 and appendix A; Storey, JRSS B 64 (2002);
 * Benjamini & Hochberg, JRSS B 57 (1995).
 */
export function skillShares(
  tStatistics: Sample,
  degreesOfFreedom: Sample,
  options: {
    readonly lambda: number | null
    /** Two-sided level at which tails are counted: 0.2, or 0.3 to 0.4 for the whole of the skilled. */
    readonly significance: number
    /** False-discovery rate of the selection. */
    readonly errorRate: number
  },
): SkillShares {
  const m = requireSample(tStatistics, 2, 'tStatistics').length
  requireSample(degreesOfFreedom, 2, 'degreesOfFreedom')
  requireSameLength(tStatistics, degreesOfFreedom, 'tStatistics', 'degreesOfFreedom')
  const significance = requireBetween(options.significance, 0, 1, 'significance')
  requireBetween(options.errorRate, 0, 1, 'errorRate')
  const pValues = Float64Array.from(tStatistics, (t, k) =>
    Math.min(1, 2 * studentTCdf(-Math.abs(t), requirePositive(degreesOfFreedom[k], `degreesOfFreedom[${k}]`))),
  )
  const lambda = options.lambda === null ? leastErrorLambda(pValues) : requireBetween(options.lambda, 0, 1, 'lambda')
  const { qValues, nullShare, nullShareStandardError, above } = storeyQValues(pValues, lambda)
  const shareOf = (sign: number): number => {
    let count = 0
    for (let k = 0; k < m; k++) if (pValues[k] < significance && tStatistics[k] * sign > 0) count++
    return count / m
  }
  const binomial = (share: number): number => Math.sqrt((share * (1 - share)) / m)
  const lucky = (significance / 2) * nullShare
  const luckyError = (significance / 2) * nullShareStandardError
  const tail = (sign: number): { share: number; skilled: number; error: number } => {
    const share = shareOf(sign)
    // The tail and the large p-values are cells of one multinomial count, so their covariance is -share x above / m^2.
    const covariance = (significance / (1 - lambda)) * share * (above / m / m)
    return { share, skilled: share - lucky, error: Math.sqrt(binomial(share) ** 2 + luckyError ** 2 + covariance) }
  }
  const positive = tail(1)
  const negative = tail(-1)
  const cut = Math.min(positive.skilled, negative.skilled) < 0 || above / m / (1 - lambda) > 1
  const cautions: SkillSharesCaution[] = []
  if (m < 50) cautions.push('few-managers')
  if (above < 5) cautions.push('few-large-p-values')
  if (cut) cautions.push('shares-cut')
  return {
    managers: m,
    pValues,
    adjustedPValues: adjustedPValues(pValues, 'benjamini-hochberg'),
    qValues,
    lambda,
    zeroAlpha: { value: nullShare, standardError: nullShareStandardError },
    unskilled: { value: Math.max(0, negative.skilled), standardError: negative.error },
    skilled: { value: Math.max(0, positive.skilled), standardError: positive.error },
    significantPositive: { value: positive.share, standardError: binomial(positive.share) },
    luckyShare: { value: lucky, standardError: luckyError },
    significantNegative: { value: negative.share, standardError: binomial(negative.share) },
    falseDiscoveryRate: positive.share > 0 ? Math.min(1, lucky / positive.share) : null,
    selected: Array.from(qValues, (_, k) => k)
      .filter((k) => tStatistics[k] > 0 && qValues[k] <= options.errorRate)
      .sort((a, b) => pValues[a] - pValues[b]),
    cautions,
  }
}

/** Of 0.30, 0.35 to 0.70 the lambda with the least variance plus squared distance to the smallest share on the grid. */
function leastErrorLambda(pValues: Float64Array): number {
  const m = pValues.length
  const grid = Array.from({ length: 9 }, (_, i) => (30 + 5 * i) / 100).map((lambda) => {
    const above = pValues.filter((p) => p > lambda).length / m
    return { lambda, share: above / (1 - lambda), variance: (above * (1 - above)) / m / (1 - lambda) ** 2 }
  })
  const least = Math.min(...grid.map(({ share }) => share))
  return grid.reduce((best, candidate) =>
    candidate.variance + (candidate.share - least) ** 2 < best.variance + (best.share - least) ** 2 ? candidate : best,
  ).lambda
}
