import { uniformStream } from '../random/index.ts'
import type { ParameterLayout } from './markov-switching-layout.ts'
import type { ScaledRegression } from './scaled-regression.ts'

/** Stream number of the random starts. */
const START_STREAM = 41

/**
 * Points from which the likelihood is climbed: observations are put into regimes by the size of their residual, of its
 * absolute value and of moving averages of both, then `count` times at random in blocks; each regime starts at the moments
 * of its own observations.
 */
export function switchingStarts(
  { residuals, coefficients, interceptColumn }: ScaledRegression,
  layout: ParameterLayout,
  seed: number,
  count: number,
): Float64Array[] {
  const { regimes } = layout
  const n = residuals.length
  const sizes = residuals.map(Math.abs)
  const orders = regimes === 1 ? [residuals] : [1, 5, 21].flatMap((w) => [smoothed(residuals, w), smoothed(sizes, w)])
  const uniform = uniformStream(seed, START_STREAM, 0)
  const random = regimes > 1 ? count : 0
  for (let r = 0; r < random; r++) {
    const length = 2 + Math.floor(uniform() * Math.min(40, n / 4))
    const level = new Float64Array(n)
    let value = uniform()
    for (let t = 0; t < n; t++) {
      if (uniform() < 1 / length) value = uniform()
      level[t] = value
    }
    orders.push(level)
  }
  return orders.map((order) => {
    const regimeOf = quantileGroups(order, regimes)
    const start = layout.blank()
    const total = residuals.reduce((sum, e) => sum + e * e, 0) / n
    const stay = 0.9
    for (let i = 0; i < regimes; i++) {
      for (let j = 0; j < regimes; j++) {
        start.transition[i * regimes + j] = i === j ? stay : (1 - stay) / (regimes - 1 || 1)
      }
      if (regimes === 1) start.transition[0] = 1
      let members = 0
      let sum = 0
      let squares = 0
      for (let t = 0; t < n; t++) {
        if (regimeOf[t] !== i) continue
        members++
        sum += residuals[t]
        squares += residuals[t] * residuals[t]
      }
      const centre = members > 0 ? sum / members : 0
      coefficients.forEach((value, j) => (start.coefficients[i][j] = value))
      const shifts = interceptColumn >= 0 && layout.switching.coefficients[interceptColumn]
      if (shifts) start.coefficients[i][interceptColumn] += centre
      const own = members > 1 ? squares / members - (shifts ? centre * centre : 0) : total
      start.variances[i] = layout.switching.variance ? Math.max(own, 0.05 * total) : 0.7 * total
      layout.switching.coefficients.forEach((switches, j) => {
        if (switches && j !== interceptColumn) start.coefficients[i][j] += 0.3 * (2 * uniform() - 1)
      })
    }
    return layout.vector(start)
  })
}

/** Centred moving averages over `width` values, shorter at the ends. */
function smoothed(values: Float64Array, width: number): Float64Array {
  const half = (width - 1) / 2
  return values.map((_, t) => {
    const from = Math.max(0, t - half)
    const to = Math.min(values.length - 1, t + half)
    let sum = 0
    for (let i = from; i <= to; i++) sum += values[i]
    return sum / (to - from + 1)
  })
}

/** The group, 0 to groups - 1, of each value by its rank. */
function quantileGroups(values: Float64Array, groups: number): Int32Array {
  const ranked = Array.from(values, (_, t) => t).sort((a, b) => values[a] - values[b])
  const out = new Int32Array(values.length)
  ranked.forEach((t, rank) => (out[t] = Math.floor((rank * groups) / values.length)))
  return out
}
