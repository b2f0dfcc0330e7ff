import { integratedOrnsteinUhlenbeck } from './ornstein-uhlenbeck.ts'

/**
 * A trinomial tree of dx = -a x dt + sigma dW, x(0) = 0. At step i there are `width(i)` nodes, spaced by `spacing[i]`
 * from `lowest[i]` times it. Node k of step i branches to the nodes `target[i][k]` - 1, + 0, + 1 of the next.
 */
export interface TrinomialTree {
  readonly times: Float64Array
  readonly spacing: Float64Array
  readonly lowest: Int32Array
  readonly widths: Int32Array
  /** Index, in the next step, of the middle branch. */
  readonly target: readonly Int32Array[]
  readonly down: readonly Float64Array[]
  readonly middle: readonly Float64Array[]
  readonly up: readonly Float64Array[]
}

/**
 * The tree that matches mean and variance of every step exactly, on any increasing times from 0; all probabilities are
 * positive. Source: Hull & White, J. Derivatives 2 (1994), 7-16; Brigo & Mercurio (2006), appendix F.
 */
export function trinomialTree(a: number, sigma: number, times: Float64Array): TrinomialTree {
  const steps = times.length - 1
  const spacing = new Float64Array(steps + 1)
  const lowest = new Int32Array(steps + 1)
  const widths = new Int32Array(steps + 1)
  widths[0] = 1
  const target: Int32Array[] = []
  const down: Float64Array[] = []
  const middle: Float64Array[] = []
  const up: Float64Array[] = []
  for (let i = 0; i < steps; i++) {
    const { decay, stateVariance } = integratedOrnsteinUhlenbeck(a, sigma, times[i + 1] - times[i])
    const deviation = Math.sqrt(stateVariance)
    const next = deviation * Math.sqrt(3)
    spacing[i + 1] = next
    const width = widths[i]
    const goal = new Int32Array(width)
    const [d, m, u] = [new Float64Array(width), new Float64Array(width), new Float64Array(width)]
    let least = 0
    let most = 0
    for (let k = 0; k < width; k++) {
      const mean = (lowest[i] + k) * spacing[i] * decay
      const nearest = next === 0 ? 0 : Math.floor(mean / next + 0.5)
      const e = next === 0 ? 0 : (mean - nearest * next) / deviation
      goal[k] = nearest
      d[k] = (1 + e * e - e * Math.sqrt(3)) / 6
      m[k] = (2 - e * e) / 3
      u[k] = (1 + e * e + e * Math.sqrt(3)) / 6
      if (k === 0 || nearest < least) least = nearest
      if (k === 0 || nearest > most) most = nearest
    }
    lowest[i + 1] = least - 1
    widths[i + 1] = most - least + 3
    for (let k = 0; k < width; k++) goal[k] -= lowest[i + 1]
    target.push(goal)
    down.push(d)
    middle.push(m)
    up.push(u)
  }
  return { times, spacing, lowest, widths, target, down, middle, up }
}
