import assert from 'node:assert/strict'
import { test } from 'node:test'
import { operation } from '@tutti/operations'
import { Calculator } from './calculator.ts'

const heavy = 'portfolio/price'
const example = operation(heavy).example
const expected = JSON.stringify(operation(heavy).run(example))

/** An input that keeps a thread for minutes. */
const endless = {
  positions: Array.from({ length: 200_000 }, (_, i) => ({
    id: String(i),
    operation: 'models/heston-price',
    input: operation('models/heston-price').example as Record<string, unknown>,
  })),
}

test('an operation is computed on a thread and gives what it gives here', async () => {
  const calculator = new Calculator({ workers: 2, limitSeconds: 60 })
  const outputs = await Promise.all([1, 2, 3, 4, 5].map(() => calculator.run(heavy, example)))
  for (const output of outputs) assert.equal(JSON.stringify(output), expected)
  await assert.rejects(calculator.run(heavy, { positions: [] }), { code: 'invalid-input' })
  assert.equal(JSON.stringify(await calculator.run(heavy, example)), expected)
  await calculator.close()
})

test('an operation past its time is ended, and the next one is computed', async () => {
  const calculator = new Calculator({ workers: 1, limitSeconds: 1 })
  const long = calculator.run(heavy, endless)
  const next = calculator.run(heavy, example)
  await assert.rejects(long, { code: 'calculation-failed', message: /longer than 1 s/ })
  assert.equal(JSON.stringify(await next), expected)
  await calculator.close()
})

test('when too many wait, one more is refused; when it closes, all that wait are', async () => {
  const calculator = new Calculator({ workers: 1, limitSeconds: 60, mostWaiting: 1 })
  const running = calculator.run(heavy, endless)
  const waiting = calculator.run(heavy, example)
  await assert.rejects(calculator.run(heavy, example), { code: 'conflict', message: /waiting/ })
  const ended = Promise.all([assert.rejects(running), assert.rejects(waiting, { code: 'conflict' })])
  await calculator.close()
  await ended
  await assert.rejects(calculator.run(heavy, example), { code: 'conflict', message: /stopping/ })
})

test('an unknown operation is refused', async () => {
  const calculator = new Calculator({ workers: 1, limitSeconds: 1 })
  await assert.rejects(calculator.run('no/such', {}), { code: 'unsupported' })
  await calculator.close()
})
