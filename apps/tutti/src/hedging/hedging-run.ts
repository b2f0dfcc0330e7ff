import { resolve } from 'node:path'
import { TuttiError } from '@tutti/analytics/errors'
import { type Json, type RunInput, type RunRecord, type RunStore, sha256 } from '@tutti/runtime'
import { hedgingRequirements, validHedgingMandate } from '@tutti/workflows/hedging'
import type { Machine } from '../compose.ts'
import { artifactNames, marketInputs, marketText, requireSameFiles, sameSnapshot } from '../runs/index.ts'
import { type HedgingFiles, fundInputs, type HedgingInputs } from './hedging-files.ts'

/** Name of the workflow of multi-asset hedging. */
export const hedgingWorkflow = 'hedging'

/** Beginning of the names of the inputs that are the fund's own files. */
const fundInput = 'fund/'

/** What a run is started with. */
export interface NewHedgingRun {
  readonly files: HedgingFiles
  readonly inputs: HedgingInputs
  readonly mandateText: string
  readonly overrides: Json
  readonly seed: number
  readonly machine: Machine
}

/** Records a new run with all that it depends on. */
export function createHedgingRun(store: RunStore, codeVersion: string, start: NewHedgingRun): RunRecord {
  const { files, inputs, mandateText, overrides, seed, machine } = start
  const { mandate, holdings, snapshot } = inputs
  const [portfolio, liabilities] = holdings.sources
  const input = (
    path: string,
    { sha256: hash, bytes }: { readonly sha256: string; readonly bytes: number },
  ): RunInput => ({
    hash,
    bytes,
    path: resolve(path),
  })
  const run = store.createRun({
    workflow: hedgingWorkflow,
    inputs: {
      mandate: { hash: sha256(mandateText), bytes: Buffer.byteLength(mandateText), path: resolve(files.mandate) },
      [`${fundInput}portfolio`]: input(files.portfolio, portfolio),
      [`${fundInput}liabilities`]: input(files.liabilities, liabilities),
      ...marketInputs(files.market, snapshot),
    },
    arguments: { mandate: mandate as unknown as Json, overrides, asOf: snapshot.asOf },
    seed,
    codeVersion,
    machine: { ...machine },
  })
  store.saveArtifact(run.id, artifactNames.mandate, mandateText)
  store.saveArtifact(run.id, artifactNames.market, marketText(snapshot))
  return run
}

/**
 * The inputs of a run, read again: its mandate from the record, the rest from the same files. Throws `conflict` naming each
 * file whose content has changed or that is gone.
 */
export async function resumedHedgingInputs(run: RunRecord): Promise<HedgingInputs> {
  const { mandate: given, asOf } = run.arguments as { mandate: unknown; asOf: string }
  const mandate = validHedgingMandate(given, `the mandate of run ${run.id}`)
  requireSameFiles(run, fundInput, "the fund's files")
  const snapshot = await sameSnapshot(run, hedgingRequirements(mandate), asOf)
  const [portfolio, liabilities] = ['portfolio', 'liabilities'].map((name) => run.inputs[`${fundInput}${name}`]?.path)
  if (snapshot === null || portfolio === undefined || liabilities === undefined) {
    throw new TuttiError('conflict', `the record of run ${run.id} does not say where its files are; start a new run`, {
      field: 'inputs',
    })
  }
  return fundInputs(mandate, snapshot, { portfolio, liabilities })
}
