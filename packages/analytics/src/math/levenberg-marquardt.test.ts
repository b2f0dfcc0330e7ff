import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { TuttiError } from '../errors/index.ts'
import { leastSquares } from './levenberg-marquardt.ts'

const near = (got: number, expected: number, tolerance: number): void =>
  assert.ok(Math.abs(got - expected) <= tolerance, `${got} is not ${expected} within ${tolerance}`)

const rosenbrock = {
  residuals: (x: Float64Array, out: Float64Array): void => {
    out[0] = 10 * (x[1] - x[0] * x[0])
    out[1] = 1 - x[0]
  },
  residualCount: 2,
  start: [-1.2, 1],
}

test('finds the minimum of Rosenbrock by differences and by an analytic Jacobian', () => {
  const jacobian = (x: Float64Array, out: Float64Array): void => out.set([-20 * x[0], 10, -1, 0])
  for (const fit of [leastSquares(rosenbrock), leastSquares({ ...rosenbrock, jacobian })]) {
    assert.ok(fit.converged)
    near(fit.x[0], 1, 1e-9)
    near(fit.x[1], 1, 1e-9)
    near(fit.cost, 0, 1e-18)
  }
})

// NIST StRD nonlinear regression, Misra1a (lower difficulty): y = b1 (1 - exp(-b2 x)).
const misraX = [77.6, 114.9, 141.1, 190.8, 239.9, 289, 332.8, 378.4, 434.8, 477.3, 536.8, 593.1, 689.1, 760]
const misraY = [10.07, 14.73, 17.94, 23.93, 29.61, 35.18, 40.02, 44.82, 50.76, 55.05, 61.01, 66.4, 75.47, 81.78]

test('agrees with the certified values of NIST Misra1a from both starts', () => {
  for (const start of [
    [500, 0.0001],
    [250, 0.0005],
  ]) {
    const fit = leastSquares({
      residuals: (x, out) => misraX.forEach((at, i) => (out[i] = x[0] * -Math.expm1(-x[1] * at) - misraY[i])),
      residualCount: misraX.length,
      start,
    })
    assert.ok(fit.converged)
    near(fit.x[0] / 238.9421291800306, 1, 1e-8)
    near(fit.x[1] / 5.501564318104985e-4, 1, 1e-8)
    near((2 * fit.cost) / 0.12455138894440391, 1, 1e-10)
  }
})

test('a singular Jacobian at the solution (Powell) still leads to it', () => {
  const fit = leastSquares({
    residuals: (x, out) => {
      out[0] = x[0] + 10 * x[1]
      out[1] = Math.sqrt(5) * (x[2] - x[3])
      out[2] = (x[1] - 2 * x[2]) ** 2
      out[3] = Math.sqrt(10) * (x[0] - x[3]) ** 2
    },
    residualCount: 4,
    start: [3, -1, 0, 1],
  })
  for (const value of fit.x) near(value, 0, 1e-3)
  near(fit.cost, 0, 1e-12)
})

test('a bound that cuts off the minimum holds it, is reported, and the rest is optimal along it', () => {
  const fit = leastSquares({ ...rosenbrock, start: [-1.2, 1], upper: [0.5, 10] })
  assert.equal(fit.x[0], 0.5)
  near(fit.x[1], 0.25, 1e-9)
  assert.deepEqual(fit.atBound, [true, false])
})

test('equal bounds fix a coordinate, and a start outside the bounds is moved in', () => {
  const fit = leastSquares({ ...rosenbrock, start: [9, 9], lower: [-2, 0.81], upper: [2, 0.81] })
  assert.equal(fit.x[1], 0.81)
  // (1 - x)^2 + 100 (0.81 - x^2)^2 has its least value near 0.9
  near(fit.x[0], 0.9, 2e-3)
})

test('a region without values is a wall', () => {
  const fit = leastSquares({
    residuals: (x, out) => {
      out[0] = Math.sqrt(x[0]) - 0.01
    },
    residualCount: 1,
    start: [4],
  })
  near(fit.x[0], 1e-4, 1e-10)
})

test('a linear problem is solved as ordinary least squares, whatever its scale', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 12, maxLength: 12 }),
      fc.double({ min: -6, max: 6, noNaN: true }),
      fc.double({ min: -6, max: 6, noNaN: true }),
      (noise, logA, logB) => {
        const [sizeA, sizeB] = [10 ** logA, 10 ** logB]
        const y = noise.map((e, i) => 1 + 2 * i + e)
        const fit = leastSquares({
          residuals: (x, out) => y.forEach((value, i) => (out[i] = x[0] * sizeA + x[1] * sizeB * i - value)),
          residualCount: y.length,
          start: [0, 0],
          jacobian: (_, out) => y.forEach((__, i) => out.set([sizeA, sizeB * i], 2 * i)),
        })
        const meanI = 5.5
        const meanY = y.reduce((sum, value) => sum + value, 0) / 12
        const slope = y.reduce((sum, value, i) => sum + (i - meanI) * (value - meanY), 0) / 143
        near(fit.x[1] * sizeB, slope, 1e-8)
        near(fit.x[0] * sizeA, meanY - slope * meanI, 1e-8)
      },
    ),
    { seed: 3, numRuns: 100 },
  )
})

test('running out of iterations is said, with the best point so far', () => {
  const fit = leastSquares({ ...rosenbrock, maxIterations: 2 })
  assert.equal(fit.converged, false)
  assert.equal(fit.reason, 'iterations')
  assert.ok(fit.cost < 12.1)
})

test('bad arguments are refused', () => {
  const refused = (change: object, field: string): void => {
    assert.throws(
      () => leastSquares({ ...rosenbrock, ...change }),
      (error: unknown) =>
        error instanceof TuttiError && error.code === 'invalid-input' && error.details.field === field,
    )
  }
  refused({ start: [] }, 'start')
  refused({ start: [Number.NaN, 1] }, 'start[0]')
  refused({ residualCount: 0 }, 'residualCount')
  refused({ lower: [2, 0], upper: [1, 1] }, 'lower[0], upper[0]')
  refused({ residuals: (_: Float64Array, out: Float64Array) => out.fill(Number.NaN) }, 'start')
  assert.throws(
    () => leastSquares({ ...rosenbrock, jacobian: (_, out) => void out.fill(Number.NaN) }),
    (error: unknown) => error instanceof TuttiError && error.code === 'calculation-failed',
  )
})
