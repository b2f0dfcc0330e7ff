import { curveSensitivity } from '@tutti/analytics/bonds'
import { bondForwardPrice, bondTotalReturnSwap, cdsValue, flatHazardCurve } from '@tutti/analytics/credit'
import { type DiscountCurve, zeroSpreadCurve } from '@tutti/analytics/curves'
import { fxForwardValue, garmanKohlhagenPrice } from '@tutti/analytics/fx'
import { blackScholesPrice } from '@tutti/analytics/models'
import {
  type AccrualPeriod,
  crossCurrencySwapValue,
  type FloatingLeg,
  swapValue,
  swaptionValue,
  zeroCouponInflationSwapValue,
} from '@tutti/analytics/rates'
import type { Flow, Instrument, ValuationMarket } from '@tutti/analytics/revaluation'

type Of<Kind extends Instrument['kind']> = Extract<Instrument, { kind: Kind }>

/**
 * Value of one instrument in base currency by the pricers of bonds, swaps, currencies, credit and equities: flow by flow, not by the
 * compiled book that a study revalues.
 */
export function pricedInstrument(one: Instrument, market: ValuationMarket): number {
  const { fx, curves, breakEvens } = market
  switch (one.kind) {
    case 'cash':
    case 'equity':
      return fx[one.currency] * one.amount
    case 'fixed flows':
      return fx[one.currency] * flowsValue(payments(one.flows), zeroSpreadCurve(curves[one.currency], one.spread))
    case 'inflation-linked flows': {
      const linked = payments(one.flows, (years) => 1 / breakEvens[one.currency].discountFactor(years))
      return fx[one.currency] * flowsValue(linked, zeroSpreadCurve(curves[one.currency], one.spread))
    }
    case 'swap':
      return fx[one.currency] * swap(one, curves[one.currency])
    case 'zero-coupon inflation swap':
      return fx[one.currency] * inflationSwap(one, market)
    case 'fx forward':
      return fx[one.sellCurrency] * currencyForward(one, market)
    case 'fx option':
      return fx[one.againstCurrency] * currencyOption(one, market)
    case 'cross-currency swap':
      return fx[one.receiveCurrency] * currencySwap(one, market)
    case 'swaption':
      return fx[one.currency] * swaption(one, market)
    case 'bond future': {
      const curve = curves[one.currency]
      const spot = flowsValue(payments(one.flows), curve)
      return fx[one.currency] * (bondForwardPrice(spot, [], one.deliveryYears, curve) - one.price)
    }
    case 'credit default swap':
      return fx[one.currency] * protection(one, market)
    case 'total return swap':
      return fx[one.currency] * totalReturnSwap(one, curves[one.currency])
    case 'equity option': {
      const quote = market.equities[one.index]
      const price = blackScholesPrice({
        type: one.type,
        spot: quote.level,
        strike: one.strike,
        maturityYears: one.expiryYears,
        rateContinuous: curves[quote.currency].zeroRate(one.expiryYears),
        dividendYieldContinuous: quote.dividendYield,
        volAnnual: market.volatilities[`equity:${one.index}`],
      })
      return fx[quote.currency] * one.units * price
    }
    case 'equity forward': {
      const { level, currency, dividendYield } = market.equities[one.index]
      const years = one.maturityYears
      const owed = one.strike * curves[currency].discountFactor(years)
      return fx[currency] * one.units * (level * Math.exp(-dividendYield * years) - owed)
    }
  }
}

function payments(flows: readonly Flow[], growth: (years: number) => number = () => 1) {
  return flows.map(({ years, amount }) => ({ timeYears: years, amount: amount * growth(years) }))
}

function flowsValue(flows: ReturnType<typeof payments>, curve: DiscountCurve): number {
  return flows.length === 0 ? 0 : curveSensitivity(flows, curve, [1]).value
}

/** Equal periods counted back from the end; the first may be short. */
function periods(start: number, end: number, frequency: number): AccrualPeriod[] {
  const ends: number[] = []
  for (let time = end, k = 1; time > Math.max(start, 0) + 1e-9; time = end - k / frequency, k++) ends.unshift(time)
  return ends.map((endYears) => {
    const startYears = Math.max(endYears - 1 / frequency, start)
    return { startYears, endYears, payYears: endYears, accrualYears: endYears - startYears }
  })
}

/** The curve of a currency with its cross-currency basis. */
function withBasis({ curves, basis }: ValuationMarket, currency: string): DiscountCurve {
  return zeroSpreadCurve(curves[currency], basis[currency] ?? 0)
}

function swap(one: Of<'swap'>, curve: DiscountCurve): number {
  return swapValue(
    {
      side: one.side === 'pay fixed' ? 'payer' : 'receiver',
      notional: one.notional,
      fixedRate: one.fixedRate,
      fixedPeriods: periods(one.startYears, one.endYears, one.fixedFrequency),
      floatingPeriods: periods(one.startYears, one.endYears, one.floatingFrequency),
      floatingSpread: 0,
      ...(one.currentFixing === undefined ? {} : { firstRate: one.currentFixing }),
    },
    { discount: curve, projection: curve },
  ).presentValue
}

function inflationSwap(
  { side, notional, fixedRate, maturityYears, currency }: Of<'zero-coupon inflation swap'>,
  { curves, breakEvens }: ValuationMarket,
): number {
  return zeroCouponInflationSwapValue(
    {
      side: side === 'receive inflation' ? 'payer' : 'receiver',
      notional,
      fixedRate,
      contractYears: maturityYears,
      maturityYears,
      indexRatio: 1,
    },
    { discount: curves[currency], breakEven: breakEvens[currency] },
  ).presentValue
}

function currencyForward(one: Of<'fx forward'>, market: ValuationMarket): number {
  const { buyCurrency, buyAmount, sellCurrency, sellAmount, maturityYears } = one
  return fxForwardValue(
    {
      spot: market.fx[buyCurrency] / market.fx[sellCurrency],
      domestic: withBasis(market, sellCurrency),
      foreign: withBasis(market, buyCurrency),
    },
    { foreignNotional: buyAmount, contractRate: sellAmount / buyAmount, settlementYears: maturityYears },
  ).presentValue
}

function currencyOption(one: Of<'fx option'>, market: ValuationMarket): number {
  const { currency, againstCurrency, expiryYears } = one
  const { baseCurrency, fx, volatilities } = market
  const names =
    againstCurrency === baseCurrency
      ? [`fx:${currency}`]
      : currency === baseCurrency
        ? [`fx:${againstCurrency}`]
        : [`fx:${currency}/${againstCurrency}`, `fx:${againstCurrency}/${currency}`]
  const surface = names.find((name) => name in volatilities)!
  const price = garmanKohlhagenPrice({
    type: one.type,
    spot: fx[currency] / fx[againstCurrency],
    strike: one.strike,
    maturityYears: expiryYears,
    rateDomesticContinuous: withBasis(market, againstCurrency).zeroRate(expiryYears),
    rateForeignContinuous: withBasis(market, currency).zeroRate(expiryYears),
    volAnnual: volatilities[surface],
  })
  return one.notional * price
}

function currencySwap(one: Of<'cross-currency swap'>, market: ValuationMarket): number {
  const leg = (currency: string, notionals: number, spread: number): FloatingLeg => ({
    kind: 'floating',
    periods: periods(0, one.maturityYears, one.frequency),
    spread,
    notionals,
    projection: market.curves[currency],
  })
  return crossCurrencySwapValue({
    receive: {
      leg: leg(one.receiveCurrency, one.receiveNotional, one.receiveSpread),
      discount: withBasis(market, one.receiveCurrency),
    },
    pay: { leg: leg(one.payCurrency, one.payNotional, 0), discount: withBasis(market, one.payCurrency) },
    spot: market.fx[one.payCurrency] / market.fx[one.receiveCurrency],
    exchange: { initial: false, final: true },
    resetting: 'none',
  }).presentValue
}

function swaption(one: Of<'swaption'>, { curves, volatilities }: ValuationMarket): number {
  const own = periods(one.expiryYears, one.expiryYears + one.tenorYears, one.fixedFrequency)
  return swaptionValue(
    {
      swap: {
        side: one.side === 'pay fixed' ? 'payer' : 'receiver',
        notional: one.notional,
        fixedRate: one.strike,
        fixedPeriods: own,
        floatingPeriods: own,
        floatingSpread: 0,
      },
      expiryYears: one.expiryYears,
      settlement: 'physical',
    },
    { kind: 'normal', volAnnual: volatilities[`rate:${one.currency}`] },
    { discount: curves[one.currency], projection: curves[one.currency] },
  ).presentValue
}

function protection(one: Of<'credit default swap'>, { curves, spreads }: ValuationMarket): number {
  const hazardRate = Math.max(spreads[one.bucket] + one.ownSpread, 0) / (1 - one.recovery)
  return cdsValue(
    {
      side: one.side,
      notional: one.notional,
      spread: one.couponRate,
      maturityYears: one.maturityYears,
      paymentsPerYear: 4,
      recovery: one.recovery,
      integration: 'mid-point',
    },
    { discount: curves[one.currency], survival: flatHazardCurve(hazardRate) },
  ).presentValue
}

function totalReturnSwap(one: Of<'total return swap'>, curve: DiscountCurve): number {
  const flows = payments(one.flows)
  return bondTotalReturnSwap(
    {
      side: one.side === 'pay total return' ? 'pay return' : 'receive return',
      // the value does not hang on the end where both legs are at market
      maturityYears: 0.4,
      funding: { spread: 0, paymentsPerYear: 4 },
      face: 100,
      dirtyPrice: flowsValue(flows, zeroSpreadCurve(curve, one.spread)),
      initialDirtyPrice: one.referenceValue,
      coupons: flows,
    },
    curve,
    curve,
  ).presentValue
}
