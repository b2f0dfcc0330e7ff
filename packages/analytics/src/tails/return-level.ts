import { TuttiError } from '../errors/index.ts'
import { chiSquareQuantile, normalQuantile } from '../math/index.ts'
import { requireBetween, type Sample } from '../statistics/index.ts'
import { extremeValueLogLikelihood, type GeneralisedExtremeValueFit } from './generalised-extreme-value-fit.ts'
import { boxCoxGrowth, type TailEstimate } from './pareto-tail-risk.ts'
import { profileInterval } from './profile-interval.ts'

/** The level that a block maximum passes once in so many blocks. */
export interface ReturnLevel extends TailEstimate {
  /**
   * Where the profile likelihood falls by its critical value: skewed, and better than the symmetric one
   * far out. `null` for an end that was not found.
   */
  readonly profileInterval: readonly [number | null, number | null]
}

/**
 * The level passed on average once in `blocksPerPassage` (above 1) blocks: location + scale / shape (y^-shape - 1) with
 * y = -ln(1 - 1 / blocksPerPassage), with intervals of coverage `level`.
 *
 * Source: Coles, An Introduction to Statistical Modeling of Extreme Values (2001), 3.3.
 */
export function returnLevel(
  maxima: Sample,
  fit: GeneralisedExtremeValueFit,
  blocksPerPassage: number,
  level: number,
): ReturnLevel {
  if (!(blocksPerPassage > 1 && Number.isFinite(blocksPerPassage))) {
    throw new TuttiError('invalid-input', `blocksPerPassage must be above 1, got ${blocksPerPassage}`, {
      field: 'blocksPerPassage',
      got: String(blocksPerPassage),
      expected: 'a number > 1',
    })
  }
  const z = normalQuantile((1 + requireBetween(level, 0, 1, 'level')) / 2)
  // -ln y, so that the level is location + scale (e^(shape L) - 1) / shape.
  const logRatio = -Math.log(-Math.log1p(-1 / blocksPerPassage))
  const growth = boxCoxGrowth(fit.shape, logRatio)
  const value = fit.location + fit.scale * growth.value
  let standardError: number | null = null
  if (fit.parameterCovariance !== null) {
    const by = [1, growth.value, fit.scale * growth.slope]
    const covariance = fit.parameterCovariance
    standardError = Math.sqrt(
      by.reduce((sum, a, i) => sum + by.reduce((s, b, j) => s + a * b * covariance[i][j], 0), 0),
    )
  }
  const drop = chiSquareQuantile(level, 1) / 2
  const bound = profileInterval({
    estimate: value,
    step: standardError ?? fit.scale / 4,
    start: [Math.log(fit.scale), fit.shape],
    steps: [0.1, 0.1],
    logLikelihood: (at, [logScale, shape]) => {
      if (shape <= -1 || Math.abs(logScale) > 700) return -Infinity
      const scale = Math.exp(logScale)
      const location = at - scale * boxCoxGrowth(shape, logRatio).value
      return extremeValueLogLikelihood(maxima, { location, scale, shape })
    },
    lowest: fit.logLikelihood - drop,
  })
  return {
    value,
    standardError,
    interval: standardError === null ? null : [value - z * standardError, value + z * standardError],
    profileInterval: [bound.lower, bound.upper],
  }
}
