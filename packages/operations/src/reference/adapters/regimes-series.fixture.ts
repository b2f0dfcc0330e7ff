/**
 * 300 observations of two regimes, mean 0.5 and deviation 0.6 or mean -1 and deviation 1.5, to six decimals, from draws
 * that numpy repeats in a few lines: the linear congruential generator s = 1664525 s + 1013904223 mod 2^32 (seeds 777 and
 * 99), u = (s + 0.5) / 2^32, and Box and Muller's cosine on consecutive pairs.
 */
export function congruentialDraws(): number[] {
  const uniforms = (count: number, seed: number): number[] => {
    let state = seed
    return Array.from({ length: count }, () => {
      state = Number((BigInt(state) * 1664525n + 1013904223n) % 4294967296n)
      return (state + 0.5) / 4294967296
    })
  }
  const pairs = uniforms(600, 777)
  let regime = 0
  return uniforms(300, 99).map((u, t) => {
    const z = Math.sqrt(-2 * Math.log(pairs[2 * t])) * Math.cos(2 * Math.PI * pairs[2 * t + 1])
    if (u < (regime === 0 ? 0.04 : 0.1)) regime = 1 - regime
    return Math.round((regime === 0 ? 0.5 + 0.6 * z : -1 + 1.5 * z) * 1e6) / 1e6
  })
}
