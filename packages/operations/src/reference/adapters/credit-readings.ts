import { TuttiError } from '@tutti/analytics/errors'

/** What a text says, one of the readings; anything else is unsupported. */
export function reading<T>(text: string, field: string, readings: readonly (readonly [RegExp, T])[]): T {
  const found = readings.find(([pattern]) => pattern.test(text))
  if (found !== undefined) return found[1]
  throw new TuttiError('unsupported', `no operation knows this convention: ${text}`, { field, got: text })
}

/** The side of a swap. */
export const sideOf = (text: string): 'buy protection' | 'sell protection' =>
  reading<'buy protection' | 'sell protection'>(text, 'side', [
    [/^(buy protection|(protection )?buyer|long protection)$/i, 'buy protection'],
    [/^(sell protection|(protection )?seller|short protection)$/i, 'sell protection'],
  ])
