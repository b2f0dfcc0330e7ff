import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { assertClose } from '../../../../fixtures/assert-close.ts'
import { lineEnvelope, writeEnvelope } from './line-envelope.ts'

const lines = fc.oneof(
  fc.array(fc.tuple(fc.double({ min: 0.5, max: 1.5, noNaN: true }), fc.double({ min: -0.5, max: 0.5, noNaN: true })), {
    minLength: 1,
    maxLength: 21,
  }),
  // coarse figures: parallel, equal and concurrent lines
  fc.array(fc.tuple(fc.integer({ min: -3, max: 3 }), fc.integer({ min: -3, max: 3 })), { minLength: 1, maxLength: 21 }),
)

test('the envelope has the extreme of all lines at every weight, and only lines that were given', () => {
  fc.assert(
    fc.property(lines, (given) => {
      const b = Float64Array.from(given, ([intercept]) => intercept)
      const d = Float64Array.from(given, ([, slope]) => slope)
      for (const sign of [1, -1]) {
        const out = lineEnvelope(given.length)
        writeEnvelope(b, d, given.length, sign, out)
        assert.ok(out.count >= 1 && out.count <= given.length)
        for (let h = 0; h < out.count; h++) {
          assert.ok(given.some(([intercept, slope]) => intercept === out.b[h] && slope === out.d[h]))
        }
        for (let i = 0; i <= 64; i++) {
          const w = i / 64
          const all = given.map(([intercept, slope]) => sign * (intercept + w * slope))
          const envelope = Array.from(out.b.subarray(0, out.count), (intercept, h) => sign * (intercept + w * out.d[h]))
          assertClose(Math.max(...envelope), Math.max(...all), 1e-14, 0, `sign ${sign}, w = ${w}`)
        }
      }
    }),
    { numRuns: 2000, seed: 1 },
  )
})

test('a month of a random walk needs few lines', () => {
  let total = 0
  let state = 1
  const random = (): number => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32 - 0.5
  const out = lineEnvelope(21)
  for (let month = 0; month < 1000; month++) {
    const b = new Float64Array(21)
    const d = new Float64Array(21)
    let [bond, equity] = [1, 1]
    for (let t = 0; t < 21; t++) {
      bond *= 1 + 0.01 * random()
      equity *= 1 + 0.03 * random()
      b[t] = bond
      d[t] = equity - bond
    }
    writeEnvelope(b, d, 21, 1, out)
    total += out.count
  }
  assert.ok(total / 1000 > 1 && total / 1000 < 4, `${total / 1000} lines on average`)
})
