import { TuttiError } from './tutti-error.ts'

/** Throws `invalid-input` naming `field` unless `value` is a finite number; returns it. */
export function requireFinite(value: number, field: string): number {
  if (!Number.isFinite(value)) {
    throw new TuttiError('invalid-input', `${field} must be a finite number, got ${value}`, {
      field,
      got: String(value),
      expected: 'a finite number',
    })
  }
  return value
}

/** Throws `invalid-input` naming `field` unless `low <= value <= high` and finite; returns it. */
export function requireInRange(value: number, low: number, high: number, field: string): number {
  requireFinite(value, field)
  if (value < low || value > high) {
    throw new TuttiError('invalid-input', `${field} must lie in [${low}, ${high}], got ${value}`, {
      field,
      got: String(value),
      expected: `a number in [${low}, ${high}]`,
    })
  }
  return value
}

/** Throws `invalid-input` naming `field` unless `value` is finite and > 0; returns it. */
export function requirePositive(value: number, field: string): number {
  requireFinite(value, field)
  if (value <= 0) {
    throw new TuttiError('invalid-input', `${field} must be positive, got ${value}`, {
      field,
      got: String(value),
      expected: 'a number > 0',
    })
  }
  return value
}

/** Throws `invalid-input` unless `values` holds at least `count` finite numbers; returns it. */
export function requireSample<T extends ArrayLike<number>>(values: T, count: number, field: string): T {
  if (values.length < count) {
    throw new TuttiError('invalid-input', `${field} needs at least ${count} values, got ${values.length}`, {
      field,
      got: `${values.length} values`,
      expected: `at least ${count} values`,
    })
  }
  for (let i = 0; i < values.length; i++) requireFinite(values[i], `${field}[${i}]`)
  return values
}
