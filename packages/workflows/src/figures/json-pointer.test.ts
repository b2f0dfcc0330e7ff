import assert from 'node:assert/strict'
import { test } from 'node:test'
import { TuttiError } from '@tutti/analytics/errors'
import { jsonPointer, valueAtPointer } from './json-pointer.ts'

// RFC 6901, section 5
const example = {
  foo: ['bar', 'baz'],
  '': 0,
  'a/b': 1,
  'c%d': 2,
  'e^f': 3,
  'g|h': 4,
  'i\\j': 5,
  'k"l': 6,
  ' ': 7,
  'm~n': 8,
}

test('the pointers of RFC 6901 section 5 lead where the standard says', () => {
  const expected: readonly (readonly [string, unknown])[] = [
    ['', example],
    ['/foo', example.foo],
    ['/foo/0', 'bar'],
    ['/', 0],
    ['/a~1b', 1],
    ['/c%d', 2],
    ['/e^f', 3],
    ['/g|h', 4],
    ['/i\\j', 5],
    ['/k"l', 6],
    ['/ ', 7],
    ['/m~0n', 8],
  ]
  for (const [pointer, value] of expected) assert.deepEqual(valueAtPointer(example, pointer), value, pointer)
})

test('a pointer made from keys leads back to the value under these keys', () => {
  for (const [key, value] of Object.entries(example)) assert.deepEqual(valueAtPointer(example, jsonPointer(key)), value)
  assert.equal(valueAtPointer({ '~1': { 'a/b~c': [7] } }, jsonPointer('~1', 'a/b~c', 0)), 7)
})

test('a pointer that leads nowhere says which key is missing', () => {
  for (const pointer of ['/foo/2', '/foo/01', '/foo/-', '/nothing', '/foo/0/x', '/constructor', '/foo/length']) {
    assert.throws(
      () => valueAtPointer(example, pointer),
      (error) => error instanceof TuttiError && error.code === 'missing-data' && error.details.field === pointer,
    )
  }
})

test('text that is no pointer is refused', () => {
  for (const pointer of ['foo', '/a~2b', '/a~']) {
    assert.throws(
      () => valueAtPointer(example, pointer),
      (error) => error instanceof TuttiError && error.code === 'invalid-input',
    )
  }
})
