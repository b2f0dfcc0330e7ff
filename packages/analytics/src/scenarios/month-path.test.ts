import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assertClose } from '../../../../fixtures/assert-close.ts'
import type { DiscountCurve } from '../curves/index.ts'
import { hestonQeMartingaleStep, type HullWhite, hullWhiteZeroBond } from '../models/index.ts'
import { openStream } from '../random/stream.ts'
import { accumulatedRate } from './hull-white-step.ts'
import { drawMonth, monthPath, startPath, stepMonth } from './month-path.ts'
import { type PathModel, pathModel } from './path-model.ts'
import type { Regime } from './regime.ts'
import { specRegimes } from './spec-regimes.ts'

const DAYS = 21
const dt = 1 / 252
const grid = { months: 24, warmupMonths: 0 }

function opened(model: PathModel, path: number) {
  const month = monthPath()
  openStream(77, 5, path, month.random)
  startPath(model, month)
  return month
}

test('the euler scheme is SPEC.md of the standard run, written out plainly, to 1e-12', () => {
  for (const regime of specRegimes) {
    const model = pathModel(regime, grid, 'euler')
    const month = opened(model, 3)
    const { drift: mu, volatility } = regime.equity
    const { initialRate: r0 } = regime.rates
    const rhoEr = regime.correlation.equityRate
    let v = volatility ** 2
    let r = r0
    for (let m = 0; m < grid.months; m++) {
      drawMonth(model, month)
      stepMonth(model, month, m)
      let [x, b, cash, squares] = [0, 1, 0, 0]
      for (let day = 0; day < DAYS; day++) {
        const [z1, zb, zc] = month.normals.subarray(3 * day, 3 * day + 3)
        const z2 = -0.7 * z1 + Math.sqrt(1 - 0.7 ** 2) * zb
        const z3 = rhoEr * z1 + Math.sqrt(1 - rhoEr ** 2) * zc
        const vp = Math.max(v, 0)
        const step = (mu - vp / 2) * dt + Math.sqrt(vp * dt) * z1
        v += 2 * (volatility ** 2 - vp) * dt + 0.3 * Math.sqrt(vp * dt) * z2
        const dr = 0.1 * (r0 - r) * dt + 0.01 * Math.sqrt(dt) * z3
        cash += r * dt
        b *= 1 + r * dt - 7 * dr + 30 * dr ** 2
        r += dr
        x += step
        squares += step ** 2
        assertClose(month.equity[day], Math.exp(x), 0, 1e-12, `${regime.id} equity, month ${m} day ${day}`)
        assertClose(month.bond[day], b, 0, 1e-12, `${regime.id} bond, month ${m} day ${day}`)
        assertClose(month.cash[day], cash, 1e-15, 1e-12)
        assertClose(month.variances[day], v, 1e-15, 1e-12)
        assertClose(month.rates[day], r, 1e-15, 1e-12)
      }
      assertClose(month.logReturn, x, 1e-14, 1e-12)
      assertClose(month.squares, squares, 0, 1e-12)
      assertClose(month.cashReturn, cash, 1e-15, 1e-12)
    }
  }
})

/** Andersen's hard case I: the variance lives at zero and jumps away from it. */
const hard: Regime = {
  ...specRegimes[0],
  id: 'hard',
  equity: { drift: 0, volatility: 0.2, varianceReversion: 0.5, volOfVariance: 1 },
  correlation: { equityVariance: -0.9, equityRate: 0, varianceRate: 0 },
}

test('equity and variance are the QE martingale step of the models folder on the same normals, in both branches', () => {
  let tails = 0
  for (const regime of [...specRegimes, hard]) {
    const model = pathModel(regime, grid, 'qe-m')
    const { drift, volatility, varianceReversion: kappa, volOfVariance: sigma } = regime.equity
    const parameters = {
      v0: volatility ** 2,
      kappa,
      theta: volatility ** 2,
      sigma,
      rho: regime.correlation.equityVariance,
    }
    for (let p = 0; p < 4; p++) {
      const month = opened(model, p)
      for (let m = 0; m < grid.months; m++) {
        let variance = month.variance
        drawMonth(model, month)
        stepMonth(model, month, m)
        let growth = 1
        let [sum, squares] = [0, 0]
        for (let day = 0; day < DAYS; day++) {
          const [zv, zs] = month.normals.subarray(3 * day)
          const next = hestonQeMartingaleStep(
            parameters,
            { spot: 1, variance },
            { dtYears: dt, rateContinuous: drift, dividendYieldContinuous: 0 },
            zs,
            zv,
          )
          if (next.variance === 0) tails++
          growth *= next.spot
          sum += Math.log(next.spot)
          squares += Math.log(next.spot) ** 2
          assertClose(month.variances[day], next.variance, 1e-12, 1e-9, `${regime.id} variance`)
          assertClose(month.equity[day], growth, 0, 1e-9, `${regime.id} equity`)
          variance = month.variances[day]
        }
        assertClose(month.logReturn, sum, 1e-9, 1e-9)
        assertClose(month.squares, squares, 1e-12, 1e-9)
        assert.equal(month.variance, month.variances[DAYS - 1])
      }
    }
  }
  assert.ok(tails > 50, `the exponential branch reached zero ${tails} times`)
})

function curveOf(regime: Regime): DiscountCurve {
  const accumulated = (t: number): number => accumulatedRate(regime.rates, t)
  return {
    discountFactor: (t) => Math.exp(-accumulated(t)),
    zeroRate: (t) => accumulated(t) / t,
    instantaneousForward: (t) => (accumulated(t + 1e-6) - accumulated(t)) / 1e-6,
  }
}

const steep: Regime = {
  ...specRegimes[2],
  id: 'steep',
  rates: {
    initialRate: 0.01,
    zeroCurve: [
      { years: 0.5, rate: 0.01 },
      { years: 2, rate: 0.02 },
      { years: 5, rate: 0.035 },
      { years: 20, rate: 0.045 },
    ],
    meanReversion: 0.15,
    volatility: 0.012,
  },
  bond: { maturityYears: 7, riskPremium: 0 },
}

test('a day of the bond index is the ratio of Hull-White prices of the bond bought the day before', () => {
  for (const regime of [specRegimes[0], steep]) {
    const model = pathModel(regime, grid, 'qe-m')
    const hullWhite: HullWhite = {
      a: regime.rates.meanReversion,
      sigma: regime.rates.volatility,
      curve: curveOf(regime),
    }
    const month = opened(model, 1)
    let x = 0
    for (let m = 0; m < grid.months; m++) {
      drawMonth(model, month)
      stepMonth(model, month, m)
      let growth = 1
      for (let day = 0; day < DAYS; day++) {
        const t = (m * DAYS + day) * dt
        const end = t + regime.bond.maturityYears
        const bought = hullWhiteZeroBond(hullWhite, t, end, x)
        x = month.rates[day]
        growth *= hullWhiteZeroBond(hullWhite, t + dt, end, x) / bought
        assertClose(month.bond[day], growth, 0, 1e-11, `${regime.id} bond, month ${m} day ${day}`)
      }
    }
  }
})

test('a bond premium tilts the bond by the premium and the cash by what the lower rates earn', () => {
  const premium = 0.02
  const plain = pathModel(steep, grid, 'qe-m')
  const tilted = pathModel({ ...steep, bond: { ...steep.bond, riskPremium: premium } }, grid, 'qe-m')
  const a = steep.rates.meanReversion
  const b = (t: number): number => -Math.expm1(-a * t) / a
  // x(t) of the real-world measure is lower by premium / B(M) B(t)
  const shift = (t: number): number => (-premium / b(7)) * b(t)
  for (const k of [0, 100, 503]) {
    const [t, next] = [k * dt, (k + 1) * dt]
    const cash = tilted.cashBase[k] - plain.cashBase[k]
    assertClose(cash, 0.5 * (shift(t) + shift(next)) * dt, 1e-11, 0)
    const bond = tilted.bondBase[k] - plain.bondBase[k]
    assertClose(bond, b(7) * shift(t) - b(7 - dt) * shift(next), 1e-14, 0)
    // excess return over cash: the premium, a day's decay of the duration aside
    assertClose((bond - cash) * 252, premium, 2e-5, 0)
  }
})

test('cash accrues the exact integral of the rate given its ends', () => {
  const model = pathModel(steep, grid, 'qe-m')
  const month = opened(model, 2)
  const { meanReversion: a, volatility: sigma } = steep.rates
  const b = -Math.expm1(-a * dt) / a
  const decay = Math.exp(-a * dt)
  const variance = (sigma ** 2 * -Math.expm1(-2 * a * dt)) / (2 * a)
  let x = 0
  drawMonth(model, month)
  stepMonth(model, month, 0)
  let accrual = 0
  for (let day = 0; day < DAYS; day++) {
    const [t, next] = [day * dt, (day + 1) * dt]
    const v = (s: number): number =>
      (sigma / a) ** 2 * (s - 2 * (-Math.expm1(-a * s) / a) - Math.expm1(-2 * a * s) / (2 * a))
    const fitted = accumulatedRate(steep.rates, next) - accumulatedRate(steep.rates, t) + 0.5 * (v(next) - v(t))
    const move = month.rates[day] - decay * x
    accrual += fitted + b * x + ((0.5 * sigma ** 2 * b * b) / variance) * move
    assertClose(month.cash[day], accrual, 1e-13, 1e-11)
    x = month.rates[day]
  }
  const residual = Math.log1p(month.cashReturn) - accrual
  assertClose(residual, model.cashResidual * month.normals[3 * DAYS], 1e-13, 0)
  // the month's residual carries the variance of 21 independent daily ones: sigma^2 dt^3 / 12 each
  assertClose(model.cashResidual ** 2, (DAYS * sigma ** 2 * dt ** 3) / 12, 0, 1e-3)
})

test('without volatility of variance and of rates, equity is a lognormal walk and bonds and cash earn the forward curve', () => {
  const calm: Regime = {
    ...steep,
    equity: { drift: 0.06, volatility: 0.2, varianceReversion: 2, volOfVariance: 0.001 },
    rates: { ...steep.rates, volatility: 1e-6 },
    correlation: { equityVariance: -0.5, equityRate: 0, varianceRate: 0 },
  }
  const model = pathModel(calm, grid, 'qe-m')
  const month = opened(model, 0)
  drawMonth(model, month)
  stepMonth(model, month, 0)
  let x = 0
  for (let day = 0; day < DAYS; day++) {
    const [zv, zs] = month.normals.subarray(3 * day)
    x += (0.06 - 0.02) * dt + 0.2 * Math.sqrt(dt) * (-0.5 * zv + Math.sqrt(0.75) * zs)
    assertClose(month.equity[day], Math.exp(x), 0, 5e-4)
    const t = (day + 1) * dt
    assertClose(month.cash[day], 0.01 * t, 1e-7, 0)
    assertClose(month.bond[day], Math.exp(0.01 * t), 1e-5, 0)
  }
})

test('the rate normal has the correlations asked for with the variance and the equity normals', () => {
  for (const regime of specRegimes) {
    const model = pathModel(regime, grid, 'qe-m')
    const { rateOnVariance, rateOnAsset, rateOwn, equityVariance, equityVarianceOwn } = model
    assertClose(rateOnVariance ** 2 + rateOnAsset ** 2 + rateOwn ** 2, 1, 1e-15, 0)
    assertClose(rateOnVariance, regime.correlation.varianceRate, 1e-15, 0)
    assertClose(
      equityVariance * rateOnVariance + equityVarianceOwn * rateOnAsset,
      regime.correlation.equityRate,
      1e-15,
      0,
    )
  }
})

test('a credit spread multiplies the bond index by carry, spread change times maturity and expected loss', () => {
  const credit = {
    initial: 0.012,
    longRun: 0.02,
    meanReversion: 0.6,
    volatility: 0.01,
    equityCorrelation: -0.6,
    expectedLoss: 0.004,
  }
  for (const scheme of ['qe-m', 'euler'] as const) {
    const risky = { ...specRegimes[0], bond: { ...specRegimes[0].bond, credit } }
    const model = pathModel(risky, grid, scheme)
    const plain = pathModel(specRegimes[0], grid, scheme)
    const month = opened(model, 4)
    const twin = opened(plain, 4)
    let s = credit.initial
    for (let m = 0; m < 3; m++) {
      drawMonth(model, month)
      twin.normals.set(month.normals)
      stepMonth(model, month, m)
      stepMonth(plain, twin, m)
      assert.deepEqual(month.equity, twin.equity)
      assert.equal(month.cashReturn, twin.cashReturn)
      let total = 0
      for (let day = 0; day < DAYS; day++) {
        const [za, zb] = month.normals.subarray(3 * day)
        const equityShock = scheme === 'euler' ? za : -0.7 * za + Math.sqrt(0.51) * zb
        const z = -0.6 * equityShock + 0.8 * month.normals[3 * DAYS + 1 + day]
        const decay = Math.exp(-0.6 * dt)
        const next = 0.02 + (s - 0.02) * decay + 0.01 * Math.sqrt((1 - decay ** 2) / 1.2) * z
        total += next * dt - 10 * (next - s) - 0.004 * dt
        assertClose(month.bond[day] / twin.bond[day], Math.exp(total), 0, 1e-12, `${scheme} day ${day}`)
        s = next
      }
      assertClose(month.spread, s, 1e-15, 1e-12)
    }
  }
})

test('an impossible grid is refused', () => {
  assert.throws(() => pathModel(specRegimes[0], { months: 0, warmupMonths: 0 }, 'qe-m'), /months/)
  assert.throws(() => pathModel(specRegimes[0], { months: 12.5, warmupMonths: 0 }, 'qe-m'), /whole numbers/)
  assert.throws(() => pathModel(specRegimes[0], { months: 12, warmupMonths: -1 }, 'qe-m'), /warmupMonths/)
})
