import { type StrategyConfiguration, validConfiguration, weightFunctions } from '@tutti/analytics/allocation'
import { z } from 'zod'
import type { Study } from '../study.ts'
import { mandateWithin } from './search-region.ts'

/** A rule that somebody proposes; its cost is the planning cost. */
export const ruleTerms = z.strictObject({
  weight_function: z.enum(weightFunctions),
  target_volatility: z.number().min(0.001).max(2).describe('annual decimal'),
  window_months: z.number().int().min(1).max(120),
  risk_aversion: z.number().min(0.01).max(100),
})
export type RuleTerms = z.output<typeof ruleTerms>

/** The rule of the terms. Throws `invalid-input` for one outside of what the mandate lets be searched. */
export function proposedRule(study: Study, terms: RuleTerms): StrategyConfiguration {
  const { weight_function, target_volatility, window_months, risk_aversion } = terms
  mandateWithin(study.mandate, {
    target_volatility: [target_volatility, target_volatility],
    weight_functions: [weight_function],
    volatility_window_months: [window_months, window_months],
    risk_aversion: [risk_aversion, risk_aversion],
  })
  return validConfiguration({
    targetVolatility: target_volatility,
    weightFunction: weight_function,
    windowMonths: window_months,
    riskAversion: risk_aversion,
    costBp: study.mandate.operational_constraints.planning_cost_bps,
  })
}
