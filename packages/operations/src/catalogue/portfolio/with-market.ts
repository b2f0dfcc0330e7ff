import { TuttiError } from '@tutti/analytics/errors'

/**
 * `input` with every text `@name.path` replaced by what stands there in `market`, whose entries may refer to others. Throws `missing-data`, listing the names
 * there are, where nothing does.
 */
export function withMarket(input: unknown, market: Readonly<Record<string, unknown>>): unknown {
  return resolved(input, market, [])
}

/** `within` are the entries on the way to here, so that one that contains itself is found. */
function resolved(input: unknown, market: Readonly<Record<string, unknown>>, within: readonly string[]): unknown {
  if (typeof input === 'string' && input.startsWith('@')) {
    const path = input.slice(1)
    if (within.includes(path)) {
      throw new TuttiError('invalid-input', `the market entry ${path} refers to itself`, {
        field: `market.${path}`,
        got: [...within, path].join(' -> '),
        expected: 'entries that refer to others only',
      })
    }
    return resolved(marketEntry(path, market), market, [...within, path])
  }
  if (Array.isArray(input)) return input.map((item) => resolved(item, market, within))
  if (typeof input !== 'object' || input === null) return input
  return Object.fromEntries(Object.entries(input).map(([key, value]) => [key, resolved(value, market, within)]))
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
