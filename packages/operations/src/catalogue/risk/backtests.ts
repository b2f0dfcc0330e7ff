import { expectedShortfallTest, timeUntilFirstFailureTest, trafficLight } from '@tutti/analytics/risk'
import { z } from 'zod'
import { defineOperation } from '../operation.ts'
import { nonNegative, nullableNumber, number, openProbability, series, wholeFrom } from '../value-schemas.ts'

/** The day of the first exception. */
export const firstFailureOperation = defineOperation({
  name: 'risk/first-failure-test',
  title: 'Time until first failure',
  description: 'Whether the day of the first VaR exception fits the probability of exceptions.',
  source: 'Kupiec, J. of Derivatives 3 (1995)',
  input: z.strictObject({
    firstException: wholeFrom(1).describe('day of the first exception, from 1'),
    probability: openProbability.describe('of an exception: 0.01 for a 99 % VaR'),
  }),
  output: z.strictObject({ likelihoodRatio: nonNegative, pValue: nonNegative }),
  example: { firstException: 12, probability: 0.01 },
  compute: (input) => ({ ...timeUntilFirstFailureTest(input.firstException, input.probability) }),
})

/** Basel's zones. */
export const trafficLightOperation = defineOperation({
  name: 'risk/traffic-light',
  title: 'Basel traffic light',
  description:
    'Zone of a number of VaR exceptions for any number of days and confidence, by the binomial distribution.',
  source: 'Basel Committee, Supervisory framework for the use of backtesting (1996)',
  input: z.strictObject({ exceptions: wholeFrom(0), observations: wholeFrom(1), probability: openProbability }),
  output: z.strictObject({
    zone: z.enum(['green', 'yellow', 'red']),
    cumulativeProbability: number,
    yellowFrom: z.int(),
    redFrom: z.int(),
  }),
  example: { exceptions: 6, observations: 250, probability: 0.01 },
  compute: (input) => ({ ...trafficLight(input.exceptions, input.observations, input.probability) }),
})

/** Backtest of expected shortfall. */
export const expectedShortfallTestOperation = defineOperation({
  name: 'risk/expected-shortfall-test',
  title: 'Backtest of expected shortfall',
  description:
    'First two statistics of Acerbi and Szekely, 0 expected and negative where the shortfall was understated, with simulated p values.',
  source: 'Acerbi & Székely, Risk 27 (2014)',
  input: z.strictObject({
    losses: series.describe('losses positive, by day'),
    valueAtRisk: series.describe('forecast for each day'),
    expectedShortfall: series.describe('forecast for each day'),
    confidence: openProbability.describe('of the forecasts'),
    degreesOfFreedom: z.number().gt(2).optional().describe('of the Student t forecasts; normal when left out'),
    scenarios: z.int().min(100).max(1_000_000),
    seed: z.int().min(0).max(Number.MAX_SAFE_INTEGER),
  }),
  output: z.strictObject({
    exceptions: z.int(),
    z1: nullableNumber.describe('null without exceptions'),
    z2: number,
    z1PValue: nullableNumber,
    z2PValue: nonNegative,
  }),
  example: {
    losses: [0.4, -1.1, 0.9, 2.3, -0.6, 1.2, -1.9, 0.3, 0.8, -0.2],
    valueAtRisk: [1.6, 1.6, 1.6, 1.6, 1.6, 1.7, 1.7, 1.7, 1.7, 1.7],
    expectedShortfall: [2.1, 2.1, 2.1, 2.1, 2.1, 2.2, 2.2, 2.2, 2.2, 2.2],
    confidence: 0.95,
    scenarios: 500,
    seed: 3,
  },
  cost: 'medium',
  compute: ({ losses, valueAtRisk, expectedShortfall, ...options }) => ({
    ...expectedShortfallTest({ losses, valueAtRisk, expectedShortfall }, options),
  }),
})
