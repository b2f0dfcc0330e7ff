/** Supervisory factor (share of the effective notional), correlation and option volatility of a subclass. */
export interface SupervisoryParameters {
  readonly factor: number
  readonly correlation: number
  readonly optionVolatility: number
}

const creditRatingFactors = {
  AAA: 0.0038,
  AA: 0.0038,
  A: 0.0042,
  BBB: 0.0054,
  BB: 0.0106,
  B: 0.016,
  CCC: 0.06,
} as const
const creditIndexFactors = { 'investment grade': 0.0038, 'speculative grade': 0.0106 } as const

/** Rating of a single name in the credit asset class. */
export type CreditRating = keyof typeof creditRatingFactors
/** Quality of a credit index. */
export type CreditIndexQuality = keyof typeof creditIndexFactors

/** What identifies the row of the supervisory table. */
export type SupervisoryClass =
  | { readonly assetClass: 'interest-rate' }
  | { readonly assetClass: 'fx' }
  | { readonly assetClass: 'credit'; readonly rating: CreditRating }
  | { readonly assetClass: 'credit'; readonly indexQuality: CreditIndexQuality }
  | { readonly assetClass: 'equity'; readonly reference: 'single name' | 'index' }
  | { readonly assetClass: 'commodity'; readonly isElectricity: boolean }

/** The supervisory parameters of a trade. Source: Basel Committee, CRE52.72, table 2. */
export function supervisoryParameters(row: SupervisoryClass): SupervisoryParameters {
  switch (row.assetClass) {
    case 'interest-rate':
      return { factor: 0.005, correlation: 1, optionVolatility: 0.5 }
    case 'fx':
      return { factor: 0.04, correlation: 1, optionVolatility: 0.15 }
    case 'credit':
      return 'rating' in row
        ? { factor: creditRatingFactors[row.rating], correlation: 0.5, optionVolatility: 1 }
        : { factor: creditIndexFactors[row.indexQuality], correlation: 0.8, optionVolatility: 0.8 }
    case 'equity':
      return row.reference === 'single name'
        ? { factor: 0.32, correlation: 0.5, optionVolatility: 1.2 }
        : { factor: 0.2, correlation: 0.8, optionVolatility: 0.75 }
    case 'commodity':
      return row.isElectricity
        ? { factor: 0.4, correlation: 0.4, optionVolatility: 1.5 }
        : { factor: 0.18, correlation: 0.4, optionVolatility: 0.7 }
  }
}
