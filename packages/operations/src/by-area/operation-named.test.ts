import assert from 'node:assert/strict'
import { test } from 'node:test'
import { operation } from '../catalogue/index.ts'
import { areaOperations, operationNamed } from './index.ts'

test('an operation found by its area is the one of the catalogue, also where it calls all others', async () => {
  for (const name of ['rates/swap', 'time-series/adf-test', 'portfolio/price']) {
    assert.equal(await operationNamed(name), operation(name))
  }
})

test('a name that is not there is refused with those near it', async () => {
  for (const name of ['rates/swapp', 'nowhere/at-all', 'swap', '__proto__/x']) {
    await assert.rejects(operationNamed(name), { code: 'unsupported' })
  }
})

test('areas give their operations in the order of their names, and one that is not there none', async () => {
  const names = (await areaOperations(['fx', 'bonds', 'nowhere'])).map(({ name }) => name)
  assert.deepEqual(names, names.toSorted())
  assert.deepEqual([...new Set(names.map((name) => name.split('/')[0]))], ['bonds', 'fx'])
})
