import { TuttiError } from '@tutti/analytics/errors'
import type { CurveHistoryId, SeriesId } from '../ids/index.ts'
import { curveHistoryId, seriesId } from '../ids/index.ts'
import { providerOf } from '../layouts/index.ts'
import type { CurveHistory, DailySeries, MarketSnapshot } from './market-snapshot.ts'

function missing(snapshot: MarketSnapshot, id: SeriesId | CurveHistoryId): TuttiError {
  const there = [...snapshot.series.keys(), ...snapshot.curves.keys()]
  return new TuttiError(
    'missing-data',
    `the snapshot has no ${id}; ask for it when loading and provide ${providerOf(id)}`,
    {
      field: id,
      got: there.length === 0 ? 'an empty snapshot' : there.join(', '),
      expected: providerOf(id),
    },
  )
}

/** The series `id`. @throws `missing-data` naming what is there and which file would provide it. */
export function seriesOf(snapshot: MarketSnapshot, id: SeriesId): DailySeries {
  const series = snapshot.series.get(seriesId(id))
  if (series === undefined) throw missing(snapshot, id)
  return series
}

/** The curve history `id`. @throws `missing-data` naming what is there and which file would provide it. */
export function curveOf(snapshot: MarketSnapshot, id: CurveHistoryId): CurveHistory {
  const curve = snapshot.curves.get(curveHistoryId(id))
  if (curve === undefined) throw missing(snapshot, id)
  return curve
}
