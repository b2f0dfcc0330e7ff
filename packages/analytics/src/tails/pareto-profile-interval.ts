import { chiSquareQuantile } from '../math/index.ts'
import { requireBetween, type Sample } from '../statistics/index.ts'
import { generalisedParetoLogLikelihood, type GeneralisedParetoFit } from './generalised-pareto-fit.ts'
import { boxCoxGrowth, tailLogRatio, type TailSample } from './pareto-tail-risk.ts'
import { profileInterval, type ProfileInterval } from './profile-interval.ts'

/**
 * Interval of coverage `level` for the value at risk or the expected shortfall of a fitted tail by the profile
 * likelihood: skewed upwards, as it must be far out, where the symmetric interval of the delta method is too low. The
 * share of exceedances is taken as known. An end that is `null` was not found: the sample does not bound it.
 *
 * `fit` is the maximum-likelihood fit to `excesses`. Throws `not-applicable` where the VaR lies below the threshold.
 * Source: McNeil, Frey & Embrechts, Quantitative Risk Management (2015), 5.2.3; Coles (2001), 4.3.3.
 */
export function paretoProfileInterval(
  excesses: Sample,
  fit: GeneralisedParetoFit,
  { threshold, sampleSize }: TailSample,
  measure: 'value-at-risk' | 'expected-shortfall',
  confidence: number,
  level: number,
): ProfileInterval {
  requireBetween(level, 0, 1, 'level')
  const logRatio = tailLogRatio(fit.excesses / sampleSize, confidence)
  const isShortfall = measure === 'expected-shortfall'
  if (isShortfall && fit.shape >= 1) return { lower: null, upper: null }
  const growth = boxCoxGrowth(fit.shape, logRatio).value
  const estimate = isShortfall ? (fit.scale * (growth + 1)) / (1 - fit.shape) : fit.scale * growth
  // At the threshold itself the VaR is known.
  if (estimate === 0) return { lower: threshold, upper: threshold }
  const { lower, upper } = profileInterval({
    estimate: Math.log(estimate),
    step: 0.05,
    start: [fit.shape],
    steps: [0.1],
    lowest: fit.logLikelihood - chiSquareQuantile(level, 1) / 2,
    logLikelihood: (logValue, [shape]) => {
      if (shape <= -1 || (isShortfall && shape >= 1)) return -Infinity
      const excess = Math.exp(logValue)
      const reach = boxCoxGrowth(shape, logRatio).value
      const scale = isShortfall ? (excess * (1 - shape)) / (reach + 1) : excess / reach
      return scale > 0 && Number.isFinite(scale)
        ? generalisedParetoLogLikelihood(excesses, { shape, scale })
        : -Infinity
    },
  })
  const shifted = (end: number | null): number | null => (end === null ? null : threshold + Math.exp(end))
  return { lower: shifted(lower), upper: shifted(upper) }
}
