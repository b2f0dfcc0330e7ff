import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { TuttiError } from '../errors/index.ts'
import { blackScholesGreeks, blackScholesPrice } from '../models/index.ts'
import {
  type Bump,
  crossGammas,
  customaryBumps,
  profitExplain,
  scenarioRevaluation,
  sensitivityLadders,
  type Valuation,
} from './index.ts'

const near = (got: number, expected: number, tolerance = 1e-9): void =>
  assert.ok(Math.abs(got - expected) <= tolerance * Math.max(1, Math.abs(expected)), `${got} is not ${expected}`)
const refused = (code: string, run: () => unknown): void =>
  assert.throws(run, (error) => error instanceof TuttiError && error.code === code)

/** A ten-year annual bond of 4 % on zero rates by year, continuous. */
const bond: Valuation = (zeroRates) =>
  zeroRates.reduce((sum, rate, i) => sum + (i === 9 ? 104 : 4) * Math.exp(-rate * (i + 1)), 0)
const zeroRates = [0.03, 0.031, 0.032, 0.033, 0.034, 0.035, 0.0355, 0.036, 0.0362, 0.0365]
const pillars = zeroRates.map((_, i) => i)

/** A call at [spot, volatility, rate]. */
const call =
  (maturityYears: number): Valuation =>
  ([spot, volAnnual, rateContinuous]) =>
    blackScholesPrice({
      spot,
      volAnnual,
      rateContinuous,
      type: 'call',
      strike: 105,
      maturityYears,
      dividendYieldContinuous: 0,
    })

test('a PV01 ladder is minus time times discounted flows per basis point, and adds up to the parallel one', () => {
  const [ladder] = sensitivityLadders(bond, zeroRates, [{ name: 'PV01', factors: pillars, bump: customaryBumps.PV01 }])
  ladder.buckets.forEach(({ factor, sensitivity, gamma }) => {
    const t = factor + 1
    const value = (factor === 9 ? 104 : 4) * Math.exp(-zeroRates[factor] * t)
    near(sensitivity, -t * value * 1e-4, 2e-8) // third order: (t bp)^2 / 6
    near(gamma!, t * t * value * 1e-8, 1e-9)
  })
  near(ladder.sumOfBuckets, ladder.parallel.sensitivity, 1e-8)
  near(ladder.parallel.sensitivity, ladder.sumOfBuckets + ladder.residual, 1e-15)
})

test('delta, gamma and vega by revaluation are those of the formula', () => {
  const levels = [100, 0.2, 0.03]
  const greeks = blackScholesGreeks({
    type: 'call',
    spot: 100,
    strike: 105,
    maturityYears: 0.5,
    rateContinuous: 0.03,
    dividendYieldContinuous: 0,
    volAnnual: 0.2,
  })
  const [equity, vega] = sensitivityLadders(call(0.5), levels, [
    { name: 'equity', factors: [0], bump: { size: 0.001, mode: 'relative', unit: 0.01, scheme: 'central' } },
    { name: 'vega', factors: [1], bump: { size: 0.0001, mode: 'absolute', unit: 0.01, scheme: 'central' } },
  ])
  near(equity.parallel.sensitivity, greeks.delta, 1e-5)
  near(equity.parallel.gamma!, greeks.gamma, 1e-5)
  near(vega.parallel.sensitivity, greeks.vega * 0.01, 1e-6)
  const gammas = crossGammas(call(0.5), levels, [
    { factor: 0, bump: { size: 0.001, mode: 'relative', unit: 0.01, scheme: 'central' } },
    { factor: 1, bump: { size: 0.001, mode: 'absolute', unit: 0.01, scheme: 'central' } },
  ])
  near(gammas[0][0], greeks.gamma, 1e-5)
  assert.equal(gammas[0][1], gammas[1][0])
})

/** A quadratic value with every coefficient known. */
const quadratic =
  (linear: readonly number[], matrix: readonly (readonly number[])[]): Valuation =>
  (x) =>
    linear.reduce(
      (sum, a, i) => sum + a * x[i] + 0.5 * matrix[i].reduce((inner, q, j) => inner + q * x[i] * x[j], 0),
      0,
    )
const coefficient = fc.double({ min: -5, max: 5, noNaN: true })
const three = fc.tuple(coefficient, coefficient, coefficient)

test('central bumps are exact for a quadratic: buckets add up, and one-sided ones differ by the gammas', () => {
  fc.assert(
    fc.property(three, three, three, three, (linear, own, off, levels) => {
      const matrix = [
        [own[0], off[0], off[1]],
        [off[0], own[1], off[2]],
        [off[1], off[2], own[2]],
      ]
      const value = quadratic(linear, matrix)
      const bump = (scheme: Bump['scheme']): Bump => ({ size: 0.5, mode: 'absolute', unit: 1, scheme })
      const ladder = (scheme: Bump['scheme']) =>
        sensitivityLadders(value, levels, [{ name: 'x', factors: [0, 1, 2], bump: bump(scheme) }])[0]
      const central = ladder('central')
      near(central.residual, 0, 1e-9)
      central.buckets.forEach(({ sensitivity, gamma }, i) => {
        near(sensitivity, linear[i] + matrix[i].reduce((sum, q, j) => sum + q * levels[j], 0), 1e-9)
        near(gamma!, own[i], 1e-9)
      })
      // Forward: the parallel bump also sees the cross gammas, half a bump of each pair twice.
      near(ladder('forward').residual, 0.5 * (off[0] + off[1] + off[2]), 1e-8)
      near(ladder('backward').residual, -0.5 * (off[0] + off[1] + off[2]), 1e-8)
      assert.equal(ladder('forward').parallel.gamma, null)
      const factors = [0, 1, 2].map((factor) => ({ factor, bump: bump('central') }))
      crossGammas(value, levels, factors).forEach((row, i) => row.forEach((q, j) => near(q, matrix[i][j], 1e-8)))
    }),
    { seed: 81 },
  )
})

test('scenarios are revalued in full, one that cannot be priced leaves the others alone', () => {
  const result = scenarioRevaluation(
    call(0.5),
    [100, 0.2, 0.03],
    [
      {
        name: 'crash',
        shocks: [
          { factor: 0, kind: 'multiply', amount: 0.8 },
          { factor: 1, kind: 'add', amount: 0.1 },
        ],
      },
      { name: 'impossible', shocks: [{ factor: 0, kind: 'set', amount: -1 }] },
      { name: 'nothing', shocks: [{ factor: 2, kind: 'add', amount: 0 }] },
      {
        name: 'twice',
        shocks: [
          { factor: 0, kind: 'add', amount: 10 },
          { factor: 0, kind: 'multiply', amount: 0.5 },
        ],
      },
    ],
  )
  const [crash, impossible, nothing, twice] = result.outcomes
  assert.ok('value' in crash && 'value' in nothing && 'value' in twice)
  near(crash.value, call(0.5)([80, 0.3, 0.03]))
  near(nothing.change, 0)
  near(twice.value, call(0.5)([55, 0.2, 0.03]))
  assert.ok('error' in impossible)
  assert.equal(impossible.error.code, 'invalid-input')
  assert.equal(result.worst?.name, 'twice')
})

test('the explanation adds up, and of a quadratic nothing stays unexplained', () => {
  fc.assert(
    fc.property(three, three, three, three, three, coefficient, (linear, own, off, levels, moves, carry) => {
      const matrix = [
        [own[0], off[0], off[1]],
        [off[0], own[1], off[2]],
        [off[1], off[2], own[2]],
      ]
      const start = quadratic(linear, matrix)
      const bump: Bump = { size: 0.5, mode: 'absolute', unit: 1, scheme: 'central' }
      const explain = profitExplain(
        {
          startValuation: start,
          endValuation: (x) => start(x) + carry,
          startLevels: levels,
          endLevels: levels.map((level, i) => level + moves[i]),
        },
        [
          { name: 'spot', kind: 'price or rate', bump },
          { name: 'vol', kind: 'volatility', bump },
          { name: 'rate', kind: 'price or rate', bump },
        ],
      )
      const { total, carry: carried, delta, gamma, vega, volga, cross, unexplained } = explain
      near(carried + delta + gamma + vega + volga + cross + unexplained, total, 1e-9)
      near(carried, carry, 1e-8)
      near(unexplained, 0, 1e-6)
      near(volga, 0.5 * own[1] * (levels[1] + moves[1] - levels[1]) ** 2, 1e-6)
    }),
    { seed: 82 },
  )
})

test('an option’s profit over a week is carry, delta, gamma, vega and little else', () => {
  const bumps = { relative: customaryBumps.equity, vol: { ...customaryBumps.vega, size: 0.001 } }
  const explain = profitExplain(
    {
      startValuation: call(0.5),
      endValuation: call(0.5 - 7 / 365),
      startLevels: [100, 0.2, 0.03],
      endLevels: [102, 0.19, 0.03],
    },
    [
      { name: 'spot', kind: 'price or rate', bump: bumps.relative },
      { name: 'volatility', kind: 'volatility', bump: bumps.vol },
      { name: 'rate', kind: 'price or rate', bump: customaryBumps.PV01 },
    ],
  )
  assert.ok(explain.carry < 0 && explain.delta > 0 && explain.gamma > 0 && explain.vega < 0)
  assert.ok(Math.abs(explain.unexplained) < 0.02 * Math.abs(explain.delta))
  assert.deepEqual(
    explain.factors.map(({ name }) => name),
    ['spot', 'volatility'],
  )
})

test('bumps and factors that make no sense are refused', () => {
  const group = { name: 'x', factors: [0], bump: customaryBumps.PV01 }
  refused('invalid-input', () => sensitivityLadders(bond, zeroRates, [{ ...group, factors: [] }]))
  refused('invalid-input', () => sensitivityLadders(bond, zeroRates, [{ ...group, factors: [0, 0] }]))
  refused('invalid-input', () => sensitivityLadders(bond, zeroRates, [{ ...group, factors: [10] }]))
  refused('invalid-input', () => sensitivityLadders(bond, zeroRates, [{ ...group, bump: { ...group.bump, size: 0 } }]))
  refused('invalid-input', () => sensitivityLadders(() => NaN, zeroRates, [group]))
  refused('invalid-input', () => sensitivityLadders(bond, [], [group]))
  refused('not-applicable', () => sensitivityLadders(bond, [0], [{ ...group, bump: customaryBumps.FX }]))
  refused('invalid-input', () =>
    scenarioRevaluation(bond, zeroRates, [{ name: 'x', shocks: [{ factor: 99, kind: 'add', amount: 1 }] }]),
  )
  refused('invalid-input', () =>
    scenarioRevaluation(bond, zeroRates, [{ name: 'x', shocks: [{ factor: 0, kind: 'add', amount: NaN }] }]),
  )
  const period = { startValuation: bond, endValuation: bond, startLevels: [1, 2], endLevels: [1] }
  refused('invalid-input', () => profitExplain(period, []))
})
