import { TuttiError, requirePositive, requireSample } from '../errors/index.ts'

/** A European option quoted by its Black volatility. */
export interface OptionVolQuote {
  readonly expiryYears: number
  readonly forward: number
  readonly strike: number
  /** Annual, decimal. */
  readonly volAnnual: number
  /** Volatilities of the bid and the ask, both or neither; they serve the hit share alone. */
  readonly bidVolAnnual?: number | undefined
  readonly askVolAnnual?: number | undefined
  /** Weight of the quote's volatility error in the fit, >= 0; 1 unless given. */
  readonly weight?: number | undefined
}

/** How a model meets quoted volatilities. */
export interface VolFitErrors {
  /** The model's Black volatility at each quote. */
  readonly fittedVols: readonly number[]
  /** Fitted less quoted. */
  readonly errors: readonly number[]
  readonly rootMeanSquareError: number
  readonly largestError: number
  /** Share of the quotes with a bid and an ask whose fitted volatility lies between them; `null` without such quotes. */
  readonly bidAskHitShare: number | null
}

/** Throws `invalid-input` naming the first quote that is out of range, or for fewer than `count` quotes. */
export function requireOptionVolQuotes(quotes: readonly OptionVolQuote[], count: number): void {
  requireSample(
    quotes.map((quote) => quote.strike),
    count,
    'quotes',
  )
  quotes.forEach((quote, i) => {
    for (const field of ['expiryYears', 'forward', 'strike', 'volAnnual'] as const) {
      requirePositive(quote[field], `quotes[${i}].${field}`)
    }
    const { weight = 1, bidVolAnnual: bid, askVolAnnual: ask } = quote
    if (!(weight >= 0 && Number.isFinite(weight))) {
      throw new TuttiError('invalid-input', `quotes[${i}].weight must be finite and at least 0, got ${weight}`, {
        field: `quotes[${i}].weight`,
        got: String(weight),
        expected: 'a number >= 0',
      })
    }
    if (bid === undefined && ask === undefined) return
    if (bid !== undefined && ask !== undefined && bid >= 0 && bid <= ask && ask < Infinity) return
    throw new TuttiError(
      'invalid-input',
      `quotes[${i}] needs a bid and an ask volatility with 0 <= bid <= ask, or none`,
      {
        field: `quotes[${i}].bidVolAnnual`,
        got: `${bid}, ${ask}`,
        expected: '0 <= bid <= ask',
      },
    )
  })
}

/** Errors of fitted volatilities. */
export function volFitErrors(quotes: readonly OptionVolQuote[], fittedVols: readonly number[]): VolFitErrors {
  const errors = quotes.map(({ volAnnual }, i) => fittedVols[i] - volAnnual)
  let twoSided = 0
  let hits = 0
  quotes.forEach(({ bidVolAnnual: bid, askVolAnnual: ask }, i) => {
    if (bid === undefined || ask === undefined) return
    twoSided++
    if (fittedVols[i] >= bid && fittedVols[i] <= ask) hits++
  })
  return {
    fittedVols,
    errors,
    rootMeanSquareError: Math.sqrt(errors.reduce((sum, error) => sum + error * error, 0) / errors.length),
    largestError: errors.reduce((most, error) => Math.max(most, Math.abs(error)), 0),
    bidAskHitShare: twoSided === 0 ? null : hits / twoSided,
  }
}
