import assert from 'node:assert/strict'
import test from 'node:test'
import { pensionCashFlowsOperation } from './pension-cash-flows.ts'

const { example } = pensionCashFlowsOperation
const pensioner = { id: 'P1', birthDate: '1955-01-20', sex: 'male', status: 'pensioner', annualPension: 15_200 }
const run = (rows: Record<string, string | number | boolean | null>[]) =>
  pensionCashFlowsOperation.run({ ...example, members: [pensioner, ...rows] })
const reason = (row: Record<string, string | number | boolean | null>): string =>
  run([{ ...pensioner, id: 'X', ...row }]).failures[0].reason

test('a bad cell of a row is named with what stands there and what is expected', () => {
  assert.equal(reason({ birthDate: '20.01.1955' }), 'birthDate: got "20.01.1955", expected a date YYYY-MM-DD')
  assert.equal(reason({ sex: 'M' }), 'sex: got "M", expected one of "female"|"male"')
  assert.equal(reason({ annualPension: '1,000' }), 'annualPension: got "1,000", expected number')
  assert.match(reason({ annualPension: -1 }), /^annualPension: got -1, expected number to be >=0$/)
  assert.match(reason({ status: null }), /^status: got nothing, expected one of "active"/)
})

test('columns that are unknown are named, with the known ones', () => {
  assert.match(reason({ pension: 1 }), /^unknown column "pension"; the columns are id, birthDate, sex, status/)
  assert.match(reason({ pension: 1, town: 'Ulm' }), /^unknown column "pension", "town"; /)
})

test('a spousePercent between 0 and 1 is cautioned as read in percent', () => {
  const cautions = (spousePercent: number) => run([{ ...pensioner, id: 'X', spousePercent }]).cautions
  assert.match(cautions(0.5).join(), /^1 of 2 rows have a spousePercent between 0 and 1/)
  for (const percent of [0, 1, 50]) assert.deepEqual(cautions(percent), [])
})
