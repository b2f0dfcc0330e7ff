import { TuttiError } from '../errors/index.ts'
import { activeSetPoint, touchedBounds } from './active-set.ts'
import { convexity } from './convexity.ts'
import { highsAnswer } from './highs-solver.ts'
import type { HighsAnswer } from './highs-solver.ts'
import { interiorPoint } from './interior-point.ts'
import { measuredPoint, objectiveAt } from './optimality-residuals.ts'
import type { MeasuredPoint, PrimalDualPoint } from './optimality-residuals.ts'
import { programmeArrays } from './programme-arrays.ts'
import type { ProgrammeArrays } from './programme-arrays.ts'
import { programmeDirection } from './programme-direction.ts'
import type { Programme } from './programme.ts'
import type { ProgrammeOutcome, ProgrammeSolution } from './programme-solution.ts'
import { scaledProgramme } from './scaled-programme.ts'
import type { ScaledProgramme } from './scaled-programme.ts'

/** Limits of a solve. */
export interface ProgrammeOptions {
  /** Of wall clock, for the part that HiGHS does; 60 where absent, 5 at most where another answer is at hand. */
  readonly timeLimitSeconds?: number
  /** Proven relative gap at which a programme with integers is called optimal; 1e-9 where absent. */
  readonly relativeMipGap?: number
  /** `own`: the project's interior point without HiGHS, as a second opinion. */
  readonly solver?: 'highs' | 'own'
}

/** Residuals above which a point is no solution. */
const accepted = 1e-8
/** Residuals up to which the interior point's answer to a quadratic programme stands without asking HiGHS. */
const preferred = 1e-10
/** Residuals below which a point needs no polish. */
const sharp = 1e-13
/** Residuals above which a point of HiGHS is compared with that of the interior point, up to so many variables. */
const sharpEnough = 1e-11
const mostForSecond = 400
const shift = 1e-12

interface Candidate {
  readonly point: PrimalDualPoint
  readonly measured: MeasuredPoint
  readonly worst: number
}

/** `value` within its bounds, and on one where it lies no more than rounding from it. */
function snapped(value: number, low: number, high: number): number {
  if (low > -Infinity && value - low <= 1e-14 * (1 + Math.abs(low))) return low
  return high < Infinity && high - value <= 1e-14 * (1 + Math.abs(high)) ? high : value
}

function candidate(p: ProgrammeArrays, point: PrimalDualPoint): Candidate {
  const x = Float64Array.from(point.x, (value, j) => snapped(value, p.lower[j], p.upper[j]))
  const within = { x, rowDuals: point.rowDuals }
  const measured = measuredPoint(p, within)
  const worst = Math.max(measured.primal, measured.dual, measured.complementarity)
  return { point: within, measured, worst: Number.isNaN(worst) ? Infinity : worst }
}

/** The better of a point and what the active set that it touches makes of it. */
function polished(p: ProgrammeArrays, first: Candidate): Candidate {
  let best = first
  for (const tolerance of [1e-9, 1e-7, 1e-5]) {
    if (best.worst <= sharp) break
    const point = activeSetPoint(p, touchedBounds(p, first.point, tolerance), first.point, p.hessian ? shift : 1e-8, 20)
    if (!point) continue
    const next = candidate(p, point)
    if (next.worst < best.worst) best = next
  }
  return best
}

/** A point with the variables on those bounds that they are nearer to than their multiplier is to zero. */
function onBounds(p: ProgrammeArrays, first: Candidate): Candidate {
  const { boundDuals } = first.measured
  const x = first.point.x.map((value, j) => {
    const price = boundDuals[j]
    if (price > 0 && value - p.lower[j] <= Math.min(1e-9, price)) return p.lower[j]
    return price < 0 && p.upper[j] - value <= Math.min(1e-9, -price) ? p.upper[j] : value
  })
  return candidate(p, { x, rowDuals: first.point.rowDuals })
}

/** The point from the interior method, sharpened; undefined where it did not come near. */
function ownCandidate(p: ProgrammeArrays): Candidate | undefined {
  const point = interiorPoint(p)
  return point ? polished(p, onBounds(p, candidate(p, point))) : undefined
}

function solution(
  given: ProgrammeArrays,
  scaled: ScaledProgramme,
  { point, measured }: Candidate,
  method: ProgrammeSolution['method'],
  fallbackReason?: string,
): ProgrammeOutcome {
  const { columns, rows, objective } = scaled
  const x = Float64Array.from(point.x, (value, j) =>
    Math.min(Math.max(value * columns[j], given.lower[j]), given.upper[j]),
  )
  return {
    status: 'optimal',
    solution: {
      x,
      objective: objectiveAt(given, x),
      rowDuals: point.rowDuals.map((value, i) => (value * rows[i]) / objective),
      boundDuals: measured.boundDuals.map((value, j) =>
        x[j] > given.lower[j] && x[j] < given.upper[j] ? 0 : value / (objective * columns[j]),
      ),
      residuals: {
        primal: measured.primal,
        dual: measured.dual,
        complementarity: measured.complementarity,
        mipGap: null,
      },
      method,
      ...(fallbackReason === undefined ? {} : { fallbackReason }),
    },
  }
}

/** The start of the exchange without a hint: every variable free, only the equalities held. */
function coldStart(p: ProgrammeArrays): PrimalDualPoint | undefined {
  const point = { x: new Float64Array(p.n), rowDuals: new Float64Array(p.m) }
  const set = {
    variables: Int8Array.from(p.lower, (value, j) => (value === p.upper[j] ? -1 : 0)),
    rows: Int8Array.from(p.rowLower, (value, i) => (value === p.rowUpper[i] ? -1 : 0)),
  }
  return activeSetPoint(p, set, point, 0, 40)
}

/**
 * The optimum of a linear, convex quadratic or mixed-integer linear programme, with its shadow prices, or that there is none.
 *
 * The programme is scaled; a strictly convex quadratic one is tried by exchange of its active set, any quadratic one by the
 * project's interior point, whose answer stands where it meets the optimality conditions to 1e-10. All else goes to HiGHS;
 * the answer is sharpened on its active set and its conditions measured. Where they are not met to 1e-8 the interior point
 * has the last word, and the reason is recorded. With integers the continuous variables are optimal for the integers found.
 *
 * Throws `invalid-input` for entries that are not numbers or do not fit together and for a Hessian that is not
 * positive semidefinite (with its smallest eigenvalue), `unsupported` for integers together with a Hessian (see
 * `mixedIntegerQuadratic`), and `not-converged` where no method met the conditions. Source: Boyd & Vandenberghe, Convex
 * Optimization, 5.5.3 (the conditions). A dense quadratic programme of 500 variables takes tens of milliseconds.
 */
export function solvedProgramme(programme: Programme, options: ProgrammeOptions = {}): ProgrammeOutcome {
  const given = programmeArrays(programme)
  const scaled = scaledProgramme(given)
  if (given.integers.length > 0) return solvedWithIntegers(programme, given, scaled, options)
  const p = scaled.arrays
  let reason: string | undefined
  if (p.hessian && convexity(p, given) === 'strict' && options.solver !== 'own') {
    const point = coldStart(p)
    if (point) {
      const exchanged = candidate(p, point)
      if (exchanged.worst <= 1e-10) return solution(given, scaled, exchanged, 'active-set')
    }
  }
  // Of a quadratic programme the interior point comes first: dense factors cost it little, and HiGHS much.
  let own = p.hessian || options.solver === 'own' ? ownCandidate(p) : undefined
  if (own && own.worst <= preferred && options.solver !== 'own') return solution(given, scaled, own, 'interior-point')
  if (options.solver === 'own') reason = 'HiGHS was not asked'
  else {
    const patience = own && own.worst <= accepted ? 5 : 60
    const answer = settledAnswer(p, {
      ...options,
      timeLimitSeconds: Math.min(options.timeLimitSeconds ?? 60, patience),
    })
    if (answer.status === 'infeasible' || answer.status === 'unbounded') return { status: answer.status }
    if (answer.status === 'solved') {
      const first = candidate(p, answer)
      const best = first.worst <= sharp ? first : polished(p, first)
      reason = `the point of HiGHS meets the optimality conditions only to ${best.worst.toExponential(1)}`
      if (best.worst > sharpEnough && p.n <= mostForSecond) own ??= ownCandidate(p)
      if (best.worst <= accepted && !(own && own.worst < best.worst)) {
        return solution(given, scaled, best, 'highs')
      }
    } else reason = answer.status === 'failed' ? answer.reason : `HiGHS ended as ${answer.status}`
  }
  own ??= ownCandidate(p)
  if (own && own.worst <= accepted) return solution(given, scaled, own, 'interior-point', reason)
  const status = ownStatus(p)
  if (status) return { status }
  throw new TuttiError(
    'not-converged',
    `no method met the optimality conditions: ${reason}; the project's own method ${own ? `came to ${own.worst.toExponential(1)}` : 'did not converge'}. Look for figures of very different size or rows that nearly repeat one another`,
  )
}

/** HiGHS's answer, with the doubt between infeasible and unbounded settled by the programme without an objective. */
function settledAnswer(p: ProgrammeArrays, options: ProgrammeOptions): HighsAnswer {
  const limits = { timeLimitSeconds: options.timeLimitSeconds ?? 60, relativeMipGap: options.relativeMipGap ?? 1e-9 }
  const answer = highsAnswer(p, { ...limits, presolve: true })
  if (answer.status !== 'infeasible-or-unbounded') return answer
  const feasible = highsAnswer({ ...p, cost: new Float64Array(p.n), hessian: undefined }, { ...limits, presolve: true })
  return feasible.status === 'solved' ? { status: 'unbounded' } : feasible.status === 'infeasible' ? feasible : answer
}

/** What the project's own method can prove of a programme that it does not solve. */
function ownStatus(p: ProgrammeArrays): 'infeasible' | 'unbounded' | undefined {
  const elastic = elasticArrays(p)
  const point = ownCandidate(elastic)
  if (!point || point.worst > accepted) return undefined
  if (point.measured.objective > 1e-8) return 'infeasible'
  const ray = ownCandidate(programmeDirection(p))
  return ray && ray.worst <= accepted && ray.measured.objective < -1e-8 ? 'unbounded' : undefined
}

/** Least total violation of the rows within the bounds, as a programme: each row with two slacks. */
function elasticArrays(p: ProgrammeArrays): ProgrammeArrays {
  const { n, m } = p
  const total = n + 2 * m
  const filled = (base: Float64Array, value: number): Float64Array => {
    const out = new Float64Array(total).fill(value)
    out.set(base.subarray(0, n))
    return out
  }
  const indices: number[] = []
  const values: number[] = []
  const starts = new Int32Array(m + 1)
  for (let i = 0; i < m; i++) {
    for (let k = p.rowStarts[i]; k < p.rowStarts[i + 1]; k++) {
      indices.push(p.rowIndices[k])
      values.push(p.rowValues[k])
    }
    indices.push(n + 2 * i, n + 2 * i + 1)
    values.push(1, -1)
    starts[i + 1] = indices.length
  }
  return {
    ...p,
    n: total,
    cost: filled(new Float64Array(n), 1),
    hessian: undefined,
    lower: filled(p.lower, 0),
    upper: filled(p.upper, Infinity),
    rowStarts: starts,
    rowIndices: Int32Array.from(indices),
    rowValues: Float64Array.from(values),
    integers: new Int32Array(0),
  }
}

/** A programme with integers: HiGHS, then the continuous variables once more with the integers fixed at whole values. */
function solvedWithIntegers(
  programme: Programme,
  given: ProgrammeArrays,
  scaled: ScaledProgramme,
  options: ProgrammeOptions,
): ProgrammeOutcome {
  if (given.hessian) {
    throw new TuttiError(
      'unsupported',
      'a quadratic objective together with integers is solved by mixedIntegerQuadratic, not here',
      { field: 'integers', expected: 'no integers, or no Hessian' },
    )
  }
  const answer = settledAnswer(scaled.arrays, options)
  if (answer.status === 'infeasible' || answer.status === 'unbounded') return { status: answer.status }
  if (answer.status !== 'solved' && answer.status !== 'stopped') {
    throw new TuttiError(
      'not-converged',
      `the programme with integers was not solved: ${answer.status === 'failed' ? answer.reason : answer.status}; allow more time or a wider gap`,
    )
  }
  const lower = Float64Array.from(given.lower)
  const upper = Float64Array.from(given.upper)
  for (const j of given.integers) lower[j] = upper[j] = Math.round(answer.x[j] * scaled.columns[j])
  const rest = solvedProgramme(
    { ...programme, integers: [], lower, upper },
    { timeLimitSeconds: options.timeLimitSeconds ?? 60 },
  )
  if (rest.status !== 'optimal') {
    throw new TuttiError(
      'not-converged',
      'the point of HiGHS is whole only within its tolerance: with its integers rounded the programme has no solution; bring the coefficients nearer to one another in size',
    )
  }
  return {
    status: answer.status === 'stopped' ? 'stopped' : 'optimal',
    solution: {
      ...rest.solution,
      rowDuals: new Float64Array(given.m),
      boundDuals: new Float64Array(given.n),
      residuals: { ...rest.solution.residuals, dual: null, complementarity: null, mipGap: answer.mipGap },
      method: 'highs',
    },
  }
}
