import assert from 'node:assert/strict'
import { test } from 'node:test'
import { nextUniform } from '../random/index.ts'
import { mixedIntegerQuadratic } from './mixed-integer-quadratic.ts'
import type { Programme } from './programme.ts'
import { solvedProgramme } from './solved-programme.ts'

function market(n: number, seed: number): Programme {
  const state = Int32Array.from([seed, 5, 7, 11])
  for (let i = 0; i < 20; i++) nextUniform(state)
  const all = Array.from({ length: n }, (_, j) => j)
  const loads = all.map(() => [0.2 * (nextUniform(state) - 0.3), 0.2 * (nextUniform(state) - 0.3)])
  const own = all.map(() => 0.01 + 0.02 * nextUniform(state))
  return {
    cost: all.map(() => -0.04 * nextUniform(state)),
    hessian: all.map((i) =>
      all.map((j) => loads[i][0] * loads[j][0] + loads[i][1] * loads[j][1] + (i === j ? own[i] : 0)),
    ),
    lower: all.map(() => 0),
    upper: all.map(() => 1),
    rows: [{ name: 'budget', indices: all, coefficients: all.map(() => 1), lower: 1, upper: 1 }],
  }
}

/** The best objective over every set of at most `most` and at least `least` holdings. */
function enumerated(p: Programme, lower: number, upper: number, least: number, most: number): number {
  const n = p.cost.length
  let best = Infinity
  for (let mask = 0; mask < 1 << n; mask++) {
    const held = Array.from({ length: n }, (_, j) => (mask >> j) & 1)
    const count = held.reduce((sum, one) => sum + one, 0)
    if (count > most || count < least) continue
    const outcome = solvedProgramme({
      ...p,
      lower: held.map((one) => one * lower),
      upper: held.map((one) => one * upper),
    })
    if (outcome.status === 'optimal') best = Math.min(best, outcome.solution.objective)
  }
  return best
}

test('at most K holdings of a least size: the objective of trying every set', () => {
  for (const [n, least, most, lower, upper] of [
    [7, 0, 3, 0.1, 0.5],
    [8, 0, 2, 0, 1],
    [7, 5, 7, 0.12, 0.4],
    [6, 3, 3, 0.05, 0.6],
  ] as const) {
    const p = market(n, n + most)
    const semiContinuous = Array.from({ length: n }, (_, index) => ({ index, lower, upper }))
    const outcome = mixedIntegerQuadratic(p, { semiContinuous, maxNonzero: most, minNonzero: least })
    assert.ok(outcome.status === 'optimal')
    const best = enumerated(p, lower, upper, least, most)
    assert.ok(Math.abs(outcome.objective - best) <= 2e-6 * Math.abs(best), `${outcome.objective} against ${best}`)
    assert.ok(outcome.lowerBound <= best + 1e-12)
    assert.ok(outcome.held.length <= most && outcome.held.length >= least)
    for (const index of outcome.held) assert.ok(outcome.x[index] >= lower - 1e-12 && outcome.x[index] <= upper + 1e-12)
    assert.ok(Math.abs(outcome.x.reduce((sum, value) => sum + value, 0) - 1) < 1e-12)
  }
})

test('whole lots with a quadratic objective: the best of all lots', () => {
  // Tracking 3.4, 2.7, 1.9 lots with 8 lots in all.
  const target = [3.4, 2.7, 1.9]
  const q = [
    [2, 0.5, 0],
    [0.5, 1, 0.2],
    [0, 0.2, 3],
  ]
  const off = (x: readonly number[]): number =>
    x.reduce(
      (sum, value, i) =>
        sum + x.reduce((s, other, j) => s + 0.5 * (value - target[i]) * q[i][j] * (other - target[j]), 0),
      0,
    )
  const p: Programme = {
    cost: q.map((line) => -line.reduce((sum, value, j) => sum + value * target[j], 0)),
    hessian: q,
    lower: [0, 0, 0],
    upper: [8, 8, 8],
    integers: [0, 1, 2],
    rows: [{ name: 'lots', indices: [0, 1, 2], coefficients: [1, 1, 1], lower: 8, upper: 8 }],
  }
  const outcome = mixedIntegerQuadratic(p, { semiContinuous: [] })
  assert.ok(outcome.status === 'optimal')
  let best = Infinity
  for (let a = 0; a <= 8; a++) for (let b = 0; a + b <= 8; b++) best = Math.min(best, off([a, b, 8 - a - b]))
  assert.ok(Math.abs(off(Array.from(outcome.x, Math.round)) - best) < 1e-12)
  assert.ok(outcome.x.every((value) => Math.abs(value - Math.round(value)) < 1e-7))
})

test('a search stopped at its node limit gives its point and a bound that the full search confirms', () => {
  const p = market(14, 3)
  const semiContinuous = Array.from({ length: 14 }, (_, index) => ({ index, lower: 0.1, upper: 0.5 }))
  const short = mixedIntegerQuadratic(p, { semiContinuous, maxNonzero: 4 }, { nodeLimit: 4 })
  const full = mixedIntegerQuadratic(p, { semiContinuous, maxNonzero: 4 })
  assert.ok(short.status === 'stopped' && full.status === 'optimal')
  assert.ok(short.lowerBound <= full.objective + 1e-12 && short.objective >= full.objective - 1e-12)
  assert.ok(short.relativeGap > 1e-6)
})

test('rules that cannot be met are infeasible, faulty ones are refused', () => {
  const p = market(5, 2)
  const holding = (index: number, lower: number, upper: number) => ({ index, lower, upper })
  const all = [0, 1, 2, 3, 4].map((index) => holding(index, 0.1, 0.2))
  assert.equal(mixedIntegerQuadratic(p, { semiContinuous: all, maxNonzero: 3 }).status, 'infeasible')
  assert.throws(() => mixedIntegerQuadratic(p, { semiContinuous: [holding(7, 0, 1)] }), /variable 7/)
  assert.throws(() => mixedIntegerQuadratic(p, { semiContinuous: [holding(0, 0.5, 0.2)] }), /lower ≤ upper/)
  assert.throws(() => mixedIntegerQuadratic(p, { semiContinuous: all, maxNonzero: 2, minNonzero: 3 }), /minNonzero/)
})
