import { join } from 'node:path'
import type { Problem } from '@tutti/analytics/errors'
import { TuttiError, problemText, requirePositive } from '@tutti/analytics/errors'
import { dayOfIso } from '../days/index.ts'
import type { CurveHistoryId, SeriesId } from '../ids/index.ts'
import { marketId } from '../ids/index.ts'
import type { Target } from '../layouts/index.ts'
import type { FileSource, MarketSnapshot } from '../snapshot/index.ts'
import { datedSnapshot } from './dated-snapshot.ts'
import { declaredPlans, recognisedPlans } from './file-plans.ts'
import { folderFiles } from './folder-files.ts'
import { marketYamlName, readMarketYaml } from './market-yaml.ts'
import type { MarketYaml, MarketYamlReading } from './market-yaml.ts'
import { problemList } from './problem-list.ts'
import { defaultMaxLineBytes } from './read-lines.ts'
import { readTable } from './read-table.ts'
import { readUnchanged } from './read-unchanged.ts'
import { columnsOfTargets, tableContents } from './table-contents.ts'
import type { TableContents } from './table-contents.ts'
import { wantedFiles } from './wanted-files.ts'
import type { WantedFile } from './wanted-files.ts'

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

/** Warnings named for each file; the others are counted. */
const listedWarnings = 10

/**
 * Loads the ids asked for from the CSV files under `directory` into a snapshot. Files are found by the entries of
 * `market.yaml`, or without one by the known layouts; only files that provide an id asked for are read. Every problem of
 * every file is reported at once and nothing is half loaded. Units, layouts and checks: `docs/market-data.md`.
 *
 * @throws `missing-data` when the only fault is that no file provides a required id; `invalid-input` for everything else.
 * `details.problems` lists each problem with file, line (the header is line 1), field, got and expected.
 */
export async function loadSnapshot(directory: string, options: SnapshotOptions): Promise<MarketSnapshot> {
  const required = new Set(options.require.map((id) => marketId(id)))
  const ids = [...new Set([...required, ...(options.optional ?? []).map((id) => marketId(id))])]
  checkOptions(options, ids)
  const files = await folderFiles(directory)
  const declared = await declaredMarket(directory, files)
  checkAsOf(options.asOf, declared?.market)

  const problems: Problem[] = []
  const missing: Problem[] = []
  const plans =
    declared?.market.files === undefined
      ? await recognisedPlans(directory, files)
      : await declaredPlans(directory, declared.market, problems)
  const wanted = wantedFiles(plans, ids, required, missing, problems)
  const warnings: Problem[] = []
  const contents: (TableContents & { readonly source: FileSource })[] = []
  for (const each of wanted) {
    const read = await fileContents(directory, each, options, declared?.market.asOf, problems, warnings)
    if (read !== undefined) contents.push(read)
  }
  if (problems.length > 0) throw failure('invalid-input', directory, [...missing, ...problems])
  if (missing.length > 0) throw failure('missing-data', directory, missing)
  const parts = {
    series: contents.flatMap((each) => each.series),
    curves: contents.flatMap((each) => each.curves),
    sources: [...(declared === undefined ? [] : [declared.source]), ...contents.map((each) => each.source)],
    warnings,
    origin: declared?.market.origin ?? 'real',
  }
  return datedSnapshot(parts, options.asOf ?? declared?.market.asOf, required)
}

function checkOptions(options: SnapshotOptions, ids: readonly (SeriesId | CurveHistoryId)[]): void {
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
  if (typeof options.maxGapDays === 'number') requirePositive(options.maxGapDays, 'maxGapDays')
  else for (const [id, days] of Object.entries(options.maxGapDays ?? {})) requirePositive(days, `maxGapDays of ${id}`)
  if (options.maxLineBytes !== undefined) requirePositive(options.maxLineBytes, 'maxLineBytes')
}

async function declaredMarket(directory: string, files: readonly string[]): Promise<MarketYamlReading | undefined> {
  const otherName = files.find((file) => /^market\.ya?ml$/i.test(file) && file !== marketYamlName)
  if (otherName !== undefined && !files.includes(marketYamlName)) {
    const problem = { file: otherName, message: `the file is called ${otherName}`, expected: marketYamlName }
    throw failure('invalid-input', directory, [problem])
  }
  if (!files.includes(marketYamlName)) return undefined
  const problems = problemList(marketYamlName)
  const reading = await readMarketYaml(directory, problems)
  if (problems.count > 0) throw failure('invalid-input', directory, problems.problems())
  return reading
}

function checkAsOf(asOf: string | undefined, declared: MarketYaml | undefined): void {
  if (asOf === undefined || declared?.asOf === undefined || asOf <= declared.asOf) return
  const message = `the market folder is dated ${declared.asOf}; it cannot give a snapshot as of ${asOf}`
  throw new TuttiError('invalid-input', message, {
    field: 'asOf',
    got: asOf,
    expected: `at most ${declared.asOf}, the as-of date in ${marketYamlName}`,
  })
}

async function fileContents(
  directory: string,
  wanted: WantedFile,
  options: SnapshotOptions,
  declaredAsOf: string | undefined,
  problems: Problem[],
  warnings: Problem[],
): Promise<(TableContents & { readonly source: FileSource }) | undefined> {
  const { plan, targets } = wanted
  const { file, dateColumn, dates } = plan
  const found = problemList(file)
  const remarks = problemList(file, listedWarnings)
  const columns = { dateColumn, dates, values: columnsOfTargets(targets) }
  const reading = await readUnchanged(join(directory, file), found, (bytes) =>
    readTable(bytes, columns, found, options.maxLineBytes ?? defaultMaxLineBytes),
  )
  const maxGapDaysOf = (target: Target): number => {
    const asked = typeof options.maxGapDays === 'number' ? options.maxGapDays : options.maxGapDays?.[target.id]
    return asked ?? (target.kind === 'series' ? target.maxGapDays : undefined) ?? plan.maxGapDays
  }
  if (reading === undefined) {
    problems.push(...found.problems())
    return undefined
  }
  const source = { file, sha256: reading.sha256, bytes: reading.bytes, rows: reading.content.rows }
  const contents = tableContents(reading.content, { plan, targets, maxGapDaysOf, declaredAsOf }, source, found, remarks)
  problems.push(...found.problems())
  warnings.push(...remarks.problems())
  return { ...contents, source }
}

function failure(code: 'invalid-input' | 'missing-data', directory: string, problems: readonly Problem[]): TuttiError {
  const { file, line, field, got, expected } = problems[0]
  const count = problems.length === 1 ? 'a problem' : `${problems.length} problems`
  const message = `the market data in ${directory} have ${count} and nothing was loaded: ${problemText(problems[0])}`
  return new TuttiError(code, message, { file, line, field, got, expected, problems })
}
