import { type MarkovSwitchingFilter, markovSwitchingFilter, markovSwitchingFit } from '@tutti/analytics/regimes'
import { z } from 'zod'
import { defineOperation } from '../operation.ts'
import { plainNumbers } from '../plain-numbers.ts'
import { matrix, nonNegative, number, numbers, positive, wholeFrom } from '../value-schemas.ts'

const series = z.array(number).min(10).max(50_000).describe('observations, oldest first')
const regressors = z
  .array(z.array(number).min(1).max(20))
  .min(10)
  .max(50_000)
  .optional()
  .describe('rows of explanatory variables besides the intercept, one row an observation')
const transition = z
  .array(z.array(z.number().min(0).max(1)).min(2).max(8))
  .min(2)
  .max(8)
  .describe('row i: chances of going from regime i to each regime; rows add to 1')
const parameters = z.strictObject({
  transition,
  coefficients: matrix.describe('a row each regime: intercept, then the coefficients of the regressors'),
  variances: z.array(positive).min(2).max(8).describe('of the shock, a value each regime'),
  autoregression: z
    .array(z.array(number).max(12))
    .min(2)
    .max(8)
    .describe('a row each regime: coefficients of the lagged deviations from their own regime means; empty for none'),
})
const standardErrors = z.strictObject({
  transition: z.array(z.array(nonNegative)),
  coefficients: z.array(z.array(nonNegative)),
  variances: z.array(nonNegative),
  autoregression: z.array(z.array(nonNegative)),
})
const probabilities = z.array(z.array(z.number().min(0).max(1))).describe('a list each regime')
const filterOutput = {
  filtered: probabilities.describe('a list each regime: probability given the data up to each observation'),
  smoothed: probabilities.describe('a list each regime: probability given all data'),
  firstIndex: wholeFrom(0).describe('observation (from 0) that the first probabilities belong to'),
  next: numbers.describe('probability of each regime in the period after the last'),
  stationaryLaw: numbers,
  expectedDurations: z.array(positive.nullable()).describe('periods; null where the regime is never left'),
}
const filterResult = (filter: MarkovSwitchingFilter, lags: number) => ({
  filtered: filter.filtered.map(plainNumbers),
  smoothed: filter.smoothed.map(plainNumbers),
  firstIndex: lags,
  next: plainNumbers(filter.next),
  stationaryLaw: plainNumbers(filter.stationaryLaw),
  expectedDurations: [...filter.expectedDurations],
})
const rowsOf = (count: number, rows: readonly (readonly number[])[] | undefined): number[][] =>
  rows === undefined ? Array.from({ length: count }, () => [1]) : rows.map((row) => [1, ...row])

const exampleSeries = [
  0.6, 1.1, 0.8, 1.4, 0.9, 1.2, 0.5, 1, -2.1, -1.4, -2.6, -1.9, -2.4, -1.2, 0.7, 1.3, 0.9, 0.4, 1.5, 1.1, 0.8, 0.6,
  -1.8, -2.2, -1.1, -2.7, 0.9, 1.2, 0.7, 1, 1.4, 0.3, 0.8, 1.1, 0.6, -2, -1.5, -2.3, 1.2, 0.9,
]

/** Filter and smoother of a Markov switching regression with given parameters. */
export const markovSwitchingFilterOperation = defineOperation({
  name: 'regimes/markov-switching-filter',
  title: 'Markov switching filter',
  description:
    'Probabilities of hidden regimes by the Hamilton filter and Kim smoother, and the log-likelihood, for a regression or autoregression whose parameters follow the regime; started from the stationary law.',
  source: 'Hamilton, Econometrica 57 (1989); Kim, J. Econometrics 60 (1994)',
  input: z.strictObject({ series, regressors, parameters }),
  output: z.strictObject({ logLikelihood: number, ...filterOutput }),
  example: {
    series: exampleSeries,
    parameters: {
      transition: [
        [0.8, 0.2],
        [0.1, 0.9],
      ],
      coefficients: [[-2], [0.9]],
      variances: [0.3, 0.15],
      autoregression: [[], []],
    },
  },
  failures: [
    { code: 'not-applicable', when: 'the chain has no single stationary law' },
    { code: 'unsupported', when: 'regimes to the power of lags + 1 exceed 1024 states' },
    { code: 'calculation-failed', when: 'the data are impossible under the parameters' },
  ],
  compute: ({ series: y, regressors: rows, parameters: given }) => {
    const filter = markovSwitchingFilter({ y, x: rowsOf(y.length, rows) }, given)
    return { logLikelihood: filter.logLikelihood, ...filterResult(filter, given.autoregression[0].length) }
  },
})

/** Maximum-likelihood Markov switching regression. */
export const markovSwitchingFitOperation = defineOperation({
  name: 'regimes/markov-switching-fit',
  title: 'Markov switching fit',
  description:
    'Maximum likelihood of a regression or autoregression with hidden regimes from several starts, with standard errors, regime probabilities, durations, the one-regime model for comparison and cautions. Regimes are numbered by rising variance, or by the coefficient named.',
  source: 'Hamilton, Econometrica 57 (1989); Hamilton, Time Series Analysis (1994), chapter 22; Kim (1994)',
  cost: 'medium',
  input: z.strictObject({
    series,
    regressors,
    regimes: z.int().min(2).max(5),
    lags: z.int().min(0).max(8).describe('lags of the deviation from the regime mean; 0 for a plain regression'),
    switching: z.strictObject({
      intercept: z.boolean(),
      regressors: z.array(z.boolean()).optional().describe('a flag each regressor; all false when left out'),
      variance: z.boolean(),
      autoregression: z.boolean(),
    }),
    orderBy: z
      .union([z.enum(['variance', 'intercept']), z.strictObject({ regressor: wholeFrom(0) })])
      .describe('a part that switches; regimes are numbered by it, rising'),
    seed: wholeFrom(0).max(Number.MAX_SAFE_INTEGER),
    starts: z.int().min(0).max(100).describe('random starts besides the deterministic ones'),
  }),
  output: z.strictObject({
    parameters,
    standardErrors: standardErrors.nullable().describe('from the Hessian; null at a bound'),
    logLikelihood: number,
    aic: number,
    bic: number,
    parameterCount: wholeFrom(1),
    observations: wholeFrom(1),
    ...filterOutput,
    oneRegime: z.strictObject({ logLikelihood: number, bic: number }),
    cautions: z.array(
      z.enum([
        'number-of-regimes-not-a-chi-square-test',
        'few-observations-in-a-regime',
        'at-a-bound',
        'one-regime-has-better-bic',
        'maximum-found-from-one-start',
        'short-sample',
      ]),
    ),
  }),
  example: {
    series: exampleSeries,
    regimes: 2,
    lags: 0,
    switching: { intercept: true, variance: true, autoregression: false },
    orderBy: 'intercept' as const,
    seed: 1,
    starts: 4,
  },
  failures: [
    { code: 'not-applicable', when: 'the series is constant or the regressors are collinear' },
    { code: 'not-converged', when: 'the likelihood has no proper maximum from any start' },
    { code: 'unsupported', when: 'regimes to the power of lags + 1 exceed 1024 states' },
  ],
  compute: ({ series: y, regressors: rows, regimes, lags, switching, orderBy, seed, starts }) => {
    const width = rows?.[0]?.length ?? 0
    const flags = switching.regressors ?? Array.from({ length: width }, () => false)
    const fit = markovSwitchingFit(
      { y, x: rowsOf(y.length, rows) },
      {
        regimes,
        lags,
        switching: {
          coefficients: [switching.intercept, ...flags],
          variance: switching.variance,
          autoregression: switching.autoregression,
        },
        order:
          orderBy === 'variance'
            ? { by: 'variance' }
            : { by: 'coefficient', column: orderBy === 'intercept' ? 0 : orderBy.regressor + 1 },
        seed,
        starts,
      },
    )
    const plain = (from: typeof fit.parameters) => ({
      transition: from.transition.map(plainNumbers),
      coefficients: from.coefficients.map(plainNumbers),
      variances: [...from.variances],
      autoregression: from.autoregression.map(plainNumbers),
    })
    return {
      parameters: plain(fit.parameters),
      standardErrors: fit.standardErrors === null ? null : plain(fit.standardErrors),
      logLikelihood: fit.logLikelihood,
      aic: fit.aic,
      bic: fit.bic,
      parameterCount: fit.parameterCount,
      observations: fit.observations,
      ...filterResult(fit.filter, lags),
      oneRegime: { ...fit.oneRegime },
      cautions: [...fit.cautions],
    }
  },
})
