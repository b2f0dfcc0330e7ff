import type { DiscountCurve } from '../curves/index.ts'

/** One leg of a swap. */
export interface SwapLeg {
  readonly currency: string
  readonly notional: number
  /** Fixed rate a year, or the spread over the floating rate. */
  readonly rate: number
  readonly kind: 'fixed' | 'floating'
  /** Payments a year. */
  readonly frequency: number
  /** Rate of the floating period that runs today, simple, decimal; needed where it started before today. */
  readonly currentFixing?: number | undefined
  /** Curve of the floating rate's forwards where it is not the discount curve; the basis between the two stays as it is. */
  readonly projectionCurve?: DiscountCurve | undefined
}

/**
 * A trade whose value at every date is known in closed form on the state of the hybrid. Times in years from today; a start
 * before today is negative. Periods are of equal length, 1 / frequency, counted back from the end, the first one short
 * where they do not fit. Floating rates are simple forwards of their currency's curve, or of a projection curve at a fixed basis to it.
 */
export type ExposureTrade = { readonly id: string } & (
  | {
      readonly kind: 'swap'
      readonly side: 'payer' | 'receiver'
      readonly currency: string
      readonly notional: number
      readonly startYears: number
      readonly endYears: number
      readonly fixedRate: number
      readonly fixedFrequency: number
      readonly floatingFrequency: number
      readonly floatingSpread?: number | undefined
      readonly currentFixing?: number | undefined
      /** As that of a leg. */
      readonly projectionCurve?: DiscountCurve | undefined
    }
  | {
      readonly kind: 'cross-currency swap'
      readonly receive: SwapLeg
      readonly pay: SwapLeg
      readonly startYears: number
      readonly endYears: number
      readonly notionalExchange: 'none' | 'end' | 'start and end'
    }
  | {
      readonly kind: 'fx forward'
      readonly side: 'buy foreign' | 'sell foreign'
      readonly currency: string
      readonly notionalForeign: number
      /** Domestic per unit of foreign. */
      readonly strike: number
      readonly maturityYears: number
    }
  | {
      readonly kind: 'fx option'
      readonly position: 'bought' | 'sold'
      /** On the foreign currency; settled at expiry. */
      readonly type: 'call' | 'put'
      readonly currency: string
      readonly notionalForeign: number
      readonly strike: number
      readonly maturityYears: number
    }
  | {
      readonly kind: 'equity forward'
      readonly side: 'buy' | 'sell'
      readonly equity: string
      readonly units: number
      /** In the share's currency. */
      readonly strike: number
      readonly maturityYears: number
    }
  | {
      readonly kind: 'equity option'
      readonly position: 'bought' | 'sold'
      readonly type: 'call' | 'put'
      readonly equity: string
      readonly units: number
      readonly strike: number
      readonly maturityYears: number
    }
  | {
      /** European, settled in cash at expiry; the swap starts there. */
      readonly kind: 'swaption'
      readonly position: 'bought' | 'sold'
      readonly side: 'payer' | 'receiver'
      readonly currency: string
      readonly notional: number
      readonly strike: number
      readonly expiryYears: number
      readonly tenorYears: number
      readonly fixedFrequency: number
    }
  | {
      /** Pays notional (I_T / I_today - (1 + K)^T) to the receiver of inflation. */
      readonly kind: 'zero-coupon inflation swap'
      readonly side: 'receive inflation' | 'pay inflation'
      readonly inflation: string
      readonly notional: number
      readonly fixedRate: number
      readonly maturityYears: number
    }
  | {
      readonly kind: 'cash flows'
      readonly currency: string
      readonly flows: readonly { readonly timeYears: number; readonly amount: number }[]
    }
)

/** Trades that net at default. */
export interface NettingSet {
  readonly id: string
  readonly trades: readonly ExposureTrade[]
}
