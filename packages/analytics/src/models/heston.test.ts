import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assertAllClose, assertClose } from '../../../../fixtures/assert-close.ts'
import { complex, complexExp, integral } from '../math/index.ts'
import {
  batesPrice,
  blackForwardPrice,
  blackScholesPrice,
  hestonCharacteristicFunction,
  hestonCumulant,
  hestonExplosionTime,
  hestonFairVariance,
  hestonImpliedVolatilities,
  hestonPrice,
  mertonJumpPrice,
  type HestonOption,
  type HestonParameters,
} from './index.ts'

const option = (overrides: Partial<HestonOption>): HestonOption => ({
  type: 'call',
  spot: 100,
  strike: 100,
  maturityYears: 1,
  rateContinuous: 0,
  dividendYieldContinuous: 0,
  ...overrides,
})

test("prices agree with Alan Lewis's reference values", () => {
  // Quoted in lballabio/QuantLib test-suite/hestonmodel.cpp, testAlanLewisReferencePrices.
  const parameters = { v0: 0.04, kappa: 4, theta: 0.25, sigma: 1, rho: -0.5 }
  for (const [strike, put, call] of [
    [80, 7.958878113256768, 26.774758743998856],
    [100, 17.05527096127011, 16.070154917028834],
    [110, 23.0178258984428, 12.132211516709845],
  ] as const) {
    const rates = { rateContinuous: 0.01, dividendYieldContinuous: 0.02, strike }
    assertClose(hestonPrice(parameters, option({ ...rates, type: 'put' })), put, 0, 1e-13)
    assertClose(hestonPrice(parameters, option(rates)), call, 0, 1e-13)
  }
})

test('prices agree with Fang & Oosterlee at ten years and with 30-digit quadrature on the cases of Andersen', () => {
  // Fang & Oosterlee (2008), tables 4-5, recomputed with mpmath 1.2.1; Andersen (2008), table 1, mpmath 1.2.1.
  const fang = { v0: 0.0175, kappa: 1.5768, theta: 0.0398, sigma: 0.5751, rho: -0.5711 }
  assertClose(hestonPrice(fang, option({ maturityYears: 10 })), 22.31894579115449, 1e-12, 0)
  const cases = [
    [
      { v0: 0.04, kappa: 0.5, theta: 0.04, sigma: 1, rho: -0.9 },
      0,
      10,
      [13.084670136992361, 0.2957744357980307, 44.32997507017434],
    ],
    [
      { v0: 0.04, kappa: 0.3, theta: 0.04, sigma: 0.9, rho: -0.5 },
      0,
      15,
      [16.649222920358643, 5.138190493784826, 45.286863969981475],
    ],
    [
      { v0: 0.09, kappa: 1, theta: 0.09, sigma: 1, rho: -0.3 },
      0.05,
      5,
      [33.596818064563706, 18.156956893323155, 56.57502466975327],
    ],
  ] as const
  for (const [parameters, rateContinuous, maturityYears, calls] of cases) {
    const prices = [100, 140, 60].map((strike) =>
      hestonPrice(parameters, option({ strike, rateContinuous, maturityYears })),
    )
    assertAllClose(prices, calls, 1e-12, 0)
  }
})

test('a short out-of-the-money option and far implied volatilities keep their accuracy', () => {
  // mpmath 1.2.1 Lewis integral at 30 digits; the 60 % strike recomputed at 40 digits with a shifted contour (mpmath 1.3.0).
  const short = { v0: 0.05, kappa: 2.5, theta: 0.03, sigma: 0.7, rho: -0.8 }
  const rates = { maturityYears: 0.02, rateContinuous: 0.03, dividendYieldContinuous: 0.01 }
  assertClose(hestonPrice(short, option({ ...rates, strike: 105 })), 0.03686021533019494, 0, 1e-12)
  const forde = { v0: 0.04, kappa: 1.15, theta: 0.04, sigma: 0.2, rho: -0.4 }
  assertAllClose(
    hestonImpliedVolatilities(forde, 100, [60, 80, 100, 140], 0.1),
    [0.25485502790320931, 0.2236075820037501, 0.1990674789471594, 0.18771186392040518],
    1e-12,
    0,
  )
  // mpmath 1.3.0 at 60 digits, on shifted contours.
  for (const [type, maturityYears, strike, price] of [
    ['put', 0.004, 85, 2.60903446237747e-33],
    ['call', 1 / 365, 110, 1.28287171554149e-22],
    ['put', 30, 20, 1.54357323392086],
    ['call', 0.5, 1000, 1.77814043898788e-32],
  ] as const) {
    assertClose(hestonPrice(forde, option({ type, maturityYears, strike })), price, 0, 1e-11)
  }
})

test('the characteristic function agrees with the Riccati equations solved to 20 digits, twenty years included', () => {
  // mpmath 1.3.0 odefun (Taylor series) at 25 digits.
  const parameters = { v0: 0.05, kappa: 1.2, theta: 0.06, sigma: 0.8, rho: -0.75 }
  for (const [u, maturity, re, im] of [
    [1, 1, 0.9692256305125849, -0.01912584033380137],
    [5, 3, 0.3739914292240673, 0.2113313979231887],
    [2.5, 20, 0.08907979620388554, 0.06712699068470356],
  ] as const) {
    const value = hestonCharacteristicFunction(parameters, maturity, u)
    assertClose(value.re, re, 1e-14, 0)
    assertClose(value.im, im, 1e-14, 0)
  }
})

const spec: HestonParameters = { v0: 0.04, kappa: 2, theta: 0.04, sigma: 0.3, rho: -0.7 }

test('the characteristic function is one at zero and the forward is a martingale', () => {
  for (const rho of [-0.7, 0.9]) {
    for (const kappa of [0.1, 2]) {
      const parameters = { ...spec, rho, kappa, sigma: 0.5 }
      assert.deepEqual(hestonCharacteristicFunction(parameters, 3, 0), complex(1))
      const martingale = hestonCharacteristicFunction(parameters, 3, complex(0, -1))
      assertClose(martingale.re, 1, 1e-13, 0)
      assertClose(martingale.im, 0, 1e-15, 0)
    }
  }
})

test("prices agree with Heston's own two-probability formula", () => {
  // Heston (1993), eqs 10, 18: P1 and P2 by Gil-Pelaez inversion.
  const strike = 90
  const k = Math.log(strike / 100)
  const inverted = (shift: number): number =>
    0.5 +
    integral(
      (u) => {
        const { re, im } = hestonCumulant(spec, 1, complex(u, -shift))
        const { im: imaginary } = complexExp(complex(re, im - u * k))
        return imaginary / u
      },
      1e-12,
      200,
    ).value /
      Math.PI
  const call = 100 * inverted(1) - strike * inverted(0)
  assertClose(hestonPrice(spec, option({ strike })), call, 1e-9, 0)
})

test('call less put is the forward less the strike, discounted', () => {
  const rates = { strike: 120, rateContinuous: 0.03, dividendYieldContinuous: 0.01, maturityYears: 2 }
  const difference = hestonPrice(spec, option(rates)) - hestonPrice(spec, option({ ...rates, type: 'put' }))
  assertClose(difference, 100 * Math.exp(-0.02) - 120 * Math.exp(-0.06), 1e-12, 0)
})

test('with a tiny volatility of variance the price tends to Black-Scholes at the mean variance', () => {
  const parameters = { v0: 0.09, kappa: 1.5, theta: 0.04, sigma: 1e-5, rho: -0.5 }
  const volAnnual = Math.sqrt(hestonFairVariance(parameters, 1))
  for (const strike of [70, 100, 130]) {
    const expected = blackScholesPrice({ ...option({ strike }), volAnnual })
    assertClose(hestonPrice(parameters, option({ strike })), expected, 2e-4, 0)
  }
})

test('the fair variance is minus twice the mean log return a year', () => {
  const step = 1e-5
  const slope = hestonCumulant(spec, 2, complex(step)).im / step
  assertClose(hestonFairVariance({ ...spec, v0: 0.07 }, 2), 0.04 + (0.03 * (1 - Math.exp(-4))) / 4, 1e-16, 0)
  assertClose(hestonFairVariance(spec, 2), (-2 * slope) / 2, 1e-9, 0)
})

test('moments explode at the time that Andersen & Piterbarg give, and never between zero and one', () => {
  const parameters = { v0: 0.04, kappa: 0.5, theta: 0.04, sigma: 1, rho: -0.9 }
  assert.equal(hestonExplosionTime(parameters, 0.5), Infinity)
  const p = -3
  const explosion = hestonExplosionTime(parameters, p)
  const size = (t: number): number => hestonCumulant(parameters, t, complex(0, -p)).re
  assert.ok(size(explosion * 0.9999) > 10 * size(explosion * 0.9))
  assert.ok(hestonExplosionTime(parameters, -6) < explosion)
})

test("jumps: Merton's series and Bates's transform agree with reference values and with each other", () => {
  // scipy 1.10.1 (Merton's series); QuantLib 1.29 BatesEngine.
  const jumps = { jumpIntensity: 0.8, meanLogJump: -0.1, jumpVolatility: 0.15 }
  const merton = { maturityYears: 0.5, rateContinuous: 0.05, dividendYieldContinuous: 0.02 }
  const strikes = [80, 100, 120]
  assertAllClose(
    strikes.map((strike) => mertonJumpPrice(0.18, jumps, option({ ...merton, strike }))),
    [21.779196773477096, 7.086785585265489, 1.1400475750931494],
    1e-11,
    0,
  )
  const heston = { v0: 0.04, kappa: 1.5, theta: 0.05, sigma: 0.4, rho: -0.6 }
  const rates = { rateContinuous: 0.03, dividendYieldContinuous: 0.01 }
  const bates = { jumpIntensity: 0.3, meanLogJump: -0.12, jumpVolatility: 0.1 }
  assertAllClose(
    strikes.map((strike) => batesPrice(heston, bates, option({ ...rates, strike }))),
    [23.346654136667624, 9.492514382301039, 2.187946802523406],
    1e-7,
    0,
  )
  const nearlyConstant = { v0: 0.0324, kappa: 1, theta: 0.0324, sigma: 1e-6, rho: 0 }
  for (const strike of strikes) {
    const expected = mertonJumpPrice(0.18, jumps, option({ ...merton, strike }))
    assertClose(batesPrice(nearlyConstant, jumps, option({ ...merton, strike })), expected, 1e-8, 0)
  }
  const none = { jumpIntensity: 0, meanLogJump: -0.1, jumpVolatility: 0.1 }
  assertClose(batesPrice(spec, none, option({})), hestonPrice(spec, option({})), 1e-12, 0)
  assertClose(mertonJumpPrice(0.2, none, option({})), blackForwardPrice('call', 100, 100, 0.2), 1e-13, 0)
})

test('parameters out of range are refused by name', () => {
  for (const [field, value] of [
    ['v0', -0.01],
    ['kappa', 0],
    ['theta', -1],
    ['sigma', 0],
    ['rho', -1.1],
  ] as const) {
    assert.throws(
      () => hestonPrice({ ...spec, [field]: value }, option({})),
      (error: { code?: string; details?: { field?: string } }) =>
        error.code === 'invalid-input' && error.details?.field === field,
    )
  }
  assert.throws(() => hestonPrice(spec, option({ maturityYears: 0 })), { code: 'invalid-input' })
  assert.throws(() => hestonPrice(spec, option({ strike: 0 })), { code: 'invalid-input' })
  assert.throws(() => mertonJumpPrice(0.2, { jumpIntensity: -1, meanLogJump: 0, jumpVolatility: 0 }, option({})), {
    code: 'invalid-input',
  })
})
