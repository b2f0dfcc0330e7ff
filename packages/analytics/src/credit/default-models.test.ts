import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { flatCurve } from '../curves/index.ts'
import { integral, normalCdf, normalPdf } from '../math/index.ts'
import {
  baselCapital,
  bondForwardPrice,
  bondTotalReturnSwap,
  type EquityTotalReturnSwap,
  equityTotalReturnSwap,
  mertonStructural,
  vasicekExpectedShortfall,
  vasicekLossCdf,
  vasicekLossDensity,
  vasicekLossDeviation,
  vasicekLossQuantile,
} from './index.ts'

const near = (computed: number, expected: number, tolerance: number, label = ''): void =>
  assert.ok(Math.abs(computed - expected) <= tolerance, `${label} ${computed}, expected ${expected} +- ${tolerance}`)
const refused = { code: 'invalid-input' }

const firm = { assetValue: 140, debtFace: 100, volAnnual: 0.28, rateContinuous: 0.03, maturityYears: 4 }

test('equity, debt and spread of a firm are those of scipy', () => {
  // scipy 1.10.1 on the formulas of Merton (1974).
  const value = mertonStructural(firm)
  near(value.equity, 58.443455429592944, 1e-12)
  near(value.debt, 81.55654457040706, 1e-12)
  near(value.defaultProbability, 0.29628033104038254, 1e-14)
  near(value.creditSpreadContinuous, 0.020968401974556287, 1e-15)
  near(value.distanceToDefault, 0.5351289939664515, 1e-14)
})

test('equity and debt make the assets, and debt is riskless debt less its expected loss', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 20, max: 2000, noNaN: true }),
      fc.double({ min: 0.01, max: 1.5, noNaN: true }),
      fc.double({ min: -0.02, max: 0.2, noNaN: true }),
      fc.double({ min: 1 / 365, max: 50, noNaN: true }),
      (assetValue, volAnnual, rateContinuous, maturityYears) => {
        const value = mertonStructural({ assetValue, debtFace: 100, volAnnual, rateContinuous, maturityYears })
        near(value.equity + value.debt, assetValue, 1e-9 * assetValue)
        const riskless = 100 * Math.exp(-rateContinuous * maturityYears)
        const loss = riskless * value.defaultProbability * (1 - value.recovery)
        near(value.debt, riskless - loss, 1e-8 * riskless)
        assert.ok(value.creditSpreadContinuous >= 0 && value.recovery >= 0 && value.recovery <= 1 + 1e-9)
      },
    ),
    { seed: 1974, numRuns: 200 },
  )
  for (const wrong of [{ assetValue: 0 }, { debtFace: -1 }, { volAnnual: 0 }, { maturityYears: NaN }]) {
    assert.throws(() => mertonStructural({ ...firm, ...wrong }), refused)
  }
})

const corporate = { assetClass: 'corporate' as const, lgd: 0.45, maturityYears: 2.5 }

test('risk weights are those that the Basel Committee tabulates', () => {
  // Basel II (June 2006), annex 5, illustrative IRB risk weights in percent: PD, corporate, corporate with EUR 5 million of
  // sales, residential mortgage, other retail, qualifying revolving; LGD 45 %, 2.5 years. Its last digit is off by one in places.
  const published = [
    [0.03, 14.44, 11.3, 4.15, 4.45, 0.98],
    [0.1, 29.65, 23.3, 10.69, 11.16, 2.71],
    [0.5, 69.61, 54.91, 35.08, 32.36, 10.04],
    [1, 92.32, 72.4, 56.4, 45.77, 17.22],
    [2, 114.86, 88.55, 87.94, 57.99, 28.92],
  ]
  for (const [percent, ...weights] of published) {
    const exposures = [
      corporate,
      { ...corporate, annualSalesMillion: 5 },
      { ...corporate, assetClass: 'residential mortgage' as const },
      { ...corporate, assetClass: 'other retail' as const },
      { ...corporate, assetClass: 'qualifying revolving' as const },
    ]
    exposures.forEach((exposure, i) => {
      near(100 * baselCapital({ ...exposure, pd: percent / 100 }).riskWeight, weights[i], 0.0151, `${percent} % ${i}`)
    })
  }
})

test('capital is the Vasicek loss at 99.9 % over the expected loss where no maturity adjustment applies', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 1e-6, max: 0.999, noNaN: true }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (pd, lgd) => {
        const retail = baselCapital({ assetClass: 'other retail', pd, lgd, maturityYears: 1 })
        const portfolio = { pd, lgd, assetCorrelation: retail.assetCorrelation }
        near(retail.capital, vasicekLossQuantile(portfolio, 0.999) - pd * lgd, 1e-13)
        const short = baselCapital({ ...corporate, pd, lgd, maturityYears: 1 })
        const unadjusted =
          vasicekLossQuantile({ ...portfolio, assetCorrelation: short.assetCorrelation }, 0.999) - pd * lgd
        near(short.capital, unadjusted, 1e-12)
        assert.ok(short.assetCorrelation >= 0.12 && short.assetCorrelation <= 0.24)
      },
    ),
    { seed: 31, numRuns: 200 },
  )
  near(baselCapital({ ...corporate, pd: 1 }).capital, 0, 1e-15)
  for (const wrong of [{ pd: 0 }, { pd: 1.1 }, { lgd: -0.1 }, { maturityYears: 0 }, { pd: NaN }]) {
    assert.throws(() => baselCapital({ ...corporate, pd: 0.01, ...wrong }), refused)
  }
})

const portfolio = { pd: 0.02, assetCorrelation: 0.15, lgd: 0.6 }

test('the loss distribution integrates to one, to the expected loss, and to its deviation', () => {
  const over = (weight: (loss: number) => number): number =>
    integral(
      (z) => weight(0.6 * normalCdf(z)) * vasicekLossDensity(portfolio, 0.6 * normalCdf(z)) * 0.6 * normalPdf(z),
      -8,
      5,
    ).value
  near(
    over(() => 1),
    1,
    1e-9,
  )
  near(
    over((loss) => loss),
    0.012,
    1e-11,
  )
  near(Math.sqrt(over((loss) => (loss - 0.012) ** 2)), vasicekLossDeviation(portfolio), 1e-9)
  const quantile = vasicekLossQuantile(portfolio, 0.99)
  near(over((loss) => (loss > quantile ? loss : 0)) / 0.01, vasicekExpectedShortfall(portfolio, 0.99), 1e-5)
})

test('quantile and distribution function are inverse, and the shortfall lies beyond the quantile', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 1e-4, max: 0.9, noNaN: true }),
      fc.double({ min: 0.01, max: 0.9, noNaN: true }),
      fc.double({ min: 0.01, max: 0.999, noNaN: true }),
      (pd, assetCorrelation, confidence) => {
        const held = { pd, assetCorrelation, lgd: 0.45 }
        const quantile = vasicekLossQuantile(held, confidence)
        if (quantile > 1e-12 && quantile < 0.45 - 1e-9) near(vasicekLossCdf(held, quantile), confidence, 1e-8)
        assert.ok(vasicekExpectedShortfall(held, confidence) >= quantile - 1e-12)
        near(vasicekExpectedShortfall(held, 1e-9), 0.45 * pd, 1e-8)
      },
    ),
    { seed: 2002, numRuns: 200 },
  )
  assert.equal(vasicekLossCdf(portfolio, -1), 0)
  assert.equal(vasicekLossCdf(portfolio, 0.6), 1)
  assert.equal(vasicekLossDensity(portfolio, 0.7), 0)
  assert.throws(() => vasicekLossQuantile(portfolio, 1), refused)
  assert.throws(() => vasicekLossQuantile({ ...portfolio, assetCorrelation: 0 }, 0.5), refused)
  assert.throws(() => vasicekLossDeviation({ ...portfolio, pd: 1 }), refused)
})

const swap: EquityTotalReturnSwap = {
  notional: 1e6,
  side: 'receive return',
  returns: 'total',
  dividendYieldContinuous: 0.02,
  priceRatio: 1,
  maturityYears: 3,
  funding: { spread: 0.005, paymentsPerYear: 4 },
}

test('a total return leg is worth its funding leg at a reset, so that the fair spread is nothing', () => {
  const value = equityTotalReturnSwap(swap, flatCurve(0.04))
  near(value.returnLeg, 1e6 * -Math.expm1(-0.12), 1e-8)
  near(value.fundingLegExSpread, value.returnLeg, 1e-8)
  near(value.fairSpread, 0, 1e-15)
  const annuity = Array.from({ length: 12 }, (_, i) => 0.25 * Math.exp(-0.01 * (i + 1))).reduce((a, b) => a + b)
  near(value.spreadLeg, 1e6 * 0.005 * annuity, 1e-8)
  near(value.presentValue, -value.spreadLeg, 1e-8)
  const price = equityTotalReturnSwap({ ...swap, returns: 'price' }, flatCurve(0.04))
  near(price.returnLeg, 1e6 * (Math.exp(-0.06) - Math.exp(-0.12)), 1e-8)
  const payer = equityTotalReturnSwap({ ...swap, side: 'pay return' }, flatCurve(0.04))
  near(payer.presentValue, -value.presentValue, 1e-9)
  near(
    value.lines.reduce((sum, line) => sum + line.presentValue, 0),
    value.presentValue,
    1e-8,
  )
  near(
    equityTotalReturnSwap(
      { ...swap, funding: { ...swap.funding, spread: price.fairSpread }, returns: 'price' },
      flatCurve(0.04),
    ).presentValue,
    0,
    1e-8,
  )
})

test('a bond carried at its repo rate returns the repo rate', () => {
  // Closed form: 97.5 exp(4 %) - 2.5 exp(2 %) - 2.5.
  const coupons = [
    { timeYears: 0.5, amount: 2.5 },
    { timeYears: 1, amount: 2.5 },
  ]
  near(bondForwardPrice(97.5, coupons, 1, flatCurve(0.04)), 96.42854713369096, 1e-12)
  const bond = {
    face: 1e6,
    side: 'receive return' as const,
    dirtyPrice: 97.5,
    initialDirtyPrice: 97.5,
    coupons,
    maturityYears: 1,
    funding: { spread: 0, paymentsPerYear: 4 },
  }
  near(bondTotalReturnSwap(bond, flatCurve(0.04), flatCurve(0.04)).presentValue, 0, 1e-8)
  const dear = bondTotalReturnSwap(bond, flatCurve(0.04), flatCurve(0.05))
  assert.ok(dear.fairSpread > 0.0095 && dear.fairSpread < 0.0105, String(dear.fairSpread))
  near(
    bondTotalReturnSwap(
      { ...bond, funding: { spread: dear.fairSpread, paymentsPerYear: 4 } },
      flatCurve(0.04),
      flatCurve(0.05),
    ).presentValue,
    0,
    1e-8,
  )
})

test('swaps on nothing, without time or price are refused', () => {
  for (const wrong of [{ notional: 0 }, { maturityYears: 0 }, { priceRatio: -1 }, { dividendYieldContinuous: NaN }]) {
    assert.throws(() => equityTotalReturnSwap({ ...swap, ...wrong }, flatCurve(0.04)), refused)
  }
  assert.throws(() => bondForwardPrice(0, [], 1, flatCurve(0)), refused)
  assert.throws(() => bondForwardPrice(100, [{ timeYears: -1, amount: 1 }], 1, flatCurve(0)), refused)
})
