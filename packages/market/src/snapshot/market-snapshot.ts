import type { Problem } from '@tutti/analytics/errors'
import type { CurveHistoryId, SeriesId } from '../ids/index.ts'

/** A file that was read: its path inside the market folder (with `/`), SHA-256 of its bytes, size, data rows. */
export interface FileSource {
  readonly file: string
  readonly sha256: string
  readonly bytes: number
  readonly rows: number
}

/**
 * Unit of the values of a series: index points; a price; a rate, yield or spread as a decimal; a bank-discount rate as a
 * decimal (actual/360, not a yield: see `continuousFromBankDiscount`); an annual volatility as a decimal; an exchange rate.
 */
export type SeriesUnit = 'index' | 'price' | 'decimal' | 'discount-decimal' | 'vol-decimal' | 'fx'

/** Observations of one quantity, in strictly increasing order of date, without missing values. */
export interface DailySeries {
  readonly id: SeriesId
  readonly unit: SeriesUnit
  /** What the plain unit leaves open, as "simple, actual/360" or "monthly average of daily closes". */
  readonly convention: string | undefined
  /** ISO dates. A monthly observation carries the last calendar day of its month. */
  readonly dates: readonly string[]
  /** The same dates as days since 1970-01-01. */
  readonly days: Int32Array
  readonly values: Float64Array
  readonly source: FileSource
}

export type CurveCompounding = 'semi-annual' | 'continuous' | 'annual'

/** Yield curves by date. `rates` is dates × tenors, row-major, decimal, NaN where the source has no rate. */
export interface CurveHistory {
  readonly id: CurveHistoryId
  readonly kind: 'par' | 'zero'
  readonly compounding: CurveCompounding
  /** Increasing. */
  readonly tenorsYears: Float64Array
  readonly dates: readonly string[]
  readonly days: Int32Array
  readonly rates: Float64Array
  readonly source: FileSource
}

/** Dated market data: no observation is later than `asOf`. Immutable. */
export interface MarketSnapshot {
  /** ISO date. */
  readonly asOf: string
  readonly origin: 'real' | 'simulated'
  readonly series: ReadonlyMap<SeriesId, DailySeries>
  readonly curves: ReadonlyMap<CurveHistoryId, CurveHistory>
  /** Files read, in order of path. */
  readonly sources: readonly FileSource[]
  /** SHA-256 (hex) over as-of, origin, ids, units, dates and values; the same in whatever files and folder they lie. */
  readonly hash: string
  /** What a reader should know but need not act on: rows cut at the as-of date, large moves, series that end early. */
  readonly warnings: readonly Problem[]
}
