import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { TuttiError } from '../errors/index.ts'
import { crowdingDistance } from './crowding-distance.ts'
import { frontChoice, tradeOffs } from './front-choice.ts'
import { frontGap } from './front-gap.ts'
import { hypervolume } from './hypervolume.ts'
import { dominates, nonDominatedRows, nonDominatedSort } from './non-dominated-sort.ts'
import { minimisedTable } from './objective-table.ts'
import { dominanceProbabilities, simulatedPlaces } from './uncertain-alternatives.ts'

const near = (actual: number, expected: number, tolerance = 1e-12): void =>
  assert.ok(Math.abs(actual - expected) <= tolerance * (1 + Math.abs(expected)), `got ${actual}, expected ${expected}`)

const tables = fc
  .integer({ min: 2, max: 4 })
  .chain((m) =>
    fc.array(fc.array(fc.integer({ min: 0, max: 8 }), { minLength: m, maxLength: m }), { minLength: 1, maxLength: 9 }),
  )

test('layers are those that peeling off the non-dominated rows one set after another gives', () => {
  fc.assert(
    fc.property(tables, (table) => {
      const { layer, layers } = nonDominatedSort(table)
      let left = table.map((_, i) => i)
      for (let rank = 0; left.length > 0; rank++) {
        const front = left.filter((i) => !left.some((j) => dominates(table[j], table[i])))
        assert.deepEqual(layers[rank], front)
        assert.ok(front.every((i) => layer[i] === rank))
        left = left.filter((i) => !front.includes(i))
      }
      assert.deepEqual(nonDominatedRows(table), layers[0])
    }),
    { seed: 11, numRuns: 300 },
  )
})

test('hypervolume in three and four objectives agrees with inclusion and exclusion (numpy)', () => {
  const three = [
    [1, 5, 3],
    [2, 3, 4],
    [4, 1, 5],
    [3, 4, 1],
    [5, 2, 2],
    [3, 3, 3],
    [2, 4, 2.5],
  ]
  const four = [
    [1, 5, 3, 2],
    [2, 3, 4, 4],
    [4, 1, 5, 3],
    [3, 4, 1, 5],
    [5, 2, 2, 1],
    [3, 3, 3, 3],
  ]
  near(hypervolume(three, [6, 6, 6]), 59)
  near(hypervolume(four, [6, 6, 6, 5.5]), 162.5)
})

test('hypervolume counts the unit cells that some point dominates', () => {
  fc.assert(
    fc.property(tables, (table) => {
      const m = table[0].length
      let cells = 0
      for (let code = 0; code < 9 ** m; code++) {
        const cell = Array.from({ length: m }, (_, k) => Math.floor(code / 9 ** k) % 9)
        if (table.some((row) => row.every((value, k) => value <= cell[k]))) cells++
      }
      near(hypervolume(table, new Array<number>(m).fill(9)), cells)
    }),
    { seed: 12, numRuns: 60 },
  )
})

test('hypervolume never falls when a point is added, and points beyond the reference add nothing', () => {
  fc.assert(
    fc.property(tables, (table) => {
      const reference = table[0].map(() => 7)
      const all = hypervolume(table, reference)
      assert.ok(all >= hypervolume(table.slice(1), reference) - 1e-9)
      near(hypervolume([...table, table[0].map(() => 7)], reference), all)
    }),
    { seed: 13, numRuns: 100 },
  )
  assert.throws(() => hypervolume([[1, 2]], [1, 2, 3]), TuttiError)
  assert.throws(() => hypervolume([new Array<number>(7).fill(0)], new Array<number>(7).fill(1)), /unsupported|too long/)
})

test('crowding is the scaled distance between neighbours and infinite at the ends', () => {
  const distance = crowdingDistance([
    [0, 4],
    [1, 2],
    [2, 1],
    [4, 0],
  ])
  assert.deepEqual([...distance], [Infinity, 2 / 4 + 3 / 4, 3 / 4 + 2 / 4, Infinity])
  assert.deepEqual(
    [
      ...crowdingDistance([
        [0, 1],
        [1, 0],
      ]),
    ],
    [Infinity, Infinity],
  )
})

test('a choice does not depend on the units of the objectives and is on the front', () => {
  const rules = [
    { rule: 'topsis' },
    { rule: 'weighted-sum' },
    { rule: 'ideal-distance', norm: 'euclidean' },
    { rule: 'ideal-distance', norm: 'sum' },
  ] as const
  fc.assert(
    fc.property(tables, fc.constantFrom(...rules), (table, rule) => {
      const { chosen, scores } = frontChoice(table, rule)
      const moved = table.map((row) => row.map((value, k) => 4 * (k + 1) * value - 3))
      frontChoice(moved, rule).scores.forEach((score, i) => near(score, scores[i], 1e-9))
      assert.ok(!table.some((row) => dominates(row, table[chosen])))
    }),
    { seed: 14, numRuns: 200 },
  )
})

test('choices take the figures worked by hand', () => {
  // Scaled: (0, 1), (0.2, 0.3), (1, 0). Distances from the ideal 1, √0.13, 1; from the worst 1, √1.13, 1.
  const table = [
    [10, 100],
    [12, 30],
    [20, 0],
  ]
  near(frontChoice(table, { rule: 'topsis' }).scores[1], Math.sqrt(1.13) / (Math.sqrt(0.13) + Math.sqrt(1.13)))
  near(frontChoice(table, { rule: 'ideal-distance', norm: 'largest' }).scores[1], -0.15)
  near(frontChoice(table, { rule: 'weighted-sum' }, [3, 1]).scores[1], -(0.75 * 0.2 + 0.25 * 0.3))
  // Knee: distance of (0.2, 0.3) from x + y = 1 is 0.5 / √2.
  const knee = frontChoice(table, { rule: 'knee' })
  assert.equal(knee.chosen, 1)
  near(knee.scores[1], 0.5 / Math.SQRT2)
  assert.throws(() => frontChoice(table, { rule: 'topsis' }, [1]), /weights/)
  assert.throws(() => frontChoice(table, { rule: 'topsis' }, [0, 0]), /weights/)
  assert.throws(() => frontChoice([], { rule: 'topsis' }), /empty/)
  assert.throws(() => frontChoice([[1, NaN]], { rule: 'topsis' }), /values\[0\]\[1\]/)
})

test('trade-offs give the exchange between neighbours', () => {
  const [left, right] = tradeOffs(
    [
      [10, 100],
      [12, 30],
      [20, 0],
    ],
    1,
    2,
  )
  assert.deepEqual([left.to, ...left.changes, left.exchangeRate], [0, -2, 70, 35])
  assert.deepEqual([right.to, ...right.changes, right.exchangeRate], [2, 8, -30, 8 / 30])
})

test('the gap of a front to itself is none, and a shifted one is short by the shift', () => {
  const known = [
    [0, 1],
    [0.5, 0.5],
    [1, 0],
  ]
  assert.deepEqual(frontGap(known, known), { epsilon: 0, hypervolumeRatio: 1 })
  near(
    frontGap(
      known.map((row) => row.map((value) => value + 0.1)),
      known,
    )?.epsilon ?? NaN,
    0.1,
  )
  assert.equal(frontGap([[1, 1]], [[1, 1]]), null)
})

test('probabilities of dominance are products of normal ones (scipy.stats.norm)', () => {
  const [first] = dominanceProbabilities(
    [
      [0.3, 1.8],
      [0.5, 2],
    ],
    [
      [0.1, 0],
      [0.2, 0.3],
    ],
  )
  near(first[1], 0.6088099309605403, 1e-9)
  const exact = dominanceProbabilities(
    [
      [1, 1],
      [2, 1],
      [1, 1],
    ],
    [
      [0, 0],
      [0, 0],
      [0, 0],
    ],
  )
  assert.deepEqual(
    exact.map((row) => [...row]),
    [
      [0, 1, 0],
      [0, 0, 0],
      [0, 1, 0],
    ],
  )
  assert.throws(() => dominanceProbabilities([[1]], [[-1]]), /standardErrors/)
})

test('simulated places agree with the closed form and repeat by seed', () => {
  const values = [[0.3], [0.5]]
  const errors = [[0.1], [0.2]]
  const scores = (table: readonly ArrayLike<number>[]): number[] => table.map((row) => -row[0])
  const { places, ahead } = simulatedPlaces(values, errors, scores, { seed: 5, draws: 4000 })
  // P(a below b) = Φ(0.2 / √0.05), scipy.stats.norm.
  const exact = 0.8144533152386513
  const { value, standardError } = places[0].best
  assert.ok(Math.abs(value - exact) < 4 * standardError, `${value} ± ${standardError}`)
  near(ahead[0][1], value, 1e-9)
  near(places[0].rank.value, 2 - value, 1e-9)
  near(places[0].nonDominated.value, value, 1e-9)
  assert.deepEqual(simulatedPlaces(values, errors, scores, { seed: 5, draws: 4000 }).places, places)
})

test('a maximised column changes sign and nothing else', () => {
  assert.deepEqual(
    minimisedTable(
      [
        [1, 0],
        [2, 3],
      ],
      ['minimise', 'maximise'],
    ).map((row) => [...row]),
    [
      [1, 0],
      [2, -3],
    ],
  )
})
