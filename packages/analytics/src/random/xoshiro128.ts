/**
 * Next 32-bit word of xoshiro128++ as a signed integer; `state` (4 words, not all zero) is advanced.
 * Source: Blackman and Vigna, "Scrambled linear pseudorandom number generators" (ACM TOMS 2021). Period 2^128 - 1.
 */
export function nextWord(state: Int32Array): number {
  const s0 = state[0]
  const s1 = state[1]
  const s2 = state[2] ^ s0
  const s3 = state[3] ^ s1
  const sum = (s0 + state[3]) | 0
  state[1] = s1 ^ s2
  state[0] = s0 ^ s3
  state[2] = s2 ^ (s1 << 9)
  state[3] = (s3 << 11) | (s3 >>> 21)
  return (((sum << 7) | (sum >>> 25)) + s0) | 0
}

/** Next uniform on the open interval (0, 1): 32 bits, centred in their cells. Advances `state`. */
export function nextUniform(state: Int32Array): number {
  return ((nextWord(state) >>> 0) + 0.5) * 2.3283064365386963e-10
}
