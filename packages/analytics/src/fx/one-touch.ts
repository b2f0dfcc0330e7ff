import { requireFinite, requirePositive } from '../errors/index.ts'
import { integral, logNormalCdf } from '../math/index.ts'
import { requireNonNegative } from '../statistics/index.ts'

/** One unit of a currency if spot touches a barrier (watched continuously) by the expiry. */
export interface OneTouchInputs {
  /** Domestic per unit of foreign. */
  readonly spot: number
  /** Above the spot it is touched on the way up, below it on the way down; at the spot it is touched. */
  readonly barrier: number
  readonly maturityYears: number
  readonly rateDomesticContinuous: number
  readonly rateForeignContinuous: number
  readonly volAnnual: number
  readonly paid: 'domestic' | 'foreign'
  readonly payment: 'at touch' | 'at expiry'
}

/** Value of a one-touch and of the no-touch, in domestic currency per unit paid. */
export interface OneTouchValue {
  readonly price: number
  /** Value of one unit at the expiry if the barrier is not touched. */
  readonly noTouchPrice: number
  /** Chance that the barrier is touched, under the domestic risk-neutral measure. */
  readonly touchProbability: number
}

/** The walk of ln(spot) to the barrier at distance ln(barrier / spot). */
interface Walk {
  readonly distance: number
  readonly drift: number
  readonly vol: number
}

/**
 * Value of a one-touch option in the model of Garman & Kohlhagen. Volatility and time may be zero, rates have any sign.
 * A foreign payment is a domestic one in the market seen from abroad. Throws `invalid-input`.
 * Source: Rubinstein & Reiner, "Unscrambling the binary code", Risk (October 1991); Wystup, FX Options and Structured
 * Products (2006), 1.5.2; at a negative rate, where it has no real form, the integral over the time of touch.
 */
export function oneTouch(inputs: OneTouchInputs): OneTouchValue {
  const { maturityYears: years, rateDomesticContinuous, rateForeignContinuous, volAnnual: vol, paid, payment } = inputs
  const spot = requirePositive(inputs.spot, 'spot')
  const distance = Math.log(requirePositive(inputs.barrier, 'barrier') / spot)
  requireNonNegative(years, 'maturityYears')
  requireNonNegative(vol, 'volAnnual')
  const difference =
    requireFinite(rateDomesticContinuous, 'rateDomesticContinuous') -
    requireFinite(rateForeignContinuous, 'rateForeignContinuous')
  const domestic: Walk = { distance, drift: difference - (vol * vol) / 2, vol }
  const own: Walk = paid === 'domestic' ? domestic : { ...domestic, drift: difference + (vol * vol) / 2 }
  const rate = paid === 'domestic' ? rateDomesticContinuous : rateForeignContinuous
  const unit = paid === 'domestic' ? 1 : spot
  const discount = Math.exp(-rate * years)
  const touched = touchTransform(own, 0, years)
  return {
    price: unit * (payment === 'at expiry' ? discount * touched : discountedTouch(own, rate, years)),
    noTouchPrice: unit * discount * (1 - touched),
    touchProbability: touchTransform(domestic, 0, years),
  }
}

/** E[e^(-rate tau), tau <= years] for the time tau of touch. */
function discountedTouch(walk: Walk, rate: number, years: number): number {
  if (rate === 0 || walk.drift ** 2 + 2 * rate * walk.vol ** 2 >= 0) return touchTransform(walk, rate, years)
  const left = integral((t) => Math.exp(-rate * t) * touchTransform(walk, 0, t), 0, years, {
    absoluteTolerance: 1e-13,
    relativeTolerance: 1e-11,
  })
  return Math.exp(-rate * years) * touchTransform(walk, 0, years) + rate * left.value
}

/** The same in closed form, where drift^2 + 2 rate vol^2 >= 0. */
function touchTransform({ distance, drift, vol }: Walk, rate: number, years: number): number {
  if (distance === 0) return 1
  const deviation = vol * Math.sqrt(years)
  if (deviation === 0) {
    const time = vol === 0 && drift !== 0 ? distance / drift : Infinity
    return time > 0 && time <= years ? Math.exp(-rate * time) : 0
  }
  const root = Math.sqrt(drift * drift + 2 * rate * vol * vol)
  const far = Math.abs(distance)
  const towards = Math.sign(distance) * drift
  const term = (sign: 1 | -1): number =>
    Math.exp(((towards + sign * root) * far) / (vol * vol) + logNormalCdf((-far - sign * root * years) / deviation))
  return Math.min(term(1) + term(-1), Math.max(1, Math.exp(-rate * years)))
}
