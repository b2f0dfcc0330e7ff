import { requireSample, TuttiError } from '../errors/index.ts'
import { chiSquareSurvival } from '../math/index.ts'
import { isConstant, mean, variance } from './moments.ts'
import { requireWhole, type Sample } from './sample.ts'

/**
 * Autocorrelations at lags 0 to `lags`: autocovariances with divisor n over the population variance.
 * Throws `not-applicable` for a constant series.
 */
export function autocorrelations(series: Sample, lags: number): Float64Array {
  requireSample(series, 2, 'series')
  requireWhole(lags, 0, series.length - 1, 'lags')
  if (isConstant(series, variance(series, 'population'))) {
    throw new TuttiError('not-applicable', 'a constant series has no autocorrelations', {
      field: 'series',
      got: `${series.length} values equal to ${series[0]}`,
      expected: 'values that differ',
    })
  }
  const centre = mean(series)
  const sums = Float64Array.from({ length: lags + 1 }, (_, lag) => {
    let sum = 0
    for (let t = lag; t < series.length; t++) sum += (series[t] - centre) * (series[t - lag] - centre)
    return sum
  })
  return sums.map((sum) => sum / sums[0])
}

/**
 * Partial autocorrelations at lags 0 to `lags` from the Yule-Walker equations with divisor n, solved by the
 * Levinson-Durbin recursion.
 *
 * Source: Durbin (1960), The fitting of time-series models.
 */
export function partialAutocorrelations(series: Sample, lags: number): Float64Array {
  const rho = autocorrelations(series, lags)
  const partial = new Float64Array(lags + 1)
  partial[0] = 1
  let coefficients: number[] = []
  let rest = 1
  for (let k = 1; k <= lags; k++) {
    const next = (rho[k] - coefficients.reduce((sum, c, i) => sum + c * rho[k - 1 - i], 0)) / rest
    coefficients = [...coefficients.map((c, i) => c - next * coefficients[k - 2 - i]), next]
    rest *= 1 - next * next
    partial[k] = next
  }
  return partial
}

/** A test statistic with its p-value. */
export interface TestResult {
  readonly statistic: number
  readonly pValue: number
}

/**
 * Ljung-Box test that the first `lags` autocorrelations are zero: n (n+2) sum rho_k^2 / (n-k), chi-square with
 * `lags - fittedParameters` degrees of freedom.
 *
 * Source: Ljung and Box (1978), Biometrika 65.
 */
export function ljungBoxTest(series: Sample, lags: number, fittedParameters = 0): TestResult {
  const n = series.length
  return portmanteau(series, lags, fittedParameters, (rho, lag) => (n * (n + 2) * rho * rho) / (n - lag))
}

/** Box-Pierce test: as Ljung-Box with n sum rho_k^2. Source: Box and Pierce (1970), JASA 65. */
export function boxPierceTest(series: Sample, lags: number, fittedParameters = 0): TestResult {
  const n = series.length
  return portmanteau(series, lags, fittedParameters, (rho) => n * rho * rho)
}

function portmanteau(
  series: Sample,
  lags: number,
  fittedParameters: number,
  term: (rho: number, lag: number) => number,
): TestResult {
  requireWhole(lags, 1, series.length - 1, 'lags')
  requireWhole(fittedParameters, 0, lags - 1, 'fittedParameters')
  const rho = autocorrelations(series, lags)
  let statistic = 0
  for (let lag = 1; lag <= lags; lag++) statistic += term(rho[lag], lag)
  return { statistic, pValue: chiSquareSurvival(statistic, lags - fittedParameters) }
}
