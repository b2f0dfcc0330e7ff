import type { ModelPlan } from '@tutti/agents/models'
import { TuttiError } from '@tutti/analytics/errors'
import type { Json, RunRecord } from '@tutti/runtime'

/** What a run's record says of its agents, among its arguments; a plain run has none. */
export interface AgentsArgument {
  readonly models: ModelPlan
  /** What the answers of language models are recorded under: null for the run's own id, else that of the run replayed. */
  readonly conversation: string | null
  /** Version of the code of agents: prompts, tools, checks. */
  readonly codeVersion: string
}

/** The agents of a run; null for a plain one. */
export function agentsArgument(run: RunRecord): AgentsArgument | null {
  const { agents } = run.arguments as { readonly agents?: Json }
  return agents === undefined ? null : (agents as unknown as AgentsArgument)
}

/** Throws `conflict` unless the run was started by this version of the code, of its analyses and of its agents. */
export function requireSameCode(run: RunRecord, codeVersion: string, agentsVersion: string): void {
  const agents = agentsArgument(run)
  const [got, expected] =
    run.codeVersion !== codeVersion
      ? [codeVersion, run.codeVersion]
      : [agentsVersion, agents?.codeVersion ?? agentsVersion]
  if (got === expected) return
  throw new TuttiError(
    'conflict',
    `run ${run.id} was started by another version of the code; go back to that version, or start a new run`,
    { field: 'codeVersion', got, expected },
  )
}
