import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { type Problem, TuttiError } from '@tutti/analytics/errors'
import { type CurveHistoryId, loadSnapshot, type MarketSnapshot, type SeriesId } from '@tutti/market'
import { type RunInput, type RunRecord, sha256 } from '@tutti/runtime'

/** Name of a run's input for the snapshot; its files are `market/PATH`. */
const marketInput = 'market'

/** Market data that a workflow asks for: what it cannot do without, and what it uses where present. */
export interface RequiredMarket {
  readonly require: readonly string[]
  readonly optional: readonly string[]
}

/** The market data asked for. Errors: those of `loadSnapshot`, which list every problem of every file at once. */
export function marketSnapshot(
  directory: string,
  { require, optional }: RequiredMarket,
  asOf: string | null,
): Promise<MarketSnapshot> {
  return loadSnapshot(directory, {
    require: require as (SeriesId | CurveHistoryId)[],
    optional: optional as (SeriesId | CurveHistoryId)[],
    ...(asOf === null ? {} : { asOf }),
  })
}

/** A snapshot as inputs of a run: its own hash, and that of each file it was read from. */
export function marketInputs(directory: string, snapshot: MarketSnapshot): Record<string, RunInput> {
  const files = snapshot.sources.map(({ file, sha256, bytes }): [string, RunInput] => [
    `${marketInput}/${file}`,
    { hash: sha256, bytes, path: resolve(directory, file) },
  ])
  return { [marketInput]: { hash: snapshot.hash, path: resolve(directory) }, ...Object.fromEntries(files) }
}

/**
 * The snapshot that a run was started with, read again from the same folder; null for a run without market data. Throws
 * `conflict` naming each file whose content has changed or that is gone.
 */
export async function sameSnapshot(
  run: RunRecord,
  required: RequiredMarket,
  asOf: string,
): Promise<MarketSnapshot | null> {
  const market = run.inputs[marketInput]
  if (market?.path === undefined) return null
  const directory = market.path
  requireSameFiles(run, `${marketInput}/`, 'the market data', (name) => join(directory, name))
  const snapshot = await marketSnapshot(directory, required, asOf)
  if (snapshot.hash !== market.hash) {
    throw new TuttiError(
      'conflict',
      `the folder ${directory} gives another snapshot than the one run ${run.id} was started with, from the same files`,
      { file: directory, got: snapshot.hash, expected: market.hash },
    )
  }
  return snapshot
}

/**
 * Throws `conflict` naming each file of a run's inputs whose name begins with `prefix` and whose content has changed or that
 * is gone. `pathOf` says where a file lies for which the record has no path.
 */
export function requireSameFiles(
  run: RunRecord,
  prefix: string,
  what: string,
  pathOf: (name: string) => string = (name) => name,
): void {
  const problems = Object.entries(run.inputs)
    .filter(([name]) => name.startsWith(prefix))
    .flatMap(([name, input]) => changedFile(input.path ?? pathOf(name.slice(prefix.length)), input))
  if (problems.length === 0) return
  throw new TuttiError(
    'conflict',
    `${what} of run ${run.id} are no longer what it was started with; put the files back, or start a new run`,
    { file: problems[0].file, problems },
  )
}

/** What the snapshot was read from, as a file of the run. */
export function marketText({ asOf, origin, hash, sources, warnings }: MarketSnapshot): string {
  return `${JSON.stringify({ asOf, origin, hash, sources, warnings }, undefined, 2)}\n`
}

function changedFile(path: string, input: RunInput): Problem[] {
  let got: string
  try {
    got = sha256(readFileSync(path))
  } catch (error) {
    const message = 'the file cannot be read any more'
    const code = (error as NodeJS.ErrnoException).code ?? String(error)
    return [{ file: path, message, got: code, expected: `SHA-256 ${input.hash}` }]
  }
  if (got === input.hash) return []
  return [{ file: path, message: 'the file has changed', got: `SHA-256 ${got}`, expected: `SHA-256 ${input.hash}` }]
}
