import { boxOptimum } from './box-optimum.ts'
import { followedLine, refreshed, type BoxProblem, type BoxState } from './critical-line.ts'
import { inner, product, type RiskMatrix } from './risk-matrix.ts'

/** A corner of the frontier: the weights are linear in the risk tolerance between one and the next. */
export interface FrontierCorner {
  /** λ at which the corner maximises λ μ'w - ½w'Σw. */
  readonly riskTolerance: number
  readonly weights: Float64Array
  readonly expectedReturn: number
  readonly variance: number
}

/** Every efficient portfolio: those between neighbouring corners, and beyond the last along the ray. */
export interface BoxFrontier {
  /** By rising risk tolerance: the minimum variance portfolio first. */
  readonly corners: readonly FrontierCorner[]
  /** Change of the weights per unit of risk tolerance beyond the last corner; absent where the last has the highest return. */
  readonly ray: Float64Array | undefined
}

/**
 * Risk that is not that of the weights alone: w'Σw - 2 hedge'w + constant. With hedge Σb and constant b'Σb it is that of
 * the weights against a benchmark b, with the covariances to a liability and its variance that of the surplus.
 */
export interface RelativeRisk {
  readonly hedge: ArrayLike<number>
  readonly constant: number
  /** The benchmark's weights, where it is one: then risk contributions are those of the active weights. */
  readonly benchmark?: ArrayLike<number> | undefined
}

/** The frontier, or why the critical line does not give it. */
export type BoxFrontierOutcome =
  | { readonly status: 'traced'; readonly frontier: BoxFrontier }
  | { readonly status: 'infeasible' }
  | { readonly status: 'failed'; readonly reason: string }

/** How a frontier is followed. */
export interface FrontierOptions {
  /** False for the inefficient side, down to the lowest return; true where absent. */
  readonly upwards?: boolean
  readonly relative?: RelativeRisk | undefined
  /** Stops at the first corner for which it holds. */
  readonly until?: (corner: FrontierCorner) => boolean
}

/**
 * All efficient portfolios between bounds at a given budget, exactly, for a definite covariance: the critical line
 * followed from the minimum variance portfolio to the highest return. Source: Markowitz (1959); Niedermayer & Niedermayer (2006), Applying Markowitz's critical line algorithm.
 */
export function boxFrontier(
  problem: BoxProblem,
  expectedReturns: ArrayLike<number>,
  options: FrontierOptions = {},
): BoxFrontierOutcome {
  const { upwards = true, relative, until } = options
  const hedge = relative?.hedge ?? new Float64Array(problem.risk.size)
  const start = boxOptimum(problem, hedge)
  if (start.status !== 'optimal') return start
  const { state } = start
  const corners: FrontierCorner[] = [corner(problem, state, expectedReturns, 0, relative)]
  if (until?.(corners[0]) === true) return { status: 'traced', frontier: { corners, ray: undefined } }
  const line = {
    cost: hedge,
    direction: expectedReturns,
    from: 0,
    to: upwards ? Infinity : -Infinity,
  }
  const end = followedLine(problem, state, line, (tau) => {
    refreshed(problem, state, (i) => hedge[i] + tau * expectedReturns[i])
    const next = corner(problem, state, expectedReturns, tau, relative)
    const last = corners[corners.length - 1]
    if (Math.abs(tau - last.riskTolerance) <= 1e-13 * Math.abs(tau)) corners.pop()
    corners.push(next)
    return until?.(next) === true
  })
  if (end.status === 'failed') return end
  const ray = end.status === 'ray' && end.ray.some((rate) => rate !== 0) ? end.ray : undefined
  return { status: 'traced', frontier: { corners, ray } }
}

function corner(
  problem: BoxProblem,
  state: BoxState,
  expectedReturns: ArrayLike<number>,
  riskTolerance: number,
  relative?: RelativeRisk,
): FrontierCorner {
  const weights = Float64Array.from(state.weights, (weight, i) =>
    Math.min(Math.max(weight, problem.lower[i]), problem.upper[i]),
  )
  return frontierPoint(problem, weights, expectedReturns, riskTolerance, relative)
}

function frontierPoint(
  { risk }: BoxProblem,
  weights: Float64Array,
  expectedReturns: ArrayLike<number>,
  riskTolerance: number,
  relative?: RelativeRisk,
): FrontierCorner {
  return {
    riskTolerance,
    weights,
    expectedReturn: inner(expectedReturns, weights),
    variance: riskOf(risk, weights, relative),
  }
}

/** w'Σw - 2 hedge'w + constant, zero at least. */
export const riskOf = (risk: RiskMatrix, weights: ArrayLike<number>, relative?: RelativeRisk): number =>
  Math.max(
    0,
    inner(weights, product(risk, weights)) -
      (relative === undefined ? 0 : 2 * inner(relative.hedge, weights) - relative.constant),
  )

/** How far along a stretch w = start + s·change a wanted portfolio lies; undefined where it does not, at s < 0 or s > most. */
type Stopping = (stretch: Stretch) => number | undefined

/** Return a + bs and variance c + 2ds + es² along a stretch, 0 ≤ s ≤ most. */
interface Stretch {
  readonly a: number
  readonly b: number
  readonly c: number
  readonly d: number
  readonly e: number
  readonly most: number
}

/** The first portfolio of the frontier at which `stopping` stops, or undefined. */
function stopped(
  problem: BoxProblem,
  { corners, ray }: BoxFrontier,
  expectedReturns: ArrayLike<number>,
  relative: RelativeRisk | undefined,
  stopping: Stopping,
): FrontierCorner | undefined {
  for (let k = 0; k < corners.length; k++) {
    const from = corners[k]
    const to = corners.at(k + 1)
    const step = to === undefined ? 1 : to.riskTolerance - from.riskTolerance
    const change =
      to === undefined
        ? (ray ?? new Float64Array(problem.risk.size))
        : Float64Array.from(to.weights, (weight, i) => weight - from.weights[i])
    const most = to === undefined ? (ray === undefined ? 0 : Infinity) : 1
    const risky = product(problem.risk, change)
    const s = stopping({
      a: from.expectedReturn,
      b: inner(expectedReturns, change),
      c: from.variance,
      d: inner(from.weights, risky) - (relative === undefined ? 0 : inner(relative.hedge, change)),
      e: inner(change, risky),
      most,
    })
    if (s === undefined) continue
    const weights = Float64Array.from(from.weights, (weight, i) => weight + s * change[i])
    return frontierPoint(problem, weights, expectedReturns, from.riskTolerance + s * step, relative)
  }
  return undefined
}

/** The portfolio of the frontier with a given return; undefined where none has it. */
export const atReturn = (
  problem: BoxProblem,
  frontier: BoxFrontier,
  expectedReturns: ArrayLike<number>,
  target: number,
  relative?: RelativeRisk,
): FrontierCorner | undefined =>
  stopped(problem, frontier, expectedReturns, relative, ({ a, b, most }) => {
    if (a === target) return 0
    const s = (target - a) / b
    const slack = most === Infinity ? 0 : 1e-12
    return s >= 0 && s <= most + slack ? Math.min(s, most) : undefined
  })

/** The portfolio of the frontier with a given volatility; undefined where none has it. */
export const atVolatility = (
  problem: BoxProblem,
  frontier: BoxFrontier,
  expectedReturns: ArrayLike<number>,
  target: number,
  relative?: RelativeRisk,
): FrontierCorner | undefined =>
  stopped(problem, frontier, expectedReturns, relative, ({ c, d, e, most }) => {
    const gap = target ** 2 - c
    if (gap === 0) return 0
    if (gap < 0) return undefined
    // e s² + 2 d s = gap, d ≥ 0 on the efficient side.
    const s = gap / (d + Math.sqrt(Math.max(0, d * d + e * gap)))
    return s <= most * (1 + 1e-12) ? Math.min(s, most) : undefined
  })

/** The portfolio of highest (return - riskFree) / volatility; undefined where the ratio still grows along the ray. */
export const atHighestSharpe = (
  problem: BoxProblem,
  frontier: BoxFrontier,
  expectedReturns: ArrayLike<number>,
  riskFree: number,
  relative?: RelativeRisk,
): FrontierCorner | undefined =>
  stopped(problem, frontier, expectedReturns, relative, ({ a, b, c, d, e, most }) => {
    const excess = a - riskFree
    // The sign of d/ds of the ratio is that of b(c + 2ds + es²) - (excess + bs)(d + es) = (bc - excess d) + s(bd - excess e).
    const here = b * c - excess * d
    const rate = b * d - excess * e
    if (most === 0 || here <= 0) return 0
    if (rate >= 0) return undefined
    const s = here / -rate
    return s <= most ? s : undefined
  })
