import { annuityExceedsValue, survivorCount, survivorFund } from '@tutti/analytics/actuarial'
import { normalQuantile } from '@tutti/analytics/math'
import { z } from 'zod'
import { defineOperation } from '../operation.ts'
import { nonNegative, number, openProbability, positive } from '../value-schemas.ts'
import {
  annuityFields,
  annuityOf,
  exampleMortality,
  interestCurveOf,
  interestFields,
  lifeFields,
  lifeOfInput,
} from './actuarial-inputs.ts'

const source = 'Dickson, Hardy & Waters, Actuarial Mathematics for Life Contingent Risks (3rd ed. 2020), ch. 3-5'
const missingAge = [{ code: 'missing-data' as const, when: 'a table lacks the age' }]
const count = z.int().min(1).max(1e12).describe('independent lives of this kind')

/** Survivors of groups. */
export const survivorCountOperation = defineOperation({
  name: 'actuarial/survivor-count',
  title: 'Number of survivors of groups of lives',
  description:
    'Mean, standard deviation and upper quantile of the number alive after some years among groups of independent lives, by the normal approximation without continuity correction, and the smallest whole number reached with at most a probability.',
  source,
  input: z.strictObject({
    groups: z
      .array(z.strictObject({ ...lifeFields, count }))
      .min(1)
      .max(1000),
    years: z.number().min(0).max(150),
    tailProbability: openProbability.describe('of as many survivors or more'),
    normalDeviate: number.optional().describe('instead of that of the tail probability: 1.645 as tables print it'),
  }),
  output: z.strictObject({
    mean: nonNegative,
    standardDeviation: nonNegative,
    quantile: number.describe('mean + deviate times standard deviation'),
    smallestCount: number.describe('smallest whole number that is reached with at most the tail probability'),
  }),
  failures: missingAge,
  example: {
    groups: [
      { mortality: exampleMortality, age: 35, count: 1000 },
      { mortality: exampleMortality, age: 45, count: 1000 },
    ],
    years: 40,
    tailProbability: 0.05,
  },
  compute: ({ groups, years, tailProbability, normalDeviate }) => {
    const z1 = normalDeviate ?? -normalQuantile(tailProbability)
    const result = survivorCount(
      groups.map((group) => ({ life: lifeOfInput(group), count: group.count })),
      years,
      z1,
    )
    return { ...result, smallestCount: Math.ceil(result.quantile) }
  },
})

/** A fund for survivors. */
export const survivorFundOperation = defineOperation({
  name: 'actuarial/survivor-fund',
  title: 'Fund for the survivors of a group',
  description:
    'Fund now that pays a benefit to each of a group of independent lives that is alive after some years, with a probability that it suffices (normal approximation).',
  source,
  input: z.strictObject({
    ...lifeFields,
    ...interestFields,
    count,
    years: z.number().min(0).max(150),
    benefit: positive.describe('to each survivor, in money'),
    probability: openProbability.describe('that the fund suffices'),
  }),
  output: z.strictObject({
    fund: number,
    mean: nonNegative.describe('of the present value'),
    standardDeviation: nonNegative.describe('of the present value'),
  }),
  failures: missingAge,
  example: {
    mortality: exampleMortality,
    age: 60,
    count: 400,
    years: 25,
    benefit: 5000,
    probability: 0.86,
    interestAnnual: 0.05,
  },
  compute: (input) => {
    const { years, benefit, probability } = input
    const group = { life: lifeOfInput(input), count: input.count }
    const result = survivorFund(group, { years, benefit, probability }, interestCurveOf(input))
    return { fund: result.quantile, mean: result.mean, standardDeviation: result.standardDeviation }
  },
})

/** Payments against value. */
export const annuityPayoutOperation = defineOperation({
  name: 'actuarial/annuity-payout-probability',
  title: 'Probability that an annuity pays more than its value',
  description:
    'Probability that the plain sum of the payments made under an annuity exceeds its expected present value, and how many payments that takes.',
  source,
  input: z.strictObject({ ...lifeFields, ...annuityFields, ...interestFields }),
  output: z.strictObject({
    expectedPresentValue: nonNegative,
    paymentsNeeded: z.int().nullable().describe('null where the payments never add up to so much'),
    probability: z.number().min(0).max(1),
  }),
  failures: [...missingAge, { code: 'not-applicable', when: 'the annuity is a steady stream' }],
  example: { mortality: exampleMortality, age: 55, guaranteeYears: 5, interestAnnual: 0.05 },
  compute: (input) => annuityExceedsValue(lifeOfInput(input), annuityOf(input), interestCurveOf(input)),
})
