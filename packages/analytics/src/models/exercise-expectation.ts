import { gaussLegendre } from '../math/index.ts'
import { splineAt, type UniformSpline } from './uniform-spline.ts'

const farthest = 7.5
const rule = gaussLegendre(32)
const { nodes, weights } = rule
const invSqrtTwoPi = 0.3989422804014326779

/** Where one spline crosses another, between nodes: at the ends of the pieces on which the larger one is smooth. */
export function crossings(first: UniformSpline, second: UniformSpline): number[] {
  const { low, step, values } = first
  const gap = (i: number): number => values[i] - second.values[i]
  const found: number[] = []
  for (let i = 1; i < values.length; i++) {
    const [before, after] = [gap(i - 1), gap(i)]
    if (before === 0 || before > 0 === after > 0 || after === 0) continue
    let [left, right] = [low + (i - 1) * step, low + i * step]
    for (let bisection = 0; bisection < 40; bisection++) {
      const centre = 0.5 * (left + right)
      if (splineAt(first, centre) - splineAt(second, centre) > 0 === before > 0) left = centre
      else right = centre
    }
    found.push(0.5 * (left + right))
  }
  return found
}

/**
 * Expectation of the larger of two splines at `mean` + `deviation` Z, Z standard normal and `deviation` > 0: each piece
 * between the crossings by a 32-point rule, so that the kinks cost no accuracy.
 */
export function expectedMaximum(
  first: UniformSpline,
  second: UniformSpline,
  kinks: readonly number[],
  mean: number,
  deviation: number,
): number {
  let sum = 0
  let from = -farthest
  for (let piece = 0; piece <= kinks.length; piece++) {
    const to = piece < kinks.length ? Math.min(Math.max((kinks[piece] - mean) / deviation, from), farthest) : farthest
    if (to > from) {
      const half = 0.5 * (to - from)
      const centre = 0.5 * (to + from)
      let part = 0
      for (let k = 0; k < nodes.length; k++) {
        const z = centre + half * nodes[k]
        const x = mean + deviation * z
        part += weights[k] * Math.exp(-0.5 * z * z) * Math.max(splineAt(first, x), splineAt(second, x))
      }
      sum += half * part
    }
    from = to
  }
  return invSqrtTwoPi * sum
}
