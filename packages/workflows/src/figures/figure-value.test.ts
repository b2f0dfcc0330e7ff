import assert from 'node:assert/strict'
import { test } from 'node:test'
import { TuttiError } from '@tutti/analytics/errors'
import { figureAt } from './figure-value.ts'
import { requireFiniteResult } from './finite-result.ts'

const result = {
  sharpe: { value: 0.41, standardError: 0.01 },
  exact: { value: 2, standardError: null },
  plain: 7,
  none: null,
  words: 'seven',
  bad: { value: Number.NaN, standardError: 0.1 },
  list: [1, Number.POSITIVE_INFINITY],
}

test('an estimate is read with its standard error and the pointer of its value', () => {
  const figure = figureAt(result, '/sharpe', 'ratio', 2)
  assert.equal(figure.pointer, '/sharpe/value')
  assert.equal(figure.value, 0.41)
  assert.equal(figure.standardError, 0.01)
  assert.deepEqual(figureAt(result, '/sharpe/value', 'ratio', 2), figure)
})

test('a figure without standard error has none, and null is a missing figure with its reason', () => {
  assert.equal(figureAt(result, '/exact', 'ratio', 2).standardError, null)
  assert.equal(figureAt(result, '/plain', 'count', 0).standardError, null)
  const missing = figureAt(result, '/none', 'ratio', 2, 'not estimated')
  assert.equal(missing.value, null)
  assert.equal(missing.missing, 'not estimated')
})

test('what is no figure, and a number that is not finite, are errors', () => {
  for (const pointer of ['/words', '/bad', '/bad/value', '/list', '/list/1']) {
    assert.throws(
      () => figureAt(result, pointer, 'ratio', 2),
      (error) => error instanceof TuttiError && error.code === 'invalid-input',
      pointer,
    )
  }
})

test('a result with numbers that are not finite is refused with every pointer', () => {
  assert.throws(
    () => requireFiniteResult(result),
    (error) =>
      error instanceof TuttiError &&
      error.code === 'invalid-input' &&
      error.details.problems?.map((problem) => problem.field).join(' ') === '/bad/value /list/1',
  )
  requireFiniteResult({ fine: [1, null, 'NaN', { deep: -0 }] })
})
