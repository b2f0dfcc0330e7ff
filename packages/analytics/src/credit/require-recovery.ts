import { TuttiError } from '../errors/index.ts'

/** Throws `invalid-input` naming `field` unless the recovery rate lies in [0, 1); returns it. */
export function requireRecovery(recovery: number, field = 'recovery'): number {
  if (!(recovery >= 0 && recovery < 1)) {
    throw new TuttiError('invalid-input', `${field} must lie in [0, 1), got ${recovery}`, {
      field,
      got: String(recovery),
      expected: 'a number in [0, 1)',
    })
  }
  return recovery
}
