import assert from 'node:assert/strict'
import { test } from 'node:test'
import { explainedInfeasibility } from './explained-infeasibility.ts'
import type { InfeasibilityExplanation, InfeasibilityOptions } from './explained-infeasibility.ts'
import { feasibleLimits } from './infeasible-subsystem.ts'
import { programmeLimits } from './programme-limits.ts'
import type { Programme } from './programme.ts'
import { unboundedDirection } from './unbounded-direction.ts'

// Duration of at least 4 from 5, 2 and 1 years within 30% each: 0.3·5 + 0.3·2 + 0.4·1 = 2.5 at most.
const mandate: Programme = {
  names: ['A', 'B', 'C'],
  cost: [-0.05, -0.07, -0.02],
  hessian: [
    [0.04, 0.01, 0],
    [0.01, 0.09, 0],
    [0, 0, 0.01],
  ],
  lower: [0, 0, 0],
  upper: [0.3, 0.3, 0.3],
  rows: [
    { name: 'budget', indices: [0, 1, 2], coefficients: [1, 1, 1], lower: 1, upper: 1 },
    { name: 'duration', indices: [0, 1, 2], coefficients: [5, 2, 1], lower: 4, upper: 6 },
  ],
}
function explained(programme: Programme, options?: InfeasibilityOptions): InfeasibilityExplanation {
  const explanation = explainedInfeasibility(programme, options)
  assert.ok(explanation.status === 'infeasible')
  return explanation
}

test('the limit on A gives by 0.375, as worked out by hand', () => {
  // A alone gives: 5a + 2·0.3 + (0.7 - a) = 4 at a = 0.675; it also covers the budget, since C takes 0.025.
  const { smallestRelaxation, compromise, words, conflict } = explained(mandate)
  assert.deepEqual(
    smallestRelaxation?.changes.map(({ name, side, to }) => [name, side, Number(to.toFixed(12))]),
    [['A', 'upper', 0.675]],
  )
  assert.ok(Math.abs((smallestRelaxation?.weightedTotal ?? 0) - 0.375) < 1e-13)
  assert.deepEqual(
    Array.from(compromise?.x ?? [], (value) => Number(value.toFixed(12))),
    [0.675, 0.3, 0.025],
  )
  assert.ok(conflict.length >= 2)
  assert.match(words, /cannot hold together.*A must be at most 0\.3; it would have to give by 0\.375/)
})

test('among the points of least violation the compromise has the best objective', () => {
  // x + y ≥ 3 within [0, 1]: every split breaks the limits by 1 in all; the cheap variable rises.
  const p: Programme = {
    cost: [1, 2],
    lower: [0, 0],
    upper: [1, 1],
    rows: [{ name: 'sum', indices: [0, 1], coefficients: [1, 1], lower: 3, upper: Infinity }],
  }
  const { compromise } = explained(p)
  assert.deepEqual(Array.from(compromise?.x ?? []), [1, 1])
  const raised = explained(p, { hard: ['sum'] })
  assert.deepEqual(Array.from(raised.compromise?.x ?? []), [2, 1])
  const weighted = explained(p, { hard: ['sum'], weights: { 'x[0]': 5 } })
  assert.deepEqual(Array.from(weighted.compromise?.x ?? []), [1, 2])
  assert.deepEqual(
    weighted.prices
      .map(({ name, price, hard }) => [name, price, hard])
      .toSorted((a, b) => String(a).localeCompare(String(b))),
    [
      ['sum', 1, true],
      ['x[0]', 1, false],
      ['x[1]', 1, false],
    ],
  )
})

test('hard limits never give, and where they alone conflict that is said', () => {
  const { smallestRelaxation } = explained(mandate, { hard: ['A', 'budget'] })
  assert.ok(smallestRelaxation?.changes.every(({ name }) => name === 'duration' || name === 'B' || name === 'C'))
  const stuck = explained(mandate, { hard: ['budget'], hardBounds: true })
  assert.equal(stuck.smallestRelaxation, null)
  assert.equal(stuck.compromise, null)
  assert.deepEqual(new Set(stuck.conflict.map(({ name }) => name)), new Set(['budget', 'A', 'B', 'C']))
  assert.match(stuck.words, /hard limits alone conflict/)
})

test('the fewest limits are as few as trying every set finds', () => {
  const p: Programme = {
    cost: [0, 0],
    lower: [0, 0],
    upper: [1, 1],
    rows: [
      { name: 'a', indices: [0, 1], coefficients: [1, 1], lower: 2.5, upper: Infinity },
      { name: 'b', indices: [0, 1], coefficients: [1, -1], lower: 1.5, upper: Infinity },
      { name: 'c', indices: [0], coefficients: [1], lower: -Infinity, upper: 0.2 },
      { name: 'd', indices: [0], coefficients: [2], lower: 0.9, upper: Infinity },
    ],
  }
  const limits = programmeLimits(p)
  let fewest = limits.length
  for (let mask = 0; mask < 1 << limits.length; mask++) {
    const kept = limits.filter((_, k) => !((mask >> k) & 1))
    if (limits.length - kept.length < fewest && feasibleLimits(p, kept)) fewest = limits.length - kept.length
  }
  assert.equal(explained(p).fewestRelaxation?.changes.length, fewest)
})

test('a conflict that only whole values make is found', () => {
  const { conflict } = explained({
    cost: [1],
    lower: [0],
    upper: [5],
    integers: [0],
    rows: [
      { name: 'above', indices: [0], coefficients: [1], lower: 1.2, upper: Infinity },
      { name: 'below', indices: [0], coefficients: [1], lower: -Infinity, upper: 1.8 },
    ],
  })
  assert.deepEqual(
    conflict.map(({ name }) => name),
    ['above', 'below'],
  )
})

test('a programme that can be met is called feasible, and unknown names are refused', () => {
  assert.deepEqual(explainedInfeasibility({ ...mandate, upper: [1, 1, 1] }), { status: 'feasible' })
  assert.throws(() => explainedInfeasibility(mandate, { hard: ['budgte'] }), /no limit is called budgte/)
  assert.throws(() => explainedInfeasibility(mandate, { weights: { A: 0 } }), /weights.A must be positive/)
})

test('an unbounded programme names the variables that run away', () => {
  const p: Programme = {
    names: ['long', 'short', 'cash'],
    cost: [-0.05, -0.02, 0],
    lower: [0, -Infinity, 0],
    upper: [Infinity, 0, 1],
    rows: [{ name: 'budget', indices: [0, 1, 2], coefficients: [1, 1, 1], lower: 1, upper: 1 }],
  }
  const { moves, slope, words } = unboundedDirection(p)
  assert.deepEqual(moves, [
    { name: 'long', change: 1 },
    { name: 'short', change: -1 },
  ])
  assert.ok(Math.abs(slope + 0.03) < 1e-15)
  assert.match(words, /long rises by 1, short falls by 1/)
  assert.throws(() => unboundedDirection({ ...p, upper: [2, 0, 1] }), /no direction lowers/)
})
