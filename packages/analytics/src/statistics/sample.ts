import { TuttiError } from '../errors/index.ts'

/** Any array of numbers: a plain array or a typed one. Never mutated. */
export type Sample = ArrayLike<number>

/**
 * Which divisor a moment uses: `population` divides by n; `sample` is the bias-corrected form (n - 1 for the variance,
 * the Fisher-Pearson corrections G1 and G2 for skewness and kurtosis).
 */
export type MomentKind = 'sample' | 'population'

/** Throws `invalid-input` unless both samples have the same length. */
export function requireSameLength(a: Sample, b: Sample, fieldA: string, fieldB: string): void {
  if (a.length === b.length) return
  throw new TuttiError('invalid-input', `${fieldA} and ${fieldB} must have the same length`, {
    field: fieldB,
    got: `${b.length} values`,
    expected: `${a.length} values, as in ${fieldA}`,
  })
}

/** Throws `invalid-input` unless `value` is a whole number in [low, high]; returns it. */
export function requireWhole(value: number, low: number, high: number, field: string): number {
  if (Number.isInteger(value) && value >= low && value <= high) return value
  const expected = high === Infinity ? `a whole number >= ${low}` : `a whole number in [${low}, ${high}]`
  throw new TuttiError('invalid-input', `${field} must be ${expected}, got ${value}`, {
    field,
    got: String(value),
    expected,
  })
}

/** Throws `invalid-input` unless `value` is finite and >= 0; returns it. */
export function requireNonNegative(value: number, field: string): number {
  if (Number.isFinite(value) && value >= 0) return value
  throw new TuttiError('invalid-input', `${field} must be a number >= 0, got ${value}`, {
    field,
    got: String(value),
    expected: 'a number >= 0',
  })
}

/** Throws `invalid-input` unless low < value < high, the ends excluded; returns it. */
export function requireBetween(value: number, low: number, high: number, field: string): number {
  if (value > low && value < high) return value
  throw new TuttiError('invalid-input', `${field} must lie strictly between ${low} and ${high}, got ${value}`, {
    field,
    got: String(value),
    expected: `a number in (${low}, ${high})`,
  })
}
