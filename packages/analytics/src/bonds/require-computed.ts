import { TuttiError } from '../errors/index.ts'

/** Throws `calculation-failed` unless `value` is finite: it is beyond what a number can hold. Returns it. */
export function requireComputed(value: number, what: string): number {
  if (Number.isFinite(value)) return value
  throw new TuttiError('calculation-failed', `${what} is beyond what can be computed, as the inputs are too extreme`, {
    field: what,
    got: String(value),
    expected: 'less extreme amounts, rates or times',
  })
}
