import type { PortfolioLimits } from '../optimisation/index.ts'
import { addLines, transposed } from './matrix-lines.ts'
import type { ScenarioSet } from './scenario-set.ts'
import { tailMean } from './scenario-risk.ts'

/** A portfolio near the one of least CVaR, and the tail that weighs against it. */
export interface SaddleStart {
  readonly weights: Float64Array
  /** Probabilities of the worst tail for the weights: at most p/(1-c) each, adding up to 1. */
  readonly tail: Float64Array
}

const ITERATIONS = 300

/**
 * A rough solution of min over w max over q of Σ qₛ lossₛ(w) - tilt'w: weights within their bounds and sum, q the worst
 * tail, by the primal-dual hybrid gradient method with averaging restarts. It only decides where an exact method starts, so
 * that other limits are left aside.
 *
 * Sources: Chambolle and Pock (2011), A first-order primal-dual algorithm for convex problems; Applegate et al. (2021),
 * Practical large-scale linear programming using primal-dual hybrid gradient.
 */
export function saddleStart(
  scenarios: ScenarioSet,
  confidence: number,
  limits: PortfolioLimits,
  tilt: Float64Array,
): SaddleStart {
  const { assets, count, returns, probabilities } = scenarios
  const total = Number.isFinite(limits.budget.lower) ? limits.budget.lower : Math.min(1, limits.budget.upper)
  const span = 10 * Math.max(1, Math.abs(total))
  const low = Float64Array.from(limits.minWeights, (bound) => Math.max(bound, -span))
  const high = Float64Array.from(limits.maxWeights, (bound) => Math.min(bound, span))
  const none = new Float64Array(count)
  const most = probabilities.map((p) => p / (1 - confidence))
  const byAssets = transposed(returns, count, assets)
  const all = Int32Array.from({ length: Math.max(assets, count) }, (_, k) => k)
  const step = 0.95 / Math.max(1e-300, largestSingularValue(scenarios, byAssets, all))
  const weights = new Float64Array(assets)
  projectOnSum(new Float64Array(assets), low, high, total, weights)
  const tail = Float64Array.from(probabilities)
  const next = new Float64Array(assets)
  const moved = new Float64Array(assets)
  const scores = new Float64Array(count)
  const sum = new Float64Array(assets)
  const items = new Int32Array(Math.max(assets, count))
  const factors = new Float64Array(Math.max(assets, count))
  let averaged = 0
  let best = { value: Infinity, weights: Float64Array.from(weights) }
  const value = (w: Float64Array): number => {
    let tilted = 0
    for (let i = 0; i < assets; i++) tilted += tilt[i] * w[i]
    const losses = new Float64Array(count)
    addLines(
      losses,
      byAssets,
      count,
      all,
      w.map((weight) => -weight),
      assets,
    )
    return tailMean(losses, probabilities, confidence).mean - tilted
  }
  for (let k = 0; k < ITERATIONS; k++) {
    for (let i = 0; i < assets; i++) moved[i] = weights[i] + step * tilt[i]
    let held = 0
    for (let s = 0; s < count; s++) {
      if (tail[s] === 0) continue
      items[held] = s
      factors[held++] = step * tail[s]
    }
    addLines(moved, returns, assets, items, factors, held)
    projectOnSum(moved, low, high, total, next)
    held = 0
    for (let i = 0; i < assets; i++) {
      const ahead = 2 * next[i] - weights[i]
      if (ahead === 0) continue
      items[held] = i
      factors[held++] = -step * ahead
    }
    scores.set(tail)
    addLines(scores, byAssets, count, items, factors, held)
    projectOnSum(scores, none, most, 1, tail)
    weights.set(next)
    averaged++
    for (let i = 0; i < assets; i++) sum[i] += weights[i]
    if (averaged < Math.max(20, 0.3 * k) && k < ITERATIONS - 1) continue
    const mean = sum.map((item) => item / averaged)
    const [atMean, atLast] = [value(mean), value(weights)]
    if (atMean < atLast) weights.set(mean)
    if (Math.min(atMean, atLast) < best.value)
      best = { value: Math.min(atMean, atLast), weights: Float64Array.from(weights) }
    sum.fill(0)
    averaged = 0
  }
  return { weights: best.weights, tail }
}

/** Norm of the matrix of returns, from a few power iterations and a margin for what they miss. */
function largestSingularValue(
  { assets, count, returns }: ScenarioSet,
  byAssets: Float64Array,
  all: Int32Array,
): number {
  let v = new Float64Array(assets).fill(1 / Math.sqrt(assets))
  let norm = 0
  for (let k = 0; k < 4; k++) {
    const product = new Float64Array(count)
    addLines(product, byAssets, count, all, v, assets)
    const next = new Float64Array(assets)
    addLines(next, returns, assets, all, product, count)
    let length = 0
    for (let i = 0; i < assets; i++) length += next[i] * next[i]
    length = Math.sqrt(length)
    if (!(length > 0)) break
    norm = Math.sqrt(length)
    v = next.map((item) => item / length)
  }
  return 1.1 * norm
}

/**
 * out = the point nearest to v between the bounds whose entries add up to `total`: Newton's method on their common shift,
 * of which the sum is a piecewise linear function, kept between bounds.
 */
function projectOnSum(v: Float64Array, low: Float64Array, high: Float64Array, total: number, out: Float64Array): void {
  let left = Infinity
  let right = -Infinity
  for (let i = 0; i < v.length; i++) {
    left = Math.min(left, v[i] - high[i])
    right = Math.max(right, v[i] - low[i])
  }
  let shift = 0.5 * (left + right)
  for (let k = 0; k < 80; k++) {
    let excess = -total
    let free = 0
    for (let i = 0; i < v.length; i++) {
      const moved = v[i] - shift
      if (moved < low[i]) excess += low[i]
      else if (moved > high[i]) excess += high[i]
      else {
        excess += moved
        free++
      }
    }
    if (excess === 0) break
    if (excess > 0) left = shift
    else right = shift
    const newton = shift + excess / free
    const next = free > 0 && newton > left && newton < right ? newton : 0.5 * (left + right)
    const isSame = Math.abs(next - shift) <= 1e-15 * Math.max(Math.abs(left), Math.abs(right))
    shift = next
    if (isSame) break
  }
  for (let i = 0; i < v.length; i++) {
    const moved = v[i] - shift
    out[i] = moved < low[i] ? low[i] : moved > high[i] ? high[i] : moved
  }
}
