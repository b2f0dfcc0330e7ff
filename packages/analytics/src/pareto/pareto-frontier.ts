import { requireFinite, TuttiError } from '../errors/index.ts'
import {
  infeasiblePortfolio,
  type InfeasiblePortfolio,
  type PortfolioLimits,
  requireLimits,
} from '../optimisation/index.ts'
import { readyObjective, type ConvexObjective, type ReadyObjective } from './convex-objective.ts'
import { nonDominatedRows } from './non-dominated-sort.ts'
import {
  scalarisedOptimum,
  scalarisedProblem,
  type ScalarisedOptimum,
  type ScalarisedProblem,
} from './scalarised-optimum.ts'

/** A portfolio of a frontier, with the proof that no portfolio within the limits is better. */
export interface ParetoPoint {
  readonly weights: Float64Array
  /** Of each objective, in its own units. */
  readonly values: Float64Array
  /**
   * No portfolio within the limits is at least as good in every objective and better in one by more than this share of
   * the range of that objective over the frontier.
   */
  readonly provenWithin: number
  /**
   * Change of the lead objective per unit of change of each objective along the frontier: 1 for the lead itself, null
   * where the objective is not held at a ceiling (an end of the frontier) or has no slope.
   */
  readonly exchangeRates: readonly (number | null)[]
}

/** A frontier of several objectives. */
export interface ParetoFrontier {
  readonly status: 'solved'
  /** Number of the objective that was optimised under ceilings on the others: the first quadratic one, else the first. */
  readonly lead: number
  /** By the lead objective, best first. */
  readonly points: readonly ParetoPoint[]
  /** Best figure of each objective within the limits. */
  readonly ideal: Float64Array
  /** Worst figure of each objective among the portfolios best in one: the true nadir for two objectives, an estimate for more. */
  readonly nadir: Float64Array
  /** Cells of the grid solved, of these impossible; skipped as known; given up by the solver. */
  readonly cells: {
    readonly solved: number
    readonly infeasible: number
    readonly skipped: number
    readonly failed: number
  }
  readonly cautions: readonly string[]
}

/** Weight of the other objectives (in their ranges) beside the one that is minimised; makes weak optima impossible. */
const augmentation = 1e-4

/**
 * The frontier of two to four convex objectives within limits, by the augmented ε-constraint method: one objective (the lead)
 * is optimised under ceilings on the others on a grid of `levels` values each from the nadir to the ideal, a little of the
 * others being added so that no point is only weakly optimal; a ceiling with room lets the next levels be skipped.
 *
 * Each point comes with weights of the objectives under which it is optimal over all portfolios, checked by a separate
 * solve: proof that nothing dominates it, and its exchange rates. Limits that cannot be met give the explained
 * `infeasible` outcome. Throws `invalid-input` for objectives that do not fit the assets, are fewer than 2 or more than 4
 * or share a name, `not-applicable` where an objective improves without end, `not-converged` as the solver. Costs about
 * 2 × levels^(objectives - 1) programmes. Source: Mavrotas (2009), Appl. Math. Comp. 213; Mavrotas & Florios (2013), ibid.
 * 219 (skipping).
 */
export function paretoFrontier(
  objectives: readonly ConvexObjective[],
  limits: PortfolioLimits,
  levels: number,
): ParetoFrontier | InfeasiblePortfolio {
  const given = readyObjectives(objectives, requireLimits(limits, limits.minWeights.length))
  const lead = Math.max(
    0,
    given.findIndex(({ quadratic }) => quadratic !== undefined),
  )
  const order = [lead, ...[...given.keys()].filter((k) => k !== lead)]
  const ready = order.map((k) => given[k])
  const back = <T>(values: readonly T[]): T[] => given.map((_, k) => values[order.indexOf(k)])
  const figures = (values: Float64Array): Float64Array => Float64Array.from(back([...values]))
  if (!Number.isInteger(levels) || levels < 2) {
    throw new TuttiError('invalid-input', `levels must be a whole number of at least 2, got ${levels}`, {
      field: 'levels',
      got: String(levels),
      expected: 'a whole number of at least 2',
    })
  }
  const problem = scalarisedProblem(limits, ready)
  const written = order.map((k) => readyObjective(objectives[k], limits.minWeights.length))
  const table = payoff(problem, scalarisedProblem(limits, written))
  if (table.status === 'infeasible') return table
  const { best, worst, ends } = table
  const count = ready.length
  const range = Float64Array.from(best, (value, k) => worst[k] - value)
  const prices = range.map((value, k) => (k === 0 ? 1 : augmentation) / value)
  const found: Proven[] = ends.map((end) => proven(problem, end.optimum, end.prices, range))
  const cells = { solved: ends.length, infeasible: 0, skipped: 0, failed: 0 }
  const ceilings = new Float64Array(count).fill(Infinity)
  descend(1)
  const rows = found.map((point) => point.optimum.values)
  const kept = distinct(rows, range, nonDominatedRows(rows)).sort((a, b) => rows[a][0] - rows[b][0])
  return {
    status: 'solved',
    lead,
    points: kept
      .map((i) => found[i].point)
      .map((point) => ({ ...point, values: figures(point.values), exchangeRates: back(point.exchangeRates) })),
    ideal: figures(best.map((value, k) => ready[k].shown(value))),
    nadir: figures(worst.map((value, k) => ready[k].shown(value))),
    cells,
    cautions: [
      ...table.cautions,
      ...(cells.failed > 0
        ? [`the solver gave up at ${cells.failed} of the cells of the grid: points are missing there`]
        : []),
    ],
  }

  /** The levels of objective k, loosest first, and all those of the objectives after it. Returns whether any had a portfolio. */
  function descend(k: number): boolean {
    let any = false
    let known = Infinity
    for (let g = 0; g < levels; g++) {
      const figure = ready[k].shown(worst[k]) + (g / levels) * (ready[k].shown(best[k]) - ready[k].shown(worst[k]))
      const ceiling = g === 0 ? worst[k] : ready[k].hidden(figure)
      if (ceiling >= known) {
        cells.skipped++
        continue
      }
      ceilings[k] = ceiling
      if (k + 1 < count) {
        const deeper = descend(k + 1)
        any ||= deeper
        if (!deeper) break
        continue
      }
      const nearest = nearestPoint(found, ceilings, range)
      const outcome = attempted(() => scalarisedOptimum(problem, prices, ceilings, nearest))
      if (outcome === undefined) {
        cells.failed++
        any = true
        continue
      }
      cells.solved++
      if (outcome.status !== 'optimal') {
        cells.infeasible++
        break
      }
      any = true
      const point = attempted(() => proven(problem, outcome, prices, range))
      if (point === undefined) cells.failed++
      else found.push(point)
      // The same portfolio stays optimal under every ceiling that it has room below.
      known = outcome.values[k] + 1e-9 * range[k]
    }
    ceilings[k] = Infinity
    return any
  }
}

/** The objectives made ready, two to four with names of their own. */
function readyObjectives(objectives: readonly ConvexObjective[], limits: PortfolioLimits): ReadyObjective[] {
  const names = objectives.map(({ name }) => name)
  if (objectives.length < 2 || objectives.length > 4 || new Set(names).size < names.length) {
    throw new TuttiError(
      'invalid-input',
      `a frontier needs 2 to 4 objectives with names that differ, got: ${names.join(', ')}`,
      { field: 'objectives', got: `${names.length} objectives`, expected: '2 to 4 with names that differ' },
    )
  }
  const curved = objectives.some(
    (objective) => 'covariance' in objective || (objective.kind === 'distance' && objective.norm === 'euclidean'),
  )
  return objectives.map((objective) => readyObjective(objective, limits.minWeights.length, curved ? 'planes' : 'rows'))
}

interface End {
  readonly optimum: ScalarisedOptimum
  readonly prices: Float64Array
}

interface Payoff {
  readonly status: 'solved'
  readonly best: Float64Array
  readonly worst: Float64Array
  readonly ends: readonly End[]
  readonly cautions: readonly string[]
}

/** The best of each objective (on its own, with a CVaR written out), and of the portfolios that have it one that nothing dominates. */
function payoff(problem: ScalarisedProblem, written: ScalarisedProblem): Payoff | InfeasiblePortfolio {
  const { objectives, limits } = problem
  const none = new Float64Array(objectives.length).fill(Infinity)
  const alone: ScalarisedOptimum[] = []
  for (let k = 0; k < objectives.length; k++) {
    const outcome = scalarisedOptimum(
      written,
      Float64Array.from(none, (_, j) => +(j === k)),
      none,
      alone[0],
    )
    if (outcome.status === 'infeasible') return infeasiblePortfolio(outcome.programme, limits.minWeights.length)
    if (outcome.status === 'unbounded') throw withoutEnd(objectives[k].name)
    alone.push(outcome)
  }
  const best = Float64Array.from(alone, ({ values }, k) => values[k])
  const rough = Float64Array.from(best, (value, k) =>
    spreadOf(
      alone.map(({ values }) => values[k]),
      value,
    ),
  )
  const ends = objectives.map((objective, k): End => {
    const prices = rough.map((range, j) => (j === k ? 1 : augmentation) / range)
    const outcome = scalarisedOptimum(problem, prices, none, alone[k])
    if (outcome.status !== 'optimal') throw withoutEnd(objective.name)
    return { optimum: outcome, prices }
  })
  const cautions: string[] = []
  const worst = Float64Array.from(best, (value, k) => {
    const most = ends.reduce((high, { optimum }) => Math.max(high, optimum.values[k]), value)
    const size = Math.abs(value) + Math.abs(most) + 1e-12
    if (most - value > 1e-8 * size) return most
    cautions.push(
      `${objectives[k].name} is the same at the best of every objective: it is in no conflict with the others`,
    )
    return value + size
  })
  if (objectives.length > 2) {
    cautions.push(
      'with more than two objectives the worst figures come from the portfolios best in one objective; parts of the frontier can lie beyond them',
    )
  }
  return { status: 'solved', best, worst, ends, cautions }
}

const spreadOf = (values: readonly number[], best: number): number => {
  const spread = Math.max(...values) - best
  const size = Math.max(...values.map(Math.abs))
  return spread > 1e-9 * size ? spread : size > 0 ? size : 1
}

const withoutEnd = (name: string): TuttiError =>
  new TuttiError('not-applicable', `${name} improves without end within the limits; bound the weights`, {
    field: 'limits',
  })

/** What a solve gives, or undefined where no method met its optimality conditions. */
function attempted<T>(solve: () => T): T | undefined {
  try {
    return solve()
  } catch (error) {
    if (error instanceof TuttiError && error.code === 'not-converged') return undefined
    throw error
  }
}

interface Proven {
  readonly optimum: ScalarisedOptimum
  readonly point: ParetoPoint
}

/** The point with its proof: a solve of the sum of objectives that its multipliers say it is least in. */
function proven(
  problem: ScalarisedProblem,
  optimum: ScalarisedOptimum,
  prices: Float64Array,
  range: Float64Array,
): Proven {
  const { objectives } = problem
  const { weights, values, multipliers } = optimum
  const total = prices.map((price, k) => price + multipliers[k])
  const none = new Float64Array(objectives.length).fill(Infinity)
  const check = scalarisedOptimum(problem, total, none, optimum)
  if (check.status !== 'optimal') {
    throw new TuttiError('calculation-failed', 'a point of the frontier could not be proven optimal')
  }
  const sumAt = (figures: Float64Array): number => figures.reduce((sum, value, k) => sum + total[k] * value, 0)
  const gap = Math.max(0, sumAt(values) - sumAt(check.values) + Math.max(0, check.excess))
  const firstSlope = objectives[0].slope(values[0])
  return {
    optimum,
    point: {
      weights,
      values: Float64Array.from(values, (value, k) => requireFinite(objectives[k].shown(value), objectives[k].name)),
      provenWithin: Math.max(...Array.from(total, (price, k) => gap / (price * range[k]))),
      exchangeRates: objectives.map((objective, k) => {
        if (k === 0) return 1
        const slope = objective.slope(values[k])
        if (!(multipliers[k] > 0) || slope === null || firstSlope === null) return null
        return (-(total[k] / total[0]) * firstSlope) / slope
      }),
    },
  }
}

/** The known point nearest to the ceilings, for a start. */
function nearestPoint(found: readonly Proven[], ceilings: Float64Array, range: Float64Array): ScalarisedOptimum {
  const distance = ({ optimum }: Proven): number =>
    ceilings.reduce(
      (sum, ceiling, k) => (ceiling < Infinity ? sum + ((optimum.values[k] - ceiling) / range[k]) ** 2 : sum),
      0,
    )
  return found.reduce((near, point) => (distance(point) < distance(near) ? point : near)).optimum
}

/** Rows without those that repeat an earlier one to a millionth of the ranges. */
const distinct = (values: readonly Float64Array[], range: Float64Array, rows: readonly number[]): number[] =>
  rows.filter(
    (i, place) =>
      !rows
        .slice(0, place)
        .some((j) => values[i].every((value, k) => Math.abs(value - values[j][k]) <= 1e-6 * range[k])),
  )
