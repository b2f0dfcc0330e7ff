import { resolve } from 'node:path'
import { TuttiError } from '@tutti/analytics/errors'
import { contentHash, type Json, type RunInput, type RunRecord, sha256 } from '@tutti/runtime'
import { marketRequirements, type StudyInput, validMandate } from '@tutti/workflows/asset-allocation'
import { warningBlocks } from '../cli/text/warnings-text.ts'
import { counted, countText } from '../cli/text/index.ts'
import { artifactNames } from '../runs/artifacts.ts'
import { marketInputs, marketSnapshot, marketText, sameSnapshot } from '../runs/market-source.ts'
import type { RunRequest } from '../runs/run-service.ts'
import type { PreparedRun } from '../runs/workflow-runner.ts'
import { type Budget, budgetOf } from './budget.ts'
import { type MandateOverrides, mandateSource, type MandateSource } from './mandate-source.ts'

/** Reads mandate and market data of a request. Throws what is wrong with them. */
export async function preparedAllocation(request: RunRequest): Promise<PreparedRun<StudyInput>> {
  const { files, asOf, seed } = request
  const directory = files.market
  if (asOf !== null && directory === undefined) {
    throw new TuttiError('invalid-input', '--as-of dates the market data, but there is no --market', {
      field: '--as-of',
    })
  }
  const overrides = request.overrides as MandateOverrides
  const source = mandateSource(files.mandate ?? null, overrides)
  const { mandate, text } = source
  const budget = budgetOf(mandate, seed)
  const market =
    directory === undefined
      ? null
      : { directory, snapshot: await marketSnapshot(directory, marketRequirements(mandate), asOf) }
  const snapshot = market?.snapshot ?? null
  return {
    input: { mandate, snapshot, seed },
    inputs: {
      mandate: mandateInput(source),
      ...(market === null ? {} : marketInputs(market.directory, market.snapshot)),
    },
    arguments: {
      mandate: mandate as unknown as Json,
      overrides: request.overrides,
      asOf: snapshot?.asOf ?? null,
    },
    files: [
      ...(text === null ? [] : [{ name: artifactNames.mandate, content: text }]),
      ...(snapshot === null ? [] : [{ name: artifactNames.market, content: marketText(snapshot) }]),
    ],
    warnings: warningBlocks([snapshot?.warnings ?? [], 'Market data']),
    notes: budgetNotes(budget),
  }
}

/** The input of a run, read again. Throws `conflict` when the market data is no longer what it was. */
export async function allocationInputOf(run: RunRecord): Promise<StudyInput> {
  const { mandate: given, asOf } = run.arguments as { mandate: unknown; asOf: string | null }
  const mandate = validMandate(given, `the mandate of run ${run.id}`)
  const snapshot = asOf === null ? null : await sameSnapshot(run, marketRequirements(mandate), asOf)
  return { mandate, snapshot, seed: run.seed }
}

function mandateInput({ text, file, mandate }: MandateSource): RunInput {
  if (text === null || file === null) return { hash: contentHash(mandate as unknown as Json) }
  return { hash: sha256(text), bytes: Buffer.byteLength(text), path: resolve(file) }
}

/** What a run covers and may take. */
function budgetNotes(budget: Budget): readonly string[] {
  const { configurations, generations, regimes, paths, years, searchPathSteps, timeLimitSeconds } = budget
  const limit = timeLimitSeconds === null ? '' : `, at most ${timeLimitSeconds} s`
  return [
    `${counted(regimes, 'regime')} × ${countText(paths)} paths × ${counted(years, 'year')}`,
    `Budget of the search: at most ${counted(configurations, 'configuration')} in ${counted(generations, 'generation')}, ` +
      `${countText(searchPathSteps)} path-steps${limit}`,
  ]
}
