import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { ratingGenerator, transitionMatrixOver, transitionMatrixPower } from './index.ts'

const near = (computed: number, expected: number, tolerance: number, label = ''): void =>
  assert.ok(Math.abs(computed - expected) <= tolerance, `${label} ${computed}, expected ${expected} +- ${tolerance}`)
const nearAll = (computed: readonly number[][], expected: readonly (readonly number[])[], tolerance: number): void =>
  computed.forEach((row, i) => row.forEach((value, j) => near(value, expected[i][j], tolerance, `[${i}][${j}]`)))

/** A generator with default last, and its one-year matrix. */
const trueGenerator = [
  [-0.11, 0.1, 0.01],
  [0.12, -0.3, 0.18],
  [0, 0, 0],
]

test('a two-state matrix has the generator of its closed form', () => {
  // exp of [[-a, a], [b, -b]]: 1 - a (1 - e^-(a+b)) / (a + b) and so on.
  const [a, b] = [0.3, 0.2]
  const mixed = -Math.expm1(-(a + b)) / (a + b)
  const { generator, largestError } = ratingGenerator(
    [
      [1 - a * mixed, a * mixed],
      [b * mixed, 1 - b * mixed],
    ],
    'diagonal adjustment',
  )
  nearAll(
    generator,
    [
      [-a, a],
      [b, -b],
    ],
    1e-14,
  )
  near(largestError, 0, 1e-15)
})

test('the generator of a matrix that has one is found again, and its powers are the matrix\u2019s', () => {
  const yearly = transitionMatrixOver(trueGenerator, 1)
  const { generator, negativeRates } = ratingGenerator(yearly, 'weighted adjustment')
  nearAll(generator, trueGenerator, 1e-13)
  assert.deepEqual(negativeRates, [])
  nearAll(transitionMatrixOver(generator, 7), transitionMatrixPower(yearly, 7), 1e-13)
  const quarter = transitionMatrixOver(generator, 0.25)
  nearAll(transitionMatrixPower(quarter, 4), yearly, 1e-13)
})

/** Moody's-like: no default from the best rating within a year, so that the logarithm has negative rates. */
const agency = [
  [0.9081, 0.0833, 0.0068, 0.0006, 0.0012, 0, 0, 0],
  [0.007, 0.9065, 0.0779, 0.0064, 0.0006, 0.0014, 0.0002, 0],
  [0.0009, 0.0227, 0.9105, 0.0552, 0.0074, 0.0026, 0.0001, 0.0006],
  [0.0002, 0.0033, 0.0595, 0.8693, 0.053, 0.0117, 0.0012, 0.0018],
  [0.0003, 0.0014, 0.0067, 0.0773, 0.8053, 0.0884, 0.01, 0.0106],
  [0, 0.0011, 0.0024, 0.0043, 0.0648, 0.8346, 0.0407, 0.0521],
  [0.0021, 0, 0.0022, 0.013, 0.0238, 0.1124, 0.6486, 0.1979],
  [0, 0, 0, 0, 0, 0, 0, 1],
]

test('negative rates of a rating agency\u2019s matrix are removed, reported, and cost little', () => {
  const rows = agency.map((row) => {
    const sum = row.reduce((a, b) => a + b, 0)
    return row.map((value) => value / sum)
  })
  for (const kind of ['diagonal adjustment', 'weighted adjustment'] as const) {
    const { generator, logarithm, negativeRates, largestError } = ratingGenerator(rows, kind)
    assert.ok(negativeRates.length > 0)
    negativeRates.forEach(({ from, to, rate }) => {
      assert.equal(logarithm[from][to], rate)
      assert.equal(generator[from][to], 0)
    })
    generator.forEach((row, i) => {
      near(
        row.reduce((a, b) => a + b, 0),
        0,
        1e-13,
      )
      row.forEach((rate, j) => assert.ok(i === j ? rate <= 0 : rate >= 0))
    })
    assert.ok(largestError > 0 && largestError < 0.002, String(largestError))
    for (const years of [0.01, 0.25, 1, 5, 30]) {
      transitionMatrixOver(generator, years).forEach((row) => {
        near(
          row.reduce((a, b) => a + b, 0),
          1,
          1e-12,
        )
        row.forEach((value) => assert.ok(value >= 0))
      })
    }
  }
})

test('cumulative default never falls with the horizon', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0.001, max: 0.5, noNaN: true }), { minLength: 6, maxLength: 6 }), (rates) => {
      const generator = [
        [-rates[0] - rates[1] - rates[2], rates[0], rates[1], rates[2]],
        [rates[3], -rates[3] - rates[4] - rates[5], rates[4], rates[5]],
        [rates[1], rates[4], -rates[1] - rates[4] - rates[0], rates[0]],
        [0, 0, 0, 0],
      ]
      const yearly = transitionMatrixOver(generator, 1)
      const found = ratingGenerator(yearly, 'weighted adjustment').generator
      nearAll(found, generator, 1e-11)
      let before = [0, 0, 0, 1]
      for (const years of [0.1, 0.5, 1, 3, 10]) {
        const defaults = transitionMatrixOver(found, years).map((row) => row[3])
        defaults.forEach((value, i) => assert.ok(value >= before[i] - 1e-13))
        before = defaults
      }
    }),
    { seed: 2001, numRuns: 60 },
  )
})

test('matrices that are none, or have no logarithm, are refused', () => {
  const refused = { code: 'invalid-input' }
  for (const wrong of [
    [],
    [[0.5, 0.5]],
    [
      [0.6, 0.5],
      [0, 1],
    ],
    [
      [1.2, -0.2],
      [0, 1],
    ],
    [
      [NaN, 1],
      [0, 1],
    ],
  ]) {
    assert.throws(() => ratingGenerator(wrong, 'weighted adjustment'), refused)
  }
  assert.throws(
    () =>
      ratingGenerator(
        [
          [0.2, 0.8],
          [0.9, 0.1],
        ],
        'weighted adjustment',
      ),
    { code: 'not-applicable' },
  )
  assert.throws(
    () =>
      ratingGenerator(
        [
          [0.5, 0.5],
          [0.5, 0.5],
        ],
        'weighted adjustment',
      ),
    { code: 'not-applicable' },
  )
  assert.throws(() => transitionMatrixPower([[1]], 1.5), refused)
  assert.throws(() => transitionMatrixOver([[0]], -1), refused)
})
