import { requireFinite, requirePositive, requireSample } from '../errors/index.ts'
import { leastSquares } from '../math/index.ts'
import {
  inflationOptionPrice,
  type InflationOption,
  type JarrowYildirim,
  jarrowYildirimModel,
} from './jarrow-yildirim.ts'

/** An inflation option with its market price per unit of notional. */
export interface InflationQuote extends InflationOption {
  readonly price: number
}

/** How a quote is met. */
export interface InflationQuoteFit {
  readonly marketPrice: number
  readonly modelPrice: number
  /** model - market, per unit of notional. */
  readonly error: number
}

/** The fitted model with what it could not fit. */
export interface InflationCalibration {
  readonly model: JarrowYildirim
  readonly fits: readonly InflationQuoteFit[]
  readonly rootMeanSquareError: number
  readonly largestError: number
  readonly iterations: number
  readonly converged: boolean
}

/**
 * Fits the volatilities of the real rate and of the index to option prices by least squares; the rates' speeds, the
 * nominal volatility and the correlations stay as `start` has them, the curves are met whatever the fit.
 *
 * Throws `invalid-input` for fewer than two quotes or a price that is not above 0.
 */
export function inflationCalibration(start: JarrowYildirim, quotes: readonly InflationQuote[]): InflationCalibration {
  requireSample(
    quotes.map((quote, i) => requirePositive(quote.price, `quotes[${i}].price`)),
    2,
    'quotes',
  )
  const withVolatilities = ([sigma, indexVolAnnual]: ArrayLike<number> & Iterable<number>): JarrowYildirim => ({
    ...start,
    real: { ...start.real, sigma },
    indexVolAnnual,
  })
  const errors = (model: JarrowYildirim): number[] => {
    const hybrid = jarrowYildirimModel(model)
    return quotes.map((quote) => requireFinite(inflationOptionPrice(hybrid, quote), 'model price') - quote.price)
  }
  const scale = quotes.reduce((sum, quote) => sum + quote.price, 0) / quotes.length
  const fit = leastSquares({
    residuals: (x, out) => out.set(errors(withVolatilities(x)).map((error) => error / scale)),
    residualCount: quotes.length,
    start: [Math.max(start.real.sigma, 1e-4), Math.max(start.indexVolAnnual, 1e-4)],
    lower: [0, 0],
    upper: [1, 2],
  })
  const model = withVolatilities(fit.x)
  const fits = errors(model).map((error, i) => ({
    marketPrice: quotes[i].price,
    modelPrice: quotes[i].price + error,
    error,
  }))
  return {
    model,
    fits,
    rootMeanSquareError: Math.sqrt(fits.reduce((sum, { error }) => sum + error * error, 0) / fits.length),
    largestError: fits.reduce((largest, { error }) => Math.max(largest, Math.abs(error)), 0),
    iterations: fit.iterations,
    converged: fit.converged,
  }
}
