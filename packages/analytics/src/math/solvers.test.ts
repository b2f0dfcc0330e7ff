import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assertClose } from '../../../../fixtures/assert-close.ts'
import { brentRoot, gaussLegendre, integral, nelderMead } from './index.ts'

test('roots are found to machine precision, at ends and of flat functions too', () => {
  assertClose(
    brentRoot((x) => Math.cos(x) - x, 0, 1),
    0.7390851332151607,
    0,
    1e-14,
  ) // Dottie number
  assertClose(
    brentRoot((x) => x ** 3 - 2, 0, 5),
    2 ** (1 / 3),
    0,
    1e-14,
  )
  assertClose(
    brentRoot((x) => (x - 1) ** 5, 0, 3),
    1,
    1e-3,
    0,
  )
  assertClose(
    brentRoot((x) => Math.exp(-x) - 1e-200, 0, 1000),
    200 * Math.log(10),
    1e-12,
    0,
  )
  assert.equal(
    brentRoot((x) => x, 0, 1),
    0,
  )
})

test('a bracket without a root, a value that is no number and too few iterations are errors', () => {
  assert.throws(() => brentRoot((x) => x * x + 1, -1, 1), { code: 'invalid-input' })
  assert.throws(() => brentRoot((x) => Math.log(x), -1, 2), { code: 'calculation-failed' })
  assert.throws(() => brentRoot((x) => x ** 3 - 2, 0, 5, { maxIterations: 3 }), { code: 'not-converged' })
})

test('Gauss-Legendre nodes and weights agree with the tables and integrate polynomials exactly', () => {
  // Abramowitz & Stegun, table 25.4, n = 5.
  const { nodes, weights } = gaussLegendre(5)
  assertClose(nodes[4], 0.906179845938664, 1e-15, 0)
  assertClose(weights[4], 0.236926885056189, 1e-15, 0)
  assertClose(nodes[2], 0, 0, 0)
  assertClose(weights[2], 0.568888888888889, 1e-15, 0)
  for (const order of [1, 2, 7, 20, 101]) {
    const rule = gaussLegendre(order)
    for (const degree of [0, order, 2 * order - 1]) {
      let sum = 0
      for (let i = 0; i < order; i++) sum += rule.weights[i] * rule.nodes[i] ** degree
      assertClose(sum, degree % 2 === 0 ? 2 / (degree + 1) : 0, 2e-14, 0)
    }
  }
  assert.throws(() => gaussLegendre(0), { code: 'invalid-input' })
})

test('adaptive integrals meet their tolerance on smooth, peaked and singular integrands', () => {
  assertClose(integral(Math.exp, 0, 1).value, Math.E - 1, 1e-14, 0)
  assertClose(integral((x) => 1 / (1e-4 + x * x), -1, 1).value, 200 * Math.atan(100), 1e-9, 0)
  assertClose(integral(Math.sqrt, 0, 1, { absoluteTolerance: 1e-10 }).value, 2 / 3, 1e-10, 0)
  assertClose(integral(Math.exp, 1, 0).value, 1 - Math.E, 1e-14, 0)
  const estimate = integral((x) => Math.sin(50 * x), 0, 3)
  assert.ok(Math.abs(estimate.value - (1 - Math.cos(150)) / 50) <= estimate.errorEstimate + 1e-15)
})

test('an integral that is infinite or not finite somewhere is an error', () => {
  assert.throws(() => integral((x) => 1 / x, 0, 1, { maxPieces: 50 }), { code: 'not-converged' })
  assert.throws(() => integral((x) => Math.sqrt(x), -1, 1), { code: 'calculation-failed' })
  assert.throws(() => integral(Math.exp, 0, Infinity), { code: 'invalid-input' })
})

test("the simplex finds the minimum of Rosenbrock's and of a four-dimensional quadratic function", () => {
  const rosenbrock = nelderMead(([x, y]) => (1 - x) ** 2 + 100 * (y - x * x) ** 2, [-1.2, 1])
  assertClose(rosenbrock.point[0], 1, 1e-7, 0)
  assertClose(rosenbrock.point[1], 1, 1e-7, 0)
  const target = [1, -2, 3, 0.5]
  const bowl = nelderMead((p) => p.reduce((sum, x, i) => sum + (i + 1) * (x - target[i]) ** 2, 0), [0, 0, 0, 0])
  bowl.point.forEach((x, i) => assertClose(x, target[i], 1e-6, 0))
})

test('infinite values are walls for the simplex; bad starts and too few iterations are errors', () => {
  const walled = nelderMead(([x]) => (x < 1 ? Infinity : x), [3])
  assertClose(walled.point[0], 1, 1e-6, 0)
  assert.throws(() => nelderMead(() => Infinity, [1]), { code: 'invalid-input' })
  assert.throws(() => nelderMead(() => NaN, [1]), { code: 'calculation-failed' })
  assert.throws(() => nelderMead(([x]) => x * x, [5], { maxIterations: 3 }), { code: 'not-converged' })
})
