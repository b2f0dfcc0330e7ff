import { contentHash, type Json, type RunRecord } from '@tutti/runtime'
import type { DecisionMemory } from '@tutti/runtime/memory'
import type { WorkflowContext } from '@tutti/workflows'
import type { RecalledDecision } from '@tutti/workflows/agents-record'
import type { Governance } from '@tutti/workflows/governance'
import type { WorkflowFacts } from '@tutti/workflows/workflow'
import type { KeptDecision } from './artifacts.ts'
import { agentSteps } from './run-context.ts'

/** Decisions that are recalled to the agents of a run, at most. */
const mostRecalled = 10
const dayMs = 86_400_000

/** What the decisions of one mandate are remembered under. */
export function memorySubject(workflow: string, mandate: string): string {
  return contentHash({ workflow, mandate })
}

/** What a run is asked about and by whom. */
export interface MemoryUse {
  readonly memory: DecisionMemory
  readonly run: RunRecord
  readonly facts: WorkflowFacts
  readonly governance: Governance
}

/**
 * Decisions of the same mandate that were known at the date of the data; not those of runs of the same key, which say the same.
 * They are a step of the run: a run that is resumed or replayed sees what it saw, whatever was remembered or forgotten since.
 */
export function recalledDecisions(
  { memory, run, facts, governance }: MemoryUse,
  conversation: string,
  context: WorkflowContext,
  now: Date,
): Promise<readonly RecalledDecision[]> {
  const subject = memorySubject(run.workflow, facts.mandate)
  const inputs = { conversation, subject, asOf: facts.asOf }
  return context.step(`${agentSteps}recalled`, inputs, facts.seed, async () => {
    if (governance.memory.days === 0) return []
    const question = { subject, asOf: facts.asOf, now: now.toISOString(), most: 10 * mostRecalled }
    const entries = await memory.recall(question)
    return entries
      .filter(({ runKey }) => runKey !== run.key)
      .slice(0, mostRecalled)
      .map(({ runId, asOf, content }): RecalledDecision => {
        const { status, headline, approval } = content as unknown as RecalledDecision
        return { runId, asOf, status, headline, approval }
      })
  })
}

/** Remembers what a run decided, for as long as the mandate says, and removes what is past its time. */
export async function rememberDecision(
  { memory, run, facts, governance }: MemoryUse,
  { status, headline, approval }: KeptDecision,
  now: Date,
): Promise<void> {
  const { days } = governance.memory
  if (days === 0) return
  const content: Json = { workflow: run.workflow, mandate: facts.mandate, status, headline, approval }
  await memory.remember({
    subject: memorySubject(run.workflow, facts.mandate),
    runId: run.id,
    runKey: run.key,
    asOf: facts.asOf,
    recordedAt: now.toISOString(),
    expiresAt: new Date(now.getTime() + days * dayMs).toISOString(),
    content,
  })
  await memory.purge(now.toISOString())
}
