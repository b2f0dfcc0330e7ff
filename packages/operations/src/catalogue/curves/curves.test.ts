import assert from 'node:assert/strict'
import test from 'node:test'
import { TuttiError } from '@tutti/analytics/errors'
import { assertAllClose, assertClose } from '../../../../../fixtures/assert-close.ts'
import { discountCurveOf, type DiscountCurveInput, discountCurveSchema } from './discount-curve-input.ts'
import {
  bootstrapOperation,
  bootstrapTimesOperation,
  discountCurveOperation,
  quoteLadderOperation,
  rateDifferentialOperation,
} from './index.ts'

const timesYears = [1, 2, 5, 10]
const zeroRates = [0.03, 0.032, 0.035, 0.037]

test('every kind of curve that the schema takes is built and meets what it is given', () => {
  const points = { timesYears, zeroRates }
  const base: DiscountCurveInput = { kind: 'linear-zero', ...points }
  const discountFactors = zeroRates.map((rate, i) => Math.exp(-rate * timesYears[i]))
  const inputs: DiscountCurveInput[] = [
    { kind: 'log-linear', ...points },
    { kind: 'log-linear', timesYears, discountFactors },
    base,
    { kind: 'interpolated', interpolation: 'monotone-convex', ...points },
    { kind: 'interpolated', interpolation: 'hyman-log-discount', timesYears, discountFactors },
    { kind: 'smith-wilson', ...points, ultimateForwardRate: 0.0345, alpha: 0.12 },
    { kind: 'spread-over', curve: base, zeroSpreadContinuous: 0 },
    { kind: 'shifted-over', curve: base, keyTimesYears: [1, 10], shiftsContinuous: [0, 0] },
    {
      kind: 'alternative-extrapolation',
      curve: base,
      firstSmoothingPointYears: 10,
      ultimateForwardRate: 0.0345,
      convergenceSpeed: 0.11,
      liquidForwards: [{ startYears: 5, endYears: 10, weight: 1 }],
    },
  ]
  for (const input of inputs) {
    const curve = discountCurveOf(discountCurveSchema.parse(input))
    timesYears.forEach((time, i) => assertClose(curve.zeroRate(time), zeroRates[i], 1e-14, 1e-13, input.kind))
  }
  const forward = discountCurveOf({ kind: 'linear-forward', timesYears: [0, 2], instantaneousForwards: [0.02, 0.04] })
  assertClose(forward.zeroRate(2), 0.03, 1e-15, 0)
})

test('points by both rates and factors, by neither, or by too few are refused', () => {
  const points = { kind: 'interpolated', interpolation: 'linear-zero', timesYears }
  assert.equal(discountCurveSchema.safeParse(points).success, false)
  assert.equal(discountCurveSchema.safeParse({ ...points, zeroRates, discountFactors: zeroRates }).success, false)
  assert.throws(
    () =>
      discountCurveOf({ kind: 'smith-wilson', timesYears, zeroRates: [0.03], ultimateForwardRate: 0.03, alpha: 0.1 }),
    { code: 'invalid-input' },
  )
})

const setting = {
  referenceDate: '2024-01-15',
  dayCount: 'ACT/365F' as const,
  interpolation: 'log-linear-discount' as const,
}

test('a bootstrapped curve is data that other operations take', () => {
  const instruments = ['1Y', '5Y', '10Y', '30Y'].map((tenor, i) => ({
    kind: 'ois' as const,
    tenor,
    rate: 0.04 - 0.002 * i,
    index: 'SOFR' as const,
  }))
  const { curve, nodes, instruments: repriced } = bootstrapOperation.run({ ...setting, instruments })
  for (const { residual } of repriced) assert.ok(Math.abs(residual) < 1e-12)
  assert.deepEqual(
    repriced.map(({ id }) => id),
    ['ois 1Y', 'ois 5Y', 'ois 10Y', 'ois 30Y'],
  )
  const read = discountCurveOperation.run({ curve, timesYears: nodes.slice(1).map((node) => node.timeYears) })
  assertAllClose(
    read.discountFactors,
    nodes.slice(1).map((node) => node.discountFactor),
    1e-15,
    1e-14,
  )
})

test('discounting and projection are built apart: ESTR first, then EURIBOR 6M on it', () => {
  const overnight = bootstrapOperation.run({
    ...setting,
    instruments: ['1Y', '5Y', '10Y'].map((tenor) => ({
      kind: 'ois' as const,
      tenor,
      rate: 0.025,
      index: 'ESTR' as const,
    })),
  })
  const swaps = ['1Y', '5Y', '10Y'].map((tenor) => ({
    kind: 'swap' as const,
    tenor,
    rate: 0.028,
    index: 'EURIBOR 6M' as const,
  }))
  const projection = bootstrapOperation.run({ ...setting, instruments: swaps, discountCurve: overnight.curve })
  const alone = bootstrapOperation.run({ ...setting, instruments: swaps })
  const differential = rateDifferentialOperation.run({
    firstCurve: projection.curve,
    secondCurve: overnight.curve,
    compounding: 'continuous',
    timesYears: [1, 5, 10],
  })
  for (const basis of differential.differentialsBp) assert.ok(basis > 20 && basis < 40, String(basis))
  assert.notEqual(alone.nodes[3].discountFactor, projection.nodes[3].discountFactor)
})

test('FX points and outright forwards build the same curve', () => {
  const conventions = {
    calendar: 'none',
    spotLagDays: 2,
    dayCount: 'ACT/360' as const,
    businessDayConvention: 'modified following' as const,
    endOfMonth: false,
  }
  const discountCurve = { kind: 'flat' as const, rateContinuous: 0.05 }
  const quote = { kind: 'fx-forward' as const, tenor: '1Y', spot: 1.08, conventions }
  const outright = bootstrapOperation.run({ ...setting, discountCurve, instruments: [{ ...quote, forward: 1.1 }] })
  const points = bootstrapOperation.run({ ...setting, discountCurve, instruments: [{ ...quote, points: 1.1 - 1.08 }] })
  assertClose(points.nodes[1].discountFactor, outright.nodes[1].discountFactor, 1e-15, 0)
  assert.throws(() => bootstrapOperation.run({ ...setting, discountCurve, instruments: [quote] }), {
    code: 'invalid-input',
  })
  assert.throws(() => bootstrapOperation.run({ ...setting, instruments: [{ ...quote, forward: 1.1 }] }), {
    code: 'missing-data',
  })
})

test('what cannot be bootstrapped is refused by the name of the instrument', () => {
  const refused = (code: string, name: string, instruments: unknown[]) =>
    assert.throws(
      () => bootstrapOperation.run({ ...setting, instruments } as never),
      (error: unknown) => error instanceof TuttiError && error.code === code && error.message.includes(name),
    )
  const swap = { kind: 'swap', tenor: '5Y', rate: 0.03, index: 'EURIBOR 6M' }
  refused('missing-data', 'swap 5Y', [{ ...swap, index: undefined }])
  refused('invalid-input', 'swap 5Y', [swap, swap])
  refused('invalid-input', 'the same time', [swap, { ...swap, id: 'twin' }])
  refused('infeasible', 'high', [swap, { ...swap, tenor: '6Y', rate: 0.9, id: 'high' }])
  refused('invalid-input', 'both', [{ ...swap, id: 'both', startDate: '2024-01-17', endDate: '2025-01-17' }])
  refused('invalid-input', 'after it starts', [
    { ...swap, tenor: undefined, id: 'back', startDate: '2025-01-17', endDate: '2024-01-17' },
  ])
  refused('unsupported', 'Atlantis', [
    {
      ...swap,
      conventions: {
        calendar: 'Atlantis',
        spotLagDays: 2,
        endOfMonth: false,
        fixed: { tenor: '1Y', dayCount: 'ACT/360', businessDayConvention: 'following' },
        floating: { tenor: '6M', dayCount: 'ACT/360', businessDayConvention: 'following' },
      },
    },
  ])
})

test('the par-rate ladder agrees with bootstraps of bumped quotes', () => {
  const input = quoteLadderOperation.example
  const ladder = quoteLadderOperation.run(input)
  const valueAt = (bump: number, moved: number): number =>
    quoteLadderOperation.run({
      ...input,
      instruments: input.instruments.map((item, i) =>
        'rate' in item && i === moved ? { ...item, rate: item.rate + bump } : item,
      ),
    }).value
  ladder.pillars.forEach(({ byQuoteBp }, j) => {
    assertClose(byQuoteBp, (valueAt(1e-6, j) - valueAt(-1e-6, j)) / 0.02, 1e-4, 1e-6)
  })
})

test('bonds and par swaps at exact times give the curve that priced them', () => {
  const rate = 0.04
  const bond = (maturityYears: number, couponRate: number) => {
    let price = 100 * Math.exp(-rate * maturityYears)
    for (let time = maturityYears; time > 1e-9; time -= 0.5) price += 50 * couponRate * Math.exp(-rate * time)
    return { kind: 'bond' as const, maturityYears, couponRate, frequency: 2, price }
  }
  const { zeroRates: found } = bootstrapTimesOperation.run({
    interpolation: 'natural-cubic-zero',
    instruments: [
      { kind: 'zero', maturityYears: 0.25, rateContinuous: rate },
      { kind: 'deposit', maturityYears: 0.5, rate: (Math.exp(rate / 2) - 1) * 2 },
      { kind: 'par-swap', maturityYears: 2, rate: 2 * Math.expm1(rate / 2), frequency: 2 },
      bond(5, 0.03),
      bond(30, 0.06),
    ],
  })
  assertAllClose(found, [rate, rate, rate, rate, rate], 1e-12, 0)
})
