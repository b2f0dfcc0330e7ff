import { TuttiError } from '@tutti/analytics/errors'
import type { BudgetMeter, UsedUpBudget } from './model-usage.ts'

/** What the models of a run may take together. */
export interface ModelBudget {
  /** Tokens, in and out. */
  readonly tokens: number
  readonly usd: number
  /** That models take to answer, those side by side counted each. */
  readonly seconds: number
}

/**
 * A meter that starts at nothing. A budget is used up once what was spent has reached it: the call that crosses the line is the
 * last, so that at most the answers that were under way lie beyond it. A budget of 0 allows no call. Money counts only calls whose
 * price is known; after one whose price is not, `spent().usd` is null, while the known part still counts against the budget.
 */
export function budgetMeter(budget: ModelBudget): BudgetMeter {
  let [modelCalls, inputTokens, outputTokens, knownUsd, allPriced, milliseconds] = [0, 0, 0, 0, true, 0]
  return {
    usedUp: () => {
      const tokens = inputTokens + outputTokens
      if (tokens >= budget.tokens)
        return { which: 'tokens', spent: `${tokens} tokens`, limit: `${budget.tokens} tokens` }
      if (knownUsd >= budget.usd) {
        return { which: 'money', spent: `${usdText(knownUsd)} USD`, limit: `${usdText(budget.usd)} USD` }
      }
      const seconds = milliseconds / 1000
      if (seconds < budget.seconds) return undefined
      return { which: 'seconds', spent: `${seconds.toFixed(1)} s`, limit: `${budget.seconds} s` }
    },
    waited: (taken) => {
      milliseconds += taken
    },
    add: (usage, usd) => {
      modelCalls += 1
      inputTokens += usage.inputTokens
      outputTokens += usage.outputTokens
      if (usd === null) allPriced = false
      else knownUsd += usd
    },
    spent: () => ({ modelCalls, inputTokens, outputTokens, usd: allPriced ? knownUsd : null }),
  }
}

/** The error of a call for which no room was left: `conflict`, field `budget`. */
export function budgetError({ which, spent, limit }: UsedUpBudget): TuttiError {
  return new TuttiError('conflict', `the budget of ${which} of the agents is used up: ${spent} of ${limit}`, {
    field: 'budget',
    got: `${which}: ${spent}`,
    expected: `${which}: less than ${limit}`,
  })
}

function usdText(usd: number): string {
  return String(Number(usd.toFixed(6)))
}
