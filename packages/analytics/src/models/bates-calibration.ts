import { hestonBounds, hestonCalibration, hestonOf } from './heston-calibration.ts'
import type { HestonParameters } from './heston-parameters.ts'
import { batesPrice, type LognormalJumps } from './jump-diffusion.ts'
import { requireOptionVolQuotes, type OptionVolQuote, type VolFitErrors } from './option-vol-quotes.ts'
import { smileOutline, stochasticVolatilityFit } from './stochastic-volatility-fit.ts'

/** Bates's model fitted to quoted volatilities. */
export interface BatesCalibration extends VolFitErrors {
  readonly parameters: HestonParameters
  readonly jumps: LognormalJumps
  /** 2 kappa theta / sigma^2; from 1 on the variance never reaches zero. */
  readonly fellerRatio: number
  readonly converged: boolean
  readonly iterations: number
  /** Parameters that the fit pressed against a bound of its search; such a fit is to be doubted. */
  readonly atBound: readonly (keyof HestonParameters | keyof LognormalJumps)[]
}

const names = ['v0', 'kappa', 'theta', 'sigma', 'rho', 'jumpIntensity', 'meanLogJump', 'jumpVolatility'] as const

/**
 * Bates's parameters (Heston's with lognormal jumps) from at least 8 quoted volatilities, as `hestonCalibration`; started
 * from Heston's fit with rare or frequent, downward or upward jumps, so that it never fits worse than Heston's model.
 * Throws `invalid-input` for quotes out of range. Source: D. S. Bates, RFS 9 (1996), 69-107.
 */
export function batesCalibration(
  quotes: readonly OptionVolQuote[],
  feller: 'free' | 'enforced' = 'free',
): BatesCalibration {
  requireOptionVolQuotes(quotes, names.length)
  const { v0, kappa, theta, sigma, rho } = hestonCalibration(quotes, feller).parameters
  const heston = [v0, kappa, theta, sigma, rho]
  const calmer = [0.8 * v0, Math.min(kappa, 5), theta, 0.6 * sigma, rho]
  const { lower, upper } = hestonBounds(smileOutline(quotes), feller)
  const { search, parameters, ...errors } = stochasticVolatilityFit(
    {
      quotes,
      parameterCount: 8,
      starts: [
        [...heston, 0.05, -0.1, 0.1],
        [...calmer, 0.3, -0.15, 0.1],
        [...calmer, 2, -0.05, 0.05],
        [...calmer, 0.3, 0.1, 0.1],
      ],
      lower: [...lower, 0, -1, 0],
      upper: [...upper, 20, 1, 1],
      feller,
    },
    (point, quote) => {
      const option = {
        type: quote.strike < quote.forward ? 'put' : 'call',
        spot: 1,
        strike: quote.strike / quote.forward,
        maturityYears: quote.expiryYears,
        rateContinuous: 0,
        dividendYieldContinuous: 0,
      } as const
      return batesPrice(hestonOf(point), jumpsOf(point), option)
    },
  )
  const fitted = hestonOf(parameters)
  return {
    parameters: fitted,
    jumps: jumpsOf(parameters),
    fellerRatio: (2 * fitted.kappa * fitted.theta) / (fitted.sigma * fitted.sigma),
    converged: search.converged,
    iterations: search.iterations,
    atBound: names.filter((_, p) => search.atBound[p]),
    ...errors,
  }
}

function jumpsOf(parameters: Float64Array): LognormalJumps {
  return { jumpIntensity: parameters[5], meanLogJump: parameters[6], jumpVolatility: parameters[7] }
}
