import { requireFinite, TuttiError } from '../errors/index.ts'
import { requireNonNegative } from '../statistics/index.ts'
import type { MomentView } from './moment-view.ts'

/** What a view on scenarios of returns is about; bounds are inclusive, equal bounds fix the figure. */
export type ScenarioView = {
  readonly name: string
  /** Weights of the portfolio that the view is on. */
  readonly portfolio: readonly number[]
  readonly lower: number
  readonly upper: number
} & (
  | { readonly about: 'mean' }
  /** Standard deviation about the prior mean. */
  | { readonly about: 'volatility' }
  /** Probability that the return is at most `threshold`. */
  | { readonly about: 'probability'; readonly threshold: number }
)

/**
 * A view on scenarios (one row of returns each) as a moment for {@link entropyPooling}. A view on a volatility is one on
 * the second moment about the mean under `prior`, so a view on the mean of the same portfolio changes what it says.
 *
 * Source: Meucci (2008), section 3 (views as generalised moments).
 */
export function momentOfView(
  scenarios: readonly (readonly number[])[],
  prior: readonly number[],
  view: ScenarioView,
): MomentView {
  const outcomes = scenarios.map((row, j) => {
    if (row.length !== view.portfolio.length) {
      throw new TuttiError(
        'invalid-input',
        `scenarios[${j}] has ${row.length} returns for ${view.portfolio.length} weights of ${view.name}`,
        {
          field: `scenarios[${j}]`,
          got: `${row.length} returns`,
          expected: `${view.portfolio.length} returns`,
        },
      )
    }
    return row.reduce((sum, value, i) => sum + value * view.portfolio[i], 0)
  })
  const { name, lower, upper } = view
  if (view.about === 'mean') return { name, values: outcomes, lower, upper }
  if (view.about === 'probability') {
    const { threshold } = view
    requireFinite(threshold, `${name}: threshold`)
    return { name, values: outcomes.map((value) => (value <= threshold ? 1 : 0)), lower, upper }
  }
  const weight = prior.reduce((sum, p) => sum + p, 0)
  const mean = outcomes.reduce((sum, value, j) => sum + (prior[j] * value) / weight, 0)
  return {
    name,
    values: outcomes.map((value) => (value - mean) ** 2),
    lower: lower === -Infinity ? lower : requireNonNegative(lower, `${name}: lower`) ** 2,
    upper: upper === Infinity ? upper : requireNonNegative(upper, `${name}: upper`) ** 2,
  }
}
