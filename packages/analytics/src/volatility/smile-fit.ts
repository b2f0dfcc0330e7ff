import { TuttiError, requirePositive, requireSample } from '../errors/index.ts'

/** Quoted volatilities of one expiry. */
export interface SmileQuotes {
  readonly expiryYears: number
  /** ln(strike / forward), in any order. */
  readonly logMoneyness: ArrayLike<number>
  /** Annual Black volatilities, > 0. */
  readonly volsAnnual: ArrayLike<number>
  /** Weight of each volatility error in the fit, >= 0 (one over the bid-ask spread, say); 1 unless given. */
  readonly weights?: ArrayLike<number> | undefined
}

/** How well a fit meets its quotes, in volatility. */
export interface SmileFitErrors {
  readonly fittedVols: readonly number[]
  /** Fitted less quoted. */
  readonly errors: readonly number[]
  /** Unweighted. */
  readonly rootMeanSquareError: number
  readonly largestError: number
}

/** Throws `invalid-input` unless the quotes are at least `count` finite points with volatilities > 0; returns weights. */
export function requireSmileQuotes(quotes: SmileQuotes, count: number, field = 'quotes'): Float64Array {
  requirePositive(quotes.expiryYears, `${field}.expiryYears`)
  requireSample(quotes.logMoneyness, count, `${field}.logMoneyness`)
  const n = quotes.logMoneyness.length
  const { weights = new Float64Array(n).fill(1) } = quotes
  for (const [name, values] of [
    ['volsAnnual', quotes.volsAnnual],
    ['weights', weights],
  ] as const) {
    if (values.length === n) continue
    throw new TuttiError('invalid-input', `${field}.${name} needs one value a quote, got ${values.length} for ${n}`, {
      field: `${field}.${name}`,
      got: `${values.length} values`,
      expected: `${n} values`,
    })
  }
  for (let i = 0; i < n; i++) {
    requirePositive(quotes.volsAnnual[i], `${field}.volsAnnual[${i}]`)
    if (weights[i] >= 0 && Number.isFinite(weights[i])) continue
    throw new TuttiError('invalid-input', `${field}.weights[${i}] must be finite and at least 0, got ${weights[i]}`, {
      field: `${field}.weights[${i}]`,
      got: String(weights[i]),
      expected: 'a number >= 0',
    })
  }
  return Float64Array.from(weights)
}

/** Errors of fitted volatilities against quoted ones. */
export function smileFitErrors(fittedVols: readonly number[], quotedVols: ArrayLike<number>): SmileFitErrors {
  const errors = fittedVols.map((vol, i) => vol - quotedVols[i])
  const squares = errors.reduce((sum, error) => sum + error * error, 0)
  return {
    fittedVols,
    errors,
    rootMeanSquareError: Math.sqrt(squares / errors.length),
    largestError: errors.reduce((most, error) => Math.max(most, Math.abs(error)), 0),
  }
}
