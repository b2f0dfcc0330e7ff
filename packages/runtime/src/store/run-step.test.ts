/** Steps and differences of runs, on every run store. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { TuttiError } from '@tutti/analytics/errors'
import type { Json } from '../hashing/index.ts'
import { newRun, newStep } from '../testing/new-run.ts'
import { storeMakers } from '../testing/store-makers.ts'
import { diffRuns, runStep } from './index.ts'

for (const [name, open] of Object.entries(storeMakers)) {
  describe(name, () => {
    test('a step is computed once and reused by every later run, bit for bit', async (t) => {
      const store = open(t)
      const [one, two] = [store.createRun(newRun()).id, store.createRun(newRun()).id]
      let computed = 0
      const step = { name: 'simulate', inputs: { paths: 3 }, seed: 1, codeVersion: 'v1' }
      const compute = async (): Promise<{ z: number; a: number[] }> => {
        computed++
        return { z: -0, a: [1 / 3] }
      }
      const first = await runStep(store, one, step, compute)
      const again = await runStep(store, one, step, compute)
      const other = await runStep(store, two, step, compute)
      assert.equal(computed, 1)
      assert.deepEqual([first.reused, again.reused, other.reused], [false, true, true])
      assert.deepEqual(Object.keys(first.value), Object.keys(other.value))
      assert.ok(Object.is(first.value.z, 0) && Object.is(other.value.z, 0), 'first and later runs see the same zero')
      assert.deepEqual(first, { ...other, reused: false })
      assert.deepEqual([store.steps(one)[0].reused, store.steps(two)[0].reused], [false, true])
      assert.equal(store.steps(one)[0].hash, store.steps(two)[0].hash)
    })

    test('another name, input, seed or code version is another step', async (t) => {
      const store = open(t)
      const { id } = store.createRun(newRun())
      const step = { name: 'a', inputs: { x: 1 }, seed: 1, codeVersion: 'v1' }
      const variants = [
        step,
        { ...step, name: 'b' },
        { ...step, inputs: { x: 2 } },
        { ...step, seed: 2 },
        { ...step, codeVersion: 'v2' },
      ]
      for (const variant of variants) assert.equal((await runStep(store, id, variant, () => 1)).reused, false)
      await assert.rejects(
        runStep(store, id, { ...step, seed: 0.5 }, () => 1),
        { code: 'invalid-input' },
      )
    })

    test('a step that throws saves nothing and is computed the next time', async (t) => {
      const store = open(t)
      const { id } = store.createRun(newRun())
      const step = { name: 'a', inputs: null, seed: 1, codeVersion: 'v1' }
      const failing = async (): Promise<Json> => {
        throw new TuttiError('not-converged', 'no root')
      }
      await assert.rejects(runStep(store, id, step, failing), { code: 'not-converged' })
      await assert.rejects(
        runStep(store, id, step, () => ({ x: Number.NaN })),
        { code: 'invalid-input' },
      )
      assert.deepEqual(store.steps(id), [])
      assert.deepEqual(await runStep(store, id, step, () => 5), { value: 5, reused: false })
    })

    test('the difference of two runs names fields, steps and leaves', (t) => {
      const store = open(t)
      const a = store.createRun(newRun()).id
      const b = store.createRun(newRun({ seed: 43, arguments: { paths: 100, 'x/y': 1 } })).id
      const [same, changed] = [newStep('same'), newStep('changed')]
      store.saveStep(a, same, 1)
      store.saveStep(a, changed, { sharpe: 0.5, weights: [0.6, 0.4], note: 'x' })
      store.saveStep(a, newStep('only a'), 1)
      store.saveStep(b, newStep('same', 7), 1)
      store.saveStep(b, newStep('changed', 7), { sharpe: 0.7, weights: [0.6, 0.3, 0.1], note: { text: 'x' } })
      store.saveStep(b, newStep('only b'), 1)
      const diff = diffRuns(store, a, b)
      assert.equal(diff.sameResults, false)
      assert.deepEqual(
        diff.manifest.filter((field) => field.status === 'changed'),
        [
          { field: 'arguments', status: 'changed', differences: { total: 1, leaves: [{ pointer: '/x~1y', b: 1 }] } },
          { field: 'seed', status: 'changed', differences: { total: 1, leaves: [{ pointer: '', a: 42, b: 43 }] } },
        ],
      )
      assert.deepEqual(diff.steps, [
        { name: 'same', status: 'same', keyChanged: true },
        {
          name: 'changed',
          status: 'changed',
          keyChanged: true,
          differences: {
            total: 4,
            leaves: [
              { pointer: '/note', a: 'x', b: { text: 'x' } },
              { pointer: '/sharpe', a: 0.5, b: 0.7 },
              { pointer: '/weights/1', a: 0.4, b: 0.3 },
              { pointer: '/weights/2', b: 0.1 },
            ],
          },
        },
        { name: 'only a', status: 'only-in-a' },
        { name: 'only b', status: 'only-in-b' },
      ])
      const few = diffRuns(store, a, b, 1).steps.find((step) => step.name === 'changed')
      assert.ok(few?.status === 'changed')
      assert.deepEqual([few.differences.leaves.length, few.differences.total], [1, 4])
      assert.equal(diffRuns(store, a, a).sameResults, true)
    })
  })
}
