import { TuttiError, requireFinite, requireInRange } from '../errors/index.ts'

/** Single monthly mortality of an annual prepayment rate: SMM = 1 - (1 - CPR)^(1/12). */
export function smmOfCpr(cpr: number): number {
  requireInRange(cpr, 0, 1, 'cpr')
  return cpr === 1 ? 1 : -Math.expm1(Math.log1p(-cpr) / 12)
}

/** Annual prepayment rate of a single monthly mortality. */
export function cprOfSmm(smm: number): number {
  requireInRange(smm, 0, 1, 'smm')
  return smm === 1 ? 1 : -Math.expm1(12 * Math.log1p(-smm))
}

/**
 * Annual prepayment rate of a loan in month `ageMonths` (1 for the first) at a multiple of the PSA standard: 0.2 % a month
 * up to 6 % from month 30 at 100. At most 1. Source: Public Securities Association, Standard Formulas (1990), SF-7.
 */
export function psaCpr(psa: number, ageMonths: number): number {
  if (!(psa >= 0 && Number.isFinite(psa))) {
    throw new TuttiError('invalid-input', 'a PSA speed is at least 0', {
      field: 'psa',
      got: String(psa),
      expected: 'a number >= 0, 100 for the standard',
    })
  }
  requireFinite(ageMonths, 'ageMonths')
  return Math.min(1, (psa / 100) * 0.06 * Math.min(Math.max(ageMonths, 0) / 30, 1))
}

/** How fast borrowers refinance as their rate exceeds the market's. */
export interface RefinancingCurve {
  /** Annual prepayment rate with no incentive at all: housing turnover. */
  readonly baseCpr: number
  /** Annual prepayment rate at which it levels off. */
  readonly maximumCpr: number
  /** Incentive (loan rate less market rate, decimal) at which it is halfway. */
  readonly midpoint: number
  /** Steepness at the midpoint, per unit of incentive: 400 moves from 12 % to 88 % of the way over 1 %. */
  readonly slope: number
  /** Months over which a new loan's prepayments build up evenly. 0 for none. */
  readonly seasoningMonths: number
}

/**
 * Annual prepayment rate by refinancing incentive: an S-curve, base + (maximum - base) / (1 + e^(-slope (incentive -
 * midpoint))), times the seasoning. It has neither burn-out nor seasons of the year. Throws `invalid-input` for rates
 * outside [0, 1], a maximum below the base or a negative slope.
 *
 * Source: the logistic form of Hayre (ed.), Salomon Smith Barney Guide to Mortgage-Backed Securities (2001), ch. 4.
 */
export function refinancingCpr(
  curve: RefinancingCurve,
  loanRate: number,
  marketRate: number,
  ageMonths: number,
): number {
  const base = requireInRange(curve.baseCpr, 0, 1, 'baseCpr')
  const maximum = requireInRange(curve.maximumCpr, base, 1, 'maximumCpr')
  const slope = requireInRange(curve.slope, 0, Number.MAX_VALUE, 'slope')
  const seasoning = requireInRange(curve.seasoningMonths, 0, Number.MAX_VALUE, 'seasoningMonths')
  const incentive = requireFinite(loanRate, 'loanRate') - requireFinite(marketRate, 'marketRate')
  const share = 1 / (1 + Math.exp(-slope * (incentive - requireFinite(curve.midpoint, 'midpoint'))))
  const age = requireInRange(ageMonths, 0, Number.MAX_VALUE, 'ageMonths')
  return (base + (maximum - base) * share) * (seasoning === 0 ? 1 : Math.min(1, age / seasoning))
}
