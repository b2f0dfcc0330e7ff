import type { Unit } from '../figures/index.ts'

/** A figure with its standard error, null where none can be given. */
export interface MeasuredFigure {
  readonly value: number
  readonly standardError: number | null
}

/** The mandate's own measure before and after a change, on the same scenarios or paths. */
export interface ChangeMeasure {
  /** What is measured, in words without figures. */
  readonly name: string
  readonly unit: Unit
  readonly better: 'higher' | 'lower'
  readonly before: MeasuredFigure
  readonly after: MeasuredFigure
  /** `after` less `before`, with the error of the pair. */
  readonly difference: MeasuredFigure
}

/**
 * What a change comes to when it is recomputed.
 * `helps`: within the mandate and better by its measure, beyond Monte Carlo error; `no-help`: within it and not better;
 * `outside-mandate`: it breaks a limit or is not allowed; `needs-person`: the mandate's measure cannot judge it (a view);
 * `evidence`: nothing to accept, a further stress or another assumption seen.
 */
export type ChangeVerdict = 'helps' | 'no-help' | 'outside-mandate' | 'needs-person' | 'evidence'

export interface ChangeEffect {
  readonly verdict: ChangeVerdict
  /** Words without figures. */
  readonly reasons: readonly string[]
  readonly measure: ChangeMeasure | null
  /** Further figures by short names, before and after: limits, losses. At most a few dozen. */
  readonly figures: readonly {
    readonly name: string
    readonly unit: Unit
    readonly before: MeasuredFigure | null
    readonly after: MeasuredFigure
  }[]
}
