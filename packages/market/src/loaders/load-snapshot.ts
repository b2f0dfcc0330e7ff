import { join } from 'node:path'
import type { Problem } from '@tutti/analytics/errors'
import { TuttiError, problemText, requirePositive } from '@tutti/analytics/errors'
import { dayOfIso } from '../days/index.ts'
import type { CurveHistoryId, SeriesId } from '../ids/index.ts'
import type { FilePlan, Target } from '../layouts/index.ts'
import { providerOf } from '../layouts/index.ts'
import type { CurveHistory, DailySeries, FileSource, MarketSnapshot } from '../snapshot/index.ts'
import { snapshotHash } from '../snapshot/index.ts'
import { cutCurve, cutSeries } from './cut-at-as-of.ts'
import { declaredPlans, recognisedPlans } from './file-plans.ts'
import { folderFiles } from './folder-files.ts'
import { marketYamlName, readMarketYaml } from './market-yaml.ts'
import type { MarketYaml } from './market-yaml.ts'
import { problemList } from './problem-list.ts'
import { defaultMaxLineBytes } from './read-lines.ts'
import { readTable } from './read-table.ts'
import { readUnchanged } from './read-unchanged.ts'
import { columnsOfTargets, tableContents } from './table-contents.ts'

/** What to load from a market folder, and how strictly. */
export interface SnapshotOptions {
  /**
   * ISO date: later observations are left out (a warning counts them). Without it, the as-of date that `market.yaml`
   * states; without that, the latest date of the series loaded. Never the clock.
   */
  readonly asOf?: string | undefined
  /** Ids without which there is no snapshot. */
  readonly require: readonly (SeriesId | CurveHistoryId)[]
  /** Ids that may be absent. A file that is there and bad is an error all the same. */
  readonly optional?: readonly (SeriesId | CurveHistoryId)[] | undefined
  /** Longest gap between two observations in calendar days, for all ids or by id; otherwise that of the layout. */
  readonly maxGapDays?: number | Readonly<Record<string, number>> | undefined
  /** Longest line read, in bytes (default 1 MiB). Bounds the memory that a file without line ends can take. */
  readonly maxLineBytes?: number | undefined
}

type MarketId = SeriesId | CurveHistoryId

interface Wanted {
  readonly plan: FilePlan
  readonly targets: readonly Target[]
}

interface FileContents {
  readonly series: readonly DailySeries[]
  readonly curves: readonly CurveHistory[]
  readonly source: FileSource
}

/**
 * Loads the ids asked for from the CSV files under `directory` into a snapshot. Files are found by the entries of
 * `market.yaml`, or without one by the known layouts; only files that provide an id asked for are read. Every problem of
 * every file is reported at once and nothing is half loaded. Units, layouts and checks: `docs/market-data.md`.
 *
 * @throws `missing-data` when the only fault is that no file provides a required id; `invalid-input` for everything else.
 * `details.problems` lists each problem with file, line (the header is line 1), field, got and expected.
 */
export async function loadSnapshot(directory: string, options: SnapshotOptions): Promise<MarketSnapshot> {
  const ids = checkedOptions(options)
  const files = await folderFiles(directory)
  const problems: Problem[] = []
  const warnings: Problem[] = []
  const declared = files.includes(marketYamlName) ? await readMarketYaml(directory, problems) : undefined
  if (problems.length > 0) throw failure(directory, problems, false)
  checkAsOf(options.asOf, declared)
  const plans =
    declared?.files === undefined
      ? await recognisedPlans(directory, files)
      : await declaredPlans(directory, declared, problems)
  const required = new Set<MarketId>(options.require)
  const wanted = wantedOf(plans, ids, required, problems)
  const missingOnly = problems.length > 0 && problems.every((problem) => problem.file === undefined)
  const foundBefore = problems.length
  const contents: FileContents[] = []
  for (const each of wanted) {
    const read = await fileContents(directory, each, options, declared?.asOf, problems, warnings)
    if (read !== undefined) contents.push(read)
  }
  if (problems.length > 0) throw failure(directory, problems, missingOnly && problems.length === foundBefore)
  return snapshotOf(contents, options, required, declared, warnings)
}

function checkedOptions(options: SnapshotOptions): MarketId[] {
  const ids = [...new Set([...options.require, ...(options.optional ?? [])])]
  if (ids.length === 0) {
    throw new TuttiError('invalid-input', 'loadSnapshot was asked for no id', {
      field: 'require',
      got: 'no ids',
      expected: 'at least one, as equity-index:SP500',
    })
  }
  if (options.asOf !== undefined && dayOfIso(options.asOf) === undefined) {
    throw new TuttiError('invalid-input', `the as-of date ${options.asOf} is no date`, {
      field: 'asOf',
      got: options.asOf,
      expected: 'a date YYYY-MM-DD that exists',
    })
  }
  const limits = typeof options.maxGapDays === 'number' ? { maxGapDays: options.maxGapDays } : options.maxGapDays
  for (const [name, limit] of Object.entries(limits ?? {})) requirePositive(limit, `maxGapDays of ${name}`)
  if (options.maxLineBytes !== undefined) requirePositive(options.maxLineBytes, 'maxLineBytes')
  return ids
}

function checkAsOf(asOf: string | undefined, declared: MarketYaml | undefined): void {
  if (asOf === undefined || declared?.asOf === undefined || asOf <= declared.asOf) return
  throw new TuttiError(
    'invalid-input',
    `the market folder is dated ${declared.asOf}; it cannot give a snapshot as of ${asOf}`,
    {
      field: 'asOf',
      got: asOf,
      expected: `at most ${declared.asOf}, the as-of date in ${marketYamlName}`,
    },
  )
}

/** Which file gives which ids; a required id without a file and an id with two files are problems. */
function wantedOf(
  plans: readonly FilePlan[],
  ids: readonly MarketId[],
  required: ReadonlySet<MarketId>,
  problems: Problem[],
): Wanted[] {
  const there = [...new Set(plans.flatMap((plan) => plan.targets.map((target) => target.id)))].sort()
  const shown = there.slice(0, 40).join(', ') + (there.length > 40 ? ` and ${there.length - 40} more` : '')
  const targetsByPlan = new Map<FilePlan, Target[]>()
  for (const id of ids) {
    const givers = plans.filter((plan) => plan.targets.some((target) => target.id === id))
    if (givers.length === 0 && required.has(id)) {
      problems.push({
        field: id,
        message: `the folder has no file that provides ${id}`,
        got: there.length === 0 ? 'a folder without any market data that is recognised' : shown,
        expected: providerOf(id),
      })
    }
    if (givers.length > 1) {
      problems.push({
        file: givers[1].file,
        field: id,
        message: `several files provide ${id}; say in ${marketYamlName} which one to take`,
        got: givers.map((plan) => plan.file).join(', '),
        expected: 'one file',
      })
    }
    if (givers.length !== 1) continue
    const targets = targetsByPlan.get(givers[0]) ?? []
    targets.push(...givers[0].targets.filter((target) => target.id === id))
    targetsByPlan.set(givers[0], targets)
  }
  return [...targetsByPlan]
    .map(([plan, targets]) => ({ plan, targets }))
    .sort((a, b) => (a.plan.file < b.plan.file ? -1 : 1))
}

async function fileContents(
  directory: string,
  wanted: Wanted,
  options: SnapshotOptions,
  declaredAsOf: string | undefined,
  problems: Problem[],
  warnings: Problem[],
): Promise<FileContents | undefined> {
  const { plan, targets } = wanted
  const found = problemList(plan.file)
  const remarks = problemList(plan.file, listedWarnings)
  const columns = { dateColumn: plan.dateColumn, dates: plan.dates, values: columnsOfTargets(targets) }
  const reading = await readUnchanged(join(directory, plan.file), found, (bytes) =>
    readTable(bytes, columns, found, options.maxLineBytes ?? defaultMaxLineBytes),
  )
  let contents: FileContents | undefined
  if (reading !== undefined) {
    const source = { file: plan.file, sha256: reading.sha256, bytes: reading.bytes, rows: reading.content.rows }
    const maxGapDaysOf = (target: Target): number => {
      const asked = typeof options.maxGapDays === 'number' ? options.maxGapDays : options.maxGapDays?.[target.id]
      return asked ?? (target.kind === 'series' ? target.maxGapDays : undefined) ?? plan.maxGapDays
    }
    const rules = { plan, targets, maxGapDaysOf, declaredAsOf }
    contents = { ...tableContents(reading.content, rules, source, found, remarks), source }
  }
  problems.push(...found.problems())
  warnings.push(...remarks.problems())
  return found.count === 0 ? contents : undefined
}

function snapshotOf(
  contents: readonly FileContents[],
  options: SnapshotOptions,
  required: ReadonlySet<MarketId>,
  declared: MarketYaml | undefined,
  warnings: Problem[],
): MarketSnapshot {
  const allSeries = contents.flatMap((each) => each.series)
  const allCurves = contents.flatMap((each) => each.curves)
  const latest = [...allSeries, ...allCurves].reduce(
    (date, each) => maxText(date, each.dates[each.dates.length - 1]),
    '',
  )
  const asOf = options.asOf ?? declared?.asOf ?? latest
  if (asOf === '') {
    throw new TuttiError(
      'missing-data',
      'the folder has none of the optional ids, so there is nothing to date a snapshot by',
      {
        field: 'optional',
        got: [...(options.optional ?? [])].join(', '),
        expected: 'a file that provides one of them, or an as-of date',
      },
    )
  }
  const series = new Map<SeriesId, DailySeries>()
  const curves = new Map<CurveHistoryId, CurveHistory>()
  const problems: Problem[] = []
  const keep = (all: DailySeries | CurveHistory, kept: DailySeries | CurveHistory): boolean => {
    const cut = all.dates.length - kept.dates.length
    const { file } = all.source
    if (cut > 0) {
      warnings.push({ file, field: all.id, message: `${cut} observations after the as-of date ${asOf} are cut` })
    }
    if (kept.dates.length > 0) {
      const last = kept.dates[kept.dates.length - 1]
      const days = (dayOfIso(asOf) ?? 0) - (dayOfIso(last) ?? 0)
      if (days > staleDays) {
        warnings.push({ file, field: all.id, message: `ends on ${last}, ${days} days before the as-of date ${asOf}` })
      }
      return true
    }
    const problem = { file, field: all.id, message: `no observation on or before the as-of date ${asOf}` }
    if (required.has(all.id)) problems.push({ ...problem, got: `the first on ${all.dates[0]}`, expected: 'history' })
    else warnings.push(problem)
    return false
  }
  for (const each of allSeries) {
    const kept = cutSeries(each, asOf)
    if (keep(each, kept)) series.set(each.id, kept)
  }
  for (const each of allCurves) {
    const kept = cutCurve(each, asOf)
    if (keep(each, kept)) curves.set(each.id, kept)
  }
  if (problems.length > 0) {
    throw new TuttiError('missing-data', problemText(problems[0]), { ...problems[0], problems })
  }
  const origin = declared?.origin ?? 'real'
  return Object.freeze({
    asOf,
    origin,
    series,
    curves,
    sources: contents.map((each) => each.source),
    hash: snapshotHash({ asOf, origin, series, curves }),
    warnings,
  })
}

/** Warnings named for each file; the others are counted. */
const listedWarnings = 10

/** A series that ends longer before the as-of date is mentioned. Months end up to 31 days apart. */
const staleDays = 35

function maxText(a: string, b: string): string {
  return a > b ? a : b
}

function failure(directory: string, problems: readonly Problem[], missingOnly: boolean): TuttiError {
  const count = problems.length === 1 ? 'a problem' : `${problems.length} problems`
  const message = `the market data in ${directory} have ${count} and nothing was loaded: ${problemText(problems[0])}`
  return new TuttiError(missingOnly ? 'missing-data' : 'invalid-input', message, { ...problems[0], problems })
}
