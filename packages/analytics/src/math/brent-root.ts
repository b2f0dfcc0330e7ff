import { TuttiError } from '../errors/index.ts'

export interface BrentRootOptions {
  /** Relative tolerance on the root (absolute within 1e-300 of zero); the default 1e-14 is near machine precision. */
  readonly tolerance?: number
  readonly maxIterations?: number
}

/**
 * Root of a continuous function in the bracket [low, high], where it changes sign.
 *
 * Inverse quadratic interpolation and secant steps, guarded by bisection.
 * Throws `invalid-input` where the ends do not bracket a root, `calculation-failed` where the function gives NaN,
 * `not-converged` past `maxIterations` (default 200). Source: R. P. Brent, Algorithms for Minimization without
 * Derivatives (1973), chapter 4.
 */
export function brentRoot(
  objective: (x: number) => number,
  low: number,
  high: number,
  options: BrentRootOptions = {},
): number {
  const { tolerance = 1e-14, maxIterations = 200 } = options
  const valueAt = (x: number): number => {
    const value = objective(x)
    if (Number.isNaN(value)) {
      throw new TuttiError('calculation-failed', `the function whose root is sought is not a number at ${x}`)
    }
    return value
  }
  let previous = low
  let best = high
  let previousValue = valueAt(previous)
  let bestValue = valueAt(best)
  if (previousValue === 0) return previous
  if (bestValue === 0) return best
  if (previousValue > 0 === bestValue > 0) {
    throw new TuttiError(
      'invalid-input',
      `[${low}, ${high}] brackets no root: the function is ${previousValue} and ${bestValue} at its ends`,
      { field: 'low, high', got: `${previousValue}, ${bestValue}`, expected: 'values of opposite sign' },
    )
  }
  let opposite = previous
  let oppositeValue = previousValue
  let step = best - previous
  let stepBefore = step
  for (let iteration = 0; iteration < maxIterations; iteration++) {
    if (Math.abs(oppositeValue) < Math.abs(bestValue)) {
      previous = best
      best = opposite
      opposite = previous
      previousValue = bestValue
      bestValue = oppositeValue
      oppositeValue = previousValue
    }
    const accuracy = 0.5 * tolerance * Math.abs(best) + 1e-300
    const halfway = 0.5 * (opposite - best)
    if (bestValue === 0 || Math.abs(halfway) <= accuracy) return best
    if (Math.abs(stepBefore) >= accuracy && Math.abs(previousValue) > Math.abs(bestValue)) {
      const s = bestValue / previousValue
      let p: number
      let q: number
      if (previous === opposite) {
        p = 2 * halfway * s
        q = 1 - s
      } else {
        const r = previousValue / oppositeValue
        const t = bestValue / oppositeValue
        p = s * (2 * halfway * r * (r - t) - (best - previous) * (t - 1))
        q = (r - 1) * (t - 1) * (s - 1)
      }
      if (p > 0) q = -q
      else p = -p
      if (2 * p < Math.min(3 * halfway * q - Math.abs(accuracy * q), Math.abs(stepBefore * q))) {
        stepBefore = step
        step = p / q
      } else {
        step = halfway
        stepBefore = halfway
      }
    } else {
      step = halfway
      stepBefore = halfway
    }
    previous = best
    previousValue = bestValue
    best += Math.abs(step) > accuracy ? step : Math.sign(halfway) * accuracy
    if (best === previous) return best
    bestValue = valueAt(best)
    if (bestValue > 0 === oppositeValue > 0) {
      opposite = previous
      oppositeValue = previousValue
      step = best - previous
      stepBefore = step
    }
  }
  throw new TuttiError(
    'not-converged',
    `no root to ${tolerance} in [${low}, ${high}] after ${maxIterations} iterations`,
  )
}
