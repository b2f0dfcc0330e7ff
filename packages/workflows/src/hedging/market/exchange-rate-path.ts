import { TuttiError } from '@tutti/analytics/errors'
import { marketId } from '@tutti/market'

/** A quoted rate, and whether the value wanted goes with it (1) or with its reciprocal (-1). */
export interface RateStep {
  readonly id: string
  readonly sign: 1 | -1
}

const pairPattern = /(?:^|[-_.])([A-Z]{3})([A-Z]{3})$/

/**
 * The two currencies of a rate's id: units of the second for one of the first; `fx:EURUSD` or `fx:NAME-EURUSD`. `field` is the
 * key that holds it. Throws `invalid-input` where the name does not end with two currencies.
 */
export function currencyPair(id: string, field: string): readonly [string, string] {
  const found = id.startsWith('fx:') ? pairPattern.exec(id.slice(3).toUpperCase()) : null
  if (found !== null) return [found[1], found[2]]
  throw new TuttiError('invalid-input', `${field} is no exchange rate: ${id}`, {
    field,
    got: id,
    expected: 'fx: and two currencies, such as fx:EURUSD',
  })
}

/**
 * Rates whose product, each to the power of its sign, is the value of one unit of `currency` in `base`. `quotes` gives the
 * series of each currency; a quote against a third currency goes on with that currency's own quote, or with a series of the
 * two (`has` tells which there are). Throws `missing-data` where no chain of quotes ends at the base currency.
 */
export function exchangeRatePath(
  currency: string,
  base: string,
  quotes: Readonly<Record<string, string | undefined>>,
  has: (id: string) => boolean,
): RateStep[] {
  const steps: RateStep[] = []
  const seen: string[] = []
  let at = currency
  while (at !== base) {
    seen.push(at)
    const field = `market.currencies.${currency}.fx`
    const id = quotes[at] ?? [`fx:${at}${base}`, `fx:${base}${at}`].find(has)
    if (id === undefined) throw noPath(field, currency, base, `no rate of ${at} against ${base}`)
    const [first, second] = currencyPair(id, field)
    if (first !== at && second !== at) throw noPath(field, currency, base, `${id}, which is no rate of ${at}`)
    steps.push({ id: marketId(id), sign: first === at ? 1 : -1 })
    at = first === at ? second : first
    if (seen.includes(at)) throw noPath(field, currency, base, `${[...seen, at].join(' to ')}, a circle`)
  }
  return steps
}

function noPath(field: string, currency: string, base: string, got: string): TuttiError {
  return new TuttiError('missing-data', `the value of ${currency} in ${base} cannot be found: ${got}`, {
    field,
    got,
    expected: `a series of ${currency} against ${base}, or against a currency with one`,
  })
}
