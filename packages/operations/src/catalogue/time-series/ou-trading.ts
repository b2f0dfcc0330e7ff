import { bestReturnPlan, bestSharpePlan, ouStopping, ouTradePlan } from '@tutti/analytics/time-series'
import { z } from 'zod'
import { defineOperation } from '../operation.ts'
import { nonNegative, nullableNumber, number, positive } from '../value-schemas.ts'

const process = {
  speed: positive.describe('of mean reversion, per unit of time'),
  mean: number,
  sigma: positive.describe('per root of the unit of time'),
}
const plan = z.strictObject({
  entry: number.describe('buy at it'),
  exit: number.describe('sell at it'),
  gainPerTrade: number.describe('of a round trip, after cost'),
  expectedHolding: positive.describe('units of time from entry to exit'),
  expectedCycle: positive.describe('units of time from entry to the next'),
  cycleDeviation: nonNegative,
  tradesPerTime: positive,
  returnPerTime: number,
  variancePerTime: positive,
  sharpe: number.describe('against the benchmark, per root of the unit of time'),
})
const cost = nonNegative.describe(
  'of a round trip, in the units of the process; above 0: without it the best levels meet at the mean',
)
const example = { speed: 180.967, mean: 0, sigma: 0.1538 }
const notApplicable = {
  code: 'not-applicable',
  when: 'a level lies more than 8 stationary deviations from the mean',
} as const

/** Given levels. */
export const ouTradePlanOperation = defineOperation({
  name: 'time-series/ou-trade-plan',
  title: 'Trade expectancy of a mean-reverting spread',
  description:
    'Gain, length and long-run return and Sharpe ratio of trading a spread between two given levels, with costs.',
  source: 'Bertram, Physica A 389 (2010)',
  input: z.strictObject({
    ...process,
    entry: number,
    exit: number,
    cost: nonNegative.describe('of a round trip'),
    benchmark: number.default(0).describe('return per unit of time'),
  }),
  output: plan,
  example: { ...example, entry: -0.005, exit: 0.005, cost: 0.001, benchmark: 0 },
  failures: [notApplicable],
  compute: ({ entry, exit, cost: roundTrip, benchmark, ...of }) => ({
    ...ouTradePlan(of, entry, exit, roundTrip, benchmark),
  }),
})

/** The best levels. */
export const ouOptimalLevelsOperation = defineOperation({
  name: 'time-series/ou-optimal-levels',
  title: 'Optimal entry and exit of a mean-reverting spread',
  description:
    'Entry below the mean and exit above it that bring the most return, or the best Sharpe ratio, per unit of time with costs.',
  source: 'Bertram, Physica A 389 (2010), section 4',
  input: z.discriminatedUnion('objective', [
    z.strictObject({ ...process, cost, objective: z.literal('return') }),
    z.strictObject({
      ...process,
      cost,
      objective: z.literal('sharpe'),
      benchmark: positive.describe('return per unit of time'),
    }),
  ]),
  output: plan,
  example: { ...example, cost: 0.001, objective: 'return' as const },
  failures: [
    {
      code: 'not-applicable',
      when: 'the cost is so large that the best levels lie beyond 8 stationary deviations',
    },
    { code: 'invalid-input', when: 'the cost is 0: the best levels would meet at the mean' },
    { code: 'infeasible', when: 'no levels earn the benchmark' },
  ],
  cost: 'medium',
  compute: (input) => {
    const of = { speed: input.speed, mean: input.mean, sigma: input.sigma }
    return {
      ...(input.objective === 'return'
        ? bestReturnPlan(of, input.cost)
        : bestSharpePlan(of, input.cost, input.benchmark)),
    }
  },
})

/** Optimal stopping. */
export const ouStoppingOperation = defineOperation({
  name: 'time-series/ou-optimal-stopping',
  title: 'Optimal stopping of a mean-reverting spread',
  description: 'When to buy once and sell once at the highest expected discounted gain, with costs of both.',
  source: 'Leung & Li, Int. J. of Theoretical and Applied Finance 18(3) (2015)',
  input: z.strictObject({
    ...process,
    buyCost: nonNegative,
    sellCost: nonNegative,
    rate: positive.describe('of discount, per unit of time'),
    level: number.describe('of the process now'),
  }),
  output: z.strictObject({
    exit: number.describe('sell at or above it'),
    entry: nullableNumber.describe('buy at or below it; null where that never pays'),
    holdingValue: number.describe('of the position now'),
    waitingValue: nonNegative.describe('of the right to buy'),
  }),
  example: { speed: 8, mean: 0.3, sigma: 0.3, buyCost: 0.02, sellCost: 0.02, rate: 0.05, level: 0.3 },
  failures: [
    { code: 'calculation-failed', when: 'the best exit lies more than 30 stationary deviations from the mean' },
  ],
  cost: 'medium',
  compute: ({ buyCost, sellCost, rate, level, ...of }) => ({ ...ouStopping(of, { buyCost, sellCost }, rate, level) }),
})
