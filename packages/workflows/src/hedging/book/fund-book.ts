import type { Instrument } from '@tutti/analytics/revaluation'

/** One holding or one stream of pension payments, ready to be valued. */
export interface BookLine {
  /** The file's own identifier; unique in the book. */
  readonly id: string
  readonly label: string
  readonly side: 'asset' | 'liability'
  /** The kind that the file gives: bond, equity-fund, pensions-in-payment … */
  readonly holding: string
  /** One unit. */
  readonly instrument: Instrument
  /** Units; negative for what is owed: liabilities have a negative quantity. */
  readonly quantity: number
  readonly currency: string
  /** Counterparty of a derivative, as in the mandate; null otherwise. */
  readonly counterparty: string | null
  /** Rating and sector of an issuer, where the line has one. */
  readonly rating: string | null
  readonly sector: string | null
  readonly issuer: string | null
}

/** The fund before any new hedge. */
export interface FundBook {
  readonly lines: readonly BookLine[]
}
