import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { differencedHessian, quasiNewtonMinimum } from './quasi-newton.ts'

const near = (got: number, expected: number, tolerance: number): void =>
  assert.ok(Math.abs(got - expected) <= tolerance, `${got} is not ${expected} within ${tolerance}`)

const rosenbrock = (x: Float64Array, gradient: Float64Array): number => {
  const a = 1 - x[0]
  const b = x[1] - x[0] * x[0]
  gradient[0] = -2 * a - 400 * b * x[0]
  gradient[1] = 200 * b
  return a * a + 100 * b * b
}

test('the minimum of the Rosenbrock function is found from its usual start', () => {
  const { point, value, converged } = quasiNewtonMinimum(rosenbrock, [-1.2, 1])
  assert.ok(converged)
  near(point[0], 1, 1e-8)
  near(point[1], 1, 1e-8)
  near(value, 0, 1e-15)
})

test('any convex quadratic is solved, however badly scaled', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.double({ min: -3, max: 3, noNaN: true }), fc.double({ min: -2, max: 2, noNaN: true })), {
        minLength: 1,
        maxLength: 6,
      }),
      (terms) => {
        const { point } = quasiNewtonMinimum((x, gradient) => {
          let sum = 0
          terms.forEach(([power, centre], i) => {
            const weight = 10 ** power
            gradient[i] = 2 * weight * (x[i] - centre)
            sum += weight * (x[i] - centre) ** 2
          })
          return sum
        }, new Float64Array(terms.length))
        terms.forEach(([, centre], i) => near(point[i], centre, 1e-3))
      },
    ),
    { seed: 9, numRuns: 100 },
  )
})

test('an infinite value is a wall that the search stays behind', () => {
  const { point, converged } = quasiNewtonMinimum(
    (x, gradient) => {
      if (x[0] <= 0) return Infinity
      gradient[0] = 1 - 1 / x[0]
      return x[0] - Math.log(x[0])
    },
    [30],
  )
  assert.ok(converged)
  near(point[0], 1, 1e-7)
})

test('a start without a finite value is refused', () => {
  assert.throws(() => quasiNewtonMinimum(() => NaN, [1]), { code: 'invalid-input' })
  assert.throws(() => quasiNewtonMinimum(rosenbrock, []), { code: 'invalid-input' })
})

test('the differenced Hessian of the Rosenbrock function is the analytic one', () => {
  const hessian = differencedHessian((x, gradient) => void rosenbrock(x, gradient), [-1.2, 1])
  near(hessian[0][0], 1330, 1e-4)
  near(hessian[0][1], 480, 1e-4)
  near(hessian[1][0], 480, 1e-4)
  near(hessian[1][1], 200, 1e-6)
})
