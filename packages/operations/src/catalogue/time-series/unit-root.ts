import {
  adfTest,
  dfGlsTest,
  kpssTest,
  mackinnonCriticalValues,
  mackinnonPValue,
  phillipsPerronTest,
} from '@tutti/analytics/time-series'
import { z } from 'zod'
import { defineOperation } from '../operation.ts'
import { nonNegative, nullableNumber, number, positive } from '../value-schemas.ts'
import { cautions, criticalValues, exampleReverting, lagChoice, pValue, terms, timeSeries } from './series-schemas.ts'

const failures = [
  { code: 'not-applicable', when: 'the series is constant, or follows its own past exactly' },
  { code: 'invalid-input', when: 'the series is too short for its lags' },
] as const
const levelOrTrend = z.enum(['c', 'ct']).describe('c level, ct linear trend')

/** Augmented Dickey-Fuller. */
export const adfOperation = defineOperation({
  name: 'time-series/adf-test',
  title: 'Augmented Dickey-Fuller test',
  description:
    'Test of a unit root (the null) against a stationary series, with given lags or the best by a criterion.',
  source: 'Said & Dickey, Biometrika 71 (1984); MacKinnon (1994, 2010)',
  input: z.strictObject({ series: timeSeries(6), terms, lagChoice }),
  output: z.strictObject({
    statistic: number,
    pValue,
    criticalValues,
    lags: z.int(),
    observations: z.int(),
    levelCoefficient: number.describe('rho - 1'),
    levelStandardError: nonNegative,
    criterionValue: nullableNumber,
    cautions,
  }),
  example: { series: exampleReverting, terms: 'c' as const, lagChoice: { criterion: 'aic' as const, maxLag: 4 } },
  failures,
  compute: (input) => {
    const { residuals: _, ...test } = adfTest(input.series, input.terms, input.lagChoice)
    return { ...test, criticalValues: { ...test.criticalValues }, cautions: [...test.cautions] }
  },
})

/** KPSS. */
export const kpssOperation = defineOperation({
  name: 'time-series/kpss-test',
  title: 'KPSS test',
  description: 'Test of stationarity around a level or trend (the null) against a unit root.',
  source: 'Kwiatkowski, Phillips, Schmidt & Shin, J. of Econometrics 54 (1992); Hobijn, Franses & Ooms (2004)',
  input: z.strictObject({
    series: timeSeries(6),
    terms: levelOrTrend,
    lags: z
      .union([z.int().min(0).max(10_000), z.enum(['automatic', 'schwert'])])
      .describe('of the Bartlett kernel; automatic after Hobijn et al.'),
  }),
  output: z.strictObject({
    statistic: nonNegative,
    pValue,
    criticalValues: z.strictObject({ percent1: number, percent2_5: number, percent5: number, percent10: number }),
    lags: z.int(),
    observations: z.int(),
    cautions,
  }),
  example: { series: exampleReverting, terms: 'c' as const, lags: 'automatic' as const },
  failures,
  compute: (input) => {
    const test = kpssTest(input.series, input.terms, input.lags)
    return { ...test, criticalValues: { ...test.criticalValues }, cautions: [...test.cautions] }
  },
})

/** Phillips-Perron. */
export const phillipsPerronOperation = defineOperation({
  name: 'time-series/phillips-perron-test',
  title: 'Phillips-Perron test',
  description:
    'Test of a unit root (the null) whose t statistic (Z_tau) and bias (Z_alpha) are corrected for autocorrelation.',
  source: 'Phillips & Perron, Biometrika 75 (1988); Hamilton (1994), section 17.6; MacKinnon (1994, 2010)',
  input: z.strictObject({
    series: timeSeries(10),
    terms,
    lags: z.union([z.int().min(0).max(10_000), z.literal('automatic')]).describe('of the Bartlett kernel'),
    scale: z
      .enum(['lagged-levels', 'current-levels'])
      .default('lagged-levels')
      .describe('whose squares scale the correction: Hamilton and most packages, or Phillips & Perron and urca'),
  }),
  output: z.strictObject({
    zTau: number,
    zTauPValue: pValue,
    zTauCriticalValues: criticalValues,
    zAlpha: number,
    zAlphaPValue: pValue,
    coefficient: number,
    standardError: nonNegative,
    lags: z.int(),
    observations: z.int(),
    cautions,
  }),
  example: {
    series: exampleReverting,
    terms: 'c' as const,
    lags: 'automatic' as const,
    scale: 'lagged-levels' as const,
  },
  failures: [...failures, { code: 'unsupported', when: 'current levels with terms n or ctt' }],
  compute: (input) => {
    const test = phillipsPerronTest(input.series, input.terms, input.lags, input.scale)
    return { ...test, zTauCriticalValues: { ...test.zTauCriticalValues }, cautions: [...test.cautions] }
  },
})

/** DF-GLS. */
export const dfGlsOperation = defineOperation({
  name: 'time-series/df-gls-test',
  title: 'DF-GLS test',
  description:
    'The Elliott-Rothenberg-Stock test of a unit root (the null): more powerful near one than Dickey-Fuller.',
  source: 'Elliott, Rothenberg & Stock, Econometrica 64 (1996)',
  input: z.strictObject({ series: timeSeries(8), terms: levelOrTrend, lagChoice }),
  output: z.strictObject({
    statistic: number,
    pValue,
    criticalValues,
    lags: z.int(),
    observations: z.int(),
    cautions,
  }),
  example: { series: exampleReverting, terms: 'c' as const, lagChoice: { lags: 1 } },
  failures,
  compute: (input) => {
    const test = dfGlsTest(input.series, input.terms, input.lagChoice)
    return { ...test, criticalValues: { ...test.criticalValues }, cautions: [...test.cautions] }
  },
})

const tauDistribution = { terms, seriesCount: z.int().min(1).max(12).describe('series: 1 for a unit root test') }

/** MacKinnon's p-values. */
export const mackinnonPValueOperation = defineOperation({
  name: 'time-series/mackinnon-p-value',
  title: 'MacKinnon p-value',
  description: 'Asymptotic p-value of a Dickey-Fuller or Engle-Granger t statistic, for one to six series.',
  source: 'MacKinnon, J. of Business & Economic Statistics 12 (1994)',
  input: z.strictObject({ statistic: number, ...tauDistribution }),
  output: z.strictObject({ pValue }),
  example: { statistic: -3.5, terms: 'c' as const, seriesCount: 1 },
  failures: [{ code: 'unsupported', when: 'more than six series' }],
  compute: (input) => ({ pValue: mackinnonPValue(input.statistic, input.terms, input.seriesCount) }),
})

/** MacKinnon's critical values. */
export const mackinnonCriticalOperation = defineOperation({
  name: 'time-series/mackinnon-critical-values',
  title: 'MacKinnon critical values',
  description:
    'Critical values of Dickey-Fuller and Engle-Granger t statistics at a sample size, for one to twelve series.',
  source: "MacKinnon, Queen's Economics Department Working Paper 1227 (2010)",
  input: z.strictObject({
    ...tauDistribution,
    observations: positive.nullable().describe('in the regression; null for asymptotic values'),
  }),
  output: criticalValues,
  example: { terms: 'c' as const, seriesCount: 2, observations: 250 },
  failures: [{ code: 'unsupported', when: 'more than one series without a constant' }],
  compute: (input) => ({
    ...mackinnonCriticalValues(input.terms, input.observations ?? Infinity, input.seriesCount),
  }),
})
