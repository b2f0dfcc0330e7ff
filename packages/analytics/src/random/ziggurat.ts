import { portableExp, portableLog } from '../math/portable.ts'
import { nextUniform, nextWord } from './xoshiro128.ts'

/*
 * Ziggurat of 256 layers of equal area V under exp(-x^2/2), rightmost strip edge R, after Marsaglia and Tsang (2000).
 * A word's low 8 bits choose the layer, its high 24 bits the signed place, so the two are independent (Doornik 2005).
 */
const R = 3.6541528853610088
const V = 0.00492867323399
const PLACES = 8388608

/** x_i, the right edge of layer i; x_0 = V / f(R) is the width of the base layer with its tail. */
const edge = new Float64Array(257)
/** f(x_i) = exp(-x_i^2 / 2). */
const height = new Float64Array(257)
/** Width of one place in layer i: x_i / 2^23. */
const placeWidth = new Float64Array(256)
/** Number of places on either side of zero that are sure to lie under the curve: x_{i+1} / x_i of them all. */
const surePlaces = new Int32Array(256)

{
  edge[0] = V / portableExp(-0.5 * R * R)
  edge[1] = R
  for (let i = 2; i < 256; i++) {
    const f = portableExp(-0.5 * edge[i - 1] * edge[i - 1]) + V / edge[i - 1]
    edge[i] = Math.sqrt(-2 * portableLog(f))
  }
  edge[256] = 0
  for (let i = 0; i < 257; i++) height[i] = portableExp(-0.5 * edge[i] * edge[i])
  for (let i = 0; i < 256; i++) {
    placeWidth[i] = edge[i] / PLACES
    surePlaces[i] = Math.floor((edge[i + 1] / edge[i]) * PLACES) - 1
  }
}

/** The rare case: a draw in the wedge or the tail of its layer. Returns the normal, drawing more words as it must. */
function outsideCore(state: Int32Array, layer: number, x: number): number {
  for (;;) {
    if (layer === 0) {
      // Marsaglia's tail beyond R
      let a: number
      let b: number
      do {
        a = -portableLog(nextUniform(state)) / R
        b = -portableLog(nextUniform(state))
      } while (b + b < a * a)
      return x < 0 ? -(R + a) : R + a
    }
    const y = height[layer] + nextUniform(state) * (height[layer + 1] - height[layer])
    if (y < portableExp(-0.5 * x * x)) return x
    const word = nextWord(state)
    layer = word & 255
    const place = word >> 8
    x = (place + 0.5) * placeWidth[layer]
    if ((place ^ (place >> 31)) < surePlaces[layer]) return x
  }
}

/**
 * Fills `out[0..count)` with standard normals and advances `state`. Deterministic in `state`; 24-bit places within a
 * layer, tail exact. About one word a normal (1.02 on average). `count` may be up to `out.length`.
 */
export function fillNormals(state: Int32Array, out: Float64Array, count: number): void {
  // local names and integer comparisons keep everything in registers: five times faster than the obvious way
  const widths = placeWidth
  const places = surePlaces
  let s0 = state[0] | 0
  let s1 = state[1] | 0
  let s2 = state[2] | 0
  let s3 = state[3] | 0
  for (let i = 0; i < count; i++) {
    // xoshiro128++ inline, see `nextWord`
    const sum = (s0 + s3) | 0
    const word = (((sum << 7) | (sum >>> 25)) + s0) | 0
    const t = s1 << 9
    s2 ^= s0
    s3 ^= s1
    s1 ^= s2
    s0 ^= s3
    s2 ^= t
    s3 = (s3 << 11) | (s3 >>> 21)
    const layer = word & 255
    const place = word >> 8
    if ((place ^ (place >> 31)) < places[layer]) {
      out[i] = (place + 0.5) * widths[layer]
    } else {
      state[0] = s0
      state[1] = s1
      state[2] = s2
      state[3] = s3
      out[i] = outsideCore(state, layer, (place + 0.5) * widths[layer])
      s0 = state[0] | 0
      s1 = state[1] | 0
      s2 = state[2] | 0
      s3 = state[3] | 0
    }
  }
  state[0] = s0
  state[1] = s1
  state[2] = s2
  state[3] = s3
}
