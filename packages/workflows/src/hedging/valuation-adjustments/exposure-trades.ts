import type { Instrument, ValuationMarket } from '@tutti/analytics/revaluation'
import type { ExposureTrade } from '@tutti/analytics/xva'

/** Kinds that the exposure engine has no closed form for; they follow a simulated spread on the same paths. */
export type CreditInstrument = Extract<Instrument, { kind: 'credit default swap' | 'total return swap' }>

export function isCredit(instrument: Instrument): instrument is CreditInstrument {
  return instrument.kind === 'credit default swap' || instrument.kind === 'total return swap'
}

/** Kinds that are contracts with a counterparty; a bond future is one with its exchange. */
const contracts: readonly Instrument['kind'][] = [
  'swap',
  'zero-coupon inflation swap',
  'fx forward',
  'fx option',
  'cross-currency swap',
  'swaption',
  'credit default swap',
  'total return swap',
  'equity option',
  'equity forward',
]

export function isContract(instrument: Instrument): boolean {
  return contracts.includes(instrument.kind)
}

/** Last date on which the instrument is worth anything; of a total return swap that of its reference, which may end sooner. */
export function lastYears(instrument: Instrument): number {
  switch (instrument.kind) {
    case 'swap':
      return instrument.endYears
    case 'zero-coupon inflation swap':
    case 'fx forward':
    case 'cross-currency swap':
    case 'credit default swap':
    case 'equity forward':
      return instrument.maturityYears
    case 'fx option':
    case 'equity option':
    case 'swaption':
      return instrument.expiryYears
    case 'bond future':
      return instrument.deliveryYears
    case 'fixed flows':
    case 'inflation-linked flows':
    case 'total return swap':
      return instrument.flows.reduce((last, { years }) => Math.max(last, years), 0)
    case 'cash':
    case 'equity':
      return 0
  }
}

/**
 * `scale` units of an instrument as trades of the exposure engine; a negative scale is the other side. The basis of a currency
 * against the base currency is in the amounts (forwards, options) or in the floating spread (cross-currency swaps), constant
 * over the paths. `null` for what has no trade there: credit, futures (settled daily), options between two foreign currencies.
 */
export function exposureTrades(
  instrument: Instrument,
  scale: number,
  id: string,
  { baseCurrency, basis }: ValuationMarket,
): readonly ExposureTrade[] | null {
  const size = Math.abs(scale)
  const isLong = scale > 0
  if (size === 0) return []
  const discounted = (currency: string, years: number): number => Math.exp(-(basis[currency] ?? 0) * years)
  switch (instrument.kind) {
    case 'swap': {
      const { kind, side, currency, notional, startYears, endYears, fixedRate, fixedFrequency } = instrument
      const { floatingFrequency, currentFixing } = instrument
      const isReceiver = (side === 'receive fixed') === isLong
      const terms = {
        kind,
        currency,
        startYears,
        endYears,
        fixedRate,
        fixedFrequency,
        floatingFrequency,
        currentFixing,
      }
      return [{ id, ...terms, notional: notional * size, side: isReceiver ? 'receiver' : 'payer' }]
    }
    case 'zero-coupon inflation swap': {
      const { kind, side, currency, notional, fixedRate, maturityYears } = instrument
      const receives = (side === 'receive inflation') === isLong
      const terms = { kind, inflation: currency, fixedRate, maturityYears, notional: notional * size }
      return [{ id, ...terms, side: receives ? 'receive inflation' : 'pay inflation' }]
    }
    case 'fx forward': {
      const { buyCurrency, buyAmount, sellCurrency, sellAmount, maturityYears } = instrument
      const flow = (currency: string, amount: number): ExposureTrade => ({
        id: `${id} ${currency}`,
        kind: 'cash flows',
        currency,
        flows: [{ timeYears: maturityYears, amount: scale * amount * discounted(currency, maturityYears) }],
      })
      return [flow(buyCurrency, buyAmount), flow(sellCurrency, -sellAmount)]
    }
    case 'fx option': {
      const { currency, againstCurrency, notional, strike, expiryYears, type } = instrument
      if (currency !== baseCurrency && againstCurrency !== baseCurrency) return null
      // A call on the base currency is a put on the other one, at the reciprocal strike.
      const isOnBase = currency === baseCurrency
      const foreign = isOnBase ? againstCurrency : currency
      const growth = discounted(foreign, expiryYears)
      const foreignAmount = (isOnBase ? notional * strike : notional) * growth
      return [
        {
          id,
          kind: 'fx option',
          position: isLong ? 'bought' : 'sold',
          type: (type === 'call') === isOnBase ? 'put' : 'call',
          currency: foreign,
          notionalForeign: foreignAmount * size,
          strike: (isOnBase ? 1 / strike : strike) / growth,
          maturityYears: expiryYears,
        },
      ]
    }
    case 'cross-currency swap': {
      const { kind, receiveCurrency, receiveNotional, payCurrency, payNotional, maturityYears, frequency } = instrument
      const leg = (currency: string, notional: number, spread: number) =>
        ({
          currency,
          notional: notional * size,
          rate: spread - (basis[currency] ?? 0),
          kind: 'floating',
          frequency,
        }) as const
      const first = leg(receiveCurrency, receiveNotional, instrument.receiveSpread)
      const second = leg(payCurrency, payNotional, 0)
      const [receive, pay] = isLong ? [first, second] : [second, first]
      return [{ id, kind, receive, pay, startYears: 0, endYears: maturityYears, notionalExchange: 'end' }]
    }
    case 'swaption': {
      const { kind, side, currency, notional, expiryYears, tenorYears, strike, fixedFrequency } = instrument
      const terms = { kind, currency, expiryYears, tenorYears, strike, fixedFrequency, notional: notional * size }
      const position = isLong ? 'bought' : 'sold'
      return [{ id, ...terms, position, side: side === 'receive fixed' ? 'receiver' : 'payer' }]
    }
    case 'equity option': {
      const { kind, type, index, units, strike, expiryYears } = instrument
      const terms = { kind, type, equity: index, strike, maturityYears: expiryYears, units: units * size }
      return [{ id, ...terms, position: isLong ? 'bought' : 'sold' }]
    }
    case 'equity forward': {
      const { kind, index, units, strike, maturityYears } = instrument
      return [{ id, kind, equity: index, strike, maturityYears, units: units * size, side: isLong ? 'buy' : 'sell' }]
    }
    case 'cash':
    case 'fixed flows':
    case 'inflation-linked flows':
    case 'equity':
    case 'bond future':
    case 'credit default swap':
    case 'total return swap':
      return null
  }
}
