import { parRate } from '@tutti/analytics/curves'
import type { Flow, Instrument } from '@tutti/analytics/revaluation'
import { type AgeingFlow, flowAgeing, weightedAgeing } from './flow-ageing.ts'
import type { HedgeFamily, HedgeInstrument } from './hedge-instrument.ts'
import {
  type Ageing,
  floatingPeriod,
  isAllowed,
  premiumOf,
  spotOf,
  unitDealing,
  type UniverseContext,
} from './universe-context.ts'
import { tenorWords } from './tenor-words.ts'

/** Payments of the fixed leg a year, of swaps and of swaptions' swaps. */
const fixedFrequency = 1
/** Coupons a year of the notional bond that futures are on, and time to their delivery. */
const couponFrequency = 2
const deliveryYears = 0.25

/**
 * Hedges of every currency's curve; a unit is one unit of notional, and a positive quantity gains when rates fall: par
 * swaps that receive fixed, the same starting later at the forward par rate, receiver swaptions struck at it, and futures
 * on a par bond, bought at the fair forward price.
 */
export function ratesInstruments(context: UniverseContext): HedgeInstrument[] {
  const { mandate, currencies } = context
  const { tenors_years, forward_starts_years, swaption_expiry_years, future_tenors_years } = mandate.instruments.rates
  return currencies.flatMap((currency) => [
    ...(isAllowed(mandate, 'swap') ? tenors_years.map((years) => swap(context, 'swap', currency, 0, years)) : []),
    ...(isAllowed(mandate, 'forward-starting-swap')
      ? forward_starts_years.flatMap((start) =>
          tenors_years.map((years) => swap(context, 'forward-starting-swap', currency, start, start + years)),
        )
      : []),
    ...(isAllowed(mandate, 'swaption')
      ? tenors_years.map((years) => swaption(context, currency, swaption_expiry_years, years))
      : []),
    ...(isAllowed(mandate, 'future') ? future_tenors_years.map((years) => future(context, currency, years)) : []),
  ])
}

/** Coupons of 1 a year, `frequency` times, from `startYears` to `endYears`, counted back from the end. */
function annuityFlows(startYears: number, endYears: number, frequency: number): Flow[] {
  const flows: Flow[] = []
  for (let k = 0; ; k++) {
    const years = endYears - k / frequency
    const amount = Math.min(1 / frequency, years - startYears)
    if (amount < 1e-9) return flows.toReversed()
    flows.push({ years, amount })
  }
}

/**
 * Carry: the yield of the fixed payments less the floating rate that finances them (of a running swap: that of its first
 * period; of a later start: the zero rate to it). Roll: both along the curve.
 */
function swap(
  context: UniverseContext,
  family: 'swap' | 'forward-starting-swap',
  currency: string,
  startYears: number,
  endYears: number,
): HedgeInstrument {
  const curve = context.market.curves[currency]
  const fixedRate = parRate(curve, endYears, fixedFrequency, startYears)
  const coupons = annuityFlows(startYears, endYears, fixedFrequency)
  const financed = startYears > 0 ? startYears : Math.min(floatingPeriod, endYears)
  const flows: AgeingFlow[] = [
    ...coupons.map(({ years, amount }) => ({ years, amount: fixedRate * amount })),
    { years: endYears, amount: 1 },
    { years: financed, amount: -curve.discountFactor(startYears) / curve.discountFactor(financed) },
  ]
  const instrument = {
    kind: 'swap',
    side: 'receive fixed',
    currency,
    notional: 1,
    startYears,
    endYears,
    fixedRate,
    fixedFrequency,
    floatingFrequency: 1 / floatingPeriod,
  } as const
  const annuity = coupons.reduce((sum, { years, amount }) => sum + amount * curve.discountFactor(years), 0)
  const tenor = startYears > 0 ? `${startYears}x${endYears - startYears}` : `${endYears}`
  const label =
    startYears > 0
      ? `${currency} receiver swap of ${tenorWords(endYears - startYears)} in ${tenorWords(startYears)}`
      : `${currency} receiver swap, ${tenorWords(endYears)}`
  return ratesHedge(context, {
    family,
    tenor,
    label,
    tenorYears: endYears,
    instrument,
    direction: 'both',
    yieldDuration: annuity,
    ageing: () => flowAgeing(curve, flows),
  })
}

/**
 * Held to expiry on the curve as it is, and spread evenly over its life. Carry: the premium with interest, all of which
 * decays where forward rates come true. Roll: what the swap then pays when the par rate has stayed instead.
 */
function swaption(
  context: UniverseContext,
  currency: string,
  expiryYears: number,
  tenorYears: number,
): HedgeInstrument {
  const { market } = context
  const curve = market.curves[currency]
  const strike = parRate(curve, expiryYears + tenorYears, fixedFrequency, expiryYears)
  const instrument = {
    kind: 'swaption',
    side: 'receive fixed',
    currency,
    notional: 1,
    expiryYears,
    tenorYears,
    strike,
    fixedFrequency,
  } as const
  const annuity = annuityFlows(0, tenorYears, fixedFrequency).reduce(
    (sum, { years, amount }) => sum + amount * curve.discountFactor(years),
    0,
  )
  const gain = annuity * Math.max(strike - parRate(curve, tenorYears, fixedFrequency), 0)
  return ratesHedge(context, {
    family: 'swaption',
    tenor: `${expiryYears}x${tenorYears}`,
    label: `${currency} receiver swaption, ${tenorWords(expiryYears)} into a swap of ${tenorWords(tenorYears)}`,
    tenorYears: expiryYears,
    instrument,
    direction: 'positive',
    ageing: (premium) => ({
      carry: -premium / curve.discountFactor(expiryYears) / expiryYears / spotOf(market, currency),
      roll: gain / expiryYears,
    }),
  })
}

/** Carry: the yield of the bond less the rate to delivery that finances it; roll: both along the curve; at delivery's worth. */
function future(context: UniverseContext, currency: string, bondYears: number): HedgeInstrument {
  const curve = context.market.curves[currency]
  const coupon = parRate(curve, bondYears, couponFrequency)
  const flows = [
    ...annuityFlows(0, bondYears, couponFrequency).map(({ years, amount }) => ({ years, amount: coupon * amount })),
    { years: bondYears, amount: 1 },
  ].filter(({ years }) => years > deliveryYears)
  const delivered = curve.discountFactor(deliveryYears)
  const price = flows.reduce((sum, { years, amount }) => sum + amount * curve.discountFactor(years), 0) / delivered
  const instrument = { kind: 'bond future', currency, deliveryYears, flows, price } as const
  const ageing = flowAgeing(curve, [...flows, { years: deliveryYears, amount: -price }])
  return ratesHedge(context, {
    family: 'future',
    tenor: `${bondYears}`,
    label: `${currency} bond future, ${tenorWords(bondYears)}`,
    tenorYears: bondYears,
    instrument,
    direction: 'both',
    ageing: () => weightedAgeing([[1 / delivered, ageing]]),
  })
}

/** A hedge of a curve before it is priced. */
interface RatesHedge {
  readonly family: HedgeFamily
  /** Last part of its id. */
  readonly tenor: string
  readonly label: string
  readonly tenorYears: number
  readonly instrument: Extract<Instrument, { kind: 'swap' | 'swaption' | 'bond future' }>
  readonly direction: HedgeInstrument['direction']
  /** Money lost by one unit for a yield higher by 1.00, of kinds quoted in yield; 1 for the others. */
  readonly yieldDuration?: number
  /** In the currency of the instrument, of the premium in base currency. */
  readonly ageing: (premium: number) => Ageing
}

function ratesHedge(
  context: UniverseContext,
  { family, tenor, label, tenorYears, instrument, direction, yieldDuration = 1, ageing }: RatesHedge,
): HedgeInstrument {
  const { currency } = instrument
  const notionalInBase = spotOf(context.market, currency)
  const legs = [{ instrument, weight: 1 }]
  const premium = premiumOf(legs, context.market, notionalInBase)
  return {
    id: `${family}:${currency}:${tenor}`,
    label,
    domain: 'rates',
    family,
    currency,
    tenorYears,
    legs,
    premium,
    notionalInBase,
    direction,
    ...weightedAgeing([[notionalInBase, ageing(premium)]]),
    dealing: unitDealing(context, family, notionalInBase, yieldDuration),
  }
}
