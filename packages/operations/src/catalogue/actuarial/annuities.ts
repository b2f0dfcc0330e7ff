import {
  annuityPayments,
  insurancePayments,
  jointLife,
  lastSurvivor,
  type Life,
  lifeAnnuityValue,
  lifeInsuranceMoments,
  mthlyAnnuityDue,
  wholeLifeInsurance,
} from '@tutti/analytics/actuarial'
import { TuttiError } from '@tutti/analytics/errors'
import { z } from 'zod'
import { defineOperation } from '../operation.ts'
import { nonNegative, number } from '../value-schemas.ts'
import {
  annuityFields,
  annuityOf,
  exampleMortality,
  interestCurveOf,
  interestFields,
  lifeFields,
  lifeOfInput,
} from './actuarial-inputs.ts'

const source =
  'Dickson, Hardy & Waters, Actuarial Mathematics for Life Contingent Risks (3rd ed. 2020), ch. 4, 5 and 10'
const missingAge = [{ code: 'missing-data' as const, when: 'a table lacks the age' }]
const paymentsShape = {
  timesYears: z
    .array(nonNegative)
    .describe('of the expected payments, as bonds/cash-flow-risk takes them; empty for a steady stream'),
  amounts: z.array(number).describe('amount times the probability of paying it'),
}

/** Value of one annuity. */
export const lifeAnnuityOperation = defineOperation({
  name: 'actuarial/life-annuity',
  title: 'Life annuity',
  description:
    'Expected present value and expected payments of an annuity of 1 a year: for life or a term, at once or deferred, in advance, in arrears or continuous, in any number of payments, level, growing or stepping up, with a guarantee period.',
  source,
  input: z.strictObject({ ...lifeFields, ...annuityFields, ...interestFields }),
  output: z.strictObject({ value: nonNegative, ...paymentsShape }),
  failures: missingAge,
  example: {
    mortality: exampleMortality,
    age: 65,
    paymentsPerYear: 12,
    guaranteeYears: 5,
    increaseAnnual: 0.02,
    interestAnnual: 0.03,
  },
  compute: (input) => {
    const life = lifeOfInput(input)
    const annuity = annuityOf(input)
    const payments = annuity.paymentsPerYear === 'continuous' ? [] : annuityPayments(life, annuity)
    return {
      value: lifeAnnuityValue(life, annuity, interestCurveOf(input)),
      timesYears: payments.map(({ timeYears }) => timeYears),
      amounts: payments.map(({ amount }) => amount),
    }
  },
})

/** Value of one insurance. */
export const lifeInsuranceOperation = defineOperation({
  name: 'actuarial/life-insurance',
  title: 'Life insurance',
  description:
    'Expected value, variance and expected payments of an insurance of 1: whole life, term, deferred or endowment; paid at the moment of death or at the end of the 1/m year of it; level, growing or stepping up.',
  source,
  input: z.strictObject({
    ...lifeFields,
    ...interestFields,
    paid: z
      .union([z.int().min(1).max(366), z.literal('moment')])
      .optional()
      .describe('end of the 1/m year of death, or the moment of death; 1'),
    deferralYears: z.number().min(0).max(150).optional().describe('before cover begins; 0'),
    termYears: z.number().min(0).max(150).optional().describe('of cover; whole life unless given'),
    survivalBenefit: nonNegative.max(1e6).optional().describe('paid to survivors of the term; 1 for an endowment'),
    increaseAnnual: z.number().min(-0.99).max(1).optional().describe('growth of the benefit a year, decimal; 0'),
    stepAnnual: z
      .number()
      .min(-1)
      .max(100)
      .optional()
      .describe('added to the benefit each year, in parts of the first; 0'),
  }),
  output: z.strictObject({ value: nonNegative, secondMoment: nonNegative, variance: nonNegative, ...paymentsShape }),
  failures: missingAge,
  example: { mortality: exampleMortality, age: 40, termYears: 20, survivalBenefit: 1, interestAnnual: 0.05 },
  compute: (input) => {
    const life = lifeOfInput(input)
    const insurance = wholeLifeInsurance({
      paid: input.paid ?? 1,
      deferralYears: input.deferralYears ?? 0,
      termYears: input.termYears ?? null,
      survivalBenefit: input.survivalBenefit ?? 0,
      increaseAnnual: input.increaseAnnual ?? 0,
      stepAnnual: input.stepAnnual ?? 0,
    })
    const payments = insurance.paid === 'moment' ? [] : insurancePayments(life, insurance)
    return {
      ...lifeInsuranceMoments(life, insurance, interestCurveOf(input)),
      timesYears: payments.map(({ timeYears }) => timeYears),
      amounts: payments.map(({ amount }) => amount),
    }
  },
})

/** m payments a year, exactly and approximately. */
export const mthlyAnnuityOperation = defineOperation({
  name: 'actuarial/mthly-annuity',
  title: 'Annuity in m payments a year',
  description:
    'Whole life annuity-due of 1 a year in m payments: summed, by Woolhouse with two and three terms, and with deaths spread evenly over each year.',
  source,
  input: z.strictObject({
    ...lifeFields,
    interestAnnual: z.number().gt(-0.99).max(10).describe('effective a year'),
    paymentsPerYear: z.int().min(1).max(366),
  }),
  output: z.strictObject({
    exact: nonNegative,
    woolhouseTwoTerms: number,
    woolhouseThreeTerms: number,
    uniformDeaths: number,
  }),
  failures: missingAge,
  example: { mortality: exampleMortality, age: 65, interestAnnual: 0.05, paymentsPerYear: 12 },
  compute: (input) => mthlyAnnuityDue(lifeOfInput(input), input.interestAnnual, input.paymentsPerYear),
})

/** Two and more lives. */
export const jointLifeOperation = defineOperation({
  name: 'actuarial/joint-life',
  title: 'Joint-life, last-survivor and reversionary annuities',
  description:
    'Annuities of 1 a year on independent lives: to each alone, while all live, while any lives, and to each after the death of another; with the insurances on the first and the last death.',
  source,
  input: z.strictObject({
    lives: z.array(z.strictObject(lifeFields)).min(2).max(10),
    ...annuityFields,
    ...interestFields,
  }),
  output: z.strictObject({
    single: z.array(nonNegative).describe('to each life'),
    joint: nonNegative.describe('while all live'),
    lastSurvivor: nonNegative.describe('while any lives'),
    reversionary: z
      .array(z.array(nonNegative))
      .describe('row i, column j: to life i after the death of life j; 0 on the diagonal'),
    firstDeathInsurance: nonNegative.describe('1 at the end of the year of the first death, from now'),
    lastDeathInsurance: nonNegative.describe('1 at the end of the year of the last death, from now'),
  }),
  failures: missingAge,
  example: {
    lives: [
      { mortality: exampleMortality, age: 65 },
      { mortality: exampleMortality, age: 62 },
    ],
    interestAnnual: 0.05,
  },
  compute: (input) => {
    const annuity = annuityOf(input)
    if (annuity.guaranteeYears > 0) {
      throw new TuttiError('unsupported', 'annuities on several lives are valued without a guarantee period', {
        field: 'guaranteeYears',
        got: String(annuity.guaranteeYears),
        expected: '0',
      })
    }
    const curve = interestCurveOf(input)
    const lives = input.lives.map(lifeOfInput)
    const value = (life: Life) => lifeAnnuityValue(life, annuity, curve)
    const insurance = (life: Life) => lifeInsuranceMoments(life, wholeLifeInsurance(), curve).value
    const single = lives.map(value)
    const all = jointLife(lives)
    const any = lastSurvivor(lives)
    return {
      single,
      joint: value(all),
      lastSurvivor: value(any),
      reversionary: lives.map((life, i) =>
        lives.map((other, j) => (i === j ? 0 : Math.max(0, single[i] - value(jointLife([life, other]))))),
      ),
      firstDeathInsurance: insurance(all),
      lastDeathInsurance: insurance(any),
    }
  },
})
