import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Json } from '@tutti/runtime'
import { valueAtPointer } from '@tutti/workflows/figures'
import { resultPage } from './result-page.ts'

/** The value put together again from its pages and, where a member is named only, from its own pages. */
function readAgain(root: Json, pointer: string, most: number): Json {
  const value = valueAtPointer(root, pointer) as Json
  const first = resultPage(value, pointer, 0, most)
  if (first.next_offset === null && first.members === undefined) return first.value as Json
  const texts: string[] = []
  const members: [string, Json][] = []
  for (let offset: number | null = 0; offset !== null;) {
    const page = resultPage(value, pointer, offset, most)
    if (typeof page.value === 'string') texts.push(page.value)
    for (const member of page.members ?? []) {
      const key = member.pointer
        .slice(pointer.length + 1)
        .replaceAll('~1', '/')
        .replaceAll('~0', '~')
      members.push([key, member.value === undefined ? readAgain(root, member.pointer, most) : member.value])
    }
    assert.ok(page.next_offset === null || page.next_offset > offset, 'a page that goes nowhere')
    offset = page.next_offset
  }
  if (first.kind === 'string') return texts.join('')
  return Array.isArray(value) ? members.map(([, member]) => member) : Object.fromEntries(members)
}

test('a value of any shape can be read in full by its pages', () => {
  const value = fc.jsonValue({ maxDepth: 4 }).filter((json) => !JSON.stringify(json).includes('__proto__'))
  fc.assert(
    fc.property(value, fc.integer({ min: 20, max: 400 }), (generated, most) => {
      const json = JSON.parse(JSON.stringify(generated)) as Json // without minus zero
      assert.deepEqual(readAgain(json, '', most), json)
    }),
    { seed: 11, numRuns: 200 },
  )
})

test('a page of a large result stays near its size', () => {
  const rows = Array.from({ length: 5000 }, (_, i) => ({ name: `row ${i}`, figures: [i, i / 3, i / 7] }))
  for (const most of [10_000, 100_000]) {
    let offset: number | null = 0
    let pages = 0
    while (offset !== null) {
      const page = resultPage(rows, '/rows', offset, most)
      assert.ok(JSON.stringify(page).length < 1.5 * most + 500, `${JSON.stringify(page).length} for ${most}`)
      offset = page.next_offset
      pages++
    }
    assert.ok(pages > 1)
  }
})

test('a small value comes whole, with its size', () => {
  assert.deepEqual(resultPage({ a: 1 }, '/x', 0, 1000), {
    pointer: '/x',
    kind: 'object',
    characters: 7,
    value: { a: 1 },
    next_offset: null,
  })
})
