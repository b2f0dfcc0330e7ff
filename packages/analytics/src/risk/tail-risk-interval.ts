import { requireSample, TuttiError } from '../errors/index.ts'
import {
  normalPdf,
  normalQuantile,
  regularizedBeta,
  studentTCdf,
  studentTPdf,
  studentTQuantile,
} from '../math/index.ts'
import {
  bootstrapInterval,
  compensatedSum,
  requireBetween,
  requireNonNegative,
  requireWhole,
  type Sample,
} from '../statistics/index.ts'
import { expectedShortfall, lowerQuantileIndex } from './value-at-risk.ts'

/** A figure with its two-sided confidence interval. */
export interface IntervalEstimate {
  readonly estimate: number
  readonly standardError: number
  readonly lower: number
  readonly upper: number
  /** Coverage that was asked for, such as 0.95. */
  readonly level: number
}

/** An interval between order statistics; its coverage is known whatever the distribution. */
export interface OrderStatisticInterval {
  readonly estimate: number
  readonly lower: number
  readonly upper: number
  readonly level: number
  /** Coverage of the interval for independent losses; below `level` where the sample is too short for it. */
  readonly coverage: number
  /** Ranks (1 = smallest loss) of the two ends. */
  readonly lowerRank: number
  readonly upperRank: number
}

/**
 * Lower-quantile VaR of independent `losses` with the narrowest symmetric interval of order statistics that covers the
 * true quantile with probability `level`: P(L_(r) <= q < L_(s)) = B(s - 1) - B(r - 1), B the binomial distribution of
 * n draws at the confidence. `coverage` says what was reached: far in the tail of a short sample even the largest loss
 * may lie below the quantile.
 *
 * Source: Conover, Practical Nonparametric Statistics (1999), 3.2; Dowd, J. of Derivatives 8 (2001).
 */
export function valueAtRiskInterval(losses: Sample, confidence: number, level: number): OrderStatisticInterval {
  requireSample(losses, 2, 'losses')
  requireBetween(confidence, 0, 1, 'confidence')
  requireBetween(level, 0, 1, 'level')
  const sorted = Float64Array.from(losses).sort()
  const n = sorted.length
  const tail = (1 - level) / 2
  const binomial = (k: number): number => binomialCdf(k, n, confidence)
  // The largest rank r with P(Bin <= r - 1) <= tail and the smallest rank s with P(Bin >= s) <= tail.
  let lowerRank = 1
  while (lowerRank < n && binomial(lowerRank) <= tail) lowerRank++
  let upperRank = n
  while (upperRank > lowerRank + 1 && 1 - binomial(upperRank - 2) <= tail) upperRank--
  return {
    estimate: sorted[lowerQuantileIndex(n, confidence)],
    lower: sorted[lowerRank - 1],
    upper: sorted[upperRank - 1],
    level,
    coverage: binomial(upperRank - 1) - binomial(lowerRank - 1),
    lowerRank,
    upperRank,
  }
}

/** P(X <= k) of a binomial variable. */
function binomialCdf(k: number, n: number, p: number): number {
  if (k < 0) return 0
  return k >= n ? 1 : regularizedBeta(1 - p, n - k, k + 1, p)
}

/**
 * Historical expected shortfall (fractional) of independent `losses` with its asymptotic normal interval: variance
 * (var(tail) + c (ES - VaR)^2) / (n (1 - c)), the tail being the losses at or above the VaR.
 *
 * Throws `not-applicable` with fewer than two losses in the tail. Source: Manistre and Hancock, North American Actuarial
 * J. 9 (2005).
 */
export function expectedShortfallInterval(losses: Sample, confidence: number, level: number): IntervalEstimate {
  requireSample(losses, 2, 'losses')
  requireBetween(confidence, 0, 1, 'confidence')
  requireBetween(level, 0, 1, 'level')
  const sorted = Float64Array.from(losses).sort()
  const n = sorted.length
  const edge = lowerQuantileIndex(n, confidence)
  const tail = sorted.subarray(edge)
  if (tail.length < 2) {
    throw new TuttiError(
      'not-applicable',
      'one loss in the tail has no variance; lower the confidence or lengthen the sample',
      {
        field: 'losses',
        got: `${n} losses at a confidence of ${confidence}`,
        expected: `at least ${Math.ceil(2 / (1 - confidence))} losses`,
      },
    )
  }
  const estimate = expectedShortfall(losses, confidence, { definition: 'fractional' })
  const mean = compensatedSum(tail) / tail.length
  const tailVariance = compensatedSum(tail.map((loss) => (loss - mean) ** 2)) / (tail.length - 1)
  const variance = (tailVariance + confidence * (estimate - sorted[edge]) ** 2) / (n * (1 - confidence))
  return normalInterval(estimate, Math.sqrt(variance), level)
}

/** How an interval is resampled. */
export interface TailBootstrap {
  /** Coverage in (0, 1). */
  readonly level: number
  /** Number of resamples, at least 100. */
  readonly samples: number
  /** Mean block length in periods, 1 for independent losses. */
  readonly meanBlock: number
  /** Independent draws in (0, 1), such as `uniformStream(seed, stream, path)`. */
  readonly uniform: () => number
}

/**
 * Historical expected shortfall (fractional) with its percentile interval by the stationary bootstrap, which holds for
 * losses that depend on each other when the blocks are long enough.
 *
 * Source: Politis and Romano (1994), The stationary bootstrap, JASA 89.
 */
export function expectedShortfallBootstrap(
  losses: Sample,
  confidence: number,
  options: TailBootstrap,
): IntervalEstimate {
  requireBetween(confidence, 0, 1, 'confidence')
  const { estimate, standardError, lower, upper, level } = bootstrapInterval(
    (series) => expectedShortfall(series, confidence, { definition: 'fractional' }),
    losses,
    { ...options, method: 'percentile' },
  )
  return { estimate, standardError, lower, upper, level }
}

/** VaR and expected shortfall of an estimated normal or Student t distribution with their intervals. */
export interface ParametricTailInterval {
  readonly valueAtRisk: IntervalEstimate
  readonly expectedShortfall: IntervalEstimate
}

/**
 * Intervals of parametric VaR and expected shortfall when mean and standard deviation come from `observations`
 * independent returns: both are -mean + k sd with variance sd^2 (1 + k^2 (kurtosis - 1) / 4 - k skewness) / n, the
 * skewness being 0 here and the kurtosis 3 for the normal and 3 (nu - 2) / (nu - 4) for Student t with known nu > 4.
 *
 * Source: the delta method, as in McNeil, Frey and Embrechts, Quantitative Risk Management (2015), 2.3.
 */
export function parametricTailInterval(
  moments: {
    readonly mean: number
    readonly standardDeviation: number
    readonly degreesOfFreedom?: number | undefined
  },
  confidence: number,
  observations: number,
  level: number,
): ParametricTailInterval {
  requireSample([moments.mean], 1, 'mean')
  requireNonNegative(moments.standardDeviation, 'standardDeviation')
  requireBetween(confidence, 0, 1, 'confidence')
  requireBetween(level, 0, 1, 'level')
  requireWhole(observations, 2, Infinity, 'observations')
  const nu = moments.degreesOfFreedom
  if (nu !== undefined && !(nu > 4)) {
    throw new TuttiError('invalid-input', 'an interval needs a finite kurtosis: degreesOfFreedom above 4', {
      field: 'degreesOfFreedom',
      got: String(nu),
      expected: 'a number > 4',
    })
  }
  const [quantile, tail] = standardisedTail(confidence, nu)
  const kurtosis = nu === undefined ? 3 : (3 * (nu - 2)) / (nu - 4)
  const interval = (k: number): IntervalEstimate => {
    const standardError = moments.standardDeviation * Math.sqrt((1 + (k * k * (kurtosis - 1)) / 4) / observations)
    return normalInterval(-moments.mean + k * moments.standardDeviation, standardError, level)
  }
  return { valueAtRisk: interval(quantile), expectedShortfall: interval(tail) }
}

/** Quantile and tail mean of a variable of mean 0 and variance 1. */
export function standardisedTail(confidence: number, degreesOfFreedom?: number): readonly [number, number] {
  if (degreesOfFreedom === undefined) {
    const z = normalQuantile(confidence)
    return [z, normalPdf(z) / (1 - confidence)]
  }
  const nu = degreesOfFreedom
  const scale = Math.sqrt((nu - 2) / nu)
  const t = studentTQuantile(confidence, nu)
  return [scale * t, (scale * studentTPdf(t, nu) * (nu + t * t)) / ((nu - 1) * studentTCdf(-t, nu))]
}

function normalInterval(estimate: number, standardError: number, level: number): IntervalEstimate {
  const half = normalQuantile((1 + level) / 2) * standardError
  return { estimate, standardError, lower: estimate - half, upper: estimate + half, level }
}
