import { requireFinite, requireSample, TuttiError } from '../errors/index.ts'
import { compensatedSum, mean, type Sample } from '../statistics/index.ts'

/**
 * Square root of the mean of min(r - target, 0)^2 over all periods (also those above the target), per period.
 *
 * Source: Bacon (2008), Practical Portfolio Performance Measurement and Attribution, 2nd edition.
 */
export function downsideDeviation(returns: Sample, target: number): number {
  return Math.sqrt(lowerPartialMoment(returns, target, 2))
}

/** Mean of max(target - r, 0)^order over all periods. */
export function lowerPartialMoment(returns: Sample, target: number, order: number): number {
  requireSample(returns, 1, 'returns')
  requireFinite(target, 'target')
  return compensatedSum(Float64Array.from(returns, (r) => Math.max(target - r, 0) ** order)) / returns.length
}

/** Mean of max(r - target, 0)^order over all periods. */
export function upperPartialMoment(returns: Sample, target: number, order: number): number {
  requireSample(returns, 1, 'returns')
  requireFinite(target, 'target')
  return compensatedSum(Float64Array.from(returns, (r) => Math.max(r - target, 0) ** order)) / returns.length
}

/**
 * Omega: sum of the gains above `threshold` over the sum of the shortfalls below it. Throws `not-applicable` when no
 * return falls below.
 *
 * Source: Keating and Shadwick (2002), A universal performance measure.
 */
export function omegaRatio(returns: Sample, threshold: number): number {
  const losses = lowerPartialMoment(returns, threshold, 1)
  requireDownside(losses, 'the Omega ratio')
  return upperPartialMoment(returns, threshold, 1) / losses
}

/** Downside and upside measures of one return series about one target; per period, decimals. */
export interface DownsideMeasures {
  readonly downsideDeviation: number
  /** Mean shortfall below the target over all periods. */
  readonly downsidePotential: number
  /** Share of periods below (above) the target; a return equal to it counts in neither. */
  readonly downsideFrequency: number
  readonly upsideFrequency: number
  /** Square root of the mean squared gain above the target over all periods. */
  readonly upsideRisk: number
  readonly upsidePotential: number
  readonly omegaRatio: number
  /** Omega less 1: (mean - target) / downside potential. */
  readonly omegaSharpeRatio: number
  /** (mean - target) / downside deviation, per period: kappa of order 2. */
  readonly sortinoRatioPerPeriod: number
  /** Upside variance over downside variance. */
  readonly volatilitySkewness: number
  /** Upside risk over downside risk. */
  readonly variabilitySkewness: number
}

/**
 * All downside measures of `returns` about `target` (minimum acceptable return per period). Throws `not-applicable`
 * when no return falls below the target.
 *
 * Source: Bacon (2008), chapter 4.
 */
export function downsideMeasures(returns: Sample, target: number): DownsideMeasures {
  const downside = downsideDeviation(returns, target)
  requireDownside(downside, 'a downside measure')
  const upside = Math.sqrt(upperPartialMoment(returns, target, 2))
  const downsidePotential = lowerPartialMoment(returns, target, 1)
  const share = (side: number): number =>
    Array.from(returns).filter((r) => Math.sign(r - target) === side).length / returns.length
  const omega = omegaRatio(returns, target)
  return {
    downsideDeviation: downside,
    downsidePotential,
    downsideFrequency: share(-1),
    upsideFrequency: share(1),
    upsideRisk: upside,
    upsidePotential: upperPartialMoment(returns, target, 1),
    omegaRatio: omega,
    omegaSharpeRatio: omega - 1,
    sortinoRatioPerPeriod: (mean(returns) - target) / downside,
    volatilitySkewness: (upside / downside) ** 2,
    variabilitySkewness: upside / downside,
  }
}

function requireDownside(downside: number, what: string): void {
  if (downside > 0) return
  throw new TuttiError('not-applicable', `${what} is not defined: no return falls below the target`, {
    field: 'returns',
    got: 'no return below the target',
    expected: 'at least one',
  })
}
