import assert from 'node:assert/strict'
import type { CliEnd } from './cli-process.ts'

/** Asserts that a call ended with this exit status, said these things and nothing else, and showed no stack. */
export function refused({ status, out, err }: CliEnd, exit: number, ...said: RegExp[]): void {
  assert.equal(status, exit, err)
  assert.equal(out, '')
  for (const text of said) assert.match(err, text)
  assert.doesNotMatch(err, /\n\s+at /)
}
