import {
  completeExpectation,
  curtateExpectation,
  lifeAnnuityValue,
  lifeInsuranceMoments,
  wholeLifeAnnuity,
  wholeLifeInsurance,
} from '@tutti/analytics/actuarial'
import { z } from 'zod'
import { defineOperation } from '../operation.ts'
import { nonNegative, number, positive } from '../value-schemas.ts'
import {
  ageSchema,
  exampleMortality,
  interestCurveOf,
  interestFields,
  lifeFields,
  lifeOfInput,
  mortalitySchema,
} from './actuarial-inputs.ts'

const source = 'Dickson, Hardy & Waters, Actuarial Mathematics for Life Contingent Risks (3rd ed. 2020), ch. 2-5'

/** Values at several ages. */
export const lifeTableOperation = defineOperation({
  name: 'actuarial/life-table',
  title: 'Life table with annuity and insurance values',
  description:
    'At each age: survivors of a radix, probability of death within a year, expectation of life, whole life annuity-due and whole life insurance (with its second moment) off a flat rate or a curve.',
  source,
  input: z.strictObject({
    mortality: mortalitySchema,
    ages: z.array(ageSchema).min(1).max(200),
    radixAge: ageSchema,
    radix: positive.describe('lives at the radix age'),
    calendarYear: z.int().optional().describe('of the valuation; needed where mortality improves'),
    ...interestFields,
  }),
  output: z.strictObject({
    ages: z.array(
      z.strictObject({
        age: number,
        survivors: nonNegative.nullable().describe('of the radix; null before the radix age'),
        deathProbability: z.number().min(0).max(1).describe('within a year'),
        forceOfMortality: nonNegative.nullable().describe('a year; null where death is certain'),
        curtateExpectationYears: nonNegative,
        completeExpectationYears: nonNegative,
        annuityDue: nonNegative.describe('1 a year in advance for life'),
        insurance: nonNegative.describe('1 at the end of the year of death'),
        insuranceSecondMoment: nonNegative,
      }),
    ),
  }),
  failures: [{ code: 'missing-data', when: 'a table lacks an age' }],
  example: { mortality: exampleMortality, ages: [20, 40, 60], radixAge: 20, radix: 100_000, interestAnnual: 0.05 },
  compute: ({ mortality, ages, radixAge, radix, calendarYear, ...interest }) => {
    const curve = interestCurveOf(interest)
    const radixLife = lifeOfInput({ mortality, age: radixAge, calendarYear })
    return {
      ages: ages.map((age) => {
        const life = lifeOfInput({ mortality, age, calendarYear })
        const insurance = lifeInsuranceMoments(life, wholeLifeInsurance(), curve)
        const force = life.force(0)
        return {
          age,
          survivors: age < radixAge ? null : radix * radixLife.survival(age - radixAge),
          deathProbability: 1 - life.survival(1),
          forceOfMortality: Number.isFinite(force) ? force : null,
          curtateExpectationYears: curtateExpectation(life),
          completeExpectationYears: completeExpectation(life),
          annuityDue: lifeAnnuityValue(life, wholeLifeAnnuity(), curve),
          insurance: insurance.value,
          insuranceSecondMoment: insurance.secondMoment,
        }
      }),
    }
  },
})

/** The standard temporary functions. */
export const lifeContingenciesOperation = defineOperation({
  name: 'actuarial/life-contingencies',
  title: 'Temporary life contingent functions',
  description:
    'Pure endowment, temporary and deferred annuity-due, term, endowment and whole life insurance of 1 for a life and a term, and their net annual premiums (payable in advance while the life and the cover last).',
  source,
  input: z.strictObject({ ...lifeFields, termYears: z.number().min(0).max(150), ...interestFields }),
  output: z.strictObject({
    pureEndowment: nonNegative,
    temporaryAnnuityDue: nonNegative,
    deferredAnnuityDue: nonNegative,
    termInsurance: nonNegative,
    endowmentInsurance: nonNegative,
    wholeLifeAnnuityDue: nonNegative,
    wholeLifeInsurance: nonNegative,
    netAnnualPremiums: z
      .strictObject({ termInsurance: nonNegative, endowmentInsurance: nonNegative, wholeLifeInsurance: nonNegative })
      .describe('of a benefit of 1; zeros for a term of 0'),
  }),
  failures: [{ code: 'missing-data', when: 'a table lacks the age' }],
  example: { mortality: exampleMortality, age: 65, termYears: 10, interestAnnual: 0.05 },
  compute: (input) => {
    const { termYears } = input
    const life = lifeOfInput(input)
    const curve = interestCurveOf(input)
    const insured = (terms: Parameters<typeof wholeLifeInsurance>[0]) =>
      lifeInsuranceMoments(life, wholeLifeInsurance(terms), curve).value
    const pureEndowment = life.survival(termYears) * curve.discountFactor(termYears)
    const temporaryAnnuityDue = lifeAnnuityValue(life, wholeLifeAnnuity({ termYears }), curve)
    const deferredAnnuityDue = lifeAnnuityValue(life, wholeLifeAnnuity({ deferralYears: termYears }), curve)
    const wholeLifeAnnuityDue = lifeAnnuityValue(life, wholeLifeAnnuity(), curve)
    const termInsurance = insured({ termYears })
    const endowmentInsurance = insured({ termYears, survivalBenefit: 1 })
    const whole = insured({})
    const perYear = (value: number) => (temporaryAnnuityDue === 0 ? 0 : value / temporaryAnnuityDue)
    return {
      pureEndowment,
      temporaryAnnuityDue,
      deferredAnnuityDue,
      termInsurance,
      endowmentInsurance,
      wholeLifeAnnuityDue,
      wholeLifeInsurance: whole,
      netAnnualPremiums: {
        termInsurance: perYear(termInsurance),
        endowmentInsurance: perYear(endowmentInsurance),
        wholeLifeInsurance: whole / wholeLifeAnnuityDue,
      },
    }
  },
})

/** Survival and expectation of one life. */
export const survivalOperation = defineOperation({
  name: 'actuarial/survival',
  title: 'Survival probabilities and expectation of life',
  description: 'Probabilities that a life is alive after given times, and the expected time that it has left.',
  source,
  input: z.strictObject({ ...lifeFields, years: z.array(z.number().min(0).max(150)).min(1).max(2000) }),
  output: z.strictObject({
    survival: z.array(z.number().min(0).max(1)).describe('one for each time'),
    curtateExpectationYears: nonNegative,
    completeExpectationYears: nonNegative,
  }),
  failures: [{ code: 'missing-data', when: 'a table lacks the age' }],
  example: { mortality: { kind: 'gompertz-modal' as const, modalAge: 88, dispersion: 9.5 }, age: 65, years: [10, 20] },
  compute: (input) => {
    const life = lifeOfInput(input)
    return {
      survival: input.years.map((years) => life.survival(years)),
      curtateExpectationYears: curtateExpectation(life),
      completeExpectationYears: completeExpectation(life),
    }
  },
})
