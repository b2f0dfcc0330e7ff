import { requireFinite } from '../errors/index.ts'
import { brentRoot, symmetricEigensystem } from '../math/index.ts'
import { type EllipticalFactors, requireFactors } from './conditional-stress.ts'
import {
  lossByFactor,
  requirePosition,
  type ReverseStress,
  type StressedPosition,
  stressScenario,
} from './stress-scenario.ts'
import { whitenedFactors, whitenedVector } from './whitened-factors.ts'

/**
 * Reverse stress: the most likely moves of normal or Student t factors at which a linear or delta-gamma position loses at
 * least `targetLoss`: the point of that region nearest to the means by Mahalanobis distance.
 *
 * In whitened coordinates the problem is to minimise |y|^2 with one quadratic constraint, whose global solution is
 * y = mu (I - mu H)^-1 g with I - mu H positive semidefinite, found exactly from the eigenvalues of H. Where a second local
 * minimum exists (the other side of a position that loses both ways) it comes second. A target that the means lose already
 * has the means as its scenario.
 *
 * Singular covariances are allowed. Returns `unreachable` with the worst loss where no moves lose that much.
 * Sources: Glasserman, Kang & Kang, Quantitative Finance 15 (2015); Studer, ETH (1997) (maximum loss); Martinez, SIAM J.
 * Optimization 4 (1994) (local minima).
 */
export function reverseStress(
  factors: EllipticalFactors,
  position: StressedPosition,
  targetLoss: number,
): ReverseStress {
  const size = requireFactors(factors)
  requirePosition(position, size)
  requireFinite(targetLoss, 'targetLoss')
  const white = whitenedFactors(factors)
  const { means } = factors
  const rank = white.columns.length
  const { deltas, gammas } = position
  const gammaTimes = (v: ArrayLike<number>): number[] =>
    Array.from(deltas, (_, i) =>
      gammas === undefined ? 0 : Array.from(gammas[i]).reduce((sum, g, j) => sum + g * v[j], 0),
    )
  const atMeans = lossByFactor(position, means).reduce((sum, part) => sum + part, 0)
  const scenarioAt = (y: readonly number[]) =>
    stressScenario(
      factors,
      position,
      white.moves(y),
      y.reduce((sum, v) => sum + v * v, 0),
      rank,
    )
  const origin = white.columns.map(() => 0)
  if (atMeans >= targetLoss) return { status: 'reached', scenarios: [scenarioAt(origin)] }
  const curved = gammaTimes(means)
  const gradient = whitenedVector(
    white,
    Array.from(deltas, (delta, i) => -(delta + curved[i])),
  )
  const hessian = white.columns.map((column) => whitenedVector(white, gammaTimes(column)).map((value) => 0 - value))
  const symmetric = hessian.map((row, i) => row.map((value, j) => (value + hessian[j][i]) / 2))
  if (rank === 0) return { status: 'unreachable', worstLoss: atMeans, scenario: scenarioAt(origin) }
  const { eigenvalues, vectors } = symmetricEigensystem(symmetric, 'gammas')
  const b = eigenvalues.map((_, k) => gradient.reduce((sum, g, i) => sum + g * vectors[i][k], 0))
  const back = (u: readonly number[]): number[] => vectors.map((row) => row.reduce((sum, v, k) => sum + v * u[k], 0))
  const solution = nearestPoints(eigenvalues, b, targetLoss - atMeans)
  if (solution.worst !== undefined) {
    const scenario = scenarioAt(back(solution.worst))
    return { status: 'unreachable', worstLoss: scenario.loss, scenario }
  }
  return { status: 'reached', scenarios: solution.points.map((u) => scenarioAt(back(u))) }
}

/** A second scenario more than this many times as far out as the first, and standard deviations, is left out. */
const FARTHEST = 100

/**
 * Points u with b'u + u' diag(lambda) u / 2 >= need nearest to 0, the global one first; or the `worst` point where that is
 * never reached. `lambda` ascending, `need` > 0.
 */
function nearestPoints(
  lambda: readonly number[],
  b: readonly number[],
  need: number,
): { points: readonly (readonly number[])[]; worst?: readonly number[] } {
  const size = lambda.length
  const scale = Math.max(...lambda.map(Math.abs), 0)
  const slope = Math.hypot(...b)
  // Curvature that cannot matter at any distance the slope would take to lose the target.
  const negligible = slope > 0 ? Math.min(1e-14 * scale, (1e-14 * slope * slope) / need) : 1e-14 * scale
  const l = lambda.map((value) => (Math.abs(value) <= negligible ? 0 : value))
  const pointAt = (mu: number): number[] => b.map((value, k) => (mu * value) / (1 - mu * l[k]))
  const gainOf = (u: readonly number[]): number => u.reduce((sum, v, k) => sum + v * (b[k] + 0.5 * l[k] * v), 0)
  const gain = (mu: number): number => gainOf(pointAt(mu))
  const top = l[size - 1]
  if (top <= 0) {
    const bounded = l.every((value, k) => value < 0 || Math.abs(b[k]) <= 1e-14 * slope)
    const worst = b.map((value, k) => (l[k] < 0 ? -value / l[k] : 0))
    if (bounded && gainOf(worst) < need) return { points: [], worst }
    const high = upperMultiplier(gain, need)
    return high === undefined ? { points: [worst] } : { points: [pointAt(multiplier(gain, need, 0, high))] }
  }
  // With 1 / mu = top (1 + x) the point is b / (top - l + top x): x > 0 towards the global solution, x < 0 beyond the pole.
  const gaps = l.map((value) => (value >= top * (1 - 1e-12) ? 0 : top - value))
  const at = (x: number): number[] => b.map((value, k) => value / (gaps[k] + top * x))
  const gainAt = (x: number): number => gainOf(at(x))
  const topSlope = Math.hypot(...b.filter((_, k) => gaps[k] === 0))
  if (topSlope <= 1e-13 * Math.max(slope, Math.sqrt(2 * need * top))) {
    // The hard case: no slope along the strongest curvature. Where the rest is not enough, its two sides are equally likely.
    const rest = b.map((value, k) => (gaps[k] === 0 ? 0 : value / gaps[k]))
    const missing = need - gainOf(rest)
    if (missing >= 0) {
      const reach = Math.sqrt((2 * missing) / top)
      const side = (sign: number): number[] => rest.map((value, k) => (k === size - 1 ? sign * reach : value))
      return { points: reach > 0 ? [side(1), side(-1)] : [rest] }
    }
  }
  // The gain falls in x from infinity (or more than enough) at 0 to 0 at infinity.
  let low = 1
  while (gainAt(low) < need && low > 1e-200) low /= 16
  let high = Math.max(1, low)
  while (gainAt(high) > need && high < 1e200) high *= 16
  const root = brentRoot((z) => gainAt(Math.exp(z)) / need - 1, Math.log(low), Math.log(high), { tolerance: 1e-15 })
  const global = polished(at(Math.exp(root)), b, l, need)
  const second = otherSide(gaps, top, gainAt, need)
  if (second === undefined) return { points: [global] }
  const other = polished(at(second), b, l, need)
  // So far out that it cannot happen, and its loss is a difference of figures without digits.
  if (Math.hypot(...other) > FARTHEST * Math.max(1, Math.hypot(...global))) return { points: [global] }
  return { points: [global, other] }
}

/** The point moved along itself so that it loses the target to rounding. */
function polished(u: readonly number[], b: readonly number[], l: readonly number[], need: number): number[] {
  let point = [...u]
  for (let k = 0; k < 2; k++) {
    const gain = point.reduce((sum, v, i) => sum + v * (b[i] + 0.5 * l[i] * v), 0)
    const slope = point.reduce((sum, v, i) => sum + v * (b[i] + l[i] * v), 0)
    const factor = 1 + (need - gain) / slope
    if (!(Math.abs(factor - 1) < 1e-3)) break
    point = point.map((v) => v * factor)
  }
  return point
}

/** Root of gain(mu) = need between two multipliers. */
function multiplier(gain: (mu: number) => number, need: number, low: number, high: number): number {
  return brentRoot((mu) => gain(mu) / need - 1, low, high, { tolerance: 1e-15 })
}

/** A multiplier at which the gain is enough; undefined where it is reached in the limit alone. */
function upperMultiplier(gain: (mu: number) => number, need: number): number | undefined {
  for (let mu = 1e-12; mu < 1e280; mu *= 8) if (gain(mu) >= need) return mu
  return undefined
}

/**
 * Place of the local minimum beyond the first pole, where there is one: on the falling branch next to that pole, before the
 * next one.
 */
function otherSide(
  gaps: readonly number[],
  top: number,
  gainAt: (x: number) => number,
  need: number,
): number | undefined {
  // With several directions of the strongest curvature the second point can be turned into the first: no local minimum.
  if (gaps.filter((gap) => gap === 0).length > 1) return undefined
  const end = Math.min(1, ...gaps.filter((gap) => gap > 0).map((gap) => gap / top))
  let low = Math.min(1e-18, end * 1e-6)
  let before = gainAt(-low)
  if (!(before > need)) return undefined
  // Convex between the poles: walk up from the first one until the gain no longer falls.
  for (let x = low * 1.1; x < end; x *= 1.1) {
    const gain = gainAt(-x)
    if (gain <= need) return -brentRoot((y) => gainAt(-y) / need - 1, low, x, { tolerance: 1e-30 })
    if (gain > before) return undefined
    before = gain
    low = x
  }
  return undefined
}
