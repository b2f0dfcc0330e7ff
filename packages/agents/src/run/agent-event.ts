import type { MissingSpecialist, ModelName, ProposalRecord } from '@tutti/workflows/agents-record'

/** What happens in a run of agents, as it happens: for progress at every door. */
export type AgentEvent =
  | { readonly kind: 'node-started'; readonly specialist: string; readonly role: string }
  | {
      readonly kind: 'node-ended'
      readonly specialist: string
      readonly status: 'done' | MissingSpecialist['status']
      /** Why there is no result: the error, or whose results it misses. */
      readonly because?: string | undefined
    }
  | {
      readonly kind: 'model-call'
      readonly specialist: string
      readonly model: ModelName
      readonly inputTokens: number
      readonly outputTokens: number
    }
  | { readonly kind: 'tool-call'; readonly specialist: string; readonly tool: string; readonly ok: boolean }
  | { readonly kind: 'draft-refused'; readonly specialist: string; readonly reasons: readonly string[] }
  /** `text`: the brief filled in, for reading. */
  | { readonly kind: 'brief'; readonly specialist: string; readonly text: string; readonly stoodIn: string | null }
  | { readonly kind: 'proposal'; readonly record: ProposalRecord }
  | { readonly kind: 'revision'; readonly specialist: string; readonly question: string }
  /** The decision waits for a person. */
  | { readonly kind: 'waiting'; readonly reason: string }
