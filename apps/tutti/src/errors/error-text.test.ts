import assert from 'node:assert/strict'
import { test } from 'node:test'
import { errorCodes, TuttiError } from '@tutti/analytics/errors'
import { errorReport, doorStatusOf } from './index.ts'

test('every error code has an exit status of its own, none of them that of a success or a failed check', () => {
  const statuses = errorCodes.map((code) => doorStatusOf[code].exit)
  assert.equal(new Set(statuses).size, errorCodes.length)
  for (const status of statuses) assert.ok(status >= 2 && status < 64)
})

test('problems are listed one a line with file, line, field, got and expected; many are counted', () => {
  const problem = { file: 'a.csv', line: 7, field: 'close', message: 'not a number', got: 'x', expected: 'a number' }
  const two = new TuttiError('invalid-input', 'a.csv has 2 problems', { problems: [problem, { message: 'too short' }] })
  assert.deepEqual(errorReport(two, false), {
    text: 'a.csv has 2 problems\n  a.csv:7: close: not a number (got x, expected a number)\n  too short',
    exitStatus: 2,
  })
  const many = new TuttiError('invalid-input', 'bad', { problems: Array.from({ length: 33 }, () => problem) })
  assert.equal(errorReport(many, false).text.split('\n').at(-1), '  and 3 more')
})

test('one problem that the message tells in full is not said twice', () => {
  const error = new TuttiError('missing-data', 'no file: it is gone', { problems: [{ message: 'it is gone' }] })
  assert.equal(errorReport(error, false).text, 'no file: it is gone')
})

test('an unknown error says how to report it, and shows its stack only with --debug', () => {
  const error = new RangeError('index 7', { cause: new Error('deeper') })
  const plain = errorReport(error, false)
  assert.equal(plain.exitStatus, 70)
  assert.match(plain.text, /^this is a fault of Tutti itself: RangeError: index 7\n.*--debug/)
  assert.doesNotMatch(plain.text, /\n\s+at /)
  const debug = errorReport(error, true).text
  assert.match(debug, /\n\s+at /)
  assert.match(debug, /caused by Error: deeper/)
  assert.equal(errorReport('a string', false).exitStatus, 70)
})
