import { type Mandate, parsedMandate, validMandate } from '@tutti/workflows/asset-allocation'
import { mandateText } from '../runs/mandate-text.ts'

/** Settings of a mandate that a run replaces. */
export interface MandateOverrides {
  readonly paths?: number | undefined
  readonly iterations?: number | undefined
  /** Seconds. */
  readonly 'time-limit'?: number | undefined
}

/** A mandate as it applies, and where it came from; `text` is null for the standard mandate of all defaults. */
export interface MandateSource {
  readonly mandate: Mandate
  readonly file: string | null
  readonly text: string | null
  readonly overrides: MandateOverrides
}

/**
 * The mandate in `file` (the standard one without a file) with the overrides in place. A first generation that does not fit
 * into fewer iterations shrinks in proportion. Throws `missing-data` for a file that cannot be read, `invalid-input` with
 * every problem of the mandate.
 */
export function mandateSource(file: string | null, overrides: MandateOverrides): MandateSource {
  const text = file === null ? null : mandateText(file, 'examples/01-asset-allocation/mandate.yaml')
  const given = text === null || file === null ? validMandate({}, 'the standard mandate') : parsedMandate(text, file)
  return { mandate: overriddenMandate(given, file ?? 'the standard mandate', overrides), file, text, overrides }
}

function overriddenMandate(mandate: Mandate, file: string, overrides: MandateOverrides): Mandate {
  const { paths, iterations, 'time-limit': timeLimit } = overrides
  const used = [
    ...(paths === undefined ? [] : [`--paths ${paths}`]),
    ...(iterations === undefined ? [] : [`--iterations ${iterations}`]),
    ...(timeLimit === undefined ? [] : [`--time-limit ${timeLimit}`]),
  ]
  if (used.length === 0) return mandate
  const { search, simulation } = mandate
  const changed = {
    ...mandate,
    simulation: { ...simulation, ...(paths === undefined ? {} : { paths }) },
    search: {
      ...search,
      ...(iterations === undefined ? {} : iterationSettings(search, iterations)),
      ...(timeLimit === undefined ? {} : { time_limit_seconds: timeLimit }),
    },
  }
  return validMandate(changed, `${file} with ${used.join(' ')}`)
}

function iterationSettings(search: Mandate['search'], iterations: number): Partial<Mandate['search']> {
  const share = search.first_generation / search.maximum_iterations
  const fits = search.first_generation <= iterations
  const first = fits ? search.first_generation : Math.max(3, Math.round(share * iterations))
  return { maximum_iterations: iterations, first_generation: first }
}
