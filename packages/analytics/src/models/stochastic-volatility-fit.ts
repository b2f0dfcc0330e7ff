import { TuttiError } from '../errors/index.ts'
import { leastSquares, normalPdf, type LeastSquaresFit } from '../math/index.ts'
import { blackForwardPrice } from './black-scholes.ts'
import { blackImpliedVolatility } from './implied-volatility.ts'
import { volFitErrors, type OptionVolQuote, type VolFitErrors } from './option-vol-quotes.ts'
import { transformQuadrature } from './transform-quadrature.ts'

/** Where to look for the parameters of Bates's or Heston's model, in the order of `writeBatesTransform`. */
export interface StochasticVolatilitySearch {
  readonly quotes: readonly OptionVolQuote[]
  readonly parameterCount: 5 | 8
  readonly starts: readonly (readonly number[])[]
  readonly lower: readonly number[]
  readonly upper: readonly number[]
  /** Keep 2 kappa theta >= sigma^2, so that the variance never reaches zero. */
  readonly feller: 'free' | 'enforced'
}

/** Index of sigma; with Feller enforced the search has sigma / sqrt(2 kappa theta) in its place. */
const SIGMA = 3
const FIRST_ITERATIONS = 12
const SMALLEST_VEGA = 1e-3
/** Quotes met to this volatility by one start need no other. */
const MET = 1e-7
/** Below this price, in units of sqrt(F K), a volatility is read off the slow, relatively accurate pricer. */
const SMALL_PRICE = 1e-4
/** The quadrature's own error is about a hundredth of this. */
const LEAST_PRICE = 1e-7

/** The parameters that fit best and the search that found them. */
export interface StochasticVolatilityFit extends VolFitErrors {
  readonly parameters: Float64Array
  readonly search: LeastSquaresFit
}

/**
 * Least squares of (model price - quoted price) / vega, which is the volatility error to first order and stays smooth
 * where a model's price has no volatility, with analytic derivatives. Every start is searched for some iterations and the
 * best is carried to the end. `exactPrice` is the model's undiscounted out-of-the-money price over the forward.
 */
export function stochasticVolatilityFit(
  { quotes, parameterCount, starts, lower, upper, feller }: StochasticVolatilitySearch,
  exactPrice: (parameters: Float64Array, quote: OptionVolQuote) => number,
): StochasticVolatilityFit {
  const n = quotes.length
  const quadrature = transformQuadrature(quotes, parameterCount)
  const perVega = Float64Array.from(quotes, ({ expiryYears, forward, strike, volAnnual, weight = 1 }) => {
    const k = Math.log(strike / forward)
    const deviation = volAnnual * Math.sqrt(expiryYears)
    const vega = Math.exp(-k / 2) * normalPdf(-k / deviation + deviation / 2)
    return weight / (Math.sqrt(expiryYears) * Math.max(vega, SMALLEST_VEGA))
  })
  const model = (x: Float64Array): Float64Array => {
    const parameters = Float64Array.from(x)
    if (feller === 'enforced') parameters[SIGMA] *= Math.sqrt(2 * x[1] * x[2])
    return parameters
  }
  // The search asks for residuals and, at most points, for derivatives there: both are computed at once and kept.
  const prices = new Float64Array(n)
  const slopes = new Float64Array(n * parameterCount)
  const evaluate = (x: Float64Array, withSlopes: boolean): void => {
    const parameters = model(x)
    quadrature.writePriceErrors(parameters, prices, withSlopes ? slopes : undefined)
    if (!withSlopes || feller === 'free') return
    for (let row = 0; row < slopes.length; row += parameterCount) {
      const bySigma = slopes[row + SIGMA]
      slopes[row + 1] += (bySigma * parameters[SIGMA]) / (2 * x[1])
      slopes[row + 2] += (bySigma * parameters[SIGMA]) / (2 * x[2])
      slopes[row + SIGMA] = bySigma * Math.sqrt(2 * x[1] * x[2])
    }
  }
  const problem = {
    residuals: (x: Float64Array, out: Float64Array): void => {
      evaluate(x, false)
      for (let i = 0; i < n; i++) out[i] = perVega[i] * prices[i]
    },
    jacobian: (x: Float64Array, out: Float64Array): void => {
      evaluate(x, true)
      for (let i = 0; i < n; i++) {
        for (let p = 0; p < parameterCount; p++) {
          out[i * parameterCount + p] = perVega[i] * slopes[i * parameterCount + p]
        }
      }
    },
    residualCount: n,
    lower,
    upper,
    costTolerance: 1e-12,
    stepTolerance: 1e-10,
    gradientTolerance: 1e-9,
  }
  let first: LeastSquaresFit | undefined
  for (const start of starts) {
    const from = leastSquares({ ...problem, start: searchPoint(start, feller), maxIterations: FIRST_ITERATIONS })
    if (first === undefined || from.cost < first.cost) first = from
    if (first.cost < n * MET ** 2) break
  }
  if (first === undefined) throw new TuttiError('invalid-input', 'a search needs a start', { field: 'starts' })
  const search = first.converged ? first : leastSquares({ ...problem, start: first.x })
  const parameters = model(search.x)
  const isSettled = quadrature.writePriceErrors(parameters, prices)
  const fittedVols = quotes.map((quote, i) =>
    fittedVol(quote, isSettled ? prices[i] : Number.NaN, () => exactPrice(parameters, quote)),
  )
  return { parameters, search, ...volFitErrors(quotes, fittedVols) }
}

function searchPoint(parameters: readonly number[], feller: 'free' | 'enforced'): readonly number[] {
  if (feller === 'free') return parameters
  const share = Math.min(parameters[SIGMA] / Math.sqrt(2 * parameters[1] * parameters[2]), 0.9)
  return parameters.map((value, p) => (p === SIGMA ? share : value))
}

/** Black volatility of a quote whose model price exceeds Black's at the quoted one by `excess` sqrt(F K), NaN if unknown. */
function fittedVol(
  { expiryYears, forward, strike, volAnnual }: OptionVolQuote,
  excess: number,
  exactPrice: () => number,
): number {
  const moneyness = strike / forward
  const type = moneyness < 1 ? 'put' : 'call'
  const root = Math.sqrt(moneyness)
  const black = blackForwardPrice(type, 1, moneyness, volAnnual * Math.sqrt(expiryYears))
  const price = black + excess * root
  return blackImpliedVolatility(
    type,
    1,
    moneyness,
    expiryYears,
    price > SMALL_PRICE * root ? price : smallPrice(exactPrice, price, LEAST_PRICE * root),
  )
}

/** The relatively accurate price; where its integral fails, that of the quadrature if it stands above its own error. */
function smallPrice(exactPrice: () => number, price: number, least: number): number {
  try {
    return exactPrice()
  } catch (error) {
    if (error instanceof TuttiError && error.code !== 'invalid-input' && price > least) return price
    throw error
  }
}

/** At-the-money variances at the ends of the term structure and the side to which the smile falls. */
export interface SmileOutline {
  readonly shortVariance: number
  readonly longVariance: number
  /** -1 where puts are dearer than calls, else 1. */
  readonly skew: -1 | 1
}

/** Outline of quotes, for starting points. */
export function smileOutline(quotes: readonly OptionVolQuote[]): SmileOutline {
  const nearestAt = (expiryYears: number): number => {
    const candidates = quotes.filter((quote) => quote.expiryYears === expiryYears)
    const distance = ({ strike, forward }: OptionVolQuote): number => Math.abs(Math.log(strike / forward))
    return candidates.reduce((best, quote) => (distance(quote) < distance(best) ? quote : best)).volAnnual ** 2
  }
  const expiries = quotes.map(({ expiryYears }) => expiryYears)
  let product = 0
  let moneyness = 0
  let vol = 0
  for (const { strike, forward, volAnnual } of quotes) {
    const k = Math.log(strike / forward)
    product += k * volAnnual
    moneyness += k
    vol += volAnnual
  }
  return {
    shortVariance: nearestAt(Math.min(...expiries)),
    longVariance: nearestAt(Math.max(...expiries)),
    skew: product - (moneyness * vol) / quotes.length < 0 ? -1 : 1,
  }
}
