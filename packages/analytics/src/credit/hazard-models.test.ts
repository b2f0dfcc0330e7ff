import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { flatCurve } from '../curves/index.ts'
import { normalQuantile } from '../math/index.ts'
import { sobolPoint, sobolSequence } from '../random/index.ts'
import {
  blackKarasinskiCdsOption,
  blackKarasinskiHazard,
  blackKarasinskiStep,
  cdsHazardCurve,
  type CdsOption,
  cdsOptionImpliedVolatility,
  cdsOptionValue,
  cdsValue,
  cirCdsOption,
  type CirHazard,
  cirHazardCalibration,
  cirHazardCurve,
  cirHazardStep,
  flatHazardCurve,
  hazardModelVolatility,
  piecewiseHazardCurve,
  shiftedCirHazard,
} from './index.ts'

const near = (computed: number, expected: number, tolerance: number, label = ''): void =>
  assert.ok(Math.abs(computed - expected) <= tolerance, `${label} ${computed}, expected ${expected} +- ${tolerance}`)

const conventions = { recovery: 0.4, paymentsPerYear: 4, integration: 'exact' as const }
const model: CirHazard = { initial: 0.02, kappa: 0.5, theta: 0.04, sigma: 0.15 }
const market = piecewiseHazardCurve([1, 3, 5, 10], [0.01, 0.025, 0.035, 0.03])
const discount = flatCurve(0.03)

test('the forward hazard of the square-root process is the slope of its survival', () => {
  const curve = cirHazardCurve(model)
  near(curve.survivalProbability(0), 1, 0)
  near(curve.hazardRate(0), 0.02, 1e-16)
  for (const t of [0.1, 1, 5, 30]) {
    const step = 1e-5
    const slope = Math.log(curve.survivalProbability(t - step) / curve.survivalProbability(t + step)) / (2 * step)
    near(curve.hazardRate(t), slope, 1e-9)
  }
  const certain = cirHazardCurve({ initial: 0.03, kappa: 1, theta: 0.03, sigma: 1e-3 })
  near(certain.survivalProbability(5), Math.exp(-0.15), 1e-6)
})

test('the shifted process fits the curve, and conditional survival on its mean path chains', () => {
  const shifted = shiftedCirHazard(model, market)
  for (const t of [0.5, 1, 4, 9]) {
    near(shifted.conditionalSurvival(0, t, model.initial), market.survivalProbability(t), 1e-15)
    near(shifted.shift(t) + cirHazardCurve(model).hazardRate(t), market.hazardRate(t), 1e-16)
  }
  assert.ok(shifted.lowestShift([0, 0.5, 1]) < 0)
})

/** Paths of eight steps by Sobol points, so that the mean carries little noise. */
const sobol = sobolSequence(8)
const normals = Array.from({ length: 4095 }, (_, i) => Array.from(sobolPoint(sobol, i + 1), (u) => normalQuantile(u)))

test('simulated square-root paths survive as the closed form says', () => {
  const dt = 0.25
  const survived = normals.reduce((sum, zs) => {
    let value = model.initial
    let total = 0
    for (const z of zs) {
      const next = cirHazardStep(model, value, dt, z)
      assert.ok(next >= 0)
      total += 0.5 * (value + next) * dt
      value = next
    }
    return sum + Math.exp(-total) / normals.length
  }, 0)
  near(survived, cirHazardCurve(model).survivalProbability(2), 1e-4)
})

test('the Black-Karasinski tree gives the curve back at every step, and paths on it survive alike', () => {
  const parameters = { meanReversion: 0.2, volAnnual: 0.5 }
  const tree = blackKarasinskiHazard(parameters, market, 10, 12)
  assert.ok(tree.largestError < 1e-13, String(tree.largestError))
  tree.statePrices.forEach((prices, i) => {
    near(
      prices.reduce((sum, price) => sum + price, 0),
      market.survivalProbability(i * tree.stepYears),
      1e-12,
    )
  })
  const coarse = blackKarasinskiHazard(parameters, market, 2, 4)
  const survived = normals.reduce((sum, zs) => {
    let deviation = 0
    let total = 0
    zs.forEach((z, i) => {
      total += Math.exp(coarse.logCentres[i] + deviation) * coarse.stepYears
      deviation = blackKarasinskiStep(parameters, deviation, coarse.stepYears, z)
    })
    return sum + Math.exp(-total) / normals.length
  }, 0)
  near(survived, market.survivalProbability(2), 2e-4)
})

const option: CdsOption = {
  ...conventions,
  type: 'payer',
  expiryYears: 1,
  maturityYears: 6,
  strikeSpread: 0.02,
  notional: 1,
  frontEndProtection: false,
}

test('payer less receiver is the forward swap, by Black and by both hazard models, at any strike', () => {
  const curves = { discount, survival: market }
  for (const strikeSpread of [0.005, 0.02, 0.06]) {
    const payer = { ...option, strikeSpread }
    const receiver = { ...payer, type: 'receiver' as const }
    const { forwardSpread, forwardAnnuity } = cdsOptionValue(payer, curves, 0.4)
    const forward = forwardAnnuity * (forwardSpread - strikeSpread)
    const prices: readonly ((of: CdsOption) => readonly [number, number])[] = [
      (of) => [cdsOptionValue(of, curves, 0.4).presentValue, 1e-15],
      (of) => [cirCdsOption(of, curves, model), 2e-7],
      (of) => [blackKarasinskiCdsOption(of, curves, { meanReversion: 0.1, volAnnual: 0.4 }, 12), 1e-6],
    ]
    for (const price of prices) {
      const [high, tolerance] = price(payer)
      near(high - price(receiver)[0], forward, tolerance, `${strikeSpread}`)
    }
  }
})

test('the forward annuity is the long one less the short one, and front-end protection is the loss before expiry', () => {
  const curves = { discount, survival: market }
  const base = { ...conventions, side: 'buy protection' as const, notional: 1, spread: 0 }
  const [long, short] = [6, 1].map((maturityYears) => cdsValue({ ...base, maturityYears }, curves))
  const forward = cdsOptionValue(option, curves, 0.4)
  near(forward.forwardAnnuity, long.riskyAnnuity - short.riskyAnnuity, 1e-14)
  near(forward.forwardSpread * forward.forwardAnnuity, long.protectionLeg - short.protectionLeg, 1e-14)
  const index = cdsOptionValue({ ...option, frontEndProtection: true }, curves, 0.4)
  near(index.frontEndProtection, 0.6 * Math.exp(-0.03) * -Math.expm1(-0.01), 1e-15)
  near((index.forwardSpread - forward.forwardSpread) * forward.forwardAnnuity, index.frontEndProtection, 1e-15)
  assert.ok(index.presentValue > forward.presentValue)
})

test('price and implied volatility are inverse, and volatility nought is intrinsic value', () => {
  const curves = { discount, survival: market }
  fc.assert(
    fc.property(
      fc.double({ min: 0.05, max: 2, noNaN: true }),
      fc.double({ min: 0.01, max: 0.05, noNaN: true }),
      (vol, strikeSpread) => {
        const payer = { ...option, strikeSpread }
        const { presentValue } = cdsOptionValue(payer, curves, vol)
        const timeValue = presentValue - cdsOptionValue(payer, curves, 0).presentValue
        if (timeValue > 1e-7) near(cdsOptionImpliedVolatility(payer, curves, presentValue), vol, 1e-6)
      },
    ),
    { seed: 3, numRuns: 50 },
  )
  const still = cdsOptionValue({ ...option, strikeSpread: 0.01 }, curves, 0)
  near(still.presentValue, still.forwardAnnuity * (still.forwardSpread - 0.01), 1e-15)
})

test('each hazard model takes its volatility from an option and prices the option with it', () => {
  const curves = { discount, survival: market }
  const struck = { ...option, strikeSpread: cdsOptionValue(option, curves, 0.4).forwardSpread }
  const { presentValue } = cdsOptionValue(struck, curves, 0.3)
  const cirPrice = (sigma: number): number => cirCdsOption(struck, curves, { ...model, kappa: 0.2, sigma })
  const sigma = hazardModelVolatility(cirPrice, presentValue, 0.01, 0.6)
  near(cirPrice(sigma), presentValue, 1e-9)
  const treePrice = (volAnnual: number): number =>
    blackKarasinskiCdsOption(struck, curves, { meanReversion: 0.001, volAnnual }, 12)
  const volAnnual = hazardModelVolatility(treePrice, presentValue, 0.05, 1.5)
  near(treePrice(volAnnual), presentValue, 1e-9)
  // With hardly any reversion the spread's volatility is nearly the hazard rate's.
  near(volAnnual, 0.3, 0.02)
  assert.throws(() => hazardModelVolatility(treePrice, 0.9, 0.05, 0.5), { code: 'infeasible' })
})

test('calibration finds a square-root curve again and reports how far another one stays off', () => {
  const discounting = flatCurve(0.025)
  const curve = cirHazardCurve({ initial: 0.01, kappa: 0.3, theta: 0.05, sigma: 0.1 })
  const tenors = [1, 2, 3, 5, 7, 10]
  const quotes = tenors.map((maturityYears) => ({
    maturityYears,
    spread: cdsValue(
      { ...conventions, maturityYears, side: 'buy protection', notional: 1, spread: 0 },
      { discount: discounting, survival: curve },
    ).fairSpread,
  }))
  const fit = cirHazardCalibration(quotes, conventions, discounting, 0.1)
  assert.ok(fit.rootMeanSquareErrorBp < 0.01, String(fit.rootMeanSquareErrorBp))
  near(fit.model.kappa, 0.3, 0.01)
  near(fit.model.theta, 0.05, 0.001)
  assert.ok(fit.fellerCondition)
  const kinked = tenors.map((maturityYears, i) => ({
    maturityYears,
    spread: [0.005, 0.012, 0.011, 0.02, 0.021, 0.019][i],
  }))
  const rough = cirHazardCalibration(kinked, conventions, discounting)
  assert.ok(rough.rootMeanSquareErrorBp > 1 && rough.rootMeanSquareErrorBp < 20, String(rough.rootMeanSquareErrorBp))
  // Around the bootstrapped curve the shifted model reprices every quote.
  const { curve: fitted } = cdsHazardCurve(kinked, conventions, discounting)
  const shifted = shiftedCirHazard(rough.model, fitted)
  near(shifted.conditionalSurvival(0, 10, rough.model.initial), fitted.survivalProbability(10), 1e-15)
})

test('parameters out of range, curves that do not fall, and options that have no price are refused', () => {
  const refused = { code: 'invalid-input' }
  const curves = { discount, survival: market }
  assert.throws(() => cirHazardCurve({ ...model, kappa: 0 }), refused)
  assert.throws(() => cirHazardCurve({ ...model, initial: -1 }), refused)
  assert.throws(() => cirHazardCurve(model).hazardRate(NaN), refused)
  assert.throws(() => cirHazardStep(model, -0.1, 0.25, 0), refused)
  assert.throws(() => blackKarasinskiHazard({ meanReversion: 0, volAnnual: 0.3 }, market, 5, 4), refused)
  assert.throws(() => blackKarasinskiHazard({ meanReversion: 0.1, volAnnual: 0.3 }, flatHazardCurve(0), 5, 4), {
    code: 'not-applicable',
  })
  assert.throws(() => cdsOptionValue({ ...option, expiryYears: 6 }, curves, 0.3), refused)
  assert.throws(() => cdsOptionValue(option, curves, -0.1), refused)
  assert.throws(() => cirCdsOption({ ...option, frontEndProtection: true }, curves, model), { code: 'unsupported' })
  assert.throws(() => cirHazardCalibration([{ maturityYears: 5, spread: 0.01 }], conventions, discount), refused)
})
