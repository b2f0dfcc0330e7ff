import { flatCurve } from '../curves/index.ts'
import { requireInRange } from '../errors/index.ts'
import type { Life } from './life.ts'
import { lifeAnnuityValue, wholeLifeAnnuity } from './life-annuity.ts'

/** A whole life annuity-due of 1 a year in m payments: summed, and from the yearly one by the usual approximations. */
export interface MthlyAnnuityDue {
  readonly exact: number
  /** Woolhouse's formula to two terms: less (m - 1) / 2m. */
  readonly woolhouseTwoTerms: number
  /** And less (m^2 - 1) / 12 m^2 times the forces of interest and mortality. */
  readonly woolhouseThreeTerms: number
  /** With deaths spread evenly over each year: alpha(m) a - beta(m). */
  readonly uniformDeaths: number
}

/**
 * A whole life annuity-due of 1 a year in `paymentsPerYear` payments at a flat annual rate of interest (> -1, not 0 for
 * the exact coefficients, whose limit is taken there).
 *
 * Source: Dickson, Hardy & Waters, Actuarial Mathematics for Life Contingent Risks, 5.11 and 5.13.
 */
export function mthlyAnnuityDue(life: Life, interestAnnual: number, paymentsPerYear: number): MthlyAnnuityDue {
  requireInRange(interestAnnual, -0.99, 10, 'interestAnnual')
  const m = paymentsPerYear
  const force = Math.log1p(interestAnnual)
  const curve = flatCurve(force)
  const exact = lifeAnnuityValue(life, wholeLifeAnnuity({ paymentsPerYear: m }), curve)
  const yearly = lifeAnnuityValue(life, wholeLifeAnnuity(), curve)
  const woolhouseTwoTerms = yearly - (m - 1) / (2 * m)
  const { alpha, beta } = uniformDeathsCoefficients(force, m)
  return {
    exact,
    woolhouseTwoTerms,
    woolhouseThreeTerms: woolhouseTwoTerms - ((m * m - 1) / (12 * m * m)) * (force + life.force(0)),
    uniformDeaths: alpha * yearly - beta,
  }
}

/** alpha(m) = i d / (i(m) d(m)) and beta(m) = (i - i(m)) / (i(m) d(m)) at a force of interest. */
function uniformDeathsCoefficients(force: number, m: number): { readonly alpha: number; readonly beta: number } {
  if (Math.abs(force) < 1e-5) {
    // their series about 0; the closed forms lose their digits there
    const square = 1 - 1 / (m * m)
    return {
      alpha: 1 + (force * force * square) / 12,
      beta: (m - 1) / (2 * m) + (force * square) / 6,
    }
  }
  const i = Math.expm1(force)
  const d = -Math.expm1(-force)
  const im = m * Math.expm1(force / m)
  const dm = -m * Math.expm1(-force / m)
  return { alpha: (i * d) / (im * dm), beta: (i - im) / (im * dm) }
}
