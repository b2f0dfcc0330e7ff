import { TuttiError } from '@tutti/analytics/errors'
import { dayOf, yearFraction } from '@tutti/analytics/time'
import type { HoldingOf } from '@tutti/market'
import { bondTerms, yearsFrom } from './bond-terms.ts'
import { bucketOf, curveIn, type LineContext, spreadOf, type UnitHeld } from './line-context.ts'
import { lookThroughFlows } from './look-through.ts'

const defaultRecovery = 0.4
const signOf = (side: 'long' | 'short'): 1 | -1 => (side === 'long' ? 1 : -1)
/** Whole years between anniversaries. */
const lifeYears = (start: string, end: string): number => yearFraction('30/360 bond basis', dayOf(start), dayOf(end))

/** A swap, a unit being 1 of notional; a running one with the fixing of its floating period. */
export function heldSwap(holding: HoldingOf<'swap'>, { asOf }: LineContext): UnitHeld {
  const { currency, fixedRate, frequency, floatingFrequency, fixing, nominal } = holding
  const startYears = yearsFrom(asOf, dayOf(holding.start))
  return {
    instrument: {
      kind: 'swap',
      side: holding.side === 'receive-fixed' ? 'receive fixed' : 'pay fixed',
      currency,
      notional: 1,
      startYears,
      endYears: yearsFrom(asOf, dayOf(holding.maturity)),
      fixedRate,
      fixedFrequency: frequency,
      floatingFrequency,
      ...(fixing === null || startYears > 0 ? {} : { currentFixing: fixing }),
    },
    quantity: nominal,
  }
}

/**
 * A zero-coupon inflation swap, a unit being 1 of the notional on which inflation is received from today on: the file's
 * notional times the rise of the index since the start. It pays R (I - (1 + k)^T) with R the rise so far, T the years left and
 * (1 + k)^T = (1 + K)^M / R, K being the rate dealt for M years.
 */
export function heldInflationSwap(holding: HoldingOf<'inflation-swap'>, { asOf }: LineContext): UnitHeld {
  const { currency, nominal, fixedRate, start, maturity } = holding
  const rise = holding.indexRatio ?? 1
  const maturityYears = yearsFrom(asOf, dayOf(maturity))
  const growth = (1 + fixedRate) ** lifeYears(start, maturity) / rise
  return {
    instrument: {
      kind: 'zero-coupon inflation swap',
      side: holding.side === 'receive-inflation' ? 'receive inflation' : 'pay inflation',
      currency,
      notional: 1,
      maturityYears,
      fixedRate: growth ** (1 / maturityYears) - 1,
    },
    quantity: nominal * rise,
  }
}

/** A cross-currency swap, a unit being 1 of the notional received at the end. */
export function heldCurrencySwap(holding: HoldingOf<'cross-currency-swap'>, { asOf }: LineContext): UnitHeld {
  return {
    instrument: {
      kind: 'cross-currency swap',
      receiveCurrency: holding.currency,
      receiveNotional: 1,
      payCurrency: holding.counterCurrency,
      payNotional: holding.counterNominal / holding.nominal,
      maturityYears: yearsFrom(asOf, dayOf(holding.maturity)),
      receiveSpread: holding.spread ?? 0,
      frequency: holding.frequency,
    },
    quantity: holding.nominal,
  }
}

/** An FX forward, a unit being 1 of what is bought. */
export function heldForward(holding: HoldingOf<'fx-forward'>, { asOf }: LineContext): UnitHeld {
  return {
    instrument: {
      kind: 'fx forward',
      buyCurrency: holding.currency,
      buyAmount: 1,
      sellCurrency: holding.counterCurrency,
      sellAmount: holding.counterNominal / holding.nominal,
      maturityYears: yearsFrom(asOf, dayOf(holding.maturity)),
    },
    quantity: holding.nominal,
  }
}

/** An FX option, a unit being 1 of the currency that it is on. */
export function heldCurrencyOption(holding: HoldingOf<'fx-option'>, { asOf }: LineContext): UnitHeld {
  return {
    instrument: {
      kind: 'fx option',
      type: holding.option,
      currency: holding.currency,
      againstCurrency: holding.counterCurrency,
      notional: 1,
      strike: holding.strike,
      expiryYears: yearsFrom(asOf, dayOf(holding.expiry)),
    },
    quantity: signOf(holding.side) * holding.nominal,
  }
}

/** An option on an equity index, a unit being one index. */
export function heldEquityOption(holding: HoldingOf<'equity-option'>, { asOf, market }: LineContext): UnitHeld {
  const { index, currency } = holding
  const quote = Object.hasOwn(market.equities, index) ? market.equities[index] : undefined
  if (quote?.currency !== currency) {
    const got = quote === undefined ? `no index ${index}` : currency
    const message = `an option on ${index} is settled in the currency of an index that the market has`
    const expected = quote?.currency ?? `one of ${Object.keys(market.equities).join(', ')}`
    throw new TuttiError('invalid-input', message, { field: quote === undefined ? 'index' : 'currency', got, expected })
  }
  return {
    instrument: {
      kind: 'equity option',
      type: holding.option,
      index,
      units: 1,
      strike: holding.strike,
      expiryYears: yearsFrom(asOf, dayOf(holding.expiry)),
    },
    quantity: signOf(holding.side) * holding.quantity,
  }
}

/** A swaption, a unit being 1 of notional. */
export function heldSwaption(holding: HoldingOf<'swaption'>, { asOf }: LineContext): UnitHeld {
  return {
    instrument: {
      kind: 'swaption',
      side: holding.option === 'receiver' ? 'receive fixed' : 'pay fixed',
      currency: holding.currency,
      notional: 1,
      expiryYears: yearsFrom(asOf, dayOf(holding.expiry)),
      tenorYears: lifeYears(holding.expiry, holding.maturity),
      strike: holding.fixedRate,
      fixedFrequency: holding.frequency,
    },
    quantity: signOf(holding.side) * holding.nominal,
  }
}

/**
 * A bond future, a unit being one contract on the bond given. Its gains are settled daily, so it is worth nothing today: it
 * stands at the forward price of the bond's payments after delivery.
 */
export function heldBondFuture(holding: HoldingOf<'bond-future'>, { asOf, market }: LineContext): UnitHeld {
  const { currency, nominal, quantity } = holding
  const deliveryYears = yearsFrom(asOf, dayOf(holding.expiry))
  const curve = curveIn(market.curves, currency, 'curve')
  const { flows } = bondTerms({ ...holding, maturity: dayOf(holding.maturity) }, asOf)
  const delivered = flows
    .filter(({ years }) => years > deliveryYears)
    .map(({ years, amount }) => ({ years, amount: amount * nominal }))
  const worth = delivered.reduce((sum, { years, amount }) => sum + amount * curve.discountFactor(years), 0)
  const price = worth / curve.discountFactor(deliveryYears)
  return {
    instrument: { kind: 'bond future', currency, deliveryYears, flows: delivered, price },
    quantity: signOf(holding.side) * quantity,
  }
}

/** Protection on a name or an index, a unit being 1 of notional; its own spread is the file's less its bucket's. */
export function heldProtection(holding: HoldingOf<'cds'> | HoldingOf<'index-cds'>, context: LineContext): UnitHeld {
  const { bucket, spread } =
    holding.kind === 'cds'
      ? bucketOf(holding, context)
      : { bucket: holding.index, spread: spreadOf(holding.index, context.market) }
  if (bucket === null) {
    throw new TuttiError('unsupported', 'protection on a government has no bucket of spreads', {
      field: 'sector',
      got: 'government',
      expected: 'a sector of companies',
    })
  }
  return {
    instrument: {
      kind: 'credit default swap',
      side: holding.side === 'buy-protection' ? 'buy protection' : 'sell protection',
      currency: holding.currency,
      bucket,
      ownSpread: holding.spread === null ? 0 : holding.spread - spread,
      notional: 1,
      maturityYears: yearsFrom(context.asOf, dayOf(holding.maturity)),
      couponRate: holding.coupon,
      recovery: holding.recovery ?? defaultRecovery,
    },
    quantity: holding.nominal,
  }
}

/**
 * A total return swap on a fund of bonds, a unit being 1 of the value at which it was struck last; `marketValue` is what the
 * reference is worth now, the same where it was struck today.
 */
export function heldReturnSwap(holding: HoldingOf<'total-return-swap'>, context: LineContext): UnitHeld {
  const { currency, nominal, durationYears, marketValue } = holding
  const { bucket, spread } = bucketOf(holding, context)
  if (bucket === null) {
    throw new TuttiError('unsupported', 'a total return swap on government bonds has no bucket of spreads', {
      field: 'sector',
      got: 'government',
      expected: 'a sector of companies',
    })
  }
  const worth = (marketValue ?? nominal) / nominal
  const curve = curveIn(context.market.curves, currency, 'curve')
  const flows = lookThroughFlows(durationYears, curve, spread).map(({ years, amount }) => ({
    years,
    amount: amount * worth,
  }))
  const side = holding.side === 'receive-total-return' ? 'receive total return' : 'pay total return'
  return {
    instrument: { kind: 'total return swap', side, currency, flows, spread, bucket, referenceValue: 1 },
    quantity: nominal,
  }
}
