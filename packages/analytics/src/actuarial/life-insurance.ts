import type { TimedAmount } from '../bonds/index.ts'
import type { DiscountCurve } from '../curves/index.ts'
import { requireInRange, TuttiError } from '../errors/index.ts'
import { lifeIntegral } from './life-integral.ts'
import type { Life } from './life.ts'

/** A payment on the death of a life, or the failure of a status. */
export interface LifeInsurance {
  /** Paid at the end of the 1/m year of death (m a whole number), or at the `moment` of it. */
  readonly paid: number | 'moment'
  /** Deaths before so many years are not covered. */
  readonly deferralYears: number
  /** Cover ends so many years after it begins; `null` for whole life. */
  readonly termYears: number | null
  /** Paid at the end of the term to the survivors: 1 for an endowment. */
  readonly survivalBenefit: number
  /** Growth of the death benefit a year of cover, decimal. */
  readonly increaseAnnual: number
  /** Added to the benefit each year of cover, as a part of the first one: 1 for the insurance IA. */
  readonly stepAnnual: number
}

/** Moments of the present value of a benefit. */
export interface BenefitMoments {
  readonly value: number
  readonly secondMoment: number
  readonly variance: number
}

/** 1 at the end of the year of death whenever it comes; the terms given replace its own. */
export const wholeLifeInsurance = (terms: Partial<LifeInsurance> = {}): LifeInsurance => ({
  paid: 1,
  deferralYears: 0,
  termYears: null,
  survivalBenefit: 0,
  increaseAnnual: 0,
  stepAnnual: 0,
  ...terms,
})

function requireInsurance({ paid, deferralYears, termYears, ...rest }: LifeInsurance): void {
  if (paid !== 'moment' && !(Number.isInteger(paid) && paid >= 1 && paid <= 366)) {
    throw new TuttiError(
      'invalid-input',
      `claims are paid at the end of a 1/m year with m from 1 to 366, got ${paid}`,
      {
        field: 'paid',
        got: String(paid),
        expected: '1 to 366, or moment',
      },
    )
  }
  requireInRange(deferralYears, 0, 150, 'deferralYears')
  if (termYears !== null) requireInRange(termYears, 0, 1000, 'termYears')
  else if (rest.survivalBenefit !== 0) {
    throw new TuttiError('invalid-input', 'a benefit on survival needs a term', { field: 'termYears', got: 'null' })
  }
  requireInRange(rest.survivalBenefit, 0, 1e9, 'survivalBenefit')
  requireInRange(rest.increaseAnnual, -0.99, 1, 'increaseAnnual')
  requireInRange(rest.stepAnnual, -1, 100, 'stepAnnual')
}

const benefitIn = ({ increaseAnnual, stepAnnual }: LifeInsurance, year: number): number =>
  Math.pow(1 + increaseAnnual, year) + stepAnnual * year

const endOf = (life: Life, { deferralYears, termYears }: LifeInsurance): number =>
  Math.min(termYears === null ? Infinity : deferralYears + termYears, Math.max(life.horizonYears, deferralYears))

/**
 * The expected claims of an insurance by time of payment, and the expected benefit on survival. Claims at the moment of
 * death are not listed: throws `not-applicable` for them.
 */
export function insurancePayments(life: Life, insurance: LifeInsurance): TimedAmount[] {
  requireInsurance(insurance)
  const { paid, deferralYears, termYears, survivalBenefit } = insurance
  if (paid === 'moment') {
    throw new TuttiError('not-applicable', 'claims at the moment of death have no single times', { field: 'paid' })
  }
  const end = endOf(life, insurance)
  const payments: TimedAmount[] = []
  let alive = life.survival(deferralYears)
  for (let k = 0; deferralYears + k / paid < end - 1e-9; k++) {
    const time = deferralYears + (k + 1) / paid
    const later = life.survival(time)
    payments.push({ timeYears: time, amount: (alive - later) * benefitIn(insurance, Math.floor(k / paid)) })
    alive = later
  }
  if (termYears !== null && survivalBenefit > 0) {
    const time = deferralYears + termYears
    payments.push({ timeYears: time, amount: survivalBenefit * life.survival(time) })
  }
  return payments
}

/**
 * Expected value, second moment and variance of the present value of an insurance of 1 off a discount curve.
 *
 * Throws `invalid-input` for terms outside their range. Source: Dickson, Hardy & Waters, Actuarial Mathematics for Life
 * Contingent Risks, ch. 4.
 */
export function lifeInsuranceMoments(life: Life, insurance: LifeInsurance, curve: DiscountCurve): BenefitMoments {
  requireInsurance(insurance)
  const { paid, deferralYears, termYears, survivalBenefit } = insurance
  const end = endOf(life, insurance)
  let value = 0
  let secondMoment = 0
  if (paid === 'moment') {
    const moment = (power: number) =>
      lifeIntegral(
        life,
        deferralYears,
        end,
        (t) => {
          const alive = life.survival(t)
          if (alive === 0) return 0
          const benefit = benefitIn(insurance, Math.floor(t - deferralYears)) * curve.discountFactor(t)
          return alive * life.force(t) * Math.pow(benefit, power)
        },
        [deferralYears - Math.floor(deferralYears)],
      )
    value = moment(1)
    secondMoment = moment(2)
  } else {
    let alive = life.survival(deferralYears)
    for (let k = 0; deferralYears + k / paid < end - 1e-9; k++) {
      const time = deferralYears + (k + 1) / paid
      const later = life.survival(time)
      const benefit = benefitIn(insurance, Math.floor(k / paid)) * curve.discountFactor(time)
      value += (alive - later) * benefit
      secondMoment += (alive - later) * benefit * benefit
      alive = later
    }
  }
  if (termYears !== null && survivalBenefit > 0) {
    const alive = life.survival(deferralYears + termYears)
    const benefit = survivalBenefit * curve.discountFactor(deferralYears + termYears)
    value += alive * benefit
    secondMoment += alive * benefit * benefit
  }
  return { value, secondMoment, variance: Math.max(0, secondMoment - value * value) }
}
