import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Agent, type BaseModelConfig, type Message, Model, type ModelStreamEvent } from '@strands-agents/sdk'
import { type Operation, operations } from '@tutti/operations'
import { operationTools } from './operation-tools.ts'

interface Call {
  readonly name: string
  readonly input: unknown
}

/** A model that makes the calls of its script one after the other and then ends. */
class ScriptedModel extends Model {
  readonly #calls: readonly Call[]
  #made = 0

  constructor(calls: readonly Call[]) {
    super()
    this.#calls = calls
  }

  override updateConfig(): void {}

  override getConfig(): BaseModelConfig {
    return { modelId: 'scripted', contextWindowLimit: 1_000_000 }
  }

  override async *stream(_messages: Message[]): AsyncIterable<ModelStreamEvent> {
    const call = this.#calls[this.#made++] as Call | undefined
    yield { type: 'modelMessageStartEvent', role: 'assistant' }
    if (call === undefined) {
      yield { type: 'modelContentBlockStartEvent' }
      yield { type: 'modelContentBlockDeltaEvent', delta: { type: 'textDelta', text: 'done' } }
    } else {
      const toolUseId = `call-${this.#made}`
      yield { type: 'modelContentBlockStartEvent', start: { type: 'toolUseStart', name: call.name, toolUseId } }
      const input = JSON.stringify(call.input)
      yield { type: 'modelContentBlockDeltaEvent', delta: { type: 'toolUseInputDelta', input } }
    }
    yield { type: 'modelContentBlockStopEvent' }
    yield { type: 'modelMessageStopEvent', stopReason: call === undefined ? 'endTurn' : 'toolUse' }
  }
}

/** What the tools answered to the calls of a script: JSON where they succeeded, text where they failed. */
async function answers(calls: readonly Call[], offered: readonly Operation[]) {
  const agent = new Agent({ model: new ScriptedModel(calls), tools: operationTools(offered), printer: false })
  await agent.invoke('go')
  return agent.messages
    .flatMap((message) => message.content)
    .filter((block) => block.type === 'toolResultBlock')
    .map(({ status, content }) => {
      const [first] = content
      return {
        status,
        value: first.type === 'jsonBlock' ? first.json : first.type === 'textBlock' ? first.text : first,
      }
    })
}

test('an agent can call every operation as a tool and gets its output', async () => {
  const tools = operationTools(operations)
  assert.equal(new Set(tools.map(({ name }) => name)).size, operations.length)
  for (const { name } of tools) assert.match(name, /^[a-zA-Z0-9_-]{1,64}$/)
  // a few at a time, so that no message slides out of the window of the conversation
  for (let start = 0; start < operations.length; start += 10) {
    const some = operations.slice(start, start + 10)
    const got = await answers(
      some.map(({ name, example }) => ({ name: name.replace('/', '_'), input: example })),
      some,
    )
    some.forEach(({ name, run, example }, i) => {
      assert.equal(got[i].status, 'success', `${name}: ${JSON.stringify(got[i].value)}`)
      assert.deepEqual(got[i].value, JSON.parse(JSON.stringify(run(example))), name)
    })
  }
})

test('a wrong input comes back to the model as an error with each problem and its place', async () => {
  const [answer] = await answers([{ name: 'models_black-scholes', input: { spot: -1 } }], operations)
  assert.equal(answer.status, 'error')
  assert.match(JSON.stringify(answer.value), /invalid-input.*- spot: .*got -1.*- strike/s)
})
