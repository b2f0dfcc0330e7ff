import assert from 'node:assert/strict'
import test from 'node:test'
import { problemText } from '@tutti/analytics/errors'
import { parsedCases, repeatedNames } from './parsed-cases.ts'

const good = {
  name: 'risk/some_case',
  inputs: { function: 'kupiec', items: [] },
  expected: { lr: [1] },
  tolerance: { abs: 1e-9 },
  source: 'a book',
}

const problemsOf = (content: unknown): string[] =>
  parsedCases(JSON.stringify(content), 'mine.json').problems.map(problemText)

test('a well-formed file gives its cases with their file', () => {
  const parsed = parsedCases(JSON.stringify([good, { ...good, name: 'risk/other', notes: 'why' }]), 'mine.json')
  assert.deepEqual(parsed.problems, [])
  assert.deepEqual(
    parsed.cases.map(({ name, file }) => [name, file]),
    [
      ['risk/some_case', 'mine.json'],
      ['risk/other', 'mine.json'],
    ],
  )
})

test('a malformed case is told with file, case and field, and the others are kept', () => {
  const parsed = parsedCases(
    JSON.stringify([good, { ...good, name: 'risk/bad', tolerance: { abs: '1e-9' }, source: '' }]),
    'mine.json',
  )
  assert.equal(parsed.cases.length, 1)
  const texts = parsed.problems.map(problemText)
  assert.equal(texts.length, 2)
  assert.match(texts[0], /^mine\.json: risk\/bad: tolerance\.abs: /)
  assert.match(texts[1], /^mine\.json: risk\/bad: source: expected where the values come from/)
})

test('a case without a name is told by its place', () => {
  const { name: _name, ...nameless } = good
  assert.match(problemsOf([good, nameless])[0], /^mine\.json: case 2: name: /)
})

test('every fault of a case has its problem', () => {
  const faults: readonly [object, RegExp][] = [
    [{ name: 'no-area' }, /the area, a slash/],
    [{ inputs: { items: [] } }, /inputs\.function/],
    [{ expected: {} }, /at least one result/],
    [{ tolerance: { abs: -1 } }, /tolerance\.abs/],
    [{ extra: 1 }, /extra/],
    [{ inputs: [] }, /inputs/],
  ]
  for (const [fault, pattern] of faults) {
    const texts = problemsOf([{ ...good, ...fault }])
    assert.equal(texts.length, 1, texts.join('\n'))
    assert.match(texts[0], pattern)
  }
})

test('what is not JSON, no array or empty is a problem of the file', () => {
  const broken = parsedCases('[{"name": ', 'mine.json').problems
  assert.match(problemText(broken[0]), /^mine\.json: is not JSON \(got .+, expected a JSON array of cases\)$/)
  assert.match(problemsOf({ cases: [good] })[0], /holds no array of cases/)
  assert.match(problemsOf([])[0], /empty array/)
  assert.match(problemsOf(null)[0], /holds no array of cases/)
})

test('a description of forms is no case file and no fault', () => {
  const parsed = parsedCases(JSON.stringify({ kupiec: { area: 'risk', forms: [{ inputs: {} }] } }), 'forms.json')
  assert.deepEqual(parsed, { cases: [], problems: [], describesForms: true })
})

test('a name used twice is told with both files', () => {
  const { cases } = parsedCases(JSON.stringify([good]), 'a.json')
  const again = parsedCases(JSON.stringify([good]), 'b.json').cases
  assert.deepEqual(repeatedNames([...cases, ...again]).map(problemText), [
    'b.json: risk/some_case: another case in a.json has the same name',
  ])
})
