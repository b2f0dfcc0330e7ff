import type { Instrument } from '@tutti/analytics/revaluation'
import type { HedgeInstrument } from '../universe/hedge-instrument.ts'

/** What a dealer is asked for. */
export interface TradeAction {
  /** As markets say it: of the foreign currency, of the option, of the bond, of protection, of inflation; a swap is bought by who pays fixed. */
  readonly side: 'buy' | 'sell'
  /** The same in words, so that nobody has to know the convention. */
  readonly words: string
}

/** The action that a quantity of a hedge instrument stands for: units are defined by what they hedge, not by their market's side. */
export function tradeAction({ legs, currency }: HedgeInstrument, quantity: number): TradeAction {
  const actions = legs.map(({ instrument, weight }) => legAction(instrument, currency, weight * quantity > 0))
  return { side: actions[0].side, words: actions.map(({ words }) => words).join(', ') }
}

/** The side of one leg; `asDefined` false turns it round. */
export function legAction(instrument: Instrument, currency: string, asDefined: boolean): TradeAction {
  const dealt = (isBuy: boolean, words: (side: 'buy' | 'sell') => string): TradeAction => {
    const side = isBuy === asDefined ? 'buy' : 'sell'
    return { side, words: words(side) }
  }
  switch (instrument.kind) {
    case 'fx forward': {
      const { buyCurrency, sellCurrency } = instrument
      const other = buyCurrency === currency ? sellCurrency : buyCurrency
      return dealt(buyCurrency === currency, (side) => `${side} ${currency} against ${other} forward`)
    }
    case 'cross-currency swap':
      return dealt(instrument.receiveCurrency === currency, (side) =>
        side === 'buy' ? `receive ${currency} floating and at the end` : `pay ${currency} floating and at the end`,
      )
    case 'fx option':
      return dealt(true, (side) => `${side} ${instrument.type} on ${instrument.currency}`)
    case 'swap':
      return dealt(instrument.side === 'pay fixed', (side) => (side === 'buy' ? 'pay fixed' : 'receive fixed'))
    case 'zero-coupon inflation swap':
      return dealt(instrument.side === 'receive inflation', (side) =>
        side === 'buy' ? 'receive inflation' : 'pay inflation',
      )
    case 'swaption':
      return dealt(true, (side) => `${side} ${instrument.side === 'receive fixed' ? 'receiver' : 'payer'} swaption`)
    case 'credit default swap':
      return dealt(instrument.side === 'buy protection', (side) => `${side} protection`)
    case 'total return swap':
      return dealt(instrument.side === 'receive total return', (side) =>
        side === 'buy' ? 'receive total return' : 'pay total return',
      )
    case 'bond future':
      return dealt(true, (side) => `${side} future`)
    case 'cash':
    case 'fixed flows':
    case 'inflation-linked flows':
    case 'equity':
    case 'equity option':
    case 'equity forward':
      return dealt(true, (side) => side)
  }
}
