import assert from 'node:assert/strict'
import { test } from 'node:test'
import { operation } from '../catalogue/index.ts'
import { inputSchema } from '../description/index.ts'
import { tableField } from './index.ts'

const schemaOf = (name: string) => inputSchema(operation(name))
const refused = { code: 'invalid-input' }

test('rows of returns become lists of numbers, dates in front left out and an empty cell null', () => {
  const text = 'date,U.S.,"Europe, all"\n2025-01-31,0.01,-0.02\n2025-02-28,,0.03\n'
  const schema = schemaOf('covariance/ledoit-wolf')
  assert.deepEqual(tableField(text, 'returns', schema, false), [
    [0.01, -0.02],
    [null, 0.03],
  ])
  assert.deepEqual(tableField(text, 'returns', schema, true), [
    [0.01, null],
    [-0.02, 0.03],
  ])
})

test('a single column becomes a list of numbers, rows of records become objects', () => {
  const series = tableField('day;level\na;1.5\nb;2\n', 'series', schemaOf('time-series/adf-test'), false)
  assert.deepEqual(series, [1.5, 2])
  const trades = tableField(
    'id,sector,rating,amount,averageDailyAmount,dailyVolatility\nx,bank,A,100,1000,0.01\n',
    'trades',
    schemaOf('execution/transaction-costs'),
    false,
  )
  assert.deepEqual(trades, [
    { id: 'x', sector: 'bank', rating: 'A', amount: 100, averageDailyAmount: 1000, dailyVolatility: 0.01 },
  ])
})

test('a table read in gives what the same input written out gives', () => {
  const rows = [
    [0.012, 0.008, -0.004],
    [-0.007, -0.011, 0.002],
    [0.004, 0.009, 0.001],
    [0.015, 0.006, -0.006],
  ]
  const text = `a,b,c\n${rows.map((row) => row.join(',')).join('\n')}`
  const run = operation('covariance/ledoit-wolf')
  const returns = tableField(text, 'returns', inputSchema(run), false)
  assert.deepEqual(run.run({ returns, target: 'identity' }), run.run({ returns: rows, target: 'identity' }))
})

test('what is no table of numbers is refused with its line', () => {
  const schema = schemaOf('covariance/ledoit-wolf')
  assert.throws(() => tableField('a,b\n1,x\n', 'returns', schema, false), /line 2 .* under b/)
  assert.throws(() => tableField('a,b\n1\n', 'returns', schema, false), /line 2 has 1 cells/)
  assert.throws(() => tableField('a,b\n', 'returns', schema, false), refused)
  assert.throws(() => tableField('a\n1\n', 'target', schema, false), /takes no table/)
  assert.throws(() => tableField('a,b\n1,2\n', 'series', schemaOf('time-series/adf-test'), false), /one column/)
})
