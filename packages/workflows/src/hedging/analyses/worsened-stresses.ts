import type { StressMatrixRecord } from '../stress/index.ts'

/** Positions of the stresses that the hedged fund stands worse in, by what they do to the unhedged one. */
interface WorsenedStresses {
  /** They hurt the unhedged fund, and the hedged one more. */
  readonly deepened: readonly number[]
  /** They do not hurt the unhedged fund, and do hurt the hedged one; the largest loss first. */
  readonly turned: readonly number[]
}

/** Stresses in which a hedge does harm; that it takes away from a gain is the price of any hedge and is not listed. */
export function worsenedStresses({ rows }: Pick<StressMatrixRecord, 'rows'>): WorsenedStresses {
  const places = [...rows.keys()]
  return {
    deepened: places.filter((i) => rows[i].unhedged < 0 && rows[i].hedged < rows[i].unhedged),
    turned: places
      .filter((i) => rows[i].unhedged >= 0 && rows[i].hedged < 0)
      .toSorted((a, b) => rows[a].hedged - rows[b].hedged),
  }
}
