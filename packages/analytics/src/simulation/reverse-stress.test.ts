import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { normalQuantile } from '../math/index.ts'
import { conditionalStress } from './conditional-stress.ts'
import { nearestScenarios } from './nearest-scenario.ts'
import { reverseStress } from './reverse-stress.ts'
import { limitedReverseStress } from './reverse-stress-limits.ts'
import type { ReverseStress, StressScenario } from './stress-scenario.ts'

const means = [0.01, -0.005, 0.002]
const covariance = [
  [0.04, 0.012, -0.006],
  [0.012, 0.0225, 0.0045],
  [-0.006, 0.0045, 0.01],
]
const factors = { means, covariance }
const close = (actual: readonly number[], expected: readonly number[], tolerance: number): void =>
  actual.forEach((value, i) =>
    assert.ok(Math.abs(value - expected[i]) < tolerance, `[${i}] ${value}, not ${expected[i]}`),
  )

function reached(result: ReverseStress): readonly StressScenario[] {
  assert.equal(result.status, 'reached')
  return result.status === 'reached' ? result.scenarios : []
}

test('a linear position moves along the covariance times its deltas (scipy SLSQP)', () => {
  const [scenario, ...rest] = reached(reverseStress(factors, { deltas: [100, 50, -30] }, 40))
  assert.equal(rest.length, 0)
  close(scenario.moves, [-0.310029947, -0.151624599, 0.047192513], 1e-8)
  assert.ok(Math.abs(scenario.distance - 1.650536778673536) < 1e-12)
  assert.ok(Math.abs(scenario.loss - 40) < 1e-10)
  // The probability of the loss itself: (40 - mean loss) / its standard deviation is the distance.
  assert.ok(Math.abs(-normalQuantile(scenario.directionProbability) - scenario.distance) < 1e-10)
  const [student] = reached(reverseStress({ ...factors, degreesOfFreedom: 4 }, { deltas: [100, 50, -30] }, 40))
  close(student.moves, scenario.moves, 1e-12)
})

test('a delta-gamma position that loses both ways has both sides, the likelier one first (scipy SLSQP)', () => {
  const gammas = [
    [-300, 20, 0],
    [20, -100, 10],
    [0, 10, 50],
  ]
  const [first, second] = reached(reverseStress(factors, { deltas: [10, 5, -3], gammas }, 40))
  close(first.moves, [-0.47842024, -0.17065049, 0.06956871], 1e-7)
  assert.ok(Math.abs(first.distance - 2.4460735526320527) < 1e-8)
  close(second.moves, [0.56076352, 0.1648508, -0.07586383], 1e-7)
  assert.ok(Math.abs(second.distance - 2.7542900406779687) < 1e-8)
  const [left, right] = reached(reverseStress({ means: [0, 0, 0], covariance }, { deltas: [0, 0, 0], gammas }, 40))
  close(
    left.moves,
    right.moves.map((move) => -move),
    1e-12,
  )
  assert.ok(Math.abs(left.loss - 40) < 1e-9 && left.distance === right.distance)
})

test('a bounded loss that is out of reach comes with the worst there is', () => {
  const result = reverseStress(
    factors,
    {
      deltas: [10, 5, -3],
      gammas: [
        [300, 20, 0],
        [20, 100, 10],
        [0, 10, 50],
      ],
    },
    40,
  )
  assert.equal(result.status, 'unreachable')
  if (result.status !== 'unreachable') return
  // -Gamma^-1 delta, loss delta' Gamma^-1 delta / 2, by numpy.linalg.solve
  close(result.scenario.moves, [-0.02993103448275862, -0.05103448275862069, 0.07020689655172414], 1e-10)
  assert.ok(Math.abs(result.worstLoss - 0.3825517241379311) < 1e-12)
  const still = reverseStress({ means: [0], covariance: [[0]] }, { deltas: [5] }, 1)
  assert.equal(still.status, 'unreachable')
})

test('a loss that the means have already is the means themselves', () => {
  const [scenario] = reached(reverseStress(factors, { deltas: [-100, 0, 0] }, 0.5))
  close(scenario.moves, means, 1e-15)
  assert.equal(scenario.distance, 0)
  assert.equal(scenario.plausibility, 1)
})

test('a singular covariance keeps the factors in lockstep', () => {
  const [scenario] = reached(
    reverseStress(
      {
        means: [0, 0],
        covariance: [
          [0.04, 0.02],
          [0.02, 0.01],
        ],
      },
      { deltas: [10, 20] },
      5,
    ),
  )
  close(scenario.moves, [-0.25, -0.125], 1e-12)
  assert.ok(Math.abs(scenario.distance - 1.25) < 1e-10)
})

test('no random scenario that loses as much is likelier (property)', () => {
  const entry = fc.double({ min: -1, max: 1, noNaN: true })
  fc.assert(
    fc.property(
      fc.array(entry, { minLength: 9, maxLength: 9 }),
      fc.array(entry, { minLength: 9, maxLength: 9 }),
      fc.array(entry, { minLength: 3, maxLength: 3 }),
      fc.double({ min: 0.01, max: 5, noNaN: true }),
      (root, curve, deltas, target) => {
        const matrix = [0, 1, 2].map((i) =>
          [0, 1, 2].map((j) => [0, 1, 2].reduce((s, k) => s + root[i * 3 + k] * root[j * 3 + k], i === j ? 0.1 : 0)),
        )
        const gammas = [0, 1, 2].map((i) => [0, 1, 2].map((j) => curve[i * 3 + j] + curve[j * 3 + i]))
        const result = reverseStress({ means: [0, 0, 0], covariance: matrix }, { deltas, gammas }, target)
        const lossAt = (x: readonly number[]): number =>
          x.reduce((sum, v, i) => sum - v * (deltas[i] + 0.5 * gammas[i].reduce((s, g, j) => s + g * x[j], 0)), 0)
        const distanceAt = (x: readonly number[]): number =>
          conditionalStress(
            { means: [0, 0, 0], covariance: matrix },
            x.map((move, factor) => ({ factor, move })),
          ).distance
        if (result.status === 'reached') {
          const [first] = result.scenarios
          for (const each of result.scenarios) {
            assert.ok(each.loss >= target * (1 - 1e-7), `${each.loss} < ${target}`)
            assert.ok(Math.abs(distanceAt(each.moves) - each.distance) < 1e-6 * (1 + each.distance))
          }
          assert.ok(result.scenarios.every(({ distance }) => distance >= first.distance - 1e-9))
          for (let k = 0; k < 200; k++) {
            const x = [Math.sin(k * 12.9 + 1), Math.sin(k * 78.2 + 2), Math.sin(k * 37.7 + 3)]
            const d = distanceAt(x)
            const y = x.map((v) => (v * first.distance * 0.999) / d)
            assert.ok(lossAt(y) < target * (1 + 1e-9), 'a nearer scenario loses the target')
          }
        } else {
          assert.ok(result.worstLoss < target)
          for (let k = 0; k < 200; k++) {
            const x = [5 * Math.sin(k * 12.9 + 1), 5 * Math.sin(k * 78.2 + 2), 5 * Math.sin(k * 37.7 + 3)]
            assert.ok(lossAt(x) <= result.worstLoss + 1e-9)
          }
        }
      },
    ),
    { seed: 77, numRuns: 150 },
  )
})

test('limits on the moves bind and shift the rest (scipy SLSQP with bounds)', () => {
  const [scenario] = reached(
    limitedReverseStress(factors, [100, 50, -30], 40, { minMoves: [-0.2, null, null], maxMoves: [null, null, 0.05] }),
  )
  close(scenario.moves, [-0.2, -0.390655172, 0.015574713], 1e-7)
  assert.ok(Math.abs(scenario.distance - 2.7853778760564545) < 1e-8)
})

test('a fixed shock gives the conditional means where the loss is slack, and no limits give the closed form', () => {
  const [fixed] = reached(
    limitedReverseStress(factors, [100, 50, -30], 10, { minMoves: [-0.4, null, null], maxMoves: [-0.4, null, null] }),
  )
  close(fixed.moves, conditionalStress(factors, [{ factor: 0, move: -0.4 }]).moves, 1e-7)
  const [free] = reached(limitedReverseStress(factors, [100, 50, -30], 40, {}))
  close(free.moves, reached(reverseStress(factors, { deltas: [100, 50, -30] }, 40))[0].moves, 1e-7)
})

test('limits too tight for the loss give the worst within them; limits that contradict each other are infeasible', () => {
  const box = { minMoves: [-0.1, -0.1, -0.1], maxMoves: [0.1, 0.1, 0.1] }
  const result = limitedReverseStress(factors, [100, 50, -30], 40, box)
  assert.equal(result.status, 'unreachable')
  if (result.status === 'unreachable') assert.ok(Math.abs(result.worstLoss - 18) < 1e-6)
  const sum = { name: 'sum', coefficients: [1, 1, 1], lower: 1, upper: null }
  assert.throws(() => limitedReverseStress(factors, [100, 50, -30], 40, { ...box, linear: [sum] }), {
    code: 'infeasible',
  })
  assert.throws(() => limitedReverseStress(factors, [100, 50, -30], 40, { minMoves: [1, 1, 1], maxMoves: [0, 0, 0] }), {
    code: 'invalid-input',
  })
})

test('among given scenarios the nearest that loses enough is found by search over all', () => {
  const scenarios = Array.from({ length: 400 }, (_, k) => {
    const [a, b] = [
      normalQuantile(((k * 0.618034) % 1) * 0.998 + 0.001),
      normalQuantile(((k * 0.754878) % 1) * 0.998 + 0.001),
    ]
    return [0.02 * a, 0.03 * (0.6 * a + 0.8 * b)]
  })
  const { result, rows, count } = nearestScenarios(scenarios, { deltas: [100, 40] }, 4)
  const [scenario] = reached(result)
  const losing = scenarios.flatMap((row, s) => (-100 * row[0] - 40 * row[1] >= 4 ? [s] : []))
  assert.equal(count, losing.length)
  const average = [0, 1].map((i) => scenarios.reduce((sum, row) => sum + row[i], 0) / 400)
  const spread = [0, 1].map((i) =>
    [0, 1].map((j) => scenarios.reduce((sum, row) => sum + (row[i] - average[i]) * (row[j] - average[j]), 0) / 399),
  )
  const distances = losing.map(
    (s) =>
      conditionalStress(
        { means: average, covariance: spread },
        [0, 1].map((factor) => ({ factor, move: scenarios[s][factor] })),
      ).distance,
  )
  const nearest = Math.min(...distances)
  assert.ok(Math.abs(scenario.distance - nearest) < 1e-9)
  assert.equal(rows[0], losing[distances.indexOf(nearest)])
  const beyond = nearestScenarios(scenarios, { deltas: [100, 40] }, 1e6)
  assert.equal(beyond.result.status, 'unreachable')
  assert.throws(() => nearestScenarios(scenarios.slice(0, 4), { deltas: [1, 1] }, 1), { code: 'invalid-input' })
})

test('a conditional stress is the regression on the shocks, wider for a t beyond the usual', () => {
  const shocks = [{ factor: 0, move: -0.5 }]
  const result = conditionalStress(factors, shocks)
  close(result.moves, [-0.5, -0.005 + (0.012 / 0.04) * -0.51, 0.002 + (-0.006 / 0.04) * -0.51], 1e-14)
  assert.ok(Math.abs(result.covariance[1][1] - (0.0225 - 0.012 ** 2 / 0.04)) < 1e-15)
  assert.ok(Math.abs(result.distance - 2.55) < 1e-12)
  const student = conditionalStress({ ...factors, degreesOfFreedom: 5 }, shocks)
  close(student.moves, result.moves, 1e-14)
  // (nu - 2 + d^2) / (nu - 2 + k)
  assert.ok(Math.abs(student.covariance[2][2] / result.covariance[2][2] - (3 + 2.55 ** 2) / 4) < 1e-10)
  const all = conditionalStress(
    factors,
    [0, 1, 2].map((factor) => ({ factor, move: 0.1 })),
  )
  assert.ok(all.conditionalVolatilities.every((value) => value === 0))
})

test('stresses that make no sense are refused', () => {
  assert.throws(() => conditionalStress(factors, []), { code: 'invalid-input' })
  assert.throws(() => conditionalStress(factors, [{ factor: 3, move: 1 }]), { code: 'invalid-input' })
  assert.throws(
    () =>
      conditionalStress(factors, [
        { factor: 1, move: 1 },
        { factor: 1, move: 1 },
      ]),
    { code: 'invalid-input' },
  )
  assert.throws(
    () =>
      conditionalStress(
        {
          means: [0, 0],
          covariance: [
            [1, 1],
            [1, 1],
          ],
        },
        [
          { factor: 0, move: 1 },
          { factor: 1, move: 1 },
        ],
      ),
    { code: 'not-applicable' },
  )
  assert.throws(() => reverseStress({ ...factors, degreesOfFreedom: 2 }, { deltas: [1, 1, 1] }, 1), {
    code: 'invalid-input',
  })
  assert.throws(() => reverseStress(factors, { deltas: [1, 1] }, 1), { code: 'invalid-input' })
  assert.throws(() => reverseStress(factors, { deltas: [1, 1, 1] }, Number.NaN), { code: 'invalid-input' })
  assert.throws(
    () =>
      reverseStress(
        {
          means: [0, 0],
          covariance: [
            [1, 2],
            [2, 1],
          ],
        },
        { deltas: [1, 1] },
        1,
      ),
    { code: 'invalid-input' },
  )
})
