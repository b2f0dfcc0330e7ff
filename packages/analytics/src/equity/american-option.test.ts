import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { blackScholesPrice, type BlackScholesInputs } from '../models/index.ts'
import { latticePrice } from './american-lattice.ts'
import { americanGreeks, americanOption } from './american-option.ts'

const near = (got: number, expected: number, tolerance: number) =>
  assert.ok(Math.abs(got - expected) <= tolerance, `${got} for ${expected}`)

const put: BlackScholesInputs = {
  type: 'put',
  spot: 100,
  strike: 100,
  maturityYears: 1,
  rateContinuous: 0.05,
  dividendYieldContinuous: 0.05,
  volAnnual: 0.25,
}

test('the early-exercise premium agrees with the benchmark of Andersen, Lake and Offengenden', () => {
  // Their table of convergence: premium 0.106952702747 for r = q = 5 %, volatility 25 %, one year, at the money.
  const value = americanOption(put)
  assert.equal(value.method, 'collocation')
  near(value.earlyExercisePremium, 0.106952702747, 2e-8)
})

test('collocation and lattice agree, calls and puts, long and short', () => {
  const rows: readonly Partial<BlackScholesInputs>[] = [
    {},
    { type: 'call', dividendYieldContinuous: 0.08 },
    { spot: 85, rateContinuous: 0.08, dividendYieldContinuous: 0, volAnnual: 0.2 },
    { spot: 110, maturityYears: 5, rateContinuous: 0.03, dividendYieldContinuous: -0.01, volAnnual: 0.3 },
    { maturityYears: 1 / 365, rateContinuous: 0.05, dividendYieldContinuous: 0, volAnnual: 0.3 },
    {
      type: 'call',
      maturityYears: 10,
      spot: 120,
      rateContinuous: 0.02,
      dividendYieldContinuous: 0.06,
      volAnnual: 0.15,
    },
  ]
  for (const change of rows) {
    const option = { ...put, ...change }
    const value = americanOption(option)
    const [american, european] = (['american', 'european'] as const).map(
      (exercise) => latticePrice(option, { exercise, steps: 1501 }).price,
    )
    near(value.presentValue, american - european + value.europeanPrice, 1.5e-4 * option.spot * option.volAnnual)
    near(
      value.presentValue,
      value.lines.reduce((sum, line) => sum + line.presentValue, 0),
      1e-12,
    )
  }
})

test('two closed approximations agree: a feasible exercise rule is worth no more, a quadratic one is near', () => {
  // QuantLib 1.29: rate, yield, volatility, days, strike, Barone-Adesi & Whaley (1987), Bjerksund & Stensland (1993); spot 100.
  const rows: readonly (readonly ['call' | 'put', ...number[]])[] = [
    ['call', 0.05, 0.02, 0.25, 365, 90, 16.6389851605, 16.6358108024],
    ['put', 0.05, 0.02, 0.25, 365, 90, 4.40081661439, 4.30958627773],
    ['call', 0.05, 0.02, 0.25, 365, 100, 11.1256872518, 11.123762008],
    ['put', 0.05, 0.02, 0.25, 365, 100, 8.5800540502, 8.47631182272],
    ['call', 0.05, 0.02, 0.25, 365, 110, 7.11332691314, 7.11210235819],
    ['put', 0.05, 0.02, 0.25, 365, 110, 14.3968832464, 14.3231748991],
    ['put', 0.05, 0, 0.2, 182, 90, 1.33875848782, 1.29255738748],
    ['put', 0.05, 0, 0.2, 182, 100, 4.64500605449, 4.5710406719],
    ['put', 0.05, 0, 0.2, 182, 110, 10.8997870191, 10.8744934233],
    ['call', 0.08, 0.12, 0.2, 92, 90, 10.1644687602, 10.1743069515],
    ['put', 0.08, 0.12, 0.2, 92, 90, 0.85160061802, 0.851520974421],
    ['call', 0.08, 0.12, 0.2, 92, 100, 3.53752664572, 3.49814065421],
    ['put', 0.08, 0.12, 0.2, 92, 100, 4.41603993853, 4.41570139557],
    ['call', 0.08, 0.12, 0.2, 92, 110, 0.80286892183, 0.78183397653],
    ['put', 0.08, 0.12, 0.2, 92, 110, 11.5618578265, 11.5606045722],
    ['call', 0.03, 0.07, 0.3, 1095, 90, 19.0757341375, 18.848018325],
    ['put', 0.03, 0.07, 0.3, 1095, 90, 17.5332923731, 17.3526313135],
    ['call', 0.03, 0.07, 0.3, 1095, 100, 15.1271891949, 14.8147835111],
    ['put', 0.03, 0.07, 0.3, 1095, 100, 23.5619861805, 23.3210539996],
    ['call', 0.03, 0.07, 0.3, 1095, 110, 12.0496583045, 11.6888962058],
    ['put', 0.03, 0.07, 0.3, 1095, 110, 30.2293960132, 29.9196823045],
    ['call', 0.1, 0.1, 0.35, 365, 90, 17.6796442032, 17.504421833],
    ['put', 0.1, 0.1, 0.35, 365, 90, 8.23181895647, 8.08471045385],
    ['call', 0.1, 0.1, 0.35, 365, 100, 13.033889738, 12.8577704514],
    ['put', 0.1, 0.1, 0.35, 365, 100, 13.0338903107, 12.8577704514],
    ['call', 0.1, 0.1, 0.35, 365, 110, 9.48219564429, 9.31697211134],
    ['put', 0.1, 0.1, 0.35, 365, 110, 18.9277519368, 18.7344063186],
  ]
  for (const [type, rateContinuous, dividendYieldContinuous, volAnnual, days, strike, quadratic, feasible] of rows) {
    const option = { type, spot: 100, strike, rateContinuous, dividendYieldContinuous, volAnnual }
    const { presentValue, method } = americanOption({ ...option, maturityYears: days / 365 })
    assert.equal(method, 'collocation')
    assert.ok(presentValue >= feasible - 1e-8, `${presentValue} below ${feasible}`)
    near(feasible, presentValue, 0.04 * presentValue)
    near(quadratic, presentValue, 0.0225 * presentValue)
  }
})

const anyOption = fc.record({
  type: fc.constantFrom('call' as const, 'put' as const),
  spot: fc.double({ min: 20, max: 500, noNaN: true }),
  strike: fc.constant(100),
  maturityYears: fc.double({ min: 1 / 365, max: 20, noNaN: true }),
  rateContinuous: fc.double({ min: 0, max: 0.2, noNaN: true }),
  dividendYieldContinuous: fc.double({ min: 0, max: 0.2, noNaN: true }),
  volAnnual: fc.double({ min: 0.08, max: 1.2, noNaN: true }),
})

test('an American option is worth at least its European twin and its exercise, and at most what it is on', () => {
  fc.assert(
    fc.property(anyOption, (option) => {
      const value = americanOption(option).presentValue
      const intrinsic = option.type === 'call' ? option.spot - option.strike : option.strike - option.spot
      assert.ok(value >= Math.max(blackScholesPrice(option), intrinsic, 0) - 1e-9)
      assert.ok(value <= (option.type === 'call' ? option.spot : option.strike) + 1e-9)
    }),
    { seed: 9, numRuns: 250 },
  )
})

test('it grows with volatility and time, and a call mirrors a put with its two sides exchanged', () => {
  fc.assert(
    fc.property(anyOption, (option) => {
      const value = americanOption(option).presentValue
      const tolerance = option.spot * 1e-6
      assert.ok(americanOption({ ...option, volAnnual: 1.05 * option.volAnnual }).presentValue >= value - tolerance)
      assert.ok(
        americanOption({ ...option, maturityYears: 1.1 * option.maturityYears }).presentValue >= value - tolerance,
      )
      const mirrored = americanOption({
        type: option.type === 'call' ? 'put' : 'call',
        spot: option.strike,
        strike: option.spot,
        maturityYears: option.maturityYears,
        rateContinuous: option.dividendYieldContinuous,
        dividendYieldContinuous: option.rateContinuous,
        volAnnual: option.volAnnual,
      })
      near(mirrored.presentValue, value, tolerance)
    }),
    { seed: 10, numRuns: 80 },
  )
})

test('where early exercise never pays the option is European: calls without dividends, puts without interest', () => {
  const call = americanOption({ ...put, type: 'call', dividendYieldContinuous: 0 })
  assert.equal(call.method, 'european')
  assert.equal(call.presentValue, call.europeanPrice)
  assert.equal(americanOption({ ...put, rateContinuous: -0.01, dividendYieldContinuous: 0.02 }).method, 'european')
})

test('negative rates with two exercise boundaries are valued on the lattice, above both bounds', () => {
  const option = {
    ...put,
    spot: 80,
    rateContinuous: -0.01,
    dividendYieldContinuous: -0.04,
    volAnnual: 0.12,
    maturityYears: 5,
  }
  const value = americanOption(option)
  assert.equal(value.method, 'lattice')
  assert.ok(value.presentValue > value.europeanPrice && value.presentValue >= 20)
})

test('without volatility or time the best sure exercise is taken, and deep in the money it is exercised at once', () => {
  near(americanOption({ ...put, spot: 80, volAnnual: 0 }).presentValue, 20, 1e-12)
  near(americanOption({ ...put, spot: 120, maturityYears: 0 }).presentValue, 0, 0)
  // A sure spot that falls: waiting wins while the yield exceeds the interest on the strike.
  const falling = { ...put, spot: 99, rateContinuous: 0.01, dividendYieldContinuous: 0.1, volAnnual: 0 }
  near(americanOption(falling).presentValue, 100 * Math.exp(-0.01) - 99 * Math.exp(-0.1), 1e-12)
  const deep = americanOption({ ...put, spot: 30 })
  assert.deepEqual([deep.method, deep.presentValue, deep.delta], ['exercise', 70, -1])
  assert.ok(deep.exerciseBoundary! > 30 && deep.exerciseBoundary! < 100)
})

test('almost no volatility tends to the sure value', () => {
  for (const volAnnual of [1e-4, 1e-3]) {
    const value = americanOption({ ...put, spot: 99.5, rateContinuous: 0.03, dividendYieldContinuous: 0, volAnnual })
    near(value.presentValue, 0.5, 100 * volAnnual)
  }
})

test('sensitivities are the slopes of the value, theta the one through time', () => {
  for (const option of [put, { ...put, type: 'call' as const, dividendYieldContinuous: 0.07, spot: 95 }]) {
    const greeks = americanGreeks(option)
    const at = (change: Partial<BlackScholesInputs>) => americanOption({ ...option, ...change }).presentValue
    const step = 0.05
    const [up, mid, down] = [at({ spot: option.spot + step }), at({}), at({ spot: option.spot - step })]
    near(greeks.delta, (up - down) / (2 * step), 1e-5)
    near(greeks.gamma, (up - 2 * mid + down) / (step * step), 1e-4)
    near(greeks.thetaPerYear, -(at({ maturityYears: 1.001 }) - at({ maturityYears: 0.999 })) / 0.002, 1e-3)
    assert.ok(greeks.vega > 0)
  }
})

test('a dividend lowers a call, and one that is paid too late or is too large is ignored or refused', () => {
  const call = { ...put, type: 'call' as const, dividendYieldContinuous: 0 }
  const value = (dividends: readonly { timeYears: number; amount: number }[], exercise: 'american' | 'european') =>
    latticePrice(call, { exercise, dividends, steps: 501 }).price
  const none = value([], 'european')
  // Escrowed: a European option is Black-Scholes on the spot less the dividend's present value.
  const stripped = blackScholesPrice({ ...call, spot: 100 - 5 * Math.exp(-0.05 * 0.5) })
  near(value([{ timeYears: 0.5, amount: 5 }], 'european'), stripped, 1e-3)
  near(none, blackScholesPrice(call), 1e-3)
  assert.ok(value([{ timeYears: 0.9, amount: 5 }], 'american') > value([{ timeYears: 0.9, amount: 5 }], 'european'))
  assert.equal(value([{ timeYears: 2, amount: 5 }], 'european'), none)
  assert.throws(() => value([{ timeYears: 0.5, amount: 200 }], 'american'), /exceed the spot/)
  assert.throws(() => latticePrice(call, { exercise: 'american', steps: 100 }), /odd number/)
})

test('inputs out of range are refused', () => {
  assert.throws(() => americanOption({ ...put, spot: 0 }), /spot must be positive/)
  assert.throws(() => americanOption({ ...put, volAnnual: -0.1 }), /volAnnual/)
  assert.throws(() => americanOption({ ...put, rateContinuous: Number.NaN }), /rateContinuous/)
})
