import { TuttiError } from '../errors/index.ts'

/** Throws `invalid-input` naming `field` unless `value` is a whole number of at least 1; returns it. */
export function requireCount(value: number, field: string): number {
  if (!Number.isSafeInteger(value) || value < 1) {
    throw new TuttiError('invalid-input', `${field} must be a whole number of at least 1, got ${value}`, {
      field,
      got: String(value),
      expected: 'a whole number >= 1',
    })
  }
  return value
}

/**
 * Latin hypercube of `count` points (rows) in the unit cube of `dimension`: each coordinate has exactly one point in
 * each of `count` equal strata, at a random place in it, or at its middle when `centred`.
 *
 * `uniform` draws on (0, 1) from a seeded stream; draws are taken dimension by dimension.
 * Source: McKay, Beckman & Conover, Technometrics 21 (1979), 239-245. Throws `invalid-input`.
 */
export function latinHypercube(
  count: number,
  dimension: number,
  uniform: () => number,
  options: { readonly centred?: boolean } = {},
): number[][] {
  requireCount(count, 'count')
  requireCount(dimension, 'dimension')
  const points: number[][] = Array.from({ length: count }, () => [])
  for (let d = 0; d < dimension; d++) {
    const strata = shuffled(count, uniform)
    for (let i = 0; i < count; i++) points[i].push((strata[i] + (options.centred ? 0.5 : uniform())) / count)
  }
  return points
}

/** 0 to count - 1 in random order (Fisher & Yates). */
function shuffled(count: number, uniform: () => number): Int32Array {
  const order = Int32Array.from({ length: count }, (_, i) => i)
  for (let i = count - 1; i > 0; i--) {
    const j = Math.floor(uniform() * (i + 1))
    const swapped = order[i]
    order[i] = order[j]!
    order[j] = swapped
  }
  return order
}
