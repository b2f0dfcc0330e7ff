import { comparedWords } from './compared-words.ts'

/** Of which time a figure is: before a change, as things stand, or after it. */
export type State = 'earlier' | 'later'

const earlier = /^(?:before|today|current|currently|present|unhedged|initial|initially|without)$/
const later = /^(?:after|hedged|proposed|afterwards)$/

/** The state that keys and labels name; undefined where they name none, or both. */
export function stateIn(texts: readonly string[]): State | undefined {
  const words = texts
    .flatMap((text) => comparedWords(text.replace(/initial ?margin/i, 'margin')))
    .map(({ word }) => word)
  // a difference is of both
  if (words.includes('against')) return undefined
  const before = words.some((word) => earlier.test(word))
  const after = words.some((word) => later.test(word))
  return before === after ? undefined : before ? 'earlier' : 'later'
}
