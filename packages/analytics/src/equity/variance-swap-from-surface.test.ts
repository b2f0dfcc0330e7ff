import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { integral } from '../math/index.ts'
import { hestonFairVariance, hestonImpliedVolatilities } from '../models/index.ts'
import {
  logMoneynessDensity,
  quotedSlice,
  ssviSmile,
  surfacePoint,
  sviSlice,
  volatilitySurface,
} from '../volatility/index.ts'
import { fairStrikes, replicatedVariance, varianceSwapFromSurface } from './variance-swap-from-surface.ts'

const near = (got: number, expected: number, tolerance: number) =>
  assert.ok(Math.abs(got - expected) <= tolerance, `${got} for ${expected}`)

const ssvi = { rho: -0.6, curvature: { kind: 'bounded-power-law', eta: 1, gamma: 0.4 } } as const
const skewed = volatilitySurface(
  100,
  [0.1, 0.5, 1, 2].map((expiryYears) => ({
    expiryYears,
    forward: 100 * Math.exp(0.02 * expiryYears),
    slice: sviSlice(ssviSmile(ssvi, 0.04 * expiryYears + 0.002)),
  })),
)
const swap = {
  varianceNotional: 50_000,
  strikeVariance: 0.04,
  elapsedFraction: 0,
  realisedVarianceToDate: 0,
  rateContinuous: 0.03,
  remainingYears: 1,
}

test('the fair strikes of a Heston surface are those of the closed form (Gatheral 2006, chapter 11), expiry by expiry', () => {
  const parameters = { v0: 0.05, kappa: 2, theta: 0.04, sigma: 0.5, rho: -0.6 }
  const expiries = [0.5, 1, 2]
  const surface = volatilitySurface(
    100,
    expiries.map((expiryYears) => {
      const strikes = Array.from({ length: 81 }, (_, i) => 100 * Math.exp(-2 + i * 0.04))
      const volsAnnual = hestonImpliedVolatilities(parameters, 100, strikes, expiryYears)
      return {
        expiryYears,
        forward: 100,
        slice: quotedSlice({ expiryYears, forward: 100, strikes, volsAnnual }, 'cubic'),
      }
    }),
  )
  const strikes = fairStrikes(surface, expiries)
  let before = 0
  expiries.forEach((years, i) => {
    near(strikes[i].fairVariance, hestonFairVariance(parameters, years), 2e-6)
    const total = hestonFairVariance(parameters, years) * years
    near(strikes[i].forwardVariance, (total - before) / (years - (i === 0 ? 0 : expiries[i - 1])), 1e-5)
    before = total
  })
})

test('replicated variance is -2 / T times the mean of ln(S / F) under the density of the surface', () => {
  for (const years of [0.3, 0.5, 1.4]) {
    const mean = (power: number) =>
      integral((k) => k ** power * logMoneynessDensity(surfacePoint(skewed, k, years), k), -8, 4, {
        absoluteTolerance: 1e-12,
      }).value
    near(mean(0), 1, 1e-6)
    near(replicatedVariance(skewed, years).fairVariance, (-2 / years) * mean(1), 1e-6)
  }
})

test('traded strikes and the two wings add up to the whole, and the wings shrink as the strikes widen', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0.05, max: 3, noNaN: true }),
      fc.double({ min: 0.05, max: 1.5, noNaN: true }),
      fc.double({ min: 1.05, max: 3, noNaN: true }),
      (years, width, factor) => {
        const { forward } = replicatedVariance(skewed, years)
        const at = (w: number) =>
          replicatedVariance(skewed, years, {
            lowestStrike: forward * Math.exp(-w),
            highestStrike: forward * Math.exp(w),
          })
        const [narrow, wide] = [at(width), at(width * factor)]
        for (const { fairVariance, tradedVariance, lowerWingVariance, upperWingVariance } of [narrow, wide]) {
          near(tradedVariance + lowerWingVariance + upperWingVariance, fairVariance, 1e-14)
          assert.ok(tradedVariance > 0)
        }
        assert.ok(wide.lowerWingVariance <= narrow.lowerWingVariance + 1e-12)
        assert.ok(wide.upperWingVariance <= narrow.upperWingVariance + 1e-12)
      },
    ),
    { seed: 41, numRuns: 25 },
  )
})

test('a swap at its fair strike is worth nothing; off it, its lines add up to notional, discount and difference', () => {
  const { fairVariance } = replicatedVariance(skewed, 1)
  near(varianceSwapFromSurface(skewed, { ...swap, strikeVariance: fairVariance }).presentValue, 0, 1e-9)
  const value = varianceSwapFromSurface(skewed, { ...swap, elapsedFraction: 0.25, realisedVarianceToDate: 0.09 })
  near(value.presentValue, 50_000 * Math.exp(-0.03) * (0.25 * 0.09 + 0.75 * fairVariance - 0.04), 1e-9)
  near(
    value.lines.reduce((sum, line) => sum + line.presentValue, 0),
    value.presentValue,
    1e-9,
  )
})

test('expiries out of order, a life that is over and strikes on one side of the forward are refused', () => {
  const message = (run: () => unknown, text: RegExp) => assert.throws(run, { code: 'invalid-input', message: text })
  message(() => fairStrikes(skewed, [1, 0.5]), /expiries must increase/)
  message(() => varianceSwapFromSurface(skewed, { ...swap, remainingYears: 0 }), /remainingYears/)
  message(() => replicatedVariance(skewed, 1, { lowestStrike: 120 }), /lowestStrike must be a strike below/)
  message(() => replicatedVariance(skewed, 1, { highestStrike: NaN }), /highestStrike must be a strike above/)
})
