import { TuttiError } from '@tutti/analytics/errors'
import { requireJson } from '../hashing/index.ts'
import type { Json } from '../hashing/index.ts'
import type { NewRun, NewStep } from './run-store.ts'

/** Throws `invalid-input` unless the fields of a new run can be kept and hashed. */
export function requireNewRun(run: NewRun): void {
  requireName(run.workflow, 'workflow')
  requireSeed(run.seed)
  for (const [name, input] of Object.entries(run.inputs)) {
    requireName(name, 'inputs')
    requireHash(input.hash, `inputs.${name}.hash`)
    requireJson(input.bytes ?? null, `inputs.${name}.bytes`)
  }
  if (run.codeVersion === '') refuse('codeVersion', '""', 'the code version, for instance from sourceVersion')
  requireJson(run.arguments, 'the arguments of the run')
  requireJson(run.machine, 'the machine of the run')
}

/** Throws `invalid-input` unless a step and its value can be kept. */
export function requireStep(step: NewStep, value: Json): void {
  requireName(step.name, 'the name of the step')
  requireHash(step.key, `the key of step ${step.name}`)
  requireJson(step.inputs, `the inputs of step ${step.name}`)
  requireJson(value, `the value of step ${step.name}`)
}

/** Throws `invalid-input` unless `name` has 1 to 200 characters, none of them a control character. */
export function requireName(name: string, field: string): void {
  // oxlint-disable-next-line no-control-regex
  if (name.length < 1 || name.length > 200 || /[\u0000-\u001f\u007f]/.test(name) || !name.isWellFormed()) {
    refuse(field, JSON.stringify(name), '1 to 200 characters without control characters')
  }
}

/** Throws `invalid-input` unless `seed` is a non-negative safe integer. */
export function requireSeed(seed: number): void {
  if (!Number.isSafeInteger(seed) || seed < 0) refuse('seed', String(seed), 'an integer from 0 to 2^53 - 1')
}

function requireHash(hash: string, field: string): void {
  if (!/^[0-9a-f]{64}$/.test(hash)) refuse(field, JSON.stringify(hash), 'a SHA-256 as 64 lower-case hexadecimal digits')
}

function refuse(field: string, got: string, expected: string): never {
  throw new TuttiError('invalid-input', `${field} must be ${expected}, got ${got}`, { field, got, expected })
}
