import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { flatCurve } from '../curves/index.ts'
import {
  bondCdsBasis,
  bondHazardShift,
  cdsHazardCurve,
  flatHazardCurve,
  piecewiseHazardCurve,
  type RiskyBond,
  riskyBondSensitivities,
  riskyBondValue,
} from './index.ts'

const near = (computed: number, expected: number, tolerance: number, label = ''): void =>
  assert.ok(Math.abs(computed - expected) <= tolerance, `${label} ${computed}, expected ${expected} +- ${tolerance}`)

const bondOf = (coupon: number, years: number, recovery = 0.4): RiskyBond => ({
  recovery,
  flows: Array.from({ length: 2 * years }, (_, i) => ({
    timeYears: (i + 1) / 2,
    amount: coupon / 2 + (i === 2 * years - 1 ? 100 : 0),
  })),
})
const discount = flatCurve(0.03)

test('on flat rates a bond is its closed form, line by line', () => {
  // Sum of c exp(-(r+h)t), and R h / (r+h) (1 - exp(-(r+h)T)).
  const [rate, hazard] = [0.03, 0.025]
  const bond = bondOf(5, 7)
  const value = riskyBondValue(bond, { discount, survival: flatHazardCurve(hazard) })
  const promised = bond.flows.reduce(
    (sum, { timeYears, amount }) => sum + amount * Math.exp(-(rate + hazard) * timeYears),
    0,
  )
  const recovered = ((40 * hazard) / (rate + hazard)) * -Math.expm1(-(rate + hazard) * 7)
  near(value.presentValue, promised + recovered, 1e-12)
  for (const line of value.lines) near(line.amount * line.discountFactor, line.presentValue, 1e-12)
})

test('without default a bond is its discounted payments, and default takes value from it', () => {
  const bond = bondOf(4, 5)
  const safe = riskyBondValue(bond, { discount, survival: flatHazardCurve(0) }).presentValue
  near(
    safe,
    bond.flows.reduce((sum, { timeYears, amount }) => sum + amount * Math.exp(-0.03 * timeYears), 0),
    1e-12,
  )
  const { hazard01, recovery01, jumpToDefault, presentValue } = riskyBondSensitivities(bond, {
    discount,
    survival: flatHazardCurve(0.02),
  })
  assert.ok(hazard01 < 0 && recovery01 > 0 && presentValue < safe)
  near(jumpToDefault, 40 - presentValue, 1e-13)
})

test('a price gives the hazard rate and the hazard rate the price', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 1e-5, max: 1, noNaN: true }),
      fc.integer({ min: 1, max: 100 }),
      fc.double({ min: 0, max: 0.6, noNaN: true }),
      // Coupons above the rate keep the price above the recovery, so that it falls with the hazard rate.
      fc.double({ min: 4, max: 12, noNaN: true }),
      (hazard, years, recovery, coupon) => {
        const bond = bondOf(coupon, years, recovery)
        const curves = { discount, survival: flatHazardCurve(0) }
        const { presentValue } = riskyBondValue(bond, { discount, survival: flatHazardCurve(hazard) })
        const found = bondHazardShift(bond, curves, presentValue)
        near(
          riskyBondValue(bond, { discount, survival: flatHazardCurve(Math.max(0, found)) }).presentValue,
          presentValue,
          1e-8,
        )
      },
    ),
    { seed: 5, numRuns: 60 },
  )
})

test('a bond priced on the curve of its swaps has no basis, and a cheap one a negative basis', () => {
  const conventions = { recovery: 0.4, paymentsPerYear: 4, integration: 'exact' as const }
  const quotes = [
    { maturityYears: 1, spread: 0.01 },
    { maturityYears: 5, spread: 0.02 },
  ]
  const { curve: survival } = cdsHazardCurve(quotes, conventions, discount)
  const bond = bondOf(5, 5)
  const curves = { discount, survival }
  const price = riskyBondValue(bond, curves).presentValue
  const fair = bondCdsBasis(bond, curves, price, 4)
  near(fair.basis, 0, 1e-13)
  near(fair.cdsSpread, 0.02, 1e-13)
  const cheap = bondCdsBasis(bond, curves, price - 2, 4)
  assert.ok(cheap.basis < -0.004 && cheap.basis > -0.006, String(cheap.basis))
  near(cheap.modelPrice, price, 0)
})

test('bonds without payments, payments out of order and impossible prices are refused', () => {
  const curves = { discount, survival: piecewiseHazardCurve([1], [0.02]) }
  const refused = { code: 'invalid-input' }
  assert.throws(() => riskyBondValue({ flows: [], recovery: 0.4 }, curves), refused)
  assert.throws(() => riskyBondValue({ flows: [{ timeYears: 0, amount: 1 }], recovery: 0.4 }, curves), refused)
  assert.throws(() => riskyBondValue({ ...bondOf(5, 2), recovery: 1 }, curves), refused)
  assert.throws(() => bondHazardShift(bondOf(5, 2), curves, 10), { code: 'infeasible', message: /recovery of 0\.4/ })
  assert.throws(() => bondHazardShift(bondOf(5, 2), curves, NaN), refused)
})
