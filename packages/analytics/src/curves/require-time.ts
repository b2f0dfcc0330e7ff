import { TuttiError } from '../errors/index.ts'

/** Throws `invalid-input` naming `field` unless `timeYears` is finite and at least 0; returns it. */
export function requireTime(timeYears: number, field: string): number {
  if (!(timeYears >= 0 && Number.isFinite(timeYears))) {
    throw new TuttiError('invalid-input', `${field} must be a finite number of at least 0, got ${timeYears}`, {
      field,
      got: String(timeYears),
      expected: 'a number >= 0',
    })
  }
  return timeYears
}
