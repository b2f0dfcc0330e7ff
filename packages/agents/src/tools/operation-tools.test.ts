import assert from 'node:assert/strict'
import { test } from 'node:test'
import { operations } from '@tutti/operations'
import { operationTools } from './operation-tools.ts'
import { refusalOf, toolAnswers } from './tool-answers.fixture.ts'

test('an agent can call every operation as a tool and gets its output, shortened where it is long', async () => {
  const outputs = new Map<string, string>()
  const tools = operationTools(operations, (name, input) => {
    const output = operations.find((operation) => operation.name === name)!.run(input)
    outputs.set(name, JSON.stringify(output))
    return output
  })
  assert.equal(new Set(tools.map(({ name }) => name)).size, operations.length)
  for (const { name } of tools) assert.match(name, /^[a-zA-Z0-9_-]{1,64}$/)
  // a few at a time, so that no message slides out of the window of the conversation
  for (let start = 0; start < operations.length; start += 10) {
    const some = operations.slice(start, start + 10)
    const got = await toolAnswers(
      tools.slice(start, start + 10),
      some.map(({ name, example }) => ({
        tool: name.replace('/', '_'),
        input: example as Readonly<Record<string, unknown>>,
      })),
    )
    some.forEach(({ name }, i) => {
      assert.equal(got[i].status, 'success', `${name}: ${JSON.stringify(got[i].value)}`)
      const whole = outputs.get(name)!
      const shown = JSON.stringify(got[i].value)
      if (shown === whole) return
      assert.ok(Buffer.byteLength(whole) > 11_000, `${name} is short and is not given in full`)
      assert.ok(Buffer.byteLength(shown) <= 12_000, `${name} is not bounded`)
      assert.match(shown, /^{"\(shortened\)":"The output is too long/, name)
    })
  }
})

test('an operation is the function of the catalogue where nothing else is to compute it', async () => {
  const offered = operations.filter(({ name }) => name === 'models/black-scholes')
  const [{ example, run }] = offered
  const input = example as Readonly<Record<string, unknown>>
  const [{ value }] = await toolAnswers(operationTools(offered), [{ tool: 'models_black-scholes', input }])
  assert.deepEqual(value, JSON.parse(JSON.stringify(run(example))))
})

test('a wrong input comes back to the model as an error with each problem and its place', async () => {
  const tools = operationTools(operations.filter(({ name }) => name === 'models/black-scholes'))
  const { code, problems } = await refusalOf(tools, 'models_black-scholes', { spot: -1 })
  assert.equal(code, 'invalid-input')
  assert.equal(problems?.find(({ field }) => field === 'spot')?.got, '-1')
  assert.ok(problems?.some(({ field }) => field === 'strike'))
})
