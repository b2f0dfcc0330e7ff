import assert from 'node:assert/strict'
import { test } from 'node:test'
import { TuttiError } from '@tutti/analytics/errors'
import { jsonPointer } from './json-pointer.ts'
import { filledText } from './filled-text.ts'
import { plainText } from './plain-text.ts'
import { slotText } from './slot.ts'

const result = {
  limits: [{ figure: { value: 0.1234, standardError: 0.01 } }],
  name: '{{/seed | count}} 100 %',
  seed: 42,
  kind: 'inverse-vol',
  hash: '0123456789abcdef',
  date: '2024-12-31T00:00',
  checks: [
    { passed: true, kind: 'moment' },
    { passed: false, kind: 'moment' },
    { passed: false, kind: 'martingale' },
  ],
  tied: [3, 5],
  nothing: null,
  tenors: [30, 0.25, -7.5],
  'a}}|% /~b': 9,
}

const refused = (template: string, code: string) =>
  assert.throws(
    () => filledText(template, result),
    (error) => error instanceof TuttiError && error.code === code,
    template,
  )

test('slots are filled from the result by pointer and format', () => {
  assert.equal(plainText('At most {{/limits/0/figure/value | percent 1}}.', result), 'At most 12.3\u202f%.')
  assert.equal(
    plainText('{{/seed | count}}; {{/kind | words}}; {{/hash | short}}', result),
    '42; inverse volatility; 0123456789ab',
  )
  assert.equal(plainText('{{/date | date}} {{/date | year}} {{/tied | list}}', result), '2024-12-31 2024 3, 5')
  assert.equal(plainText('{{/checks | length}} {{/checks | length passed false}}', result), '3 2')
  assert.equal(plainText('{{/checks | length kind moment passed false}}', result), '1')
  assert.equal(
    plainText('{{/tenors/0 | number}} {{/tenors/1 | number}} {{/tenors/2 | number}}', result),
    '30 0.25 −7.5',
  )
  assert.equal(plainText('{{/nothing | ratio 2}} {{/nothing | text}}', result), 'n/a n/a')
})

test('a figure in a text keeps its pointer and standard error', () => {
  const [part] = filledText('{{/limits/0/figure | percent 1}}', result)
  assert.ok(part?.kind === 'figure')
  assert.equal(part.figure.pointer, '/limits/0/figure/value')
  assert.equal(part.figure.standardError, 0.01)
})

test('words of the result are not templates: slots and digits in them stay as they are', () => {
  assert.equal(plainText('{{/name | text}}', result), '{{/seed | count}} 100 %')
})

test('any key can be reached by a slot', () => {
  assert.equal(plainText(slotText(jsonPointer('a}}|% /~b'), 'count'), result), '9')
})

test('a slot that leads nowhere is an error', () => {
  refused('{{/limits/1/figure | percent 1}}', 'missing-data')
  refused('{{/unknown | text}}', 'missing-data')
})

test('an unknown or unfitting format is an error', () => {
  refused('{{/seed | furlongs}}', 'invalid-input')
  refused('{{/seed | percent x}}', 'invalid-input')
  refused('{{/seed | constructor}}', 'invalid-input')
  refused('{{/checks | length passed}}', 'invalid-input')
  refused('{{/seed | text}}', 'invalid-input')
  refused('{{/kind | percent 1}}', 'invalid-input')
  refused('{{/kind | length}}', 'invalid-input')
  refused('{{/kind | number}}', 'invalid-input')
})

test('a slot that is not closed or has no format is an error', () => {
  refused('{{/seed | count', 'invalid-input')
  refused('{{/seed}}', 'invalid-input')
})

test('a digit typed into a template is refused, declared definitions apart', () => {
  refused('It returns 7.1 % a year.', 'invalid-input')
  refused('It has {{/seed | count}} of 43.', 'invalid-input')
  refused('In 1987', 'invalid-input')
  refused('٣ trials', 'invalid-input')
  assert.equal(
    plainText('Value at risk, 95 %: the worst 5 % against 60/40', result),
    'Value at risk, 95 %: the worst 5 % against 60/40',
  )
  assert.equal(plainText('IFRS 9 and ASC 815, sent as FIX 4.4', result), 'IFRS 9 and ASC 815, sent as FIX 4.4')
  refused('195 % of it', 'invalid-input')
  refused('IFRS 91', 'invalid-input')
})
