import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { TuttiError } from '../errors/index.ts'
import { complex } from '../math/index.ts'
import { batesCalibration } from './bates-calibration.ts'
import { writeBatesTransform } from './bates-transform.ts'
import { blackScholesPrice } from './black-scholes.ts'
import { hestonCalibration } from './heston-calibration.ts'
import { hestonCharacteristicFunction } from './heston-characteristic-function.ts'
import { hestonImpliedVolatilities, hestonPrice } from './heston-price.ts'
import { impliedVolatility } from './implied-volatility.ts'
import { batesPrice } from './jump-diffusion.ts'
import type { OptionVolQuote } from './option-vol-quotes.ts'

const near = (got: number, expected: number, tolerance: number): void =>
  assert.ok(Math.abs(got - expected) <= tolerance, `${got} is not ${expected} within ${tolerance}`)

/** Strikes at deviations from the forward for each expiry, with volatilities of a function of them. */
const chain = (
  expiries: readonly number[],
  volsOf: (strikes: readonly number[], expiryYears: number) => readonly number[],
): OptionVolQuote[] =>
  expiries.flatMap((expiryYears) => {
    const strikes = [-2, -1.2, -0.6, -0.2, 0, 0.3, 0.7, 1.2].map(
      (d) => 100 * Math.exp(d * 0.22 * Math.sqrt(expiryYears)),
    )
    return volsOf(strikes, expiryYears).map((volAnnual, i) => ({
      expiryYears,
      forward: 100,
      strike: strikes[i],
      volAnnual,
    }))
  })

const hestonChain = (parameters: Parameters<typeof hestonImpliedVolatilities>[0], expiries: readonly number[]) =>
  chain(expiries, (strikes, expiryYears) => hestonImpliedVolatilities(parameters, 100, strikes, expiryYears))

test('Heston volatilities without noise give the parameters back', () => {
  for (const parameters of [
    { v0: 0.04, kappa: 1.5, theta: 0.06, sigma: 0.7, rho: -0.65 },
    { v0: 0.09, kappa: 4, theta: 0.03, sigma: 0.5, rho: 0.3 },
    { v0: 0.01, kappa: 0.6, theta: 0.05, sigma: 0.9, rho: -0.9 },
  ]) {
    const fit = hestonCalibration(hestonChain(parameters, [0.1, 0.5, 1, 2]))
    for (const key of ['v0', 'kappa', 'theta', 'sigma', 'rho'] as const) {
      near(fit.parameters[key] / parameters[key], 1, 1e-5)
    }
    assert.ok(fit.converged)
    near(fit.largestError, 0, 1e-7)
    near(fit.fellerRatio, (2 * parameters.kappa * parameters.theta) / parameters.sigma ** 2, 1e-4)
  }
})

test('the fitted volatilities are those of the pricer, and the errors are theirs', () => {
  const quotes = hestonChain({ v0: 0.04, kappa: 1.5, theta: 0.06, sigma: 0.7, rho: -0.65 }, [0.05, 1, 5]).map(
    (quote, i) => ({ ...quote, volAnnual: quote.volAnnual * (1 + 0.03 * Math.sin(1.7 * i)) }),
  )
  const fit = hestonCalibration(quotes)
  quotes.forEach(({ expiryYears, strike, volAnnual }, i) => {
    const type = strike < 100 ? 'put' : 'call'
    const option = {
      type,
      spot: 100,
      strike,
      maturityYears: expiryYears,
      rateContinuous: 0,
      dividendYieldContinuous: 0,
    } as const
    const vol = impliedVolatility(hestonPrice(fit.parameters, option), option)
    near(fit.fittedVols[i], vol, 2e-6)
    near(fit.errors[i], fit.fittedVols[i] - volAnnual, 1e-15)
  })
})

test('the fitted model is a martingale and meets put-call parity', () => {
  const quotes = hestonChain({ v0: 0.03, kappa: 1, theta: 0.05, sigma: 0.5, rho: -0.5 }, [0.25, 1])
  const { parameters } = hestonCalibration(quotes)
  const mean = hestonCharacteristicFunction(parameters, 1, complex(0, -1))
  near(mean.re, 1, 1e-12)
  near(mean.im, 0, 1e-12)
  const option = { spot: 100, strike: 90, maturityYears: 1, rateContinuous: 0.03, dividendYieldContinuous: 0.01 }
  const call = hestonPrice(parameters, { ...option, type: 'call' })
  const put = hestonPrice(parameters, { ...option, type: 'put' })
  near(call - put, 100 * Math.exp(-0.01) - 90 * Math.exp(-0.03), 1e-9)
})

test('with Feller enforced the fit keeps to it, says so, and fits no better than without', () => {
  const quotes = hestonChain({ v0: 0.04, kappa: 1.5, theta: 0.06, sigma: 0.9, rho: -0.65 }, [0.25, 1, 2])
  const free = hestonCalibration(quotes, 'free')
  const enforced = hestonCalibration(quotes, 'enforced')
  assert.ok(free.fellerRatio < 1)
  near(enforced.fellerRatio, 1, 1e-9)
  assert.deepEqual(enforced.atBound, ['sigma'])
  assert.ok(enforced.rootMeanSquareError > free.rootMeanSquareError)
})

test('the hit share counts fitted volatilities between bid and ask', () => {
  const quotes = hestonChain({ v0: 0.04, kappa: 1.5, theta: 0.06, sigma: 0.7, rho: -0.65 }, [0.5, 1])
  const wide = quotes.map((quote) => ({
    ...quote,
    bidVolAnnual: quote.volAnnual - 0.01,
    askVolAnnual: quote.volAnnual + 0.01,
  }))
  assert.equal(hestonCalibration(quotes).bidAskHitShare, null)
  assert.equal(hestonCalibration(wide).bidAskHitShare, 1)
  const offMarket = { bidVolAnnual: 0.5, askVolAnnual: 0.6 }
  near(hestonCalibration([...wide.slice(1), { ...wide[0], ...offMarket }]).bidAskHitShare!, 15 / 16, 1e-15)
})

test('a flat smile is met by a variance that hardly moves', () => {
  const fit = hestonCalibration(chain([0.25, 1], (strikes) => strikes.map(() => 0.2)))
  near(fit.largestError, 0, 2e-4)
  near(fit.parameters.v0, 0.04, 1e-3)
})

const batesVols = (
  parameters: Parameters<typeof batesPrice>[0],
  jumps: Parameters<typeof batesPrice>[1],
  expiries: readonly number[],
): OptionVolQuote[] =>
  chain(expiries, (strikes, maturityYears) =>
    strikes.map((strike) => {
      const type = strike < 100 ? 'put' : 'call'
      const option = { type, spot: 100, strike, maturityYears, rateContinuous: 0, dividendYieldContinuous: 0 } as const
      return impliedVolatility(batesPrice(parameters, jumps, option), option)
    }),
  )

test("Bates's volatilities are met by Bates's model, exactly priced, and not by Heston's", () => {
  const parameters = { v0: 0.03, kappa: 1.5, theta: 0.05, sigma: 0.4, rho: -0.5 }
  const jumps = { jumpIntensity: 0.8, meanLogJump: -0.12, jumpVolatility: 0.08 }
  const quotes = batesVols(parameters, jumps, [0.05, 0.25, 1, 2])
  const fit = batesCalibration(quotes)
  near(fit.largestError, 0, 1e-5)
  near(fit.jumps.meanLogJump, -0.12, 0.01)
  near(fit.jumps.jumpIntensity, 0.8, 0.1)
  const repriced = batesVols(fit.parameters, fit.jumps, [0.05, 0.25, 1, 2])
  repriced.forEach(({ volAnnual }, i) => near(fit.fittedVols[i], volAnnual, 1e-6))
  assert.ok(hestonCalibration(quotes).rootMeanSquareError > 10 * fit.rootMeanSquareError)
})

test("Bates's model never fits worse than Heston's", () => {
  const quotes = chain([0.1, 1], (strikes, t) =>
    strikes.map((k, i) => 0.2 + 0.1 * Math.log(100 / k) + 0.01 * Math.cos(3 * i + t)),
  )
  assert.ok(batesCalibration(quotes).rootMeanSquareError <= hestonCalibration(quotes).rootMeanSquareError * (1 + 1e-3))
})

test('the derivatives of the transform are those of its differences', () => {
  const anyParameters = fc.tuple(
    fc.double({ min: 0.005, max: 0.3, noNaN: true }),
    fc.double({ min: 0.1, max: 8, noNaN: true }),
    fc.double({ min: 0.005, max: 0.3, noNaN: true }),
    fc.double({ min: 0.1, max: 2, noNaN: true }),
    fc.double({ min: -0.95, max: 0.95, noNaN: true }),
    fc.double({ min: 0, max: 2, noNaN: true }),
    fc.double({ min: -0.3, max: 0.3, noNaN: true }),
    fc.double({ min: 0.01, max: 0.3, noNaN: true }),
  )
  fc.assert(
    fc.property(
      anyParameters,
      fc.double({ min: 0.1, max: 20, noNaN: true }),
      fc.double({ min: 0.02, max: 5, noNaN: true }),
      (values, u, maturityYears) => {
        const at = (p: number, shift: number): Float64Array => {
          const out = new Float64Array(18)
          writeBatesTransform(
            Float64Array.from(values, (x, i) => (i === p ? x + shift : x)),
            maturityYears,
            u,
            out,
          )
          return out
        }
        const middle = at(0, 0)
        values.forEach((_, p) => {
          const [high, low] = [at(p, 1e-5), at(p, -1e-5)]
          for (const part of [0, 1]) {
            const slope = (high[part] - low[part]) / 2e-5
            near(middle[2 + 2 * p + part], slope, 1e-5 * (1 + Math.abs(slope)))
          }
        })
      },
    ),
    { seed: 11, numRuns: 100 },
  )
})

test('quotes that cannot be fitted are refused with their place', () => {
  const quotes = chain([1], (strikes) => strikes.map(() => 0.2))
  const refused = (run: () => unknown, field: string): void => {
    assert.throws(
      run,
      (error: unknown) =>
        error instanceof TuttiError && error.code === 'invalid-input' && error.details.field === field,
    )
  }
  refused(() => hestonCalibration(quotes.slice(0, 4)), 'quotes')
  refused(() => batesCalibration(quotes.slice(0, 7)), 'quotes')
  refused(() => hestonCalibration(quotes.with(2, { ...quotes[2], volAnnual: 0 })), 'quotes[2].volAnnual')
  refused(() => hestonCalibration(quotes.with(1, { ...quotes[1], strike: -1 })), 'quotes[1].strike')
  refused(() => hestonCalibration(quotes.with(1, { ...quotes[1], weight: -1 })), 'quotes[1].weight')
  refused(() => hestonCalibration(quotes.with(1, { ...quotes[1], bidVolAnnual: 0.2 })), 'quotes[1].bidVolAnnual')
})

test('a price of the flat smile is the price of Black and Scholes', () => {
  const fit = hestonCalibration(chain([0.5, 1], (strikes) => strikes.map(() => 0.25)))
  const option = {
    type: 'call',
    spot: 100,
    strike: 105,
    maturityYears: 1,
    rateContinuous: 0.02,
    dividendYieldContinuous: 0,
  } as const
  near(hestonPrice(fit.parameters, option), blackScholesPrice({ ...option, volAnnual: 0.25 }), 0.01)
})
