import { TuttiError, requirePositive } from '../errors/index.ts'
import { blackForwardPrice } from '../models/index.ts'
import { requireStrikeQuotes, type StrikeQuotes } from './quoted-slice.ts'

/** Quotes that contradict each other without any interpolation. */
export interface QuoteViolation {
  /** `vertical`: a spread worth less than nothing or more than its width; `butterfly`; `calendar`. */
  readonly kind: 'vertical' | 'butterfly' | 'calendar'
  /** Of a calendar the later one. */
  readonly expiryYears: number
  /** Of a calendar the earlier one. */
  readonly earlierExpiryYears: number | null
  /** Strikes of the legs, those of the earlier expiry last. */
  readonly strikes: readonly number[]
  /** What the trade costs, undiscounted, in units of the forward; below zero one is paid to take it. */
  readonly cost: number
}

/**
 * Static arbitrages between quoted volatilities themselves: call spreads of neighbouring strikes (price falls with the
 * strike, by no more than the strikes' distance), butterflies of three neighbouring strikes, and calendar spreads
 * between neighbouring expiries at the same strike over forward (strikes within 1e-9 of each other). In order of expiry;
 * empty for none. `tolerance` >= 0 is the cost, in units of the forward, that is overlooked, such as half a spread.
 *
 * Throws `invalid-input` for quotes out of order. Source: Carr & Madan, "A note on sufficient conditions for no
 * arbitrage", Finance Research Letters 2 (2005), 125-130.
 */
export function quoteViolations(smiles: readonly StrikeQuotes[], tolerance = 1e-12): QuoteViolation[] {
  const prices = smiles.map((smile, i) => {
    requireStrikeQuotes(smile, `smiles[${i}]`)
    if (i > 0)
      requirePositive(smile.expiryYears - smiles[i - 1].expiryYears, `smiles[${i}].expiryYears less the one before`)
    return smile.strikes.map((strike, j) =>
      blackForwardPrice('call', 1, strike / smile.forward, smile.volsAnnual[j] * Math.sqrt(smile.expiryYears)),
    )
  })
  if (!(tolerance >= 0)) {
    throw new TuttiError('invalid-input', `tolerance must be at least 0, got ${tolerance}`, {
      field: 'tolerance',
      got: String(tolerance),
      expected: 'a number >= 0',
    })
  }
  return smiles.flatMap((smile, i) => {
    const { strikes, forward, expiryYears } = smile
    const found: QuoteViolation[] = []
    const add = (kind: QuoteViolation['kind'], cost: number, legs: readonly number[], earlier: number | null): void => {
      if (cost < -tolerance) found.push({ kind, expiryYears, earlierExpiryYears: earlier, strikes: legs, cost })
    }
    strikes.forEach((strike, j) => {
      if (j === 0) return
      const width = (strike - strikes[j - 1]) / forward
      const spread = prices[i][j - 1] - prices[i][j]
      add('vertical', Math.min(spread, width - spread), [strikes[j - 1], strike], null)
      if (j === 1) return
      // One call each at the ends against the share of the middle that the distances give.
      const widthBefore = (strikes[j - 1] - strikes[j - 2]) / forward
      const spreadBefore = prices[i][j - 2] - prices[i][j - 1]
      const cost = (spreadBefore * width - spread * widthBefore) / (width + widthBefore)
      add('butterfly', cost, strikes.slice(j - 2, j + 1), null)
    })
    if (i === 0) return found
    const before = smiles[i - 1]
    strikes.forEach((strike, j) => {
      const moneyness = strike / forward
      const match = before.strikes.findIndex((other) => Math.abs(other / before.forward / moneyness - 1) < 1e-9)
      if (match === -1) return
      add('calendar', prices[i][j] - prices[i - 1][match], [strike, before.strikes[match]], before.expiryYears)
    })
    return found
  })
}
