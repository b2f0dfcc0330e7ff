import { TuttiError } from '../errors/index.ts'
import { brentRoot } from '../math/index.ts'
import { capFloorValue, type OptionletPeriod } from './cap-floor.ts'
import type { RateVolatility } from './rate-option.ts'
import type { SwapCurves } from './vanilla-swap.ts'

/** Quoted caps of one strike on nested strips: each quote covers the first `count` of `periods`. */
export interface CapletStripping {
  readonly strike: number
  readonly periods: readonly OptionletPeriod[]
  /** Number of optionlets and flat volatility of each cap, increasing. */
  readonly quotes: readonly { readonly count: number; readonly volAnnual: number }[]
  readonly kind: 'lognormal' | 'shifted-lognormal' | 'normal'
  readonly shift?: number
}

export interface StrippedCaplets {
  /** Price of each quoted cap, per unit of notional. */
  readonly capPrices: readonly number[]
  /** Volatility of the caplets that each quote adds. */
  readonly volsAnnual: readonly number[]
  /** The same for each caplet. */
  readonly capletVolsAnnual: readonly number[]
}

const highestVol = 100

/**
 * Caplet volatilities, constant over the caplets that a quote adds to the one before, that reprice every cap.
 * Throws `invalid-input` naming the quote whose price is not above that of the caplets before it (a calendar arbitrage),
 * or for counts that do not increase.
 */
export function strippedCaplets(stripping: CapletStripping, curves: SwapCurves): StrippedCaplets {
  const { strike, periods, quotes, kind, shift } = stripping
  const volatilityOf = (volAnnual: number): RateVolatility =>
    kind === 'shifted-lognormal' ? { kind, volAnnual, shift: shift ?? 0 } : { kind, volAnnual }
  const price = (from: number, to: number, volAnnual: number): number =>
    capFloorValue(
      { type: 'cap', notional: 1, strike, periods: periods.slice(from, to) },
      volatilityOf(volAnnual),
      curves,
    ).presentValue
  const capPrices: number[] = []
  const volsAnnual: number[] = []
  const capletVolsAnnual: number[] = []
  let before = 0
  let worthBefore = 0
  quotes.forEach(({ count, volAnnual }, i) => {
    if (!Number.isInteger(count) || count <= before || count > periods.length) {
      throw new TuttiError('invalid-input', `quotes[${i}] must add caplets to the cap before it, got ${count} in all`, {
        field: `quotes[${i}].count`,
        got: String(count),
        expected: `a whole number in [${before + 1}, ${periods.length}]`,
      })
    }
    const capPrice = price(0, count, volAnnual)
    const target = capPrice - worthBefore
    const vol = impliedOverCaplets((guess) => price(before, count, guess), target, volAnnual, i)
    capPrices.push(capPrice)
    volsAnnual.push(vol)
    for (let k = before; k < count; k++) capletVolsAnnual.push(vol)
    worthBefore += price(before, count, vol)
    before = count
  })
  return { capPrices, volsAnnual, capletVolsAnnual }
}

function impliedOverCaplets(priceAt: (vol: number) => number, target: number, start: number, index: number): number {
  const lowest = priceAt(0)
  const noise = 1e-14 * Math.abs(target)
  if (Math.abs(target - lowest) <= noise && start === 0) return 0
  let high = Math.max(2 * start, 1e-4)
  while (priceAt(high) < target && high < highestVol) high *= 2
  if (!(target > lowest - noise) || priceAt(high) < target) {
    throw new TuttiError(
      'invalid-input',
      `no volatility of the caplets that quotes[${index}] adds reprices its cap: they would be worth ${target}, ` +
        `where ${lowest} is the least; the caps are an arbitrage, correct this quote or the one before`,
      { field: `quotes[${index}].volAnnual`, got: String(target), expected: `a value of at least ${lowest}` },
    )
  }
  if (target <= lowest) return 0
  return brentRoot((vol) => priceAt(vol) - target, 0, high, { tolerance: 1e-14 })
}
