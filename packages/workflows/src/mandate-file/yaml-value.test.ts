import assert from 'node:assert/strict'
import { test } from 'node:test'
import { invalidInput } from '../testing/invalid-input.ts'
import { parsedMandate } from '../asset-allocation/mandate.ts'
import { yamlValue } from './yaml-value.ts'

const seconds = (run: () => void): number => {
  const start = process.hrtime.bigint()
  run()
  return Number(process.hrtime.bigint() - start) / 1e9
}

/** Refused as invalid input with something to read, within three seconds. */
function refusedQuickly(text: string, words: RegExp): void {
  const taken = seconds(() => {
    const error = invalidInput(() => parsedMandate(text, 'hostile.yaml'))
    assert.match(error.message, /hostile\.yaml/)
    assert.match(error.message, words)
  })
  assert.ok(taken < 3, `took ${taken} s`)
}

test('aliases that multiply are refused, and so is an alias without its anchor', () => {
  const names = 'abcdefghi'.split('')
  const levels = names.map((name, i) =>
    i === 0
      ? `a: &a [${Array(9).fill('x').join(',')}]`
      : `${name}: &${name} [${Array(9)
          .fill(`*${names[i - 1]}`)
          .join(',')}]`,
  )
  refusedQuickly(levels.join('\n'), /alias/)
  refusedQuickly('name: *nobody', /alias.*nobody/)
})

test('an alias that is used with measure is the value of its anchor', () => {
  assert.deepEqual(yamlValue('a: &x [1, 2]\nb: *x', 'm'), { a: [1, 2], b: [1, 2] })
})

test('a key called __proto__ is refused at every depth, and changes no prototype', () => {
  for (const text of [
    '__proto__: {name: x}',
    'performance_targets: {__proto__: {minimum_sharpe_ratio: 0}}',
    'name: Fund\nregime_weights:\n  __proto__: 1',
    '{"regime_weights": {"__proto__": {"base": 1}}}',
  ])
    refusedQuickly(text, /__proto__/)
  assert.equal(Object.hasOwn(Object.prototype, 'name'), false)
})

test('ten megabytes of text are refused at a glance, whatever they hold', () => {
  for (const text of ['name: ' + 'x'.repeat(1e7), 'a: 1\n'.repeat(2e6), '['.repeat(1e7), '#'.repeat(1e7)])
    refusedQuickly(text, /too long/)
})

test('the longest text that is read takes a moment, even when it is all keys or all brackets', () => {
  refusedQuickly(Array.from({ length: 18_000 }, (_, i) => `k${i}: 1`).join('\n'), /Unrecognized/)
  refusedQuickly('a: 1\n'.repeat(39_000), /twice/)
  refusedQuickly('['.repeat(20_000), /not valid YAML/)
})

test('a tag that would make something else of a value is refused with its line', () => {
  const error = invalidInput(() => yamlValue('a: 1\nb: !!js/function "function () {}"', 'm.yaml'))
  assert.equal(error.details.problems![0].line, 2)
  assert.match(error.message, /tag/)
})

test('two documents in one text are refused', () => {
  refusedQuickly('name: a\n---\nname: b', /multiple documents/)
})
