import { heteroskedasticityRobust, neweyWest, olsRegression, regressionDiagnostics } from '@tutti/analytics/statistics'
import { z } from 'zod'
import { defineOperation } from '../operation.ts'
import { matrix, nonNegative, nullableNumber, number, series, wholeFrom } from '../value-schemas.ts'

const sampleShape = {
  y: series,
  x: matrix.describe('observations by regressors, without the column of ones'),
}
const sampleExample = {
  y: [1.1, 1.9, 3.2, 3.8, 5.1, 6.3, 6.8, 8.1],
  x: [[1], [2], [3], [4], [5], [6], [7], [8]],
}
const errors = {
  covariance: z.array(series),
  standardErrors: series,
  tStatistics: series,
}
const coefficients = series.describe('the intercept first, where there is one')

/** Least squares. */
export const olsOperation = defineOperation({
  name: 'statistics/ols',
  title: 'Least squares',
  description: 'Ordinary least squares by QR, with errors for equal, uncorrelated error variances.',
  source: 'Golub & Van Loan, Matrix Computations, 5.3; Greene, Econometric Analysis',
  input: z.strictObject({ ...sampleShape, intercept: z.boolean() }),
  output: z.strictObject({
    coefficients,
    ...errors,
    residualStandardError: nonNegative,
    rSquared: nullableNumber,
    adjustedRSquared: nullableNumber,
    logLikelihood: number,
    aic: number,
    bic: number,
    observations: z.int(),
    degreesOfFreedom: z.int(),
  }),
  example: { ...sampleExample, intercept: true },
  compute: ({ y, x, intercept }) => {
    const fit = olsRegression(y, x, { intercept })
    return {
      coefficients: [...fit.coefficients],
      covariance: fit.covariance.map((row) => [...row]),
      standardErrors: [...fit.standardErrors],
      tStatistics: [...fit.tStatistics],
      residualStandardError: fit.residualStandardError,
      rSquared: fit.rSquared,
      adjustedRSquared: fit.adjustedRSquared,
      logLikelihood: fit.logLikelihood,
      aic: fit.aic,
      bic: fit.bic,
      observations: fit.observations,
      degreesOfFreedom: fit.degreesOfFreedom,
    }
  },
})

/** Errors under autocorrelation. */
export const neweyWestOperation = defineOperation({
  name: 'statistics/newey-west',
  title: 'Newey-West errors',
  description:
    'Least squares with errors that allow for changing variance and autocorrelation: Bartlett kernel, no prewhitening.',
  source: 'Newey & West, Econometrica 55 (1987)',
  input: z.strictObject({
    ...sampleShape,
    intercept: z.boolean(),
    lags: wholeFrom(0),
    smallSampleCorrection: z.boolean().describe('multiply the covariance by n / (n - k)'),
  }),
  output: z.strictObject({ coefficients, ...errors }),
  example: { ...sampleExample, intercept: true, lags: 2, smallSampleCorrection: false },
  compute: ({ y, x, intercept, ...options }) => {
    const fit = olsRegression(y, x, { intercept })
    return { coefficients: [...fit.coefficients], ...plainErrors(neweyWest(fit, options)) }
  },
})

/** Errors under changing variance. */
export const robustErrorsOperation = defineOperation({
  name: 'statistics/robust-errors',
  title: 'Heteroskedasticity-robust errors',
  description: 'Least squares with White\u2019s errors (HC0) or a small-sample form of them.',
  source: 'White, Econometrica 48 (1980); MacKinnon & White, J. Econometrics 29 (1985)',
  input: z.strictObject({ ...sampleShape, intercept: z.boolean(), form: z.enum(['HC0', 'HC1', 'HC2', 'HC3']) }),
  output: z.strictObject({ coefficients, ...errors }),
  example: { ...sampleExample, intercept: true, form: 'HC1' as const },
  compute: ({ y, x, intercept, form }) => {
    const fit = olsRegression(y, x, { intercept })
    return { coefficients: [...fit.coefficients], ...plainErrors(heteroskedasticityRobust(fit, form)) }
  },
})

/** Tests of a regression's assumptions. */
export const regressionDiagnosticsOperation = defineOperation({
  name: 'statistics/regression-diagnostics',
  title: 'Regression diagnostics',
  description: 'Durbin-Watson, studentised Breusch-Pagan and F statistic of a regression with intercept.',
  source: 'Durbin & Watson, Biometrika 37 (1950); Koenker, J. Econometrics 17 (1981)',
  input: z.strictObject(sampleShape),
  output: z.strictObject({
    durbinWatson: nonNegative,
    breuschPagan: nonNegative,
    breuschPaganPValue: nonNegative,
    fStatistic: number,
  }),
  example: sampleExample,
  compute: ({ y, x }) => {
    const result = regressionDiagnostics(olsRegression(y, x, { intercept: true }), x)
    return {
      durbinWatson: result.durbinWatson,
      breuschPagan: result.breuschPagan,
      breuschPaganPValue: result.breuschPaganPValue,
      fStatistic: result.fStatistic,
    }
  },
})

function plainErrors(errors: {
  readonly covariance: readonly (readonly number[])[]
  readonly standardErrors: readonly number[]
  readonly tStatistics: readonly number[]
}) {
  return {
    covariance: errors.covariance.map((row) => [...row]),
    standardErrors: [...errors.standardErrors],
    tStatistics: [...errors.tStatistics],
  }
}
