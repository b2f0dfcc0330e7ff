import {
  kalmanRegressionFit,
  localLevelFit,
  localLinearTrendFit,
  type StateSpaceFit,
} from '@tutti/analytics/time-series'
import { z } from 'zod'
import { defineOperation } from '../operation.ts'
import { plainNumbers } from '../plain-numbers.ts'
import { nonNegative, number, numbers } from '../value-schemas.ts'
import { exampleY } from './cointegration.ts'
import { exampleWalk } from './series-schemas.ts'

const path = z.array(numbers).describe('a row for every observation, a column for every state')
const fitted = z.strictObject({
  observationVariance: nonNegative,
  stateVariances: numbers.describe('of a step of every state; 0 where it is constant'),
  logLikelihood: number.describe('exact diffuse'),
  filtered: path,
  filteredStandardErrors: path,
  smoothed: path,
  smoothedStandardErrors: path,
  observations: z.int(),
  cautions: z
    .array(z.enum(['short-sample', 'variance-at-zero']))
    .describe('at zero: the likelihood wants a constant state'),
})
const shortSeries = z.array(z.number()).min(8).max(5000)
const failures = [
  { code: 'not-applicable', when: 'the series does not vary' },
  { code: 'not-converged', when: 'the likelihood has no peak that the simplex finds' },
] as const

function plainFit(fit: StateSpaceFit): z.infer<typeof fitted> {
  const m = fit.stateVariances.length
  const deviations = (rows: readonly Float64Array[]): number[][] =>
    rows.map((row) => Array.from({ length: m }, (_, i) => Math.sqrt(Math.max(row[i * m + i], 0))))
  return {
    observationVariance: fit.observationVariance,
    stateVariances: [...fit.stateVariances],
    logLikelihood: fit.logLikelihood,
    filtered: fit.filter.filtered.map(plainNumbers),
    filteredStandardErrors: deviations(fit.filter.filteredCovariances),
    smoothed: fit.smoother.smoothed.map(plainNumbers),
    smoothedStandardErrors: deviations(fit.smoother.smoothedCovariances),
    observations: fit.observations,
    cautions: fit.cautions.filter((item) => item === 'short-sample' || item === 'variance-at-zero'),
  }
}

/** Trend filters with fitted variances. */
export const structuralTrendOperation = defineOperation({
  name: 'time-series/structural-trend',
  title: 'Local level and local linear trend',
  description:
    'A level, or a level and a slope, that walk randomly under noise: variances by exact diffuse maximum likelihood, states with standard errors.',
  source: 'Durbin & Koopman, Time Series Analysis by State Space Methods (2012), chapters 2, 5 and 7',
  input: z.strictObject({ series: shortSeries, model: z.enum(['local-level', 'local-linear-trend']) }),
  output: fitted,
  example: { series: exampleY, model: 'local-level' as const },
  cost: 'medium',
  failures,
  compute: ({ series, model }) =>
    plainFit(model === 'local-level' ? localLevelFit(series) : localLinearTrendFit(series)),
})

/** A hedge ratio that moves. */
export const kalmanHedgeOperation = defineOperation({
  name: 'time-series/kalman-hedge-ratio',
  title: 'Kalman hedge ratio',
  description:
    'Hedge ratios (and an intercept as the last state) that walk randomly: variances by exact diffuse maximum likelihood, paths with standard errors.',
  source: 'Durbin & Koopman (2012), section 3.6; Chan, Algorithmic Trading (2013), chapter 3',
  input: z.strictObject({
    y: shortSeries,
    x: z.array(z.array(z.number()).min(1).max(5)).min(8).max(5000).describe('a row for every observation'),
    intercept: z.boolean(),
  }),
  output: fitted,
  example: { y: exampleY, x: exampleWalk.map((value) => [value]), intercept: true },
  cost: 'medium',
  failures,
  compute: ({ y, x, intercept }) => plainFit(kalmanRegressionFit(y, intercept ? x.map((row) => [...row, 1]) : x)),
})
