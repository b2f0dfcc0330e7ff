import { TuttiError } from '../errors/index.ts'
import { type PortfolioLimits, purchaseCount } from '../optimisation/index.ts'
import { type Programme, type ProgrammeSolution, solvedProgramme } from '../programming/index.ts'
import { riskRows } from './risk-rows.ts'
import { type ScenarioAim, scenarioProgramme } from './scenario-programme.ts'
import { type SaddleStart, saddleStart } from './saddle-start.ts'
import { portfolioLosses, type ScenarioSet } from './scenario-set.ts'

/** A solved programme of an aim, whose last rows are those of the risk. */
export interface ScenarioSolution {
  readonly programme: Programme
  readonly solution: ProgrammeSolution
  readonly riskRowCount: number
  /** Coefficients of the risk in the weights. */
  readonly weightCost: Float64Array
  /** Proven: no portfolio within the limits has a lower objective. */
  readonly lowerBound: number
  readonly rounds: number
  readonly method: ProgrammeSolution['method'] | 'active-scenarios'
}

/** Scenarios that have rows at first, beside those of the tail, as multiples of the tail's number. */
const FIRST_BAND = 3.5
const MOST_ROUNDS = 40

/**
 * The optimum of an aim with CVaR over many scenarios from small programmes: scenarios far beyond the quantile enter by
 * their mean loss, those far short of it and assets that seem worthless not at all. Leaving rows out makes a programme
 * whose optimum is a lower bound; assets that a programme prices below zero join it, scenarios on the wrong side of the
 * quantile get rows. At the end the CVaR of the weights equals the bound.
 *
 * Where most scenarios end up with rows the whole programme is solved. Source: the aggregation of scenarios is that of
 * Künzi-Bay and Mayer (2006), Computational aspects of minimizing conditional value-at-risk, and Espinoza and Moreno (2014),
 * A primal-dual aggregation algorithm for minimizing conditional value-at-risk.
 */
export function activeScenarioSolution(
  scenarios: ScenarioSet,
  confidence: number,
  limits: PortfolioLimits,
  expected: Float64Array,
  aim: ScenarioAim,
): ScenarioSolution | 'infeasible' {
  const { count, assets, probabilities } = scenarios
  const first = assets + purchaseCount(limits)
  const side = new Int8Array(count)
  const tilt =
    aim.kind === 'utility' && aim.riskAversion > 0
      ? expected.map((value) => value / aim.riskAversion)
      : new Float64Array(assets)
  const start = saddleStart(scenarios, confidence, limits, tilt)
  sortByDistance(side, portfolioLosses(scenarios, start.weights), probabilities, confidence)
  let kept = firstAssets(scenarios, limits, start)
  for (let round = 1; round <= MOST_ROUNDS; round++) {
    const beyond = indicesOf(side, BEYOND)
    const band = indicesOf(side, IN_BAND)
    const isWhole = round === MOST_ROUNDS || band.length > 0.7 * count
    if (isWhole) kept = Array.from({ length: assets }, (_, i) => i)
    const rows = riskRows(scenarios, { measure: 'cvar', confidence }, first, isWhole ? undefined : { beyond, band })
    const programme = scenarioProgramme(limits, expected, aim, rows)
    const outcome = solvedProgramme(restricted(programme, kept, assets))
    if (outcome.status === 'infeasible' || outcome.status === 'unbounded') {
      // With assets or scenarios left out this need not be so of the whole.
      if (kept.length === assets && (isWhole || outcome.status === 'infeasible')) {
        if (outcome.status === 'infeasible') return 'infeasible'
        throw unboundedWeights()
      }
      if (kept.length === assets) side.fill(IN_BAND)
      kept = Array.from({ length: assets }, (_, i) => i)
      continue
    }
    const solution = extended(programme, outcome.solution, kept, assets)
    const cheap = indicesOf(
      Int8Array.from({ length: assets }, (_, i) => (solution.boundDuals[i] < -1e-11 * costSize(programme) ? 1 : 0)),
      1,
    ).filter((i) => !kept.includes(i))
    const moved = isWhole
      ? 0
      : widenBand(side, portfolioLosses(scenarios, solution.x.subarray(0, assets)), solution.x[first])
    if (cheap.length === 0 && moved === 0) {
      return {
        programme,
        solution,
        riskRowCount: rows.rows.length,
        weightCost: rows.weightCost,
        lowerBound: solution.objective,
        rounds: round,
        method: isWhole ? solution.method : 'active-scenarios',
      }
    }
    kept = [...kept, ...cheap]
  }
  throw new TuttiError('not-converged', `the scenarios that matter were not found in ${MOST_ROUNDS} programmes`)
}

const BEYOND = 1
const IN_BAND = 0
const SHORT = -1

const indicesOf = (side: Int8Array, wanted: number): number[] => {
  const found: number[] = []
  for (let s = 0; s < side.length; s++) if (side[s] === wanted) found.push(s)
  return found
}

/** Marks the scenarios around the quantile of the losses as the band, the rest by their side. */
function sortByDistance(side: Int8Array, losses: Float64Array, probabilities: Float64Array, confidence: number): void {
  const order = Array.from(losses, (_, s) => s).sort((a, b) => losses[b] - losses[a])
  let mass = 0
  let tail = 0
  while (tail < order.length && mass < 1 - confidence) mass += probabilities[order[tail++]]
  const above = Math.floor(0.1 * tail)
  const below = Math.min(order.length, Math.ceil(FIRST_BAND * tail) + 20)
  order.forEach((s, rank) => (side[s] = rank < above ? BEYOND : rank < below ? IN_BAND : SHORT))
}

/** Gives rows to the scenarios on the wrong side of the quantile; returns how many. */
function widenBand(side: Int8Array, losses: Float64Array, quantile: number): number {
  const size = losses.reduce((most, loss) => Math.max(most, Math.abs(loss)), 0)
  let moved = 0
  for (let s = 0; s < side.length; s++) {
    if (side[s] === IN_BAND || side[s] * (losses[s] - quantile) >= -1e-12 * size) continue
    side[s] = IN_BAND
    moved++
  }
  return moved
}

/** Assets held at the start, those that must have a weight, and the cheapest of the rest. */
function firstAssets(scenarios: ScenarioSet, limits: PortfolioLimits, { weights, tail }: SaddleStart): number[] {
  const { assets, count, returns } = scenarios
  const price = new Float64Array(assets)
  for (let s = 0; s < count; s++) {
    if (tail[s] === 0) continue
    for (let i = 0; i < assets; i++) price[i] -= tail[s] * returns[s * assets + i]
  }
  const must = (i: number): boolean => limits.minWeights[i] !== 0 || Math.abs(weights[i]) > 1e-9
  const order = Array.from(price, (_, i) => i).sort((a, b) => Number(must(b)) - Number(must(a)) || price[a] - price[b])
  const needed = order.filter(must).length
  return order.slice(0, Math.max(Math.ceil(1.25 * needed) + 20, 60))
}

/** The programme without the assets that are not kept, whose weights are 0. */
function restricted(programme: Programme, kept: readonly number[], assets: number): Programme {
  if (kept.length === assets) return programme
  const columns = columnsOf(programme, kept, assets)
  const place = new Int32Array(programme.cost.length).fill(-1)
  columns.forEach((column, k) => (place[column] = k))
  return {
    cost: columns.map((column) => programme.cost[column]),
    lower: columns.map((column) => programme.lower[column]),
    upper: columns.map((column) => programme.upper[column]),
    rows: programme.rows.map((row) => {
      const indices: number[] = []
      const coefficients: number[] = []
      for (let k = 0; k < row.indices.length; k++) {
        if (place[row.indices[k]] < 0) continue
        indices.push(place[row.indices[k]])
        coefficients.push(row.coefficients[k])
      }
      return { ...row, indices, coefficients }
    }),
  }
}

const columnsOf = (programme: Programme, kept: readonly number[], assets: number): number[] => [
  ...kept,
  ...Array.from({ length: programme.cost.length - assets }, (_, k) => assets + k),
]

/** A solution of the restricted programme in the variables of the whole, with reduced costs for all. */
function extended(
  programme: Programme,
  solution: ProgrammeSolution,
  kept: readonly number[],
  assets: number,
): ProgrammeSolution {
  if (kept.length === assets) return solution
  const x = new Float64Array(programme.cost.length)
  columnsOf(programme, kept, assets).forEach((column, k) => (x[column] = solution.x[k]))
  const boundDuals = Float64Array.from(programme.cost)
  programme.rows.forEach(({ indices, coefficients }, k) => {
    const dual = solution.rowDuals[k]
    if (dual === 0) return
    for (let e = 0; e < indices.length; e++) boundDuals[indices[e]] -= dual * coefficients[e]
  })
  return { ...solution, x, boundDuals }
}

const costSize = ({ cost }: Programme): number =>
  Array.from(cost).reduce((most, value) => Math.max(most, Math.abs(value)), 0)

/** The error of limits that leave the objective without an end. */
export const unboundedWeights = (): TuttiError =>
  new TuttiError(
    'not-applicable',
    'the limits let the weights grow without end, and the objective with them; give every weight a bound',
    {
      field: 'limits',
      got: 'an unbounded programme',
      expected: 'bounds on the weights',
    },
  )
