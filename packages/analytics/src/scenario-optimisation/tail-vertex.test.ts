import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { boxLimits, type PortfolioLimits } from '../optimisation/index.ts'
import { solvedProgramme } from '../programming/index.ts'
import { activeScenarioSolution } from './active-scenarios.ts'
import { basisInverse } from './basis-inverse.ts'
import { piecewiseOptimum, type PiecewiseProgramme } from './piecewise-simplex.ts'
import { riskRows } from './risk-rows.ts'
import { type ScenarioAim, scenarioProgramme } from './scenario-programme.ts'
import { scenarioPortfolio } from './scenario-portfolio.ts'
import { scenarioRisk } from './scenario-risk.ts'
import { type ScenarioSet, scenarioSet } from './scenario-set.ts'
import { tailVertexSolution } from './tail-vertex.ts'

/** Uniform figures by a linear congruence. */
function congruence(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return (state + 0.5) / 4_294_967_296
  }
}

interface Drawn {
  readonly scenarios: ScenarioSet
  readonly limits: PortfolioLimits
  readonly aim: ScenarioAim
  readonly confidence: number
  readonly size: number
}

/** A problem of 5 to 60 assets and 50 to 400 scenarios, many of them degenerate. */
function drawnProblem(seed: number): Drawn {
  const u = congruence(seed)
  for (let k = 0; k < 5; k++) u()
  const bell = (): number => u() + u() + u() + u() - 2
  const n = 5 + Math.floor(u() * 56)
  const count = 50 + Math.floor(u() * 351)
  const size = 10 ** (Math.floor(u() * 3) - 3)
  let rows = Array.from({ length: count }, () => {
    const factor = bell()
    return Array.from({ length: n }, (_, i) => size * (factor * (0.5 + i / n) + (2 * bell()) / (0.2 + u()) + 0.05))
  })
  if (u() < 0.3) rows = rows.map((row) => row.map((value, i) => (i % 2 ? row[i - 1] : value)))
  if (u() < 0.3) rows = rows.map((row, s) => (s % 3 ? rows[s - (s % 3)] : row))
  if (u() < 0.2) rows = rows.map((row) => row.map((value) => (Math.round((value / size) * 2) / 2) * size))
  if (u() < 0.15) rows = rows.map((row) => row.with(0, size * 0.01))
  const draws = u() < 0.3 ? rows.map(() => (u() < 0.1 ? 0 : u())) : undefined
  const total = draws?.reduce((sum, value) => sum + value, 0) ?? 1
  const kind = Math.floor(u() * 4)
  const linear = []
  if (u() < 0.4) {
    const coefficients = Array.from({ length: n }, (_, i) => (i < n / 3 ? 1 : 0))
    linear.push({ name: 'group', coefficients, lower: 0.2, upper: 0.5 })
  }
  if (u() < 0.3)
    linear.push({ name: 'duration', coefficients: rows[0].map((_, i) => (5 * i) / n), lower: 2.5, upper: 2.5 })
  const scenarios = scenarioSet(
    rows,
    draws?.map((value) => value / total),
  )
  const box = boxLimits(n, [0, -0.1, 0, -1][kind], [1, 1, Math.max(2 / n, 0.1), 2][kind], 1)
  const limits = { ...box, budget: kind === 3 ? { lower: 0.8, upper: 1.2 } : box.budget, linear }
  const aims: ScenarioAim[] = [
    { kind: 'utility', riskAversion: 10 ** (3 * u() - 2) },
    { kind: 'least-risk', minExpectedReturn: 0.5 * Math.max(...scenarios.means) },
    { kind: 'least-risk' },
  ]
  return {
    scenarios,
    limits,
    aim: aims[Math.floor(u() * 3)],
    confidence: [0.5, 0.9, 0.95, 0.99][Math.floor(u() * 4)],
    size,
  }
}

test('the vertex is the optimum of the whole programme, and its bound and prices prove it', () => {
  let solved = 0
  for (let seed = 1; seed <= 60; seed++) {
    const { scenarios, limits, aim, confidence, size } = drawnProblem(seed)
    const n = scenarios.assets
    const risk = { measure: 'cvar', confidence } as const
    const whole = solvedProgramme(scenarioProgramme(limits, scenarios.means, aim, riskRows(scenarios, risk, n)))
    const found = tailVertexSolution(scenarios, confidence, limits, scenarios.means, aim)
    if (whole.status !== 'optimal') {
      assert.equal(found, 'failed', `seed ${seed}`)
      continue
    }
    assert.ok(found !== undefined && found !== 'failed', `seed ${seed}`)
    solved++
    const weights = found.solution.x.subarray(0, n)
    const expected = weights.reduce((sum, weight, i) => sum + weight * scenarios.means[i], 0)
    const value = scenarioRisk(scenarios, weights, risk)
    const objective = aim.kind === 'utility' ? aim.riskAversion * value - expected : value
    const unit = size * (aim.kind === 'utility' ? Math.max(1, aim.riskAversion) : 1)
    const off = (a: number, b: number): number => Math.abs(a - b) / unit
    assert.ok(off(objective, whole.solution.objective) < 1e-10, `seed ${seed}`)
    assert.ok(off(found.lowerBound, whole.solution.objective) < 1e-10, `seed ${seed}`)
    assert.ok(off(found.solution.objective, objective) < 1e-11, `seed ${seed}`)
    const { primal, dual, complementarity } = found.solution.residuals
    assert.ok(Math.max(primal, dual ?? 1, complementarity ?? 1) < 1e-9, `seed ${seed}`)
  }
  assert.ok(solved > 50)
})

test('both ways to the optimum of many scenarios agree, in prices as in weights', () => {
  for (const seed of [3, 8, 11]) {
    const { scenarios } = drawnProblem(seed)
    const limits = boxLimits(scenarios.assets, 0, 0.4, 1)
    const aim: ScenarioAim = { kind: 'least-risk', minExpectedReturn: 0.6 * Math.max(...scenarios.means) }
    const one = tailVertexSolution(scenarios, 0.9, limits, scenarios.means, aim)
    const other = activeScenarioSolution(scenarios, 0.9, limits, scenarios.means, aim)
    assert.ok(one !== undefined && one !== 'failed' && other !== 'infeasible')
    const size = Math.abs(other.solution.objective)
    assert.ok(Math.abs(one.solution.objective - other.solution.objective) < 1e-10 * size)
    assert.ok(other.lowerBound <= other.solution.objective + 1e-12 * size)
    assert.ok(Math.abs(one.lowerBound - one.solution.objective) < 1e-9 * size)
  }
})

test('a limit on turnover or on the risk is left to the programmes over active scenarios', () => {
  const { scenarios } = drawnProblem(4)
  const n = scenarios.assets
  const box = boxLimits(n, 0, 1, 1)
  const turnover = { currentWeights: new Array<number>(n).fill(1 / n), maxTwoWay: 0.5 }
  const least: ScenarioAim = { kind: 'least-risk' }
  assert.equal(tailVertexSolution(scenarios, 0.9, { ...box, turnover }, scenarios.means, least), undefined)
  const limited: ScenarioAim = { kind: 'most-return', maxRisk: 1 }
  assert.equal(tailVertexSolution(scenarios, 0.9, box, scenarios.means, limited), undefined)
  const risk = { measure: 'cvar', confidence: 0.9 } as const
  const many = scenarioSet(Array.from({ length: 310 }, (_, s) => [Math.sin(s), Math.cos(2 * s), Math.sin(3 * s + 1)]))
  const found = scenarioPortfolio({
    scenarios: many,
    risk,
    aim: least,
    limits: { ...boxLimits(3, 0, 1, 1), turnover: { currentWeights: [1, 0, 0], maxTwoWay: 0.3 } },
  })
  assert.ok(found.status === 'solved' && found.weights[0] >= 0.85 - 1e-9 && found.solver.gap < 1e-12)
})

test('a riskless asset that takes all, with every scenario at the quantile, is found in spite of the ties', () => {
  const { scenarios } = drawnProblem(5)
  const rows = Array.from({ length: scenarios.count }, (_, s) => [
    0.0001,
    ...scenarios.returns.subarray(s * scenarios.assets, (s + 1) * scenarios.assets),
  ])
  const withCash = scenarioSet(rows)
  const n = withCash.assets
  const found = tailVertexSolution(withCash, 0.95, boxLimits(n, 0, 1, 1), withCash.means, { kind: 'least-risk' })
  assert.ok(found !== undefined && found !== 'failed')
  assert.ok(Math.abs(found.solution.x[0] - 1) < 1e-9)
  assert.ok(Math.abs(found.lowerBound + 0.0001) < 1e-12)
})

test('weights without bounds end in the error of the general way', () => {
  const rows = Array.from({ length: 320 }, (_, s) => [Math.sin(s) + 2, Math.cos(s)])
  const request = {
    scenarios: scenarioSet(rows),
    risk: { measure: 'cvar', confidence: 0.9 } as const,
    aim: { kind: 'utility', riskAversion: 1 } as const,
    limits: { ...boxLimits(2, -Infinity, Infinity, 1), budget: { lower: -Infinity, upper: Infinity } },
  }
  assert.throws(() => scenarioPortfolio(request), /weights grow without end/)
})

test('an inverse that follows rows and columns is that of the matrix', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1e9 }), (seed) => {
      const u = congruence(seed)
      const size = 70
      const full = Array.from({ length: size }, () => Float64Array.from({ length: size }, () => u() - 0.5))
      const rows: number[] = []
      const columns: number[] = []
      const inverse = basisInverse(size)
      const entry = (i: number, j: number): number => full[i][j]
      const image = new Float64Array(size)
      const row = new Float64Array(size)
      const absent = (held: readonly number[]): number => {
        const left = Array.from(full.keys()).filter((item) => !held.includes(item))
        return left[Math.floor(u() * left.length)]
      }
      for (let step = 0; step < 90; step++) {
        const k = rows.length
        const kind = k === 0 || (step < 67 && k < size) ? 0 : 1 + Math.floor(u() * 3)
        const [i, j] = [k < size ? absent(rows) : -1, k < size ? absent(columns) : -1]
        const [q, p] = [Math.floor(u() * k), Math.floor(u() * k)]
        if (kind < 3 && i < 0) continue
        const newColumn = Float64Array.from(rows, (r) => (kind < 3 ? entry(r, j) : 0))
        inverse.times(newColumn, image)
        inverse.transposeTimes(
          Float64Array.from(columns, (c) => (kind < 3 ? entry(i, c) : 0)),
          row,
        )
        if (kind === 0) {
          const pivot = entry(i, j) - columns.reduce((sum, c, at) => sum + entry(i, c) * image[at], 0)
          if (Math.abs(pivot) < 1e-3) continue
          inverse.border(image, row, pivot)
          rows.push(i)
          columns.push(j)
        } else if (kind === 1 && Math.abs(image[p]) > 1e-3) {
          inverse.replaceColumn(p, image)
          columns[p] = j
        } else if (kind === 2 && Math.abs(row[q]) > 1e-3) {
          inverse.replaceRow(q, row)
          rows[q] = i
        } else if (kind === 3) {
          inverse.column(q, image)
          if (Math.abs(image[p]) < 1e-3) continue
          inverse.shrink(q, p)
          rows[q] = rows[k - 1]
          rows.pop()
          columns[p] = columns[k - 1]
          columns.pop()
        }
      }
      const k = rows.length
      assert.equal(inverse.size(), k)
      const check = (): void => {
        for (let c = 0; c < k; c++) {
          inverse.times(
            Float64Array.from(rows, (r) => entry(r, columns[c])),
            image,
          )
          for (let at = 0; at < k; at++) assert.ok(Math.abs(image[at] - (at === c ? 1 : 0)) < 1e-6)
        }
      }
      check()
      assert.ok(inverse.invert(Float64Array.from(rows.flatMap((r) => columns.map((c) => entry(r, c)))), k))
      check()
      assert.equal(inverse.invert(new Float64Array(4), 2), false)
    }),
    { numRuns: 20, seed: 7 },
  )
})

test('a soft row is broken exactly where its cost is below the gain', () => {
  // Minimise -x + penalty max(x - 1, 0) over 0 ≤ x ≤ 3.
  const programme = (penalty: number): PiecewiseProgramme => ({
    rows: 1,
    columns: 1,
    byRows: Float64Array.of(1),
    byColumns: Float64Array.of(1),
    cost: Float64Array.of(-1),
    lower: Float64Array.of(0),
    upper: Float64Array.of(3),
    rowLower: Float64Array.of(-Infinity),
    rowUpper: Float64Array.of(1),
    costBelow: Float64Array.of(0),
    costAbove: Float64Array.of(penalty),
  })
  const [soft, hard] = [0.5, 2].map((penalty) => piecewiseOptimum(programme(penalty), Float64Array.of(0), 10))
  assert.ok(soft && hard)
  assert.deepEqual([soft.x[0], soft.rowPrices[0], soft.reducedCosts[0]], [3, -0.5, -0.5])
  assert.deepEqual([hard.x[0], hard.rowPrices[0], hard.reducedCosts[0]], [1, -1, 0])
  assert.equal(piecewiseOptimum(programme(2), Float64Array.of(0), 0), undefined)
  const endless = { ...programme(0.5), upper: Float64Array.of(Infinity) }
  assert.equal(piecewiseOptimum(endless, Float64Array.of(0), 10), undefined)
})
