import { uniformStream } from '@tutti/analytics/random'
import {
  deltaGammaLoss,
  expectedShortfallBootstrap,
  expectedShortfallInterval,
  historicalSimulation,
  parametricTailInterval,
  simulatedTailRisk,
  valueAtRiskInterval,
} from '@tutti/analytics/risk'
import { z } from 'zod'
import { defineOperation } from '../operation.ts'
import { matrix, nonNegative, number, openProbability, positive, series, wholeFrom } from '../value-schemas.ts'

const interval = z.strictObject({
  estimate: number,
  standardError: nonNegative,
  lower: number,
  upper: number,
  level: openProbability,
})
const orderStatisticInterval = z.strictObject({
  estimate: number,
  lower: number,
  upper: number,
  level: openProbability,
  coverage: number.describe('of the interval for independent losses; below the level where the sample is too short'),
  lowerRank: z.int(),
  upperRank: z.int(),
})
const level = openProbability.describe('coverage of the intervals, such as 0.95')
const seed = z.int().min(0).max(Number.MAX_SAFE_INTEGER)
const bootstrapStream = 9_104

const method = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('plain') }),
  z.strictObject({ kind: z.literal('age-weighted'), decay: openProbability.describe('a period, such as 0.98') }),
  z.strictObject({
    kind: z.literal('filtered'),
    decay: openProbability.describe('of the exponentially weighted variance, such as 0.94'),
    warmUp: wholeFrom(10).describe('first losses, which only start the variance'),
  }),
])

const exampleLosses = [
  0.4, -1.1, 0.9, 2.3, -0.6, 1.2, -1.9, 0.3, 0.8, -0.2, 1.5, -0.7, 3.1, -1.4, 0.6, 0.1, -0.9, 1.8, -0.3, 0.5, -1.2, 0.7,
  2.6, -0.4, 1.1, -2.1, 0.2, 0.9, -0.8, 1.6,
]

/** Historical VaR and expected shortfall with intervals. */
export const historicalSimulationOperation = defineOperation({
  name: 'risk/historical-simulation',
  title: 'Historical simulation with intervals',
  description:
    'VaR (lower quantile) and expected shortfall of past losses: plain, age-weighted or filtered by volatility. Plain and filtered ones have the order-statistic interval of the VaR, and for the shortfall the asymptotic and a bootstrap interval.',
  source:
    'Hull & White, J. of Risk 1 (1998); Boudoukh, Richardson & Whitelaw, Risk 11 (1998); Manistre & Hancock, NAAJ 9 (2005)',
  input: z.strictObject({
    losses: series.describe('losses positive, oldest first'),
    confidence: openProbability,
    method,
    level,
    bootstrap: z
      .strictObject({
        samples: wholeFrom(100),
        meanBlock: positive.describe('mean block length in periods; 1 for independent losses'),
        seed,
      })
      .optional(),
  }),
  output: z.strictObject({
    valueAtRisk: number.describe('loss positive'),
    expectedShortfall: number.describe('loss positive'),
    volatilityRatio: positive.describe('of the next period to the sample, when filtered'),
    valueAtRiskInterval: orderStatisticInterval.nullable().describe('null when weighted by age'),
    expectedShortfallInterval: interval.nullable().describe('null when weighted by age'),
    expectedShortfallBootstrap: interval.nullable().describe('null without bootstrap or when weighted by age'),
  }),
  example: {
    losses: exampleLosses,
    confidence: 0.9,
    method: { kind: 'filtered' as const, decay: 0.94, warmUp: 10 },
    level: 0.9,
    bootstrap: { samples: 200, meanBlock: 2, seed: 1 },
  },
  cost: 'medium',
  failures: [{ code: 'not-applicable', when: 'the tail has fewer than two losses or a filtered variance is zero' }],
  compute: ({ losses, confidence, method: chosen, level: coverage, bootstrap }) => {
    const simulation = historicalSimulation(losses, confidence, chosen)
    const equallyLikely = chosen.kind !== 'age-weighted'
    const scenarios = simulation.scenarioLosses
    return {
      valueAtRisk: simulation.valueAtRisk,
      expectedShortfall: simulation.expectedShortfall,
      volatilityRatio: simulation.volatilityRatio,
      valueAtRiskInterval: equallyLikely ? { ...valueAtRiskInterval(scenarios, confidence, coverage) } : null,
      expectedShortfallInterval: equallyLikely
        ? { ...expectedShortfallInterval(scenarios, confidence, coverage) }
        : null,
      expectedShortfallBootstrap:
        equallyLikely && bootstrap !== undefined
          ? {
              ...expectedShortfallBootstrap(scenarios, confidence, {
                level: coverage,
                samples: bootstrap.samples,
                meanBlock: bootstrap.meanBlock,
                uniform: uniformStream(bootstrap.seed, bootstrapStream, 0),
              }),
            }
          : null,
    }
  },
})

/** Parametric VaR and expected shortfall with intervals. */
export const parametricTailIntervalOperation = defineOperation({
  name: 'risk/parametric-tail-interval',
  title: 'Parametric VaR and expected shortfall with intervals',
  description:
    'VaR and expected shortfall of a normal or Student t return whose mean and standard deviation were estimated, with their intervals by the delta method.',
  source: 'McNeil, Frey & Embrechts, Quantitative Risk Management (2015), 2.3',
  input: z.strictObject({
    mean: number,
    standardDeviation: nonNegative,
    degreesOfFreedom: z.number().gt(4).optional().describe('of Student t, known; a normal when left out'),
    confidence: openProbability,
    observations: wholeFrom(2).describe('independent returns that the moments come from'),
    level,
  }),
  output: z.strictObject({ valueAtRisk: interval, expectedShortfall: interval }),
  example: { mean: 0.0004, standardDeviation: 0.011, confidence: 0.99, observations: 500, level: 0.95 },
  compute: ({ confidence, observations, level: coverage, ...moments }) => {
    const result = parametricTailInterval(moments, confidence, observations, coverage)
    return { valueAtRisk: { ...result.valueAtRisk }, expectedShortfall: { ...result.expectedShortfall } }
  },
})

/** Simulated VaR and expected shortfall of a delta-gamma position. */
export const simulatedTailRiskOperation = defineOperation({
  name: 'risk/simulated-tail-risk',
  title: 'Simulated VaR and expected shortfall',
  description:
    'VaR and expected shortfall, with intervals, of a position with deltas and gammas whose factors move jointly as normals or Student t; seeded.',
  source: 'Glasserman, Monte Carlo Methods in Financial Engineering (2003), chapter 9',
  input: z.strictObject({
    deltas: series.describe('money for a unit move of each factor'),
    gammas: matrix.optional().describe('symmetric, money for unit moves squared'),
    means: series,
    covariance: matrix,
    degreesOfFreedom: z.number().gt(2).optional(),
    confidence: openProbability,
    scenarios: z.int().min(100).max(5_000_000),
    seed,
    level,
  }),
  output: z.strictObject({ valueAtRisk: orderStatisticInterval, expectedShortfall: interval }),
  example: {
    deltas: [1.2e6, -0.4e6],
    gammas: [
      [2e6, 0],
      [0, 1e6],
    ],
    means: [0, 0],
    covariance: [
      [0.0001, 0.00002],
      [0.00002, 0.00005],
    ],
    confidence: 0.99,
    scenarios: 5000,
    seed: 7,
    level: 0.95,
  },
  cost: 'medium',
  compute: ({ deltas, gammas, means, covariance, degreesOfFreedom, level: coverage, ...rest }) => {
    const result = simulatedTailRisk({ means, covariance, degreesOfFreedom }, deltaGammaLoss(deltas, gammas), {
      ...rest,
      level: coverage,
    })
    return { valueAtRisk: { ...result.valueAtRisk }, expectedShortfall: { ...result.expectedShortfall } }
  },
})
