import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { TuttiError } from '../errors/index.ts'
import {
  factorRisk,
  fundingRatioChange,
  liquidationProfile,
  liquidityAdjustedValueAtRisk,
  spectralCorrelation,
  spreadStressChange,
  squareRootImpact,
  studentTailDependence,
} from './index.ts'

const near = (got: number, expected: number, tolerance = 1e-12): void =>
  assert.ok(Math.abs(got - expected) <= tolerance * Math.max(1, Math.abs(expected)), `${got} is not ${expected}`)
const nearAll = (got: readonly number[], expected: readonly number[], tolerance = 1e-12): void => {
  assert.equal(got.length, expected.length)
  got.forEach((value, i) => near(value, expected[i], tolerance))
}
const refused = (code: string, run: () => unknown): void =>
  assert.throws(run, (error) => error instanceof TuttiError && error.code === code)

test('spread shocks change positions by duration and convexity', () => {
  // Closed form, the reference case spread_duration_portfolio_stress.
  const positions = {
    marketValues: [400e6, 300e6, 150e6],
    spreadDurations: [6.5, 4.8, 3.9],
    spreadConvexities: [55, 30, 20],
  }
  nearAll(spreadStressChange(positions, [0.012, 0.02, 0.05]), [-29_616_000, -27_000_000, -25_500_000])
  refused('invalid-input', () => spreadStressChange(positions, [0.01]))
})

test('a portfolio is sold at its share of the volume', () => {
  // numpy 1.24.2, the reference case liquidation_horizon.
  const profile = liquidationProfile([12e6, 1.5e6, 2e6], [5e6, 2e6, 0.4e6], 0.2, [1, 5, 20])
  nearAll(profile.days, [12, 3.75, 25])
  nearAll(profile.fractionLiquidated, [0.09548387096774194, 0.44516129032258067, 0.9741935483870968])
  nearAll(liquidationProfile([-12e6], [5e6], 0.2, [12]).fractionLiquidated, [1])
  refused('invalid-input', () => liquidationProfile([0], [1], 0.2, [1]))
  refused('invalid-input', () => liquidationProfile([1], [0], 0.2, [1]))
  refused('invalid-input', () => liquidationProfile([1], [1], 1.2, [1]))
})

test('market impact grows with the square root of the order', () => {
  const order = {
    orderSize: 250_000,
    averageDailyVolume: 2e6,
    dailyVolatility: 0.018,
    relativeSpread: 0.0006,
    coefficient: 0.7,
  }
  // Closed form, the reference case square_root_impact_cost.
  near(squareRootImpact(order), 0.004754772721475249, 1e-15)
  const impact = (orderSize: number): number => squareRootImpact({ ...order, orderSize, relativeSpread: 0 })
  near(impact(4e6), 4 * impact(250_000))
  assert.equal(squareRootImpact({ ...order, orderSize: 0 }), 0.0003)
  refused('invalid-input', () => squareRootImpact({ ...order, averageDailyVolume: 0 }))
})

test('liquidity-adjusted VaR adds half of the spread in the tail', () => {
  // scipy 1.17.1: 1e6 (1 - exp(-z 0.02)) and half of 0.001 + 3 x 0.0005.
  const position = {
    value: 1e6,
    volatility: 0.02,
    meanRelativeSpread: 0.001,
    spreadVolatility: 0.0005,
    spreadMultiplier: 3,
  }
  const result = liquidityAdjustedValueAtRisk(position, 0.99)
  near(result.valueAtRisk, 45461.17173901898)
  near(result.liquidityCost, 1250)
  near(result.liquidityAdjusted, 46711.17173901898)
  assert.equal(liquidityAdjustedValueAtRisk({ ...position, volatility: 0 }, 0.99).valueAtRisk, 0)
  refused('invalid-input', () => liquidityAdjustedValueAtRisk(position, 1))
})

test('tail dependence of a t copula', () => {
  // scipy 1.10.1, the reference case t_copula_tail_dependence.
  near(studentTailDependence(3, 0.5), 0.3125)
  near(studentTailDependence(4, 0.5), 0.25316999510032273)
  near(studentTailDependence(10, 0.5), 0.08186423116569437)
  near(studentTailDependence(5, 1), 1)
  near(studentTailDependence(5, -1), 0)
  refused('invalid-input', () => studentTailDependence(0, 0.5))
  refused('invalid-input', () => studentTailDependence(4, 1.1))
})

test('a correlation matrix is repaired by its spectrum', () => {
  // numpy 1.24.2, the reference case psd_repair_rebonato_jaeckel_spectral.
  const { eigenvalues, repaired, changed } = spectralCorrelation([
    [1, 0.9, 0.2],
    [0.9, 1, 0.8],
    [0.2, 0.8, 1],
  ])
  nearAll(eigenvalues, [-0.10921449749691305, 0.8014589241091439, 2.3077555733877695])
  near(repaired[0][1], 0.8221699442491489)
  near(repaired[2][1], 0.7356336018782008)
  assert.equal(changed, true)
  refused('invalid-input', () =>
    spectralCorrelation([
      [1, 0.5],
      [0.4, 1],
    ]),
  )
  refused('not-applicable', () => spectralCorrelation([[-1]]))
})

test('a valid correlation matrix stays as it is and any other becomes one', () => {
  const entry = fc.double({ min: -1, max: 1, noNaN: true })
  fc.assert(
    fc.property(fc.tuple(entry, entry, entry), ([a, b, c]) => {
      const given = [
        [1, a, b],
        [a, 1, c],
        [b, c, 1],
      ]
      const { repaired, changed, frobeniusDistance } = spectralCorrelation(given)
      repaired.forEach((row, i) => near(row[i], 1))
      if (!changed) assert.ok(frobeniusDistance < 1e-12)
      // Repaired twice is repaired once.
      assert.ok(spectralCorrelation(repaired).eigenvalues[0] > -1e-12)
    }),
    { seed: 61 },
  )
})

test('a funding ratio falls when rates do and equities with them', () => {
  // Arithmetic, the reference case funding_ratio_sensitivity.
  const position = {
    assets: 10.2e9,
    liabilities: 11e9,
    assetDuration: 8.5,
    liabilityDuration: 14.2,
    equityShare: 0.3,
  }
  const result = fundingRatioChange(position, -0.01, -0.2)
  near(result.fundingRatio, 0.9272727272727272)
  near(result.durationGap, -6.318181818181818)
  near(result.assetsAfter, 10_455_000_000)
  near(result.liabilitiesAfter, 12_561_999_999.999998)
  near(result.fundingRatioAfter, 0.8322719312211431)
  near(fundingRatioChange(position, 0, 0).fundingRatioAfter, result.fundingRatio)
  refused('invalid-input', () => fundingRatioChange({ ...position, liabilities: 0 }, 0, 0))
  refused('invalid-input', () => fundingRatioChange(position, 0.2, 0))
})

test('variance under a factor model is the variance of the covariance it implies', () => {
  const weights = [0.5, 0.3, 0.2]
  const model = {
    loadings: [
      [1.1, 0.2],
      [0.8, -0.3],
      [0.5, 0.9],
    ],
    factorCovariance: [
      [0.03, 0.002],
      [0.002, 0.01],
    ],
    specificVariances: [0.01, 0.02, 0.015],
  }
  // numpy 2.4.6: w' (B F B' + D) w and its parts.
  const result = factorRisk(weights, model)
  nearAll(result.factorExposures, [0.89, 0.19])
  near(result.totalVariance, 0.0297004)
  near(result.factorVariance, 0.0248004)
  near(result.specificVariance, 0.0049)
  nearAll(result.factorContributions, [0.0241012, 0.0006992])
  refused('invalid-input', () => factorRisk([0.5, 0.5], model))
  refused('invalid-input', () => factorRisk(weights, { ...model, factorCovariance: [[0.03]] }))
  refused('invalid-input', () => factorRisk(weights, { ...model, specificVariances: [0.01, -0.02, 0.015] }))
})
