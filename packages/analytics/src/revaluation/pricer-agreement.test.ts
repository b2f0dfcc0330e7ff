import assert from 'node:assert/strict'
import { test } from 'node:test'
import { curveSensitivity } from '../bonds/index.ts'
import { bondForwardPrice, bondTotalReturnSwap, cdsValue, flatHazardCurve } from '../credit/index.ts'
import { zeroSpreadCurve, type DiscountCurve } from '../curves/index.ts'
import { fxForwardValue, garmanKohlhagenPrice } from '../fx/index.ts'
import { blackScholesPrice } from '../models/index.ts'
import {
  type AccrualPeriod,
  crossCurrencySwapValue,
  type FloatingLeg,
  swapValue,
  swaptionValue,
  zeroCouponInflationSwapValue,
} from '../rates/index.ts'
import { compiledBook } from './compiled-book.ts'
import { exampleFactors, exampleInstruments, exampleMarket, exampleShock } from './example-book.fixture.ts'
import type { Flow, Instrument } from './instrument.ts'
import { baseValues, revaluedBook } from './revalued-book.ts'
import { shockedInstrument, shockedMarket } from './shocked-market.ts'
import type { ValuationMarket } from './valuation-market.ts'

/** Periods counted back from the end, written down plainly. */
function periods(start: number, end: number, frequency: number): AccrualPeriod[] {
  const ends: number[] = []
  for (let time = end, k = 1; time > Math.max(start, 0) + 1e-9; time = end - k / frequency, k++) ends.unshift(time)
  return ends.map((endYears) => {
    const startYears = Math.max(endYears - 1 / frequency, start)
    return { startYears, endYears, payYears: endYears, accrualYears: endYears - startYears }
  })
}

const payments = (flows: readonly Flow[], growth: (years: number) => number = () => 1) =>
  flows.map(({ years, amount }) => ({ timeYears: years, amount: amount * growth(years) }))

/** Value by the pricers of the other rooms, in base currency, on the market as given. */
function priced(one: Instrument, market: ValuationMarket): number {
  const { fx, curves, breakEvens, volatilities, spreads, equities } = market
  const withBasis = (currency: string): DiscountCurve => zeroSpreadCurve(curves[currency], market.basis[currency] ?? 0)
  switch (one.kind) {
    case 'cash':
    case 'equity':
      return fx[one.currency] * one.amount
    case 'fixed flows':
      return (
        fx[one.currency] *
        curveSensitivity(payments(one.flows), zeroSpreadCurve(curves[one.currency], one.spread), [1]).value
      )
    case 'inflation-linked flows': {
      const linked = payments(one.flows, (years) => 1 / breakEvens[one.currency].discountFactor(years))
      return fx[one.currency] * curveSensitivity(linked, zeroSpreadCurve(curves[one.currency], one.spread), [1]).value
    }
    case 'swap': {
      const value = swapValue(
        {
          side: one.side === 'pay fixed' ? 'payer' : 'receiver',
          notional: one.notional,
          fixedRate: one.fixedRate,
          fixedPeriods: periods(one.startYears, one.endYears, one.fixedFrequency),
          floatingPeriods: periods(one.startYears, one.endYears, one.floatingFrequency),
          floatingSpread: 0,
          ...(one.currentFixing === undefined ? {} : { firstRate: one.currentFixing }),
        },
        { discount: curves[one.currency], projection: curves[one.currency] },
      )
      return fx[one.currency] * value.presentValue
    }
    case 'zero-coupon inflation swap': {
      const value = zeroCouponInflationSwapValue(
        {
          side: one.side === 'receive inflation' ? 'payer' : 'receiver',
          notional: one.notional,
          fixedRate: one.fixedRate,
          contractYears: one.maturityYears,
          maturityYears: one.maturityYears,
          indexRatio: 1,
        },
        { discount: curves[one.currency], breakEven: breakEvens[one.currency] },
      )
      return fx[one.currency] * value.presentValue
    }
    case 'fx forward': {
      const value = fxForwardValue(
        {
          spot: fx[one.buyCurrency] / fx[one.sellCurrency],
          domestic: withBasis(one.sellCurrency),
          foreign: withBasis(one.buyCurrency),
        },
        {
          foreignNotional: one.buyAmount,
          contractRate: one.sellAmount / one.buyAmount,
          settlementYears: one.maturityYears,
        },
      )
      return fx[one.sellCurrency] * value.presentValue
    }
    case 'fx option': {
      const surface = one.againstCurrency === 'USD' ? `fx:${one.currency}` : 'fx:EUR/GBP'
      const price = garmanKohlhagenPrice({
        type: one.type,
        spot: fx[one.currency] / fx[one.againstCurrency],
        strike: one.strike,
        maturityYears: one.expiryYears,
        rateDomesticContinuous: withBasis(one.againstCurrency).zeroRate(one.expiryYears),
        rateForeignContinuous: withBasis(one.currency).zeroRate(one.expiryYears),
        volAnnual: volatilities[surface],
      })
      return fx[one.againstCurrency] * one.notional * price
    }
    case 'cross-currency swap': {
      const leg = (currency: string, notionals: number, spread: number): FloatingLeg => ({
        kind: 'floating',
        periods: periods(0, one.maturityYears, one.frequency),
        spread,
        notionals,
        projection: curves[currency],
      })
      const value = crossCurrencySwapValue({
        receive: {
          leg: leg(one.receiveCurrency, one.receiveNotional, one.receiveSpread),
          discount: withBasis(one.receiveCurrency),
        },
        pay: { leg: leg(one.payCurrency, one.payNotional, 0), discount: withBasis(one.payCurrency) },
        spot: fx[one.payCurrency] / fx[one.receiveCurrency],
        exchange: { initial: false, final: true },
        resetting: 'none',
      })
      return fx[one.receiveCurrency] * value.presentValue
    }
    case 'swaption': {
      const end = one.expiryYears + one.tenorYears
      const legPeriods = periods(one.expiryYears, end, one.fixedFrequency)
      const value = swaptionValue(
        {
          swap: {
            side: one.side === 'pay fixed' ? 'payer' : 'receiver',
            notional: one.notional,
            fixedRate: one.strike,
            fixedPeriods: legPeriods,
            floatingPeriods: legPeriods,
            floatingSpread: 0,
          },
          expiryYears: one.expiryYears,
          settlement: 'physical',
        },
        { kind: 'normal', volAnnual: volatilities[`rate:${one.currency}`] },
        { discount: curves[one.currency], projection: curves[one.currency] },
      )
      return fx[one.currency] * value.presentValue
    }
    case 'bond future': {
      // a bond that pays a coupon before delivery too: the buyer at delivery does not get it
      const early = { timeYears: 0.1, amount: 1.3 }
      const curve = curves[one.currency]
      const spot = curveSensitivity([early, ...payments(one.flows)], curve, [1]).value
      return fx[one.currency] * (bondForwardPrice(spot, [early], one.deliveryYears, curve) - one.price)
    }
    case 'credit default swap': {
      const hazardRate = Math.max(spreads[one.bucket] + one.ownSpread, 0) / (1 - one.recovery)
      const value = cdsValue(
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
      )
      return fx[one.currency] * value.presentValue
    }
    case 'total return swap': {
      const curve = curves[one.currency]
      const flows = payments(one.flows)
      const dirtyPrice = curveSensitivity(flows, zeroSpreadCurve(curve, one.spread), [1]).value
      const value = bondTotalReturnSwap(
        {
          side: one.side === 'pay total return' ? 'pay return' : 'receive return',
          maturityYears: 0.4,
          funding: { spread: 0, paymentsPerYear: 4 },
          face: 100,
          dirtyPrice,
          initialDirtyPrice: one.referenceValue,
          coupons: flows,
        },
        curve,
        curve,
      )
      return fx[one.currency] * value.presentValue
    }
    case 'equity option': {
      const { level, currency, dividendYield } = equities[one.index]
      const price = blackScholesPrice({
        type: one.type,
        spot: level,
        strike: one.strike,
        maturityYears: one.expiryYears,
        rateContinuous: curves[currency].zeroRate(one.expiryYears),
        dividendYieldContinuous: dividendYield,
        volAnnual: volatilities[`equity:${one.index}`],
      })
      return fx[currency] * one.units * price
    }
    case 'equity forward': {
      // the shares as a currency whose rate is the dividend yield
      const { level, currency, dividendYield } = equities[one.index]
      const shares = zeroSpreadCurve({ ...curves.USD, discountFactor: () => 1, zeroRate: () => 0 }, dividendYield)
      const value = fxForwardValue(
        { spot: level, domestic: curves[currency], foreign: shares },
        { foreignNotional: one.units, contractRate: one.strike, settlementYears: one.maturityYears },
      )
      return fx[currency] * value.presentValue
    }
  }
}

/** What an instrument's parts are worth before they cancel: what an error is measured against. */
function sizeOf(one: Instrument): number {
  if (one.kind === 'equity option' || one.kind === 'equity forward') return one.units * one.strike
  return 100
}

test('every kind has the value that the pricers of bonds, rates, currencies and credit give, on the same market', () => {
  const values = baseValues(compiledBook(exampleInstruments, exampleMarket, []))
  exampleInstruments.forEach((one, i) => {
    const expected = priced(one, exampleMarket)
    assert.ok(Math.abs(values[i] - expected) <= 2e-13 * sizeOf(one), `${one.kind} ${i}: ${values[i]}, not ${expected}`)
  })
})

test('and after a shock the value that they give on the shocked market', () => {
  const book = compiledBook(exampleInstruments, exampleMarket, exampleFactors)
  const values = revaluedBook(book, Float64Array.from(exampleShock))
  const market = shockedMarket(exampleMarket, exampleFactors, exampleShock)
  exampleInstruments.forEach((one, i) => {
    const expected = priced(shockedInstrument(one, 'USD', exampleFactors, exampleShock), market)
    assert.notEqual(values[i], priced(one, exampleMarket))
    assert.ok(Math.abs(values[i] - expected) <= 4e-13 * sizeOf(one), `${one.kind} ${i}: ${values[i]}, not ${expected}`)
  })
})
