import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { TuttiError } from '@tutti/analytics/errors'
import fc from 'fast-check'
import { canonicalJson, contentHash, pointerTo, requireJson, sha256, sourceVersion } from './index.ts'
import type { Json } from './index.ts'

test('canonical JSON of the RFC 8785 section 3.2.2 sample', () => {
  // Input and output of RFC 8785, sections 3.2.2 and 3.2.3 (control character and euro sign written as escapes here).
  const sample = JSON.parse(
    '{"numbers":[333333333.33333329,1E30,4.50,2e-3,0.000000000000000000000000001],' +
      '"string":"\\u20ac$\\u000F\\u000aA\'\\u0042\\u0022\\u005c\\\\\\"\\/","literals":[null,true,false]}',
  ) as Json
  assert.equal(
    canonicalJson(sample),
    '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],' +
      '"string":"\u20ac$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
  )
})

test('canonical keys are in the UTF-16 order of RFC 8785 section 3.2.3', () => {
  const keys = ['\u20ac', '\r', '\ufb33', '1', '\ud83d\ude00', '\u0080', '\u00f6']
  const value = Object.fromEntries(keys.map((key) => [key, 0]))
  const order = [...canonicalJson(value).matchAll(/"((?:\\r|[^"])+)":/g)].map((match) => match[1])
  assert.deepEqual(order, ['\\r', '1', '\u0080', '\u00f6', '\u20ac', '\ud83d\ude00', '\ufb33'])
})

test('SHA-256 of "abc" is the value of FIPS 180-2 appendix B.1, for text and for bytes', () => {
  const expected = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'
  assert.equal(sha256('abc'), expected)
  assert.equal(sha256(Buffer.from('abc')), expected)
})

test('the content hash does not depend on key order, and reading canonical JSON back keeps it', () => {
  assert.equal(contentHash({ a: 1, b: [1, 2] }), contentHash({ b: [1, 2], a: 1 }))
  assert.notEqual(contentHash({ a: 1, b: [1, 2] }), contentHash({ a: 1, b: [2, 1] }))
  assert.equal(contentHash(-0), contentHash(0))
  fc.assert(
    fc.property(fc.jsonValue({ stringUnit: 'grapheme' }), (value) => {
      const text = canonicalJson(value as Json)
      assert.equal(canonicalJson(JSON.parse(text) as Json), text)
    }),
    { seed: 1, numRuns: 300 },
  )
})

test('what JSON would lose in silence is refused, with the pointer to its place', () => {
  const cycle: unknown[] = []
  cycle.push({ inner: cycle })
  let deep: unknown = 0
  for (let i = 0; i < 5000; i++) deep = [deep]
  const cases: [unknown, string, RegExp][] = [
    [Number.NaN, '', /NaN/],
    [{ a: [1, Number.POSITIVE_INFINITY] }, '/a/1', /Infinity/],
    [{ 'x/y~z': undefined }, '/x~1y~0z', /undefined/],
    [[() => 1], '/0', /function/],
    [{ n: 1n }, '/n', /bigint/],
    [{ s: Symbol('s') }, '/s', /symbol/],
    // oxlint-disable-next-line no-sparse-arrays
    [[1, , 3], '/1', /undefined/],
    [{ when: new Date(0) }, '/when', /Date/],
    [{ path: new Float64Array(2) }, '/path', /Float64Array/],
    [{ map: new Map() }, '/map', /Map/],
    [['\ud800'], '/0', /surrogate/],
    [{ '\udc00': 1 }, '/\udc00', /surrogate/],
    [{ [Symbol('key')]: 1 }, '', /symbol key/],
    [cycle, '/0/inner', /contains it/],
    [deep, '/0'.repeat(1000), /nesting/],
  ]
  for (const [value, place, got] of cases) {
    assert.throws(
      () => canonicalJson(value as Json),
      (error) => {
        assert.ok(error instanceof TuttiError)
        assert.equal(error.code, 'invalid-input')
        assert.equal(error.details.field, place)
        assert.match(error.details.got!, got)
        return true
      },
    )
  }
})

test('all places of a value that is not plain JSON are reported at once', () => {
  assert.throws(
    () => requireJson({ a: Number.NaN, b: { c: undefined }, d: 1 }, 'the result of step x'),
    (error) => {
      assert.ok(error instanceof TuttiError)
      assert.match(error.message, /^the result of step x is not plain JSON at "\/a"/)
      assert.deepEqual(
        error.details.problems?.map((problem) => problem.field),
        ['/a', '/b/c'],
      )
      return true
    },
  )
})

test('a value that is referred to twice without a cycle is plain JSON', () => {
  const shared = { x: 1 }
  assert.equal(canonicalJson([shared, shared]), '[{"x":1},{"x":1}]')
})

test('JSON pointers escape as in RFC 6901', () => {
  assert.equal(pointerTo([]), '')
  assert.equal(pointerTo(['a/b', 'm~n', 0, '']), '/a~1b/m~0n/0/')
})

test('the code version changes with each source, and not with tests, other files or the place of the checkout', (t) => {
  const home = mkdtempSync(join(tmpdir(), 'tutti-sources-'))
  t.after(() => rmSync(home, { recursive: true }))
  const checkout = (name: string, files: Record<string, string>): string => {
    const root = join(home, name)
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(join(root, path, '..'), { recursive: true })
      writeFileSync(join(root, path), text)
    }
    return root
  }
  const sources = { 'a.ts': 'export const a = 1', 'deep/b.ts': 'export const b = 2' }
  const version = sourceVersion([checkout('one', sources)])
  assert.match(version, /^[0-9a-f]{64}$/)
  const noise = { 'a.test.ts': 'x', 'notes.md': 'x', 'node_modules/m/m.ts': 'x' }
  assert.equal(sourceVersion([checkout('two', { ...sources, ...noise })]), version)
  const others = {
    edited: { ...sources, 'a.ts': 'export const a = 3' },
    added: { ...sources, 'c.ts': '' },
    renamed: { 'a.ts': 'export const a = 1', 'deep/c.ts': 'export const b = 2' },
    swapped: { 'a.ts': sources['deep/b.ts'], 'deep/b.ts': sources['a.ts'] },
  }
  const versions = Object.entries(others).map(([name, files]) => sourceVersion([checkout(name, files)]))
  assert.equal(new Set([version, ...versions]).size, 5)
  assert.throws(() => sourceVersion([join(home, 'absent')]), { code: 'missing-data' })
  assert.throws(() => sourceVersion([checkout('empty', { 'notes.md': '' })]), { code: 'missing-data' })
})
