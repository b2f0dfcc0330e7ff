import { portableExp, portableLog, portableNormalCdf } from '../math/portable.ts'
import { type CompiledBook, parameterStride } from './book-table.ts'

/** A volatility falls no lower, a year. */
export const smallestVolatility = 1e-6

const inverseRootTwoPi = 0.3989422804014327

/**
 * Option to receive what is worth `received` today for what is worth `paid` (`sign` 1) or the reverse (-1), their ratio
 * lognormal with `deviation` at expiry: Black's, Garman and Kohlhagen's formula. Source: Margrabe, J. Finance 33 (1978).
 */
export function exchangeOptionValue(sign: number, received: number, paid: number, deviation: number): number {
  const d1 = portableLog(received / paid) / deviation + 0.5 * deviation
  return sign * (received * portableNormalCdf(sign * d1) - paid * portableNormalCdf(sign * (d1 - deviation)))
}

/** Swaption on the forward rate `floating / annuity`, normal with `deviation` at expiry; `sign` 1 pays fixed. Bachelier's formula. */
export function swaptionFormulaValue(
  sign: number,
  annuity: number,
  floating: number,
  strike: number,
  deviation: number,
): number {
  const moneyness = sign * (floating / annuity - strike)
  const d = Math.abs(moneyness / deviation)
  const density = inverseRootTwoPi * portableExp(-0.5 * d * d)
  // the out-of-the-money price, whose mirror has the intrinsic value on top
  const timeValue = deviation * (density - d * portableNormalCdf(-d))
  return annuity * ((moneyness > 0 ? moneyness : 0) + (timeValue > 0 ? timeValue : 0))
}

/**
 * Credit default swap on a flat hazard rate: premiums at the ends of the periods on survival, half a period's at default
 * in its middle, where protection is paid too. Points are those of lane `lane` of `lanes`.
 * Source: O'Kane & Turnbull, Valuation of Credit Default Swaps, Lehman Brothers (2003).
 */
export function creditDefaultSwapValue(
  { firstLegs, legStarts, legPoints, legAmounts, parameters }: CompiledBook,
  instrument: number,
  points: Float64Array,
  lanes: number,
  lane: number,
  hazard: number,
): number {
  const at = parameterStride * instrument
  const coupon = parameters[at + 2]
  const loss = parameters[at + 3]
  const ends = legStarts[firstLegs[instrument]]
  const middles = legStarts[firstLegs[instrument] + 1]
  const periods = middles - ends
  const stays = portableExp(-hazard * parameters[at + 5])
  let survival = 1
  let value = 0
  for (let k = 0; k < periods; k++) {
    const later = survival * (k === 0 ? portableExp(-hazard * parameters[at + 4]) : stays)
    const years = legAmounts[ends + k]
    const premium = coupon * years
    value +=
      (loss - 0.5 * premium) * (survival - later) * points[lanes * legPoints[middles + k] + lane] -
      premium * later * points[lanes * legPoints[ends + k] + lane]
    survival = later
  }
  return parameters[at] * value
}
