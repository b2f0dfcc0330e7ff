import { requireFinite, TuttiError } from '../errors/index.ts'

/** Throws `invalid-input` unless `values` holds `count` finite numbers; returns it. */
export function requireColumn<T extends ArrayLike<number>>(values: T, count: number, field: string): T {
  requireCount(values.length, count, field)
  for (let i = 0; i < count; i++) requireFinite(values[i], `${field}[${i}]`)
  return values
}

/** Throws `invalid-input` unless a list has as many entries as it must. */
export function requireCount(length: number, count: number, field: string): void {
  if (length === count) return
  throw new TuttiError('invalid-input', `${field} needs ${count} values, got ${length}`, {
    field,
    got: `${length} values`,
    expected: `${count} values`,
  })
}

/** The scalar product of two columns of one length. */
export function weightedSum(weights: ArrayLike<number>, values: ArrayLike<number>): number {
  let sum = 0
  for (let i = 0; i < weights.length; i++) sum += weights[i] * values[i]
  return sum
}
