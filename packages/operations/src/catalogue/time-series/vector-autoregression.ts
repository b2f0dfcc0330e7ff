import { grangerTest, impulseResponses, vectorAutoregression } from '@tutti/analytics/time-series'
import { z } from 'zod'
import { defineOperation } from '../operation.ts'
import { nonNegative, number, numbers } from '../value-schemas.ts'
import { exampleY } from './cointegration.ts'
import { cautions, exampleReverting, pValue, timeSeriesRows } from './series-schemas.ts'

/** A vector autoregression with its tests. */
export const vectorAutoregressionOperation = defineOperation({
  name: 'time-series/vector-autoregression',
  title: 'Vector autoregression',
  description:
    'Vector autoregression by least squares, with information criteria, Granger tests between every two series and impulse responses.',
  source: 'Luetkepohl, New Introduction to Multiple Time Series Analysis (2005), chapters 2 to 4',
  input: z.strictObject({
    series: timeSeriesRows(20),
    lags: z.int().min(1).max(50),
    terms: z.enum(['n', 'c', 'ct', 'ctt']).describe('n none, c constant, ct and linear trend, ctt and its square'),
    horizon: z.int().min(0).max(200).default(0).describe('periods of the impulse responses'),
    shocks: z.enum(['unit', 'orthogonal']).default('orthogonal'),
  }),
  output: z.strictObject({
    coefficients: z
      .array(numbers)
      .describe('rows: deterministic terms, then lag 1 of every series, lag 2, ...; columns: equations'),
    standardErrors: z.array(numbers),
    residualCovariance: z.array(numbers).describe('divisor: observations less coefficients of an equation'),
    logLikelihood: number,
    aic: number,
    bic: number,
    hannanQuinn: number,
    finalPredictionError: nonNegative,
    largestRoot: nonNegative.describe('below 1 for a stable system'),
    granger: z.array(
      z.strictObject({
        causing: z.int().describe('series, from 0'),
        caused: z.int(),
        fStatistic: nonNegative,
        pValue,
        degreesOfFreedom: z.array(z.int()).length(2),
      }),
    ),
    impulseResponses: z.array(z.array(numbers)).describe('horizon by series by shock'),
    observations: z.int(),
    cautions,
  }),
  example: {
    series: exampleReverting.map((value, t) => [value, exampleY[t]]),
    lags: 1,
    terms: 'c' as const,
    horizon: 3,
    shocks: 'orthogonal' as const,
  },
  failures: [
    { code: 'invalid-input', when: 'the rows are too few for the lags' },
    { code: 'not-applicable', when: 'series are collinear or without noise of their own' },
  ],
  compute: (input) => {
    const full = vectorAutoregression(input.series, input.lags, input.terms)
    const { fitted: _, lags: __, ...fit } = full
    const p = fit.residualCovariance.length
    const pairs = Array.from({ length: p }, (_unused, causing) =>
      Array.from({ length: p }, (_same, caused) => ({ causing, caused })),
    ).flat()
    return {
      ...fit,
      coefficients: fit.coefficients.map((row) => [...row]),
      standardErrors: fit.standardErrors.map((row) => [...row]),
      residualCovariance: fit.residualCovariance.map((row) => [...row]),
      granger: pairs
        .filter(({ causing, caused }) => causing !== caused)
        .map(({ causing, caused }) => {
          const test = grangerTest(full, [causing], caused)
          return { causing, caused, ...test, degreesOfFreedom: [...test.degreesOfFreedom] }
        }),
      impulseResponses: impulseResponses(full, input.horizon, input.shocks).map((matrix) =>
        matrix.map((row) => [...row]),
      ),
      cautions: [...fit.cautions],
    }
  },
})
