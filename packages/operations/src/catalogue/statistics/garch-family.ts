import { TuttiError } from '@tutti/analytics/errors'
import {
  garch11Filter,
  garch11Fits,
  garchDiagnostics,
  garchFit,
  type GarchFit,
  garchForecast,
  newsImpactCurve,
} from '@tutti/analytics/statistics'
import { z } from 'zod'
import { defineOperation } from '../operation.ts'
import { plainNumbers } from '../plain-numbers.ts'
import { nonNegative, nullableNumber, number, numbers, openProbability, positive, wholeFrom } from '../value-schemas.ts'

const returns = z.array(number).min(50).max(100_000).describe('returns per period in any unit, oldest first')
const mean = z
  .strictObject({ kind: z.enum(['zero', 'constant', 'autoregressive']), lags: z.int().min(1).max(20).optional() })
  .describe('lags for autoregressive alone, 1 when left out')
const distribution = z.enum(['normal', 'student-t', 'skewed-t', 'ged'])
const form = {
  variance: z.enum(['garch', 'gjr', 'igarch', 'egarch', 'aparch', 'component']),
  archLags: z.int().min(1).max(5).optional().describe('1 when left out; others for garch, gjr and egarch'),
  garchLags: z.int().min(0).max(5).optional().describe('1 when left out; others for garch and gjr'),
}
const model = z.strictObject({ ...form, mean, distribution })
const cautions = z.array(
  z.enum(['short-sample', 'at-a-bound', 'near-unit-persistence', 'flat-likelihood', 'shocks-still-cluster']),
)
const test = z.strictObject({ statistic: number, pValue: z.number().min(0).max(1) })
const estimates = z.array(
  z.strictObject({
    name: z.string(),
    value: number,
    standardError: nonNegative.nullable(),
    robustStandardError: nonNegative.nullable(),
  }),
)
const fitOutput = {
  estimates,
  logLikelihood: number,
  aic: number,
  bic: number,
  observations: wholeFrom(1),
  persistence: number,
  longRunVariance: nullableNumber,
  cautions,
}
const fitResult = (fit: GarchFit) => ({
  estimates: fit.estimates.map((estimate) => ({ ...estimate })),
  logLikelihood: fit.logLikelihood,
  aic: fit.aic,
  bic: fit.bic,
  observations: fit.observations,
  persistence: fit.persistence,
  longRunVariance: fit.longRunVariance,
  cautions: [...fit.cautions],
})
const failures = [
  { code: 'not-applicable', when: 'the returns are all equal' },
  { code: 'unsupported', when: 'a form is asked for with orders that it does not have' },
  { code: 'not-converged', when: 'the likelihood has no maximum that could be found' },
] as const

const exampleReturns = [
  0.4, -0.7, 1.1, 0.2, -1.6, 0.9, 0.5, -0.3, 0.1, -0.8, 1.4, -2.1, 0.6, 1.9, -1.2, 0.3, 0.7, -0.4, 0.2, -0.9, 2.3, -1.8,
  0.8, 0.1, -0.6, 0.4, 1.2, -0.5, -1.1, 0.9, 0.3, -0.2, 0.6, -0.7, 1.5, -2.6, 1.7, 0.4, -0.9, 0.2, 0.8, -0.1, 0.5, -1.3,
  0.6, 0.3, -0.4, 1, -0.8, 0.2, 0.7, -1.9, 2.2, -0.6, 0.1, 0.9, -0.3, 0.4, -1, 0.5,
]
const exampleModel = { variance: 'garch', mean: { kind: 'zero' }, distribution: 'normal' } as const

/** Maximum likelihood over the GARCH family. */
export const garchFamilyFitOperation = defineOperation({
  name: 'statistics/garch-family-fit',
  title: 'GARCH family fit',
  description:
    'Maximum likelihood of GARCH(p,q), GJR, IGARCH, EGARCH, APARCH or component GARCH with normal, Student, skewed Student or generalised error shocks; Hessian and robust standard errors, diagnostics of the shocks and cautions.',
  source:
    'Bollerslev (1986); Glosten, Jagannathan & Runkle (1993); Nelson (1991); Ding, Granger & Engle (1993); Engle & Lee (1999); Hansen (1994); Bollerslev & Wooldridge (1992)',
  cost: 'medium',
  input: z.strictObject({ returns, model, diagnosticLags: z.int().min(1).max(50) }),
  output: z.strictObject({
    ...fitOutput,
    variances: numbers.describe('of each observation after the lags of the mean'),
    standardised: numbers,
    diagnostics: z.strictObject({
      ljungBox: test,
      ljungBoxSquares: test,
      archLm: test,
      signBias: z.strictObject({
        signBias: number.describe('t statistic'),
        negativeSizeBias: number.describe('t statistic'),
        positiveSizeBias: number.describe('t statistic'),
        joint: test,
      }),
      jarqueBera: test,
    }),
  }),
  example: { returns: exampleReturns, model: exampleModel, diagnosticLags: 5 },
  failures,
  compute: ({ returns: values, model: asked, diagnosticLags }) => {
    const fit = garchFit(values, asked)
    return {
      ...fitResult(fit),
      variances: plainNumbers(fit.variances),
      standardised: plainNumbers(fit.standardised),
      diagnostics: garchDiagnostics(fit.shocks, fit.standardised, diagnosticLags),
    }
  },
})

/** Simulated forecasts of a fitted model. */
export const garchForecastOperation = defineOperation({
  name: 'statistics/garch-forecast',
  title: 'GARCH forecast',
  description:
    'Fits a model of the GARCH family and simulates its future with its own standardised shocks: variances with their simulation errors, intervals of each return and of the sum. Parameter uncertainty is not in the intervals.',
  source: 'Barone-Adesi, Giannopoulos & Vosper, J. Futures Markets 19 (1999)',
  cost: 'medium',
  input: z.strictObject({
    returns,
    model,
    horizon: z.int().min(1).max(1000),
    confidence: openProbability,
    paths: z.int().min(100).max(200_000),
    seed: wholeFrom(0).max(Number.MAX_SAFE_INTEGER),
  }),
  output: z.strictObject({
    fit: z.strictObject(fitOutput),
    variances: z.array(nonNegative),
    varianceStandardErrors: z.array(nonNegative).describe('of the simulation'),
    returnLower: numbers,
    returnUpper: numbers,
    cumulative: z.strictObject({
      mean: number,
      meanStandardError: nonNegative,
      standardDeviation: nonNegative,
      lower: number,
      upper: number,
    }),
    paths: wholeFrom(1),
  }),
  example: { returns: exampleReturns, model: exampleModel, horizon: 10, confidence: 0.95, paths: 1000, seed: 1 },
  failures,
  compute: ({ returns: values, model: asked, ...options }) => {
    const fit = garchFit(values, asked)
    const forecast = garchForecast(fit, values, options)
    return {
      fit: fitResult(fit),
      variances: plainNumbers(forecast.variances),
      varianceStandardErrors: plainNumbers(forecast.varianceStandardErrors),
      returnLower: plainNumbers(forecast.returnLower),
      returnUpper: plainNumbers(forecast.returnUpper),
      cumulative: { ...forecast.cumulative },
      paths: forecast.paths,
    }
  },
})

/** Variance of the next period as a function of the last shock. */
export const garchNewsImpactOperation = defineOperation({
  name: 'statistics/garch-news-impact',
  title: 'News impact curve',
  description:
    'Fits a model of the GARCH family and gives the next variance as a function of the last shock, all before it at a level.',
  source: 'Engle & Ng, Journal of Finance 48 (1993)',
  cost: 'medium',
  input: z.strictObject({
    returns,
    model,
    shocks: z.array(number).min(1).max(10_000),
    levelVariance: positive.describe('variance of all periods before'),
  }),
  output: z.strictObject({ variances: z.array(nonNegative), fit: z.strictObject(fitOutput) }),
  example: { returns: exampleReturns, model: exampleModel, shocks: [-2, -1, 0, 1, 2], levelVariance: 1 },
  failures,
  compute: ({ returns: values, model: asked, shocks, levelVariance }) => {
    const fit = garchFit(values, asked)
    return { variances: plainNumbers(newsImpactCurve(fit, levelVariance, shocks)), fit: fitResult(fit) }
  },
})

/** Several models of the GARCH family ranked by BIC. */
export const garchSelectionOperation = defineOperation({
  name: 'statistics/garch-selection',
  title: 'Choice of a GARCH model',
  description:
    'Fits several models of the GARCH family to the same returns and ranks them by BIC; a model that cannot be fitted costs only itself. The winner of many is fitted to luck too: its BIC lead below 2 says little.',
  source: 'Schwarz, Annals of Statistics 6 (1978)',
  cost: 'medium',
  input: z.strictObject({
    returns,
    mean,
    candidates: z
      .array(z.strictObject({ ...form, distribution }))
      .min(1)
      .max(50),
  }),
  output: z.strictObject({
    ranked: z.array(
      z.strictObject({ candidate: wholeFrom(0).describe('place in candidates'), bicLead: nonNegative, ...fitOutput }),
    ),
    failed: z.array(z.strictObject({ candidate: wholeFrom(0), code: z.string(), message: z.string() })),
  }),
  example: {
    returns: exampleReturns,
    mean: { kind: 'zero' as const },
    candidates: [
      { variance: 'garch' as const, distribution: 'normal' as const },
      { variance: 'igarch' as const, distribution: 'normal' as const },
    ],
  },
  failures: [{ code: 'not-applicable', when: 'the returns are all equal' }],
  compute: ({ returns: values, mean: meanModel, candidates }) => {
    const failed: { candidate: number; code: string; message: string }[] = []
    const fits = candidates.flatMap((candidate, index) => {
      try {
        return [{ candidate: index, ...fitResult(garchFit(values, { ...candidate, mean: meanModel })) }]
      } catch (error) {
        if (!(error instanceof TuttiError) || error.code === 'not-applicable') throw error
        failed.push({ candidate: index, code: error.code, message: error.message })
        return []
      }
    })
    fits.sort((a, b) => a.bic - b.bic)
    return { ranked: fits.map((fit) => ({ ...fit, bicLead: fit.bic - fits[0].bic })), failed }
  },
})

/** GARCH(1,1) for many series at once. */
export const garch11BatchOperation = defineOperation({
  name: 'statistics/garch11-batch',
  title: 'GARCH(1,1) for many series',
  description:
    'A GARCH(1,1) with normal shocks for each of many series of their own lengths, with the variance of the next period; a series that cannot be fitted costs only itself.',
  source: 'Bollerslev (1986); Fiorentini, Calzolari & Panattoni (1996)',
  cost: 'medium',
  input: z.strictObject({
    series: z.array(z.array(number).max(20_000)).min(1).max(5000),
    mean: z.enum(['zero', 'constant']),
  }),
  output: z.strictObject({
    fits: z.array(
      z.discriminatedUnion('status', [
        z.strictObject({
          status: z.literal('fitted'),
          mu: number,
          omega: nonNegative,
          alpha: nonNegative,
          beta: nonNegative,
          logLikelihood: number,
          nextVariance: nonNegative,
          bound: z.enum(['none', 'omega', 'alpha', 'beta', 'persistence']),
          observations: wholeFrom(1),
        }),
        z.strictObject({ status: z.literal('failed'), code: z.string(), message: z.string() }),
      ]),
    ),
  }),
  example: { series: [exampleReturns, exampleReturns.map((value) => value / 2)], mean: 'zero' as const },
  compute: ({ series, mean: meanModel }) => ({
    fits: garch11Fits(series, meanModel).map((outcome, index) =>
      outcome.status === 'failed'
        ? { status: 'failed' as const, code: outcome.error.code, message: outcome.error.message }
        : {
            status: 'fitted' as const,
            ...outcome.fit.parameters,
            logLikelihood: outcome.fit.logLikelihood,
            nextVariance: garch11Filter(series[index], outcome.fit.parameters).nextVariance,
            bound: outcome.fit.bound,
            observations: series[index].length,
          },
    ),
  }),
})
