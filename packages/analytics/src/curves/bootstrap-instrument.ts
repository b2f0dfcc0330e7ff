/**
 * Coupon periods of a leg in years from the curve's date: accrual start and end, payment, and the accrual fraction on the
 * leg's own day count. All four have one value a period.
 */
export interface LegPeriods {
  readonly startYears: readonly number[]
  readonly endYears: readonly number[]
  readonly payYears: readonly number[]
  readonly accrualYears: readonly number[]
}

/** A loan or forward loan at a simple rate: worth its notional where P(start) = (1 + rate accrual) P(end). */
interface SimpleRateInstrument {
  readonly startYears: number
  readonly endYears: number
  readonly accrualYears: number
}

/** What a curve is built from. Rates and spreads are decimals; `id` names the instrument in errors and results. */
export type BootstrapInstrument = { readonly id: string } & (
  | ({ readonly kind: 'deposit' | 'fra'; readonly rate: number } & SimpleRateInstrument)
  | ({
      readonly kind: 'future'
      /** 100 less the futures rate in percent. */
      readonly price: number
      /** Futures rate less forward rate, decimal. */
      readonly convexityAdjustment: number
    } & SimpleRateInstrument)
  | {
      /** Continuous zero rate at a time. */
      readonly kind: 'zero'
      readonly timeYears: number
      readonly rate: number
    }
  | {
      /** Fixed against floating; the floating forward is taken over its own accrual period, compounded for `ois`. */
      readonly kind: 'swap' | 'ois'
      readonly rate: number
      readonly fixed: LegPeriods
      readonly floating: LegPeriods
      /** Added to the floating rate, decimal. */
      readonly floatingSpread?: number | undefined
    }
  | {
      /** Two floating legs in one currency; `spread` is paid on the leg that is projected from the curve being built. */
      readonly kind: 'basis-swap'
      readonly spread: number
      readonly leg: LegPeriods
      /** Projected from the known `otherProjection` curve. */
      readonly otherLeg: LegPeriods
    }
  | {
      /** A bond's dirty price, paid at `settlementYears` for `amounts` at `payYears`. */
      readonly kind: 'bond'
      readonly price: number
      readonly settlementYears: number
      readonly payYears: readonly number[]
      readonly amounts: readonly number[]
    }
  | {
      /** FX forward on the curve of the foreign currency; domestic units per foreign unit. */
      readonly kind: 'fx-forward'
      readonly spot: number
      readonly forward: number
      readonly spotYears: number
      readonly timeYears: number
    }
  | {
      /**
       * Cross-currency basis swap with exchange of notionals: floating on the foreign leg against floating on the domestic leg,
       * one of them plus `spread`, collateral in the domestic currency; builds the foreign discount curve under it.
       * `resetting`: the notional of one leg is reset to the FX forward at each of its periods.
       */
      readonly kind: 'xccy-basis-swap'
      readonly spread: number
      readonly foreignLeg: LegPeriods
      readonly domesticLeg: LegPeriods
      readonly resetting: boolean
      /** Which leg pays the spread; the foreign one unless given. */
      readonly spreadLeg?: 'foreign' | 'domestic' | undefined
      /** Whose notional is reset; the domestic one's unless given. */
      readonly resettingLeg?: 'foreign' | 'domestic' | undefined
    }
)

/** The number that the market quotes for the instrument: rate, spread, price or forward. */
export function instrumentQuote(instrument: BootstrapInstrument): number {
  switch (instrument.kind) {
    case 'future':
    case 'bond':
      return instrument.price
    case 'basis-swap':
    case 'xccy-basis-swap':
      return instrument.spread
    case 'fx-forward':
      return instrument.forward
    case 'deposit':
    case 'fra':
    case 'swap':
    case 'ois':
    case 'zero':
      return instrument.rate
  }
}

/** The same instrument at another quote. */
export function requotedInstrument(instrument: BootstrapInstrument, quote: number): BootstrapInstrument {
  switch (instrument.kind) {
    case 'future':
    case 'bond':
      return { ...instrument, price: quote }
    case 'basis-swap':
    case 'xccy-basis-swap':
      return { ...instrument, spread: quote }
    case 'fx-forward':
      return { ...instrument, forward: quote }
    case 'deposit':
    case 'fra':
    case 'swap':
    case 'ois':
    case 'zero':
      return { ...instrument, rate: quote }
  }
}
