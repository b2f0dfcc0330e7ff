import { TuttiError, requirePositive } from '../errors/index.ts'
import { elasticProgramme } from './elastic-programme.ts'
import { fewestLimits } from './fewest-limits.ts'
import { infeasibleSubsystem } from './infeasible-subsystem.ts'
import { programmeArrays } from './programme-arrays.ts'
import { limitWords, programmeLimits } from './programme-limits.ts'
import type { ProgrammeLimit } from './programme-limits.ts'
import type { Programme } from './programme.ts'
import type { ProgrammeSolution } from './programme-solution.ts'
import { solvedProgramme } from './solved-programme.ts'

/** What may give, and at what price. */
export interface InfeasibilityOptions {
  /** Names of rows and variables whose limits never give. */
  readonly hard?: readonly string[]
  /** Whether no bound of a variable gives; false where absent. */
  readonly hardBounds?: boolean
  /** Cost of one unit of giving, by name of the row or variable; 1 where absent. Positive. */
  readonly weights?: Readonly<Record<string, number>>
}

/** A limit that gives: from its bound to another. */
export interface RelaxedLimit extends ProgrammeLimit {
  readonly to: number
  /** How far, > 0, in the row's units. */
  readonly by: number
  readonly words: string
}

/** What one unit more of room in a limit takes off the least weighted total of violations. */
export interface LimitPrice extends ProgrammeLimit {
  readonly price: number
  readonly hard: boolean
}

/** Limits loosened so that a point exists. */
export interface Relaxation {
  /** Σ weight × by. */
  readonly weightedTotal: number
  readonly changes: readonly RelaxedLimit[]
}

/** The point that breaks the limits least, and of those the one with the best objective. */
export interface Compromise {
  readonly x: Float64Array
  readonly objective: number
  /** Weighted, as in the relaxation. */
  readonly totalViolation: number
  readonly violations: readonly RelaxedLimit[]
}

/** Why a programme has no solution, and what would give it one. */
export interface InfeasibilityExplanation {
  readonly status: 'infeasible'
  /** Limits that cannot be met together, of which any one may be dropped for the rest to be met; each tested. */
  readonly conflict: readonly (ProgrammeLimit & { readonly words: string })[]
  /** Null where the hard limits alone conflict. */
  readonly smallestRelaxation: Relaxation | null
  /** The fewest limits that must give, and by how much then; null where not found within its work limit, or hard limits conflict. */
  readonly fewestRelaxation: Relaxation | null
  readonly compromise: Compromise | null
  /** Prices of the limits in the elastic programme, dearest first; those of price 0 left out. Empty with integers. */
  readonly prices: readonly LimitPrice[]
  readonly words: string
}

/** Below this share of a limit's size a violation is rounding. */
const negligible = 1e-9

function relaxed(limit: ProgrammeLimit, by: number): RelaxedLimit {
  const to = limit.side === 'lower' ? limit.bound - by : limit.bound + by
  return {
    ...limit,
    to,
    by,
    words: `${limitWords(limit)}; it would have to give by ${Number(by.toPrecision(6))}, to ${Number(to.toPrecision(12))}`,
  }
}

/** By how much a point breaks each limit that it breaks. */
function violations(programme: Programme, x: Float64Array): RelaxedLimit[] {
  const broken: RelaxedLimit[] = []
  for (const limit of programmeLimits(programme)) {
    let value = 0
    let size = Math.abs(limit.bound)
    if (limit.kind === 'variable') value = x[limit.index]
    else {
      const { indices, coefficients } = programme.rows[limit.index]
      for (let k = 0; k < indices.length; k++) {
        value += coefficients[k] * x[indices[k]]
        size = Math.max(size, Math.abs(coefficients[k] * x[indices[k]]))
      }
    }
    const by = limit.side === 'lower' ? limit.bound - value : value - limit.bound
    if (by > negligible * size && by > 1e-14) broken.push(relaxed(limit, by))
  }
  return broken
}

function optimum(programme: Programme): ProgrammeSolution | undefined {
  const outcome = solvedProgramme(programme)
  if (outcome.status === 'infeasible') return undefined
  if (outcome.status === 'optimal') return outcome.solution
  throw new TuttiError(
    'calculation-failed',
    `the relaxed programme ended as ${outcome.status}; set bounds on the variables`,
  )
}

/** All optima of a linear programme, by complementarity: what has a multiplier stays at its bound. */
function optimalFace(linear: Programme, { rowDuals, boundDuals }: ProgrammeSolution): Programme {
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

/** The best objective among points whose weighted total violation is least; the least-violating point itself where the objective has no optimum there. */
function compromise(
  programme: Programme,
  elastic: Programme,
  least: ProgrammeSolution,
  weight: (limit: ProgrammeLimit) => number,
): Compromise {
  const n = programme.cost.length
  const width = elastic.cost.length
  const slacks = Array.from({ length: width - n }, (_, k) => n + k)
  const padded = (values: ArrayLike<number>): Float64Array => {
    const out = new Float64Array(width)
    out.set(Float64Array.from(values))
    return out
  }
  const objective = {
    cost: padded(programme.cost),
    ...(programme.hessian && !programme.integers?.length
      ? {
          hessian: Array.from({ length: width }, (_, i) =>
            i < n ? padded(programme.hessian?.[i] ?? []) : new Float64Array(width),
          ),
        }
      : {}),
  }
  const within: Programme = programme.integers?.length
    ? {
        ...elastic,
        ...objective,
        rows: [
          ...elastic.rows,
          {
            name: 'least total violation',
            indices: slacks,
            coefficients: slacks.map((k) => elastic.cost[k]),
            lower: -Infinity,
            upper: least.objective + 1e-9 * Math.max(Math.abs(least.objective), 1e-3),
          },
        ],
      }
    : { ...optimalFace(elastic, least), ...objective }
  let x = least.x
  try {
    const best = solvedProgramme(within)
    if (best.status === 'optimal') x = best.solution.x
  } catch (error) {
    if (!(error instanceof TuttiError && error.code === 'not-converged')) throw error
  }
  const point = x.slice(0, n)
  const broken = violations(programme, point)
  let value = 0
  for (let i = 0; i < n; i++) {
    value += programme.cost[i] * point[i]
    const row = programme.hessian?.[i]
    if (row) for (let j = 0; j < n; j++) value += 0.5 * point[i] * row[j] * point[j]
  }
  return {
    x: point,
    objective: value,
    totalViolation: broken.reduce((sum, limit) => sum + weight(limit) * limit.by, 0),
    violations: broken,
  }
}

/**
 * Why a programme has no feasible point: limits in conflict (irreducible), the smallest relaxation (least weighted
 * sum), the fewest limits that must give, the best compromise, and the price of each limit. `{status: 'feasible'}`
 * where there is a point after all.
 *
 * Limits are bounds of rows and variables, each side for itself. Weights are per unit of the row as written, so rows in
 * different units want weights. Throws `invalid-input` for a faulty programme, an unknown name or a weight that is not
 * positive. Sources: Chinneck, Feasibility and Infeasibility in Optimization (2008), 5-7 (elastic programmes, filters);
 * Gleeson & Ryan (1990). Costs a linear programme for each limit of the conflict, and some more.
 */
export function explainedInfeasibility(
  programme: Programme,
  options: InfeasibilityOptions = {},
): InfeasibilityExplanation | { readonly status: 'feasible' } {
  programmeArrays(programme)
  const limits = programmeLimits(programme)
  const known = new Set(limits.map(({ name }) => name))
  for (const name of [...(options.hard ?? []), ...Object.keys(options.weights ?? {})]) {
    if (known.has(name)) continue
    throw new TuttiError('invalid-input', `no limit is called ${name}`, {
      field: 'hard',
      got: name,
      expected: 'the name of a row or variable with a finite bound',
    })
  }
  for (const [name, value] of Object.entries(options.weights ?? {})) requirePositive(value, `weights.${name}`)
  const hard = new Set(options.hard ?? [])
  const isSoft = (limit: ProgrammeLimit): boolean =>
    !hard.has(limit.name) && !(options.hardBounds && limit.kind === 'variable')
  const weight = (limit: ProgrammeLimit): number => options.weights?.[limit.name] ?? 1

  const subsystem = infeasibleSubsystem(programme, limits)
  if (!subsystem) return { status: 'feasible' }
  const conflict = subsystem.map((limit) => ({ ...limit, words: limitWords(limit) }))
  const conflictWords = `These cannot hold together: ${conflict.map(({ words }) => words).join('; ')}.`
  const elastic = elasticProgramme(programme, isSoft, weight)
  const least = elastic.soft.length > 0 ? optimum(elastic.programme) : undefined
  if (!least) {
    const among = infeasibleSubsystem(
      programme,
      limits.filter((limit) => !isSoft(limit)),
    )
    return {
      status: 'infeasible',
      conflict: (among ?? subsystem).map((limit) => ({ ...limit, words: limitWords(limit) })),
      smallestRelaxation: null,
      fewestRelaxation: null,
      compromise: null,
      prices: [],
      words: `The hard limits alone conflict: ${(among ?? subsystem).map(limitWords).join('; ')}. Nothing that may give would help: make one of them soft.`,
    }
  }
  const best = compromise(programme, elastic.programme, least, weight)
  const n = programme.cost.length
  const gives = (x: Float64Array, soft: readonly ProgrammeLimit[]): RelaxedLimit[] =>
    soft.flatMap((limit, k) =>
      x[n + k] > negligible * Math.max(Math.abs(limit.bound), 1e-5) ? [relaxed(limit, x[n + k])] : [],
    )
  const changes = gives(least.x, elastic.soft)
  const chosen = fewestLimits(programme, limits.filter(isSoft), subsystem)
  let fewest: Relaxation | null = null
  if (chosen) {
    const narrow = elasticProgramme(programme, (limit) => chosen.some((other) => sameLimit(other, limit)), weight)
    const point = optimum(narrow.programme)
    if (point) fewest = { weightedTotal: point.objective, changes: gives(point.x, narrow.soft) }
  }
  const prices = programme.integers?.length ? [] : limitPrices(limits, elastic.rowOf, least, isSoft)
  return {
    status: 'infeasible',
    conflict,
    smallestRelaxation: { weightedTotal: least.objective, changes },
    fewestRelaxation: fewest,
    compromise: best,
    prices,
    words: `${conflictWords} The smallest relaxation: ${changes.map(({ words }) => words).join('; ')}.`,
  }
}

function sameLimit(a: ProgrammeLimit, b: ProgrammeLimit): boolean {
  return a.kind === b.kind && a.index === b.index && a.side === b.side
}

function limitPrices(
  limits: readonly ProgrammeLimit[],
  rowOf: (limit: ProgrammeLimit) => number | undefined,
  { rowDuals, boundDuals }: ProgrammeSolution,
  isSoft: (limit: ProgrammeLimit) => boolean,
): LimitPrice[] {
  return limits
    .flatMap((limit): LimitPrice[] => {
      const row = limit.kind === 'row' || isSoft(limit) ? rowOf(limit) : undefined
      const dual = row === undefined ? boundDuals[limit.index] : rowDuals[row]
      const price = limit.side === 'lower' ? dual : -dual
      return price > 1e-9 ? [{ ...limit, price, hard: !isSoft(limit) }] : []
    })
    .toSorted((a, b) => b.price - a.price)
}
