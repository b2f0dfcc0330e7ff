import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkedBrief } from './checked-brief.ts'
import { citableFigures } from './citables.ts'

const results = {
  desk: {
    checks: [
      { id: 'a', agrees: true },
      { id: 'b', agrees: true },
    ],
    tests: [
      { id: 'mean', kind: 'moment', passed: true },
      { id: 'variance', kind: 'moment', passed: false },
      { id: 'price', kind: 'price', passed: true },
    ],
    packages: [
      { id: 'one', feasible: false },
      { id: 'two', feasible: false },
    ],
    banks: [{ id: 'north', stable: true }, { id: 'south' }],
  },
}
const citables = citableFigures({}, results)
const many = (list: string, ...fits: string[]): string => `{{desk#/${[list, '| length', ...fits].join(' ')}}}`

const isTaken = (draft: string): boolean => {
  const verdict = checkedBrief(draft, citables)
  if (!verdict.ok) assert.match(verdict.reasons.join('\n'), /that does not hold/)
  return verdict.ok
}

test('what is said of all or of none of the items that a number counts holds by the yes or no of each', () => {
  const { checks, tests, packages } = {
    checks: many('checks'),
    tests: many('tests'),
    packages: many('packages'),
  }
  for (const [whole, draft] of [
    [true, `All ${checks} checks agree.`],
    [true, `None of the ${checks} checks differs.`],
    [true, `All ${checks} checks found no disagreement.`],
    [false, `None of the ${checks} checks agrees.`],
    [false, `All ${checks} checks differ.`],
    [false, `All ${tests} tests passed.`],
    [false, `Every one of the ${tests} tests passed.`],
    [false, `None of the ${tests} tests failed.`],
    [false, `All ${packages} packages meet every limit.`],
    [false, `Each of the ${packages} packages respects the limits.`],
    [true, `All ${packages} packages break a limit.`],
    [true, `None of the ${packages} packages is feasible.`],
  ] as const)
    assert.equal(isTaken(draft), whole, draft)
})

test('a number of those that are something is not said of those that are the contrary', () => {
  assert.ok(isTaken(`${many('tests')} tests were made, and ${many('tests', 'passed', 'false')} failed.`))
  assert.ok(!isTaken(`${many('tests')} tests were made, and ${many('tests', 'passed', 'false')} passed.`))
  assert.ok(isTaken(`${many('tests', 'kind', 'price')} tests of prices passed.`))
  assert.ok(!isTaken(`All ${many('tests', 'kind', 'moment')} tests of moments passed.`))
  assert.ok(!isTaken(`Of ${many('checks')} checks, ${many('checks', 'agrees', 'true')} found a disagreement.`))
})

test('what is not said of all of them, not asserted, or not known of each is left alone', () => {
  for (const draft of [
    `Not all ${many('tests')} tests passed.`,
    `Nearly all ${many('tests')} tests passed.`,
    `${many('tests', 'passed', 'true')} of ${many('tests')} tests passed.`,
    `All ${many('tests')} tests but that of the variance passed.`,
    `All ${many('packages')} packages were priced, whether they meet the limits or not.`,
    `All ${many('packages')} packages would have to meet the limits.`,
    `All ${many('banks')} banks are stable.`,
    `All ${many('banks')} banks passed.`,
  ])
    assert.ok(isTaken(draft), draft)
})
