import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { assertAllClose, assertClose } from '../../../../fixtures/assert-close.ts'
import { integral } from '../math/index.ts'
import {
  type CurveInterpolation,
  curveInterpolations,
  interpolatedCurve,
  linearForwardCurve,
  linearZeroCurve,
  zeroSpreadCurve,
} from './index.ts'

const timesYears = [0.25, 1, 3, 7, 20]
const zeroRates = [0.05, 0.045, 0.041, 0.042, 0.04]
const queries = [0.5, 2, 5, 12, 19]
const curveOf = (interpolation: CurveInterpolation, tensionPerYear = 0.7) =>
  interpolatedCurve({ interpolation, timesYears, zeroRates, tensionPerYear })

test('splines of zero rates and their forwards agree with scipy', () => {
  // scipy 1.17.1 CubicSpline(bc_type=...) and PchipInterpolator; forward = z + t z'.
  const expected: Partial<Record<CurveInterpolation, readonly [number[], number[]]>> = {
    'natural-cubic-zero': [
      [0.04819528856731827, 0.04167420506473725, 0.041276942117288655, 0.04242087995781827, 0.04039186829925596],
      [0.04465488808496234, 0.03844687896674284, 0.042897007489210465, 0.04096576249340911, 0.033000208955806826],
    ],
    'clamped-cubic-zero': [
      [0.049159859399072754, 0.04072749475699388, 0.04199146207719245, 0.04114364328272466, 0.0400263185757649],
      [0.04608388204073546, 0.03839328678762459, 0.042897071131719706, 0.03863970583379992, 0.03904914610240943],
    ],
    'not-a-knot-cubic-zero': [
      [0.04802212676191271, 0.04185790831510699, 0.04098180007664212, 0.045860330761866734, 0.042401226180084586],
      [0.044397403929018635, 0.038492054614623204, 0.042436207592572876, 0.05308656267603878, 0.002666526148299042],
    ],
    'pchip-zero': [
      [0.04800767403305475, 0.04216243654822335, 0.0415, 0.041886208466090126, 0.04042694583522986],
      [0.044121605223128066, 0.037837563451776655, 0.043375000000000004, 0.04106690942193901, 0.032954938552571686],
    ],
  }
  for (const [name, [zeros, forwards]] of Object.entries(expected)) {
    const curve = curveOf(name as CurveInterpolation)
    assertAllClose(queries.map(curve.zeroRate), zeros, 1e-15, 1e-13)
    assertAllClose(queries.map(curve.instantaneousForward), forwards, 1e-15, 1e-12)
  }
})

test('the tension spline agrees with a 40-digit solution of its differential equation', () => {
  // mpmath at 40 digits: a + b x + c cosh(s x) + d sinh(s x) on each interval, continuous to the second derivative.
  for (const [tension, zeros] of [
    [0.3, [0.048194006260649805, 0.041690246085143025, 0.04130676736356435, 0.04197208299262528, 0.04027537244624177]],
    [2, [0.0481666726385934, 0.04214213573166659, 0.04134821013467882, 0.04131741705198802, 0.04016467793060638]],
  ] as const) {
    assertAllClose(queries.map(curveOf('tension-zero', tension).zeroRate), zeros, 1e-15, 1e-12)
  }
})

test('without tension the tension spline is the natural spline, under high tension a broken line', () => {
  for (const t of queries) {
    for (const small of [0, 1e-6, 1e-4]) {
      assertClose(curveOf('tension-zero', small).zeroRate(t), curveOf('natural-cubic-zero').zeroRate(t), 1e-9, 0)
    }
    assertClose(curveOf('tension-zero', 5000).zeroRate(t), curveOf('linear-zero').zeroRate(t), 1e-6, 0)
  }
  const [below, above] = [0.01 / 13 - 1e-12, 0.01 / 13 + 1e-12].map((tension) => curveOf('tension-zero', tension))
  assertClose(below.instantaneousForward(12), above.instantaneousForward(12), 1e-11, 0)
})

for (const interpolation of curveInterpolations) {
  test(`${interpolation}: passes through its points and its forward is the derivative of its rates`, () => {
    const curve = curveOf(interpolation)
    timesYears.forEach((time, i) => assertClose(curve.zeroRate(time), zeroRates[i], 1e-15, 1e-13))
    assert.equal(curve.discountFactor(0), 1)
    for (const t of [0.1, 0.7, 2.2, 6.5, 15, 26]) {
      assertClose(curve.discountFactor(t), Math.exp(-curve.zeroRate(t) * t), 1e-15, 1e-14)
      const slope = -(Math.log(curve.discountFactor(t + 1e-5)) - Math.log(curve.discountFactor(t - 1e-5))) / 2e-5
      assertClose(curve.instantaneousForward(t), slope, 1e-9, 0)
    }
    const pieces = [0, ...timesYears, 30]
    let area = 0
    for (let i = 1; i < pieces.length; i++) {
      area += integral((s) => curve.instantaneousForward(s), pieces[i - 1], pieces[i], {
        absoluteTolerance: 1e-10,
      }).value
    }
    // Zero-rate forms are flat before their first time, so that -ln P may have a kink but no jump there.
    assertClose(Math.exp(-area), curve.discountFactor(30), 1e-8, 0)
    for (const bad of [-1, NaN, Infinity]) {
      for (const read of [curve.discountFactor, curve.zeroRate, curve.instantaneousForward]) {
        assert.throws(() => read(bad), { code: 'invalid-input' })
      }
    }
  })

  test(`${interpolation}: one or two points give a curve too, and a flat curve stays flat`, () => {
    const one = interpolatedCurve({ interpolation, timesYears: [2], zeroRates: [0.03], tensionPerYear: 1 })
    const two = interpolatedCurve({ interpolation, timesYears: [2, 5], zeroRates: [0.03, 0.03], tensionPerYear: 1 })
    for (const t of [0, 0.5, 2, 3, 5, 50]) {
      for (const curve of [one, two]) {
        assertClose(curve.zeroRate(t), 0.03, 1e-14, 0)
        assertClose(curve.instantaneousForward(t), 0.03, 1e-13, 0)
      }
    }
  })
}

const pointLists = fc
  .array(fc.tuple(fc.double({ min: 0.05, max: 8, noNaN: true }), fc.double({ min: -0.05, max: 0.3, noNaN: true })), {
    minLength: 1,
    maxLength: 12,
  })
  .map((pairs) => {
    let time = 0
    const times = pairs.map(([step]) => (time += step))
    return { times, rates: pairs.map(([, rate]) => rate) }
  })

test('every interpolation meets any points, negative rates among them', () => {
  fc.assert(
    fc.property(pointLists, fc.constantFrom(...curveInterpolations), ({ times, rates }, interpolation) => {
      if (interpolation === 'monotone-convex-positive') return
      const curve = interpolatedCurve({ interpolation, timesYears: times, zeroRates: rates, tensionPerYear: 0.5 })
      times.forEach((time, i) => assertClose(curve.zeroRate(time), rates[i], 1e-12, 1e-12))
      assert.ok(Number.isFinite(curve.instantaneousForward(times[times.length - 1] * 1.5)))
    }),
    { seed: 11, numRuns: 300 },
  )
})

test('with discount factors that fall, the shape-preserving forms have no negative forward', () => {
  const forms = ['hyman-log-discount', 'pchip-log-discount', 'monotone-convex-positive', 'log-linear-discount'] as const
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.double({ min: 0.1, max: 5, noNaN: true }), fc.double({ min: 0, max: 0.4, noNaN: true })), {
        minLength: 2,
        maxLength: 9,
      }),
      fc.constantFrom(...forms),
      fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 5, maxLength: 5 }),
      (steps, interpolation, places) => {
        let [time, area] = [0, 0]
        const points = steps.map(([step, forward]) => {
          time += step
          area += step * forward
          return { time, rate: area / time }
        })
        const curve = interpolatedCurve({
          interpolation,
          timesYears: points.map((point) => point.time),
          zeroRates: points.map((point) => point.rate),
        })
        for (const place of places) assert.ok(curve.instantaneousForward(place * time) >= -1e-12)
      },
    ),
    { seed: 12, numRuns: 300 },
  )
})

test('monotone convex forwards keep the mean forward of each interval and are continuous', () => {
  const curve = curveOf('monotone-convex')
  for (const time of timesYears.slice(0, -1)) {
    assertClose(curve.instantaneousForward(time - 1e-9), curve.instantaneousForward(time + 1e-9), 1e-8, 0)
  }
  // Hagan & West (2006), eq. 26: the forward at a knot weighs the neighbouring discrete forwards by the other interval.
  const forward = (start: number, end: number): number =>
    Math.log(curve.discountFactor(start) / curve.discountFactor(end)) / (end - start)
  const expected = (2 * forward(3, 7) + 4 * forward(1, 3)) / 6
  assertClose(curve.instantaneousForward(3), expected, 1e-14, 0)
})

test('positive forwards are refused where the discount factors rise', () => {
  const rising = { timesYears: [1, 2], zeroRates: [0.05, 0.01] }
  assert.throws(() => interpolatedCurve({ interpolation: 'monotone-convex-positive', ...rising }), {
    code: 'infeasible',
  })
  assert.ok(interpolatedCurve({ interpolation: 'monotone-convex', ...rising }).discountFactor(2) > 0)
})

test('bad points are refused with their place', () => {
  const wrong = [
    { timesYears: [1, 1], zeroRates: [0.01, 0.01] },
    { timesYears: [2, 1], zeroRates: [0.01, 0.01] },
    { timesYears: [0, 1], zeroRates: [0.01, 0.01] },
    { timesYears: [-1, 1], zeroRates: [0.01, 0.01] },
    { timesYears: [1], zeroRates: [0.01, 0.01] },
    { timesYears: [], zeroRates: [] },
    { timesYears: [1, NaN], zeroRates: [0.01, 0.01] },
    { timesYears: [1, 2], zeroRates: [0.01, NaN] },
  ]
  for (const points of wrong) {
    for (const interpolation of ['monotone-convex', 'hyman-log-discount', 'linear-forward'] as const) {
      assert.throws(() => interpolatedCurve({ interpolation, ...points }), { code: 'invalid-input' })
    }
  }
  assert.throws(() => interpolatedCurve({ interpolation: 'tension-zero', timesYears, zeroRates }), {
    code: 'invalid-input',
  })
  assert.throws(() => linearForwardCurve([0, 0], [0.01, 0.02]), { code: 'invalid-input' })
  assert.throws(() => linearForwardCurve([0, 1], [0.01]), { code: 'invalid-input' })
})

test('linear forwards integrate to the area under them', () => {
  const curve = linearForwardCurve([1, 3], [0.02, 0.06])
  assertClose(curve.discountFactor(2), Math.exp(-(0.02 + 0.03)), 1e-15, 0)
  assertClose(curve.discountFactor(4), Math.exp(-(0.02 + 0.08 + 0.06)), 1e-15, 0)
  assertClose(curve.zeroRate(0), 0.02, 1e-16, 0)
})

test('a zero spread moves zero rates and forwards alike', () => {
  const base = linearZeroCurve(timesYears, zeroRates)
  const curve = zeroSpreadCurve(base, 0.0125)
  for (const t of [0, 0.6, 4, 30]) {
    assertClose(curve.zeroRate(t) - base.zeroRate(t), 0.0125, 1e-15, 0)
    assertClose(curve.instantaneousForward(t) - base.instantaneousForward(t), 0.0125, 1e-15, 0)
    assertClose(curve.discountFactor(t), base.discountFactor(t) * Math.exp(-0.0125 * t), 1e-15, 0)
  }
  assert.throws(() => zeroSpreadCurve(base, NaN), { code: 'invalid-input' })
})
