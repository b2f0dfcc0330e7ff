import {
  componentTailRisk,
  expectedShortfallContributions,
  incrementalValuesAtRisk,
  riskContributions,
} from '@tutti/analytics/risk'
import { covarianceMatrix, matrixColumns, mean } from '@tutti/analytics/statistics'
import { z } from 'zod'
import { defineOperation } from '../operation.ts'
import { matrix, nonNegative, number, openProbability, series } from '../value-schemas.ts'

const covariance = matrix.describe('square, symmetric, positive semidefinite')
const exampleCovariance = [
  [0.0324, 0.0054],
  [0.0054, 0.0064],
]

/** Euler contributions to the volatility. */
export const riskContributionsOperation = defineOperation({
  name: 'risk/volatility-contributions',
  title: 'Volatility contributions',
  description:
    'Volatility of a portfolio, what each position adds to it, diversification ratio and effective number of bets.',
  source: 'Tasche (1999); Choueifaty & Coignard (2008)',
  input: z.strictObject({ weights: series, covariance }),
  output: z.strictObject({
    volatility: nonNegative,
    marginal: series,
    contributions: series.describe('they add up to the volatility'),
    shares: series.describe('they add up to 1'),
    diversificationRatio: number,
    effectiveNumberOfBets: number,
  }),
  example: { weights: [0.6, 0.4], covariance: exampleCovariance },
  compute: ({ weights, covariance: rows }) => {
    const parts = riskContributions(weights, rows)
    return {
      ...parts,
      marginal: [...parts.marginal],
      contributions: [...parts.contributions],
      shares: [...parts.shares],
    }
  },
})

/** Euler components of normal VaR and expected shortfall. */
export const componentTailRiskOperation = defineOperation({
  name: 'risk/component-tail-risk',
  title: 'Components of normal VaR and expected shortfall',
  description:
    'Normal VaR and expected shortfall of a portfolio, their Euler components, and the change of VaR by each position; from moments, or from the sample moments of returns.',
  source: 'Garman, Taking VaR to pieces, Risk 10 (1997); Tasche (1999)',
  input: z.union([
    z.strictObject({ weights: series, confidence: openProbability, covariance, expectedReturns: series }),
    z.strictObject({
      weights: series,
      confidence: openProbability,
      returns: matrix.describe('periods by positions; sample covariance (n - 1) and means'),
    }),
  ]),
  output: z.strictObject({
    valueAtRisk: number,
    expectedShortfall: number,
    componentValueAtRisk: series,
    componentExpectedShortfall: series,
    shares: series.describe('components of the VaR as shares of it'),
    incrementalValueAtRisk: z
      .array(z.number().nullable())
      .describe(
        'VaR less VaR without the position, the other weights scaled to the same sum; null where the weights of all or of the others add up to zero, so that they cannot be scaled; empty for one position',
      ),
  }),
  example: { weights: [0.6, 0.4], confidence: 0.99, covariance: exampleCovariance, expectedReturns: [0.06, 0.02] },
  compute: (input) => {
    const portfolio = {
      weights: input.weights,
      covariance: 'returns' in input ? covarianceMatrix(input.returns, 'sample') : input.covariance,
      expectedReturns: 'returns' in input ? matrixColumns(input.returns).map(mean) : input.expectedReturns,
    }
    const parts = componentTailRisk(portfolio, input.confidence)
    return {
      valueAtRisk: parts.valueAtRisk,
      expectedShortfall: parts.expectedShortfall,
      componentValueAtRisk: [...parts.componentValueAtRisk],
      componentExpectedShortfall: [...parts.componentExpectedShortfall],
      shares: [...parts.shares],
      incrementalValueAtRisk: input.weights.length > 1 ? incrementalValuesAtRisk(portfolio, input.confidence) : [],
    }
  },
})

/** What each position adds to the historical expected shortfall. */
export const expectedShortfallContributionsOperation = defineOperation({
  name: 'risk/expected-shortfall-contributions',
  title: 'Historical expected shortfall contributions',
  description:
    'Historical expected shortfall of a portfolio over equally likely scenarios, and what each position adds to it.',
  source: 'Tasche (1999); Acerbi & Tasche (2002)',
  input: z.strictObject({
    returns: matrix.describe('scenarios by positions'),
    weights: series,
    confidence: openProbability,
  }),
  output: z.strictObject({
    expectedShortfall: number,
    contributions: series,
    tailScenarios: z.array(z.int().nonnegative()).describe('indices from 0, ascending'),
  }),
  example: {
    returns: [
      [0.01, 0.002],
      [-0.03, 0.004],
      [0.02, -0.001],
      [-0.05, -0.006],
    ],
    weights: [0.6, 0.4],
    confidence: 0.5,
  },
  compute: (input) => {
    const parts = expectedShortfallContributions(input.returns, input.weights, input.confidence)
    return {
      expectedShortfall: parts.expectedShortfall,
      contributions: [...parts.contributions],
      tailScenarios: [...parts.tailScenarios],
    }
  },
})
