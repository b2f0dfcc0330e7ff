import { TuttiError } from '@tutti/analytics/errors'
import { z } from 'zod'

/** Names of the columns of an input, which come back beside the figures that belong to them. */
export const labels = z.array(z.string().min(1).max(200)).min(1).max(20_000)

/** The labels under `field` as part of an answer, none where none are given. Throws `invalid-input` for another number of them. */
export function labelled<F extends string>(
  field: F,
  names: readonly string[] | undefined,
  count: number,
): { [K in F]?: string[] } {
  if (names === undefined) return {}
  if (names.length !== count) {
    throw new TuttiError('invalid-input', `${field} has ${names.length} names for ${count} columns`, {
      field,
      got: `${names.length} names`,
      expected: `${count} names`,
    })
  }
  return { [field]: [...names] } as { [K in F]?: string[] }
}
