import {
  ewmaVariance,
  garch11Filter,
  garch11Fit,
  garch11Forecast,
  ohlcVolatility,
  rollingVolatility,
} from '@tutti/analytics/statistics'
import { z } from 'zod'
import { defineOperation } from '../operation.ts'
import { plainNumbers } from '../plain-numbers.ts'
import {
  nonNegative,
  nullableNumber,
  number,
  openProbability,
  periodsPerYear,
  positive,
  returns,
  series,
  wholeFrom,
} from '../value-schemas.ts'

const exampleReturns = [
  0.4, -0.7, 1.1, 0.2, -1.6, 0.9, 0.5, -0.3, 0.1, -0.8, 1.4, -2.1, 0.6, 1.9, -1.2, 0.3, 0.7, -0.4, 0.2, -0.9, 2.3, -1.8,
  0.8, 0.1, -0.6, 0.4, 1.2, -0.5, -1.1, 0.9, 0.3, -0.2, 0.6, -0.7, 1.5, -2.6, 1.7, 0.4, -0.9, 0.2, 0.8, -0.1, 0.5, -1.3,
  0.6, 0.3, -0.4, 1, -0.8, 0.2, 0.7, -1.9, 2.2, -0.6, 0.1, 0.9, -0.3, 0.4, -1, 0.5,
]

const garchParameters = z.strictObject({ mu: number, omega: positive, alpha: nonNegative, beta: nonNegative })
const standardErrors = z
  .strictObject({ mu: nonNegative, omega: nonNegative, alpha: nonNegative, beta: nonNegative })
  .nullable()

/** Exponentially weighted variance. */
export const ewmaVarianceOperation = defineOperation({
  name: 'statistics/ewma-variance',
  title: 'EWMA variance',
  description:
    'Exponentially weighted variance about zero of each period given the returns before it, and of the next period.',
  source: 'RiskMetrics Technical Document, 4th edition (1996), 5.2',
  input: z.strictObject({
    returns,
    decay: openProbability.describe('0.94 is the RiskMetrics daily value'),
    initialVariance: z.union([nonNegative, z.literal('first-squared-return')]),
  }),
  output: z.strictObject({ variances: series, next: nonNegative }),
  example: { returns: [0.01, -0.02, 0.005], decay: 0.94, initialVariance: 'first-squared-return' as const },
  compute: (input) => {
    const result = ewmaVariance(input.returns, input.decay, input.initialVariance)
    return { variances: plainNumbers(result.variances), next: result.next }
  },
})

/** Variances and forecasts of a GARCH(1,1) with given parameters. */
export const garch11FilterOperation = defineOperation({
  name: 'statistics/garch11-filter',
  title: 'GARCH(1,1) filter and forecast',
  description:
    'Conditional variances, Gaussian log-likelihood and forecasts under given parameters; before the first return variance and squared shock are the mean squared residual.',
  source: 'Bollerslev, J. Econometrics 31 (1986); Fiorentini, Calzolari & Panattoni, J. Applied Econometrics 11 (1996)',
  input: z.strictObject({ returns: series, parameters: garchParameters, horizon: wholeFrom(1).max(100_000) }),
  output: z.strictObject({
    variances: series,
    logLikelihood: number,
    forecastVariances: series.describe('1 to horizon periods ahead'),
    cumulativeVariance: nonNegative.describe('of the return over the horizon'),
    longRunVariance: nullableNumber,
  }),
  example: { returns: exampleReturns, parameters: { mu: 0, omega: 0.05, alpha: 0.08, beta: 0.88 }, horizon: 20 },
  compute: ({ returns: values, parameters, horizon }) => {
    const filter = garch11Filter(values, parameters)
    const forecast = garch11Forecast(parameters, filter.nextVariance, horizon)
    return {
      variances: plainNumbers(filter.variances),
      logLikelihood: filter.logLikelihood,
      forecastVariances: plainNumbers(forecast.variances),
      cumulativeVariance: forecast.cumulativeVariance,
      longRunVariance: forecast.longRunVariance,
    }
  },
})

/** Maximum-likelihood GARCH(1,1). */
export const garch11FitOperation = defineOperation({
  name: 'statistics/garch11-fit',
  title: 'GARCH(1,1) fit',
  description:
    'Maximum likelihood with normal shocks; standard errors from the Hessian and robust ones, null on a bound.',
  source: 'Bollerslev (1986); Fiorentini, Calzolari & Panattoni (1996); Bollerslev & Wooldridge (1992)',
  input: z.strictObject({ returns: z.array(number).min(50), mean: z.enum(['zero', 'constant']) }),
  output: z.strictObject({
    parameters: garchParameters,
    logLikelihood: number,
    bound: z.enum(['none', 'omega', 'alpha', 'beta', 'persistence']),
    standardErrors,
    robustStandardErrors: standardErrors,
    iterations: z.int().nonnegative(),
  }),
  example: { returns: exampleReturns, mean: 'zero' as const },
  compute: (input) => garch11Fit(input.returns, input.mean),
})

/** Volatility from daily bars. */
export const ohlcVolatilityOperation = defineOperation({
  name: 'statistics/ohlc-volatility',
  title: 'Volatility from daily bars',
  description: 'Rolling annualised volatility from open, high, low and close by one of six estimators.',
  source: 'Parkinson (1980); Garman & Klass (1980); Rogers & Satchell (1991); Yang & Zhang (2000)',
  input: z.strictObject({
    open: z.array(positive).min(2),
    high: z.array(positive).min(2),
    low: z.array(positive).min(2),
    close: z.array(positive).min(2),
    estimator: z.enum([
      'close',
      'parkinson',
      'garman-klass',
      'rogers-satchell',
      'garman-klass-yang-zhang',
      'yang-zhang',
    ]),
    window: wholeFrom(2),
    periodsPerYear,
  }),
  output: z.strictObject({ volsAnnual: series }),
  example: {
    open: [100, 101, 100.5, 102],
    high: [101.5, 101.8, 102.2, 102.9],
    low: [99.4, 100.1, 100.2, 101.3],
    close: [101.1, 100.4, 101.9, 102.2],
    estimator: 'parkinson' as const,
    window: 3,
    periodsPerYear: 252,
  },
  compute: ({ estimator, window, periodsPerYear: periods, ...bars }) => ({
    volsAnnual: plainNumbers(ohlcVolatility(bars, estimator, window, periods)),
  }),
})

/** Volatility of every window. */
export const rollingVolatilityOperation = defineOperation({
  name: 'statistics/rolling-volatility',
  title: 'Rolling volatility',
  description: 'Annualised sample volatility of every full window of returns.',
  source: 'sample standard deviation times the root of the periods a year',
  input: z.strictObject({ returns, window: wholeFrom(2), periodsPerYear }),
  output: z.strictObject({ volsAnnual: z.array(nonNegative) }),
  example: { returns: [0.01, -0.02, 0.005, 0.013, -0.004], window: 3, periodsPerYear: 252 },
  compute: (input) => ({
    volsAnnual: plainNumbers(rollingVolatility(input.returns, input.window, input.periodsPerYear)),
  }),
})
