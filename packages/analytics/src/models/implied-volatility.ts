import { TuttiError, requireFinite, requirePositive } from '../errors/index.ts'
import { blackImpliedDeviation } from './black-implied-deviation.ts'
import type { BlackScholesInputs, OptionType } from './black-scholes.ts'

/** Total deviation of a price strictly between intrinsic value and bound, NaN for any other or an invalid input. */
function deviationOfPrice(isCall: boolean, forward: number, strike: number, forwardPrice: number): number {
  const payoff = isCall ? forward - strike : strike - forward
  const timeValue = payoff > 0 ? forwardPrice - payoff : forwardPrice
  const shortfall = (isCall ? forward : strike) - forwardPrice
  if (!(timeValue > 0 && shortfall > 0 && forward > 0 && strike > 0 && forward + strike < Infinity)) return NaN
  const gap = (forward - strike) / strike
  const x = -Math.abs(Math.abs(gap) < 0.5 ? Math.log1p(gap) : Math.log(forward / strike))
  const unit = Math.sqrt(forward) * Math.sqrt(strike)
  return blackImpliedDeviation(x, timeValue / unit, shortfall / unit)
}

/**
 * Volatility (annual, decimal) at which Black's formula gives the undiscounted price `forwardPrice` of an option on
 * `forward`. For prices from the smallest positive double to near the upper bound; accuracy is that of the price itself
 * (an in-the-money price carries its time value only to the last digits of the whole).
 *
 * See `blackImpliedDeviation` for the method. Throws `invalid-input` where no volatility exists: a price not above
 * intrinsic value, or not below the forward (call) or strike (put).
 */
export function blackImpliedVolatility(
  type: OptionType,
  forward: number,
  strike: number,
  maturityYears: number,
  forwardPrice: number,
): number {
  requirePositive(forward, 'forward')
  requirePositive(strike, 'strike')
  requirePositive(maturityYears, 'maturityYears')
  requireFinite(forwardPrice, 'price')
  const volatility = deviationOfPrice(type === 'call', forward, strike, forwardPrice) / Math.sqrt(maturityYears)
  if (volatility > 0 && volatility < Infinity) return volatility
  const intrinsic = Math.max((type === 'call' ? 1 : -1) * (forward - strike), 0)
  const bound = type === 'call' ? forward : strike
  throw new TuttiError(
    'invalid-input',
    `no volatility gives this ${type} the undiscounted price ${forwardPrice}: ` +
      `it must lie above the intrinsic value ${intrinsic} and below ${bound}`,
    { field: 'price', got: String(forwardPrice), expected: `a price in (${intrinsic}, ${bound})` },
  )
}

/**
 * Black-Scholes implied volatility of a European option `price` (present value); the other inputs as in
 * `blackScholesPrice`. See `blackImpliedVolatility` for range, accuracy and errors.
 */
export function impliedVolatility(price: number, inputs: Omit<BlackScholesInputs, 'volAnnual'>): number {
  const { type, spot, strike, maturityYears, rateContinuous, dividendYieldContinuous } = inputs
  requirePositive(spot, 'spot')
  requireFinite(rateContinuous, 'rateContinuous')
  requireFinite(dividendYieldContinuous, 'dividendYieldContinuous')
  requirePositive(maturityYears, 'maturityYears')
  const forward = spot * Math.exp((rateContinuous - dividendYieldContinuous) * maturityYears)
  return blackImpliedVolatility(type, forward, strike, maturityYears, price * Math.exp(rateContinuous * maturityYears))
}

/** Option prices as parallel arrays of one length. */
export interface OptionQuotes {
  /** 1 for a call, 0 for a put. */
  readonly isCall: ArrayLike<number>
  readonly forwards: ArrayLike<number>
  readonly strikes: ArrayLike<number>
  readonly maturitiesYears: ArrayLike<number>
  /** Present values. */
  readonly prices: ArrayLike<number>
  /** Discount factors to the payments; 1 (undiscounted prices) when left out. */
  readonly discountFactors?: ArrayLike<number> | undefined
}

/** A quote without an implied volatility. */
export interface QuoteFailure {
  readonly index: number
  readonly error: TuttiError
}

/** Implied volatilities, one a quote. */
export interface ImpliedVolatilities {
  /** Annual decimals; where there is none the element is 0 and `failures` tells why. */
  readonly volsAnnual: Float64Array
  readonly failures: readonly QuoteFailure[]
}

/**
 * Black implied volatilities of many options, about half a microsecond each. A quote that has none (a price outside the
 * bounds, an input that is not a positive number) does not sink the rest: its element is 0, which no priced option has,
 * and `failures` names it with the reason. Throws `invalid-input` where the arrays differ in length.
 */
export function impliedVolatilities(quotes: OptionQuotes): ImpliedVolatilities {
  const { isCall, forwards, strikes, maturitiesYears, prices, discountFactors } = quotes
  const count = prices.length
  for (const field of ['isCall', 'forwards', 'strikes', 'maturitiesYears', 'discountFactors'] as const) {
    const got = quotes[field]?.length ?? count
    if (got !== count) {
      throw new TuttiError('invalid-input', `${field} has ${got} elements for ${count} prices`, {
        field,
        got: String(got),
        expected: `${count}, one for each price`,
      })
    }
  }
  const volsAnnual = new Float64Array(count)
  const failures: QuoteFailure[] = []
  for (let i = 0; i < count; i++) {
    const forwardPrice = discountFactors === undefined ? prices[i] : prices[i] / discountFactors[i]
    const deviation = deviationOfPrice(isCall[i] === 1, forwards[i], strikes[i], forwardPrice)
    const volatility = deviation / Math.sqrt(maturitiesYears[i])
    if (volatility > 0 && volatility < Infinity && (isCall[i] === 1 || isCall[i] === 0)) volsAnnual[i] = volatility
    else failures.push({ index: i, error: quoteError(quotes, i, forwardPrice) })
  }
  return { volsAnnual, failures }
}

/** Why a quote has no volatility. */
function quoteError(quotes: OptionQuotes, i: number, forwardPrice: number): TuttiError {
  const flag = quotes.isCall[i]
  try {
    if (flag !== 0 && flag !== 1) {
      throw new TuttiError('invalid-input', `isCall must be 1 or 0, got ${flag}`, {
        field: 'isCall',
        got: String(flag),
        expected: '1 for a call, 0 for a put',
      })
    }
    if (quotes.discountFactors !== undefined) requirePositive(quotes.discountFactors[i], 'discountFactor')
    const type = flag === 1 ? 'call' : 'put'
    blackImpliedVolatility(type, quotes.forwards[i], quotes.strikes[i], quotes.maturitiesYears[i], forwardPrice)
  } catch (error) {
    if (error instanceof TuttiError) return error
    throw error
  }
  return new TuttiError('calculation-failed', `no volatility was found for quote ${i}`, { field: `prices[${i}]` })
}
