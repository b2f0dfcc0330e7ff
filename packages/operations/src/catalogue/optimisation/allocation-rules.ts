import { rawWeight, standardRules, weightFunctions, type WeightFunction } from '@tutti/analytics/allocation'
import { kellyPortfolio, scaledToVolatility } from '@tutti/analytics/optimisation'
import { z } from 'zod'
import { defineOperation } from '../operation.ts'
import { plainNumbers } from '../plain-numbers.ts'
import { numbers, positive } from '../value-schemas.ts'
import { covariance, fourAssets, weights } from './market-inputs.ts'

export const kellyOperation = defineOperation({
  name: 'optimisation/kelly',
  title: 'Kelly portfolio',
  description:
    'The growth-optimal weights Σ⁻¹(excess returns), or a fraction of them, with leverage, volatility and the growth rate above cash. Estimated returns make full Kelly too bold: half is common.',
  input: z.strictObject({
    excessReturns: weights.describe('expected returns above cash, per period of the covariance'),
    covariance,
    fraction: positive.max(10).describe('1 for full Kelly'),
  }),
  output: z.strictObject({
    weights: numbers,
    leverage: z.number().describe('sum of the absolute weights'),
    volatility: z.number(),
    growthRate: z.number().describe('expected log growth above cash, per period'),
  }),
  source: 'Kelly (1956); Merton (1969); Thorp (2006)',
  example: {
    excessReturns: [0.06, 0.09],
    covariance: [
      [0.04, 0.01],
      [0.01, 0.09],
    ],
    fraction: 0.5,
  },
  failures: [{ code: 'invalid-input', when: 'the covariance is not positive definite' }],
  compute: ({ excessReturns, covariance: rows, fraction }) => {
    const { weights: held, ...figures } = kellyPortfolio(excessReturns, rows, fraction)
    return { ...figures, weights: plainNumbers(held) }
  },
})

export const volatilityScaledOperation = defineOperation({
  name: 'optimisation/volatility-scaled',
  title: 'Weights scaled to a volatility',
  description: 'Weights times the one factor that gives the portfolio a target volatility.',
  input: z.strictObject({ weights, covariance, targetVolatility: positive.describe('per period of the covariance') }),
  output: z.strictObject({ weights: numbers, scale: z.number() }),
  source: 'Identity: volatility is homogeneous of degree one in the weights',
  example: { weights: [0.25, 0.25, 0.25, 0.25], covariance: fourAssets.covariance, targetVolatility: 0.1 },
  failures: [{ code: 'invalid-input', when: 'the covariance is not positive definite, or the weights have no risk' }],
  compute: (input) => {
    const { weights: scaled, scale } = scaledToVolatility(input.weights, input.covariance, input.targetVolatility)
    return { weights: plainNumbers(scaled), scale }
  },
})

export const allocationRulesOperation = defineOperation({
  name: 'optimisation/allocation-rules',
  title: 'Risky weight by volatility rules',
  description:
    'The weight of a risky asset at realised volatilities v against a target T by four rules: T/v, (T/v)², 1 - k(v - T), and 1/(1 + exp(k(v - T))), each cut to an interval.',
  input: z.strictObject({
    realisedVols: z.array(z.number().positive()).min(1).max(100_000).describe('annual decimals'),
    targetVol: positive.describe('annual decimal'),
    linearSlope: positive.describe('weight lost per unit of volatility above target'),
    sigmoidSlope: positive.describe('steepness per unit of volatility'),
    leastWeight: z.number(),
    mostWeight: z.number(),
  }),
  output: z.strictObject({ inverseVol: numbers, inverseVolSquared: numbers, linearDecay: numbers, sigmoid: numbers }),
  source: 'The weight functions of the dynamic asset allocation workflow; Moreira & Muir (2017) for the squared one',
  example: {
    realisedVols: [0.08, 0.12, 0.25],
    targetVol: 0.12,
    linearSlope: 4,
    sigmoidSlope: 25,
    leastWeight: 0,
    mostWeight: 1,
  },
  compute: (input) => {
    const rules = { ...standardRules, linearSlope: input.linearSlope, sigmoidSlope: input.sigmoidSlope }
    const by = (weightFunction: WeightFunction): number[] =>
      input.realisedVols.map((vol) => {
        const raw = rawWeight({ ...unused, weightFunction, targetVolatility: input.targetVol }, rules, vol)
        return Math.max(input.leastWeight, Math.min(input.mostWeight, raw))
      })
    const [inverseVol, inverseVolSquared, linearDecay, sigmoid] = weightFunctions.map(by)
    return { inverseVol, inverseVolSquared, linearDecay, sigmoid }
  },
})

/** What a strategy says besides its weight function, which these rules do not read. */
const unused = { windowMonths: 1, riskAversion: 1, costBp: 0 }
