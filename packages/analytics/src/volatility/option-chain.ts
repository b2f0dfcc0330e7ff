import { requirePositive, TuttiError } from '../errors/index.ts'
import { blackForwardPrice, blackImpliedVolatility, type OptionType } from '../models/index.ts'
import { median, olsRegression } from '../statistics/index.ts'

/** A listed option as quoted. Options that settle at different times of a day need different `expiryYears`. */
export interface ChainQuote {
  readonly expiryYears: number
  readonly strike: number
  readonly type: OptionType
  readonly bid: number
  readonly ask: number
}

/** A quote that was not used: its place in the input and why. */
export interface DroppedQuote {
  readonly index: number
  readonly reason:
    | 'not a two-sided price'
    | 'no bid'
    | 'ask below bid'
    | 'no forward at this expiry'
    | 'in the money'
    | 'spread too wide'
    | 'bid or ask without a volatility'
}

/** An out-of-the-money option with the volatilities of its bid, mid and ask. */
export interface ChainVolQuote {
  readonly index: number
  readonly strike: number
  readonly type: OptionType
  readonly logMoneyness: number
  readonly bidVolAnnual: number
  readonly volAnnual: number
  readonly askVolAnnual: number
}

/** The usable options of one expiry. */
export interface ChainExpiry {
  readonly expiryYears: number
  readonly forward: number
  readonly discountFactor: number
  /** Pairs of call and put in the parity regression, and its residual standard error in price at a typical spread. */
  readonly parityPairs: number
  readonly parityError: number
  /** By increasing strike. */
  readonly quotes: readonly ChainVolQuote[]
}

/** What is left of a chain. */
export interface CleanChain {
  readonly expiries: readonly ChainExpiry[]
  readonly dropped: readonly DroppedQuote[]
}

/** Pairs whose strike lies within this of the first guess of the forward take part in the parity regression. */
const PARITY_REACH = 0.15
/** Pairs that miss parity by more than this many times the median miss are left out. */
const OUTLIER = 6
/** Misses below this share of a spread are rounding. */
const SMALLEST_MISS = 1e-9

/**
 * Volatilities of a chain of calls and puts, and what was left out and why.
 *
 * Options without a bid, with ask below bid, or whose spread exceeds `widestSpread` of the mid are left out. Forward and
 * discount factor of each expiry come from put-call parity: call - put = D (F - K), least squares over the pairs within
 * 15 % of the strike where call and put cost the same, each weighted by one over its spread, without the pairs
 * that miss by far more than the median pair. Out-of-the-money options at that forward remain. Throws `invalid-input` for an empty chain or quotes that
 * are no numbers. Source: Gatheral, The Volatility Surface (2006), ch. 3; Cboe Volatility Index Methodology (2019).
 */
export function cleanOptionChain(quotes: readonly ChainQuote[], widestSpread: number): CleanChain {
  requirePositive(widestSpread, 'widestSpread')
  if (quotes.length === 0) {
    throw new TuttiError('invalid-input', 'the chain has no quotes', {
      field: 'quotes',
      expected: 'at least one quote',
    })
  }
  const dropped: DroppedQuote[] = []
  const byExpiry = new Map<number, { quote: ChainQuote; index: number }[]>()
  quotes.forEach((quote, index) => {
    requirePositive(quote.expiryYears, `quotes[${index}].expiryYears`)
    requirePositive(quote.strike, `quotes[${index}].strike`)
    const { bid, ask } = quote
    if (!(Number.isFinite(bid) && Number.isFinite(ask) && bid >= 0 && ask >= 0)) {
      dropped.push({ index, reason: 'not a two-sided price' })
    } else if (bid === 0) dropped.push({ index, reason: 'no bid' })
    else if (ask < bid) dropped.push({ index, reason: 'ask below bid' })
    else {
      const group = byExpiry.get(quote.expiryYears) ?? []
      if (group.length === 0) byExpiry.set(quote.expiryYears, group)
      group.push({ quote, index })
    }
  })
  const expiries: ChainExpiry[] = []
  for (const [expiryYears, group] of [...byExpiry].toSorted(([a], [b]) => a - b)) {
    const parity = parityOf(group.map(({ quote }) => quote))
    if (parity === undefined) {
      for (const { index } of group) dropped.push({ index, reason: 'no forward at this expiry' })
      continue
    }
    const { forward, discountFactor } = parity
    const kept: ChainVolQuote[] = []
    for (const { quote, index } of group.toSorted((a, b) => a.quote.strike - b.quote.strike)) {
      const { strike, type, bid, ask } = quote
      const isOutOfTheMoney = type === 'put' ? strike < forward : strike >= forward
      const vol = (price: number): number => volOf(type, forward, strike, expiryYears, price / discountFactor)
      if (!isOutOfTheMoney) dropped.push({ index, reason: 'in the money' })
      else if (ask - bid > (widestSpread * (ask + bid)) / 2) dropped.push({ index, reason: 'spread too wide' })
      else {
        const [bidVolAnnual, volAnnual, askVolAnnual] = [bid, (bid + ask) / 2, ask].map(vol)
        if (!(bidVolAnnual > 0 && askVolAnnual > 0)) dropped.push({ index, reason: 'bid or ask without a volatility' })
        else {
          const logMoneyness = Math.log(strike / forward)
          kept.push({ index, strike, type, logMoneyness, bidVolAnnual, volAnnual, askVolAnnual })
        }
      }
    }
    expiries.push({ expiryYears, ...parity, quotes: kept })
  }
  return { expiries, dropped: dropped.toSorted((a, b) => a.index - b.index) }
}

/** Volatility of an undiscounted price; 0 where there is none. */
function volOf(type: OptionType, forward: number, strike: number, expiryYears: number, price: number): number {
  const bound = type === 'call' ? forward : strike
  const intrinsic = blackForwardPrice(type, forward, strike, 0)
  return price > intrinsic && price < bound ? blackImpliedVolatility(type, forward, strike, expiryYears, price) : 0
}

interface Pair {
  readonly strike: number
  /** Call less put, mids. */
  readonly difference: number
  readonly spread: number
}

/** Forward and discount factor by put-call parity; undefined with fewer than 4 pairs or a slope that is no discount. */
function parityOf(quotes: readonly ChainQuote[]) {
  const puts = new Map(quotes.filter(({ type }) => type === 'put').map((quote) => [quote.strike, quote]))
  const pairs = quotes.flatMap(({ type, strike, bid, ask }): Pair[] => {
    const put = puts.get(strike)
    if (type !== 'call' || put === undefined) return []
    const difference = (bid + ask - put.bid - put.ask) / 2
    return [{ strike, difference, spread: Math.max(ask - bid + put.ask - put.bid, 1e-6 * strike) }]
  })
  if (pairs.length < 4) return undefined
  const centre = pairs.reduce((best, pair) =>
    Math.abs(pair.difference) < Math.abs(best.difference) ? pair : best,
  ).strike
  const near = pairs.filter(({ strike }) => Math.abs(strike / centre - 1) <= PARITY_REACH)
  if (near.length < 4) return undefined
  let kept = near
  let fit = parityFit(kept)
  for (let round = 0; round < 10; round++) {
    const { forward, discountFactor } = fit
    const misses = near.map(({ strike, difference, spread }) =>
      Math.abs((difference - discountFactor * (forward - strike)) / spread),
    )
    const limit = Math.max(OUTLIER * median(misses), SMALLEST_MISS)
    const next = near.filter((_, i) => misses[i] <= limit)
    if (next.length < 4 || (next.length === kept.length && next.every((pair, i) => pair === kept[i]))) break
    kept = next
    fit = parityFit(kept)
  }
  if (!(fit.discountFactor > 0.2 && fit.discountFactor < 2 && fit.forward > 0)) return undefined
  return { ...fit, parityPairs: kept.length }
}

function parityFit(pairs: readonly Pair[]) {
  const centre = pairs[0].strike
  const fit = olsRegression(
    pairs.map(({ difference, spread }) => difference / spread),
    pairs.map(({ strike, spread }) => [1 / spread, (strike - centre) / spread]),
    { intercept: false },
  )
  const [level, slope] = fit.coefficients
  const weights = pairs.reduce((sum, { spread }) => sum + 1 / (spread * spread), 0)
  return {
    forward: centre - level / slope,
    discountFactor: -slope,
    parityError: fit.residualStandardError * Math.sqrt(pairs.length / weights),
  }
}
