import { type ErrorCode, requireFinite, TuttiError } from '../errors/index.ts'
import { requireWhole, type Sample } from '../statistics/index.ts'
import { checkedValuation, type Valuation } from './bump.ts'

/** What a scenario does to one factor: a number added, a factor multiplied (0.8 for -20 %), or a new level. */
export interface FactorShock {
  readonly factor: number
  readonly kind: 'add' | 'multiply' | 'set'
  readonly amount: number
}

/** A stress or a scenario: several shocks at once. */
export interface MarketScenario {
  readonly name: string
  readonly shocks: readonly FactorShock[]
}

/** A scenario's value, or why there is none: one scenario that cannot be priced leaves the others alone. */
export type ScenarioOutcome =
  | { readonly name: string; readonly value: number; readonly change: number }
  | { readonly name: string; readonly error: { readonly code: ErrorCode; readonly message: string } }

/** Full revaluation under scenarios. */
export interface ScenarioRevaluation {
  readonly baseValue: number
  readonly outcomes: readonly ScenarioOutcome[]
  /** Name and change of the scenario that costs most; `null` when none could be priced. */
  readonly worst: { readonly name: string; readonly change: number } | null
}

/**
 * A position revalued in full under each scenario. Shocks of one scenario apply in their order, to the levels as the
 * shocks before left them. Throws `invalid-input` for a factor that does not exist or a shock that is no number.
 */
export function scenarioRevaluation(
  valuation: Valuation,
  levels: Sample,
  scenarios: readonly MarketScenario[],
): ScenarioRevaluation {
  const value = checkedValuation(valuation, levels)
  const baseValue = value(new Map())
  const outcomes = scenarios.map(({ name, shocks }): ScenarioOutcome => {
    const moves = new Map<number, number>()
    for (const { factor, kind, amount } of shocks) {
      requireWhole(factor, 0, levels.length - 1, `factor of ${name}`)
      requireFinite(amount, `shock of ${name}`)
      const level = levels[factor] + (moves.get(factor) ?? 0)
      const next = kind === 'add' ? level + amount : kind === 'multiply' ? level * amount : amount
      moves.set(factor, next - levels[factor])
    }
    try {
      const shocked = value(moves)
      return { name, value: shocked, change: shocked - baseValue }
    } catch (error) {
      if (!(error instanceof TuttiError)) throw error
      return { name, error: { code: error.code, message: error.message } }
    }
  })
  const priced = outcomes.filter((outcome) => 'change' in outcome)
  const worst = priced.reduce<{ name: string; change: number } | null>(
    (least, { name, change }) => (least === null || change < least.change ? { name, change } : least),
    null,
  )
  return { baseValue, outcomes, worst }
}
