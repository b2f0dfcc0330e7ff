import { requireFinite, TuttiError } from '../errors/index.ts'
import { requireNonNegative } from '../statistics/index.ts'
import { entropyPooling, type PooledProbabilities } from './entropy-pooling.ts'
import type { ImpossibleViews } from './impossible-views.ts'
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
  /** Standard deviation under the new probabilities. */
  | { readonly about: 'volatility' }
  /** Probability that the return is at most `threshold`. */
  | { readonly about: 'probability'; readonly threshold: number }
)

/** Scenario probabilities under views; each view's figures are in its own unit (a volatility as a volatility). */
export type ScenarioPooling = (PooledProbabilities | ImpossibleViews) & {
  /** Rounds in which the centres of volatility views were moved to the new means; 0 without such views. */
  readonly centreRounds: number
}

const mostRounds = 500
const startLevels = [0.05, 0.25, 0.5, 0.75, 0.95]

/**
 * Entropy pooling with views on means, volatilities and probabilities of portfolios.
 *
 * A variance is a second moment about a mean that the new probabilities themselves give. It is fixed by rounds: the moment about
 * a centre is the view, and the centre moves to the new mean until it stays. For an upper bound each round can only come closer to the prior, as
 * a second moment is least about the mean. Such a problem may have several local answers, so rounds start from the mean that the other views
 * give and from quantiles of the prior, and the answer closest to the prior is taken.
 *
 * Views that cannot be met come back explained (from the first start). Throws `not-converged` where no start ends.
 *
 * Source: Meucci, Fully flexible views, Risk 21 (2008), section 3; the rounds are a majorisation (Hunter and Lange, 2004).
 */
export function scenarioPooling(
  scenarios: readonly (readonly number[])[],
  prior: readonly number[],
  views: readonly ScenarioView[],
): ScenarioPooling {
  const outcomes = views.map((view) => outcomesOf(scenarios, view))
  const spread = views.map((view, v) => (view.about === 'volatility' ? v : -1)).filter((v) => v >= 0)
  const momentsAbout = (centres: readonly number[]): MomentView[] =>
    views.map((view, v) => momentOf(view, outcomes[v], centres[v]))
  if (spread.length === 0) return { ...entropyPooling(prior, momentsAbout([])), centreRounds: 0 }
  const others = momentsAbout([]).filter((_, v) => views[v].about !== 'volatility')
  const base = entropyPooling(prior, others)
  if (base.status === 'infeasible') return { ...base, centreRounds: 0 }
  const starts = [
    views.map((_, v) => weightedMean(outcomes[v], base.probabilities)),
    ...startLevels.map((level) => views.map((_, v) => quantileAt(outcomes[v], base.probabilities, level))),
  ]
  let best: (PooledProbabilities & { centreRounds: number }) | undefined
  let explained: ImpossibleViews | undefined
  for (const start of starts) {
    const ended = settled(start)
    if (ended === undefined) continue
    if (ended.status === 'infeasible') explained ??= ended
    else if (best === undefined || ended.relativeEntropy < best.relativeEntropy) best = ended
  }
  if (best !== undefined) return inOwnUnits(best, views)
  if (explained !== undefined) return { ...inOwnUnits(explained, views), centreRounds: 0 }
  throw new TuttiError('not-converged', 'the views on volatilities were not met: their centres do not come to rest', {
    field: 'views',
    got: spread.map((v) => views[v].name).join(', '),
    expected: 'views further inside the range of the scenarios, or a view on the mean besides',
  })

  /** Rounds from one start; undefined where they do not come to rest. */
  function settled(
    start: readonly number[],
  ): (PooledProbabilities & { centreRounds: number }) | ImpossibleViews | undefined {
    let centres = start
    for (let round = 1; round <= mostRounds; round++) {
      let found: PooledProbabilities | ImpossibleViews
      try {
        found = entropyPooling(prior, momentsAbout(centres))
      } catch (error) {
        if (error instanceof TuttiError && error.code === 'not-converged') return undefined
        throw error
      }
      if (found.status === 'infeasible') return found
      const means = views.map((_, v) => weightedMean(outcomes[v], found.probabilities))
      const isAtRest = spread.every((v) => {
        const scale = Math.max(...outcomes[v]) - Math.min(...outcomes[v])
        return Math.abs(means[v] - centres[v]) <= 1e-9 * scale
      })
      if (isAtRest) return { ...found, centreRounds: round }
      centres = means
    }
    return undefined
  }
}

/** The return of a view's portfolio in each scenario. */
function outcomesOf(scenarios: readonly (readonly number[])[], { name, portfolio }: ScenarioView): number[] {
  return scenarios.map((row, j) => {
    if (row.length === portfolio.length) return row.reduce((sum, value, i) => sum + value * portfolio[i], 0)
    throw new TuttiError(
      'invalid-input',
      `scenarios[${j}] has ${row.length} returns for ${portfolio.length} weights of ${name}`,
      { field: `scenarios[${j}]`, got: `${row.length} returns`, expected: `${portfolio.length} returns` },
    )
  })
}

function momentOf(view: ScenarioView, outcomes: readonly number[], centre: number | undefined): MomentView {
  const { name, lower, upper } = view
  if (view.about === 'mean') return { name, values: outcomes, lower, upper }
  if (view.about === 'probability') {
    const threshold = requireFinite(view.threshold, `${name}: threshold`)
    return { name, values: outcomes.map((value) => (value <= threshold ? 1 : 0)), lower, upper }
  }
  return {
    name,
    values: outcomes.map((value) => (value - (centre ?? 0)) ** 2),
    lower: lower === -Infinity ? lower : requireNonNegative(lower, `${name}: lower`) ** 2,
    upper: upper === Infinity ? upper : requireNonNegative(upper, `${name}: upper`) ** 2,
  }
}

function weightedMean(values: readonly number[], probabilities: ArrayLike<number>): number {
  return values.reduce((sum, value, j) => sum + value * probabilities[j], 0)
}

/** The least value at or below which the probability is at least `level`. */
function quantileAt(values: readonly number[], probabilities: ArrayLike<number>, level: number): number {
  const order = values.map((_, j) => j).sort((a, b) => values[a] - values[b])
  let reached = 0
  for (const j of order) {
    reached += probabilities[j]
    if (reached >= level) return values[j]
  }
  return values[order[order.length - 1]]
}

/** Figures of volatility views as volatilities; the analytic speaks of their squares. */
function inOwnUnits<T extends PooledProbabilities | ImpossibleViews>(found: T, views: readonly ScenarioView[]): T {
  const isVolatility = (name: string): boolean =>
    views.some((view) => view.name === name && view.about === 'volatility')
  const root = (name: string, moment: number): number => (isVolatility(name) ? Math.sqrt(Math.max(0, moment)) : moment)
  if (found.status === 'infeasible') {
    return {
      ...found,
      relaxation: found.relaxation.map(({ name, bound, attainable }) => ({
        name,
        bound: root(name, bound),
        attainable: root(name, attainable),
      })),
    }
  }
  return {
    ...found,
    views: found.views.map(({ name, prior, posterior, price }) => ({
      name,
      prior: root(name, prior),
      posterior: root(name, posterior),
      price: isVolatility(name) ? 2 * root(name, posterior) * price : price,
    })),
  }
}
