import { requireInRange } from '../errors/index.ts'

/**
 * Mersenne Twister MT19937: a function that gives the next unsigned 32-bit word, seeded by `init_genrand(seed)` as in
 * the authors' code and C++'s `std::mt19937`. For comparison with other software only; simulations use keyed streams.
 * `seed` is a whole number in [0, 2^32). Source: Matsumoto & Nishimura, ACM TOMACS 8 (1998), 3-30; seeding of 2002.
 */
export function mt19937(seed: number): () => number {
  requireInRange(seed, 0, 0xffffffff, 'seed')
  requireInRange(seed - Math.floor(seed), 0, 0, 'fraction of seed')
  const state = new Uint32Array(624)
  state[0] = seed
  for (let i = 1; i < 624; i++) state[i] = Math.imul(1812433253, state[i - 1] ^ (state[i - 1] >>> 30)) + i
  let position = 624
  return () => {
    if (position === 624) {
      for (let i = 0; i < 624; i++) {
        const joined = (state[i] & 0x80000000) | (state[(i + 1) % 624] & 0x7fffffff)
        state[i] = state[(i + 397) % 624] ^ (joined >>> 1) ^ (joined & 1 ? 0x9908b0df : 0)
      }
      position = 0
    }
    let word = state[position++]
    word ^= word >>> 11
    word ^= (word << 7) & 0x9d2c5680
    word ^= (word << 15) & 0xefc60000
    word ^= word >>> 18
    return word >>> 0
  }
}
