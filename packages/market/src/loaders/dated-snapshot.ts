import type { Problem } from '@tutti/analytics/errors'
import { TuttiError, problemText } from '@tutti/analytics/errors'
import { dayOfIso } from '../days/index.ts'
import type { CurveHistoryId, SeriesId } from '../ids/index.ts'
import type { CurveHistory, DailySeries, FileSource, MarketSnapshot } from '../snapshot/index.ts'
import { snapshotHash } from '../snapshot/index.ts'
import { cutCurve, cutSeries } from './cut-at-as-of.ts'

/** Checked contents of files, before they are cut at an as-of date. */
export interface SnapshotParts {
  readonly series: readonly DailySeries[]
  readonly curves: readonly CurveHistory[]
  readonly sources: readonly FileSource[]
  readonly warnings: readonly Problem[]
  readonly origin: 'real' | 'simulated'
}

/** A series that ends more days than this before the as-of date is mentioned. Months end up to 31 days apart. */
const staleDays = 35

/**
 * The snapshot of `parts` as of `asOf`, or of their latest date when that is undefined.
 *
 * @throws `missing-data` when a required series has no observation by then, or when there is nothing to date it by.
 */
export function datedSnapshot(
  parts: SnapshotParts,
  asOfGiven: string | undefined,
  required: ReadonlySet<SeriesId | CurveHistoryId>,
): MarketSnapshot {
  const lastDates = [...parts.series, ...parts.curves].map((each) => each.dates[each.dates.length - 1])
  const asOf = asOfGiven ?? lastDates.sort().at(-1)
  if (asOf === undefined) {
    throw new TuttiError('missing-data', 'the folder has none of the optional ids, so nothing dates the snapshot', {
      field: 'optional',
      expected: 'a file that provides one of them, or an as-of date',
    })
  }
  const warnings = [...parts.warnings]
  const problems: Problem[] = []
  const series = new Map<SeriesId, DailySeries>()
  const curves = new Map<CurveHistoryId, CurveHistory>()
  for (const each of parts.series) {
    const kept = cutSeries(each, asOf)
    if (kept.dates.length > 0) series.set(each.id, kept)
    remark(each, kept, asOf, required, problems, warnings)
  }
  for (const each of parts.curves) {
    const kept = cutCurve(each, asOf)
    if (kept.dates.length > 0) curves.set(each.id, kept)
    remark(each, kept, asOf, required, problems, warnings)
  }
  if (problems.length > 0) {
    const { file, field, got, expected } = problems[0]
    throw new TuttiError('missing-data', problemText(problems[0]), { file, field, got, expected, problems })
  }
  const { origin, sources } = parts
  const hash = snapshotHash({ asOf, origin, series, curves })
  return Object.freeze({ asOf, origin, series, curves, sources, hash, warnings })
}

/** Says what the cut at the as-of date did to a series, and when a series ends long before it. */
function remark(
  all: DailySeries | CurveHistory,
  kept: DailySeries | CurveHistory,
  asOf: string,
  required: ReadonlySet<SeriesId | CurveHistoryId>,
  problems: Problem[],
  warnings: Problem[],
): void {
  const place = { file: all.source.file, field: all.id }
  const cut = all.dates.length - kept.dates.length
  if (kept.dates.length === 0) {
    const message = `no observation on or before the as-of date ${asOf}`
    const problem = { ...place, message, got: `the first on ${all.dates[0]}`, expected: 'history up to that date' }
    if (required.has(all.id)) problems.push(problem)
    else warnings.push(problem)
    return
  }
  if (cut > 0) warnings.push({ ...place, message: `${cut} observations after the as-of date ${asOf} are cut` })
  const last = kept.dates[kept.dates.length - 1]
  const age = (dayOfIso(asOf) ?? NaN) - kept.days[kept.days.length - 1]
  if (age > staleDays) {
    warnings.push({ ...place, message: `ends on ${last}, ${age} days before the as-of date ${asOf}` })
  }
}
