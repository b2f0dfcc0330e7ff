import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { inertLines, inertText } from './inert-text.ts'

test('no unseen or reordering character is left, and the length is bounded, whatever the text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), fc.integer({ min: 1, max: 200 }), (text, longest) => {
      const inert = inertText(text, longest)
      assert.doesNotMatch(inert, /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u)
      assert.ok(inert.length <= longest)
      assert.equal(inertText(inert, longest), inert)
    }),
    { seed: 6, numRuns: 100 },
  )
})

test('ordinary names stay as they are, in any script', () => {
  for (const name of [
    'Bund 2.5 % 15-Aug-2046',
    'Société Générale & Co',
    '国債 10年',
    'AT&T "A" {x}',
    'Ø – “quoted” …',
  ]) {
    assert.equal(inertText(name, 100), name)
  }
})

test('hidden text is removed and not merely passed on', () => {
  assert.equal(inertText('Bond\u202e\u2066\u200b\u{e0041}\u00ad\ufeff\u0000 A', 100), 'Bond A')
  assert.equal(inertText('one\r\n\u2028two', 100), 'one two')
  assert.equal(inertText('\ud800x', 100), '\ufffdx')
})

test('a cut says how long the text was', () => {
  assert.equal(inertText('a'.repeat(100), 60), `${'a'.repeat(37)}… (cut; 100 characters)`)
  assert.equal(inertText('a'.repeat(10), 4), 'aaa…')
  assert.equal(inertLines('ab\u202e\r\ncd', 10), 'ab\ncd')
  assert.match(inertLines('a\n'.repeat(100), 60), /^a\na.*\(cut; 200 characters\)$/s)
})
