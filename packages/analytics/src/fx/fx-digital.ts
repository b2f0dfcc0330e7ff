import { requirePositive, TuttiError } from '../errors/index.ts'
import { normalCdf, normalPdf } from '../math/index.ts'
import type { OptionType } from '../models/index.ts'
import { requireNonNegative } from '../statistics/index.ts'
import type { GarmanKohlhagenInputs } from './fx-option.ts'

/**
 * A digital option: one unit of a currency at expiry if spot is then above (call) or below (put) the strike.
 * `domestic` cash is cash-or-nothing, `foreign` asset-or-nothing.
 */
export interface FxDigitalInputs extends GarmanKohlhagenInputs {
  readonly paid: 'domestic' | 'foreign'
}

/** Price of a digital option and its sensitivities, each per unit of its variable, in domestic currency. */
export interface FxDigitalGreeks {
  readonly price: number
  /** Chance of payment under the domestic risk-neutral measure. */
  readonly paymentProbability: number
  readonly spotDelta: number
  readonly gamma: number
  readonly vega: number
}

/** Discounted unit of the paid currency, in domestic currency today, and the normal arguments. */
function digitalParts(inputs: FxDigitalInputs): { unit: number; sign: 1 | -1; deviation: number; d1: number } {
  const { type, spot, strike, maturityYears, rateDomesticContinuous, rateForeignContinuous, volAnnual, paid } = inputs
  requirePositive(spot, 'spot')
  requirePositive(strike, 'strike')
  requireNonNegative(maturityYears, 'maturityYears')
  requireNonNegative(volAnnual, 'volAnnual')
  const deviation = volAnnual * Math.sqrt(maturityYears)
  const moneyness = Math.log(spot / strike) + (rateDomesticContinuous - rateForeignContinuous) * maturityYears
  const unit =
    paid === 'domestic'
      ? Math.exp(-rateDomesticContinuous * maturityYears)
      : spot * Math.exp(-rateForeignContinuous * maturityYears)
  if (!Number.isFinite(moneyness) || !(unit < Infinity)) {
    throw new TuttiError('invalid-input', 'the rates must be finite and not compound beyond the largest number', {
      field: 'rateDomesticContinuous, rateForeignContinuous',
      got: `${rateDomesticContinuous}, ${rateForeignContinuous}`,
      expected: 'continuously compounded decimals',
    })
  }
  const d1 = deviation === 0 ? (moneyness === 0 ? 0 : moneyness * Infinity) : moneyness / deviation + deviation / 2
  return { unit, sign: signOf(type), deviation, d1 }
}

const signOf = (type: OptionType): 1 | -1 => (type === 'call' ? 1 : -1)

/**
 * Price of a digital option in domestic currency. Without volatility or time it is what the forward decides, one half of
 * the payment where it is at the strike. Throws `invalid-input`. Source: Rubinstein & Reiner, "Unscrambling the binary
 * code", Risk (October 1991).
 */
export function fxDigitalPrice(inputs: FxDigitalInputs): number {
  const { unit, sign, deviation, d1 } = digitalParts(inputs)
  return unit * normalCdf(sign * (inputs.paid === 'foreign' || deviation === 0 ? d1 : d1 - deviation))
}

/**
 * Price and sensitivities of a digital option; time and volatility must be positive. Throws `invalid-input`.
 * Source: Rubinstein & Reiner (1991), differentiated.
 */
export function fxDigital(inputs: FxDigitalInputs): FxDigitalGreeks {
  const { spot, maturityYears, volAnnual, paid } = inputs
  requirePositive(maturityYears, 'maturityYears')
  requirePositive(volAnnual, 'volAnnual')
  const { unit, sign, deviation, d1 } = digitalParts(inputs)
  const d2 = d1 - deviation
  const [own, other] = paid === 'foreign' ? [d1, d2] : [d2, d1]
  const density = unit * normalPdf(own)
  const price = unit * normalCdf(sign * own)
  return {
    price,
    paymentProbability: normalCdf(sign * d2),
    spotDelta: ((sign * density) / deviation + (paid === 'foreign' ? price : 0)) / spot,
    gamma: (-sign * density * other) / (spot * deviation) ** 2,
    vega: (-sign * density * other) / volAnnual,
  }
}
