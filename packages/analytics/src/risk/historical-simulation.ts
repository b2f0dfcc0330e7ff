import { requireSample, TuttiError } from '../errors/index.ts'
import { ewmaVariance, requireBetween, type Sample } from '../statistics/index.ts'
import { expectedShortfall, type TailRisk, valueAtRisk, weightedTailRisk } from './value-at-risk.ts'

/**
 * How history stands for tomorrow:
 *
 * - `plain`: every loss is equally likely
 * - `age-weighted`: a loss k periods old has a weight proportional to decay^k (Boudoukh, Richardson and Whitelaw)
 * - `filtered`: losses are scaled from the volatility of their day to tomorrow's, both exponentially weighted (Hull and
 *   White; Barone-Adesi), with `decay` as in `ewmaVariance`; those of the first `warmUp` periods only feed the volatility
 */
export type HistoricalMethod =
  | { readonly kind: 'plain' }
  | { readonly kind: 'age-weighted'; readonly decay: number }
  | { readonly kind: 'filtered'; readonly decay: number; readonly warmUp: number }

/** VaR (lower quantile) and expected shortfall (fractional) with the scenarios that they were read off. */
export interface HistoricalSimulation extends TailRisk {
  /** Losses as scaled, in time order. */
  readonly scenarioLosses: Float64Array
  /** Their probabilities, which add up to 1. */
  readonly probabilities: Float64Array
  /** Tomorrow's volatility over the sample's, for the filtered method; 1 otherwise. */
  readonly volatilityRatio: number
}

/**
 * Historical VaR and expected shortfall of `losses` (positive = loss, oldest first) at `confidence`.
 *
 * The filtered method starts from the mean square of the warm-up losses, which therefore number at least ten, and throws
 * `not-applicable` when a filtered variance is zero. Source: Hull and White, J. of Risk 1 (1998); Boudoukh, Richardson
 * and Whitelaw, Risk 11 (1998); Barone-Adesi, Giannopoulos and Vosper, J. of Futures Markets 19 (1999).
 */
export function historicalSimulation(
  losses: Sample,
  confidence: number,
  method: HistoricalMethod,
): HistoricalSimulation {
  requireSample(losses, 1, 'losses')
  requireBetween(confidence, 0, 1, 'confidence')
  if (method.kind === 'filtered') return filtered(losses, confidence, method.decay, method.warmUp)
  const n = losses.length
  const scenarioLosses = Float64Array.from(losses)
  if (method.kind === 'plain') {
    return {
      valueAtRisk: valueAtRisk(losses, confidence, { definition: 'lower-quantile' }),
      expectedShortfall: expectedShortfall(losses, confidence, { definition: 'fractional' }),
      scenarioLosses,
      probabilities: new Float64Array(n).fill(1 / n),
      volatilityRatio: 1,
    }
  }
  requireBetween(method.decay, 0, 1, 'decay')
  // decay^k (1 - decay) / (1 - decay^n), k = 0 for the latest.
  const total = -Math.expm1(n * Math.log(method.decay)) / (1 - method.decay)
  const probabilities = Float64Array.from(losses, (_, t) => method.decay ** (n - 1 - t) / total)
  return { ...weightedTailRisk(losses, probabilities, confidence), scenarioLosses, probabilities, volatilityRatio: 1 }
}

function filtered(losses: Sample, confidence: number, decay: number, warmUp: number): HistoricalSimulation {
  if (!(Number.isInteger(warmUp) && warmUp >= 10 && warmUp < losses.length)) {
    throw new TuttiError('invalid-input', 'the filter warms up on ten losses at least and leaves some to be used', {
      field: 'warmUp',
      got: `${warmUp} of ${losses.length} losses`,
      expected: `a whole number from 10 to ${losses.length - 1}`,
    })
  }
  const all = Float64Array.from(losses)
  const start = all.subarray(0, warmUp).reduce((sum, loss) => sum + loss * loss, 0) / warmUp
  const used = all.subarray(warmUp)
  const { variances, next } = ewmaVariance(used, decay, start)
  const flat = variances.findIndex((variance) => !(variance > 0))
  if (flat >= 0 || !(next > 0)) {
    throw new TuttiError('not-applicable', 'the filtered volatility is zero: losses cannot be scaled to it', {
      field: `losses[${warmUp + Math.max(flat, 0)}]`,
      got: 'no variation so far',
      expected: 'losses that vary, or the plain method',
    })
  }
  const scenarioLosses = used.map((loss, t) => loss * Math.sqrt(next / variances[t]))
  const meanVariance = variances.reduce((sum, variance) => sum + variance, 0) / variances.length
  return {
    valueAtRisk: valueAtRisk(scenarioLosses, confidence, { definition: 'lower-quantile' }),
    expectedShortfall: expectedShortfall(scenarioLosses, confidence, { definition: 'fractional' }),
    scenarioLosses,
    probabilities: new Float64Array(used.length).fill(1 / used.length),
    volatilityRatio: Math.sqrt(next / meanVariance),
  }
}
