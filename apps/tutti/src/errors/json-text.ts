import { type ErrorPlace, TuttiError } from '@tutti/analytics/errors'

/** The value of a text in JSON. Throws `invalid-input` saying that `what` is not valid JSON, at `place`. */
export function jsonOfText(text: string, what: string, place: ErrorPlace = {}): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch (cause) {
    throw new TuttiError('invalid-input', `${what} is not valid JSON: ${(cause as Error).message}`, { ...place, cause })
  }
}
