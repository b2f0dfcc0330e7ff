import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assertAllClose, assertClose } from '../../../../fixtures/assert-close.ts'
import { flatCurve } from '../curves/index.ts'
import { hybridModel, type HybridSpec, type SimulatedEstimate } from '../hybrid/index.ts'
import { hullWhiteSwaption } from '../models/index.ts'
import {
  type AdjustmentTerms,
  counterpartyExposure,
  creditAllocation,
  creditSensitivities,
  exposureProfile,
  type ExposureRequest,
  type ExposureTrade,
  initialMarginPaths,
  type MarginAgreement,
  pathExposure,
  saCcrAddOnProfile,
  saCcrExposure,
  simulatedExposure,
  valuationAdjustments,
} from './index.ts'

const spec: HybridSpec = {
  currencies: [{ code: 'USD', curve: flatCurve(0.03), a: 0.05, sigma: 0.01 }],
  fx: [],
  hazards: [{ name: 'client', curve: flatCurve(0.02), a: 0.1, sigma: 0 }],
  correlation: null,
}
const swap = (id: string, side: 'payer' | 'receiver', endYears = 10, fixedRate = 0.0304): ExposureTrade => ({
  id,
  kind: 'swap',
  side,
  currency: 'USD',
  notional: 1e6,
  startYears: 0,
  endYears,
  fixedRate,
  fixedFrequency: 1,
  floatingFrequency: 1,
})
const years = Array.from({ length: 10 }, (_, i) => i + 1)
const request: ExposureRequest = {
  model: hybridModel(spec),
  nettingSets: [{ id: 'set', trades: [swap('swap', 'payer')] }],
  timesYears: years,
  marginPeriodYears: 0.04,
  resets: 'own dates',
  paths: 3000,
  seed: 3,
}
const simulated = simulatedExposure(request)
const exposure = pathExposure(simulated, 0, null, null)
const terms: AdjustmentTerms = {
  counterparty: { survival: flatCurve(0.02), recovery: 0.4 },
  own: { survival: flatCurve(0.01), recovery: 0.4 },
  closeOut: 'unilateral',
  wrongWayRisk: { kind: 'none' },
  funding: { borrowingSpread: 0.01, lendingSpread: 0.004, initialMarginSpread: 0.01 },
  initialMargin: null,
  capital: null,
}
const noThreshold: MarginAgreement = {
  counterpartyThreshold: 0,
  ownThreshold: 0,
  minimumTransferAmount: 0,
  independentAmount: 0,
  flowsInMarginPeriod: 'withheld',
}
const within = ({ value, standardError }: SimulatedEstimate, exact: number): void => {
  assert.ok(Math.abs(value - exact) <= 4 * standardError, `${value} +- ${standardError}, exact ${exact}`)
}

test('the CVA and DVA of a swap are strips of Hull-White swaptions', () => {
  const strip = (side: 'payer' | 'receiver', hazard: number): number =>
    years.slice(0, -1).reduce((sum, t) => {
      const option = hullWhiteSwaption(
        { curve: flatCurve(0.03), a: 0.05, sigma: 0.01 },
        { side, expiryYears: t, tenorYears: 10 - t, strike: 0.0304, notional: 1e6, fixedFrequency: 1 },
      )
      return sum + 0.6 * (Math.exp(-hazard * (t - 1)) - Math.exp(-hazard * t)) * option
    }, 0)
  const { cva, dva } = valuationAdjustments(exposure, terms)
  within(cva, strip('payer', 0.02))
  within(dva, strip('receiver', 0.01))
})

test('first to default is less than unilateral, and funding runs while both survive', () => {
  const one = valuationAdjustments(exposure, terms)
  const both = valuationAdjustments(exposure, { ...terms, closeOut: 'first to default' })
  assert.ok(both.cva.value < one.cva.value && both.dva.value < one.dva.value)
  const { dates } = exposureProfile(exposure, 0.95)
  const cost = dates.reduce(
    (sum, date, i) => sum + 0.01 * Math.exp(-0.03 * years[i]) * date.discountedExpectedExposure.value,
    0,
  )
  assertClose(one.fca.value, cost, 0, 1e-12)
  const { cva, dva, fca, fba, mva, kva, total } = one
  assertClose(total.value, cva.value - dva.value + fca.value - fba.value + mva.value + kva.value, 0, 1e-12)
  assert.equal(kva.value, 0)
})

test('wrong-way risk of a copula raises the CVA, right-way risk lowers it, none leaves it', () => {
  const cva = (correlation: number): number =>
    valuationAdjustments(exposure, { ...terms, wrongWayRisk: { kind: 'gaussian copula', correlation } }).cva.value
  const none = valuationAdjustments(exposure, terms).cva.value
  assertClose(cva(0), none, 0, 1e-12)
  assert.ok(cva(0.5) > 1.3 * none && cva(-0.5) < 0.8 * none)
  assert.ok(cva(0.9) > cva(0.5))
})

test('a hazard without volatility gives the CVA of its curve, a correlated one more', () => {
  const none = valuationAdjustments(exposure, terms).cva
  const still = valuationAdjustments(exposure, { ...terms, wrongWayRisk: { kind: 'stochastic hazard', hazard: 0 } }).cva
  assertClose(still.value, none.value, 0, 1e-12)
  const cva = (rho: number): number => {
    const model = hybridModel({
      ...spec,
      hazards: [{ name: 'client', curve: flatCurve(0.02), a: 0.1, sigma: 0.01 }],
      correlation: [
        [1, rho],
        [rho, 1],
      ],
    })
    const run = pathExposure(simulatedExposure({ ...request, model, paths: 2000 }), 0, null, null)
    return valuationAdjustments(run, { ...terms, wrongWayRisk: { kind: 'stochastic hazard', hazard: 0 } }).cva.value
  }
  assert.ok(cva(0.8) > 1.2 * cva(-0.8))
})

test('margin without threshold leaves the moves of the margin period, a large threshold leaves everything', () => {
  const margined = pathExposure(simulated, 0, noThreshold, null)
  const large = pathExposure(
    simulated,
    0,
    { ...noThreshold, counterpartyThreshold: 1e12, ownThreshold: 1e12, flowsInMarginPeriod: 'paid' },
    null,
  )
  assert.deepEqual(large.positive, exposure.positive)
  const [plain, held] = [exposure, margined].map((item) => exposureProfile(item, 0.95).expectedPositiveExposure.value)
  assert.ok(held > 0 && held < 0.3 * plain)
  // A move over two weeks is normal with the deviation sigma root(0.04) dV/dy; its positive part has 1 / root(2 pi) of it.
  const { expectedExposure } = exposureProfile(margined, 0.95).dates[0]
  const slope = years.slice(0, 9).reduce((sum, tau) => {
    const loading = -Math.expm1(-0.05 * tau) / 0.05
    return sum + (tau === 9 ? 1.0304 : 0.0304) * loading * Math.exp(-0.03 * tau)
  }, 0)
  assertClose(expectedExposure.value, (1e6 * slope * 0.01 * 0.2) / Math.sqrt(2 * Math.PI), 0, 0.06)
})

test('payments in the margin period jump out of the exposure when they are made', () => {
  const spikes = pathExposure(simulated, 0, { ...noThreshold, flowsInMarginPeriod: 'paid' }, null)
  const smooth = pathExposure(simulated, 0, noThreshold, null)
  for (let i = 0; i < spikes.positive.length; i++) {
    const paid = simulated.nettingSets[0].paidSince[i]
    assertClose(smooth.uncollateralised[i] - spikes.uncollateralised[i], paid, 1e-6, 1e-9)
  }
  // The coupon of the first year: floating fixed today at e^0.03 - 1, fixed 0.0304.
  assertClose(simulated.nettingSets[0].paidSince[0], 1e6 * (Math.expm1(0.03) - 0.0304), 1e-6, 0)
})

test('initial margin at 99 % leaves little, is symmetric in the sides, and costs its spread', () => {
  const margin = initialMarginPaths(simulated, 0, { confidence: 0.99, marginPeriodYears: 0.04, horizonYears: 0.04 })
  const covered = pathExposure(simulated, 0, noThreshold, { kind: 'paths', amount: margin })
  const bare = pathExposure(simulated, 0, noThreshold, null)
  const share =
    exposureProfile(covered, 0.95).expectedPositiveExposure.value /
    exposureProfile(bare, 0.95).expectedPositiveExposure.value
  assert.ok(share > 0.001 && share < 0.03, String(share))
  const exceeded =
    covered.positive.subarray(0, 9 * request.paths).filter((value) => value > 0).length / (9 * request.paths)
  assertClose(exceeded, 0.01, 0.003, 0)
  const { mva } = valuationAdjustments(bare, { ...terms, initialMargin: margin })
  assert.ok(mva.value > 0)
  assert.ok(
    exposureProfile(pathExposure(simulated, 0, noThreshold, { kind: 'amounts', held: 1e9, posted: 0 }), 0.95)
      .expectedPositiveExposure.value === 0,
  )
})

test('a smaller transfer amount or threshold never leaves more expected exposure', () => {
  const exposed = (counterpartyThreshold: number): number =>
    exposureProfile(pathExposure(simulated, 0, { ...noThreshold, counterpartyThreshold }, null), 0.95)
      .expectedPositiveExposure.value
  assert.ok(exposed(0) < exposed(10_000) && exposed(10_000) < exposed(50_000))
  const independent = pathExposure(simulated, 0, { ...noThreshold, independentAmount: 5000 }, null)
  assert.ok(exposureProfile(independent, 0.95).expectedPositiveExposure.value < exposed(0))
})

test('netting sets of one counterparty add up without netting', () => {
  const two = simulatedExposure({
    ...request,
    nettingSets: [
      { id: 'a', trades: [swap('a', 'payer')] },
      { id: 'b', trades: [swap('b', 'receiver')] },
    ],
    paths: 200,
  })
  const all = counterpartyExposure('client', [pathExposure(two, 0, null, null), pathExposure(two, 1, null, null)])
  assertAllClose(all.positive, all.negative, 1e-7, 0)
  assert.ok(exposureProfile(all, 0.9).expectedPositiveExposure.value > 0)
})

test('effective exposure never falls, and its average is no less than the plain one over a year', () => {
  const monthly = simulatedExposure({
    ...request,
    timesYears: Array.from({ length: 12 }, (_, i) => (i + 1) / 12),
    paths: 1000,
  })
  const profile = exposureProfile(pathExposure(monthly, 0, null, null), 0.95)
  for (const [i, date] of profile.dates.entries()) {
    assert.ok(date.effectiveExpectedExposure >= date.expectedExposure.value)
    assert.ok(i === 0 || date.effectiveExpectedExposure >= profile.dates[i - 1].effectiveExpectedExposure)
  }
  const { effectiveExpectedPositiveExposure: effective, expectedPositiveExposure: plain } = profile
  assert.ok(effective.value >= plain.value && effective.standardError > 0)
})

test('capital costs its hurdle on the SA-CCR exposure', () => {
  const trade = {
    id: 'swap',
    assetClass: 'interest-rate',
    currency: 'USD',
    notional: 1e6,
    marketValue: 0,
    maturityYears: 10,
    startYears: 0,
    endYears: 10,
    position: { kind: 'linear', direction: 'long' },
  } as const
  const addOns = saCcrAddOnProfile([trade], years, null)
  assert.equal(addOns[9], 0)
  const [now] = saCcrAddOnProfile([trade], [0], null)
  const set = { trades: [trade], netCollateral: 0, netIndependentCollateral: 0, margin: null }
  assertClose(now, saCcrExposure(set).addOn.aggregate, 0, 1e-15)
  const capital = {
    method: 'current exposure',
    addOns: addOns.map(() => 1000),
    riskWeight: 1,
    capitalRatio: 0.08,
    hurdleRate: 0.1,
  } as const
  const { kva, fca } = valuationAdjustments(exposure, { ...terms, capital })
  const flat = valuationAdjustments(
    { ...exposure, uncollateralised: new Float64Array(exposure.positive.length) },
    { ...terms, capital },
  )
  assertClose(kva.value - flat.kva.value, (0.008 / 0.01) * fca.value, 0, 1e-9)
  const { kva: supervisory } = valuationAdjustments(exposure, {
    ...terms,
    capital: { ...capital, method: 'sa-ccr', addOns },
  })
  assert.ok(supervisory.value > 0)
})

test('Euler contributions add up to the CVA, and alone each trade costs more', () => {
  const trades = [swap('a', 'payer'), swap('b', 'receiver', 7, 0.02), swap('c', 'payer', 5, 0.035)]
  const run = simulatedExposure({
    ...request,
    nettingSets: trades.map((trade) => ({ id: trade.id, trades: [trade] })),
    paths: 1000,
  })
  const { cva, parts } = creditAllocation(run, terms.counterparty)
  assertClose(
    parts.reduce((sum, part) => sum + part.contribution.value, 0),
    cva.value,
    0,
    1e-12,
  )
  for (const { contribution, incremental, standalone } of parts) {
    // max(V, 0) is convex: taking a trade away saves at most its margin, which is at most its own positive part.
    assert.ok(standalone.value >= contribution.value && contribution.value >= incremental.value)
  }
  const set = simulatedExposure({ ...request, nettingSets: [{ id: 'set', trades }], paths: 1000 })
  assertClose(valuationAdjustments(pathExposure(set, 0, null, null), terms).cva.value, cva.value, 1e-6, 0)
})

test('spread sensitivities by bucket add up to the parallel one, and rates move the CVA of a payer up', () => {
  const small = { ...request, paths: 600 }
  const { cva, spreads, market } = creditSensitivities(spec, small, null, terms.counterparty)
  const [parallel, ...buckets] = spreads
  assertClose(
    buckets.reduce((sum, { change }) => sum + change.value, 0),
    parallel.change.value,
    0,
    1e-3,
  )
  // dCVA of a constant hazard, by a difference of the analytic weights on the same exposure
  const bumped = valuationAdjustments(pathExposure(simulatedExposure(small), 0, null, null), {
    ...terms,
    counterparty: { survival: flatCurve(0.02 + 1e-4 / 0.6), recovery: 0.4 },
  })
  assertClose(parallel.change.value, bumped.cva.value - cva.value, 0, 1e-9)
  assert.equal(market[0].name, 'rate:USD')
  assert.ok(market[0].change.value > 10 * market[0].change.standardError)
})

test('adjustments that make no sense are refused', () => {
  const refuses = (change: Partial<AdjustmentTerms>): void => {
    assert.throws(() => valuationAdjustments(exposure, { ...terms, ...change }), { code: 'invalid-input' })
  }
  refuses({ counterparty: { survival: flatCurve(-0.01), recovery: 0.4 } })
  refuses({ own: { survival: flatCurve(0.01), recovery: 1.4 } })
  refuses({ funding: { ...terms.funding, borrowingSpread: NaN } })
  refuses({ initialMargin: new Float64Array(3) })
  refuses({ wrongWayRisk: { kind: 'stochastic hazard', hazard: 5 } })
  refuses({ wrongWayRisk: { kind: 'gaussian copula', correlation: 1.5 } })
  refuses({ capital: { method: 'sa-ccr', addOns: [1], riskWeight: 1, capitalRatio: 0.08, hurdleRate: 0.1 } })
  assert.throws(() => pathExposure(simulated, 4, null, null), { code: 'invalid-input' })
  assert.throws(() => pathExposure(simulated, 0, { ...noThreshold, counterpartyThreshold: -1 }, null), {
    code: 'invalid-input',
  })
  assert.throws(() => exposureProfile(exposure, 1), { code: 'invalid-input' })
  assert.throws(() => initialMarginPaths(simulated, 0, { confidence: 0.99, marginPeriodYears: 0, horizonYears: 1 }), {
    code: 'invalid-input',
  })
})
