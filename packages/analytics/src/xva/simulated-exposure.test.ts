import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assertAllClose, assertClose } from '../../../../fixtures/assert-close.ts'
import { flatCurve, nelsonSiegelSvenssonCurve } from '../curves/index.ts'
import { hybridModel, type SimulatedEstimate } from '../hybrid/index.ts'
import { blackForwardPrice, hullWhiteSwaption } from '../models/index.ts'
import { simulateExposure } from './exposure-paths.kernel.ts'
import {
  exposureJob,
  exposureOfJob,
  exposureProfile,
  type ExposureRequest,
  type ExposureTrade,
  pathExposure,
  type SimulatedExposure,
  simulatedExposure,
} from './index.ts'
import { pathEstimate } from './path-estimate.ts'

const rate = { curve: flatCurve(0.03), a: 0.05, sigma: 0.01 }
const single = hybridModel({ currencies: [{ code: 'USD', ...rate }], fx: [], correlation: null })
const swap = {
  id: 'swap',
  kind: 'swap',
  side: 'payer',
  currency: 'USD',
  notional: 1e6,
  startYears: 0,
  endYears: 10,
  fixedRate: 0.03,
  fixedFrequency: 1,
  floatingFrequency: 2,
} as const satisfies ExposureTrade
const svensson = nelsonSiegelSvenssonCurve({
  beta0: 0.04,
  beta1: -0.02,
  beta2: -0.015,
  beta3: 0.03,
  tau1: 1.4,
  tau2: 12,
})
const multi = hybridModel({
  currencies: [
    { code: 'USD', curve: svensson, a: 0.05, sigma: 0.01 },
    { code: 'EUR', curve: flatCurve(0.015), a: 0.02, sigma: 0.008 },
  ],
  fx: [{ currency: 'EUR', spot: 1.1, volAnnual: 0.09 }],
  equities: [{ name: 'STOXX', currency: 'EUR', spot: 4500, dividendYieldContinuous: 0.03, volAnnual: 0.18 }],
  inflations: [
    { name: 'CPI', currency: 'USD', curve: flatCurve(0.01), a: 0.1, sigma: 0.006, index: 120, indexVolAnnual: 0.012 },
  ],
  correlation: Array.from({ length: 6 }, (_, i) => Array.from({ length: 6 }, (_v, j) => (i === j ? 1 : 0.3))),
})
const request = (trades: readonly ExposureTrade[], change: Partial<ExposureRequest> = {}): ExposureRequest => ({
  model: single,
  nettingSets: [{ id: 'set', trades }],
  timesYears: [1, 3, 5, 9],
  marginPeriodYears: 0,
  resets: 'own dates',
  paths: 4000,
  seed: 12,
  ...change,
})
const within = ({ value, standardError }: SimulatedEstimate, exact: number, what: string): void => {
  assert.ok(
    Math.abs(value - exact) <= 4 * standardError + 1e-9 * Math.abs(exact),
    `${what}: ${value} +- ${standardError}, exact ${exact}`,
  )
}
/** Means over the paths of discounted values, date by date. */
const discountedValues = (run: SimulatedExposure, set = 0): SimulatedEstimate[] =>
  run.timesYears.map((_, d) =>
    pathEstimate(
      run.nettingSets[set].value
        .slice(d * run.paths, (d + 1) * run.paths)
        .map((value, p) => value * run.discount[d * run.paths + p]),
    ),
  )

test('the discounted exposures of a swap are swaptions, on both sides', () => {
  const run = simulatedExposure(request([swap]))
  const profile = exposureProfile(pathExposure(run, 0, null, null), 0.95)
  for (const { timeYears, discountedExpectedExposure, discountedNegativeExposure } of profile.dates) {
    const terms = { expiryYears: timeYears, tenorYears: 10 - timeYears, strike: 0.03, notional: 1e6, fixedFrequency: 1 }
    within(discountedExpectedExposure, hullWhiteSwaption(rate, { ...terms, side: 'payer' }), `EE at ${timeYears}`)
    within(discountedNegativeExposure, hullWhiteSwaption(rate, { ...terms, side: 'receiver' }), `NEE at ${timeYears}`)
  }
  const annuity = Array.from({ length: 10 }, (_, i) => Math.exp(-0.03 * (i + 1))).reduce((a, b) => a + b)
  assertClose(profile.valueToday, 1e6 * (1 - Math.exp(-0.3) - 0.03 * annuity), 1e-7, 0)
})

test('the discounted value of a swap is the value of what remains, between payments too, however resets are drawn', () => {
  for (const resets of ['own dates', 'dates before'] as const) {
    const timesYears = [0.7, 3.25, 5, 8.9]
    const run = simulatedExposure(request([swap], { resets, timesYears }))
    for (const [d, estimate] of discountedValues(run).entries()) {
      const t = timesYears[d]
      let exact = 0
      for (let i = 1; i <= 10; i++) if (i > t) exact -= 0.03e6 * Math.exp(-0.03 * i)
      const lastReset = Math.floor(2 * t + 1e-9) / 2
      // The running coupon was fixed at the last reset: from there on the floating leg is worth what it was then.
      exact += 1e6 * (Math.exp(-0.03 * lastReset) - Math.exp(-0.3))
      within(estimate, exact, `${resets} at ${t}`)
    }
  }
})

test('one seed gives the same bits in whatever order the shards run, on a clone of the job', () => {
  const terms = request([swap], { marginPeriodYears: 0.04, paths: 400 })
  const whole = simulatedExposure(terms)
  const job = exposureJob(terms)
  const simulate = simulateExposure(structuredClone(job))
  for (let shard = job.shards - 1; shard >= 0; shard--) simulate(shard)
  assert.deepEqual(exposureOfJob(job, ['set']), whole)
})

test('the receiver stands exactly opposite the payer', () => {
  const payer = simulatedExposure(request([swap], { paths: 200 }))
  const receiver = simulatedExposure(request([{ ...swap, side: 'receiver' }], { paths: 200 }))
  assertAllClose(
    receiver.nettingSets[0].value.map((value) => -value),
    payer.nettingSets[0].value,
    1e-8,
    1e-12,
  )
  const both = simulatedExposure(request([swap, { ...swap, id: 'other', side: 'receiver' }], { paths: 200 }))
  assertAllClose(both.nettingSets[0].value, new Float64Array(800), 1e-8, 0)
})

test('without volatility every path is the forward value', () => {
  const still = hybridModel({ currencies: [{ code: 'USD', ...rate, sigma: 0 }], fx: [], correlation: null })
  const run = simulatedExposure(request([{ ...swap, fixedRate: 0.01 }], { model: still, paths: 20 }))
  const remains = (t: number): number => {
    let value = 1 - Math.exp(-0.03 * (10 - t))
    for (let i = t + 1; i <= 10; i++) value -= 0.01 * Math.exp(-0.03 * (i - t))
    return 1e6 * value
  }
  for (const [d, t] of run.timesYears.entries()) {
    for (let p = 0; p < 20; p++) assertClose(run.nettingSets[0].value[d * 20 + p], remains(t), 1e-7, 0)
  }
  const { dates } = exposureProfile(pathExposure(run, 0, null, null), 0.99)
  for (const date of dates) {
    assertClose(date.potentialFutureExposure.value, date.expectedExposure.value, 1e-9, 1e-12)
    assertClose(date.expectedExposure.standardError, 0, 1e-7, 0)
  }
})

test('the discounted exposure of an FX forward is an option, with stochastic rates', () => {
  const flat = hybridModel({
    currencies: [
      { code: 'USD', curve: flatCurve(0.03), a: 0.05, sigma: 0 },
      { code: 'EUR', curve: flatCurve(0.01), a: 0.05, sigma: 0 },
    ],
    fx: [{ currency: 'EUR', spot: 1.1, volAnnual: 0.1 }],
    correlation: null,
  })
  const forward: ExposureTrade = {
    id: 'forward',
    kind: 'fx forward',
    side: 'buy foreign',
    currency: 'EUR',
    notionalForeign: 1e6,
    strike: 1.12,
    maturityYears: 6,
  }
  const run = simulatedExposure(request([forward], { model: flat, timesYears: [0.5, 2, 5] }))
  const { dates } = exposureProfile(pathExposure(run, 0, null, null), 0.95)
  for (const { timeYears, discountedExpectedExposure } of dates) {
    const option = blackForwardPrice('call', 1.1 * Math.exp(0.12), 1.12, 0.1 * Math.sqrt(timeYears))
    within(discountedExpectedExposure, 1e6 * Math.exp(-0.18) * option, `EE at ${timeYears}`)
  }
  // The 95 % quantile of a lognormal spot, in closed form.
  const spot = 1.1 * Math.exp(0.02 * 2 - 0.005 * 2 + 0.1 * Math.sqrt(2) * 1.6448536269514722)
  within(dates[1].potentialFutureExposure, 1e6 * (spot * Math.exp(-0.04) - 1.12 * Math.exp(-0.12)), 'PFE')
})

const trades: readonly ExposureTrade[] = [
  {
    id: 'fx option',
    kind: 'fx option',
    position: 'bought',
    type: 'put',
    currency: 'EUR',
    notionalForeign: 1e6,
    strike: 1.15,
    maturityYears: 4,
  },
  {
    id: 'sold fx option',
    kind: 'fx option',
    position: 'sold',
    type: 'call',
    currency: 'EUR',
    notionalForeign: 1e6,
    strike: 1.15,
    maturityYears: 4,
  },
  {
    id: 'equity forward',
    kind: 'equity forward',
    side: 'buy',
    equity: 'STOXX',
    units: 100,
    strike: 4400,
    maturityYears: 4,
  },
  {
    id: 'equity option',
    kind: 'equity option',
    position: 'bought',
    type: 'call',
    equity: 'STOXX',
    units: 100,
    strike: 4400,
    maturityYears: 4,
  },
  {
    id: 'swaption',
    kind: 'swaption',
    position: 'bought',
    side: 'receiver',
    currency: 'EUR',
    notional: 1e6,
    strike: 0.015,
    expiryYears: 4,
    tenorYears: 10,
    fixedFrequency: 1,
  },
  {
    id: 'negative strike',
    kind: 'swaption',
    position: 'sold',
    side: 'payer',
    currency: 'EUR',
    notional: 1e6,
    strike: -0.005,
    expiryYears: 4,
    tenorYears: 10,
    fixedFrequency: 2,
  },
  {
    id: 'inflation swap',
    kind: 'zero-coupon inflation swap',
    side: 'receive inflation',
    inflation: 'CPI',
    notional: 1e6,
    fixedRate: 0.02,
    maturityYears: 8,
  },
  {
    id: 'cross-currency swap',
    kind: 'cross-currency swap',
    receive: { currency: 'EUR', notional: 1e6, rate: 0.001, kind: 'floating', frequency: 4 },
    pay: { currency: 'USD', notional: 1.1e6, rate: 0.03, kind: 'fixed', frequency: 2 },
    startYears: 3.5,
    endYears: 12.1,
    notionalExchange: 'start and end',
  },
]

test('every trade is a martingale when discounted: simulated values keep the value of today', () => {
  const run = simulatedExposure({
    ...request([], { model: multi, timesYears: [0.5, 2, 3.4], resets: 'dates before' }),
    nettingSets: trades.map((trade) => ({ id: trade.id, trades: [trade] })),
  })
  for (const [b, { id, valueToday }] of run.nettingSets.entries()) {
    assert.ok(Number.isFinite(valueToday) && valueToday !== 0, id)
    for (const [d, estimate] of discountedValues(run, b).entries()) {
      within(estimate, valueToday, `${id} at ${run.timesYears[d]}`)
    }
  }
})

test('values of today agree with closed forms', () => {
  const today = (trade: ExposureTrade): number =>
    simulatedExposure(request([trade], { model: multi, paths: 20, timesYears: [1] })).nettingSets[0].valueToday
  const receiver = hullWhiteSwaption(
    { curve: flatCurve(0.015), a: 0.02, sigma: 0.008 },
    {
      side: 'receiver',
      expiryYears: 4,
      tenorYears: 10,
      strike: 0.015,
      notional: 1e6,
      fixedFrequency: 1,
    },
  )
  assertClose(today(trades[4]), 1.1 * receiver, 1e-6, 1e-10)
  const inflation = 1e6 * (Math.exp(-0.08) - 1.02 ** 8 * svensson.discountFactor(8))
  assertClose(today(trades[6]), inflation, 1e-6, 1e-12)
  assertClose(today(trades[2]), 1.1 * 100 * (4500 * Math.exp(-0.12) - 4400 * Math.exp(-0.06)), 1e-6, 1e-12)
  // Put-call parity of the FX options: put less call is the strike's bond less the foreign bond.
  assertClose(
    today(trades[0]) + today(trades[1]),
    1e6 * (1.15 * svensson.discountFactor(4) - 1.1 * Math.exp(-0.06)),
    1e-6,
    1e-12,
  )
})

test('a projection curve adds its basis, and values stay martingales', () => {
  const projected = { ...swap, projectionCurve: flatCurve(0.034) }
  const timesYears = [0.75, 2, 4.2]
  const run = simulatedExposure(request([projected], { timesYears }))
  const floating = (from: number, to: number): number =>
    Array.from(
      { length: 2 * (to - from) },
      (_, i) => Math.expm1(0.017) * Math.exp(-0.03 * (from + (i + 1) / 2)),
    ).reduce((a, b) => a + b, 0)
  const fixed = (t: number): number =>
    Array.from({ length: 10 }, (_, i) => (i + 1 > t ? 0.03 * Math.exp(-0.03 * (i + 1)) : 0)).reduce((a, b) => a + b)
  assertClose(run.nettingSets[0].valueToday, 1e6 * (floating(0, 10) - fixed(0)), 1e-7, 0)
  for (const [d, estimate] of discountedValues(run).entries()) {
    within(estimate, 1e6 * (floating(Math.floor(2 * timesYears[d]) / 2, 10) - fixed(timesYears[d])), `${timesYears[d]}`)
  }
})

test('a running floating period needs its fixing', () => {
  const old = { ...swap, startYears: -0.25, endYears: 2.25 }
  assert.throws(() => simulatedExposure(request([old], { paths: 20 })), { code: 'missing-data' })
  const run = simulatedExposure(request([{ ...old, currentFixing: 0.04 }], { paths: 20 }))
  const start = 1e6 * (0.04 * 0.5 * Math.exp(-0.0075) + Math.exp(-0.0075) - Math.exp(-0.0675))
  const fixed = [0.25, 1.25, 2.25].reduce((sum, t) => sum + (t === 0.25 ? 0.5 : 1) * 0.03e6 * Math.exp(-0.03 * t), 0)
  assertClose(run.nettingSets[0].valueToday, start - fixed, 1e-7, 0)
})

test('requests that make no sense are refused', () => {
  const refuses = (change: Partial<ExposureRequest>): void => {
    assert.throws(() => simulatedExposure(request([swap], change)), { code: 'invalid-input' })
  }
  refuses({ paths: 10 })
  refuses({ paths: 100.5 })
  refuses({ timesYears: [] })
  refuses({ timesYears: [2, 1] })
  refuses({ timesYears: [NaN] })
  refuses({ nettingSets: [] })
  refuses({ nettingSets: [{ id: 'set', trades: [swap, swap] }] })
  refuses({ marginPeriodYears: -1 })
  refuses({ seed: -1 })
  refuses({ paths: 1e7, timesYears: Array.from({ length: 100 }, (_, i) => i + 1) })
  for (const trade of [
    { ...swap, currency: 'EUR' },
    { ...swap, notional: 0 },
    { ...swap, endYears: 0 },
    { ...swap, fixedRate: NaN },
    { ...swap, fixedFrequency: 0 },
  ]) {
    assert.throws(() => simulatedExposure(request([trade])), { code: 'invalid-input' })
  }
})
