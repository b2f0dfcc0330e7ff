import { TuttiError } from '../errors/index.ts'
import type { ElasticProgramme } from './elastic-programme.ts'
import { limitWords, programmeLimits } from './programme-limits.ts'
import type { ProgrammeLimit } from './programme-limits.ts'
import type { Programme } from './programme.ts'
import type { ProgrammeSolution } from './programme-solution.ts'
import { solvedProgramme } from './solved-programme.ts'

/** A limit that gives: from its bound to another. */
export interface RelaxedLimit extends ProgrammeLimit {
  readonly to: number
  /** How far, > 0, in the row's units. */
  readonly by: number
  readonly words: string
}

/** Limits loosened so that a point exists. */
export interface Relaxation {
  /** Σ weight × by. */
  readonly weightedTotal: number
  readonly changes: readonly RelaxedLimit[]
}

/** The point with the best objective within the smallest relaxation. */
export interface Compromise {
  readonly x: Float64Array
  readonly objective: number
  /** Weighted, as in the relaxation. */
  readonly totalViolation: number
  /** Those of the smallest relaxation. */
  readonly violations: readonly RelaxedLimit[]
}

/** Below this share of a limit's size a violation is rounding. */
const negligible = 1e-8

/** Above so many limits that can give at the least total, fewest are not looked for. */
const mostSwitches = 60

const twelve = (value: number): number => Number(value.toPrecision(12))

export function sameLimit(a: ProgrammeLimit, b: ProgrammeLimit): boolean {
  return a.kind === b.kind && a.index === b.index && a.side === b.side
}

function relaxed(limit: ProgrammeLimit, by: number): RelaxedLimit {
  const to = twelve(limit.side === 'lower' ? limit.bound - by : limit.bound + by)
  return {
    ...limit,
    to,
    by: twelve(by),
    words: `${limitWords(limit)}; it would have to give by ${Number(by.toPrecision(6))}, to ${to}`,
  }
}

/** The limits that give at a point of an elastic programme of `programme`. */
export function relaxedLimits(programme: Programme, { soft }: ElasticProgramme, x: Float64Array): RelaxedLimit[] {
  const n = programme.cost.length
  return givingSlacks(soft, n, x).map((k) => relaxed(soft[k], x[n + k]))
}

const givingSlacks = (soft: readonly ProgrammeLimit[], n: number, x: Float64Array): number[] =>
  soft.flatMap(({ bound }, k) => (x[n + k] > negligible * Math.max(Math.abs(bound), 1e-4) ? [k] : []))

/** The optimum, undefined where there is no point. */
export function optimum(programme: Programme): ProgrammeSolution | undefined {
  const outcome = solvedProgramme(programme)
  if (outcome.status === 'infeasible') return undefined
  if (outcome.status === 'optimal') return outcome.solution
  throw new TuttiError(
    'calculation-failed',
    `the relaxed programme ended as ${outcome.status}; set bounds on the variables`,
  )
}

/** The optimum where a method finds one; undefined otherwise. */
function possibleOptimum(programme: Programme): ProgrammeSolution | undefined {
  try {
    const outcome = solvedProgramme(programme)
    return outcome.status === 'optimal' ? outcome.solution : undefined
  } catch (error) {
    if (error instanceof TuttiError && error.code === 'not-converged') return undefined
    throw error
  }
}

/** All optima of a linear programme, by complementarity: what has a multiplier stays at its bound. */
function optimalFace(linear: Programme, { rowDuals, boundDuals, objective }: ProgrammeSolution): Programme {
  if (linear.integers?.length) {
    const priced = Array.from(linear.cost, (_, j) => j).filter((j) => linear.cost[j] > 0)
    const total = {
      name: 'least total violation',
      indices: priced,
      coefficients: priced.map((j) => linear.cost[j]),
      lower: -Infinity,
      upper: objective + 1e-9 * Math.max(Math.abs(objective), 1e-3),
    }
    return { ...linear, rows: [...linear.rows, total] }
  }
  const binding = 1e-9
  const lower = Float64Array.from(linear.lower)
  const upper = Float64Array.from(linear.upper)
  for (let j = 0; j < lower.length; j++) {
    if (boundDuals[j] > binding) upper[j] = lower[j]
    else if (boundDuals[j] < -binding) lower[j] = upper[j]
  }
  return {
    ...linear,
    lower,
    upper,
    rows: linear.rows.map((row, i) => {
      if (rowDuals[i] > binding) return { ...row, upper: row.lower }
      return rowDuals[i] < -binding ? { ...row, lower: row.upper } : row
    }),
  }
}

/** The programme in which only some slacks may be other than zero. */
function onlySlacks(elastic: Programme, n: number, giving: readonly number[]): Programme {
  const upper = Float64Array.from(elastic.upper, (most, j) => (j < n || giving.includes(j - n) ? most : 0))
  return { ...elastic, upper }
}

/**
 * Fewest slacks that are not zero on the optimal face: a binary for each that can be, which lets it reach the least total.
 * Undefined where there are too many or the search does not end.
 */
function fewestOnFace(face: Programme, n: number, total: number, cost: ArrayLike<number>): number[] | undefined {
  const width = face.cost.length
  const free = Array.from({ length: width - n }, (_, k) => k).filter((k) => face.upper[n + k] > 0)
  if (free.length > mostSwitches || face.integers?.length) return undefined
  const found = possibleOptimum({
    cost: [...new Float64Array(width), ...free.map(() => 1)],
    lower: [...Array.from(face.lower), ...free.map(() => 0)],
    upper: [...Array.from(face.upper), ...free.map(() => 1)],
    integers: free.map((_, t) => width + t),
    rows: [
      ...face.rows,
      ...free.map((k, t) => ({
        name: `switch ${k}`,
        indices: [n + k, width + t],
        coefficients: [1, -(total / cost[n + k]) * (1 + 1e-9)],
        lower: -Infinity,
        upper: 0,
      })),
    ],
  })
  return found && free.filter((_, t) => found.x[width + t] > 0.5)
}

/** The programme's own objective over the variables of the elastic one. */
function ownObjective(programme: Programme, width: number): Pick<Programme, 'cost' | 'hessian'> {
  const padded = (values: ArrayLike<number>): Float64Array => {
    const out = new Float64Array(width)
    out.set(Float64Array.from(values))
    return out
  }
  const { hessian, integers } = programme
  if (!hessian || integers?.length) return { cost: padded(programme.cost) }
  const rows = Array.from({ length: width }, (_, i) => padded(hessian[i] ?? []))
  return { cost: padded(programme.cost), hessian: rows }
}

/**
 * The smallest relaxation and the point with the best objective within it. Of several relaxations with the least weighted
 * total: one that changes fewest limits, and where that leaves a choice the one that the best objective has.
 *
 * `least` is the optimum of the elastic programme, `fewest` the relaxation of fewest limits, whatever its total.
 */
export function compromise(
  programme: Programme,
  { programme: elastic, soft }: ElasticProgramme,
  least: ProgrammeSolution,
  weight: (limit: ProgrammeLimit) => number,
  fewest: Relaxation | null,
): { readonly relaxation: Relaxation; readonly compromise: Compromise } {
  const n = programme.cost.length
  const face = optimalFace(elastic, least)
  const objective = ownObjective(programme, elastic.cost.length)
  const total = least.objective
  const room = 1e-9 * Math.max(Math.abs(total), 1e-9)
  const best = possibleOptimum({ ...face, ...objective })?.x ?? least.x
  let giving = givingSlacks(soft, n, best)
  /** The amounts by which only these limits give, at the least total; undefined where that needs others. */
  const amountsOf = (slacks: readonly number[]): Float64Array | undefined => {
    const found = possibleOptimum(onlySlacks(elastic, n, slacks))
    return found && found.objective <= total + room ? found.x : undefined
  }
  if (giving.length > 1) {
    const few =
      fewest && fewest.weightedTotal <= total + room
        ? soft.flatMap((limit, k) => (fewest.changes.some((other) => sameLimit(other, limit)) ? [k] : []))
        : fewestOnFace(face, n, total, elastic.cost)
    if (few && few.length < giving.length && amountsOf(few)) giving = few
  }
  const vertex = amountsOf(giving)
  const x = possibleOptimum({ ...onlySlacks(face, n, giving), ...objective })?.x ?? vertex ?? best
  const changes = giving.map((k) => {
    const exact = vertex?.[n + k] ?? x[n + k]
    return relaxed(soft[k], Math.abs(exact - x[n + k]) <= 1e-6 * exact ? exact : x[n + k])
  })
  const point = settledPoint(programme, x, changes)
  const rest = violations(programme, point).filter((limit) => !changes.some((other) => sameLimit(other, limit)))
  const broken = [...changes, ...rest]
  const sum = broken.reduce((add, limit) => add + weight(limit) * limit.by, 0)
  return {
    relaxation: { weightedTotal: sum, changes: broken },
    compromise: { x: point, objective: objectiveAt(programme, point), totalViolation: sum, violations: broken },
  }
}

/** The variables, with those at a bound (as relaxed) to rounding put onto it. */
function settledPoint(programme: Programme, x: Float64Array, changes: readonly RelaxedLimit[]): Float64Array {
  const bounds = (side: 'lower' | 'upper'): Float64Array => {
    const out = Float64Array.from(programme[side])
    for (const { kind, index, side: own, to } of changes) if (kind === 'variable' && own === side) out[index] = to
    return out
  }
  const lower = bounds('lower')
  const upper = bounds('upper')
  return Float64Array.from(programme.cost, (_, j) => {
    const near = (bound: number): boolean => Math.abs(x[j] - bound) <= 1e-9 * (1 + Math.abs(bound))
    return near(lower[j]) ? lower[j] : near(upper[j]) ? upper[j] : x[j]
  })
}

/** What a point breaks beyond what a solver leaves of limits that it was held to. */
function violations(programme: Programme, x: Float64Array): RelaxedLimit[] {
  return programmeLimits(programme).flatMap((limit) => {
    let value = 0
    let size = Math.max(Math.abs(limit.bound), 1e-2)
    if (limit.kind === 'variable') value = x[limit.index]
    else {
      const { indices, coefficients } = programme.rows[limit.index]
      for (let k = 0; k < indices.length; k++) {
        value += coefficients[k] * x[indices[k]]
        size = Math.max(size, Math.abs(coefficients[k] * x[indices[k]]))
      }
    }
    const by = limit.side === 'lower' ? limit.bound - value : value - limit.bound
    return by > 1e-6 * size ? [relaxed(limit, by)] : []
  })
}

function objectiveAt(programme: Programme, point: Float64Array): number {
  let value = 0
  for (let i = 0; i < point.length; i++) {
    value += programme.cost[i] * point[i]
    const row = programme.hessian?.[i]
    if (row) for (let j = 0; j < point.length; j++) value += 0.5 * point[i] * row[j] * point[j]
  }
  return value
}
