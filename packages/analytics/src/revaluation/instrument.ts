/** A payment, years from today; amounts in the instrument's currency (of today's money where linked to inflation). */
export interface Flow {
  readonly years: number
  readonly amount: number
}

/**
 * What is held or traded, for one unit of quantity; all times in years from the valuation date, rates and volatilities
 * decimal. The value of `quantity` units is `quantity` times that of one, so a negative quantity is the other side.
 * Swaps and forwards have a single curve a currency for discounting and projection (and the cross-currency basis where two
 * currencies meet).
 */
export type Instrument =
  | { readonly kind: 'cash'; readonly currency: string; readonly amount: number }
  | {
      /** Bond, loan, fixed pension payments. Discounted at the zero rate plus `spread` (the holding's own, continuously compounded) plus the change of its bucket. */
      readonly kind: 'fixed flows'
      readonly currency: string
      readonly flows: readonly Flow[]
      readonly spread: number
      /** Bucket whose spread moves it; null: none. */
      readonly bucket: string | null
    }
  | {
      /** Index-linked bond or pension payments: each amount times the index ratio at its time. No floor. */
      readonly kind: 'inflation-linked flows'
      readonly currency: string
      readonly flows: readonly Flow[]
      readonly spread: number
      readonly bucket: string | null
    }
  | {
      /** Shares or a fund that moves with an index: `amount` today in `currency`, times (index ratio) ^ beta. */
      readonly kind: 'equity'
      readonly currency: string
      readonly amount: number
      readonly index: string
      readonly beta: number
    }
  | {
      /** Fixed against floating, notional in `currency`. `startYears` below 0 for a running swap; then `currentFixing` is the rate of the floating period that runs (simple). Equal periods counted back from the end. */
      readonly kind: 'swap'
      readonly side: 'receive fixed' | 'pay fixed'
      readonly currency: string
      readonly notional: number
      readonly startYears: number
      readonly endYears: number
      readonly fixedRate: number
      readonly fixedFrequency: number
      readonly floatingFrequency: number
      readonly currentFixing?: number
    }
  | {
      /** Pays notional x (index ratio - (1 + fixedRate) ^ maturity) to the receiver of inflation. */
      readonly kind: 'zero-coupon inflation swap'
      readonly side: 'receive inflation' | 'pay inflation'
      readonly currency: string
      readonly notional: number
      readonly maturityYears: number
      readonly fixedRate: number
    }
  | {
      /** Both amounts positive, exchanged at maturity. */
      readonly kind: 'fx forward'
      readonly buyCurrency: string
      readonly buyAmount: number
      readonly sellCurrency: string
      readonly sellAmount: number
      readonly maturityYears: number
    }
  | {
      /** European, on `notional` of `currency` against `againstCurrency`; strike in units of the latter. Lognormal. */
      readonly kind: 'fx option'
      readonly type: 'call' | 'put'
      readonly currency: string
      readonly againstCurrency: string
      readonly notional: number
      readonly strike: number
      readonly expiryYears: number
    }
  | {
      /** Floating against floating with notional exchanged at the end, both notionals fixed at the start: receives `receiveCurrency`. */
      readonly kind: 'cross-currency swap'
      readonly receiveCurrency: string
      readonly receiveNotional: number
      readonly payCurrency: string
      readonly payNotional: number
      readonly maturityYears: number
      /** Paid on top of the receive currency's floating rate, a year. */
      readonly receiveSpread: number
      readonly frequency: number
    }
  | {
      /** European, cash value of the forward-starting swap at expiry; normal (Bachelier) volatility `rate:CUR`. Bought for a positive quantity. */
      readonly kind: 'swaption'
      readonly side: 'receive fixed' | 'pay fixed'
      readonly currency: string
      readonly notional: number
      readonly expiryYears: number
      readonly tenorYears: number
      readonly strike: number
      readonly fixedFrequency: number
    }
  | {
      /** Marked to market daily: forward price of the flows at delivery, less `price`, undiscounted. */
      readonly kind: 'bond future'
      readonly currency: string
      readonly deliveryYears: number
      readonly flows: readonly Flow[]
      readonly price: number
    }
  | {
      /** Protection bought on one name or an index; the hazard rate is (spread of the bucket + ownSpread) / (1 - recovery), flat. Premium quarterly. */
      readonly kind: 'credit default swap'
      readonly side: 'buy protection' | 'sell protection'
      readonly currency: string
      readonly bucket: string
      /** The name's or index's spread less the bucket's. */
      readonly ownSpread: number
      readonly notional: number
      readonly maturityYears: number
      readonly couponRate: number
      readonly recovery: number
    }
  | {
      /** Receives minus the change in value of the reference flows since today, financed at the floating rate (a par floater): pays the total return. */
      readonly kind: 'total return swap'
      readonly side: 'pay total return' | 'receive total return'
      readonly currency: string
      readonly flows: readonly Flow[]
      readonly spread: number
      readonly bucket: string
      /** Value of the reference flows at which the swap was struck. */
      readonly referenceValue: number
    }
  | {
      /** European on `units` of an index, strike in index points; settled in the index's currency. Lognormal volatility `equity:INDEX`. */
      readonly kind: 'equity option'
      readonly type: 'call' | 'put'
      readonly index: string
      readonly units: number
      readonly strike: number
      readonly expiryYears: number
    }
  | {
      readonly kind: 'equity forward'
      readonly index: string
      readonly units: number
      readonly strike: number
      readonly maturityYears: number
    }
export type InstrumentKind = Instrument['kind']
