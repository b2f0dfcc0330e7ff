import { TuttiError, requireInRange, requirePositive } from '../errors/index.ts'

/** A quoted pair: units of `quote` currency for one unit of `base`; `bid <= ask`, both > 0 (equal for a mid). */
export interface CurrencyQuote {
  readonly base: string
  readonly quote: string
  readonly bid: number
  readonly ask: number
}

/** A cross rate with the currencies that it goes through. */
export interface CrossRate {
  readonly base: string
  readonly quote: string
  readonly bid: number
  readonly ask: number
  readonly route: readonly string[]
}

/** A chain of conversions that ends with more than it began with. */
export interface TriangularArbitrage {
  /** Currencies in order; the last conversion leads back to the first. */
  readonly route: readonly string[]
  /** Gain after costs as a fraction of what was put in. */
  readonly gain: number
}

/** Currency -> currency -> units received for one unit sold. */
type Conversions = ReadonlyMap<string, ReadonlyMap<string, number>>

function conversions(quotes: readonly CurrencyQuote[]): Conversions {
  const rates = new Map<string, Map<string, number>>()
  const add = (from: string, to: string, rate: number): void => {
    const known = rates.get(from) ?? new Map<string, number>()
    known.set(to, Math.max(rate, known.get(to) ?? 0))
    rates.set(from, known)
  }
  quotes.forEach(({ base, quote, bid, ask }, i) => {
    const field = `quotes[${i}]`
    requirePositive(bid, `${field}.bid`)
    requirePositive(ask, `${field}.ask`)
    if (base === quote || bid > ask) {
      const problem = base === quote ? 'needs two different currencies' : 'has a bid above its ask'
      throw new TuttiError('invalid-input', `the quote ${base}/${quote} ${problem}`, {
        field,
        got: `${base}/${quote} ${bid} / ${ask}`,
        expected: 'two currencies with bid <= ask',
      })
    }
    add(base, quote, bid)
    add(quote, base, 1 / ask)
  })
  return rates
}

/** The route with the fewest conversions; among those the one that comes first in alphabetical order. */
function shortestRoute(rates: Conversions, from: string, to: string): readonly string[] {
  let routes: (readonly string[])[] = [[from]]
  const seen = new Set([from])
  while (routes.length > 0) {
    const arrived = routes.find((route) => route[route.length - 1] === to)
    if (arrived !== undefined) return arrived
    const next: (readonly string[])[] = []
    for (const route of routes) {
      for (const currency of [...(rates.get(route[route.length - 1])?.keys() ?? [])].sort()) {
        if (seen.has(currency)) continue
        seen.add(currency)
        next.push([...route, currency])
      }
    }
    routes = next
  }
  throw new TuttiError('missing-data', `no chain of quotes leads from ${from} to ${to}; quote a pair that joins them`, {
    field: 'quotes',
    got: [...rates.keys()].sort().join(', ') || 'no quotes',
    expected: `quotes that join ${from} and ${to}`,
  })
}

/**
 * Cross rate of `base` in units of `quote` from quoted pairs in either direction, by the fewest conversions: the bid
 * multiplies what selling gives, the ask what buying costs. Throws `missing-data` where no chain of quotes joins the
 * two, `invalid-input` for a quote that is not positive or has its bid above its ask.
 */
export function crossRate(quotes: readonly CurrencyQuote[], base: string, quote: string): CrossRate {
  const rates = conversions(quotes)
  const route = shortestRoute(rates, base, quote)
  let bid = 1
  let ask = 1
  for (let i = 1; i < route.length; i++) {
    bid *= rates.get(route[i - 1])!.get(route[i])!
    ask /= rates.get(route[i])!.get(route[i - 1])!
  }
  return { base, quote, bid, ask, route }
}

/**
 * A round of conversions that gains after paying `costPerConversion` (a fraction of each amount converted; half the
 * spread where the quotes are mids), or `undefined` where the quotes are free of arbitrage. Gains below 1e-13 a conversion
 * are rounding. Source: negative cycles by Bellman & Ford on the logarithms of the rates.
 */
export function triangularArbitrage(
  quotes: readonly CurrencyQuote[],
  costPerConversion = 0,
): TriangularArbitrage | undefined {
  requireInRange(costPerConversion, 0, 0.5, 'costPerConversion')
  const rates = conversions(quotes)
  const currencies = [...rates.keys()].sort()
  const toll = Math.max(-Math.log1p(-costPerConversion), 1e-13)
  const worth = new Map(currencies.map((currency) => [currency, 0]))
  const cameFrom = new Map<string, string>()
  let changed: string | undefined
  for (let round = 0; round <= currencies.length; round++) {
    changed = undefined
    for (const from of currencies) {
      for (const [to, rate] of rates.get(from)!) {
        const value = worth.get(from)! + Math.log(rate) - toll
        if (value > worth.get(to)!) {
          worth.set(to, value)
          cameFrom.set(to, from)
          changed = to
        }
      }
    }
    if (changed === undefined) return undefined
  }
  let inside = changed!
  for (let i = 0; i < currencies.length; i++) inside = cameFrom.get(inside)!
  const back = [inside]
  for (let at = cameFrom.get(inside)!; at !== inside; at = cameFrom.get(at)!) back.push(at)
  const route = [inside, ...back.slice(1).toReversed()]
  const gain = route.reduce(
    (money, from, i) => money * rates.get(from)!.get(route[(i + 1) % route.length])! * (1 - costPerConversion),
    1,
  )
  return { route, gain: gain - 1 }
}
