import type { HedgeInstrument } from '../../universe/hedge-instrument.ts'

/** One side of one instrument as a variable: its size as a share of the fund's assets. Costs and profits are of that share. */
export interface HedgeColumn {
  /** Position in the universe. */
  readonly instrument: number
  readonly domain: HedgeInstrument['domain']
  readonly sign: 1 | -1
  /** Units of the instrument, with their sign, for a share of one. */
  readonly units: number
  readonly cap: number
  /** Least share that is dealt if any. */
  readonly ticket: number
  /** A year: carry and roll as they count and spread, without impact and adjustments. */
  readonly tradeCost: number
  /** A year: valuation adjustments of the trade alone. */
  readonly otherCost: number
  /** Impact a year is this times share ^ 1.5. */
  readonly impact: number
  readonly margin: number
  readonly moneyDuration: number
  /** Profit in every scenario with all factors moving. */
  readonly profit: Float64Array
}
