import {
  conditionalDrawdownAtRisk,
  drawdownSeries,
  maximumDrawdown,
  painIndex,
  performanceSummary,
  returnRatios,
  tailRatio,
  ulcerIndex,
  wealthPath,
} from '@tutti/analytics/performance'
import { z } from 'zod'
import { defineOperation } from '../operation.ts'
import { plainNumbers } from '../plain-numbers.ts'
import {
  nonNegative,
  nullableNumber,
  number,
  openProbability,
  periodsPerYear,
  returns,
  series,
} from '../value-schemas.ts'

const exampleReturns = [0.021, -0.013, 0.008, 0.017, -0.034, 0.026, 0.011, -0.005, 0.019, -0.022, 0.031, 0.004]

const observation = z.int().nonnegative()

const drawdownFacts = {
  maxDrawdown: nonNegative.describe('1 - trough / peak'),
  peakIndex: observation.describe('values counted from 0, the start'),
  troughIndex: observation,
  recoveryIndex: observation.nullable().describe('null when the path ends below the peak'),
  lengthObservations: observation.describe('from the peak to the recovery or the end'),
  longestUnderwaterObservations: observation,
}

/** The figures of a track record. */
export const performanceSummaryOperation = defineOperation({
  name: 'performance/summary',
  title: 'Performance summary',
  description:
    'Return, risk, ratios, drawdown and tail figures of a return series; a ratio that is not defined is null.',
  source: 'Bacon, Practical Portfolio Performance Measurement and Attribution (2008)',
  input: z.strictObject({
    returns,
    riskFreePerPeriod: z.union([number, series]).describe('decimal: one for all periods, or one a period'),
    periodsPerYear,
  }),
  output: z.strictObject({
    observations: observation,
    totalReturn: number,
    annualisedReturn: number,
    annualisedVolatility: nonNegative,
    sharpeRatio: nullableNumber,
    sortinoRatio: nullableNumber,
    calmarRatio: nullableNumber,
    omegaRatio: nullableNumber.describe('about zero'),
    drawdown: z.strictObject(drawdownFacts),
    painIndex: nonNegative,
    ulcerIndex: nonNegative,
    valueAtRisk95: number,
    expectedShortfall95: number,
    valueAtRisk99: number,
    expectedShortfall99: number,
    skewness: nullableNumber,
    excessKurtosis: nullableNumber,
    bestPeriod: number,
    worstPeriod: number,
    hitRate: nonNegative,
  }),
  example: { returns: exampleReturns, riskFreePerPeriod: 0.001, periodsPerYear: 12 },
  compute: (input) => performanceSummary(input.returns, input.riskFreePerPeriod, input.periodsPerYear),
})

/** Drawdown figures of a return series. */
export const drawdownOperation = defineOperation({
  name: 'performance/drawdown',
  title: 'Drawdowns',
  description:
    'Deepest drawdown with its dates as indices, the drawdown after each return, pain and ulcer index, and the mean of the worst drawdowns; the start counts as the first peak.',
  source: 'Bacon (2008); Martin & McCann (1989); Chekhlov, Uryasev & Zabarankin (2005)',
  input: z.strictObject({ returns, startValue: z.number().positive(), confidence: openProbability }),
  output: z.strictObject({
    ...drawdownFacts,
    finalValue: nonNegative,
    drawdowns: series.describe('after each return, 0 at a peak, positive below it'),
    painIndex: nonNegative.describe('mean drawdown'),
    ulcerIndex: nonNegative.describe('root mean square drawdown'),
    conditionalDrawdownAtRisk: nonNegative.describe('mean of the worst 1 - confidence of the drawdowns'),
  }),
  example: { returns: exampleReturns, startValue: 100, confidence: 0.9 },
  compute: (input) => ({
    ...maximumDrawdown(input.returns),
    finalValue: wealthPath(input.returns, input.startValue).at(-1)!,
    drawdowns: plainNumbers(drawdownSeries(input.returns)),
    painIndex: painIndex(input.returns),
    ulcerIndex: ulcerIndex(input.returns),
    conditionalDrawdownAtRisk: conditionalDrawdownAtRisk(input.returns, input.confidence),
  }),
})

/** Return and shape ratios. */
export const returnRatiosOperation = defineOperation({
  name: 'performance/return-ratios',
  title: 'Return ratios',
  description: 'Ratios of one return series without a risk-free rate; population moments.',
  source: 'Bacon (2008), chapters 4 and 5; Bernardo & Ledoit (2000); Pezier & White (2006)',
  input: z.strictObject({ returns, periodsPerYear }),
  output: z.strictObject({
    annualisedReturn: number,
    annualisedVolatility: nonNegative,
    geometricSharpeRatio: number,
    adjustedSharpeRatio: number,
    bernardoLedoitRatio: nonNegative,
    dRatio: nonNegative,
    meanAbsoluteDeviation: nonNegative,
    skewnessKurtosisRatio: number,
    skewness: number,
    kurtosis: nonNegative.describe('not in excess: 3 for a normal'),
  }),
  example: { returns: exampleReturns, periodsPerYear: 12 },
  compute: (input) => returnRatios(input.returns, input.periodsPerYear),
})

/** The upper tail over the lower one. */
export const tailRatioOperation = defineOperation({
  name: 'performance/tail-ratio',
  title: 'Tail ratio',
  description: 'Upper-tail quantile over the size of the lower-tail one, both type 7: at 0.95, |q95| / |q5|.',
  source: 'Hyndman & Fan (1996) for the quantile',
  input: z.strictObject({ returns, level: openProbability }),
  output: z.strictObject({ tailRatio: nonNegative }),
  example: { returns: exampleReturns, level: 0.95 },
  compute: (input) => ({ tailRatio: tailRatio(input.returns, input.level) }),
})
