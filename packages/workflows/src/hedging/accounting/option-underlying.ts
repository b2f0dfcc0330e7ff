import type { Instrument } from '@tutti/analytics/revaluation'
import type { HedgeInstrument } from '../universe/hedge-instrument.ts'
import type { HedgingPosition } from './formed-relationship.ts'
import type { WeightedInstrument } from './parallel-sensitivity.ts'

/** Whether an instrument is made of options. */
export function isOption({ legs }: HedgeInstrument): boolean {
  return legs.some(({ instrument }) => underlyingOf(instrument) !== null)
}

/**
 * What an option turns into when it is exercised: a forward at the strike, a forward-starting swap at the strike. The option's
 * intrinsic value is what is positive of it. Null for an instrument that is no option of hedges.
 */
function underlyingOf(instrument: Instrument): Instrument | null {
  if (instrument.kind === 'fx option') {
    const { type, currency, againstCurrency, notional, strike, expiryYears: maturityYears } = instrument
    const foreign = { currency, amount: notional }
    const paid = { currency: againstCurrency, amount: notional * strike }
    const [buy, sell] = type === 'call' ? [foreign, paid] : [paid, foreign]
    return {
      kind: 'fx forward',
      buyCurrency: buy.currency,
      buyAmount: buy.amount,
      sellCurrency: sell.currency,
      sellAmount: sell.amount,
      maturityYears,
    }
  }
  if (instrument.kind === 'swaption') {
    const { side, currency, notional, expiryYears, tenorYears, strike, fixedFrequency } = instrument
    return {
      kind: 'swap',
      side,
      currency,
      notional,
      startYears: expiryYears,
      endYears: expiryYears + tenorYears,
      fixedRate: strike,
      fixedFrequency,
      floatingFrequency: fixedFrequency,
    }
  }
  return null
}

/** A leg of which only what is positive counts, where `isOption`. */
export interface IntrinsicLeg extends WeightedInstrument {
  readonly isOption: boolean
}

/** The legs of a quantity of an instrument. */
export function positionLegs({ instrument, quantity }: HedgingPosition): WeightedInstrument[] {
  return instrument.legs.map(({ instrument: leg, weight }) => ({ instrument: leg, weight: weight * quantity }))
}

/** The same with every option replaced by what it turns into, of which its holder takes what is positive. */
export function intrinsicLegs(position: HedgingPosition): IntrinsicLeg[] {
  return positionLegs(position).map(({ instrument, weight }) => {
    const underlying = underlyingOf(instrument)
    return { instrument: underlying ?? instrument, weight, isOption: underlying !== null }
  })
}

/** The legs as if every option that was bought had been exercised; those sold are left out. */
export function exercisedLegs(position: HedgingPosition): WeightedInstrument[] {
  const isBought = (leg: IntrinsicLeg): boolean => !leg.isOption || leg.weight * Math.sign(position.quantity) > 0
  return intrinsicLegs(position).filter(isBought)
}
