import { brentRoot } from '@tutti/analytics/math'
import type { Instrument, ValuationMarket } from '@tutti/analytics/revaluation'
import { flowAgeing, weightedAgeing } from './flow-ageing.ts'
import type { HedgeInstrument } from './hedge-instrument.ts'
import {
  type Ageing,
  ageingStep,
  floatingPeriod,
  isAllowed,
  legsValue,
  premiumOf,
  spotOf,
  unitDealing,
  type UniverseContext,
} from './universe-context.ts'
import { tenorWords } from './tenor-words.ts'

/**
 * Hedges of every foreign currency of the fund; a unit is one unit of foreign currency, and a positive quantity hedges
 * what is held in it. Forwards sell it at the forward rate with the basis; puts are struck at a share of the forward;
 * collars finance the put by a call sold at the strike that makes both worth nothing; cross-currency swaps pay the foreign
 * floating rate for the base currency's with the spread that makes them worth nothing.
 */
export function currencyInstruments(context: UniverseContext): HedgeInstrument[] {
  const { mandate, market, currencies } = context
  const { tenors_years, cross_currency_swap_years } = mandate.instruments.currency
  return currencies
    .filter((currency) => currency !== market.baseCurrency)
    .flatMap((currency) => [
      ...(isAllowed(mandate, 'forward') ? tenors_years.map((years) => forward(context, currency, years)) : []),
      ...(isAllowed(mandate, 'put') ? tenors_years.map((years) => put(context, currency, years)) : []),
      ...(isAllowed(mandate, 'collar') ? tenors_years.map((years) => collar(context, currency, years)) : []),
      ...(isAllowed(mandate, 'cross-currency-swap')
        ? cross_currency_swap_years.map((years) => crossCurrencySwap(context, currency, years))
        : []),
    ])
}

/** Base currency for a unit of foreign currency at `years`: spot x foreign discount factor with the basis / base discount factor. */
export function forwardRate(market: ValuationMarket, currency: string, years: number): number {
  const foreign = market.curves[currency].discountFactor(years) * Math.exp(-(market.basis[currency] ?? 0) * years)
  return (spotOf(market, currency) * foreign) / market.curves[market.baseCurrency].discountFactor(years)
}

/** Gains the forward points: the base currency received earns its zero rate, the foreign currency paid costs its own and the basis. */
function forward(context: UniverseContext, currency: string, years: number): HedgeInstrument {
  const { market } = context
  const rate = forwardRate(market, currency, years)
  const spot = spotOf(market, currency)
  const spread = market.basis[currency] ?? 0
  const ageing = weightedAgeing([
    [1, flowAgeing(market.curves[market.baseCurrency], [{ years, amount: rate }])],
    [-spot, flowAgeing(market.curves[currency], [{ years, amount: 1, spread }])],
  ])
  const instrument: Instrument = {
    kind: 'fx forward',
    buyCurrency: market.baseCurrency,
    buyAmount: rate,
    sellCurrency: currency,
    sellAmount: 1,
    maturityYears: years,
  }
  return currencyHedge(context, 'forward', currency, years, [{ instrument, weight: 1 }], 'both', () => ageing)
}

function put(context: UniverseContext, currency: string, years: number): HedgeInstrument {
  const strike = context.mandate.instruments.currency.put_strike * forwardRate(context.market, currency, years)
  const legs = [{ instrument: option(context.market, 'put', currency, strike, years), weight: 1 }]
  return currencyHedge(context, 'put', currency, years, legs, 'positive', (premium) =>
    optionAgeing(context.market, currency, years, legs, premium),
  )
}

function collar(context: UniverseContext, currency: string, years: number): HedgeInstrument {
  const { market, mandate } = context
  const rate = forwardRate(market, currency, years)
  const bought = option(market, 'put', currency, mandate.instruments.currency.put_strike * rate, years)
  const legsAt = (strike: number): HedgeInstrument['legs'] => [
    { instrument: bought, weight: 1 },
    { instrument: option(market, 'call', currency, strike, years), weight: -1 },
  ]
  const deviation = (market.volatilities[`fx:${currency}`] ?? 0) * Math.sqrt(years)
  const most = rate * Math.exp(12 * deviation + 0.1)
  // below the forward the call is worth more than the put
  const strike = brentRoot((level) => legsValue(legsAt(level), market), 0.999 * rate, most)
  const legs = legsAt(strike)
  return currencyHedge(context, 'collar', currency, years, legs, 'positive', (premium) =>
    optionAgeing(market, currency, years, legs, premium),
  )
}

const option = (
  market: ValuationMarket,
  type: 'call' | 'put',
  currency: string,
  strike: number,
  expiryYears: number,
): Instrument => ({
  kind: 'fx option',
  type,
  currency,
  againstCurrency: market.baseCurrency,
  notional: 1,
  strike,
  expiryYears,
})

/**
 * An option held to expiry with the spot rate where it is: what it then pays less the premium with interest, spread evenly
 * over its life. Average rather than momentary decay, since an expiring hedge is renewed.
 */
function optionAgeing(
  market: ValuationMarket,
  currency: string,
  years: number,
  legs: HedgeInstrument['legs'],
  premium: number,
): Ageing {
  const spot = spotOf(market, currency)
  const paid = legs.reduce((sum, { instrument, weight }) => {
    if (instrument.kind !== 'fx option') return sum
    const sign = instrument.type === 'call' ? 1 : -1
    return sum + weight * Math.max(sign * (spot - instrument.strike), 0)
  }, 0)
  return { carry: (paid - premium / market.curves[market.baseCurrency].discountFactor(years)) / years, roll: 0 }
}

/** Carry: base less foreign floating rate, plus the spread; roll: the swap with its remaining life on the same curves. */
function crossCurrencySwap(context: UniverseContext, currency: string, years: number): HedgeInstrument {
  const { market } = context
  const spot = spotOf(market, currency)
  const legsAt = (receiveSpread: number, maturityYears: number): HedgeInstrument['legs'] => [
    {
      instrument: {
        kind: 'cross-currency swap',
        receiveCurrency: market.baseCurrency,
        receiveNotional: spot,
        payCurrency: currency,
        payNotional: 1,
        maturityYears,
        receiveSpread,
        frequency: 1 / floatingPeriod,
      },
      weight: 1,
    },
  ]
  // the value is linear in the spread
  const without = legsValue(legsAt(0, years), market)
  const spread = without / (without - legsValue(legsAt(1, years), market))
  const short = (name: string): number => market.curves[name].zeroRate(floatingPeriod)
  const legs = legsAt(spread, years)
  const later = legsValue(legsAt(spread, years - ageingStep), market)
  return currencyHedge(context, 'cross-currency-swap', currency, years, legs, 'both', (premium) => ({
    carry: spot * (short(market.baseCurrency) + spread - short(currency)),
    roll: (later - premium) / ageingStep,
  }))
}

const labels = {
  forward: 'forward sale',
  put: 'bought put',
  collar: 'collar of no cost',
  'cross-currency-swap': 'cross-currency swap',
} as const

function currencyHedge(
  context: UniverseContext,
  family: keyof typeof labels,
  currency: string,
  tenorYears: number,
  legs: HedgeInstrument['legs'],
  direction: HedgeInstrument['direction'],
  ageing: (premium: number) => Ageing,
): HedgeInstrument {
  const { market } = context
  const notionalInBase = spotOf(market, currency)
  const premium = premiumOf(legs, market, notionalInBase)
  return {
    id: `${family}:${currency}:${tenorYears}`,
    label: `${currency} ${labels[family]}, ${tenorWords(tenorYears)}`,
    domain: 'currency',
    family,
    currency,
    tenorYears,
    legs,
    premium,
    notionalInBase,
    direction,
    ...ageing(premium),
    dealing: unitDealing(context, family, notionalInBase),
  }
}
