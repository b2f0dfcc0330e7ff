import type { Governance } from '@tutti/workflows/governance'
import type { ModelChoice, ModelPlan } from './model-choice.ts'
import { priceOf as standardPriceOf } from './model-prices.ts'
import type { ModelPrice } from './model-prices.ts'
import { modelText } from './parsed-model-choice.ts'

/** Lines that say, before a run, which models speak and what they may spend at most. */
export function budgetText(
  plan: ModelPlan,
  governance: Governance,
  priceOf: (choice: ModelChoice) => ModelPrice | null = standardPriceOf,
): readonly string[] {
  const named: readonly (readonly [string, ModelChoice])[] = [
    ['the lead', plan.lead],
    ['the others', plan.others],
    ...Object.entries(plan.bySpecialist),
  ]
  const models = named.map(
    ([who, choice]) => `Model of ${who}: ${modelText(choice)}${priceText(choice, priceOf(choice))}`,
  )
  const paid = named.map(([, choice]) => choice).filter(({ kind }) => kind !== 'offline')
  if (paid.length === 0) return [...models, 'No language model is asked: nothing is sent, nothing is spent.']
  const { agents } = governance
  const unpriced = [...new Set(paid.filter((choice) => priceOf(choice) === null).map(modelText))]
  return [
    ...models,
    `Budget: ${agents.token_budget.toLocaleString('en-US')} tokens, ${agents.cost_budget_usd} USD, ${agents.time_budget_seconds} s for all conversations; when one is used up, offline briefs stand in.`,
    `Each specialist: ${agents.node_time_limit_seconds} s, ${agents.maximum_steps} steps, ${agents.maximum_drafts} drafts.`,
    ...(unpriced.length === 0
      ? []
      : [
          `The price of ${unpriced.join(', ')} is not known: the budget of money cannot be enforced for it, those of tokens and seconds are. Give \`price\` in the file of models to enforce it.`,
        ]),
  ]
}

function priceText(choice: ModelChoice, price: ModelPrice | null): string {
  if (choice.kind === 'offline') return ''
  if (price === null) return ' (price not known)'
  return ` (${price.input} USD in and ${price.output} USD out for a million tokens)`
}
