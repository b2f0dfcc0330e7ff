import { TuttiError } from '../errors/index.ts'
import { intervalIndex } from './piecewise-cubic.ts'

/** The forward curve of Hagan and West: discrete forwards of the intervals and instantaneous forwards at the knots. */
export interface MonotoneConvexForwards {
  /** Times, the first 0. */
  readonly knots: Float64Array
  /** -ln P at the knots. */
  readonly areas: Float64Array
  /** Mean forward of each interval. */
  readonly discrete: Float64Array
  /** Instantaneous forward at each knot. */
  readonly instantaneous: Float64Array
}

/** A negative forward of this size is rounding. */
const rounding = 1e-14

/**
 * Forwards through -ln P (`areas`, 0 at the first of `knots`, which is 0) that keep each interval's mean forward, are
 * continuous, and are monotone and convex where the discrete forwards are. `positive` bounds them from below by 0 and
 * throws `infeasible` where a discrete forward is negative, since then no positive curve passes through the points.
 * Source: Hagan & West, Applied Mathematical Finance 13 (2006), 89-129, section 6; Wilmott (May 2008), 70-81.
 */
export function monotoneConvexForwards(
  knots: Float64Array,
  areas: Float64Array,
  positive: boolean,
): MonotoneConvexForwards {
  const n = knots.length - 1
  const discrete = new Float64Array(n)
  for (let i = 0; i < n; i++) {
    discrete[i] = (areas[i + 1] - areas[i]) / (knots[i + 1] - knots[i])
    if (positive && discrete[i] < 0) {
      if (discrete[i] > -rounding) {
        discrete[i] = 0
        continue
      }
      throw new TuttiError(
        'infeasible',
        `no curve with positive forwards passes through points whose mean forward from ${knots[i]} to ${knots[i + 1]} years is ${discrete[i]}: use an interpolation without that bound`,
        { field: 'interpolation', got: String(discrete[i]), expected: 'discount factors that do not increase' },
      )
    }
  }
  const instantaneous = new Float64Array(n + 1)
  for (let i = 1; i < n; i++) {
    const [before, after] = [knots[i] - knots[i - 1], knots[i + 1] - knots[i]]
    instantaneous[i] = (before * discrete[i] + after * discrete[i - 1]) / (before + after)
    if (positive) instantaneous[i] = bounded(instantaneous[i], 2 * Math.min(discrete[i - 1], discrete[i]))
  }
  if (n === 1) {
    instantaneous.fill(discrete[0])
  } else {
    instantaneous[0] = discrete[0] - (instantaneous[1] - discrete[0]) / 2
    instantaneous[n] = discrete[n - 1] - (instantaneous[n - 1] - discrete[n - 1]) / 2
    if (positive) {
      instantaneous[0] = bounded(instantaneous[0], 2 * discrete[0])
      instantaneous[n] = bounded(instantaneous[n], 2 * discrete[n - 1])
    }
  }
  return { knots, areas, discrete, instantaneous }
}

const bounded = (value: number, high: number): number => Math.min(Math.max(value, 0), high)

/** Instantaneous forward at `t`. */
export function monotoneConvexForward(forwards: MonotoneConvexForwards, t: number): number {
  const i = intervalIndex(forwards.knots, t)
  const x = (t - forwards.knots[i]) / (forwards.knots[i + 1] - forwards.knots[i])
  const mean = forwards.discrete[i]
  return mean + excess(forwards.instantaneous[i] - mean, forwards.instantaneous[i + 1] - mean, x, false)
}

/** -ln P at `t`. */
export function monotoneConvexArea(forwards: MonotoneConvexForwards, t: number): number {
  const i = intervalIndex(forwards.knots, t)
  const h = forwards.knots[i + 1] - forwards.knots[i]
  const x = (t - forwards.knots[i]) / h
  const mean = forwards.discrete[i]
  const over = excess(forwards.instantaneous[i] - mean, forwards.instantaneous[i + 1] - mean, x, true)
  return forwards.areas[i] + h * (mean * x + over)
}

/**
 * The function on [0, 1] with the end values g0 and g1 and integral 0 that stays monotone or has a single hump, at x, or
 * its integral from 0 to x.
 */
function excess(g0: number, g1: number, x: number, integral: boolean): number {
  if (x <= 0) return integral ? 0 : g0
  if (x >= 1) return integral ? 0 : g1
  if (g0 === 0 && g1 === 0) return 0
  const opposite = g0 * g1 <= 0
  const size = Math.abs(g0)
  if (opposite && Math.abs(g1) >= size / 2 && Math.abs(g1) <= 2 * size) {
    return integral
      ? g0 * x * (1 + x * (x - 2)) + g1 * x * x * (x - 1)
      : g0 * (1 + x * (3 * x - 4)) + g1 * x * (3 * x - 2)
  }
  if (opposite && Math.abs(g1) > 2 * size) {
    const corner = (g1 + 2 * g0) / (g1 - g0)
    if (x <= corner) return integral ? g0 * x : g0
    const y = (x - corner) / (1 - corner)
    return integral ? g0 * x + ((g1 - g0) * (1 - corner) * y ** 3) / 3 : g0 + (g1 - g0) * y * y
  }
  if (opposite) {
    const corner = (3 * g1) / (g1 - g0)
    if (x >= corner) return integral ? g1 * x + ((g0 - g1) * corner) / 3 : g1
    const y = (corner - x) / corner
    return integral ? g1 * x + ((g0 - g1) * corner * (1 - y ** 3)) / 3 : g1 + (g0 - g1) * y * y
  }
  const corner = g1 / (g1 + g0)
  const base = (-g0 * g1) / (g0 + g1)
  if (x <= corner) {
    const y = (corner - x) / corner
    return integral ? base * x + ((g0 - base) * corner * (1 - y ** 3)) / 3 : base + (g0 - base) * y * y
  }
  const y = (x - corner) / (1 - corner)
  return integral
    ? base * x + ((g0 - base) * corner) / 3 + ((g1 - base) * (1 - corner) * y ** 3) / 3
    : base + (g1 - base) * y * y
}
