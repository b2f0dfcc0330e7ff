import type { Instrument } from '@tutti/analytics/revaluation'

/** Domains of hedging, each with its own specialist but inflation, which the rates specialist has too. */
export const hedgeDomains = ['currency', 'rates', 'inflation', 'credit'] as const
export type HedgeDomain = (typeof hedgeDomains)[number]

/** Kinds of hedge that a mandate may allow, by domain. */
export const hedgeFamilies = {
  currency: ['forward', 'put', 'collar', 'cross-currency-swap'],
  rates: ['swap', 'forward-starting-swap', 'swaption', 'future'],
  inflation: ['zero-coupon-swap'],
  credit: ['cds', 'index-cds', 'total-return-swap'],
} as const satisfies Record<HedgeDomain, readonly string[]>
export type HedgeFamily = (typeof hedgeFamilies)[HedgeDomain][number]

/**
 * Something that the fund may trade. One unit is one unit of notional in `currency`, entered at today's market: worth zero
 * but for a premium (options) or upfront (CDS). A collar is two options: bought put, sold call of no cost together.
 */
export interface HedgeInstrument {
  /** Unique: `forward:EUR:0.25`, `swap:GBP:30`, `index-cds:USD-IG:5`. */
  readonly id: string
  readonly label: string
  /** Issuer, index or bucket that a credit hedge is on. */
  readonly reference?: string
  readonly domain: HedgeDomain
  readonly family: HedgeFamily
  readonly currency: string
  /** Maturity in years (of an option: expiry; of a forward-starting swap: end; of a future: of its bond; of a total return swap: the mandate's credit tenor at most). */
  readonly tenorYears: number
  /** Legs with their weights; their sum for one unit of notional. */
  readonly legs: readonly { readonly instrument: Instrument; readonly weight: number }[]
  /** What one unit costs to enter today, base currency, paid (positive) or received. */
  readonly premium: number
  /** Value of one unit of notional in base currency. */
  readonly notionalInBase: number
  /** Signs of quantity that the mandate's hedger may take. The usual hedge of a fund is positive. */
  readonly direction: 'positive' | 'negative' | 'both'
  /** Expected profit a year of one unit if spot rates and curves' shape stay (forward points, carry), and from ageing along the curve; base currency. */
  readonly carry: number
  readonly roll: number
  readonly dealing: DealingTerms
}

/** How a hedge is dealt: from the mandate's table of dealing terms. */
export interface DealingTerms {
  /** Half of the bid-ask spread, bp of notional. */
  readonly halfSpreadBp: number
  /** What the market trades in a day, notional in the instrument's currency. */
  readonly dailyVolume: number
  /** Volatility of its price in a day, bp of notional; scales the impact. */
  readonly dailyVolatilityBp: number
  /** Initial margin, share of notional; cleared or bilateral. */
  readonly initialMarginRate: number
  readonly cleared: boolean
}
