import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { type Problem, TuttiError } from '@tutti/analytics/errors'
import { type CurveHistoryId, loadSnapshot, type MarketSnapshot, type SeriesId } from '@tutti/market'
import { type RunInput, type RunRecord, sha256 } from '@tutti/runtime'
import { type Mandate, marketRequirements } from '@tutti/workflows/asset-allocation'

/** Name of a run's input for the snapshot; its files are `market/PATH`. */
const marketInput = 'market'

/**
 * The market data that the study of a mandate asks for. Errors: those of `loadSnapshot`, which list every problem of every
 * file at once.
 */
export function marketSnapshot(directory: string, mandate: Mandate, asOf: string | null): Promise<MarketSnapshot> {
  const { require, optional } = marketRequirements(mandate)
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
export async function sameSnapshot(run: RunRecord, mandate: Mandate, asOf: string): Promise<MarketSnapshot | null> {
  const market = run.inputs[marketInput]
  if (market?.path === undefined) return null
  const directory = market.path
  const problems = Object.entries(run.inputs)
    .filter(([name]) => name.startsWith(`${marketInput}/`))
    .flatMap(([name, input]) => changedFile(input.path ?? join(directory, name.slice(marketInput.length + 1)), input))
  if (problems.length > 0) {
    throw new TuttiError(
      'conflict',
      `the market data of run ${run.id} is no longer what it was started with; put the files back, or start a new run`,
      { file: directory, problems },
    )
  }
  const snapshot = await marketSnapshot(directory, mandate, asOf)
  if (snapshot.hash !== market.hash) {
    throw new TuttiError(
      'conflict',
      `the folder ${directory} gives another snapshot than the one run ${run.id} was started with, from the same files`,
      { file: directory, got: snapshot.hash, expected: market.hash },
    )
  }
  return snapshot
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
