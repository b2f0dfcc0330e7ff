import { TuttiError } from '@tutti/analytics/errors'
import type { BudgetMeter } from './model-usage.ts'

/** What the models of a run may take together. */
export interface ModelBudget {
  /** Tokens, in and out. */
  readonly tokens: number
  readonly usd: number
  readonly seconds: number
}

/**
 * A meter that starts at nothing. `elapsedSeconds` says how long the conversations of the run have taken so far. A budget is used
 * up once what was spent has reached it: the call that crosses the line is the last, so that at most the answers that were under way
 * lie beyond it. A budget of 0 allows no call. Money counts only calls whose price is known; after one whose price is not,
 * `spent().usd` is null, while the known part still counts against the budget.
 */
export function budgetMeter(budget: ModelBudget, elapsedSeconds: () => number): BudgetMeter {
  let [modelCalls, inputTokens, outputTokens, knownUsd, allPriced] = [0, 0, 0, 0, true]
  return {
    requireRoom: () => {
      const tokens = inputTokens + outputTokens
      if (tokens >= budget.tokens) throw exceeded('tokens', `${tokens} tokens`, `${budget.tokens} tokens`)
      if (knownUsd >= budget.usd) throw exceeded('money', `${usdText(knownUsd)} USD`, `${usdText(budget.usd)} USD`)
      const seconds = elapsedSeconds()
      if (seconds >= budget.seconds) throw exceeded('seconds', `${seconds.toFixed(1)} s`, `${budget.seconds} s`)
    },
    add: (_specialist, usage, usd) => {
      modelCalls += 1
      inputTokens += usage.inputTokens
      outputTokens += usage.outputTokens
      if (usd === null) allPriced = false
      else knownUsd += usd
    },
    spent: () => ({ modelCalls, inputTokens, outputTokens, usd: allPriced ? knownUsd : null }),
  }
}

function exceeded(which: 'tokens' | 'money' | 'seconds', spent: string, limit: string): TuttiError {
  return new TuttiError('conflict', `the budget of ${which} of the agents is used up: ${spent} of ${limit}`, {
    field: 'budget',
    got: `${which}: ${spent}`,
    expected: `${which}: less than ${limit}`,
  })
}

function usdText(usd: number): string {
  return String(Number(usd.toFixed(6)))
}
