import type { CurveHistoryId, SeriesId, SeriesKind } from '../ids/index.ts'
import type { CurveCompounding } from '../snapshot/market-snapshot.ts'
import type { SourceUnit } from './source-unit.ts'

/** A stretch without data that is known and real, as a closed market: last date before it and first date after it. */
export interface KnownGap {
  readonly last: string
  readonly next: string
  readonly reason: string
}

/** One column of a file that becomes a series; with `over`, the quotient of two columns does. */
export interface SeriesTarget {
  readonly kind: 'series'
  readonly id: SeriesId
  readonly column: string
  readonly over?: string
  readonly unit: SourceUnit
  readonly convention?: string
  readonly maxGapDays?: number
  readonly knownGaps?: readonly KnownGap[]
}

/** Columns of a file that become a history of curves, in increasing order of tenor. */
export interface CurveTarget {
  readonly kind: 'curve'
  readonly id: CurveHistoryId
  readonly curveKind: 'par' | 'zero'
  readonly compounding: CurveCompounding
  readonly unit: 'percent' | 'decimal'
  readonly tenors: readonly { readonly column: string; readonly years: number }[]
}

export type Target = SeriesTarget | CurveTarget

/** One file and how to read it: from the known layouts or from `market.yaml`. */
export interface FilePlan {
  /** Path inside the market folder, with `/`. */
  readonly file: string
  readonly layout: string
  readonly dateColumn: string
  readonly dates: 'day' | 'month'
  readonly maxGapDays: number
  /** False switches the check of percent against decimal off. */
  readonly checkUnit: boolean
  readonly targets: readonly Target[]
}

/** A layout recognised by the file's path. */
export interface KnownLayout {
  readonly name: string
  /** Matches the path inside the folder; the group `name`, where there is one, names the series. */
  readonly pattern: RegExp
  /** A path that matches, for messages; `<name>` stands for the series' name. */
  readonly example: string
  /** The header, for messages and documentation. */
  readonly header: string
  readonly dates: 'day' | 'month'
  readonly maxGapDays: number
  /** Set when the layout provides any name of this kind. */
  readonly idKind?: SeriesKind
  /** True when the ids come from the column names, so that the header has to be looked at first. */
  readonly idsFromHeader?: true
  /** What a file provides, given the name in its path and (with `idsFromHeader`) its column names. */
  readonly targets: (name: string, columns: readonly string[]) => readonly Target[]
}
