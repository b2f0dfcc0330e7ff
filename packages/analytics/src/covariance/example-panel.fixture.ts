import assert from 'node:assert/strict'
import { normalQuantile } from '../math/index.ts'

/** Uniform draws of the "minimal standard" generator, which any language repeats: x -> 16807 x mod (2^31 - 1). */
export function exampleUniforms(count: number, seed: number): Float64Array {
  let x = seed
  return Float64Array.from({ length: count }, () => {
    x = (16807 * x) % 2147483647
    return x / 2147483647
  })
}

/** Returns of series with one common factor: row t is 0.01 (0.6 f(t) + (0.5 + 0.1 j) e(t, j)). */
export function examplePanel(periods: number, series: number, seed: number): number[][] {
  const z = exampleUniforms(periods * (series + 1), seed).map(normalQuantile)
  return Array.from({ length: periods }, (_, t) => {
    const row = z.subarray(t * (series + 1), (t + 1) * (series + 1))
    return Array.from({ length: series }, (_v, j) => 0.01 * (0.6 * row[0] + row[1 + j] * (0.5 + 0.1 * j)))
  })
}

/** Asserts that the numbers agree to `tolerance`, relative to the expected ones (absolute near zero). */
export function assertNear(got: ArrayLike<number>, expected: ArrayLike<number>, tolerance = 1e-10): void {
  assert.equal(got.length, expected.length)
  for (let i = 0; i < got.length; i++) {
    const gap = Math.abs(got[i] - expected[i])
    assert.ok(
      gap <= tolerance * Math.max(1e-6, Math.abs(expected[i])),
      `entry ${i} is ${got[i]}, expected ${expected[i]}`,
    )
  }
}
