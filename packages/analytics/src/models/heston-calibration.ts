import type { HestonParameters } from './heston-parameters.ts'
import { hestonTransform, outOfTheMoneyPrice } from './heston-price.ts'
import { requireOptionVolQuotes, type OptionVolQuote, type VolFitErrors } from './option-vol-quotes.ts'
import { smileOutline, stochasticVolatilityFit, type SmileOutline } from './stochastic-volatility-fit.ts'

/** Bounds of v0, kappa, theta, sigma (under Feller its share of the most), rho; variances in the measure of the quotes. */
export function hestonBounds({ shortVariance, longVariance }: SmileOutline, feller: 'free' | 'enforced') {
  const least = Math.min(shortVariance, longVariance)
  const most = Math.max(shortVariance, longVariance)
  return {
    lower: [0.02 * shortVariance, 0.01, 0.005 * least, 0.01, -0.995],
    upper: [20 * most, 50, 20 * most, feller === 'enforced' ? 1 : 8, 0.995],
  }
}

/** Heston's model fitted to quoted volatilities. */
export interface HestonCalibration extends VolFitErrors {
  readonly parameters: HestonParameters
  /** 2 kappa theta / sigma^2; from 1 on the variance never reaches zero. */
  readonly fellerRatio: number
  readonly converged: boolean
  readonly iterations: number
  /** Parameters that the fit pressed against a bound of its search; such a fit is to be doubted. */
  readonly atBound: readonly (keyof HestonParameters)[]
}

const names = ['v0', 'kappa', 'theta', 'sigma', 'rho'] as const

/**
 * Heston's parameters from at least 5 quoted volatilities of any strikes and expiries, by weighted least squares in
 * volatility (to first order: price over vega), analytic derivatives and several starts. With `feller: 'enforced'` only
 * parameters with 2 kappa theta >= sigma^2 are admitted; equity smiles seldom leave the choice.
 *
 * The fitted volatilities are exact. Throws `invalid-input` for quotes out of range. Cost: some 10 ms for 100 quotes of
 * 10 expiries. Sources: Heston (1993); Cui, del Baño Rollin & Germano, EJOR 263 (2017), 625-638.
 */
export function hestonCalibration(
  quotes: readonly OptionVolQuote[],
  feller: 'free' | 'enforced' = 'free',
): HestonCalibration {
  requireOptionVolQuotes(quotes, names.length)
  const outline = smileOutline(quotes)
  const { shortVariance, longVariance, skew } = outline
  const starts = [
    [shortVariance, 2, longVariance, 0.6, skew * 0.6],
    [shortVariance, 0.5, longVariance, 0.4, skew * 0.5],
    [shortVariance, 6, longVariance, 1.5, skew * 0.7],
  ]
  const fit = stochasticVolatilityFit(
    { quotes, parameterCount: 5, starts, ...hestonBounds(outline, feller), feller },
    (parameters, quote) => {
      const transform = hestonTransform(hestonOf(parameters), quote.expiryYears)
      return outOfTheMoneyPrice(transform, Math.log(quote.strike / quote.forward))
    },
  )
  const { search, parameters, ...errors } = fit
  const heston = hestonOf(parameters)
  return {
    parameters: heston,
    fellerRatio: (2 * heston.kappa * heston.theta) / (heston.sigma * heston.sigma),
    converged: search.converged,
    iterations: search.iterations,
    atBound: names.filter((_, p) => search.atBound[p]),
    ...errors,
  }
}

/** The first five of a parameter array as Heston's. */
export function hestonOf([v0, kappa, theta, sigma, rho]: ArrayLike<number> & Iterable<number>): HestonParameters {
  return { v0, kappa, theta, sigma, rho }
}
