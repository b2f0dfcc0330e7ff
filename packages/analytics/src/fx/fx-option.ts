import { requireFinite, requirePositive } from '../errors/index.ts'
import { normalCdf, normalPdf } from '../math/index.ts'
import { blackScholesGreeks, blackScholesPrice, type OptionType } from '../models/index.ts'
import { presentValueOf, type PresentValue } from '../pricing/index.ts'
import { requireNonNegative } from '../statistics/index.ts'
import { fxForwardRate, spotToday, type FxMarket } from './fx-market.ts'

/** A European option on one unit of foreign currency with constant, continuously compounded rates. */
export interface GarmanKohlhagenInputs {
  readonly type: OptionType
  /** Domestic per unit of foreign. */
  readonly spot: number
  readonly strike: number
  readonly maturityYears: number
  readonly rateDomesticContinuous: number
  readonly rateForeignContinuous: number
  readonly volAnnual: number
}

/** A premium in the four ways in which it is quoted. */
export interface FxPremium {
  /** Domestic currency per unit of foreign notional ("domestic pips"). */
  readonly domesticPerForeign: number
  /** Share of the foreign notional, paid in foreign currency. */
  readonly foreignShare: number
  /** Share of the domestic notional N K, paid in domestic currency. */
  readonly domesticShare: number
  /** Foreign currency per unit of domestic notional. */
  readonly foreignPerDomestic: number
}

/** The four quotations of a premium in domestic currency per unit of foreign notional. */
export function fxPremium(price: number, spot: number, strike: number): FxPremium {
  requireFinite(price, 'price')
  requirePositive(spot, 'spot')
  requirePositive(strike, 'strike')
  return {
    domesticPerForeign: price,
    foreignShare: price / spot,
    domesticShare: price / strike,
    foreignPerDomestic: price / (spot * strike),
  }
}

/** Price of a European currency option in domestic currency per unit of foreign notional; zero volatility allowed. */
export function garmanKohlhagenPrice(inputs: GarmanKohlhagenInputs): number {
  const { rateDomesticContinuous, rateForeignContinuous, ...option } = inputs
  return blackScholesPrice({
    ...option,
    rateContinuous: rateDomesticContinuous,
    dividendYieldContinuous: rateForeignContinuous,
  })
}

/** Sensitivities of a currency option, each per unit of its variable, in domestic currency per unit of foreign notional. */
export interface GarmanKohlhagenGreeks {
  readonly price: number
  readonly forward: number
  readonly premium: FxPremium
  readonly spotDelta: number
  readonly forwardDelta: number
  readonly premiumAdjustedSpotDelta: number
  readonly premiumAdjustedForwardDelta: number
  /** dP/dK */
  readonly dualDelta: number
  readonly gamma: number
  readonly vega: number
  readonly thetaPerYear: number
  readonly rhoDomestic: number
  readonly rhoForeign: number
  readonly vanna: number
  readonly volga: number
}

/**
 * Price, the four deltas and the sensitivities of a European currency option. Maturity and volatility must be positive.
 * Source: Garman & Kohlhagen, J. International Money and Finance 2 (1983), 231-237.
 */
export function garmanKohlhagen(inputs: GarmanKohlhagenInputs): GarmanKohlhagenGreeks {
  const { rateDomesticContinuous: domestic, rateForeignContinuous: foreign, ...option } = inputs
  const { type, spot, strike, maturityYears, volAnnual } = option
  const { dividendRho, rho, delta, ...rest } = blackScholesGreeks({
    ...option,
    rateContinuous: domestic,
    dividendYieldContinuous: foreign,
  })
  const price = garmanKohlhagenPrice(inputs)
  const sign = type === 'call' ? 1 : -1
  const deviation = volAnnual * Math.sqrt(maturityYears)
  const forward = spot * Math.exp((domestic - foreign) * maturityYears)
  const exercise = normalCdf(sign * (Math.log(forward / strike) / deviation - deviation / 2))
  const growth = Math.exp(foreign * maturityYears)
  const adjusted = (sign * Math.exp(-foreign * maturityYears) * exercise * strike) / forward
  return {
    ...rest,
    price,
    forward,
    premium: fxPremium(price, spot, strike),
    spotDelta: delta,
    forwardDelta: delta * growth,
    premiumAdjustedSpotDelta: adjusted,
    premiumAdjustedForwardDelta: adjusted * growth,
    dualDelta: -sign * Math.exp(-domestic * maturityYears) * exercise,
    rhoDomestic: rho,
    rhoForeign: dividendRho,
  }
}

/** A European currency option valued on curves. */
export interface FxOption {
  readonly type: OptionType
  /** Positive for a bought option. */
  readonly foreignNotional: number
  readonly strike: number
  readonly expiryYears: number
  /** Time of delivery, at or after expiry; expiry when left out. */
  readonly deliveryYears?: number | undefined
  readonly volAnnual: number
}

/** Value of a currency option on curves, in domestic currency. */
export interface FxOptionValue extends PresentValue {
  readonly forwardRate: number
  /** Chance of exercise under the domestic measure to delivery. */
  readonly exerciseProbability: number
  /** Units of foreign currency that the option is long today. */
  readonly spotDeltaForeign: number
  /** Change of value for a volatility higher by 1.00. */
  readonly vega: number
}

/**
 * Present value of a European currency option with curves and a delivery lag, in domestic currency. Lines: the foreign
 * currency and the domestic money expected to change hands on exercise. Zero volatility and expiry now are limits.
 */
export function fxOptionValue(market: FxMarket, option: FxOption): FxOptionValue {
  const { type, foreignNotional, strike, expiryYears, deliveryYears = expiryYears, volAnnual } = option
  requireFinite(foreignNotional, 'foreignNotional')
  requirePositive(strike, 'strike')
  requireNonNegative(expiryYears, 'expiryYears')
  requireNonNegative(volAnnual, 'volAnnual')
  requireNonNegative(deliveryYears - expiryYears, 'deliveryYears - expiryYears')
  const sign = type === 'call' ? 1 : -1
  const forwardRate = fxForwardRate(market, deliveryYears)
  const domestic = market.domestic.discountFactor(deliveryYears)
  const foreign = spotToday(market) * market.foreign.discountFactor(deliveryYears)
  const deviation = volAnnual * Math.sqrt(expiryYears)
  const moneyness = Math.log(forwardRate / strike)
  const d1 = deviation === 0 ? (moneyness === 0 ? 0 : moneyness * Infinity) : moneyness / deviation + deviation / 2
  const receive = normalCdf(sign * d1)
  const exerciseProbability = normalCdf(sign * (deviation === 0 ? d1 : d1 - deviation))
  const line = (label: string, amount: number, discountFactor: number) => ({
    label,
    timeYears: deliveryYears,
    amount,
    discountFactor,
    presentValue: amount * discountFactor,
  })
  const value = presentValueOf([
    line('foreign currency on exercise', sign * foreignNotional * receive, foreign),
    line('domestic money on exercise', -sign * foreignNotional * strike * exerciseProbability, domestic),
  ])
  return {
    ...value,
    forwardRate,
    exerciseProbability,
    spotDeltaForeign: (value.lines[0].amount * foreign) / spotToday(market),
    vega: foreignNotional * foreign * normalPdf(d1) * Math.sqrt(expiryYears),
  }
}
