import type { TimedAmount } from '../bonds/index.ts'
import type { DiscountCurve } from '../curves/index.ts'
import { requireInRange, TuttiError } from '../errors/index.ts'
import { lifeIntegral } from './life-integral.ts'
import type { Life } from './life.ts'

/** Payments of 1 a year while a life (or status) lasts. */
export interface LifeAnnuity {
  /** Payments a year, each of 1 / so many; `continuous` for a steady stream. */
  readonly paymentsPerYear: number | 'continuous'
  /** `advance`: at the start of each period, `arrears`: at its end. Without meaning for a steady stream. */
  readonly timing: 'advance' | 'arrears'
  /** The first period starts after so many years. */
  readonly deferralYears: number
  /** Payments stop after so many years from the first period; `null` for life. */
  readonly termYears: number | null
  /** In so many years from the first period payments are made whether or not the life lasts, once it has reached them. */
  readonly guaranteeYears: number
  /** Growth of the yearly amount at each anniversary of the first period, decimal. */
  readonly increaseAnnual: number
  /** Added to the yearly amount at each anniversary, as a part of the first one: 1 for the annuity Ia. */
  readonly stepAnnual: number
}

/** 1 a year for life in advance, from now; the terms given replace its own. */
export const wholeLifeAnnuity = (terms: Partial<LifeAnnuity> = {}): LifeAnnuity => ({
  paymentsPerYear: 1,
  timing: 'advance',
  deferralYears: 0,
  termYears: null,
  guaranteeYears: 0,
  increaseAnnual: 0,
  stepAnnual: 0,
  ...terms,
})

function requireAnnuity(annuity: LifeAnnuity): void {
  const { paymentsPerYear: m, deferralYears, termYears, guaranteeYears, increaseAnnual, stepAnnual } = annuity
  if (m !== 'continuous' && !(Number.isInteger(m) && m >= 1 && m <= 366)) {
    throw new TuttiError('invalid-input', `payments a year are a whole number from 1 to 366, got ${m}`, {
      field: 'paymentsPerYear',
      got: String(m),
      expected: '1 to 366, or continuous',
    })
  }
  requireInRange(deferralYears, 0, 150, 'deferralYears')
  if (termYears !== null) requireInRange(termYears, 0, 1000, 'termYears')
  requireInRange(guaranteeYears, 0, 150, 'guaranteeYears')
  requireInRange(increaseAnnual, -0.99, 1, 'increaseAnnual')
  requireInRange(stepAnnual, -1, 100, 'stepAnnual')
}

/** Yearly amount in year `year` (0, 1, ...) of payment. */
const yearlyAmount = ({ increaseAnnual, stepAnnual }: LifeAnnuity, year: number): number =>
  Math.pow(1 + increaseAnnual, year) + stepAnnual * year

/** Years after which no payment of the annuity is left. */
function lastYearOf(life: Life, { termYears, guaranteeYears, deferralYears }: LifeAnnuity): number {
  const lived = Math.max(life.horizonYears - deferralYears, guaranteeYears)
  return termYears === null ? lived : Math.min(termYears, lived)
}

/** Probability that the annuity is in payment at `time` years after its first period begins. */
function paying(life: Life, { deferralYears, guaranteeYears }: LifeAnnuity, time: number): number {
  return life.survival(time < guaranteeYears - 1e-9 ? deferralYears : deferralYears + time)
}

/**
 * The expected payments of an annuity, in the order of time; without those that nobody lives to see. A payment in
 * arrears that falls on the end of the guarantee belongs to it.
 *
 * Throws `invalid-input` for terms outside their range and `not-applicable` for a steady stream.
 */
export function annuityPayments(life: Life, annuity: LifeAnnuity): TimedAmount[] {
  requireAnnuity(annuity)
  const { paymentsPerYear: m, timing, deferralYears } = annuity
  if (m === 'continuous') {
    throw new TuttiError('not-applicable', 'a steady stream has no single payments', { field: 'paymentsPerYear' })
  }
  const last = lastYearOf(life, annuity)
  const late = timing === 'arrears' ? 1 : 0
  const payments: TimedAmount[] = []
  for (let k = 0; k / m < last - 1e-9; k++) {
    const time = (k + late) / m
    const probability =
      late === 1 && time <= annuity.guaranteeYears + 1e-9 ? life.survival(deferralYears) : paying(life, annuity, time)
    const amount = (yearlyAmount(annuity, Math.floor(k / m)) / m) * probability
    payments.push({ timeYears: deferralYears + time, amount })
  }
  return payments
}

/**
 * Expected present value of an annuity of 1 a year off a discount curve.
 *
 * Throws `invalid-input` for terms outside their range. Source: Dickson, Hardy & Waters, Actuarial Mathematics for Life
 * Contingent Risks, ch. 5.
 */
export function lifeAnnuityValue(life: Life, annuity: LifeAnnuity, curve: DiscountCurve): number {
  requireAnnuity(annuity)
  if (annuity.paymentsPerYear !== 'continuous') {
    return annuityPayments(life, annuity).reduce(
      (sum, { timeYears, amount }) => sum + amount * curve.discountFactor(timeYears),
      0,
    )
  }
  const { deferralYears, guaranteeYears } = annuity
  return lifeIntegral(
    life,
    deferralYears,
    deferralYears + lastYearOf(life, annuity),
    (t) =>
      yearlyAmount(annuity, Math.floor(t - deferralYears)) *
      paying(life, annuity, t - deferralYears) *
      curve.discountFactor(t),
    [deferralYears, deferralYears + guaranteeYears].map((t) => t - Math.floor(t)),
  )
}
