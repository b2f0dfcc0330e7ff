import type { RunRecord } from '@tutti/runtime'
import {
  allocationStudy,
  type AllocationResult,
  type Mandate,
  marketRequirements,
  validMandate,
} from '@tutti/workflows/asset-allocation'
import type { MarketSnapshot } from '@tutti/market'
import { allocationText } from '../cli/text/allocation-text.ts'
import { sameSnapshot, type WorkflowRunner } from '../runs/index.ts'
import { allocationWorkflow } from './allocation-run.ts'
import { reportOf } from './report-of.ts'

/** What a study of dynamic asset allocation starts from. */
export interface AllocationInputs {
  readonly mandate: Mandate
  readonly snapshot: MarketSnapshot | null
}

/** Dynamic asset allocation, as the application runs it. */
export const allocationRunner: WorkflowRunner<AllocationInputs, AllocationResult> = {
  workflow: allocationWorkflow,
  defaultReport: 'reports/asset-allocation.html',
  inputsOf,
  study: (context, inputs, seed) => allocationStudy(context, { ...inputs, seed }),
  report: reportOf,
  files: () => [],
  text: allocationText,
  headline: ({ decision }) => decision.headline,
  isWithheld: ({ decision }) => decision.status === 'withheld',
}

async function inputsOf(run: RunRecord): Promise<AllocationInputs> {
  const { mandate, asOf } = run.arguments as { mandate: unknown; asOf: string | null }
  const valid = validMandate(mandate, `the mandate of run ${run.id}`)
  return { mandate: valid, snapshot: asOf === null ? null : await sameSnapshot(run, marketRequirements(valid), asOf) }
}
