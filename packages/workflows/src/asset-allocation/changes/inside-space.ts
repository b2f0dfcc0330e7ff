import { TuttiError } from '@tutti/analytics/errors'
import type { ChangeEffect } from '../../changes/index.ts'

/** What lies inside of the mandate's search space, or the effect of a change that does not. */
export function insideSpace<T>(read: () => T): { readonly inside: T } | { readonly outside: ChangeEffect } {
  try {
    return { inside: read() }
  } catch (error) {
    if (!(error instanceof TuttiError) || error.code !== 'invalid-input') throw error
    const reason = `${error.message.charAt(0).toUpperCase()}${error.message.slice(1)}.`
    return { outside: { verdict: 'outside-mandate', reasons: [reason], measure: null, figures: [] } }
  }
}
