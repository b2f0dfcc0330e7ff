import type { FactorLoadings } from './factor-loadings.ts'
import type { Instrument } from './instrument.ts'
import type { PointTable } from './point-table.ts'
import type { ValuationMarket } from './valuation-market.ts'

/** An amount times a point. */
export interface LegTerm {
  readonly point: number
  readonly amount: number
}

/** An instrument over points: its legs and, where its value is not their sum, the formula with its numbers. */
export interface InstrumentLegs {
  readonly formula: number
  readonly legs: readonly (readonly LegTerm[])[]
  readonly parameters: readonly number[]
  readonly levelFactor: number
}

/** What instruments are put together from. */
export interface Surroundings {
  readonly market: ValuationMarket
  readonly points: PointTable
  readonly factors: FactorLoadings
}

/** The instruments of one kind. */
export type InstrumentOf<Kind extends Instrument['kind']> = Extract<Instrument, { readonly kind: Kind }>
