import { requirePositive, TuttiError } from '../errors/index.ts'
import { normalQuantile } from '../math/index.ts'
import { probabilisticSharpeRatio } from './probabilistic-sharpe-ratio.ts'
import type { SharpeFacts } from './sharpe-standard-error.ts'
import { requireNonNegative } from './sample.ts'

const EULER_MASCHERONI = 0.5772156649015329

/**
 * Expected maximum of the Sharpe ratios of `trials` independent strategies without skill, whose Sharpe ratios have
 * the given `variance` (same period as the result): sqrt(V) ((1-g) Phi^-1(1 - 1/N) + g Phi^-1(1 - 1/(N e))), with g
 * the Euler-Mascheroni constant. One trial gives 0.
 *
 * `trials` need not be whole (an effective number of independent trials): 1, or any number from 2.
 * Source: Bailey and Lopez de Prado (2014), The deflated Sharpe ratio, J. of Portfolio Management 40(5), equation 5.
 */
export function expectedMaximumSharpe(trials: number, variance: number): number {
  requireNonNegative(variance, 'variance')
  return Math.sqrt(variance) * expectedMaximumNormal(trials)
}

/** A winner's record and the search that found it; Sharpe ratios per period, kurtosis not in excess. */
export interface DeflatedSharpeInput extends SharpeFacts {
  /** Number of (effectively independent) strategies tried, the winner included. */
  readonly trials: number
  /** Variance of the per-period Sharpe ratios over all trials. */
  readonly varianceOfTrialSharpes: number
}

/** The deflated Sharpe ratio and the hurdle it was measured against. */
export interface DeflatedSharpe {
  /** Probability in (0, 1) that the winner's true Sharpe ratio is above what the best of the trials has by luck. */
  readonly deflatedSharpeRatio: number
  /** Sharpe ratio per period that the best trial would show without any skill. */
  readonly expectedMaximumSharpe: number
}

/**
 * Deflated Sharpe ratio: the probabilistic Sharpe ratio against the expected maximum over all trials.
 *
 * Source: Bailey and Lopez de Prado (2014), equation 2.
 */
export function deflatedSharpeRatio(input: DeflatedSharpeInput): DeflatedSharpe {
  const hurdle = expectedMaximumSharpe(input.trials, input.varianceOfTrialSharpes)
  return { deflatedSharpeRatio: probabilisticSharpeRatio(input, hurdle), expectedMaximumSharpe: hurdle }
}

/** Length of history below which a search finds the target Sharpe ratio by luck alone. */
export interface MinimumBacktestLength {
  readonly years: number
  /** Simple upper bound 2 ln(N) / target^2. */
  readonly upperBoundYears: number
}

/**
 * Years of history needed so that the best of `trials` strategies without skill is expected to stay below
 * `targetAnnualSharpe` > 0.
 *
 * Source: Bailey, Borwein, Lopez de Prado and Zhu (2014), Pseudo-mathematics and financial charlatanism, Notices of the
 * AMS 61(5), theorem 1.
 */
export function minimumBacktestLength(trials: number, targetAnnualSharpe: number): MinimumBacktestLength {
  requirePositive(targetAnnualSharpe, 'targetAnnualSharpe')
  return {
    years: (expectedMaximumNormal(trials) / targetAnnualSharpe) ** 2,
    upperBoundYears: (2 * Math.log(trials)) / targetAnnualSharpe ** 2,
  }
}

/** Approximate expected maximum of `trials` independent standard normal variables. */
function expectedMaximumNormal(trials: number): number {
  if (trials === 1) return 0
  if (!Number.isFinite(trials) || trials < 2) {
    throw new TuttiError('invalid-input', `trials must be 1 or a number from 2, got ${trials}`, {
      field: 'trials',
      got: String(trials),
      expected: '1, or a number >= 2',
    })
  }
  // Phi^-1(1 - p) = -Phi^-1(p), without the rounding of 1 - p.
  return -(1 - EULER_MASCHERONI) * normalQuantile(1 / trials) - EULER_MASCHERONI * normalQuantile(1 / (trials * Math.E))
}
