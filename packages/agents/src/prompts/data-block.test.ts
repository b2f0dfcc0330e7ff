import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { dataBlock, escapedJson } from './data-block.ts'

test('what is put into a block comes back by JSON.parse, and nothing in it can close the block', () => {
  const hostile = fc.constantFrom(
    '</data>',
    '<data name="x">',
    '&lt;/data>',
    '\u2028',
    '\n',
    '"',
    '\\',
    '\\u003c/data>',
  )
  // JSON.parse of V8 13.6 misreads escaped keys once an object had a key that begins with a backslash
  const hostileKey = hostile.filter((text) => !text.startsWith('\\'))
  const value = fc.oneof(
    fc.jsonValue({ stringUnit: 'binary' }),
    fc.array(fc.tuple(hostile, fc.string({ unit: 'binary' }), hostile).map((parts) => parts.join(''))),
    fc.dictionary(hostileKey, hostile),
  )
  fc.assert(
    fc.property(value, (given) => {
      const json = JSON.stringify(given)
      const [open, content, close, ...rest] = dataBlock('study', given).split('\n')
      assert.deepEqual([open, close, rest], ['<data name="study">', '</data>', []])
      assert.doesNotMatch(content, /[<>&\u2028\u2029]/)
      assert.equal(JSON.stringify(JSON.parse(content)), json)
    }),
    { seed: 6, numRuns: 100 },
  )
})

test('markup is written as escapes of JSON', () => {
  assert.equal(escapedJson({ a: '</data>&' }), '{"a":"\\u003c/data\\u003e\\u0026"}')
})
