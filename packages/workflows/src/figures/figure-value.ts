import { TuttiError } from '@tutti/analytics/errors'
import { valueAtPointer } from './json-pointer.ts'

/**
 * How a figure is shown: `percent` and `bp` scale a decimal, `ratio` and `count` do not; `basis-points` is in basis points
 * already and `percentage` in percent; `money` shows millions; `months`, `years` and `days` are lengths.
 */
export const units = [
  'percent',
  'bp',
  'ratio',
  'count',
  'basis-points',
  'percentage',
  'money',
  'months',
  'years',
  'days',
] as const
export type Unit = (typeof units)[number]

/** One number of a report: where it stands in the result, its full-precision value, and how to show it. */
export interface FigureValue {
  /** JSON pointer (RFC 6901) of the number in the result. */
  readonly pointer: string
  /** Null where the result gives none; then `missing` says why. */
  readonly value: number | null
  readonly standardError: number | null
  readonly unit: Unit
  /** Decimals shown, after scaling by the unit. */
  readonly digits: number
  readonly missing?: string
}

/**
 * The figure at a pointer of the result: a number, an estimate (an object with `value` and `standardError`), or null,
 * which is shown as "n/a" with `missing` as its reason. Throws `missing-data` where the pointer leads nowhere and
 * `invalid-input` where it leads to something else or to a number that is not finite.
 */
export function figureAt(
  root: unknown,
  pointer: string,
  unit: Unit,
  digits: number,
  missing = 'not given in the result',
): FigureValue {
  const found = valueAtPointer(root, pointer)
  if (found === null) return { pointer, value: null, standardError: null, unit, digits, missing }
  if (typeof found === 'number') {
    const owner = pointer.endsWith('/value') ? valueAtPointer(root, pointer.slice(0, -'/value'.length)) : undefined
    return { pointer, value: finite(found, pointer), standardError: errorOf(owner, pointer), unit, digits }
  }
  if (typeof found === 'object' && 'value' in found && typeof found.value === 'number') {
    const at = `${pointer}/value`
    return { pointer: at, value: finite(found.value, at), standardError: errorOf(found, at), unit, digits }
  }
  throw new TuttiError('invalid-input', `the result has no figure at ${pointer}; point to a number or an estimate`, {
    field: pointer,
    got: typeof found,
    expected: 'a number, an estimate or null',
  })
}

function errorOf(owner: unknown, pointer: string): number | null {
  if (typeof owner !== 'object' || owner === null || !('standardError' in owner)) return null
  const error = owner.standardError
  return typeof error === 'number' ? finite(error, `standard error of ${pointer}`) : null
}

function finite(value: number, pointer: string): number {
  if (Number.isFinite(value)) return value
  throw new TuttiError('invalid-input', `the figure at ${pointer} is ${value}; a report shows finite numbers only`, {
    field: pointer,
    got: String(value),
    expected: 'a finite number',
  })
}
