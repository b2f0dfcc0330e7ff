import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { highsAnswer } from './highs-solver.ts'
import { pairedSystem, pairedVariables } from './paired-variables.ts'
import { programmeArrays } from './programme-arrays.ts'
import type { Programme } from './programme.ts'
import { solvedProgramme } from './solved-programme.ts'

/** Uniform figures by a linear congruence. */
function congruence(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return (state + 0.5) / 4_294_967_296
  }
}

/** A mean-variance programme of n assets with a group and a limit on turnover; variables n … 2n-1 are the purchases. */
function turnoverProgramme(n: number, seed: number): Programme {
  const u = congruence(seed)
  for (let k = 0; k < 5; k++) u()
  const loadings = Array.from({ length: n }, () => Array.from({ length: 4 }, () => 0.2 * (u() - 0.3)))
  const own = loadings.map(() => 0.01 + 0.03 * u())
  const all = Array.from({ length: 2 * n }, (_, i) => i)
  return {
    cost: all.map((i) => (i < n ? -0.02 * u() : 0)),
    hessian: all.map((i) =>
      all.map((j) => {
        if (i >= n || j >= n) return 0
        return loadings[i].reduce((sum, value, f) => sum + value * loadings[j][f], 0) + (i === j ? own[i] : 0)
      }),
    ),
    lower: all.map(() => 0),
    upper: all.map((i) => (i < n ? 0.3 : Infinity)),
    rows: [
      { name: 'budget', indices: all.slice(0, n), coefficients: all.slice(0, n).map(() => 1), lower: 1, upper: 1 },
      {
        name: 'group',
        indices: all.slice(0, Math.ceil(n / 3)),
        coefficients: all.slice(0, Math.ceil(n / 3)).map(() => 1),
        lower: 0.45,
        upper: 0.6,
      },
      {
        name: 'turnover',
        indices: all,
        coefficients: all.map((i) => (i < n ? -1 : 2)),
        lower: -Infinity,
        upper: 0.4 - 1,
      },
      ...all.slice(0, n).map((i) => ({
        name: `purchase ${i}`,
        indices: [i, n + i],
        coefficients: [-1, 1],
        lower: -1 / n,
        upper: Infinity,
      })),
    ],
  }
}

test('purchases pair with the rows that make them purchases, and nothing else does', () => {
  const p = programmeArrays(turnoverProgramme(9, 1))
  assert.ok(p.hessian)
  const { pairs, variables, rows } = pairedVariables(p, p.hessian)
  assert.deepEqual(
    pairs.map(({ variable, row }) => [variable, row]),
    Array.from({ length: 9 }, (_, i) => [9 + i, 3 + i]),
  )
  assert.deepEqual(
    [Array.from(variables), Array.from(rows)],
    [
      [0, 1, 2, 3, 4, 5, 6, 7, 8],
      [0, 1, 2],
    ],
  )
})

test('the solution with pairs taken out satisfies the whole system, however small its diagonals', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1e9 }), fc.integer({ min: 1, max: 12 }), (seed, n) => {
      const u = congruence(seed)
      const p = programmeArrays(turnoverProgramme(n, seed))
      assert.ok(p.hessian)
      const theta = Float64Array.from({ length: p.n }, () => 10 ** (4 * u() - 2))
      const d = Float64Array.from({ length: p.m }, () => 10 ** (6 * u() - 3))
      const solve = pairedSystem(p, p.hessian, pairedVariables(p, p.hessian), theta, d)
      assert.ok(solve)
      const f = Float64Array.from({ length: p.n }, () => u() - 0.5)
      const g = Float64Array.from({ length: p.m }, () => u() - 0.5)
      const [x, w] = [f.slice(), g.slice()]
      solve(x, w)
      const left = Float64Array.from(f, (value, j) => value - theta[j] * x[j])
      for (let i = 0; i < p.n; i++) for (let j = 0; j < p.n; j++) left[i] -= p.hessian[i * p.n + j] * x[j]
      for (let i = 0; i < p.m; i++) {
        let sum = g[i] + d[i] * w[i]
        for (let e = p.rowStarts[i]; e < p.rowStarts[i + 1]; e++) {
          const j = p.rowIndices[e]
          sum -= p.rowValues[e] * x[j]
          left[j] -= p.rowValues[e] * w[i]
        }
        assert.ok(Math.abs(sum) < 1e-8)
      }
      for (const value of left) assert.ok(Math.abs(value) < 1e-8)
    }),
    { numRuns: 60, seed: 3 },
  )
})

test('a turnover limit beside a group: the interior point is sharp, and the objective is that of HiGHS', () => {
  for (const [n, seed] of [
    [6, 1],
    [15, 2],
    [40, 3],
  ]) {
    const programme = turnoverProgramme(n, seed)
    const outcome = solvedProgramme(programme)
    assert.ok(outcome.status === 'optimal')
    const { residuals, objective, fallbackReason, x } = outcome.solution
    assert.ok(Math.max(residuals.primal, residuals.dual ?? 1, residuals.complementarity ?? 1) < 1e-11)
    assert.equal(fallbackReason, undefined)
    const p = programmeArrays(programme)
    const highs = highsAnswer(p, { timeLimitSeconds: 10, relativeMipGap: 1e-9, presolve: true })
    assert.ok(highs.status === 'solved')
    let other = 0
    for (let i = 0; i < p.n; i++) {
      other += p.cost[i] * highs.x[i]
      for (let j = 0; j < p.n; j++) other += 0.5 * (p.hessian?.[i * p.n + j] ?? 0) * highs.x[i] * highs.x[j]
    }
    assert.ok(Math.abs(other - objective) < 1e-8, `${other} beside ${objective}`)
    const traded = x.subarray(0, n).reduce((sum, weight) => sum + Math.abs(weight - 1 / n), 0)
    assert.ok(traded < 0.4 + 1e-9)
  }
})
