import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assertClose } from '../../../../fixtures/assert-close.ts'
import { blackForwardPrice, hestonFairVariance, hestonPrice, type HestonOption } from './index.ts'

const atTheMoney: HestonOption = {
  type: 'call',
  spot: 100,
  strike: 100,
  maturityYears: 1 / 365,
  rateContinuous: 0,
  dividendYieldContinuous: 0,
}

test('an option of a day or two is priced, near Black at the mean variance', () => {
  for (const days of [1, 2]) {
    for (const sigma of [0.1, 0.2]) {
      for (const kappa of [1, 2, 3]) {
        const maturityYears = days / 365
        const parameters = { v0: 0.04, kappa, theta: 0.04, sigma, rho: -0.5 }
        const price = hestonPrice(parameters, { ...atTheMoney, maturityYears })
        const deviation = Math.sqrt(hestonFairVariance(parameters, maturityYears) * maturityYears)
        // The variance of the mean variance, about sigma^2 T / (3 v0) of it squared, costs an eighth of that.
        const black = blackForwardPrice('call', 100, 100, deviation)
        assertClose(price, black, 0, (sigma ** 2 * maturityYears) / (8 * 0.04))
      }
    }
  }
})

test('at full correlation a strike beyond the bound of the log return is worth nothing out of the money', () => {
  const market = { rateContinuous: 0.03, dividendYieldContinuous: 0.01 }
  const parameters = { v0: 0.04, kappa: 1, theta: 0.04, sigma: 0.5 }
  for (const maturityYears of [0.5, 1]) {
    const option = { ...atTheMoney, ...market, maturityYears }
    assert.equal(hestonPrice({ ...parameters, rho: -1 }, { ...option, strike: 150 }), 0)
    const call = hestonPrice({ ...parameters, rho: 0.999 }, { ...option, strike: 60 })
    const inside = 100 * Math.exp(-0.01 * maturityYears) - 60 * Math.exp(-0.03 * maturityYears)
    assertClose(call, inside, 1e-9, 0)
  }
})

test('prices at full or nearly full correlation agree with 25-digit quadrature', () => {
  // mpmath 1.2.1 at 25 digits on a tilted contour through -i/2.
  for (const [sigma, rho, maturityYears, strike, call] of [
    [1, 1, 1, 100 * Math.exp(0.4), 2.57745324520119],
    [2, 1, 30, 100, 35.9769857191287],
    [1, 0.999, 30, 100, 36.2054190106102],
    [2, -1, 1, 67.03200460356393, 34.6910537337899],
  ] as const) {
    const parameters = { v0: 0.04, kappa: 0.3, theta: 0.04, sigma, rho }
    const market = { rateContinuous: 0.03, dividendYieldContinuous: 0.01 }
    assertClose(hestonPrice(parameters, { ...atTheMoney, ...market, maturityYears, strike }), call, 1e-10, 0)
  }
})

test('every maturity, volatility of variance and correlation gives a price within its bounds, falling in the strike', () => {
  for (const maturityYears of [1 / 365, 7 / 365, 0.5, 5, 30]) {
    for (const sigma of [1e-3, 0.2, 1, 2]) {
      for (const rho of [-1, -0.999, -0.5, 0, 0.5, 0.999, 1]) {
        for (const kappa of [0.3, 2]) {
          const parameters = { v0: 0.04, kappa, theta: 0.04, sigma, rho }
          let dearer = 100
          for (const deviations of [-2, 0, 2]) {
            const strike = 100 * Math.exp(deviations * 0.2 * Math.sqrt(maturityYears))
            const price = hestonPrice(parameters, { ...atTheMoney, maturityYears, strike })
            assert.ok(
              price >= Math.max(100 - strike, 0) && price < dearer,
              JSON.stringify({ parameters, strike, price }),
            )
            dearer = price
          }
        }
      }
    }
  }
})
