import type { ChangeKind } from '../changes/index.ts'
import type { Governance } from '../governance/index.ts'
import {
  resultsOf,
  type Specialist,
  type SpecialistOutcome,
  specialistOutcomes,
  type SpecialistResults,
} from '../specialists/index.ts'
import type { WorkflowContext } from '../workflow-context.ts'

/** What is known of a study before it runs: for prompts, memory and approvals. */
export interface WorkflowFacts {
  /** Name of the mandate. */
  readonly mandate: string
  /** ISO date of the market data; null for a study without any. */
  readonly asOf: string | null
  readonly seed: number
  /** Whether the data are real or simulated, or there are none. */
  readonly origin: 'real' | 'simulated' | 'none'
}

/** What a person is asked to approve. */
export interface DecisionSummary {
  /** Such as `recommended`, `best-compromise`, `withheld`. */
  readonly status: string
  /** Words without figures. */
  readonly headline: string
  /** Words without figures. */
  readonly reasons: readonly string[]
}

/**
 * A workflow as data. From it come the plain run, the graph of agents, the doors, the briefs, the approvals: a new workflow needs
 * its list of specialists and what is named here, nothing elsewhere.
 */
export interface Workflow<Input, Case, Result> {
  /** Kebab-case, as runs carry it. */
  readonly name: string
  readonly title: string
  /** Specialists at work at once. */
  readonly concurrency: number
  readonly specialists: readonly Specialist<Case>[]
  /** The specialist whose result is the decision. */
  readonly lead: string
  readonly changes: readonly ChangeKind<Case>[]
  readonly governance: (input: Input) => Governance
  readonly facts: (input: Input) => WorkflowFacts
  /** What the specialists share. Throws what reading the market and the mandate throws. */
  readonly prepare: (input: Input, context: WorkflowContext) => Promise<Case>
  /** Names of the specialists without whose results there is no result. */
  readonly required: readonly string[]
  /** The result of a run: plain JSON. `results` has those of all that are `required`. */
  readonly result: (study: Case, results: SpecialistResults) => Result
  readonly decision: (result: Result) => DecisionSummary
}

/** A workflow whose inputs, case and result only its own code knows. */
export type AnyWorkflow = Workflow<never, never, never>

/**
 * A plain run: every specialist's analysis, no agent and no words. The result is a function of the input and the code alone.
 * Errors: those of the workflow, and of the first specialist that failed where the result cannot do without it. `told` hears how
 * each specialist came to its end, also before such an error.
 */
export async function plainResult<Input, Case, Result>(
  workflow: Workflow<Input, Case, Result>,
  input: Input,
  context: WorkflowContext,
  told: (specialist: string, outcome: SpecialistOutcome) => void = () => undefined,
): Promise<Result> {
  const study = await workflow.prepare(input, context)
  const outcomes = await specialistOutcomes(workflow.specialists, study, context, workflow.concurrency)
  for (const [name, outcome] of Object.entries(outcomes)) told(name, outcome)
  return workflow.result(study, resultsOf(outcomes, workflow.required))
}
