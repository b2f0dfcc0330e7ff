import { TuttiError } from '@tutti/analytics/errors'
import type { RunStore } from '@tutti/runtime'
import type { DecisionMemory, MemoryEntry } from '@tutti/runtime/memory'
import { keptDecision } from './artifacts.ts'
import { memorySubject } from './run-memory.ts'

/** A decision that would be recalled to the agents of a later run. */
export interface RememberedDecision {
  readonly workflow: string
  readonly mandate: string
  readonly entry: MemoryEntry
}

/** Later than any date of data: a question as of it gets every dated entry. */
const lastDate = '9999-12-31'
const most = 10_000

/** What is remembered of the mandates that the runs of a store are about, the newest first in each. */
export async function rememberedDecisions(
  store: RunStore,
  memory: DecisionMemory,
  now: Date,
): Promise<readonly RememberedDecision[]> {
  const subjects = new Map<string, Omit<RememberedDecision, 'entry'>>()
  for (const { id, workflow } of store.runs()) {
    const mandate = keptDecision(store, id)?.mandate
    if (mandate !== undefined) subjects.set(memorySubject(workflow, mandate), { workflow, mandate })
  }
  const found: RememberedDecision[] = []
  for (const [subject, about] of subjects) {
    for (const asOf of [lastDate, null]) {
      const entries = await memory.recall({ subject, asOf, now: now.toISOString(), most })
      found.push(...entries.map((entry) => ({ ...about, entry })))
    }
  }
  return found
}

/** Forgets the decision of a run; says so in its audit. Throws `missing-data` where nothing of it is remembered. */
export async function forgetRun(store: RunStore, memory: DecisionMemory, id: string, account: string): Promise<string> {
  const run = store.run(id)
  if (!(await memory.forgetRun(run.id))) {
    throw new TuttiError('missing-data', `nothing of run ${run.id} is remembered`, { field: 'run', got: run.id })
  }
  store.appendAudit(run.id, { kind: 'decision-forgotten', detail: { account } })
  return run.id
}

/** Forgets every decision of a mandate, and says so in the audits of its runs. Returns how many there were. */
export async function forgetMandate(
  store: RunStore,
  memory: DecisionMemory,
  about: { readonly workflow: string; readonly mandate: string },
  account: string,
): Promise<number> {
  const count = await memory.forget(memorySubject(about.workflow, about.mandate))
  if (count === 0) {
    throw new TuttiError('missing-data', `nothing is remembered of the mandate ${JSON.stringify(about.mandate)}`, {
      field: 'mandate',
      got: about.mandate,
    })
  }
  for (const { id, workflow } of store.runs()) {
    if (workflow !== about.workflow || keptDecision(store, id)?.mandate !== about.mandate) continue
    store.appendAudit(id, { kind: 'decision-forgotten', detail: { account, mandate: about.mandate } })
  }
  return count
}
