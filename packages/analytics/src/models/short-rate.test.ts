import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assertAllClose, assertClose } from '../../../../fixtures/assert-close.ts'
import { flatCurve, logLinearDiscountCurve, nelsonSiegelSvenssonCurve } from '../curves/index.ts'
import { integral, normalPdf } from '../math/index.ts'
import {
  cirBondCall,
  cirCdf,
  cirQuantile,
  cirTransition,
  cirZeroBond,
  futuresConvexityBias,
  g2BondOption,
  g2Moments,
  g2ZeroBond,
  hullWhiteBondCoefficients,
  hullWhiteBondOption,
  hullWhiteShift,
  hullWhiteSwaption,
  hullWhiteTransition,
  hullWhiteZeroBond,
  integratedOrnsteinUhlenbeck,
  vasicekBondOption,
  vasicekZeroBond,
  type HullWhite,
} from './index.ts'

const cir = { kappa: 0.3, theta: 0.05, sigma: 0.12 }
const vasicek = { kappa: 0.4, theta: 0.05, sigma: 0.012 }
const curves = [
  flatCurve(0.04),
  logLinearDiscountCurve([1, 2, 5, 10, 30], [0.97, 0.935, 0.82, 0.65, 0.28]),
  nelsonSiegelSvenssonCurve({ beta0: 0.0412, beta1: -0.0231, beta2: -0.0154, beta3: 0.0287, tau1: 1.37, tau2: 12.9 }),
]

test('the square-root process has the law that scipy gives, and its moments', () => {
  // scipy 1.17.1 stats.ncx2
  const transition = cirTransition({ kappa: 2, theta: 0.04, sigma: 0.3 }, 0.05, 0.25)
  assertClose(transition.mean, 0.046065306597126335, 0, 1e-14)
  assertClose(transition.variance, 0.000676301551289238, 0, 1e-13)
  assertClose(transition.degreesOfFreedom, 3.555555555555556, 0, 1e-15)
  assertClose(transition.noncentrality, 6.85108481127466, 0, 1e-13)
  assertClose(cirCdf(transition, 0.04), 0.46973917806031096, 0, 1e-12)
  assertClose(cirQuantile(transition, 0.05), 0.011571017340068308, 0, 1e-11)
  assertClose(cirQuantile(transition, 0.99), 0.1235707328113578, 0, 1e-11)
})

test('square-root bonds agree with the Riccati equations solved to 20 digits, and calls with scipy', () => {
  // mpmath 1.3.0 odefun; scipy 1.10.1 stats.ncx2 (Brigo & Mercurio eq. 3.26), QuantLib 1.29.
  assertAllClose(
    [1, 5, 30].map((maturity) => cirZeroBond(cir, 0.04, maturity)),
    [0.95955825419523763, 0.80300145855800519, 0.25143684961128347],
    0,
    1e-14,
  )
  assertAllClose(
    [0.78, 0.82, 0.86].map((strike) => cirBondCall(cir, 0.04, { expiryYears: 1, bondMaturityYears: 5, strike })),
    [0.05665726242050406, 0.025190304813908937, 0.0055776358596620335],
    1e-12,
    0,
  )
})

test('a square-root bond call is worth the bond less the strike when sure, and nothing when hopeless', () => {
  const option = { expiryYears: 1, bondMaturityYears: 5, strike: 1e-6 }
  assertClose(cirBondCall(cir, 0.04, option), cirZeroBond(cir, 0.04, 5) - 1e-6 * cirZeroBond(cir, 0.04, 1), 1e-12, 0)
  assert.equal(cirBondCall(cir, 0.04, { ...option, strike: 2 }), 0)
})

test('the square-root bond keeps its digits for any volatility and tends to the deterministic one', () => {
  // mpmath at 60 digits, Cox, Ingersoll & Ross (1985), eq. 23: kappa 0.3, theta 0.05, r 0.04.
  const exact = [
    { sigma: 1e-6, bonds: [0.99959993019916125, 0.79923173924105817, 0.23069223326512664] },
    { sigma: 1e-3, bonds: [0.9995999301991679, 0.7992320095006098, 0.23069379271050338] },
    { sigma: 0.12, bonds: [0.99959993029492515, 0.80300145855800518, 0.25143684961128345] },
    { sigma: 2, bonds: [0.99959995679812905, 0.93360500328746958, 0.73548194272010528] },
  ]
  for (const { sigma, bonds } of exact) {
    bonds.forEach((bond, i) => {
      assertClose(cirZeroBond({ ...cir, sigma }, 0.04, [0.01, 5, 30][i]), bond, 0, 1e-14)
    })
  }
  const b = -Math.expm1(-0.3 * 5) / 0.3
  const deterministic = Math.exp(-0.04 * b - 0.05 * (5 - b))
  assertClose(cirZeroBond({ ...cir, sigma: 1e-300 }, 0.04, 5), deterministic, 0, 1e-15)
})

test('Vasicek bonds and options agree with reference values, parity and the limit of long maturities', () => {
  // Closed form checked by integrating the Riccati equation with scipy 1.10.1; QuantLib 1.29 Vasicek::discountBondOption.
  assertAllClose(
    [1, 5, 10, 30].map((maturity) => vasicekZeroBond(vasicek, 0.03, maturity)),
    [0.9670568165823886, 0.8139062738321101, 0.6388649067740885, 0.23735751001489938],
    1e-14,
    0,
  )
  const calls = [0.04217662018121526, 0.005664910920824884, 3.1972754510016434e-5]
  const bond = vasicekZeroBond(vasicek, 0.03, 7)
  const discount = vasicekZeroBond(vasicek, 0.03, 2)
  ;[0.75, 0.8, 0.85].forEach((strike, i) => {
    const option = { expiryYears: 2, bondMaturityYears: 7, strike }
    const call = vasicekBondOption(vasicek, 0.03, 'call', option)
    assertClose(call, calls[i], 1e-14, 0)
    assertClose(call - vasicekBondOption(vasicek, 0.03, 'put', option), bond - strike * discount, 1e-15, 0)
  })
  const longYield = vasicek.theta - vasicek.sigma ** 2 / (2 * vasicek.kappa ** 2)
  assertClose(
    -Math.log(vasicekZeroBond(vasicek, 0.03, 3000) / vasicekZeroBond(vasicek, 0.03, 2999)),
    longYield,
    1e-12,
    0,
  )
})

test('moments of the integrated process are those of quadrature, for any reversion and for daily steps', () => {
  for (const [a, tau] of [
    [0, 2],
    [0.05, 1 / 252],
    [0.3, 1.6],
    [0.3, 1.7],
    [2, 10],
  ] as const) {
    const { stateVariance, integralVariance, covariance } = integratedOrnsteinUhlenbeck(a, 0.01, tau)
    const loading = (s: number): number => (a === 0 ? s : -Math.expm1(-a * s) / a)
    const quadrature = (f: (s: number) => number): number =>
      1e-4 * integral(f, 0, tau, { absoluteTolerance: 0, relativeTolerance: 1e-13 }).value
    assertClose(
      stateVariance,
      quadrature((s) => Math.exp(-2 * a * s)),
      0,
      1e-12,
    )
    assertClose(
      integralVariance,
      quadrature((s) => loading(s) ** 2),
      0,
      1e-12,
    )
    assertClose(
      covariance,
      quadrature((s) => loading(s) * Math.exp(-a * s)),
      0,
      1e-12,
    )
  }
})

test('Hull-White bond options and swaptions agree with reference values', () => {
  // QuantLib 1.29 HullWhite::discountBondOption; scipy 1.10.1 Jamshidian decomposition checked by quadrature.
  const model = { a: 0.05, sigma: 0.01, curve: flatCurve(0.04) }
  for (const [expiryYears, bondMaturityYears, strike, call, put] of [
    [1, 2, 0.9319657559777536, 0.02769508647932406, 1.5960877250485554e-6],
    [2, 7, 0.8187307530779819, 0.017956391362419555, 0.017956391362419555],
    [10, 30, 0.4628088330407383, 0.03425104014764095, 0.04328686650500699],
  ] as const) {
    const option = { expiryYears, bondMaturityYears, strike }
    assertClose(hullWhiteBondOption(model, 'call', option), call, 1e-15, 0)
    assertClose(hullWhiteBondOption(model, 'put', option), put, 1e-15, 0)
  }
  const swaption = { notional: 1, fixedFrequency: 1 }
  for (const [expiryYears, tenorYears, strike, payer, receiver] of [
    [1, 5, 0.0308107741923882, 0.045223083397942274, 0.002547691535796858],
    [5, 10, 0.040810774192388224, 0.04352953869488878, 0.04352953869488878],
    [10, 10, 0.050810774192388226, 0.023489559900515097, 0.07763974114349563],
  ] as const) {
    const terms = { ...swaption, expiryYears, tenorYears, strike }
    assertClose(hullWhiteSwaption(model, { ...terms, side: 'payer' }), payer, 1e-13, 0)
    assertClose(hullWhiteSwaption(model, { ...terms, side: 'receiver' }), receiver, 1e-13, 0)
  }
})

test('Hull-White bonds are the curve today and the same as Vasicek on the Vasicek curve', () => {
  for (const curve of curves) {
    const model = { a: 0.1, sigma: 0.01, curve }
    for (const T of [0.5, 5, 20]) assertClose(hullWhiteZeroBond(model, 0, T, 0), curve.discountFactor(T), 1e-15, 0)
    assertClose(hullWhiteZeroBond(model, 3, 3, 0.02), 1, 1e-15, 0)
  }
  // With the curve of a Vasicek model started at r0, x = r - alpha prices the same bonds.
  const step = 1e-5
  const discountFactor = (t: number): number => (t === 0 ? 1 : vasicekZeroBond(vasicek, 0.03, t))
  const instantaneousForward = (t: number): number =>
    -Math.log(discountFactor(t + step) / discountFactor(t - step)) / (2 * step)
  const curve = { discountFactor, zeroRate: (t: number) => -Math.log(discountFactor(t)) / t, instantaneousForward }
  const model = { a: vasicek.kappa, sigma: vasicek.sigma, curve }
  const x = 0.045 - hullWhiteShift(model, 2)
  assertClose(hullWhiteZeroBond(model, 2, 7, x), vasicekZeroBond(vasicek, 0.045, 5), 1e-9, 0)
})

/** Mean of e^(-integral of r) and of its product with a bond, for the exact transition from x = 0 at time 0. */
function discountedBond(model: HullWhite, t: number, T: number): number {
  const step = hullWhiteTransition(model, 0, t)
  const { intercept, loading } = hullWhiteBondCoefficients(model, t, T)
  // ln of the discounted bond is Gaussian: -shift - (c1 + loading s) z1 - c2 z2 + intercept.
  const onState = step.integralOnState + loading * step.stateDeviation
  return Math.exp(intercept - step.integralShift + 0.5 * (onState ** 2 + step.integralDeviation ** 2))
}

test('the mean of discounted bonds is the curve: an exact martingale, for every curve', () => {
  for (const curve of curves) {
    for (const a of [0, 0.03, 0.5]) {
      const model = { a, sigma: 0.012, curve }
      for (const [t, T] of [
        [1 / 252, 10],
        [1, 1],
        [5, 15],
        [10, 30],
      ] as const) {
        assertClose(discountedBond(model, t, T), curve.discountFactor(T), 0, 1e-13)
      }
    }
  }
})

test('two transitions in a row are one long transition', () => {
  const model = { a: 0.2, sigma: 0.01, curve: curves[1] }
  const first = hullWhiteTransition(model, 1.5, 0.5)
  const second = hullWhiteTransition(model, 2, 1.25)
  const whole = hullWhiteTransition(model, 1.5, 1.75)
  assertClose(first.decay * second.decay, whole.decay, 1e-15, 0)
  assertClose(first.integralShift + second.integralShift, whole.integralShift, 1e-15, 0)
  assertClose(first.loading + first.decay * second.loading, whole.loading, 1e-14, 0)
  const stateVariance = (second.decay * first.stateDeviation) ** 2 + second.stateDeviation ** 2
  assertClose(stateVariance, whole.stateDeviation ** 2, 0, 1e-13)
  const onFirst = first.integralOnState + second.loading * first.stateDeviation
  const integralVariance =
    onFirst ** 2 + first.integralDeviation ** 2 + second.integralOnState ** 2 + second.integralDeviation ** 2
  assertClose(integralVariance, whole.integralOnState ** 2 + whole.integralDeviation ** 2, 0, 1e-12)
  const covariance = second.decay * first.stateDeviation * onFirst + second.stateDeviation * second.integralOnState
  assertClose(covariance, whole.stateDeviation * whole.integralOnState, 0, 1e-12)
})

test('a swaption is the mean of its payoff under the exact law', () => {
  const model = { a: 0.1, sigma: 0.012, curve: curves[2] }
  const terms = {
    side: 'payer',
    expiryYears: 3,
    tenorYears: 4,
    strike: 0.035,
    notional: 100,
    fixedFrequency: 2,
  } as const
  const step = hullWhiteTransition(model, 0, 3)
  // Given z1, the discount factor is lognormal through z2 and the payoff is known.
  const payoff = (z: number): number => {
    const x = step.stateDeviation * z
    let swap = 1 - hullWhiteZeroBond(model, 3, 7, x)
    for (let k = 1; k <= 8; k++) swap -= (0.035 / 2) * hullWhiteZeroBond(model, 3, 3 + k / 2, x)
    const discount = Math.exp(-step.integralShift - step.integralOnState * z + step.integralDeviation ** 2 / 2)
    return 100 * Math.max(swap, 0) * discount * normalPdf(z)
  }
  const mean = integral(payoff, -9, 9, { absoluteTolerance: 1e-10 }).value
  assertClose(hullWhiteSwaption(model, terms), mean, 1e-8, 0)
})

test('the futures convexity adjustment agrees with Kirikos & Novak, Ho-Lee and the instantaneous limit included', () => {
  // lballabio/QuantLib test-suite/shortratemodels.cpp testFuturesConvexityBias.
  const cases = [
    [5.25, 0.0001, 0.0568627],
    [5.25, 0, 0.0568611],
    [5.001, 0.03, 0.0575736],
    [5, 0.03, 0.0575747],
  ] as const
  for (const [endYears, a, forward] of cases) {
    const bias = futuresConvexityBias({ a, sigma: 0.015 }, { quote: 94, startYears: 5, endYears })
    assertClose(0.06 - bias, forward, 1e-7, 0)
  }
})

test('G2++ agrees with reference values and with Hull-White when its second factor is silent', () => {
  // Brigo & Mercurio (2006), theorems 4.2.1 and 4.2.2 in python; QuantLib 1.29 G2::discountBondOption.
  const model = { a: 0.1, sigma: 0.01, b: 0.2, eta: 0.013, rho: -0.5, curve: flatCurve(0.04) }
  for (const [t, T, x, y, price] of [
    [1, 5, 0.01, -0.005, 0.8353683186234739],
    [5, 10, -0.02, 0.01, 0.8539261076538379],
    [10, 30, 0, 0, 0.4382802868147765],
  ] as const) {
    assertClose(g2ZeroBond(model, t, T, x, y), price, 1e-14, 0)
  }
  const option = { expiryYears: 5, bondMaturityYears: 15, strike: 0.6502104446545701 }
  assertClose(g2BondOption(model, 'call', option), 0.031043555659314492, 1e-14, 0)
  assertClose(g2BondOption(model, 'put', option), 0.014579206576493697, 1e-14, 0)
  const oneFactor = { ...model, eta: 1e-12 }
  const hullWhite = { a: 0.1, sigma: 0.01, curve: flatCurve(0.04) }
  assertClose(g2BondOption(oneFactor, 'call', option), hullWhiteBondOption(hullWhite, 'call', option), 1e-11, 0)
  assertClose(g2Moments(oneFactor, 3).phi, hullWhiteShift(hullWhite, 3), 1e-12, 0)
  assertClose(g2ZeroBond(oneFactor, 2, 9, 0.01, 0), hullWhiteZeroBond(hullWhite, 2, 9, 0.01), 1e-11, 0)
})

test('G2++ moments are integrals of the loadings', () => {
  const { a, sigma, b, eta, rho } = { a: 0.1, sigma: 0.01, b: 0.2, eta: 0.013, rho: -0.5 }
  const moments = g2Moments({ a, sigma, b, eta, rho, curve: flatCurve(0.04) }, 4)
  const quadrature = (f: (s: number) => number): number => integral(f, 0, 4).value
  assertClose(
    moments.varX,
    quadrature((s) => (sigma * Math.exp(-a * s)) ** 2),
    1e-15,
    0,
  )
  assertClose(
    moments.varY,
    quadrature((s) => (eta * Math.exp(-b * s)) ** 2),
    1e-15,
    0,
  )
  assertClose(
    moments.covXY,
    quadrature((s) => rho * sigma * eta * Math.exp(-(a + b) * s)),
    1e-15,
    0,
  )
})

test('inputs out of range are refused', () => {
  const model = { a: 0.05, sigma: 0.01, curve: flatCurve(0.04) }
  const option = { expiryYears: 2, bondMaturityYears: 1, strike: 0.9 }
  assert.throws(() => hullWhiteBondOption(model, 'call', option), { code: 'invalid-input' })
  assert.throws(() => hullWhiteBondOption({ ...model, a: -1 }, 'call', option), { code: 'invalid-input' })
  assert.throws(() => hullWhiteZeroBond(model, 3, 2, 0), { code: 'invalid-input' })
  assert.throws(() => hullWhiteTransition(model, 0, 0), { code: 'invalid-input' })
  const swaption = {
    side: 'payer',
    expiryYears: 1,
    tenorYears: 5,
    strike: -1.5,
    notional: 1,
    fixedFrequency: 1,
  } as const
  assert.throws(() => hullWhiteSwaption(model, swaption), { code: 'invalid-input' })
  assert.throws(() => hullWhiteSwaption(model, { ...swaption, strike: 0.01, tenorYears: 2.3 }), {
    code: 'invalid-input',
  })
  assert.throws(() => futuresConvexityBias(model, { quote: 94, startYears: 5, endYears: 4 }), { code: 'invalid-input' })
  assert.throws(() => cirZeroBond({ ...cir, sigma: 0 }, 0.03, 1), { code: 'invalid-input' })
  assert.throws(() => cirTransition(cir, -0.01, 1), { code: 'invalid-input' })
  assert.throws(() => vasicekZeroBond({ ...vasicek, kappa: 0 }, 0.03, 1), { code: 'invalid-input' })
  assert.throws(() => g2Moments({ ...model, b: 0.1, eta: 0.01, rho: 2 }, 1), { code: 'invalid-input' })
  assert.throws(() => g2ZeroBond({ ...model, b: 0.1, eta: 0.01, rho: 0 }, 2, 1, 0, 0), { code: 'invalid-input' })
})
