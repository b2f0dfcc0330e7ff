import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { TuttiError } from '../errors/index.ts'
import type { Programme } from './programme.ts'
import type { ProgrammeSolution } from './programme-solution.ts'
import { solvedProgramme } from './solved-programme.ts'
import type { ProgrammeOptions } from './solved-programme.ts'

const near = (actual: ArrayLike<number>, expected: readonly number[], tolerance: number): void => {
  assert.equal(actual.length, expected.length)
  for (const [k, value] of expected.entries()) {
    assert.ok(Math.abs(actual[k] - value) <= tolerance, `[${k}] ${actual[k]} is not ${value} to ${tolerance}`)
  }
}
function optimum(programme: Programme, options?: ProgrammeOptions): ProgrammeSolution {
  const outcome = solvedProgramme(programme, options)
  assert.ok(outcome.status === 'optimal', outcome.status)
  return outcome.solution
}
const both = [{ solver: 'highs' }, { solver: 'own' }] as const

// scipy 1.10 optimize.linprog(method='highs'): x, objective and marginals.
const allocation: Programme = {
  cost: [-0.02, -0.035, -0.06],
  lower: [0, 0, 0],
  upper: [1, 1, 0.4],
  rows: [
    { name: 'budget', indices: [0, 1, 2], coefficients: [1, 1, 1], lower: 1, upper: 1 },
    { name: 'stress', indices: [1, 2], coefficients: [0.06, 0.35], lower: -Infinity, upper: 0.12 },
  ],
}

test('a linear programme has the point and the shadow prices of scipy, by either method', () => {
  for (const options of both) {
    const { x, objective, rowDuals, boundDuals } = optimum(allocation, options)
    near(x, [0, 0.7931034482758621, 0.20689655172413793], 1e-12)
    near([objective], [-0.04017241379310345], 1e-14)
    near(rowDuals, [-0.029827586206896555, -0.08620689655172414], 1e-11)
    near(boundDuals, [0.009827586206896555, 0, 0], 1e-11)
  }
})

// cvxopt 1.3 solvers.qp at tolerances of 1e-13: x good to 1e-8, objective to 1e-12.
const covariance = [
  [0.04, 0.01, 0.006, 0.002],
  [0.01, 0.09, 0.015, 0.003],
  [0.006, 0.015, 0.0225, 0.001],
  [0.002, 0.003, 0.001, 0.0064],
]
const leastRisk: Programme = {
  cost: [0, 0, 0, 0],
  hessian: covariance,
  lower: [0, 0, 0, 0],
  upper: [0.5, 0.5, 0.5, 0.5],
  rows: [
    { name: 'budget', indices: [0, 1, 2, 3], coefficients: [1, 1, 1, 1], lower: 1, upper: 1 },
    { name: 'return', indices: [0, 1, 2, 3], coefficients: [0.06, 0.09, 0.05, 0.03], lower: 0.055, upper: Infinity },
    { name: 'group', indices: [0, 1], coefficients: [1, 1], lower: -Infinity, upper: 0.45 },
  ],
}

test('a quadratic programme with rows and bounds has the point of cvxopt, by either method', () => {
  for (const options of both) {
    const { x, objective, rowDuals, residuals } = optimum(leastRisk, options)
    near(x, [0.24664732967980976, 0.203352670195688, 0.26997099489336734, 0.2800290052311348], 1e-8)
    near([objective], [0.0062575827504677845], 1e-12)
    near(rowDuals, [-0.008413052386207907, 0.385952056, -0.000664767114], 1e-8)
    assert.ok(Math.max(residuals.primal, residuals.dual ?? 1, residuals.complementarity ?? 1) < 1e-12)
  }
})

test('shadow prices are what the objective changes by when a bound moves', () => {
  const moved = (by: number): Programme => ({
    ...leastRisk,
    rows: leastRisk.rows.map((row) => (row.name === 'return' ? { ...row, lower: row.lower + by } : row)),
  })
  const slope = (optimum(moved(1e-4)).objective - optimum(moved(-1e-4)).objective) / 2e-4
  near([slope], [optimum(leastRisk).rowDuals[1]], 1e-6)
})

test('mixed-integer programmes have the objective of scipy milp, whole values exactly whole', () => {
  const rows = [
    { name: 'a', indices: [0, 1, 2], coefficients: [2, 3, 1], lower: -Infinity, upper: 5 },
    { name: 'b', indices: [0, 1, 2], coefficients: [4, 1, 2], lower: -Infinity, upper: 11 },
    { name: 'c', indices: [0, 1, 2], coefficients: [3, 4, 2], lower: -Infinity, upper: 8 },
  ]
  const whole = optimum({ cost: [-5, -4, -3], lower: [0, 0, 0], upper: [10, 10, 10], rows, integers: [0, 1, 2] })
  assert.deepEqual(Array.from(whole.x), [2, 0, 1])
  assert.equal(whole.objective, -13)
  assert.equal(whole.residuals.mipGap, 0)
  const mixed = optimum({
    cost: [-5, -4, -3.5],
    lower: [0, 0, 0],
    upper: [10, 10, 10],
    rows: rows.map((row, k) => ({ ...row, upper: [5.5, 11.2, 8.7][k] })),
    integers: [0, 1],
  })
  near([mixed.objective], [-15.225], 1e-12)
  assert.deepEqual(Array.from(mixed.rowDuals), [0, 0, 0])
})

test('the minimum variance of unbounded weights is the closed form of Merton', () => {
  const n = 3
  const s = [
    [0.04, 0.006, 0.004],
    [0.006, 0.01, 0.002],
    [0.004, 0.002, 0.0225],
  ]
  const p: Programme = {
    cost: [0, 0, 0],
    hessian: s,
    lower: Array.from({ length: n }, () => -Infinity),
    upper: Array.from({ length: n }, () => Infinity),
    rows: [{ name: 'budget', indices: [0, 1, 2], coefficients: [1, 1, 1], lower: 1, upper: 1 }],
  }
  const { x, rowDuals } = optimum(p)
  // S x is the same for all: the marginal risk, which is the price of the budget.
  for (const line of s) near([line.reduce((sum, value, j) => sum + value * x[j], 0)], [rowDuals[0]], 1e-17)
})

test('an infeasible and an unbounded programme are told apart, by either method', () => {
  for (const options of both) {
    assert.equal(solvedProgramme({ ...allocation, upper: [0.1, 0.1, 0.1] }, options).status, 'infeasible')
    assert.equal(solvedProgramme({ cost: [-1], lower: [0], upper: [Infinity], rows: [] }, options).status, 'unbounded')
    const flat: Programme = {
      cost: [-1, 0],
      hessian: [
        [0, 0],
        [0, 1],
      ],
      lower: [0, 0],
      upper: [Infinity, 1],
      rows: [],
    }
    assert.equal(solvedProgramme(flat, options).status, 'unbounded')
  }
})

test('the fallback says that it is one, and why', () => {
  const { method, fallbackReason } = optimum(leastRisk, { solver: 'own' })
  assert.equal(method, 'interior-point')
  assert.equal(fallbackReason, 'HiGHS was not asked')
})

test('the answer does not depend on the units of variables, rows and objective', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: -9, max: 9 }),
      fc.integer({ min: -6, max: 6 }),
      fc.integer({ min: -9, max: 6 }),
      (xUnit, rowUnit, costUnit) => {
        const [ux, ur, uc] = [10 ** xUnit, 10 ** rowUnit, 10 ** costUnit]
        const { x } = optimum({
          cost: leastRisk.cost,
          hessian: covariance.map((line) => line.map((value) => value * uc)),
          lower: [0, 0, 0, 0],
          upper: [0.5 * ux, 0.5 * ux, 0.5 * ux, 0.5 * ux],
          rows: leastRisk.rows.map((row) => ({
            ...row,
            coefficients: Array.from(row.coefficients, (value) => value * ur),
            lower: row.lower * ur * ux,
            upper: row.upper * ur * ux,
          })),
        })
        near(
          Float64Array.from(x, (value) => value / ux),
          Array.from(optimum(leastRisk).x),
          1e-11,
        )
      },
    ),
    { seed: 4, numRuns: 60 },
  )
})

test('no feasible point of a random programme is better than its optimum, and both methods agree', () => {
  const figure = fc.double({ min: -1, max: 1, noNaN: true })
  fc.assert(
    fc.property(
      fc.array(fc.tuple(figure, figure, figure), { minLength: 2, maxLength: 8 }),
      fc.array(fc.double({ min: 0.001, max: 1, noNaN: true }), { minLength: 8, maxLength: 8 }),
      (lines, shares) => {
        const n = lines.length
        const hessian = lines.map(([a, b]) => lines.map(([c, d]) => a * c + b * d))
        const programme: Programme = {
          cost: lines.map(([, , c]) => c),
          hessian,
          lower: lines.map(() => 0),
          upper: lines.map(() => 1),
          rows: [
            { name: 'budget', indices: lines.map((_, j) => j), coefficients: lines.map(() => 1), lower: 1, upper: 1 },
          ],
        }
        const { x, objective } = optimum(programme)
        near([x.reduce((sum, value) => sum + value, 0)], [1], 1e-12)
        assert.ok(x.every((value) => value >= 0 && value <= 1))
        const total = shares.slice(0, n).reduce((sum, value) => sum + value, 0)
        const other = shares.slice(0, n).map((value) => value / total)
        const value = other.reduce(
          (sum, w, i) => sum + w * (programme.cost[i] + 0.5 * other.reduce((s, v, j) => s + v * hessian[i][j], 0)),
          0,
        )
        assert.ok(objective <= value + 1e-12)
        near([optimum(programme, { solver: 'own' }).objective], [objective], 1e-9)
      },
    ),
    { seed: 11, numRuns: 60 },
  )
})

test('faulty input is refused with the place of the fault', () => {
  const refused = (change: Partial<Programme>, field: string, words: RegExp): void => {
    assert.throws(
      () => solvedProgramme({ ...leastRisk, ...change }),
      (error: unknown) => {
        assert.ok(error instanceof TuttiError)
        assert.equal(error.details.field, field)
        assert.match(error.message, words)
        return true
      },
    )
  }
  const row = leastRisk.rows[0]
  refused({ cost: [0, Number.NaN, 0, 0] }, 'cost[1]', /finite/)
  refused({ lower: [0, 0, 0] }, 'lower', /3 entries for 4/)
  refused({ lower: [0, 0, 0.6, 0] }, 'lower[2]', /variable x\[2\] has its lower bound 0.6 above its upper bound 0.5/)
  refused({ lower: [0, 0, 0, Number.NaN] }, 'lower[3]', /not a number/)
  refused({ rows: [{ ...row, lower: 2 }] }, 'rows[0]', /row budget has its lower bound 2/)
  refused({ rows: [{ ...row, indices: [0, 1, 2, 4] }] }, 'rows[0].indices[3]', /no variable 4/)
  refused({ rows: [{ ...row, indices: [0, 1, 2, 2] }] }, 'rows[0].indices[3]', /twice/)
  refused({ rows: [{ ...row, coefficients: [1] }] }, 'rows[0]', /1 coefficients for 4/)
  refused({ rows: [{ ...row, coefficients: [1, Infinity, 1, 1] }] }, 'rows[0].coefficients[1]', /finite/)
  refused({ hessian: [[1]] }, 'hessian', /1 entries for 4/)
  refused(
    { hessian: covariance.map((line, i) => (i === 1 ? [0.5, ...line.slice(1)] : line)) },
    'hessian[1][0]',
    /not symmetric/,
  )
  refused(
    { hessian: covariance.map((line, i) => line.map((value, j) => (i === j ? -value : value))) },
    'hessian',
    /smallest eigenvalue is -0\.0946/,
  )
  refused({ integers: [0] }, 'integers', /mixedIntegerQuadratic/)
  refused({ integers: [9] }, 'integers[0]', /no variable 9/)
})
