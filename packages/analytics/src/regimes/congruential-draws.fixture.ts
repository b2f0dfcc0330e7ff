/*
 * Draws that numpy repeats in a few lines, so that reference values can be computed from the same series without writing
 * it down: the linear congruential generator s = 1664525 s + 1013904223 mod 2^32, u = (s + 0.5) / 2^32, and Box and
 * Muller's cosine on consecutive pairs.
 */

/** Uniform draws on (0, 1). */
export function congruentialUniforms(count: number, seed: number): number[] {
  let state = seed
  return Array.from({ length: count }, () => {
    state = Number((BigInt(state) * 1664525n + 1013904223n) % 4294967296n)
    return (state + 0.5) / 4294967296
  })
}

/** Standard normal draws. */
export function congruentialNormals(count: number, seed: number): number[] {
  const u = congruentialUniforms(2 * count, seed)
  return Array.from(
    { length: count },
    (_, t) => Math.sqrt(-2 * Math.log(u[2 * t])) * Math.cos(2 * Math.PI * u[2 * t + 1]),
  )
}

/** 300 observations of two regimes, mean 0.5 and deviation 0.6 or mean -1 and deviation 1.5, to six decimals. */
export function twoRegimeSeries(): number[] {
  const z = congruentialNormals(300, 777)
  const u = congruentialUniforms(300, 99)
  let regime = 0
  return z.map((draw, t) => {
    if (u[t] < (regime === 0 ? 0.04 : 0.1)) regime = 1 - regime
    return Math.round((regime === 0 ? 0.5 + 0.6 * draw : -1 + 1.5 * draw) * 1e6) / 1e6
  })
}
