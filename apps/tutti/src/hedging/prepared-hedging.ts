import { join, resolve } from 'node:path'
import { TuttiError } from '@tutti/analytics/errors'
import { type Json, type RunInput, type RunRecord, sha256 } from '@tutti/runtime'
import { type HedgingInput, hedgingRequirements, validHedgingMandate } from '@tutti/workflows/hedging'
import { countText } from '../cli/text/index.ts'
import { warningBlocks } from '../cli/text/warnings-text.ts'
import { projectRoot } from '../project-root.ts'
import { artifactNames } from '../runs/artifacts.ts'
import { marketInputs, marketText, requireSameFiles, sameSnapshot } from '../runs/market-source.ts'
import type { RunRequest } from '../runs/run-service.ts'
import type { PreparedRun } from '../runs/workflow-runner.ts'
import { fundInputs, type HedgingFiles, hedgingInputs, hedgingMandateOf } from './hedging-files.ts'

/** Beginning of the names of the inputs that are the fund's own files. */
const fundInput = 'fund/'

/** Reads the fund's files of a request, or those of the simulated example. Throws everything that is wrong with them. */
export async function preparedHedging(request: RunRequest): Promise<PreparedRun<HedgingInput>> {
  const { files, isExample } = hedgingFilesOf(request.files)
  const { scenarios = null } = request.overrides as { readonly scenarios?: number }
  const { text, mandate: given } = hedgingMandateOf(files.mandate)
  const mandate = scenarios === null ? given : { ...given, scenarios: { ...given.scenarios, count: scenarios } }
  const inputs = await hedgingInputs(mandate, files, request.asOf)
  const { holdings, snapshot } = inputs
  const [portfolio, liabilities] = holdings.sources
  const { flows, members } = holdings.liabilities
  return {
    input: { ...inputs, seed: request.seed },
    inputs: {
      mandate: { hash: sha256(text), bytes: Buffer.byteLength(text), path: resolve(files.mandate) },
      [`${fundInput}portfolio`]: fileInput(files.portfolio, portfolio),
      [`${fundInput}liabilities`]: fileInput(files.liabilities, liabilities),
      ...marketInputs(files.market, snapshot),
    },
    arguments: { mandate: mandate as unknown as Json, overrides: { scenarios }, asOf: snapshot.asOf },
    files: [
      { name: artifactNames.mandate, content: text },
      { name: artifactNames.market, content: marketText(snapshot) },
    ],
    warnings: [
      ...warningBlocks([snapshot.warnings, 'Market data'], [holdings.warnings, 'The fund’s files']),
      ...(isExample ? ['The example fund: simulated, not a real one'] : []),
    ],
    notes: [
      `${countText(holdings.holdings.length)} holdings, ${countText(flows.length + members.length)} rows of liabilities, ` +
        `as of ${snapshot.asOf}, ${countText(mandate.scenarios.count)} scenarios`,
    ],
  }
}

function fileInput(
  path: string,
  { sha256: hash, bytes }: { readonly sha256: string; readonly bytes: number },
): RunInput {
  return { hash, bytes, path: resolve(path) }
}

/** The fund's own files, all four of them, or those of the example where none is given. */
function hedgingFilesOf(given: RunRequest['files']): { readonly files: HedgingFiles; readonly isExample: boolean } {
  const names = ['portfolio', 'liabilities', 'mandate', 'market'] as const
  const present = names.filter((name) => given[name] !== undefined)
  if (present.length === 0) {
    const folder = join(projectRoot, 'examples', '04-hedging')
    const [portfolio, liabilities] = [join(folder, 'portfolio.csv'), join(folder, 'liabilities.csv')]
    return {
      files: { portfolio, liabilities, mandate: join(folder, 'mandate.yaml'), market: join(folder, 'market') },
      isExample: true,
    }
  }
  const missing = names.filter((name) => given[name] === undefined).map((name) => `--${name}`)
  if (missing.length > 0) {
    throw new TuttiError(
      'invalid-input',
      `${present.map((name) => `--${name}`).join(', ')} came without ${missing.join(', ')}: a fund needs all four files, the example none`,
      { field: missing[0], expected: names.map((name) => `--${name}`).join(' ') },
    )
  }
  return { files: given as unknown as HedgingFiles, isExample: false }
}

/**
 * The input of a run, read again: its mandate from the record, the rest from the same files. Throws `conflict` naming each
 * file whose content has changed or that is gone.
 */
export async function resumedHedgingInput(run: RunRecord): Promise<HedgingInput> {
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
  return { ...(await fundInputs(mandate, snapshot, { portfolio, liabilities })), seed: run.seed }
}
