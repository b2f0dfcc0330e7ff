import { requireInRange } from '../errors/index.ts'
import { philox4x32Block } from './philox.ts'
import { nextUniform } from './xoshiro128.ts'

const counter = new Uint32Array(4)
const key = new Uint32Array(2)
const block = new Uint32Array(4)

/**
 * Writes the start of the random stream (seed, stream, path) into `state`, a xoshiro128++ state of four words: one
 * Philox4x32-10 block with key (seed low, stream) and counter (path, 0, 0, seed high). Distinct triples give
 * statistically independent streams, whatever the number of workers and the order in which they are opened.
 *
 * @param seed whole number in [0, 2^53)
 * @param stream whole number in [0, 2^32): what the stream is for
 * @param path whole number in [0, 2^32)
 */
export function openStream(seed: number, stream: number, path: number, state: Int32Array): void {
  key[0] = seed >>> 0
  key[1] = stream >>> 0
  counter[0] = path >>> 0
  counter[1] = 0
  counter[2] = 0
  counter[3] = Math.floor(seed / 4294967296) >>> 0
  philox4x32Block(counter, key, block)
  state[0] = block[0]!
  state[1] = block[1]!
  state[2] = block[2]!
  state[3] = block[3]!
  if ((state[0] | state[1] | state[2] | state[3]) === 0) state[0] = 1
}

/**
 * Uniform draws on (0, 1) from the stream (seed, stream, path), as a function.
 * For set-up work such as designs and bootstraps; kernels hold the state themselves.
 * Throws `invalid-input` when an argument is not a whole number of the range given at `openStream`.
 */
export function uniformStream(seed: number, stream: number, path: number): () => number {
  for (const [field, value, top] of [
    ['seed', seed, Number.MAX_SAFE_INTEGER],
    ['stream', stream, 0xffffffff],
    ['path', path, 0xffffffff],
  ] as const) {
    requireInRange(value, 0, top, field)
    requireInRange(value - Math.floor(value), 0, 0, `fraction of ${field}`)
  }
  const state = new Int32Array(4)
  openStream(seed, stream, path, state)
  return () => nextUniform(state)
}
