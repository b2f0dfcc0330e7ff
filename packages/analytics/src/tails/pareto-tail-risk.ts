import { requireFinite, requireInRange, TuttiError } from '../errors/index.ts'
import { normalQuantile } from '../math/index.ts'
import { requireBetween, requireWhole } from '../statistics/index.ts'
import type { GeneralisedPareto, GeneralisedParetoFit } from './generalised-pareto-fit.ts'

/** A tail estimate with a symmetric interval by the delta method. */
export interface TailEstimate {
  readonly value: number
  /** `null` where the fit has no covariance of its parameters. */
  readonly standardError: number | null
  readonly interval: readonly [number, number] | null
}

/** Value at risk and expected shortfall beyond a threshold; losses positive. */
export interface ParetoTailRisk {
  readonly valueAtRisk: TailEstimate
  /** `null` where the shape is 1 or more: the mean of the tail is infinite. */
  readonly expectedShortfall: TailEstimate | null
  /** Share of the sample above the threshold. */
  readonly exceedanceShare: number
}

/** Where the tail starts and how much of the sample is in it. */
export interface TailSample {
  readonly threshold: number
  /** Size of the whole sample; the excesses of the fit are some of it. */
  readonly sampleSize: number
}

/**
 * Value at risk and expected shortfall at `confidence` from a generalised Pareto tail (peaks over threshold), with
 * intervals of coverage `level` by the delta method over shape, scale and the share of exceedances.
 *
 * VaR = u + scale / shape (((1 - confidence) n / k)^-shape - 1), ES = VaR + (scale + shape (VaR - u)) / (1 - shape).
 * Throws `not-applicable` where the VaR lies below the threshold. Source: McNeil & Frey, J. of Empirical Finance 7 (2000).
 */
export function paretoTailRisk(
  fit: GeneralisedParetoFit,
  { threshold, sampleSize }: TailSample,
  confidence: number,
  level: number,
): ParetoTailRisk {
  requireFinite(threshold, 'threshold')
  requireWhole(sampleSize, fit.excesses, Infinity, 'sampleSize')
  const z = normalQuantile((1 + requireBetween(level, 0, 1, 'level')) / 2)
  const share = fit.excesses / sampleSize
  const logRatio = tailLogRatio(share, confidence)
  const { shape, scale } = fit
  const growth = boxCoxGrowth(shape, logRatio)
  const excess = scale * growth.value
  const shareVariance = (share * (1 - share)) / sampleSize
  const byShare = (scale * Math.exp(shape * logRatio)) / share
  const estimate = (value: number, byShape: number, byScale: number, byItsShare: number): TailEstimate => {
    if (fit.parameterCovariance === null) return { value, standardError: null, interval: null }
    const [[aa, ab], [, bb]] = fit.parameterCovariance
    const variance =
      byShape * byShape * aa + 2 * byShape * byScale * ab + byScale * byScale * bb + byItsShare ** 2 * shareVariance
    const standardError = Math.sqrt(Math.max(0, variance))
    return { value, standardError, interval: [value - z * standardError, value + z * standardError] }
  }
  const byShape = scale * growth.slope
  const rest = 1 - shape
  return {
    valueAtRisk: estimate(threshold + excess, byShape, growth.value, byShare),
    expectedShortfall:
      rest <= 0
        ? null
        : estimate(
            threshold + (excess + scale) / rest,
            byShape / rest + (excess + scale) / (rest * rest),
            (growth.value + 1) / rest,
            byShare / rest,
          ),
    exceedanceShare: share,
  }
}

/** ln(share / (1 - confidence)), at least 0. Throws `not-applicable` where the VaR would lie below the threshold. */
export function tailLogRatio(share: number, confidence: number): number {
  requireInRange(confidence, 0, 1 - 1e-15, 'confidence')
  const ratio = Math.log(share / (1 - confidence))
  if (ratio >= 0) return ratio
  throw new TuttiError(
    'not-applicable',
    `the VaR at ${confidence} lies below the threshold, above which ${share} of the sample is; lower the threshold or take the empirical quantile`,
    { field: 'confidence', got: String(confidence), expected: `at least ${1 - share}` },
  )
}

/** (e^(shape L) - 1) / shape, which is L at a shape of 0, with its derivative by the shape. */
export function boxCoxGrowth(shape: number, logRatio: number): { value: number; slope: number } {
  const s = shape * logRatio
  if (Math.abs(s) < 1e-3) {
    const L = logRatio
    return {
      value: L * (1 + s / 2 + s ** 2 / 6 + s ** 3 / 24 + s ** 4 / 120),
      slope: L * L * (1 / 2 + s / 3 + s ** 2 / 8 + s ** 3 / 30 + s ** 4 / 144),
    }
  }
  const value = Math.expm1(s) / shape
  return { value, slope: (logRatio * Math.exp(s) - value) / shape }
}

/** Quantile of the excesses: the x with P(X > x) = `tail`. */
export const generalisedParetoExcess = ({ shape, scale }: GeneralisedPareto, tail: number): number =>
  scale * boxCoxGrowth(shape, -Math.log(tail)).value
