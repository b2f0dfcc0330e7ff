import { formulas } from './book-table.ts'
import { creditDefaultSwapLegs } from './credit-default-swap-legs.ts'
import { basisPayment, currencyLeg, exchangeOption, fxSurface, sharesAgainstStrike } from './exchange-legs.ts'
import type { Instrument } from './instrument.ts'
import type { InstrumentLegs, InstrumentOf, LegTerm, Surroundings } from './leg-terms.ts'
import type { PointTable } from './point-table.ts'
import { swapLeg, swaptionLegs } from './swap-legs.ts'

const sumOf = (leg: readonly LegTerm[]): InstrumentLegs => ({
  formula: formulas.sum,
  legs: [leg],
  parameters: [],
  levelFactor: -1,
})

/** The legs of an instrument whose terms have been checked. Throws `missing-data` for what the market lacks. */
export function instrumentLegs(instrument: Instrument, surroundings: Surroundings): InstrumentLegs {
  const { points, market } = surroundings
  switch (instrument.kind) {
    case 'cash':
      return sumOf([{ point: points.payment(instrument.currency, 0), amount: instrument.amount }])
    case 'fixed flows':
      return sumOf(spreadFlows(instrument, points, false))
    case 'inflation-linked flows':
      return sumOf(spreadFlows(instrument, points, true))
    case 'equity': {
      const { currency, index, beta, amount } = instrument
      return sumOf([{ point: points.equity(currency, index, beta), amount }])
    }
    case 'swap':
      return sumOf(swapLeg(instrument, points))
    case 'zero-coupon inflation swap': {
      const { currency, maturityYears, notional, fixedRate } = instrument
      const amount = instrument.side === 'receive inflation' ? notional : -notional
      return sumOf([
        { point: points.payment(currency, maturityYears, { linked: true }), amount },
        { point: points.payment(currency, maturityYears), amount: -amount * (1 + fixedRate) ** maturityYears },
      ])
    }
    case 'fx forward': {
      const { buyCurrency, buyAmount, sellCurrency, sellAmount, maturityYears } = instrument
      return sumOf([
        basisPayment(surroundings, buyCurrency, maturityYears, buyAmount),
        basisPayment(surroundings, sellCurrency, maturityYears, -sellAmount),
      ])
    }
    case 'fx option': {
      const { currency, againstCurrency, notional, strike, expiryYears, type } = instrument
      const surface = fxSurface(market, currency, againstCurrency)
      const received = basisPayment(surroundings, currency, expiryYears, notional)
      const paid = basisPayment(surroundings, againstCurrency, expiryYears, notional * strike)
      return exchangeOption(surroundings, type, surface, expiryYears, received, paid)
    }
    case 'cross-currency swap': {
      const { receiveCurrency, receiveNotional, receiveSpread, payCurrency, payNotional } = instrument
      return sumOf([
        ...currencyLeg(surroundings, instrument, receiveCurrency, receiveNotional, receiveSpread),
        ...currencyLeg(surroundings, instrument, payCurrency, -payNotional, 0),
      ])
    }
    case 'swaption':
      return swaptionLegs(instrument, surroundings)
    case 'bond future': {
      const { currency, flows, deliveryYears, price } = instrument
      return {
        formula: formulas.future,
        legs: [
          flows.map(({ years, amount }) => ({ point: points.payment(currency, years), amount })),
          [{ point: points.payment(currency, deliveryYears), amount: 1 }],
          [{ point: points.payment(currency, 0), amount: 1 }],
        ],
        parameters: [price],
        levelFactor: -1,
      }
    }
    case 'credit default swap':
      return creditDefaultSwapLegs(instrument, surroundings)
    case 'total return swap': {
      const { currency, side, referenceValue } = instrument
      const sign = side === 'pay total return' ? 1 : -1
      return sumOf([
        { point: points.payment(currency, 0), amount: sign * referenceValue },
        ...spreadFlows(instrument, points, false).map(({ point, amount }) => ({ point, amount: -sign * amount })),
      ])
    }
    case 'equity option': {
      const { index, units, strike, expiryYears, type } = instrument
      const { received, paid } = sharesAgainstStrike(surroundings, index, units, strike, expiryYears)
      return exchangeOption(surroundings, type, `equity:${index}`, expiryYears, received, paid)
    }
    case 'equity forward': {
      const { index, units, strike, maturityYears } = instrument
      const { received, paid } = sharesAgainstStrike(surroundings, index, units, strike, maturityYears)
      return sumOf([received, { point: paid.point, amount: -paid.amount }])
    }
  }
}

/** Flows discounted at the holding's own spread; the change of its bucket comes on top. */
function spreadFlows(
  instrument: InstrumentOf<'fixed flows' | 'inflation-linked flows' | 'total return swap'>,
  points: PointTable,
  linked: boolean,
): LegTerm[] {
  const { currency, flows, spread, bucket } = instrument
  return flows.map(({ years, amount }) => ({
    point: points.payment(currency, years, { bucket, linked }),
    amount: amount * Math.exp(-spread * years),
  }))
}
