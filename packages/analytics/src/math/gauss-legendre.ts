import { TuttiError } from '../errors/index.ts'

export interface QuadratureRule {
  /** Nodes in (-1, 1), ascending. */
  readonly nodes: Float64Array
  /** Positive weights that sum to 2. */
  readonly weights: Float64Array
}

/**
 * Gauss-Legendre rule with `order` nodes on [-1, 1]: exact for polynomials up to degree 2 order - 1.
 * Nodes by Newton's method on the Legendre recurrence, accurate to about 1e-15. Throws `invalid-input` unless
 * `order` is an integer in [1, 10000]. Source: Abramowitz & Stegun 25.4.29.
 */
export function gaussLegendre(order: number): QuadratureRule {
  if (!Number.isInteger(order) || order < 1 || order > 10_000) {
    throw new TuttiError('invalid-input', `order must be an integer in [1, 10000], got ${order}`, {
      field: 'order',
      got: String(order),
      expected: 'an integer in [1, 10000]',
    })
  }
  const nodes = new Float64Array(order)
  const weights = new Float64Array(order)
  for (let i = 0; i < Math.ceil(order / 2); i++) {
    let x = Math.cos((Math.PI * (i + 0.75)) / (order + 0.5))
    let derivative = 0
    for (let iteration = 0; iteration < 100; iteration++) {
      let value = 1
      let before = 0
      for (let n = 1; n <= order; n++) {
        const beforeThat = before
        before = value
        value = ((2 * n - 1) * x * before - (n - 1) * beforeThat) / n
      }
      derivative = (order * (x * value - before)) / (x * x - 1)
      const change = value / derivative
      x -= change
      if (Math.abs(change) < 1e-15) break
    }
    if (2 * i + 1 === order) x = 0
    const weight = 2 / ((1 - x * x) * derivative * derivative)
    nodes[i] = -x
    nodes[order - 1 - i] = x
    weights[i] = weight
    weights[order - 1 - i] = weight
  }
  return { nodes, weights }
}
