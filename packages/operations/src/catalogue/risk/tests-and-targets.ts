import { christoffersenTest, durationConvexityChange, kupiecTest, targetShortfall } from '@tutti/analytics/risk'
import { z } from 'zod'
import { defineOperation } from '../operation.ts'
import { nonNegative, nullableNumber, number, openProbability, positive, series, wholeFrom } from '../value-schemas.ts'

const likelihoodRatioTest = z.strictObject({ likelihoodRatio: number, pValue: number })

/** Kupiec's test of the number of exceptions. */
export const kupiecOperation = defineOperation({
  name: 'risk/kupiec-test',
  title: 'Kupiec test of VaR exceptions',
  description: 'Proportion-of-failures test of a VaR, and the Basel zone for 250 days at 99 %.',
  source: 'Kupiec, J. of Derivatives 3 (1995); Basel Committee (1996)',
  input: z.strictObject({
    exceptions: wholeFrom(0),
    observations: wholeFrom(1),
    probability: openProbability.describe('of an exception: 0.01 for a 99 % VaR'),
  }),
  output: z.strictObject({
    likelihoodRatio: number,
    pValue: number,
    baselZone: z.enum(['green', 'yellow', 'red']).nullable(),
  }),
  example: { exceptions: 6, observations: 250, probability: 0.01 },
  compute: (input) => kupiecTest(input.exceptions, input.observations, input.probability),
})

/** Christoffersen's tests of the order of exceptions. */
export const christoffersenOperation = defineOperation({
  name: 'risk/christoffersen-test',
  title: 'Christoffersen test of VaR exceptions',
  description: 'Whether VaR exceptions are independent, and independent in the right number.',
  source: 'Christoffersen, International Economic Review 39 (1998)',
  input: z.strictObject({
    hits: z
      .array(z.union([z.literal(0), z.literal(1)]))
      .min(2)
      .describe('1 for an exception, in time order'),
    probability: openProbability,
  }),
  output: z.strictObject({
    transitionCounts: z.array(z.int()).length(4).describe('0 to 0, 0 to 1, 1 to 0, 1 to 1'),
    independence: likelihoodRatioTest,
    conditionalCoverage: likelihoodRatioTest,
  }),
  example: { hits: [0, 0, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0], probability: 0.1 },
  compute: (input) => {
    const result = christoffersenTest(input.hits, input.probability)
    return { ...result, transitionCounts: [...result.transitionCounts] }
  },
})

/** How far outcomes fall short of a target. */
export const targetShortfallOperation = defineOperation({
  name: 'risk/target-shortfall',
  title: 'Shortfall below a target',
  description: 'How often and how far equally likely outcomes fall short of a target, in their unit.',
  source: 'Fishburn, American Economic Review 67 (1977)',
  input: z.strictObject({ values: series, target: number }),
  output: z.strictObject({
    probability: nonNegative,
    expectedAmount: nonNegative.describe('over all outcomes'),
    conditionalAmount: nullableNumber.describe('given that there is one'),
  }),
  example: { values: [88, 97, 104, 112, 93], target: 95 },
  compute: (input) => targetShortfall(input.values, input.target),
})

/** A bond's price change to second order. */
export const durationConvexityOperation = defineOperation({
  name: 'risk/duration-convexity-change',
  title: 'Price change by duration and convexity',
  description: 'Second-order change of a price for a parallel shock of the yield.',
  source: 'Fabozzi, Fixed Income Mathematics (2006)',
  input: z.strictObject({
    price: positive,
    modifiedDuration: number.describe('years'),
    convexity: number.describe('years squared'),
    yieldShock: number.describe('decimal'),
  }),
  output: z.strictObject({ priceChange: number }),
  example: { price: 98.5, modifiedDuration: 7.2, convexity: 62, yieldShock: 0.01 },
  compute: (input) => ({
    priceChange: durationConvexityChange(input.price, input.modifiedDuration, input.convexity, input.yieldShock),
  }),
})
