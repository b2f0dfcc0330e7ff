import { requireSample } from '../errors/index.ts'
import { chiSquareSurvival } from '../math/index.ts'
import { ljungBoxTest, type TestResult } from './autocorrelation.ts'
import { jarqueBeraTest } from './jarque-bera.ts'
import { olsRegression } from './ols-regression.ts'
import { requireSameLength, requireWhole, type Sample } from './sample.ts'

/**
 * Engle's test that squares do not depend on their past: n R^2 of the regression of e[t]^2 on `lags` of its own lags,
 * chi-square with `lags` degrees of freedom. Needs 3 lags + 2 values or more; throws `not-applicable` where squares do not vary.
 *
 * Source: Engle (1982), Econometrica 50.
 */
export function archLmTest(shocks: Sample, lags: number): TestResult {
  requireWhole(lags, 1, 100, 'lags')
  requireSample(shocks, 2 * lags + 3, 'shocks')
  const squares = Float64Array.from(shocks, (e) => e * e)
  const rows = Array.from({ length: squares.length - lags }, (_, t) =>
    Array.from({ length: lags }, (__, i) => squares[t + lags - 1 - i]),
  )
  const fit = olsRegression(squares.subarray(lags), rows, { intercept: true })
  const statistic = rows.length * (fit.rSquared ?? 0)
  return { statistic, pValue: chiSquareSurvival(statistic, lags) }
}

/** Engle and Ng's tests of whether the sign and size of the last shock tell of the next variance. */
export interface SignBiasTest {
  /** t statistics of the joint regression. */
  readonly signBias: number
  readonly negativeSizeBias: number
  readonly positiveSizeBias: number
  /** n R^2, chi-square with 3 degrees of freedom. */
  readonly joint: TestResult
}

/**
 * Regression of squared standardised shocks z[t]^2 on N, N e[t-1] and (1 - N) e[t-1], N = 1 where e[t-1] < 0. Throws
 * `not-applicable` where the shocks are all of one sign.
 *
 * Source: Engle and Ng (1993), Journal of Finance 48.
 */
export function signBiasTest(shocks: Sample, standardised: Sample): SignBiasTest {
  requireSample(shocks, 10, 'shocks')
  requireSample(standardised, 10, 'standardised')
  requireSameLength(shocks, standardised, 'shocks', 'standardised')
  const squares = Float64Array.from({ length: shocks.length - 1 }, (_, t) => standardised[t + 1] ** 2)
  const rows = Array.from(squares, (_, t) => {
    const e = shocks[t]
    return [e < 0 ? 1 : 0, e < 0 ? e : 0, e < 0 ? 0 : e]
  })
  const fit = olsRegression(squares, rows, { intercept: true })
  const [, signBias, negativeSizeBias, positiveSizeBias] = fit.tStatistics
  const statistic = rows.length * (fit.rSquared ?? 0)
  return {
    signBias,
    negativeSizeBias,
    positiveSizeBias,
    joint: { statistic, pValue: chiSquareSurvival(statistic, 3) },
  }
}

/** Whether the shocks of a fit look as the model says. Small p-values speak against it. */
export interface GarchDiagnostics {
  /** Of standardised shocks: is the mean well modelled? */
  readonly ljungBox: TestResult
  /** Of their squares: is the variance? */
  readonly ljungBoxSquares: TestResult
  readonly archLm: TestResult
  readonly signBias: SignBiasTest
  readonly jarqueBera: TestResult
}

/** All diagnostics of a fit's shocks, with `lags` lags. */
export function garchDiagnostics(shocks: Sample, standardised: Sample, lags: number): GarchDiagnostics {
  const squares = Float64Array.from(standardised, (z) => z * z)
  return {
    ljungBox: ljungBoxTest(standardised, lags),
    ljungBoxSquares: ljungBoxTest(squares, lags),
    archLm: archLmTest(standardised, lags),
    signBias: signBiasTest(shocks, standardised),
    jarqueBera: jarqueBeraTest(standardised),
  }
}
