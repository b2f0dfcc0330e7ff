import { TuttiError } from '../errors/index.ts'
import { compensatedSum } from './compensated-sum.ts'
import type { OlsFit } from './ols-regression.ts'
import { requireWhole } from './sample.ts'

/** Covariance of the coefficients under a weaker assumption about the errors. */
export interface RobustErrors {
  readonly covariance: readonly (readonly number[])[]
  readonly standardErrors: readonly number[]
  readonly tStatistics: readonly number[]
}

/** White's estimator and its small-sample forms. */
export type HeteroskedasticityForm = 'HC0' | 'HC1' | 'HC2' | 'HC3'

/**
 * Standard errors that are valid when the error variance differs between observations. HC0 is White's; HC1 scales by
 * n / (n - k); HC2 and HC3 divide each squared residual by 1 - h and (1 - h)^2, h its leverage.
 *
 * Source: White (1980), Econometrica 48; MacKinnon and White (1985), J. Econometrics 29.
 */
export function heteroskedasticityRobust(fit: OlsFit, form: HeteroskedasticityForm): RobustErrors {
  const { observations: n, degreesOfFreedom } = fit
  const power = form === 'HC2' ? 0.5 : form === 'HC3' ? 1 : 0
  const weighted = fit.residuals.map((e, t) => {
    const rest = 1 - fit.leverage[t]
    if (power > 0 && rest < 1e-12) {
      throw new TuttiError('not-applicable', `observation ${t} has leverage 1, so ${form} is not defined; use HC1`, {
        field: `x[${t}]`,
        got: 'leverage 1',
      })
    }
    return e / rest ** power
  })
  return sandwich(fit, weighted, 0, form === 'HC1' ? n / degreesOfFreedom : 1)
}

/** Options of `neweyWest`. */
export interface NeweyWestOptions {
  /** Number of autocovariances taken in, 0 to n - 1. */
  readonly lags: number
  /** Multiply by n / (n - k). */
  readonly smallSampleCorrection: boolean
}

/**
 * Standard errors that are valid under changing error variance and autocorrelation up to `lags`: Bartlett kernel,
 * weights 1 - l / (lags + 1), no prewhitening.
 *
 * Source: Newey and West (1987), Econometrica 55.
 */
export function neweyWest(fit: OlsFit, options: NeweyWestOptions): RobustErrors {
  requireWhole(options.lags, 0, fit.observations - 1, 'lags')
  const factor = options.smallSampleCorrection ? fit.observations / fit.degreesOfFreedom : 1
  return sandwich(fit, fit.residuals, options.lags, factor)
}

/** factor * sum over lags of weight * sum_t u[t] u[t-l] (p[t] p[t-l]' + p[t-l] p[t]'), p the projection's columns. */
function sandwich(fit: OlsFit, residuals: Float64Array, lags: number, factor: number): RobustErrors {
  const scores = fit.projection.map((row) => row.map((p, t) => p * residuals[t]))
  const n = fit.observations
  const covariance = scores.map((a) =>
    scores.map((b) => {
      const terms: number[] = []
      for (let lag = 0; lag <= lags; lag++) {
        const weight = 1 - lag / (lags + 1)
        for (let t = lag; t < n; t++) {
          terms.push(weight * a[t] * b[t - lag])
          if (lag > 0) terms.push(weight * a[t - lag] * b[t])
        }
      }
      return factor * compensatedSum(terms)
    }),
  )
  const standardErrors = covariance.map((row, i) => Math.sqrt(row[i]))
  return { covariance, standardErrors, tStatistics: fit.coefficients.map((b, i) => b / standardErrors[i]) }
}
