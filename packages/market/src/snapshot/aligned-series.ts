import { TuttiError } from '@tutti/analytics/errors'
import type { SeriesId } from '../ids/index.ts'
import type { MarketSnapshot } from './market-snapshot.ts'
import { seriesOf } from './series-of.ts'

/** Several series on their common dates: `columns[k][i]` is the value of the k-th id on `dates[i]`. */
export interface AlignedSeries {
  readonly dates: readonly string[]
  readonly days: Int32Array
  readonly columns: readonly Float64Array[]
}

/**
 * The series `ids` on the dates that all of them have (an inner join; nothing is filled or interpolated).
 *
 * @throws `invalid-input` without ids; `missing-data` when one is absent or no date is common.
 */
export function alignedSeries(snapshot: MarketSnapshot, ids: readonly SeriesId[]): AlignedSeries {
  if (ids.length === 0) {
    throw new TuttiError('invalid-input', 'alignedSeries needs at least one id', { field: 'ids', got: 'none' })
  }
  const all = ids.map((id) => seriesOf(snapshot, id))
  const first = all[0]
  const cursors = new Array<number>(all.length).fill(0)
  const rows: number[] = []
  const picks: number[][] = all.map(() => [])
  for (let i = 0; i < first.days.length; i++) {
    const day = first.days[i]
    let common = true
    for (let k = 0; k < all.length; k++) {
      const days = all[k].days
      while (cursors[k] < days.length && days[cursors[k]] < day) cursors[k]++
      if (cursors[k] >= days.length || days[cursors[k]] !== day) common = false
    }
    if (!common) continue
    rows.push(i)
    for (let k = 0; k < all.length; k++) picks[k].push(all[k].values[cursors[k]])
  }
  if (rows.length === 0) {
    const spans = all.map((series) => `${series.id} ${series.dates[0]}..${series.dates[series.dates.length - 1]}`)
    throw new TuttiError('missing-data', `no date is common to ${ids.join(', ')}`, {
      field: 'ids',
      got: spans.join('; '),
      expected: 'series that share dates',
    })
  }
  return {
    dates: rows.map((i) => first.dates[i]),
    days: Int32Array.from(rows, (i) => first.days[i]),
    columns: picks.map((values) => Float64Array.from(values)),
  }
}
