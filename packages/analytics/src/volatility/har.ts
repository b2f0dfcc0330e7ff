import { requireSample, TuttiError } from '../errors/index.ts'
import { neweyWest, olsRegression, requireWhole, type OlsFit, type RobustErrors } from '../statistics/index.ts'

/** What is regressed: variance itself, its root or its logarithm. */
export type HarForm = 'variance' | 'volatility' | 'log-variance'

export interface HarOptions {
  /** Days ahead whose mean variance is forecast, >= 1. */
  readonly horizon: number
  readonly form: HarForm
  /** Autocovariances in the standard errors; unless given 3/2 of the horizon, at least 5, as the forecasts overlap. */
  readonly lags?: number | undefined
}

/** The heterogeneous autoregression of realised variance, and its forecast after the last day. */
export interface HarFit {
  readonly form: HarForm
  readonly horizon: number
  readonly lags: number
  /** Of the constant, the last day, the last 5 and the last 22 days. */
  readonly coefficients: readonly number[]
  /** Newey-West. */
  readonly standardErrors: readonly number[]
  readonly tStatistics: readonly number[]
  readonly rSquared: number | null
  readonly observations: number
  /** Mean variance a day over the next `horizon` days, in the unit of the input. */
  readonly forecast: number
  /** Standard error of that mean's forecast from the coefficients alone. */
  readonly estimationError: number
  /** And with what the regression leaves unexplained. */
  readonly forecastError: number
}

const WEEK = 5
const MONTH = 22

/**
 * Corsi's HAR: the mean realised variance of the next `horizon` days on that of the last day, week (5) and month (22), by
 * least squares with Newey-West errors. `variances` are daily realised variances (squared returns are admitted, though
 * noisy), oldest first, all > 0 in log form, at least 40 more than the horizon.
 *
 * In the volatility and log forms the forecast is turned back into a variance with the residual variance added (exact for
 * normal residuals), and the errors by the delta method. Throws `invalid-input`, `not-applicable` where the forecast of a
 * variance is not above zero, or the variances do not vary.
 * Source: F. Corsi, J. Financial Econometrics 7 (2009), 174-196, eq. 9; Newey & West, Econometrica 55 (1987).
 */
export function harFit(variances: ArrayLike<number>, { horizon, form, lags }: HarOptions): HarFit {
  requireWhole(horizon, 1, Infinity, 'horizon')
  requireSample(variances, MONTH + horizon + 18, 'variances')
  const values = Array.from(variances, (variance, t) => {
    if (variance > 0 || (variance === 0 && form !== 'log-variance')) return variance
    throw new TuttiError('invalid-input', `variances[${t}] must be above zero, got ${variance}`, {
      field: `variances[${t}]`,
      got: String(variance),
      expected: form === 'log-variance' ? 'a number > 0; in the form "variance" also 0' : 'a number >= 0',
    })
  })
  const forward = transformOf(form)
  const n = values.length
  const sums = [0]
  for (const value of values) sums.push(sums[sums.length - 1] + value)
  const meanOf = (from: number, to: number): number => (sums[to] - sums[from]) / (to - from)
  // Regressors known at the end of day t; the target starts the day after.
  const rowAt = (t: number): number[] => [
    forward(values[t]),
    forward(meanOf(t - WEEK + 1, t + 1)),
    forward(meanOf(t - MONTH + 1, t + 1)),
  ]
  const days = Array.from({ length: n - horizon - MONTH + 1 }, (_, i) => i + MONTH - 1)
  const fit = olsRegression(
    days.map((t) => forward(meanOf(t + 1, t + 1 + horizon))),
    days.map(rowAt),
    { intercept: true },
  )
  const used = lags ?? Math.min(Math.max(Math.ceil(1.5 * horizon), 5), fit.observations - 1)
  const robust = neweyWest(fit, { lags: used, smallSampleCorrection: true })
  return {
    form,
    horizon,
    lags: used,
    coefficients: fit.coefficients,
    standardErrors: robust.standardErrors,
    tStatistics: robust.tStatistics,
    rSquared: fit.rSquared,
    observations: fit.observations,
    ...forecastOf(form, fit, robust, [1, ...rowAt(n - 1)]),
  }
}

function transformOf(form: HarForm): (variance: number) => number {
  return form === 'variance' ? (v) => v : form === 'volatility' ? Math.sqrt : Math.log
}

/** Forecast variance with its errors from the regressors of the last day. */
function forecastOf(form: HarForm, fit: OlsFit, robust: RobustErrors, row: readonly number[]) {
  const level = row.reduce((sum, x, i) => sum + x * fit.coefficients[i], 0)
  const residualVariance = fit.residualStandardError ** 2
  const estimation = Math.sqrt(
    row.reduce((sum, x, i) => sum + x * row.reduce((inner, y, j) => inner + y * robust.covariance[i][j], 0), 0),
  )
  const whole = Math.sqrt(residualVariance + estimation ** 2)
  if (form === 'log-variance') {
    const forecast = Math.exp(level + residualVariance / 2)
    return {
      forecast,
      estimationError: forecast * estimation,
      forecastError: forecast * Math.sqrt(Math.expm1(whole ** 2)),
    }
  }
  if (!(level > 0)) {
    throw new TuttiError(
      'not-applicable',
      `the regression forecasts a ${form} of ${level}, which none can be; use the form "log-variance"`,
      { field: 'form', got: form },
    )
  }
  if (form === 'variance') return { forecast: level, estimationError: estimation, forecastError: whole }
  return {
    forecast: level ** 2 + residualVariance,
    estimationError: 2 * level * estimation,
    forecastError: 2 * level * whole,
  }
}
