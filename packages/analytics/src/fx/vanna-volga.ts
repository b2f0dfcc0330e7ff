import { TuttiError, requireFinite, requirePositive, requireSample } from '../errors/index.ts'
import { normalPdf } from '../math/index.ts'
import { blackForwardPrice, blackImpliedVolatility, type OptionType } from '../models/index.ts'

/** Three quoted options of one expiry, and the volatility at which the sensitivities are taken. */
export interface VannaVolgaMarket {
  readonly spot: number
  readonly maturityYears: number
  readonly rateDomesticContinuous: number
  readonly rateForeignContinuous: number
  /** Three strikes, increasing: put, at-the-money, call. */
  readonly pillarStrikes: readonly number[]
  readonly pillarVols: readonly number[]
  /** Black-Scholes volatility of the reference, usually the at-the-money one. */
  readonly referenceVol: number
}

/** A price with the amounts of the three options that hedge vega, vanna and volga. */
export interface VannaVolgaPrice {
  readonly price: number
  /** Price at the reference volatility. */
  readonly referencePrice: number
  readonly weights: readonly [number, number, number]
  /** Volatility of the price; `undefined` where the price breaks the bounds of a European option (far wings). */
  readonly impliedVol: number | undefined
}

/**
 * Vanna-volga price of a European option in domestic currency per unit of foreign notional: the price at the reference
 * volatility and the smile cost of the three options that have its vega, vanna and volga. It returns the quoted prices at
 * the pillars. Throws `invalid-input` for other than three increasing strikes with positive volatilities.
 * Source: Castagna & Mercurio, "The vanna-volga method for implied volatilities", Risk (January 2007), eqs 4-7.
 */
export function vannaVolgaPrice(market: VannaVolgaMarket, type: OptionType, strike: number): VannaVolgaPrice {
  const { maturityYears, pillarStrikes: strikes, pillarVols: vols } = market
  requirePositive(market.spot, 'spot')
  requirePositive(maturityYears, 'maturityYears')
  requireFinite(market.rateDomesticContinuous, 'rateDomesticContinuous')
  requireFinite(market.rateForeignContinuous, 'rateForeignContinuous')
  requirePositive(market.referenceVol, 'referenceVol')
  requirePositive(strike, 'strike')
  requireSample(strikes, 3, 'pillarStrikes')
  requireSample(vols, 3, 'pillarVols')
  vols.forEach((vol, i) => requirePositive(vol, `pillarVols[${i}]`))
  const [k1, k2, k3] = strikes
  if (strikes.length !== 3 || vols.length !== 3 || !(k1 > 0 && k2 > k1 && k3 > k2)) {
    throw new TuttiError(
      'invalid-input',
      'vanna-volga needs three increasing positive strikes with their volatilities',
      {
        field: 'pillarStrikes',
        got: `strikes ${strikes.join(', ')}, ${vols.length} volatilities`,
        expected: 'three strikes that increase and three volatilities',
      },
    )
  }
  const rootT = Math.sqrt(maturityYears)
  const discount = Math.exp(-market.rateDomesticContinuous * maturityYears)
  const forward = market.spot * Math.exp((market.rateDomesticContinuous - market.rateForeignContinuous) * maturityYears)
  const price = (k: number, vol: number): number => discount * blackForwardPrice(type, forward, k, vol * rootT)
  const deviation = market.referenceVol * rootT
  // Vegas but for a common factor.
  const vega = (k: number): number => normalPdf(Math.log(forward / k) / deviation + deviation / 2)
  const log = Math.log
  const own = vega(strike)
  const weights = [
    ((own / vega(k1)) * log(k2 / strike) * log(k3 / strike)) / (log(k2 / k1) * log(k3 / k1)),
    ((own / vega(k2)) * log(strike / k1) * log(k3 / strike)) / (log(k2 / k1) * log(k3 / k2)),
    ((own / vega(k3)) * log(strike / k1) * log(strike / k2)) / (log(k3 / k1) * log(k3 / k2)),
  ] as const
  for (const weight of weights) {
    if (!Number.isFinite(weight)) {
      throw new TuttiError('calculation-failed', 'a pillar has no vega at the reference volatility', {
        field: 'pillarStrikes',
        got: strikes.join(', '),
        expected: 'strikes within the reach of the reference volatility',
      })
    }
  }
  const referencePrice = price(strike, market.referenceVol)
  const cost = strikes.reduce(
    (sum, k, i) => sum + weights[i] * (price(k, vols[i]) - price(k, market.referenceVol)),
    referencePrice,
  )
  const undiscounted = cost / discount
  const low = Math.max((type === 'call' ? 1 : -1) * (forward - strike), 0)
  const inBounds = undiscounted > low && undiscounted < (type === 'call' ? forward : strike)
  return {
    price: cost,
    referencePrice,
    weights,
    impliedVol: inBounds ? blackImpliedVolatility(type, forward, strike, maturityYears, undiscounted) : undefined,
  }
}
