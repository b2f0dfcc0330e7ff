import { requireInRange, TuttiError } from '../errors/index.ts'
import { type InfeasiblePortfolio, type PortfolioLimits, requireLimits } from '../optimisation/index.ts'
import { inner } from '../optimisation/risk-matrix.ts'
import { portfolioLosses, scenarioSet, type ScenarioSet } from '../scenario-optimisation/index.ts'
import { readyObjective, type ConvexObjective } from './convex-objective.ts'
import { evolvedFront, type SearchPlan } from './evolved-front.ts'
import { frontGap, type FrontGap } from './front-gap.ts'
import { paretoFrontier } from './pareto-frontier.ts'
import type { Sense } from './objective-table.ts'

/** Criteria of a portfolio that are no convex functions of its weights. */
export type GeneralObjective = { readonly name: string } & (
  | /** Loss that a share of at least `confidence` of the equally likely scenarios (rows of returns) does not exceed. */ {
      readonly kind: 'value-at-risk'
      readonly returns: readonly ArrayLike<number>[]
      readonly confidence: number
    }
    /** Deepest fall of wealth, as a fraction of its peak, over successive periods with weights restored each period. */
  | { readonly kind: 'max-drawdown'; readonly returns: readonly ArrayLike<number>[] }
  /** Number of assets with a weight beyond 1e-9. */
  | { readonly kind: 'holdings' }
)

/** What portfolios must be besides within their limits. */
export interface HoldingForm {
  /** Most assets held. */
  readonly maxHoldings?: number | undefined
  /** Least weight of an asset that is held. */
  readonly minHolding?: number | undefined
  /** Weights are whole multiples of this. */
  readonly lot?: number | undefined
}

/** A portfolio that a search found. */
export interface FoundPortfolio {
  readonly weights: Float64Array
  /** Of each objective, in its own units. */
  readonly values: Float64Array
}

/** Portfolios that no other one met in the search dominates: approximate. */
export interface PortfolioSearch {
  readonly status: 'solved'
  readonly points: readonly FoundPortfolio[]
  readonly evaluations: number
  /**
   * Against the exact frontier of the same objectives without the forms of holdings, which nothing can beat; null where an
   * objective is not convex or the frontier was not found.
   */
  readonly gap: FrontGap | null
  readonly gapReason: string | null
  /** The portfolio that breaks the limits least, where the search met none within them. */
  readonly nearest: { readonly weights: Float64Array; readonly violation: number } | null
  readonly cautions: readonly string[]
}

interface Criterion {
  readonly sense: Sense
  readonly value: (weights: Float64Array) => number
}

/** Violations up to this are rounding. */
const rounding = 1e-9

/**
 * An approximate frontier of any of the objectives within limits and forms of holdings, by NSGA-II over weights that are
 * made to meet bounds, budget, number of holdings and lots; the other limits are met by constrained domination. Where
 * at least two objectives are convex, the search begins with their exact frontier.
 *
 * Deterministic by seed. Throws `invalid-input` for objectives that do not fit the assets, infinite bounds of weights, or
 * forms that are out of range. Limits that no portfolio meets at all give the explained `infeasible` outcome. Source: Deb,
 * Pratap, Agarwal & Meyarivan (2002); Chang, Meade, Beasley & Sharaiha (2000), Comp. & Op. Res. 27 (holdings).
 */
export function portfolioSearch(
  objectives: readonly (ConvexObjective | GeneralObjective)[],
  limits: PortfolioLimits,
  form: HoldingForm,
  plan: Omit<SearchPlan, 'starts'>,
): PortfolioSearch | InfeasiblePortfolio {
  const assets = limits.minWeights.length
  requireLimits(limits, assets)
  requireSearch(objectives, limits, form)
  const criteria = objectives.map((objective) => criterion(objective, assets))
  const convex = objectives.filter(isConvex)
  const exact = convex.length < 2 || convex.length > 3 ? undefined : exactFrontier(convex, limits)
  if (exact?.status === 'infeasible') return exact
  const span = limits.maxWeights.map((high, i) => high - limits.minWeights[i])
  const starts = (exact?.points ?? []).map(({ weights }) => [
    ...Array.from(weights, (weight, i) => (span[i] > 0 ? (weight - limits.minWeights[i]) / span[i] : 0)),
    ...Array.from(weights, (weight) => Math.min(1, Math.abs(weight))),
  ])
  const decoded = (genes: Float64Array): Float64Array => portfolioOfGenes(genes, limits, form)
  const front = evolvedFront(
    {
      lower: new Array<number>(2 * assets).fill(0),
      upper: new Array<number>(2 * assets).fill(1),
      evaluate: (genes) => {
        const weights = decoded(genes)
        const violation = totalViolation(weights, limits, form)
        return {
          objectives: criteria.map(({ sense, value }) => (sense === 'maximise' ? -1 : 1) * value(weights)),
          violation: violation > rounding ? violation : 0,
        }
      },
    },
    { ...plan, starts },
  )
  const points = front.points.map(({ genes }): FoundPortfolio => {
    const weights = decoded(genes)
    return { weights, values: Float64Array.from(criteria, ({ value }) => value(weights)) }
  })
  const minimised = (rows: readonly { readonly values: Float64Array }[]): Float64Array[] =>
    rows.map(({ values }) => values.map((value, k) => (criteria[k].sense === 'maximise' ? -value : value)))
  const comparable = exact !== undefined && convex.length === objectives.length && points.length > 0
  const gap = comparable ? frontGap(minimised(points), minimised(exact.points)) : null
  const least = front.leastViolation
  return {
    status: 'solved',
    points,
    evaluations: front.evaluations,
    gap,
    gapReason:
      gap !== null
        ? null
        : convex.length < objectives.length
          ? 'an objective is not convex: how far the points are from the true frontier is not known'
          : 'no exact frontier with a range in every objective is known to compare with',
    nearest: least === null ? null : { weights: decoded(least.genes), violation: least.violation },
    cautions: [
      'the points are approximate: found by a search, none is proven to be on the frontier; another seed or a larger budget can find better ones',
      ...(points.length === 0
        ? ['the search met no portfolio within the limits; allow more generations or loosen them']
        : []),
    ],
  }
}

const isConvex = (objective: ConvexObjective | GeneralObjective): objective is ConvexObjective =>
  objective.kind !== 'value-at-risk' && objective.kind !== 'max-drawdown' && objective.kind !== 'holdings'

/** The exact frontier, or undefined where the solver did not come to one. */
function exactFrontier(
  objectives: readonly ConvexObjective[],
  limits: PortfolioLimits,
): ReturnType<typeof paretoFrontier> | undefined {
  try {
    return paretoFrontier(objectives, limits, objectives.length === 2 ? 20 : 5)
  } catch (error) {
    if (error instanceof TuttiError && error.code === 'not-converged') return undefined
    throw error
  }
}

function criterion(objective: ConvexObjective | GeneralObjective, assets: number): Criterion {
  if (isConvex(objective)) {
    const { sense, value, shown } = readyObjective(objective, assets)
    return { sense, value: (weights) => shown(value(weights)) }
  }
  switch (objective.kind) {
    case 'holdings':
      return {
        sense: 'minimise',
        value: (weights) => weights.reduce((count, weight) => count + +(Math.abs(weight) > rounding), 0),
      }
    case 'value-at-risk': {
      const scenarios = scenariosOf(objective, assets)
      requireInRange(objective.confidence, 0, 1, `${objective.name}: confidence`)
      const place = Math.max(0, Math.ceil(objective.confidence * scenarios.count - rounding) - 1)
      return { sense: 'minimise', value: (weights) => portfolioLosses(scenarios, weights).sort()[place] }
    }
    case 'max-drawdown': {
      const scenarios = scenariosOf(objective, assets)
      return { sense: 'minimise', value: (weights) => deepestFall(portfolioLosses(scenarios, weights)) }
    }
  }
}

function scenariosOf(
  { name, returns }: Extract<GeneralObjective, { readonly returns: unknown }>,
  assets: number,
): ScenarioSet {
  const scenarios = scenarioSet(returns)
  if (scenarios.assets === assets) return scenarios
  throw new TuttiError('invalid-input', `${name}: returns has ${scenarios.assets} columns for ${assets} assets`, {
    field: `${name}: returns`,
    got: `${scenarios.assets} columns`,
    expected: `${assets}`,
  })
}

/** Wealth that is lost stays lost: the fall ends at 1. */
function deepestFall(losses: Float64Array): number {
  let wealth = 1
  let peak = 1
  let fall = 0
  for (const loss of losses) {
    wealth *= Math.max(0, 1 - loss)
    peak = Math.max(peak, wealth)
    fall = Math.max(fall, 1 - wealth / peak)
  }
  return fall
}

/** Weights of genes: a place between the bounds and a key for being held, by asset, made to meet the budget. */
function portfolioOfGenes(genes: Float64Array, limits: PortfolioLimits, form: HoldingForm): Float64Array {
  const { minWeights, maxWeights, budget } = limits
  const assets = minWeights.length
  const lower = Float64Array.from(minWeights)
  const upper = Float64Array.from(maxWeights)
  const { maxHoldings = assets, minHolding = 0, lot } = form
  const weights = Float64Array.from(minWeights, (low, i) => low + genes[i] * (maxWeights[i] - low))
  if (maxHoldings < assets || minHolding > 0) {
    // An asset that must be held goes first, the others by their keys; one that is wanted less than the least weight is left out.
    const must = (i: number): boolean => minWeights[i] > 0 || maxWeights[i] < 0
    const order = Array.from({ length: assets }, (_, i) => i).sort(
      (a, b) => +must(b) - +must(a) || genes[assets + b] - genes[assets + a] || a - b,
    )
    order.forEach((i, rank) => {
      const held = must(i) || (rank < maxHoldings && weights[i] >= 0.5 * minHolding)
      if (!held) lower[i] = upper[i] = 0
      else if (minHolding > 0) lower[i] = Math.max(lower[i], Math.min(minHolding, upper[i]))
    })
  }
  const sum = weights.reduce((total, weight, i) => total + Math.min(Math.max(weight, lower[i]), upper[i]), 0)
  const wanted = Math.min(Math.max(sum, budget.lower), budget.upper)
  const shifted = shiftedToSum(weights, lower, upper, wanted)
  return lot === undefined ? shifted : inLots(shifted, lower, upper, wanted, lot)
}

/** Weights moved alike, within their bounds, until they add up to a sum; as near as the bounds allow. */
function shiftedToSum(weights: Float64Array, lower: Float64Array, upper: Float64Array, sum: number): Float64Array {
  const at = (shift: number): Float64Array =>
    weights.map((weight, i) => Math.min(Math.max(weight + shift, lower[i]), upper[i]))
  const total = (values: Float64Array): number => values.reduce((add, value) => add + value, 0)
  const reach = weights.reduce((most, weight, i) => Math.max(most, upper[i] - weight, weight - lower[i]), 0) + 1
  let [low, high] = [-reach, reach]
  for (let round = 0; round < 60; round++) {
    const middle = 0.5 * (low + high)
    if (total(at(middle)) < sum) low = middle
    else high = middle
  }
  const found = at(high)
  // The rest of the bisection goes to the asset with the most room.
  const rest = sum - total(found)
  const roomiest = found.reduce(
    (best, value, i) =>
      Math.min(upper[i] - value, value - lower[i]) > Math.min(upper[best] - found[best], found[best] - lower[best])
        ? i
        : best,
    0,
  )
  if (Math.abs(rest) < 1e-9)
    found[roomiest] = Math.min(Math.max(found[roomiest] + rest, lower[roomiest]), upper[roomiest])
  return found
}

/** Weights in whole lots: each rounded down, then up again where most was cut off, until the sum is met as near as may be. */
function inLots(
  weights: Float64Array,
  lower: Float64Array,
  upper: Float64Array,
  sum: number,
  lot: number,
): Float64Array {
  const lots = weights.map((weight, i) =>
    Math.max(Math.floor(weight / lot + rounding), Math.ceil(lower[i] / lot - rounding)),
  )
  let missing = Math.round(sum / lot) - lots.reduce((add, value) => add + value, 0)
  const order = [...weights.keys()].sort((a, b) => weights[b] / lot - lots[b] - (weights[a] / lot - lots[a]) || a - b)
  for (let pass = 0; missing > 0 && pass < lots.length; pass++) {
    for (const i of order) {
      if (missing <= 0) break
      if ((lots[i] + 1) * lot <= upper[i] + rounding && upper[i] > lower[i]) {
        lots[i]++
        missing--
      }
    }
  }
  return lots.map((value) => value * lot)
}

/** Total of what the weights are beyond bounds, budget, linear limits (per unit of their largest coefficient), turnover, form. */
function totalViolation(
  weights: Float64Array,
  limits: PortfolioLimits,
  { maxHoldings, minHolding }: HoldingForm,
): number {
  const beyond = (value: number, lower: number, upper: number): number => Math.max(0, lower - value, value - upper)
  const { minWeights, maxWeights, budget, linear = [], turnover } = limits
  let violation = beyond(inner(weights, new Float64Array(weights.length).fill(1)), budget.lower, budget.upper)
  let held = 0
  weights.forEach((weight, i) => {
    violation += beyond(weight, minWeights[i], maxWeights[i])
    const size = Math.abs(weight)
    if (size <= rounding) return
    held++
    if (minHolding !== undefined) violation += Math.max(0, minHolding - size)
  })
  if (maxHoldings !== undefined) violation += Math.max(0, held - maxHoldings)
  for (const { coefficients, lower, upper } of linear) {
    const size = coefficients.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
    const short = beyond(inner(weights, coefficients), lower, upper)
    violation += size > 0 ? short / size : short
  }
  if (turnover === undefined) return violation
  const traded = weights.reduce((sum, weight, i) => sum + Math.abs(weight - turnover.currentWeights[i]), 0)
  return violation + Math.max(0, traded - turnover.maxTwoWay)
}

function requireSearch(
  objectives: readonly { readonly name: string }[],
  { minWeights, maxWeights }: PortfolioLimits,
  { maxHoldings, minHolding, lot }: HoldingForm,
): void {
  const names = objectives.map(({ name }) => name)
  const refuse = (field: string, got: string, expected: string): never => {
    throw new TuttiError('invalid-input', `${field} must be ${expected}, got ${got}`, { field, got, expected })
  }
  if (names.length < 2 || new Set(names).size < names.length) {
    refuse('objectives', names.join(', ') || 'none', 'at least 2 with names that differ')
  }
  minWeights.forEach((low, i) => {
    if (!(Number.isFinite(low) && Number.isFinite(maxWeights[i]) && low <= maxWeights[i])) {
      refuse(`limits of asset ${i}`, `[${low}, ${maxWeights[i]}]`, 'finite bounds in order: a search needs a box')
    }
  })
  if (maxHoldings !== undefined && !(Number.isInteger(maxHoldings) && maxHoldings >= 1)) {
    refuse('maxHoldings', String(maxHoldings), 'a whole number of at least 1')
  }
  for (const [field, value] of [
    ['minHolding', minHolding],
    ['lot', lot],
  ] as const) {
    if (value !== undefined && !(value > 0 && value <= 1)) refuse(field, String(value), 'a number in (0, 1]')
  }
  if (minHolding !== undefined && minWeights.some((low) => low < 0)) {
    refuse('minHolding', 'short positions', 'used with weights of at least 0')
  }
}
