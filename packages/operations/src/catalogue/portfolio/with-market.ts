import { TuttiError } from '@tutti/analytics/errors'

/**
 * `input` with every text `@name.path` replaced by what stands there in `market`. Throws `missing-data`, listing the names
 * there are, where nothing does.
 */
export function withMarket(input: unknown, market: Readonly<Record<string, unknown>>): unknown {
  if (typeof input === 'string' && input.startsWith('@')) return marketEntry(input.slice(1), market)
  if (Array.isArray(input)) return input.map((item) => withMarket(item, market))
  if (typeof input !== 'object' || input === null) return input
  return Object.fromEntries(Object.entries(input).map(([key, value]) => [key, withMarket(value, market)]))
}

function marketEntry(path: string, market: Readonly<Record<string, unknown>>): unknown {
  let value: unknown = market
  for (const key of path.split('.')) {
    const own: boolean = typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    if (!own) {
      throw new TuttiError('missing-data', `the market has no entry ${path}`, {
        field: `market.${path}`,
        got: `@${path}`,
        expected: `one of ${Object.keys(market).join(', ') || '(the market is empty)'}`,
      })
    }
    value = (value as Record<string, unknown>)[key]
  }
  return value
}
