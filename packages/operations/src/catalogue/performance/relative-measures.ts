import {
  annualisedReturn,
  benchmarkMetrics,
  calmarRatio,
  downsideMeasures,
  martinRatio,
  painRatio,
} from '@tutti/analytics/performance'
import { z } from 'zod'
import { defineOperation } from '../operation.ts'
import { nonNegative, nullableNumber, number, periodsPerYear, returns } from '../value-schemas.ts'

const exampleReturns = [0.021, -0.013, 0.008, 0.017, -0.034, 0.026, 0.011, -0.005]
const exampleBenchmark = [0.018, -0.009, 0.011, 0.014, -0.027, 0.02, 0.007, -0.008]

/** Downside and upside about a target. */
export const downsideMeasuresOperation = defineOperation({
  name: 'performance/downside-measures',
  title: 'Downside measures',
  description:
    'Downside and upside measures of a return series about a minimum acceptable return, per period, over all periods.',
  source: 'Bacon (2008), chapter 4',
  input: z.strictObject({ returns, targetPerPeriod: number }),
  output: z.strictObject({
    downsideDeviation: nonNegative,
    downsidePotential: nonNegative,
    downsideFrequency: nonNegative,
    upsideFrequency: nonNegative,
    upsideRisk: nonNegative,
    upsidePotential: nonNegative,
    omegaRatio: nonNegative,
    omegaSharpeRatio: number,
    sortinoRatioPerPeriod: number,
    volatilitySkewness: nonNegative,
    variabilitySkewness: nonNegative,
  }),
  example: { returns: exampleReturns, targetPerPeriod: 0.002 },
  compute: (input) => downsideMeasures(input.returns, input.targetPerPeriod),
})

/** Return over drawdown. */
export const drawdownRatiosOperation = defineOperation({
  name: 'performance/drawdown-ratios',
  title: 'Drawdown ratios',
  description:
    'Annualised return in excess of the risk-free rate over pain and ulcer index, and annualised return over maximum drawdown.',
  source: 'Young (1991); Martin & McCann (1989); Becker (2006)',
  input: z.strictObject({ returns, riskFreeAnnual: number, periodsPerYear }),
  output: z.strictObject({ annualisedReturn: number, calmarRatio: number, painRatio: number, martinRatio: number }),
  example: { returns: exampleReturns, riskFreeAnnual: 0, periodsPerYear: 12 },
  compute: (input) => ({
    annualisedReturn: annualisedReturn(input.returns, input.periodsPerYear),
    calmarRatio: calmarRatio(input.returns, input.periodsPerYear),
    painRatio: painRatio(input.returns, input.riskFreeAnnual, input.periodsPerYear),
    martinRatio: martinRatio(input.returns, input.riskFreeAnnual, input.periodsPerYear),
  }),
})

/** A portfolio against its benchmark. */
export const benchmarkMetricsOperation = defineOperation({
  name: 'performance/benchmark-metrics',
  title: 'Benchmark-relative measures',
  description:
    'Beta, alpha, tracking error, information ratio, M2, capture ratios and their kin of a portfolio against a benchmark.',
  source: 'Bacon (2008), chapters 4 and 5; Jensen (1968); Fama (1972); Modigliani & Modigliani (1997)',
  input: z.strictObject({
    returns,
    benchmarkReturns: returns,
    periodsPerYear,
    riskFreeAnnual: number,
    targetPerPeriod: number.describe('minimum acceptable return of the Omega excess return'),
  }),
  output: z.strictObject({
    beta: number,
    alphaPerPeriod: number,
    jensenAlphaAnnual: number,
    specificRiskAnnual: nonNegative,
    famaBeta: nonNegative,
    mSquared: number,
    mSquaredExcessGeometric: number,
    mSquaredExcessArithmetic: number,
    appraisalRatio: number,
    netSelectivity: number,
    omegaExcessReturn: number,
    trackingErrorAnnual: nonNegative,
    informationRatio: number,
    upCapture: nullableNumber,
    downCapture: nullableNumber,
    correlation: number,
  }),
  example: {
    returns: exampleReturns,
    benchmarkReturns: exampleBenchmark,
    periodsPerYear: 12,
    riskFreeAnnual: 0.02,
    targetPerPeriod: 0,
  },
  compute: (input) => benchmarkMetrics(input.returns, input.benchmarkReturns, input),
})
