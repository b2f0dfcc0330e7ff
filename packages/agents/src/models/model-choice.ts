import type { ModelKind } from '@tutti/workflows/agents-record'

/** A model that is asked for. Keys and credentials are never part of it: they come from the environment when it is made. */
export interface ModelChoice {
  readonly kind: ModelKind
  /** `offline` for the offline one. */
  readonly modelId: string
  /** Bedrock: the region; else that of the environment. */
  readonly region?: string
  /** Address of an OpenAI-compatible server, of Ollama, or of a proxy before Anthropic or Bedrock. */
  readonly baseUrl?: string
  readonly temperature?: number
  /** Most tokens of one answer. */
  readonly maxTokens?: number
  /** USD for a million tokens, in and out; from the table of prices when absent. */
  readonly price?: { readonly input: number; readonly output: number }
}

/** Models of a run: one for the lead, one for the others, or by specialist. */
export interface ModelPlan {
  readonly lead: ModelChoice
  readonly others: ModelChoice
  readonly bySpecialist: Readonly<Record<string, ModelChoice>>
}

/** The model that needs no key. */
export const offlineChoice: ModelChoice = { kind: 'offline', modelId: 'offline' }

/** Every specialist offline. */
export const offlinePlan: ModelPlan = { lead: offlineChoice, others: offlineChoice, bySpecialist: {} }

/** The model of a specialist. */
export function choiceOf(plan: ModelPlan, specialist: string, lead: string): ModelChoice {
  return plan.bySpecialist[specialist] ?? (specialist === lead ? plan.lead : plan.others)
}
