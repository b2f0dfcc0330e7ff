import { chowDenningTest, stationarityAssessment } from '@tutti/analytics/time-series'
import { z } from 'zod'
import { defineOperation } from '../operation.ts'
import { nonNegative, number, positive } from '../value-schemas.ts'
import { cautions, exampleReverting, exampleWalk, pValue, timeSeries } from './series-schemas.ts'

/** Unit root and stationarity tests read together. */
export const stationarityOperation = defineOperation({
  name: 'time-series/stationarity-verdict',
  title: 'Stationarity verdict',
  description:
    'Dickey-Fuller and Phillips-Perron tests (null: unit root) read against KPSS (null: stationary), as one verdict with its reasons.',
  source: 'Maddala & Kim, Unit Roots, Cointegration and Structural Change (1998), section 4.7',
  input: z.strictObject({
    series: timeSeries(12),
    terms: z.enum(['c', 'ct']).describe('around a level, or a linear trend'),
    significance: z.number().gt(0).lt(0.5).default(0.05),
  }),
  output: z.strictObject({
    verdict: z
      .enum(['stationary', 'unit-root', 'undecided', 'contradictory', 'unit-root-tests-split'])
      .describe('undecided: nothing is rejected; contradictory: both nulls are, as by long memory or a break'),
    adf: z.strictObject({ statistic: number, pValue, lags: z.int() }),
    phillipsPerron: z.strictObject({ statistic: number, pValue, lags: z.int() }),
    kpss: z.strictObject({ statistic: number, pValue, lags: z.int() }),
    observations: z.int(),
    cautions,
  }),
  example: { series: exampleReverting, terms: 'c' as const, significance: 0.05 },
  failures: [{ code: 'not-applicable', when: 'the series is constant, or follows its own past exactly' }],
  compute: (input) => {
    const {
      verdict,
      adf,
      phillipsPerron,
      kpss,
      observations,
      cautions: notes,
    } = stationarityAssessment(input.series, input.terms, input.significance)
    return {
      verdict,
      adf: { statistic: adf.statistic, pValue: adf.pValue, lags: adf.lags },
      phillipsPerron: {
        statistic: phillipsPerron.zTau,
        pValue: phillipsPerron.zTauPValue,
        lags: phillipsPerron.lags,
      },
      kpss: { statistic: kpss.statistic, pValue: kpss.pValue, lags: kpss.lags },
      observations,
      cautions: [...notes],
    }
  },
})

/** A joint variance ratio test. */
export const chowDenningOperation = defineOperation({
  name: 'time-series/chow-denning-test',
  title: 'Joint variance ratio test',
  description:
    'Chow and Denning test that variance ratios at several horizons are all one (a random walk), robust to changing variances, with a wild-bootstrap p-value.',
  source: 'Chow & Denning, J. of Econometrics 58 (1993); Kim, Economics Letters 92 (2006)',
  input: z.strictObject({
    logPrices: z.array(number).min(5).max(20_000),
    horizons: z.array(z.int().min(2).max(1000)).min(1).max(20).describe('periods; each at most half the changes'),
    replications: z.int().min(1).max(10_000).default(500),
    seed: z.int().nonnegative(),
  }),
  output: z.strictObject({
    statistic: nonNegative,
    pValue: pValue.describe('an upper bound by the maximum modulus of independent normals'),
    bootstrapPValue: pValue,
    bootstrapStandardError: nonNegative,
    replications: z.int(),
    ratios: z.array(
      z.strictObject({ q: z.int(), varianceRatio: nonNegative, zHomoskedastic: number, zHeteroskedastic: number }),
    ),
    observations: positive.describe('changes'),
  }),
  example: { logPrices: exampleWalk, horizons: [2, 4, 8], replications: 200, seed: 1 },
  failures: [{ code: 'not-applicable', when: 'all changes are equal' }],
  cost: 'medium',
  compute: (input) => {
    const test = chowDenningTest(input.logPrices, input.horizons, input.replications, input.seed)
    return { ...test, ratios: test.ratios.map((ratio) => ({ ...ratio })) }
  },
})
