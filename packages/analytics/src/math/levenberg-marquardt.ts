import { TuttiError, requireSample } from '../errors/index.ts'
import { dampedStep } from './damped-step.ts'

/** A sum of squares to be made small, within bounds. */
export interface LeastSquaresProblem {
  /** Writes the residuals at `x` to `out` (length `residualCount`); reads `x`, keeps neither. NaN marks a point outside. */
  readonly residuals: (x: Float64Array, out: Float64Array) => void
  readonly residualCount: number
  /** First point; moved into the bounds if it lies outside. */
  readonly start: ArrayLike<number>
  /** Lower bounds, one a coordinate; -Infinity for none. */
  readonly lower?: ArrayLike<number>
  /** Upper bounds, one a coordinate; Infinity for none. */
  readonly upper?: ArrayLike<number>
  /** Writes dr_i/dx_j at `x` to `out[i * n + j]`; without it differences of the residuals, central where bounds allow. */
  readonly jacobian?: (x: Float64Array, out: Float64Array) => void
  /** Default 200. */
  readonly maxIterations?: number
  /** Stop when a step lowers the cost by less than this, relatively; default 1e-15. */
  readonly costTolerance?: number
  /** Stop when a step moves the scaled point by less than this, relatively; default 1e-12. */
  readonly stepTolerance?: number
  /** Stop when the residuals' cosine to every free column of the Jacobian is below this; default 1e-12. */
  readonly gradientTolerance?: number
}

/** A local least-squares fit. */
export interface LeastSquaresFit {
  readonly x: Float64Array
  readonly residuals: Float64Array
  /** Half the sum of squared residuals. */
  readonly cost: number
  readonly iterations: number
  /** Calls of `residuals`, those for differences included. */
  readonly evaluations: number
  readonly converged: boolean
  /** Which test ended the search. */
  readonly reason: 'residuals' | 'gradient' | 'step' | 'cost' | 'iterations'
  /** dr_i/dx_j at `x` as `jacobian[i * n + j]`. */
  readonly jacobian: Float64Array
  /** Coordinates that lie on a bound and would leave it. */
  readonly atBound: readonly boolean[]
}

const LARGEST_DAMPING = 1e20
const SMALLEST_DAMPING = 1e-20

/**
 * Local minimum of half the sum of squared residuals by the Levenberg-Marquardt method with box bounds. Deterministic.
 *
 * Each step solves the damped linearised problem over the coordinates that are free (not held by a bound) by a
 * Householder QR, so that an ill-conditioned Jacobian loses no more digits than it must, then is cut to the box; the
 * damping follows the ratio of the actual to the predicted gain. A trial with residuals that are not finite is rejected
 * as too far. Returns the best point with `converged` false past `maxIterations`.
 *
 * Throws `invalid-input` for empty, unordered or wrongly sized arguments or residuals not finite at the start,
 * `calculation-failed` for a Jacobian that is not finite.
 * Sources: J. J. Moré, Lecture Notes in Mathematics 630 (1978), 105-116; H. B. Nielsen, IMM-REP-1999-05 (damping).
 */
export function leastSquares(problem: LeastSquaresProblem): LeastSquaresFit {
  const { residualCount: m, maxIterations = 200 } = problem
  const { costTolerance = 1e-15, stepTolerance = 1e-12, gradientTolerance = 1e-12 } = problem
  const { lower, upper } = bounds(problem)
  const n = lower.length
  let x = Float64Array.from(problem.start, (value, j) => Math.min(Math.max(value, lower[j]), upper[j]))
  let r = new Float64Array(m)
  let trialResiduals = new Float64Array(m)
  let trial = new Float64Array(n)
  const jacobian = new Float64Array(m * n)
  const differences = problem.jacobian === undefined ? differenceJacobian(problem, lower, upper) : undefined
  let evaluations = 1
  problem.residuals(x, r)
  let cost = halfSquares(r)
  if (!Number.isFinite(cost)) {
    const at = r.findIndex((value) => !Number.isFinite(value))
    throw new TuttiError('invalid-input', `residual ${at} is ${r[at]} at the start; start where all are finite`, {
      field: 'start',
      got: `[${x.join(', ')}]`,
      expected: 'a point with finite residuals',
    })
  }
  const scale = new Float64Array(n)
  const gradient = new Float64Array(n)
  const free = new Array<boolean>(n).fill(true)
  let damping = 1e-3
  let growth = 2
  let reason: LeastSquaresFit['reason'] = 'iterations'
  let iterations = 0

  const linearise = (): void => {
    if (problem.jacobian === undefined) evaluations += differences!(x, r, jacobian)
    else problem.jacobian(x, jacobian)
    requireFiniteJacobian(jacobian, n, x)
  }
  /** Fills gradient, scale and free; returns the largest cosine between the residuals and a free column. */
  const slopes = (): number => {
    const size = Math.sqrt(2 * cost)
    let largest = 0
    for (let j = 0; j < n; j++) {
      let dot = 0
      let squares = 0
      for (let i = 0; i < m; i++) {
        const entry = jacobian[i * n + j]
        dot += entry * r[i]
        squares += entry * entry
      }
      const norm = Math.sqrt(squares)
      gradient[j] = dot
      scale[j] = Math.max(scale[j], norm)
      free[j] = lower[j] < upper[j] && !(x[j] <= lower[j] && dot > 0) && !(x[j] >= upper[j] && dot < 0)
      if (free[j] && norm > 0 && size > 0) largest = Math.max(largest, Math.abs(dot) / (norm * size))
    }
    return largest
  }

  linearise()
  for (;;) {
    const steepness = slopes()
    if (cost === 0) reason = 'residuals'
    else if (steepness <= gradientTolerance) reason = 'gradient'
    if (reason !== 'iterations' || iterations >= maxIterations) break
    let moved = false
    while (!moved && iterations < maxIterations) {
      iterations++
      const step = dampedStep(jacobian, r, scale, free, damping)
      let scaledStep = 0
      let scaledPoint = 0
      for (let j = 0; j < n; j++) {
        trial[j] = Math.min(Math.max(x[j] + step[j], lower[j]), upper[j])
        step[j] = trial[j] - x[j]
        const weight = scale[j] || 1
        scaledStep += (weight * step[j]) ** 2
        scaledPoint += (weight * x[j]) ** 2
      }
      const predicted = predictedGain(jacobian, r, step)
      problem.residuals(trial, trialResiduals)
      evaluations++
      const trialCost = halfSquares(trialResiduals)
      const gain = cost - trialCost
      const isBetter = gain > 0 && predicted > 0
      if (Math.sqrt(scaledStep) <= stepTolerance * Math.sqrt(scaledPoint)) reason = 'step'
      else if (Math.abs(gain) <= costTolerance * cost && predicted <= costTolerance * cost) reason = 'cost'
      if (isBetter) {
        ;[x, trial] = [trial, x]
        ;[r, trialResiduals] = [trialResiduals, r]
        cost = trialCost
        damping = Math.max(
          damping * Math.max(1 / 3, 1 - (2 * Math.min(gain / predicted, 2) - 1) ** 3),
          SMALLEST_DAMPING,
        )
        growth = 2
        moved = true
      } else {
        damping *= growth
        growth *= 2
        if (damping > LARGEST_DAMPING) reason = 'step'
      }
      if (reason !== 'iterations') break
    }
    if (moved) linearise()
    if (reason !== 'iterations') {
      slopes()
      break
    }
  }
  const atBound = free.map((isFree, j) => !isFree && lower[j] < upper[j])
  return {
    x,
    residuals: r,
    cost,
    iterations,
    evaluations,
    converged: reason !== 'iterations',
    reason,
    jacobian,
    atBound,
  }
}

function bounds(problem: LeastSquaresProblem): { lower: ArrayLike<number>; upper: ArrayLike<number> } {
  const { start, residualCount } = problem
  requireSample(start, 1, 'start')
  if (!(Number.isInteger(residualCount) && residualCount >= 1)) {
    throw new TuttiError('invalid-input', `residualCount must be a whole number of at least 1, got ${residualCount}`, {
      field: 'residualCount',
      got: String(residualCount),
      expected: 'at least one residual',
    })
  }
  const n = start.length
  const { lower = new Float64Array(n).fill(-Infinity), upper = new Float64Array(n).fill(Infinity) } = problem
  for (let j = 0; j < n; j++) {
    if (lower.length === n && upper.length === n && lower[j] <= upper[j]) continue
    throw new TuttiError('invalid-input', `coordinate ${j} needs bounds with lower <= upper`, {
      field: `lower[${j}], upper[${j}]`,
      got: `${lower[j]}, ${upper[j]}`,
      expected: `${n} bounds each, lower <= upper`,
    })
  }
  return { lower, upper }
}

function halfSquares(values: Float64Array): number {
  let sum = 0
  for (let i = 0; i < values.length; i++) sum += values[i] * values[i]
  return Number.isFinite(sum) ? 0.5 * sum : Infinity
}

/** What the linearised problem promises for a step: -(g's + |J s|^2 / 2). */
function predictedGain(jacobian: Float64Array, residuals: Float64Array, step: Float64Array): number {
  const n = step.length
  let gain = 0
  for (let i = 0; i < residuals.length; i++) {
    let change = 0
    for (let j = 0; j < n; j++) change += jacobian[i * n + j] * step[j]
    gain -= change * (residuals[i] + 0.5 * change)
  }
  return gain
}

function requireFiniteJacobian(jacobian: Float64Array, n: number, x: Float64Array): void {
  const at = jacobian.findIndex((value) => !Number.isFinite(value))
  if (at === -1) return
  const [i, j] = [Math.floor(at / n), at % n]
  throw new TuttiError(
    'calculation-failed',
    `the derivative of residual ${i} by coordinate ${j} is ${jacobian[at]} at [${x.join(', ')}]; bound the coordinates`,
    { field: `jacobian[${i}][${j}]`, got: String(jacobian[at]), expected: 'a finite number' },
  )
}

/** Fills a Jacobian by differences and returns how many residual calls it took: central, one-sided beside a bound. */
function differenceJacobian(
  problem: LeastSquaresProblem,
  lower: ArrayLike<number>,
  upper: ArrayLike<number>,
): (x: Float64Array, r: Float64Array, out: Float64Array) => number {
  const m = problem.residualCount
  const n = lower.length
  const above = new Float64Array(m)
  const below = new Float64Array(m)
  const point = new Float64Array(n)
  const write = (out: Float64Array, j: number, high: Float64Array, low: Float64Array, width: number): boolean => {
    let isFinite = true
    for (let i = 0; i < m; i++) {
      out[i * n + j] = (high[i] - low[i]) / width
      isFinite &&= Number.isFinite(out[i * n + j])
    }
    return isFinite
  }
  return (x, r, out) => {
    let calls = 0
    point.set(x)
    const at = (j: number, value: number, target: Float64Array): void => {
      point[j] = value
      problem.residuals(point, target)
      point[j] = x[j]
      calls++
    }
    for (let j = 0; j < n; j++) {
      const room = Math.min(upper[j] - lower[j], 1e300)
      const central = Math.min(6e-6 * (Math.abs(x[j]) + 1e-3), room / 4)
      const high = x[j] + central
      const low = x[j] - central
      if (central > 0 && high <= upper[j] && low >= lower[j]) {
        at(j, high, above)
        at(j, low, below)
        if (write(out, j, above, below, high - low)) continue
      }
      const side = Math.min(1.5e-8 * (Math.abs(x[j]) + 1e-3), room / 4)
      if (side === 0) {
        for (let i = 0; i < m; i++) out[i * n + j] = 0
        continue
      }
      const beside = x[j] + side <= upper[j] ? x[j] + side : x[j] - side
      at(j, beside, above)
      if (write(out, j, above, r, beside - x[j]) || x[j] - side < lower[j]) continue
      at(j, x[j] - side, below)
      write(out, j, r, below, side)
    }
    return calls
  }
}
