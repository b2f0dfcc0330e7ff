import assert from 'node:assert/strict'
import { test } from 'node:test'
import { elasticProgramme } from './elastic-programme.ts'
import { explainedInfeasibility } from './explained-infeasibility.ts'
import { feasibleLimits } from './infeasible-subsystem.ts'
import { programmeLimits } from './programme-limits.ts'
import type { ProgrammeLimit } from './programme-limits.ts'
import type { Programme } from './programme.ts'
import type { ProgrammeSolution } from './programme-solution.ts'
import { all, programmeFamilies, row, uniformOf } from './seeded-programmes.fixture.ts'
import { solvedProgramme } from './solved-programme.ts'

/** The largest violation of the optimality conditions, measured here anew: dense, relative to the terms of each sum. */
function conditions(p: Programme, { x, rowDuals, boundDuals }: ProgrammeSolution): number {
  const n = p.cost.length
  let worst = 0
  const gap = (value: number, low: number, high: number, scale: number): void => {
    worst = Math.max(worst, (low - value) / scale, (value - high) / scale)
  }
  const stationarity = all(n).map(
    (j) => p.cost[j] + x.reduce((sum, value, k) => sum + value * (p.hessian?.[j][k] ?? 0), 0),
  )
  let gradientSize = 1e-300
  let valueSize = 1e-300
  let objectiveSize = 1e-300
  for (let j = 0; j < n; j++) {
    gradientSize = Math.max(gradientSize, Math.abs(p.cost[j]), Math.abs(stationarity[j]), Math.abs(boundDuals[j]))
    objectiveSize += Math.abs(p.cost[j] * x[j]) + Math.abs((stationarity[j] - p.cost[j]) * x[j])
    valueSize = Math.max(valueSize, Math.abs(x[j]))
  }
  const complement = (multiplier: number, value: number, low: number, high: number): void => {
    const bound = multiplier > 0 ? low : high
    // A multiplier of rounding size beside an absent bound is no violation.
    const distance = Number.isFinite(bound) ? Math.abs(value - bound) : valueSize
    worst = Math.max(worst, (Math.abs(multiplier) * distance) / Math.max(objectiveSize, gradientSize * valueSize))
  }
  for (const [i, { indices, coefficients, lower, upper }] of p.rows.entries()) {
    let activity = 0
    let term = 1e-300
    for (let k = 0; k < indices.length; k++) {
      activity += coefficients[k] * x[indices[k]]
      term = Math.max(term, Math.abs(coefficients[k]) * valueSize)
      stationarity[indices[k]] -= coefficients[k] * rowDuals[i]
      gradientSize = Math.max(gradientSize, Math.abs(coefficients[k] * rowDuals[i]))
    }
    gap(activity, lower, upper, term)
    if (rowDuals[i] !== 0) complement(rowDuals[i], activity, lower, upper)
  }
  for (let j = 0; j < n; j++) {
    worst = Math.max(worst, Math.abs(stationarity[j] - boundDuals[j]) / gradientSize)
    gap(x[j], p.lower[j], p.upper[j], valueSize)
    if (boundDuals[j] !== 0) complement(boundDuals[j], x[j], p.lower[j], p.upper[j])
  }
  return worst
}

const sameLimit = (a: ProgrammeLimit, b: ProgrammeLimit): boolean =>
  a.kind === b.kind && a.index === b.index && a.side === b.side

/** What must hold of an explanation, by other programmes than the ones it came from. */
function checkExplanation(p: Programme, label: string): void {
  const explanation = explainedInfeasibility(p)
  assert.ok(explanation.status === 'infeasible', label)
  const { conflict, smallestRelaxation, compromise, fewestRelaxation, prices } = explanation
  assert.equal(feasibleLimits(p, conflict), false, `${label}: conflict can be met`)
  for (const limit of conflict)
    assert.ok(
      feasibleLimits(
        p,
        conflict.filter((other) => other !== limit),
      ),
      `${label}: ${limit.words} is not needed`,
    )
  assert.ok(smallestRelaxation && compromise, label)
  // Many overlapping conflicts may exceed the work limit of the fewest limits.
  assert.ok(fewestRelaxation || label.includes('half-spaces'), label)
  const limits = programmeLimits(p)
  for (const { changes } of fewestRelaxation ? [smallestRelaxation, fewestRelaxation] : [smallestRelaxation]) {
    // A hair of room for rounding: a billionth of the change.
    const loosened = limits.map((limit) => {
      const change = changes.find((other) => sameLimit(other, limit))
      return change ? { ...limit, bound: change.to + (limit.side === 'lower' ? -1 : 1) * 1e-9 * change.by } : limit
    })
    assert.ok(feasibleLimits(p, loosened), `${label}: the relaxation does not do`)
  }
  assert.ok(!fewestRelaxation || fewestRelaxation.changes.length <= smallestRelaxation.changes.length, label)
  // The dual of the elastic programme, by the project's interior point: max h'y with G'y = 0, 0 ≤ y ≤ 1.
  const rows = all(p.cost.length).map((j) => ({
    name: `c${j}`,
    indices: [] as number[],
    coefficients: [] as number[],
    lower: 0,
    upper: 0,
  }))
  for (const [k, { kind, index, side }] of limits.entries()) {
    const sign = side === 'lower' ? 1 : -1
    const members =
      kind === 'variable'
        ? [[index, 1]]
        : all(p.rows[index].indices.length).map((t) => [p.rows[index].indices[t], p.rows[index].coefficients[t]])
    for (const [j, value] of members) {
      if (value === 0) continue
      rows[j].indices.push(k)
      rows[j].coefficients.push(sign * value)
    }
  }
  const dual = solvedProgramme(
    {
      cost: limits.map(({ side, bound }) => (side === 'lower' ? -bound : bound)),
      lower: limits.map(() => 0),
      upper: limits.map(() => 1),
      rows,
    },
    { solver: 'own' },
  )
  assert.ok(dual.status === 'optimal')
  const least = -dual.solution.objective
  const close = (value: number, what: string): void =>
    assert.ok(Math.abs(value - least) <= 1e-8 * Math.max(least, 1e-3), `${label}: ${what} ${value}, dual ${least}`)
  close(smallestRelaxation.weightedTotal, 'relaxation')
  close(
    smallestRelaxation.changes.reduce((sum, { by }) => sum + by, 0),
    'sum of changes',
  )
  close(compromise.totalViolation, 'compromise')
  // Strong duality: the prices themselves are a dual point with that value.
  close(
    prices.reduce((sum, { price, side, bound }) => sum + (side === 'lower' ? price * bound : -price * bound), 0),
    'prices',
  )
}

for (const [family, make] of Object.entries(programmeFamilies)) {
  test(`ten seeded programmes are solved to 1e-8 or explained: ${family}`, () => {
    for (let seed = 0; seed < 10; seed++) {
      const programme = make(uniformOf(seed))
      const label = `${family} ${seed}`
      const outcome = solvedProgramme(programme)
      if (outcome.status === 'infeasible') {
        checkExplanation(programme, label)
        continue
      }
      assert.ok(!family.startsWith('infeasible') || family.includes('half-spaces'), label)
      assert.equal(outcome.status, 'optimal', label)
      assert.ok(outcome.status === 'optimal')
      const residual = conditions(programme, outcome.solution)
      assert.ok(residual < 1e-8, `${label}: residual ${residual} by ${outcome.solution.method}`)
      // Second method: the interior point alone comes to the same objective.
      const own = solvedProgramme(programme, { solver: 'own' })
      assert.ok(own.status === 'optimal', label)
      assert.equal(own.solution.method, 'interior-point')
      const scale = Math.max(
        Math.abs(outcome.solution.objective),
        ...Array.from(programme.cost, (c, j) => Math.abs(c * outcome.solution.x[j])),
        1e-300,
      )
      const gap = Math.abs(own.solution.objective - outcome.solution.objective) / scale
      assert.ok(gap < 1e-8, `${label}: objectives differ by ${gap}`)
    }
  })
}

test('an elastic programme keeps hard limits and lets soft ones give', () => {
  const p: Programme = { cost: [1], lower: [0], upper: [1], rows: [row('r', [1], 2, Infinity)] }
  const { programme, soft } = elasticProgramme(
    p,
    ({ kind }) => kind === 'row',
    () => 3,
  )
  const outcome = solvedProgramme(programme)
  assert.ok(outcome.status === 'optimal')
  assert.deepEqual(Array.from(outcome.solution.x), [1, 1])
  assert.equal(outcome.solution.objective, 3)
  assert.deepEqual(
    soft.map(({ name }) => name),
    ['r'],
  )
})
