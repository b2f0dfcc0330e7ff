/** What one call of a model took. */
export interface ModelUsage {
  readonly inputTokens: number
  readonly outputTokens: number
}

/** A budget that leaves no room for a call, as plain JSON: what was spent of what. */
export interface UsedUpBudget {
  readonly which: 'tokens' | 'money' | 'seconds'
  readonly spent: string
  readonly limit: string
}

/**
 * Counts what the models of a run take, against its budget. One for all conversations of a run; they may run side by side.
 */
export interface BudgetMeter {
  /** The budget that is used up, if one is; asked before each call of a model. */
  readonly usedUp: () => UsedUpBudget | undefined
  /** Counts an answer. */
  readonly add: (usage: ModelUsage, usd: number | null) => void
  /** Counts the time that a call took, whether it was answered or not. */
  readonly waited: (milliseconds: number) => void
  readonly spent: () => {
    readonly modelCalls: number
    readonly inputTokens: number
    readonly outputTokens: number
    readonly usd: number | null
  }
}

/** Keeps what models answered, so that a conversation that was cut goes on, and can be replayed, without asking twice. */
export interface ConversationRecording {
  /**
   * The answer recorded for a request, or what `ask` gives, which is recorded when it is complete. `request` is plain JSON that
   * says all that the answer depends on, free of random ids and times.
   */
  readonly answer: <Answer>(name: string, request: unknown, ask: () => Promise<Answer>) => Promise<Answer>
}
