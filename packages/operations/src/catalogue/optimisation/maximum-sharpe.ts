import { frontierAnalytics, frontierVariance, highestSharpe } from '@tutti/analytics/optimisation'
import { z } from 'zod'
import { defineOperation } from '../operation.ts'
import { plainNumbers } from '../plain-numbers.ts'
import { nullableNumber, numbers } from '../value-schemas.ts'
import { limitsSchema, portfolioLimits } from './limits-schema.ts'
import { covariance, expectedReturns, fourAssets, quadraticFailures } from './market-inputs.ts'
import { plainOutcome, portfolioOutcomeSchema } from './portfolio-outcome-schema.ts'

const riskFree = z.number().describe('risk-free rate over the period of the covariance, decimal')

export const maximumSharpeOperation = defineOperation({
  name: 'optimisation/maximum-sharpe',
  title: 'Maximum Sharpe ratio portfolio',
  description:
    'The weights of highest Sharpe ratio within limits (objective: the ratio; weights that do not add up to 1 are financed at the risk-free rate), with binding limits priced and risk contributions; limits that cannot be met are explained.',
  input: z.strictObject({ expectedReturns, covariance, riskFree, limits: limitsSchema }),
  output: portfolioOutcomeSchema,
  source: 'Sharpe (1966); Cornuejols & Tütüncü (2007), Optimization Methods in Finance, 8.2; Markowitz (1959)',
  example: { ...fourAssets, riskFree: 0.02 },
  failures: [
    ...quadraticFailures,
    { code: 'not-applicable', when: 'no portfolio within the limits earns more than the risk-free rate' },
  ],
  compute: ({ limits, riskFree: rate, ...rest }) =>
    plainOutcome(highestSharpe({ ...rest, limits: portfolioLimits(limits, rest.covariance.length) }, rate)),
})

export const frontierAnalyticsOperation = defineOperation({
  name: 'optimisation/frontier-analytics',
  title: 'Frontier in closed form',
  description:
    'The constants, the minimum variance and tangency portfolios, and the variance at given returns of the frontier of fully invested portfolios without other limits.',
  input: z.strictObject({
    expectedReturns,
    covariance,
    riskFree,
    returns: z.array(z.number()).max(1000).optional().describe('returns at which the frontier variance is wanted'),
  }),
  output: z.strictObject({
    a: z.number().describe("1'Σ⁻¹μ"),
    b: z.number().describe("μ'Σ⁻¹μ"),
    c: z.number().describe("1'Σ⁻¹1"),
    d: z.number().describe('bc - a²; zero where all expected returns are the same'),
    minimumVarianceWeights: numbers,
    minimumVariance: z.number(),
    minimumVarianceReturn: z.number(),
    tangencyWeights: z.array(z.number()).nullable().describe('null where the tangency portfolio has no finite weights'),
    highestSharpe: z.number(),
    variances: z.array(nullableNumber).describe('at each of `returns`; null where no portfolio has it'),
  }),
  source: 'Merton (1972), An analytic derivation of the efficient portfolio frontier, JFQA 7',
  example: {
    expectedReturns: fourAssets.expectedReturns,
    covariance: fourAssets.covariance,
    riskFree: 0.02,
    returns: [0.07, 0.09],
  },
  failures: [{ code: 'invalid-input', when: 'the covariance is not positive definite' }],
  compute: (input) => {
    const frontier = frontierAnalytics(input.expectedReturns, input.covariance, input.riskFree)
    return {
      ...frontier,
      minimumVarianceWeights: plainNumbers(frontier.minimumVarianceWeights),
      tangencyWeights: frontier.tangencyWeights === null ? null : plainNumbers(frontier.tangencyWeights),
      variances: (input.returns ?? []).map((value) => frontierVariance(frontier, value)),
    }
  },
})
