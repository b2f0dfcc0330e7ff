import { TuttiError } from '../errors/index.ts'
import { assetNames, limitRows, type PortfolioLimits, purchaseCount } from '../optimisation/index.ts'
import { inner, product } from '../optimisation/risk-matrix.ts'
import { solvedProgramme, type Programme, type ProgrammeRow } from '../programming/index.ts'
import type { ReadyObjective } from './convex-objective.ts'

/** Several objectives over the same limits, and what is known of them so far. */
export interface ScalarisedProblem {
  readonly limits: PortfolioLimits
  readonly objectives: readonly ReadyObjective[]
  /** Slopes of supporting planes through the origin found for each objective that is known by them. Grows. */
  readonly planes: readonly Float64Array[][]
}

export const scalarisedProblem = (
  limits: PortfolioLimits,
  objectives: readonly ReadyObjective[],
): ScalarisedProblem => ({ limits, objectives, planes: objectives.map(() => []) })

/** The least of a weighted sum of objectives under ceilings on them. */
export interface ScalarisedOptimum {
  readonly status: 'optimal'
  readonly weights: Float64Array
  /** F of each objective. */
  readonly values: Float64Array
  /** Multiplier of each ceiling, at least 0: what a unit of it takes off the weighted sum. */
  readonly multipliers: Float64Array
  /** Weighted sum at the weights less a proven lower bound of it: about zero. Of meaning without quadratic ceilings alone. */
  readonly excess: number
}

export type ScalarisedOutcome =
  | ScalarisedOptimum
  | { readonly status: 'infeasible'; readonly programme: Programme }
  | { readonly status: 'unbounded' }

const mostRounds = 600
const tolerance = 1e-9
/** For the solver's first method; its second takes over then. */
const secondsEach = 1

/**
 * The least of Σ priceₖ Fₖ(w) within the limits and Fₖ(w) ≤ ceilingₖ (infinite where there is none).
 *
 * Linear parts and extra variables are exact rows of the programme. A quadratic ceiling is linearised at each iterate,
 * all the earlier planes staying, with its curvature times its multiplier in the objective (sequential quadratic
 * programming on the Lagrangian); a CVaR is the largest of the supporting planes found so far, and one is added where it
 * is above them (Kelley's cutting planes, finite over scenarios). Both models never overstate, so an infeasible one
 * proves infeasibility. Throws `not-converged` after 600 rounds.
 */
export function scalarisedOptimum(
  problem: ScalarisedProblem,
  prices: ArrayLike<number>,
  ceilings: ArrayLike<number>,
  start?: Pick<ScalarisedOptimum, 'weights' | 'multipliers'>,
): ScalarisedOutcome {
  const { objectives } = problem
  const limited = objectives.map(({ quadratic }, k) => quadratic !== undefined && ceilings[k] < Infinity)
  const centres: ArrayLike<number>[] = start === undefined ? [] : [start.weights]
  const assets = problem.limits.minWeights.length
  objectives.forEach(({ plane }, k) => {
    if (plane !== undefined && problem.planes[k].length === 0) {
      problem.planes[k].push(plane(start?.weights ?? new Float64Array(assets).fill(1 / assets)))
    }
  })
  const multipliers = Float64Array.from(objectives, (_, k) => (limited[k] ? (start?.multipliers[k] ?? 0) : 0))
  for (let round = 0; round < mostRounds; round++) {
    const { programme, ceilingRows } = model(problem, prices, ceilings, centres, multipliers)
    const outcome = solvedProgramme(programme, { timeLimitSeconds: secondsEach })
    if (outcome.status === 'infeasible') return { status: 'infeasible', programme }
    if (outcome.status !== 'optimal') return { status: 'unbounded' }
    const { x, rowDuals, objective } = outcome.solution
    const weights = x.slice(0, assets)
    const values = Float64Array.from(objectives, ({ value }) => value(weights))
    let settled = true
    objectives.forEach(({ plane, quadratic }, k) => {
      const scale = Math.abs(values[k]) + 1e-12
      if (plane !== undefined && (prices[k] > 0 || ceilings[k] < Infinity)) {
        const known = problem.planes[k].reduce((most, slope) => Math.max(most, inner(slope, weights)), -Infinity)
        if (values[k] - known > tolerance * scale) {
          problem.planes[k].push(plane(weights))
          settled = false
        }
      }
      if (limited[k] && quadratic !== undefined) {
        const before = multipliers[k]
        multipliers[k] = priceOf(ceilingRows[k], rowDuals)
        const last = centres.at(-1)
        const moved = last === undefined ? undefined : Float64Array.from(weights, (w, i) => w - last[i])
        const bend = moved === undefined ? Infinity : inner(moved, product(quadratic, moved))
        const size = Math.abs(ceilings[k]) + 1e-12
        if (values[k] > ceilings[k] + tolerance * size) settled = false
        if (Math.max(before, multipliers[k]) > 0 && bend > 1e-14 * size) settled = false
      }
    })
    if (settled) {
      ceilingRows.forEach((rows, k) => {
        if (!limited[k]) multipliers[k] = priceOf(rows, rowDuals)
      })
      const total = objectives.reduce((sum, { constant }, k) => sum + prices[k] * (values[k] - constant), 0)
      return { status: 'optimal', weights, values, multipliers, excess: total - objective }
    }
    if (!limited.some(Boolean)) continue
    // Planes that nearly repeat one another, or that have long had room, only make the programme ill-conditioned.
    const far = centres.filter((centre) => distance(centre, weights) > 1e-4 * distance(centre)).slice(-6)
    centres.splice(0, centres.length, ...far, weights)
  }
  throw new TuttiError('not-converged', `a point of the frontier was not reached in ${mostRounds} rounds`, {
    field: 'objectives',
  })
}

/** Largest difference of two lists, or the largest size in one; at least one per cent of the unit in the latter. */
const distance = (a: ArrayLike<number>, b?: ArrayLike<number>): number =>
  Array.from(a).reduce((most, value, i) => Math.max(most, Math.abs(value - (b?.[i] ?? 0))), b === undefined ? 0.01 : 0)

/** What a unit of a ceiling takes off the objective, over the rows that stand for it. */
const priceOf = (rows: readonly number[], rowDuals: Float64Array): number =>
  rows.reduce((sum, row) => sum + Math.max(0, -rowDuals[row]), 0)

interface Model {
  readonly programme: Programme
  /** Rows of the ceiling of each objective. */
  readonly ceilingRows: readonly number[][]
}

/** The programme of one round. Variables: weights, purchases of the limits, extra ones and one CVaR by objective. */
function model(
  { limits, objectives, planes }: ScalarisedProblem,
  prices: ArrayLike<number>,
  ceilings: ArrayLike<number>,
  centres: readonly ArrayLike<number>[],
  multipliers: Float64Array,
): Model {
  const assets = limits.minWeights.length
  const used = objectives.map((_, k) => prices[k] > 0 || ceilings[k] < Infinity)
  const starts: number[] = []
  let total = assets + purchaseCount(limits)
  objectives.forEach(({ extra, plane }, k) => {
    starts.push(total)
    if (used[k]) total += extra.costs.length + (plane === undefined ? 0 : 1)
  })
  const cost = new Float64Array(total)
  const lower = new Float64Array(total)
  const upper = new Float64Array(total).fill(Infinity)
  lower.set(limits.minWeights)
  upper.set(limits.maxWeights)
  const rows: ProgrammeRow[] = limitRows(limits)
  const curved = objectives.some(({ quadratic }, k) => quadratic !== undefined && (prices[k] > 0 || multipliers[k] > 0))
  const hessian = curved ? Array.from({ length: total }, () => new Float64Array(total)) : undefined
  const ceilingRows = objectives.map(({ name, constant, linear, quadratic, extra, plane }, k): number[] => {
    if (!used[k]) return []
    const start = starts[k]
    const tail = start + extra.costs.length
    for (let i = 0; i < assets; i++) cost[i] += prices[k] * linear[i]
    extra.costs.forEach((value, j) => (cost[start + j] += prices[k] * value))
    extra.rows.forEach((row, r) =>
      rows.push({
        ...row,
        name: `purchase of ${name} ${r + 1}`,
        indices: Array.from(row.indices, (index) => (index < assets ? index : start + index - assets)),
      }),
    )
    if (plane !== undefined) {
      cost[tail] += prices[k]
      lower[tail] = -Infinity
      planes[k].forEach((slope, c) =>
        rows.push({
          name: `purchase of ${name} plane ${c + 1}`,
          indices: [...slope.keys(), tail],
          coefficients: [...slope, -1],
          lower: -Infinity,
          upper: 0,
        }),
      )
    }
    const centre = centres.at(-1)
    if (quadratic !== undefined && hessian !== undefined) {
      const curvature = prices[k] + (centre === undefined ? 0 : multipliers[k])
      for (let i = 0; i < assets; i++) {
        for (let j = 0; j < assets; j++) hessian[i][j] += curvature * quadratic.covariance[i * assets + j]
      }
      if (centre !== undefined && multipliers[k] > 0) {
        product(quadratic, centre).forEach((value, i) => (cost[i] -= multipliers[k] * value))
      }
    }
    if (!(ceilings[k] < Infinity)) return []
    if (quadratic === undefined) {
      rows.push({
        name: `${name} ceiling`,
        indices: [...linear.keys(), ...extra.costs.map((_, j) => start + j), ...(plane === undefined ? [] : [tail])],
        coefficients: [...linear, ...extra.costs, ...(plane === undefined ? [] : [1])],
        lower: -Infinity,
        upper: ceilings[k] - constant,
      })
      return [rows.length - 1]
    }
    return centres.map((point, c) => {
      const bent = product(quadratic, point)
      rows.push({
        name: `${name} ceiling ${c + 1}`,
        indices: [...linear.keys()],
        coefficients: linear.map((value, i) => value + bent[i]),
        lower: -Infinity,
        upper: ceilings[k] - constant + 0.5 * inner(point, bent),
      })
      return rows.length - 1
    })
  })
  const names = [...assetNames(limits), ...Array.from({ length: total - assets }, (_, j) => `auxiliary ${j + 1}`)]
  return { programme: { cost, lower, upper, rows, names, ...(hessian === undefined ? {} : { hessian }) }, ceilingRows }
}
