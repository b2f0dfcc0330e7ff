import { requireSample, TuttiError } from '../errors/index.ts'
import { requireWhole, type Sample } from '../statistics/index.ts'
import { generalisedParetoFit } from './generalised-pareto-fit.ts'

/** What one threshold says about the tail; losses positive. */
export interface ThresholdPoint {
  readonly threshold: number
  readonly excesses: number
  /** Mean of the excesses with its standard error: a straight line in the threshold above a good one. */
  readonly meanExcess: number
  readonly meanExcessStandardError: number
  /** Fitted shape, and scale less shape times threshold: both level above a good threshold. `null` where no fit exists. */
  readonly shape: number | null
  readonly shapeStandardError: number | null
  readonly modifiedScale: number | null
}

/**
 * Mean excess and fitted shape over a range of thresholds: each the order statistic that leaves `counts[k]` (at least
 * 10) larger losses. Look for the lowest threshold from which the shape is level within its standard error.
 *
 * A threshold among ties leaves fewer excesses than asked. Sources: Davison & Smith, JRSS B 52 (1990) (mean excess);
 * Coles (2001), 4.3.4 (modified scale).
 */
export function thresholdDiagnostics(losses: Sample, counts: readonly number[]): readonly ThresholdPoint[] {
  requireSample(losses, 11, 'losses')
  const sorted = Float64Array.from(losses).sort().toReversed()
  return counts.map((count, k) => {
    requireWhole(count, 10, losses.length - 1, `counts[${k}]`)
    const threshold = sorted[count]
    const excesses = sorted.subarray(0, count).filter((x) => x > threshold).map((x) => x - threshold) // prettier-ignore
    const n = excesses.length
    const meanExcess = n === 0 ? 0 : excesses.reduce((a, b) => a + b, 0) / n
    const squares = excesses.reduce((sum, x) => sum + (x - meanExcess) ** 2, 0)
    const fit = fitOrNull(excesses)
    return {
      threshold,
      excesses: n,
      meanExcess,
      meanExcessStandardError: n < 2 ? 0 : Math.sqrt(squares / (n - 1) / n),
      shape: fit?.shape ?? null,
      shapeStandardError: fit?.parameterCovariance ? Math.sqrt(fit.parameterCovariance[0][0]) : null,
      modifiedScale: fit === null ? null : fit.scale - fit.shape * threshold,
    }
  })
}

/** A fit, or null where ties leave too few excesses or the likelihood has no maximum. */
function fitOrNull(excesses: Float64Array): ReturnType<typeof generalisedParetoFit> | null {
  if (excesses.length < 10) return null
  try {
    return generalisedParetoFit(excesses)
  } catch (error) {
    if (error instanceof TuttiError && (error.code === 'not-converged' || error.code === 'not-applicable')) return null
    throw error
  }
}
