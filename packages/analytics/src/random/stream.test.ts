import assert from 'node:assert/strict'
import { test } from 'node:test'
import { TuttiError } from '../errors/index.ts'
import { chiSquareSurvival } from '../math/index.ts'
import { openStream, uniformStream } from './stream.ts'
import { nextUniform } from './xoshiro128.ts'
import { fillNormals } from './ziggurat.ts'

function state(seed: number, stream: number, path: number): Int32Array {
  const words = new Int32Array(4)
  openStream(seed, stream, path, words)
  return words
}

test('a stream starts at the Philox block of its triple, computed independently', () => {
  // Python: philox4x32-10 with counter (5, 0, 0, 2) and key (7, 3)
  assert.deepEqual(
    Array.from(state(2 * 2 ** 32 + 7, 3, 5), (word) => word >>> 0),
    [2354000567, 1511780662, 179811252, 1746103742],
  )
})

test('every bit of a 53-bit seed, a 32-bit stream and a 32-bit path opens another stream', () => {
  const seen = new Set<string>([state(0, 0, 0).join()])
  for (let bit = 0; bit < 53; bit++) seen.add(state(2 ** bit, 0, 0).join())
  for (let bit = 0; bit < 32; bit++) seen.add(state(0, 2 ** bit, 0).join())
  for (let bit = 0; bit < 32; bit++) seen.add(state(0, 0, 2 ** bit).join())
  assert.equal(seen.size, 1 + 53 + 32 + 32)
})

test('no two of 200,000 neighbouring triples start in the same state, nor share their first word too often', () => {
  const states = new Set<string>()
  const firstWords = new Set<number>()
  for (let seed = 0; seed < 20; seed++) {
    for (let stream = 0; stream < 10; stream++) {
      for (let path = 0; path < 1000; path++) {
        const words = state(seed, stream, path)
        states.add(words.join())
        firstWords.add(words[0])
      }
    }
  }
  assert.equal(states.size, 200_000)
  // birthdays: n^2 / 2^33 = 4.66 expected coincidences of a 32-bit word, standard deviation 2.2
  assert.ok(200_000 - firstWords.size < 15, `${200_000 - firstWords.size} coincidences`)
})

test('normals of neighbouring seeds, streams and paths are uncorrelated', () => {
  const n = 1000
  const normals = (seed: number, stream: number, path: number): Float64Array => {
    const out = new Float64Array(n)
    fillNormals(state(seed, stream, path), out, n)
    return out
  }
  for (const [ds, dt, dp] of [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
    [2 ** 32, 0, 0],
    [1, -1, 0],
  ] as const) {
    // the sum over pairs of n r^2 is chi-square with as many degrees of freedom as pairs
    let statistic = 0
    for (let i = 0; i < 200; i++) {
      const a = normals(i, 7, 11 * i)
      const b = normals(i + ds, 7 + dt, 11 * i + dp)
      const product = a.reduce((sum, x, k) => sum + x * b[k], 0)
      statistic += (product * product) / n
    }
    const p = chiSquareSurvival(statistic, 200)
    assert.ok(p > 1e-4 && p < 1 - 1e-4, `step (${ds}, ${dt}, ${dp}): p = ${p}`)
  }
})

test('means of the paths of one stream scatter as independent ones do', () => {
  const n = 500
  const out = new Float64Array(n)
  let statistic = 0
  for (let path = 0; path < 2000; path++) {
    fillNormals(state(1, 1, path), out, n)
    statistic += out.reduce((sum, x) => sum + x, 0) ** 2 / n
  }
  const p = chiSquareSurvival(statistic, 2000)
  assert.ok(p > 1e-4 && p < 1 - 1e-4, `p = ${p}`)
})

test('a uniform stream is the generator at the opened state, on the open unit interval', () => {
  const next = uniformStream(9, 8, 7)
  const words = state(9, 8, 7)
  for (let i = 0; i < 1000; i++) {
    const u = next()
    assert.equal(u, nextUniform(words))
    assert.ok(u > 0 && u < 1)
  }
})

test('a triple out of range is refused with the name of the argument', () => {
  for (const [seed, stream, path, field] of [
    [-1, 0, 0, 'seed'],
    [2 ** 53, 0, 0, 'seed'],
    [0.5, 0, 0, 'seed'],
    [0, 2 ** 32, 0, 'stream'],
    [0, 0, -1, 'path'],
    [0, 0, 1.5, 'path'],
    [NaN, 0, 0, 'seed'],
  ] as const) {
    assert.throws(
      () => uniformStream(seed, stream, path),
      (error: unknown) =>
        error instanceof TuttiError && error.code === 'invalid-input' && error.details.field!.endsWith(field),
    )
  }
})
