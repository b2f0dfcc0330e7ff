import { requireFinite, requireInRange, requirePositive, TuttiError } from '../errors/index.ts'
import { blackForwardPrice, blackImpliedVolatility } from '../models/index.ts'
import { type CdsContract, cdsLegsFrom, type CreditCurves, yearAxis } from './cds.ts'

/** An option to enter a swap to `maturityYears` at `expiryYears`; the maturity is that of the swap, from today. */
export interface CdsOption extends CdsContract {
  /** A payer buys protection at the strike, a receiver sells it. */
  readonly type: 'payer' | 'receiver'
  readonly expiryYears: number
  readonly strikeSpread: number
  readonly notional: number
  /** Whether a default before expiry is settled too, as in options on an index; a single-name option ends with default. */
  readonly frontEndProtection: boolean
}

/** Where an option stands. */
export interface ForwardCds {
  /** Spread of the forward swap, the front-end protection in it where there is one. */
  readonly forwardSpread: number
  /** Value today of one of spread a year from expiry to maturity. */
  readonly forwardAnnuity: number
  /** Value today of the protection before expiry, per unit of notional; 0 without. */
  readonly frontEndProtection: number
}

/** Price of an option with its forward. */
export interface CdsOptionValue extends ForwardCds {
  readonly presentValue: number
  /** Price change for the forward spread 1 bp higher, annuity unchanged. */
  readonly delta01: number
  /** Price change for a volatility 0.01 higher. */
  readonly vega01: number
}

/** Throws `invalid-input` unless 0 < expiry < maturity and the strike is positive. */
export function requireCdsOption({ expiryYears, maturityYears, strikeSpread, notional }: CdsOption): void {
  requirePositive(expiryYears, 'expiryYears')
  requirePositive(strikeSpread, 'strikeSpread')
  requireFinite(notional, 'notional')
  if (!(maturityYears > expiryYears)) {
    throw new TuttiError('invalid-input', `the swap must end after the option's expiry of ${expiryYears} years`, {
      field: 'maturityYears',
      got: String(maturityYears),
      expected: `a number > ${expiryYears}`,
    })
  }
}

/** The forward swap of an option. Throws `invalid-input`, `not-applicable` without a premium to be paid. */
function forwardCds(option: CdsOption, curves: CreditCurves): ForwardCds {
  requireCdsOption(option)
  const { expiryYears, recovery } = option
  const legs = cdsLegsFrom(option, expiryYears, yearAxis(curves))
  if (!(legs.riskyAnnuity > 0)) {
    throw new TuttiError('not-applicable', 'survival leaves the forward swap no premium to be paid', {
      field: 'survival',
      got: String(legs.riskyAnnuity),
      expected: 'a forward annuity above 0',
    })
  }
  const frontEnd = option.frontEndProtection
    ? (1 - recovery) *
      curves.discount.discountFactor(expiryYears) *
      (1 - curves.survival.survivalProbability(expiryYears))
    : 0
  return {
    forwardSpread: (legs.protectionLeg + frontEnd) / legs.riskyAnnuity,
    forwardAnnuity: legs.riskyAnnuity,
    frontEndProtection: frontEnd,
  }
}

const optionType = (option: CdsOption): 'call' | 'put' => (option.type === 'payer' ? 'call' : 'put')

/**
 * Black price of an option on a credit default swap: the forward spread is lognormal under the survival measure.
 * `volAnnual` is at least 0. Throws `invalid-input`. Source: Schonbucher, Credit Derivatives Pricing Models (2003), 7.7;
 * Pedersen, Valuation of Portfolio Credit Default Swaptions, Lehman Brothers (2003), for the front-end protection.
 */
export function cdsOptionValue(option: CdsOption, curves: CreditCurves, volAnnual: number): CdsOptionValue {
  requireInRange(volAnnual, 0, Number.MAX_VALUE, 'volAnnual')
  const forward = forwardCds(option, curves)
  const scale = option.notional * forward.forwardAnnuity
  const priceAt = (spread: number, vol: number): number =>
    scale * blackForwardPrice(optionType(option), spread, option.strikeSpread, vol * Math.sqrt(option.expiryYears))
  const presentValue = priceAt(forward.forwardSpread, volAnnual)
  return {
    ...forward,
    presentValue,
    delta01: priceAt(forward.forwardSpread + 1e-4, volAnnual) - presentValue,
    vega01: priceAt(forward.forwardSpread, volAnnual + 0.01) - presentValue,
  }
}

/** Black volatility that gives the option its price. Throws `infeasible` for a price outside its bounds. */
export function cdsOptionImpliedVolatility(option: CdsOption, curves: CreditCurves, price: number): number {
  const { forwardSpread, forwardAnnuity } = forwardCds(option, curves)
  const unit = price / (option.notional * forwardAnnuity)
  return blackImpliedVolatility(optionType(option), forwardSpread, option.strikeSpread, option.expiryYears, unit)
}
