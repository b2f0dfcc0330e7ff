/** What one call of a model took. */
export interface ModelUsage {
  readonly inputTokens: number
  readonly outputTokens: number
}

/**
 * Counts what the models of a run take, against its budget. One for all conversations of a run; they may run side by side.
 */
export interface BudgetMeter {
  /** Throws `BudgetExceeded` (a TuttiError of code `conflict`) when the budget is used up; asked before each call of a model. */
  readonly requireRoom: () => void
  readonly add: (specialist: string, usage: ModelUsage, usd: number | null) => void
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
