import type { WorkflowContext } from '../workflow-context.ts'

/**
 * A role of a workflow as data: what it is called, what it waits for, what it computes. The same list drives a plain run,
 * a graph of agents and the picture of it. `analyse` is pure but for what it asks of the context.
 */
export interface Specialist<Inputs, Result> {
  /** Kebab-case; the name of its step. */
  readonly name: string
  /** The person's role it stands for. */
  readonly role: string
  /** What it is responsible for, one sentence. */
  readonly responsibility: string
  /** Names of the specialists whose results it reads. */
  readonly needs: readonly string[]
  readonly analyse: (inputs: Inputs, context: WorkflowContext) => Promise<Result>
}
