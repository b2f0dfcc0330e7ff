import assert from 'node:assert/strict'
import { test } from 'node:test'
import { yearOnYearInflationSwapOperation as operation } from './inflation-swaps.ts'

const { inflationModel, ...plain } = operation.example

test('a model gives the factors that could have been given, and moves the par rate by them', () => {
  const modelled = operation.run({ ...plain, inflationModel })
  assert.equal(modelled.convexityFactors[0], 1)
  assert.ok(modelled.convexityFactors[4] !== 1)
  const { convexityFactors } = modelled
  assert.deepEqual(operation.run({ ...plain, convexityFactors }), modelled)
  const neglected = operation.run(plain)
  assert.deepEqual(neglected.convexityFactors, [1, 1, 1, 1, 1])
  assert.equal(Math.sign(modelled.parRate - neglected.parRate), Math.sign(convexityFactors[4] - 1))
})

test('factors and a model together are refused', () => {
  assert.throws(() => operation.run({ ...plain, inflationModel, convexityFactors: [1, 1, 1, 1, 1] }), {
    code: 'invalid-input',
    message: /either convexityFactors or inflationModel/,
  })
})
