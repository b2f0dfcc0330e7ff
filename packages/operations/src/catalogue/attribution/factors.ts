import { type FactorTerm, holdingsFactorAttribution, returnsFactorAttribution } from '@tutti/analytics/attribution'
import { z } from 'zod'
import { defineOperation } from '../operation.ts'
import { nullableNumber, number, openProbability } from '../value-schemas.ts'
import { cautions, column, residual } from './attribution-schemas.ts'

/** Factor effects from holdings. */
export const holdingsFactorOperation = defineOperation({
  name: 'attribution/factors-of-holdings',
  title: 'Factor attribution from holdings',
  description: 'Active return as active factor exposures times factor returns, and what is specific to holdings.',
  source:
    'Grinold & Kahn, Active Portfolio Management (2000), ch. 17; Menchero & Poduri, Financial Analysts J. 64 (2008)',
  input: z.strictObject({
    portfolioWeights: column,
    benchmarkWeights: column,
    exposures: z.array(column).min(1).max(20_000).describe('[holding][factor]; sectors are exposures of 0 and 1'),
    factorReturns: column.describe('of the period, decimals'),
    returns: column.describe('of the holdings, simple'),
  }),
  output: z.strictObject({
    portfolioExposures: column,
    benchmarkExposures: column,
    activeExposures: column,
    factorEffects: column,
    specificEffects: column,
    factorTotal: number,
    specificTotal: number,
    portfolioReturn: number,
    benchmarkReturn: number,
    activeReturn: number,
    residual,
  }),
  example: {
    portfolioWeights: [0.5, 0.5, 0],
    benchmarkWeights: [0.3, 0.3, 0.4],
    exposures: [
      [1.1, 0.4],
      [0.8, -0.2],
      [1, 0.1],
    ],
    factorReturns: [0.012, -0.004],
    returns: [0.015, 0.011, 0.009],
  },
  compute: (holdings) => {
    const result = holdingsFactorAttribution(holdings)
    return {
      ...result,
      portfolioExposures: [...result.portfolioExposures],
      benchmarkExposures: [...result.benchmarkExposures],
      activeExposures: [...result.activeExposures],
      factorEffects: [...result.factorEffects],
      specificEffects: [...result.specificEffects],
    }
  },
})

const term = z.strictObject({
  coefficient: number,
  standardError: number,
  tStatistic: nullableNumber.describe('null where the standard error is 0'),
  interval: z.tuple([number, number]),
  meanContribution: number.describe('per period; of all terms together, the mean return'),
  meanContributionError: number,
  compoundedContribution: number.describe('with specificCompounded, they add up to the compounded return'),
})
const plainTerm = (of: FactorTerm): z.infer<typeof term> => ({ ...of, interval: [of.interval[0], of.interval[1]] })

/** Factor effects from returns. */
export const returnsFactorOperation = defineOperation({
  name: 'attribution/factors-of-returns',
  title: 'Factor attribution from returns',
  description:
    'Returns regressed on factor returns (Carhart and the like) with Newey-West errors (variance times n / (n - k), k coefficients with alpha), and the mean and compounded return as alpha, factors and specific return.',
  source: 'Carhart, J. Finance 52 (1997); Newey & West, Econometrica 55 (1987)',
  input: z.strictObject({
    returns: z.array(number).min(3).max(20_000).describe('in excess of cash, or active; simple, decimals'),
    factorReturns: z.array(z.array(number).min(1).max(100)).min(3).max(20_000).describe('[period][factor]'),
    lags: z.int().min(0).max(1000).describe('autocovariances in the errors, Bartlett weights'),
    confidence: openProbability.describe('of the intervals'),
  }),
  output: z.strictObject({
    alpha: term,
    factors: z.array(term),
    specificCompounded: number,
    compoundedReturn: number,
    meanReturn: number,
    rSquared: nullableNumber,
    residualStandardError: number,
    observations: z.int(),
    degreesOfFreedom: z.int(),
    cautions,
  }),
  example: {
    returns: [0.011, -0.004, 0.02, 0.007, -0.013, 0.016, 0.003, 0.009],
    factorReturns: [[0.01], [-0.006], [0.017], [0.005], [-0.012], [0.013], [0.004], [0.007]],
    lags: 1,
    confidence: 0.95,
  },
  failures: [{ code: 'not-applicable', when: 'factors are collinear, or a return is -100 % or less' }],
  compute: ({ returns, factorReturns, lags, confidence }) => {
    const result = returnsFactorAttribution(returns, factorReturns, { lags, confidence })
    return {
      ...result,
      alpha: plainTerm(result.alpha),
      factors: result.factors.map(plainTerm),
      cautions: [...result.cautions],
    }
  },
})
