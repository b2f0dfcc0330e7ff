import type { WorkflowContext } from '../workflow-context.ts'
import type { SpecialistResults } from './specialist-results.ts'
import type { SpecialistScript } from './specialist-script.ts'

/**
 * A role of a workflow as data: what it is called, what it waits for, what it computes, what it may say and use. The same list
 * drives a plain run, a graph of agents and the picture of it. `analyse` reads the workflow's case, and the results of those it
 * needs; it is pure but for what it asks of the context, and its result is plain JSON.
 */
export interface Specialist<Case> {
  /** Kebab-case; unique in its workflow. */
  readonly name: string
  /** The person's role that it stands for. */
  readonly role: string
  /** What it answers for, one sentence. */
  readonly responsibility: string
  /** Names of the specialists whose results it reads. */
  readonly needs: readonly string[]
  /** Those of `needs` that may fail without keeping it from its work: their results are then absent, and its own says so. */
  readonly canDoWithout?: readonly string[]
  readonly analyse: (study: Case, results: SpecialistResults, context: WorkflowContext) => Promise<unknown>
  /** What it says and may use as an agent. */
  readonly script: SpecialistScript
}
