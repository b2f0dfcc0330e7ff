import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assertClose } from '../../../../fixtures/assert-close.ts'
import { chiSquareSurvival, normalCdf } from '../math/index.ts'
import { openStream } from './stream.ts'
import { nextUniform, nextWord } from './xoshiro128.ts'
import { fillNormals } from './ziggurat.ts'

/** `n` normals of the stream (20240501, 1, path). */
function sample(n: number, path: number): Float64Array {
  const state = new Int32Array(4)
  openStream(20240501, 1, path, state)
  const out = new Float64Array(n)
  fillNormals(state, out, n)
  return out
}

/** p of a two-sided test: neither too bad nor too good to be true. */
function assertPlausible(p: number, what: string): void {
  assert.ok(p > 1e-4 && p < 1 - 1e-4, `${what}: p = ${p}`)
}

test('the first four moments are those of a standard normal', () => {
  const n = 4_000_000
  const x = sample(n, 0)
  let [m1, m2, m3, m4, m6] = [0, 0, 0, 0, 0]
  for (const z of x) {
    const square = z * z
    m1 += z
    m2 += square
    m3 += square * z
    m4 += square * square
    m6 += square * square * square
  }
  // (moment, expectation, variance of one draw of the power)
  for (const [name, sum, expected, variance] of [
    ['mean', m1, 0, 1],
    ['variance', m2, 1, 2],
    ['third moment', m3, 0, 15],
    ['fourth moment', m4, 3, 96],
    ['sixth moment', m6, 15, 10170],
  ] as const) {
    const z = (sum / n - expected) / Math.sqrt(variance / n)
    assert.ok(Math.abs(z) < 4, `${name}: z = ${z}`)
  }
})

test('tail probabilities are right on both sides, beyond the base strip too', () => {
  const n = 20_000_000
  const levels = [1, 2, 3, 3.5, 3.6541528853610088, 4, 4.5, 5]
  const above = new Float64Array(levels.length)
  const below = new Float64Array(levels.length)
  const state = new Int32Array(4)
  openStream(20240501, 2, 0, state)
  const block = new Float64Array(4000)
  for (let done = 0; done < n; done += block.length) {
    fillNormals(state, block, block.length)
    for (const z of block) {
      for (let k = 0; k < levels.length; k++) {
        if (z > levels[k]) above[k]++
        else if (z < -levels[k]) below[k]++
        else break
      }
    }
  }
  levels.forEach((level, k) => {
    const p = normalCdf(-level)
    const deviation = Math.sqrt(n * p * (1 - p))
    assert.ok(Math.abs(above[k] - n * p) < 4 * deviation, `above ${level}: ${above[k]} of ${n * p}`)
    assert.ok(Math.abs(below[k] - n * p) < 4 * deviation, `below -${level}: ${below[k]} of ${n * p}`)
  })
})

test('a chi-square test on 200 equally likely bins and one on bins as narrow as a layer do not tell them from normals', () => {
  const n = 4_000_000
  const x = sample(n, 1)
  const bins = new Float64Array(200)
  const fine = new Float64Array(400)
  for (const z of x) {
    bins[Math.min(199, Math.floor(200 * normalCdf(z)))]++
    const place = Math.floor((z + 4) * 50)
    if (place >= 0 && place < 400) fine[place]++
  }
  assertPlausible(
    chiSquareSurvival(
      chiSquare(bins, () => n / 200),
      199,
    ),
    '200 equally likely bins',
  )
  const width = (k: number): number => n * (normalCdf(-4 + (k + 1) / 50) - normalCdf(-4 + k / 50))
  // bins conditioned on nothing: the total outside is the 401st
  assertPlausible(chiSquareSurvival(chiSquare(fine, width), 400), '400 bins of width 0.02')
})

function chiSquare(counts: Float64Array, expected: (k: number) => number): number {
  return counts.reduce((sum, count, k) => sum + (count - expected(k)) ** 2 / expected(k), 0)
}

test('the Kolmogorov-Smirnov distance from the normal distribution is that of a million true draws', () => {
  const x = sample(1_000_000, 2).sort()
  let distance = 0
  for (let i = 0; i < x.length; i++) {
    const p = normalCdf(x[i])
    distance = Math.max(distance, p - i / x.length, (i + 1) / x.length - p)
  }
  // limits of Kolmogorov's distribution at 1e-3 on either side: 0.34 and 1.95
  const scaled = distance * Math.sqrt(x.length)
  assert.ok(scaled > 0.34 && scaled < 1.95, `sqrt(n) D = ${scaled}`)
})

test('successive normals, their sizes and their signs are uncorrelated', () => {
  const n = 1_000_000
  const x = sample(n, 3)
  for (const lag of [1, 2, 3, 4, 63]) {
    let [product, squares, signs] = [0, 0, 0]
    for (let i = lag; i < n; i++) {
      product += x[i] * x[i - lag]
      squares += (x[i] ** 2 - 1) * (x[i - lag] ** 2 - 1)
      signs += Math.sign(x[i]) * Math.sign(x[i - lag])
    }
    for (const [name, sum, variance] of [
      ['values', product, 1],
      ['squares', squares, 4],
      ['signs', signs, 1],
    ] as const) {
      const z = sum / Math.sqrt(variance * (n - lag))
      assert.ok(Math.abs(z) < 4, `${name} at lag ${lag}: z = ${z}`)
    }
  }
})

test('layer and place of a word are independent, so that shape and size of a normal do not interact', () => {
  const state = new Int32Array(4)
  openStream(20240501, 3, 0, state)
  const n = 1_000_000
  const table = new Float64Array(256 * 16)
  for (let i = 0; i < n; i++) {
    const word = nextWord(state)
    table[(word & 255) * 16 + (word >>> 28)]++
  }
  const p = chiSquareSurvival(
    chiSquare(table, () => n / table.length),
    table.length - 1,
  )
  assertPlausible(p, 'layer x place')
})

/** The ziggurat as the paper has it, one step at a time, with Math.exp and Math.log and tables built on the spot. */
function plainZiggurat(state: Int32Array, count: number): number[] {
  const R = 3.6541528853610088
  const V = 0.00492867323399
  const f = (x: number): number => Math.exp((-x * x) / 2)
  const edge = [V / f(R), R]
  while (edge.length < 256) {
    const last = edge[edge.length - 1]
    edge.push(Math.sqrt(-2 * Math.log(f(last) + V / last)))
  }
  edge.push(0)
  const normals: number[] = []
  while (normals.length < count) {
    const word = nextWord(state)
    const layer = word & 255
    const place = word >> 8
    const x = ((place + 0.5) / 2 ** 23) * edge[layer]
    const size = place >= 0 ? place : -place - 1
    if (size < Math.floor((edge[layer + 1] / edge[layer]) * 2 ** 23) - 1) normals.push(x)
    else if (layer === 0) {
      for (;;) {
        const a = -Math.log(nextUniform(state)) / R
        const b = -Math.log(nextUniform(state))
        if (2 * b >= a * a) {
          normals.push(Math.sign(x) * (R + a))
          break
        }
      }
    } else if (f(edge[layer]) + nextUniform(state) * (f(edge[layer + 1]) - f(edge[layer])) < f(x)) normals.push(x)
  }
  return normals
}

test('the fast way gives the normals of the plain ziggurat, wedges and tails included', () => {
  const state = new Int32Array(4)
  openStream(20240501, 4, 0, state)
  const expected = plainZiggurat(state.slice(), 300_000)
  const out = new Float64Array(300_000)
  fillNormals(state, out, out.length)
  for (let i = 0; i < out.length; i++) assertClose(out[i], expected[i], 0, 1e-12, `normal ${i}`)
  assert.ok(out.some((x) => Math.abs(x) > 3.6541528853610088))
})

test('filling in pieces gives the same normals, and nothing beyond the count is written', () => {
  const whole = sample(1000, 5)
  const state = new Int32Array(4)
  openStream(20240501, 1, 5, state)
  const out = new Float64Array(1000).fill(9)
  const pieces: number[] = []
  for (const size of [1, 0, 10, 489, 500]) {
    fillNormals(state, out, size)
    pieces.push(...out.subarray(0, size))
  }
  assert.deepEqual(pieces, Array.from(whole))
  assert.ok(out.subarray(500).every((x) => x === 9))
})
