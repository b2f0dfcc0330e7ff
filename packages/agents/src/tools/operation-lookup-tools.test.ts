import assert from 'node:assert/strict'
import { test } from 'node:test'
import { operations } from '@tutti/operations'
import { inputSchema } from '@tutti/operations/description'
import { allowedOperations } from './allowed-operations.ts'
import { affordableOperationTools } from './operation-lookup-tools.ts'
import { answerOf, refusalOf } from './tool-answers.fixture.ts'

const compute = async (name: string, input: unknown): Promise<unknown> =>
  operations.find((operation) => operation.name === name)!.run(input)
const few = allowedOperations(['bonds/treasury-bill'], operations)
const many = allowedOperations(['rates/'], operations)
const quiet = (): void => {}

test('a short list is a tool each; a long one is looked up, so that no prompt carries hundreds of thousands of tokens', () => {
  assert.deepEqual(
    affordableOperationTools(few, compute, quiet).map(({ name }) => name),
    ['bonds_treasury-bill'],
  )
  const tools = affordableOperationTools(many, compute, quiet)
  assert.deepEqual(
    tools.map(({ name }) => name),
    ['describe_operation', 'calculate'],
  )
  const schemas = many.reduce((sum, operation) => sum + JSON.stringify(inputSchema(operation)).length, 0)
  assert.ok(schemas > 200_000)
  assert.ok(JSON.stringify(tools.map(({ toolSpec }) => toolSpec)).length < 20_000)
})

test('what is looked up computes as the operation does, and nothing beyond the list can be reached', async () => {
  const tools = affordableOperationTools(many, compute, quiet)
  const [{ name, example }] = many
  const described = await answerOf(tools, 'describe_operation', { operation: name })
  assert.equal((described as { name: string }).name, name)
  const computed = await answerOf(tools, 'calculate', { operation: name, input: example })
  assert.ok(Object.keys(computed as object).length > 0)
  for (const tool of ['describe_operation', 'calculate']) {
    const input = tool === 'calculate' ? { input: {} } : {}
    const { message } = await refusalOf(tools, tool, { operation: 'bonds/treasury-bill', ...input })
    assert.match(message, /no calculation of this specialist/)
  }
})
