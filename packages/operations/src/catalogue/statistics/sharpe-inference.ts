import {
  deflatedSharpeRatio,
  expectedMaximumSharpe,
  minimumBacktestLength,
  minimumTrackRecordLength,
  probabilisticSharpeRatio,
  probabilityOfBacktestOverfitting,
  sharpeAnnualisationFactor,
  sharpeStandardError,
  sharpeStandardErrorNormal,
} from '@tutti/analytics/statistics'
import { z } from 'zod'
import { defineOperation } from '../operation.ts'
import { plainNumbers } from '../plain-numbers.ts'
import {
  matrix,
  nonNegative,
  nullableNumber,
  number,
  numbers,
  periodsPerYear,
  positive,
  wholeFrom,
} from '../value-schemas.ts'

const shape = { skewness: number, kurtosis: positive.describe('not in excess: 3 for a normal') }
const facts = { sharpe: number.describe('per period'), observations: wholeFrom(2), ...shape }
const trials = z.number().min(1).describe('independent strategies tried: 1, or any number from 2')
const exampleFacts = { sharpe: 0.12, observations: 500, skewness: -0.4, kurtosis: 4.5 }

/** How sure one can be of a Sharpe ratio. */
export const probabilisticSharpeOperation = defineOperation({
  name: 'statistics/probabilistic-sharpe-ratio',
  title: 'Probabilistic Sharpe ratio',
  description: 'Probability that the true Sharpe ratio exceeds a benchmark, both per period.',
  source: 'Bailey & Lopez de Prado, J. of Risk 15(2) (2012)',
  input: z.strictObject({ ...facts, benchmarkSharpe: number }),
  output: z.strictObject({ probability: nonNegative }),
  example: { ...exampleFacts, benchmarkSharpe: 0.05 },
  compute: ({ benchmarkSharpe, ...record }) => ({ probability: probabilisticSharpeRatio(record, benchmarkSharpe) }),
})

/** How long a record must be. */
export const minimumTrackRecordOperation = defineOperation({
  name: 'statistics/minimum-track-record-length',
  title: 'Minimum track record length',
  description:
    'Returns, and years of them, needed before a Sharpe ratio is above a benchmark with a confidence; ratios per period.',
  source: 'Bailey & Lopez de Prado (2012), equation 13',
  input: z.strictObject({
    sharpe: facts.sharpe,
    ...shape,
    benchmarkSharpe: number,
    confidence: z.number().gt(0.5).lt(1),
    periodsPerYear,
  }),
  output: z.strictObject({ observations: positive, years: positive }),
  example: { sharpe: 0.12, skewness: -0.4, kurtosis: 4.5, benchmarkSharpe: 0, confidence: 0.95, periodsPerYear: 252 },
  compute: ({ benchmarkSharpe, confidence, periodsPerYear: periods, ...record }) => {
    const observations = minimumTrackRecordLength(record, benchmarkSharpe, confidence)
    return { observations, years: observations / periods }
  },
})

/** The best Sharpe ratio that luck alone brings. */
export const expectedMaximumSharpeOperation = defineOperation({
  name: 'statistics/expected-maximum-sharpe',
  title: 'Expected maximum Sharpe ratio',
  description: 'Expected maximum of the Sharpe ratios of independent strategies without skill.',
  source: 'Bailey & Lopez de Prado, J. of Portfolio Management 40(5) (2014), equation 5',
  input: z.strictObject({ trials, variance: nonNegative.describe('of the Sharpe ratios of the trials') }),
  output: z.strictObject({ expectedMaximum: number }),
  example: { trials: 100, variance: 0.25 },
  compute: (input) => ({ expectedMaximum: expectedMaximumSharpe(input.trials, input.variance) }),
})

/** A winner's Sharpe ratio against the search that found it. */
export const deflatedSharpeOperation = defineOperation({
  name: 'statistics/deflated-sharpe-ratio',
  title: 'Deflated Sharpe ratio',
  description:
    'Probability that the winner of a search has skill: its Sharpe ratio against the best that luck alone brings. Annual Sharpe ratios in.',
  source: 'Bailey & Lopez de Prado, J. of Portfolio Management 40(5) (2014)',
  input: z.strictObject({
    sharpeAnnual: number,
    periodsPerYear,
    observations: wholeFrom(2),
    ...shape,
    trials,
    varianceOfAnnualTrialSharpes: nonNegative,
  }),
  output: z.strictObject({ deflatedSharpeRatio: nonNegative, expectedMaximumSharpePerPeriod: number }),
  example: {
    sharpeAnnual: 1.8,
    periodsPerYear: 252,
    observations: 1260,
    skewness: -0.5,
    kurtosis: 5,
    trials: 40,
    varianceOfAnnualTrialSharpes: 0.3,
  },
  compute: ({ sharpeAnnual, periodsPerYear: periods, varianceOfAnnualTrialSharpes, ...record }) => {
    const result = deflatedSharpeRatio({
      ...record,
      sharpe: sharpeAnnual / Math.sqrt(periods),
      varianceOfTrialSharpes: varianceOfAnnualTrialSharpes / periods,
    })
    return {
      deflatedSharpeRatio: result.deflatedSharpeRatio,
      expectedMaximumSharpePerPeriod: result.expectedMaximumSharpe,
    }
  },
})

/** How long a backtest must be. */
export const minimumBacktestOperation = defineOperation({
  name: 'statistics/minimum-backtest-length',
  title: 'Minimum backtest length',
  description:
    'Years of history below which the best of some strategies without skill is expected to reach a target Sharpe ratio.',
  source: 'Bailey, Borwein, Lopez de Prado & Zhu, Notices of the AMS 61(5) (2014)',
  input: z.strictObject({ trials, targetSharpeAnnual: positive }),
  output: z.strictObject({ years: nonNegative, upperBoundYears: nonNegative }),
  example: { trials: 45, targetSharpeAnnual: 1 },
  compute: (input) => minimumBacktestLength(input.trials, input.targetSharpeAnnual),
})

/** Standard errors of a Sharpe ratio. */
export const sharpeStandardErrorOperation = defineOperation({
  name: 'statistics/sharpe-standard-error',
  title: 'Standard error of a Sharpe ratio',
  description: 'Asymptotic standard error per period for independent returns: normal ones, and of any shape.',
  source: 'Lo, Financial Analysts Journal 58(4) (2002); Mertens (2002)',
  input: z.strictObject(facts),
  output: z.strictObject({ normal: nonNegative, anyShape: nonNegative }),
  example: exampleFacts,
  compute: (record) => ({
    normal: sharpeStandardErrorNormal(record.sharpe, record.observations),
    anyShape: sharpeStandardError(record),
  }),
})

/** From a Sharpe ratio per period to one over many periods. */
export const sharpeAnnualisationOperation = defineOperation({
  name: 'statistics/sharpe-annualisation-factor',
  title: 'Annualisation of a Sharpe ratio',
  description:
    'Factor from a per-period Sharpe ratio to one over several periods of AR(1) returns; the root of their number without autocorrelation.',
  source: 'Lo (2002), equation 20',
  input: z.strictObject({ autocorrelation: z.number().gt(-1).lt(1), periods: wholeFrom(1).max(1_000_000) }),
  output: z.strictObject({ factor: positive }),
  example: { autocorrelation: 0.1, periods: 12 },
  compute: (input) => ({ factor: sharpeAnnualisationFactor(input.autocorrelation, input.periods) }),
})

/** The chance that a search overfits. */
export const backtestOverfittingOperation = defineOperation({
  name: 'statistics/probability-of-backtest-overfitting',
  title: 'Probability of backtest overfitting',
  description:
    'Combinatorially symmetric cross-validation of a search: how often the in-sample winner is in the lower half out of sample.',
  source: 'Bailey, Borwein, Lopez de Prado & Zhu, J. of Computational Finance 20(4) (2017)',
  input: z.strictObject({
    returns: matrix.describe('periods by trials'),
    blocks: wholeFrom(2).max(20).describe('even; the oldest periods that do not fill the blocks equally are dropped'),
    statistic: z.enum(['sharpe', 'mean']),
  }),
  output: z.strictObject({
    probabilityOfBacktestOverfitting: nonNegative,
    splits: z.int().positive(),
    logits: numbers.describe('of the relative rank, splits in lexicographic order'),
    meanLogit: number,
    inSample: numbers,
    outOfSample: numbers,
    degradationSlope: nullableNumber,
    degradationIntercept: nullableNumber,
    probabilityOfLoss: nonNegative,
    droppedObservations: z.int().nonnegative().describe('oldest periods: periods modulo blocks'),
  }),
  example: {
    returns: [
      [0.01, -0.004, 0.002],
      [-0.006, 0.008, 0.001],
      [0.012, -0.001, -0.003],
      [0.003, 0.005, 0.004],
      [-0.008, 0.009, 0.002],
      [0.011, -0.007, -0.001],
      [0.002, 0.004, 0.006],
      [-0.005, 0.001, -0.002],
    ],
    blocks: 4,
    statistic: 'sharpe' as const,
  },
  compute: ({ returns, blocks, statistic }) => {
    const result = probabilityOfBacktestOverfitting(returns, { blocks, statistic })
    return {
      ...result,
      logits: plainNumbers(result.logits),
      inSample: plainNumbers(result.inSample),
      outOfSample: plainNumbers(result.outOfSample),
    }
  },
})
