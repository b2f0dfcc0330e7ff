import { requireFinite, requirePositive, TuttiError } from '../errors/index.ts'
import { brentRoot, gaussLegendre } from '../math/index.ts'
import { requireNonNegative } from '../statistics/index.ts'
import type { OuProcess } from './ou-trading.ts'

/** When to sell, and when to buy to sell later, at the highest expected discounted gain. */
export interface OuStopping {
  /** Sell at or above it. */
  readonly exit: number
  /** Buy at or below it; `null` where buying is never worth its cost. */
  readonly entry: number | null
  /** Expected discounted proceeds of holding at the level `at`, and of waiting to buy there. */
  readonly holdingValue: number
  readonly waitingValue: number
}

/**
 * Optimal double stopping of an Ornstein-Uhlenbeck process: V(x) = sup E e^(-r t)(X_t - sellCost) and J(x) = sup E e^(-r t)
 * (V(X_t) - X_t - buyCost), at a discount `rate` > 0 per unit of time, valued at the level `at`.
 *
 * Throws `calculation-failed` where the thresholds lie farther than 30 stationary deviations from the mean.
 * Source: Leung & Li, Int. J. of Theoretical and Applied Finance 18(3) (2015), theorems 4.2 and 4.5.
 */
export function ouStopping(
  process: OuProcess,
  costs: { readonly buyCost: number; readonly sellCost: number },
  rate: number,
  at: number,
): OuStopping {
  requirePositive(process.speed, 'speed')
  requirePositive(process.sigma, 'sigma')
  requireFinite(process.mean, 'mean')
  requirePositive(rate, 'rate')
  requireFinite(at, 'at')
  const buyCost = requireNonNegative(costs.buyCost, 'buyCost')
  const sellCost = requireNonNegative(costs.sellCost, 'sellCost')
  const deviation = process.sigma / Math.sqrt(2 * process.speed)
  const p = rate / process.speed
  const z = (x: number): number => (x - process.mean) / deviation
  // ln F and its slope in x; G(x) is F mirrored at the mean.
  const up = (x: number): Rising => rising(z(x), p)

  const excess = (b: number): number => deviation / up(b).slope - (b - sellCost)
  let high = Math.max(sellCost, process.mean) + deviation
  while (excess(high) > 0) {
    high += high - Math.min(sellCost, process.mean)
    if (z(high) > farthest) throw tooFar()
  }
  const low = Math.max(sellCost, process.mean - farthest * deviation)
  if (z(low) > farthest) throw tooFar()
  const exit = brentRoot(excess, low, high)
  const logAtExit = up(exit).log
  const value = (x: number): number => (x >= exit ? x - sellCost : (exit - sellCost) * Math.exp(up(x).log - logAtExit))

  // J = G max over d of (V - d - buyCost) / G: the best entry is where the logarithm of that ratio peaks.
  const gain = (d: number): number => value(d) - d - buyCost
  const logGain = (d: number): number => {
    const profit = gain(d)
    return profit > 0 ? Math.log(profit) - rising(-z(d), p).log : -Infinity
  }
  let entry: number | null = null
  let best = -Infinity
  const bottom = process.mean - farthestEntry * deviation
  const steps = 400
  for (let k = 0; k < steps; k++) {
    const d = bottom + ((Math.min(exit, process.mean + farthestEntry * deviation) - bottom) * k) / steps
    const candidate = logGain(d)
    if (candidate > best) {
      best = candidate
      entry = d
    }
  }
  if (entry !== null) {
    let left = entry - (exit - bottom) / steps
    let right = entry + (exit - bottom) / steps
    for (let k = 0; k < 100; k++) {
      const a = left + (right - left) / 3
      const b = right - (right - left) / 3
      if (logGain(a) > logGain(b)) right = b
      else left = a
    }
    entry = (left + right) / 2
    best = logGain(entry)
  }
  const waitingValue = entry === null ? 0 : at <= entry ? gain(at) : Math.exp(best + rising(-z(at), p).log)
  return { exit, entry, holdingValue: value(at), waitingValue }
}

const farthest = 30
const farthestEntry = 10

const tooFar = (): TuttiError =>
  new TuttiError('calculation-failed', `the best exit is more than ${farthest} stationary deviations from the mean`, {
    field: 'costs',
    got: 'costs, or a discount rate, out of scale with the process',
    expected: 'costs within a few stationary deviations of the process',
  })

interface Rising {
  /** ln F, up to a constant of p. */
  readonly log: number
  /** d ln F / dz. */
  readonly slope: number
}

const rule = gaussLegendre(48)
const panels = 6

/**
 * F(z) = int_0^inf u^(p-1) e^(z u - u^2/2) du, the increasing solution of f'' - z f' = p f. By parts p F = H(p+1) - z H(p) and F' = H(p),
 * H(q) = int u^q e^(z u - u^2/2) du, which has no singularity; integrated in u = s^3 around its peak.
 */
function rising(z: number, p: number): Rising {
  // Beyond the peak at max(z, 0) the integrand has fallen to e^-50 after 10 units (or sooner, for z below zero).
  const peak = Math.max(z, 0)
  const span = peak + (z < 0 ? (45 / (Math.sqrt(z * z + 90) - z)) * 2 : 10)
  const shift = 0.5 * peak * peak
  let slope = 0
  let value = 0
  const edge = Math.cbrt(span)
  for (let panel = 0; panel < panels; panel++) {
    const half = edge / (2 * panels)
    const centre = half * (2 * panel + 1)
    for (let i = 0; i < rule.nodes.length; i++) {
      const s = centre + half * rule.nodes[i]
      const u = s * s * s
      const weight = rule.weights[i] * half * 3 * s * s * u ** p * Math.exp(z * u - 0.5 * u * u - shift)
      slope += weight
      value += weight * (u - z)
    }
  }
  return { log: Math.log(value / p) + shift, slope: (p * slope) / value }
}
