import { engleGrangerTest, johansenCriticalValues, johansenTest } from '@tutti/analytics/time-series'
import { z } from 'zod'
import { defineOperation } from '../operation.ts'
import { plainNumbers } from '../plain-numbers.ts'
import { nonNegative, nullableNumber, number, numbers } from '../value-schemas.ts'
import {
  cautions,
  collinear,
  criticalValues,
  exampleReverting,
  exampleWalk,
  lagChoice,
  pValue,
  regressorRows,
  regressors,
  terms,
  timeSeries,
  timeSeriesRows,
} from './series-schemas.ts'

const tooShort = { code: 'invalid-input', when: 'the series are too short for their lags' } as const
export const exampleY = exampleWalk.map((value, t) => Math.round((0.5 * value + exampleReverting[t]) * 1e4) / 1e4)

/** Engle-Granger. */
export const engleGrangerOperation = defineOperation({
  name: 'time-series/engle-granger-test',
  title: 'Engle-Granger cointegration test',
  description: 'Test of no cointegration (the null) between a series and others, with the hedge ratios and the spread.',
  source: 'Engle & Granger, Econometrica 55 (1987); MacKinnon (1994, 2010)',
  input: z.strictObject({ y: timeSeries(10), x: regressors(20), terms, lagChoice }),
  output: z.strictObject({
    statistic: number,
    pValue: pValue.nullable(),
    criticalValues: criticalValues.nullable(),
    hedgeRatios: numbers.describe('units of y per unit of each x'),
    deterministics: numbers.describe('of the constant and of the trend from 1/n to 1'),
    spread: numbers,
    rSquared: number,
    lags: z.int(),
    observations: z.int(),
    cautions,
  }),
  example: { y: exampleY, x: exampleWalk.map((value) => [value]), terms: 'c' as const, lagChoice: { lags: 1 } },
  failures: [collinear, tooShort],
  compute: (input) => {
    const test = engleGrangerTest(input.y, regressorRows(input.x), input.terms, input.lagChoice)
    return {
      ...test,
      criticalValues: test.criticalValues === null ? null : { ...test.criticalValues },
      hedgeRatios: [...test.hedgeRatios],
      deterministics: [...test.deterministics],
      spread: plainNumbers(test.spread),
      cautions: [...test.cautions],
    }
  },
})

const johansenTerms = z
  .enum(['none', 'restricted-constant', 'constant', 'restricted-trend', 'trend', 'detrended-beforehand'])
  .describe(
    'deterministic terms, cases I to V: none; a constant in the relations alone; a free constant; and a trend in the relations; a free trend; or linear trends taken out of each series first (statsmodels det_order 1)',
  )
const rankTest = z.strictObject({
  rank: z.int(),
  statistic: number,
  critical90: number,
  critical95: number,
  critical99: number,
  pValue,
})

/** Johansen. */
export const johansenOperation = defineOperation({
  name: 'time-series/johansen-test',
  title: 'Johansen cointegration test',
  description:
    'Cointegrating rank of two to twelve series by trace and largest eigenvalue, with the relations, their standard errors and the adjustment speeds.',
  source:
    'Johansen (1995), chapters 6 and 13; critical values MacKinnon, Haug & Michelis (1999); p-values Doornik (1998)',
  input: z.strictObject({
    series: timeSeriesRows(12),
    terms: johansenTerms,
    laggedDifferences: z.int().min(0).max(100).describe('lags of the vector autoregression less one'),
    specification: z.enum(['transitory', 'longrun']).default('transitory'),
    seasons: z.int().min(2).max(366).optional().describe('periods of a cycle with centred dummies'),
  }),
  output: z.strictObject({
    eigenvalues: numbers,
    trace: z.array(rankTest),
    maxEigen: z.array(rankTest),
    rank: z.int().describe('by the trace test at 5 %'),
    relations: z.array(
      z.strictObject({
        eigenvalue: nonNegative,
        weights: numbers.describe('the first is one'),
        restrictedTerm: nullableNumber,
        standardErrors: numbers.nullable(),
        adjustment: numbers,
        adjustmentStandardErrors: numbers,
      }),
    ),
    observations: z.int(),
    cautions,
  }),
  example: {
    series: exampleWalk.map((value, t) => [value, exampleY[t]]),
    terms: 'constant' as const,
    laggedDifferences: 1,
    specification: 'transitory' as const,
  },
  failures: [collinear, tooShort],
  compute: ({ series, ...options }) => {
    const test = johansenTest(series, options)
    return {
      ...test,
      eigenvalues: [...test.eigenvalues],
      trace: test.trace.map((item) => ({ ...item })),
      maxEigen: test.maxEigen.map((item) => ({ ...item })),
      relations: test.relations.map((relation) => ({
        ...relation,
        weights: [...relation.weights],
        standardErrors: relation.standardErrors === null ? null : [...relation.standardErrors],
        adjustment: [...relation.adjustment],
        adjustmentStandardErrors: [...relation.adjustmentStandardErrors],
      })),
      cautions: [...test.cautions],
    }
  },
})

/** Johansen's critical values. */
export const johansenCriticalOperation = defineOperation({
  name: 'time-series/johansen-critical-values',
  title: 'Johansen critical values',
  description: 'Critical values at 90, 95 and 99 % of the trace and largest-eigenvalue tests.',
  source: 'MacKinnon, Haug & Michelis (1999); restricted terms by the gamma approximation of Doornik (1998)',
  input: z.strictObject({
    terms: z.enum(['none', 'restricted-constant', 'constant', 'restricted-trend', 'trend']),
    dimension: z.int().min(1).max(12).describe('series less rank'),
  }),
  output: z.strictObject({
    trace: z.array(number).length(3),
    maxEigen: z.array(number).length(3),
  }),
  example: { terms: 'constant' as const, dimension: 2 },
  compute: (input) => ({
    trace: [...johansenCriticalValues('trace', input.terms, input.dimension)],
    maxEigen: [...johansenCriticalValues('maxEigen', input.terms, input.dimension)],
  }),
})
