import type { DiscountCurve } from '../curves/index.ts'
import { requireInRange, requirePositive, TuttiError } from '../errors/index.ts'
import { normalQuantile } from '../math/index.ts'
import { annuityPayments, type LifeAnnuity, lifeAnnuityValue } from './life-annuity.ts'
import type { Life } from './life.ts'

/** Independent lives of one kind, and what is paid to each that survives. */
export interface LifeGroup {
  readonly life: Life
  readonly count: number
}

/** Mean and standard deviation of a sum over independent lives, and its quantile by the normal approximation. */
export interface GroupQuantile {
  readonly mean: number
  readonly standardDeviation: number
  readonly quantile: number
}

const requireWhole = (count: number, field: string): number => {
  if (Number.isInteger(count)) return requireInRange(count, 1, 1e12, field)
  throw new TuttiError('invalid-input', `${field} must be a whole number, got ${count}`, { field, got: String(count) })
}

/**
 * Number of survivors after `years` among groups of independent lives: mean, standard deviation, and mean + z of them
 * (normal approximation, no continuity correction).
 */
export function survivorCount(groups: readonly LifeGroup[], years: number, z: number): GroupQuantile {
  requireInRange(years, 0, 150, 'years')
  let mean = 0
  let variance = 0
  groups.forEach(({ life, count }, i) => {
    const alive = life.survival(years)
    mean += requireWhole(count, `groups[${i}].count`) * alive
    variance += count * alive * (1 - alive)
  })
  const standardDeviation = Math.sqrt(variance)
  return { mean, standardDeviation, quantile: mean + z * standardDeviation }
}

/**
 * Fund now that pays `benefit` to each of a group alive after `years`, with a probability that it suffices (normal
 * approximation).
 */
export function survivorFund(
  group: LifeGroup,
  terms: { readonly years: number; readonly benefit: number; readonly probability: number },
  curve: DiscountCurve,
): GroupQuantile {
  requirePositive(terms.benefit, 'benefit')
  const count = survivorCount([group], terms.years, normalQuantile(terms.probability))
  const each = terms.benefit * curve.discountFactor(terms.years)
  return {
    mean: count.mean * each,
    standardDeviation: count.standardDeviation * each,
    quantile: count.quantile * each,
  }
}

/** How an annuity's payments compare with its expected present value. */
export interface AnnuityChance {
  readonly expectedPresentValue: number
  /** Number of payments whose plain sum first exceeds the value; `null` where no number of them does. */
  readonly paymentsNeeded: number | null
  /** Probability that the plain sum of the payments made exceeds the value. */
  readonly probability: number
}

/** Probability that the undiscounted payments of an annuity in single payments add up to more than its value. */
export function annuityExceedsValue(life: Life, annuity: LifeAnnuity, curve: DiscountCurve): AnnuityChance {
  const expectedPresentValue = lifeAnnuityValue(life, annuity, curve)
  // the same annuity as if the life never failed has the amounts themselves
  const certain: Life = { ...life, survival: () => 1, force: () => 0 }
  const due = annuityPayments(certain, annuity)
  const paid = annuityPayments(life, annuity)
  let sum = 0
  for (let k = 0; k < due.length; k++) {
    sum += due[k].amount
    if (sum > expectedPresentValue) {
      return { expectedPresentValue, paymentsNeeded: k + 1, probability: paid[k].amount / due[k].amount }
    }
  }
  return { expectedPresentValue, paymentsNeeded: null, probability: 0 }
}
