import { requireSample, TuttiError } from '../errors/index.ts'
import { chiSquareSurvival } from '../math/index.ts'
import { olsRegression, type OlsFit } from './ols-regression.ts'
import type { Sample } from './sample.ts'

/** Tests of a regression's assumptions. */
export interface RegressionDiagnostics {
  /** Near 2 without autocorrelation of the residuals. */
  readonly durbinWatson: number
  /** Koenker's studentised form: n R^2 of the squared residuals on the regressors. */
  readonly breuschPagan: number
  readonly breuschPaganPValue: number
  /** Joint test that all slopes are zero. */
  readonly fStatistic: number
}

/**
 * Durbin-Watson, Breusch-Pagan (studentised) and F statistics of `fit`, a regression with intercept on `x`.
 *
 * Source: Durbin and Watson (1950), Biometrika 37; Koenker (1981), J. Econometrics 17.
 */
export function regressionDiagnostics(fit: OlsFit, x: readonly Sample[]): RegressionDiagnostics {
  const slopes = fit.coefficients.length - 1
  if (!fit.intercept || slopes < 1 || fit.rSquared === null) {
    throw new TuttiError('not-applicable', 'the diagnostics need a regression with an intercept and at least one slope')
  }
  const squared = fit.residuals.map((e) => e * e)
  const auxiliary = olsRegression(squared, x, { intercept: true })
  const breuschPagan = fit.observations * (auxiliary.rSquared ?? 0)
  return {
    durbinWatson: durbinWatson(fit.residuals),
    breuschPagan,
    breuschPaganPValue: chiSquareSurvival(breuschPagan, slopes),
    fStatistic: fit.rSquared / slopes / ((1 - fit.rSquared) / fit.degreesOfFreedom),
  }
}

/** Sum of squared changes of the residuals over their sum of squares; in [0, 4]. */
export function durbinWatson(residuals: Sample): number {
  requireSample(residuals, 2, 'residuals')
  let changes = 0
  let squares = residuals[0] * residuals[0]
  for (let t = 1; t < residuals.length; t++) {
    changes += (residuals[t] - residuals[t - 1]) ** 2
    squares += residuals[t] * residuals[t]
  }
  if (squares > 0) return changes / squares
  throw new TuttiError('not-applicable', 'the Durbin-Watson statistic is not defined for residuals that are all zero')
}
