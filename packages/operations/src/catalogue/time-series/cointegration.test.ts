import assert from 'node:assert/strict'
import test from 'node:test'
import { engleGrangerOperation, ouOptimalLevelsOperation, phillipsOuliarisOperation } from './index.ts'
import { exampleWalk } from './series-schemas.ts'

test('one regressor may be a plain list', () => {
  const lists = { ...engleGrangerOperation.example, x: exampleWalk }
  assert.deepEqual(engleGrangerOperation.run(lists), engleGrangerOperation.run(engleGrangerOperation.example))
  const plain = { ...phillipsOuliarisOperation.example, x: exampleWalk }
  assert.deepEqual(
    phillipsOuliarisOperation.run(plain),
    phillipsOuliarisOperation.run(phillipsOuliarisOperation.example),
  )
  assert.throws(() => engleGrangerOperation.run({ ...lists, x: exampleWalk.slice(1) }), { code: 'invalid-input' })
})

test('optimal levels without a cost are refused with the reason', () => {
  const of = { speed: 8, mean: 0.3, sigma: 0.3, objective: 'return' as const }
  const refused = { code: 'invalid-input', message: /both are the mean/ }
  assert.throws(() => ouOptimalLevelsOperation.run({ ...of, cost: 0 }), refused)
})
