import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { test } from 'node:test'
import { Message } from '@strands-agents/sdk'
import { speakingAgent } from './conversation.fixture.ts'
import { OfflineModel } from './offline-model.ts'
import type { OfflineTurn } from './offline-model.ts'

const turns: readonly OfflineTurn[] = [
  [
    { tool: 'read_result', input: { pointer: '/risk' } },
    { tool: 'what_if', input: { assumption: 'volatility', value: 0.25 } },
  ],
  [{ tool: 'read_result', input: { pointer: '/cost' } }],
  { text: 'Read.' },
]

test('the offline model really calls the tools of its turns through the agent loop, several at once', async () => {
  const { agent, called } = speakingAgent(new OfflineModel(turns))
  const result = await agent.invoke('Explain.')
  assert.equal(result.stopReason, 'endTurn')
  assert.equal(result.toString(), 'Read.')
  assert.deepEqual(called, [
    ['read_result', { pointer: '/risk' }],
    ['what_if', { assumption: 'volatility', value: 0.25 }],
    ['read_result', { pointer: '/cost' }],
  ])
  const ids = agent.messages.flatMap(({ content }) =>
    content.flatMap((block) => (block.type === 'toolUseBlock' ? [block.toolUseId] : [])),
  )
  assert.deepEqual(ids, ['offline-1-1', 'offline-1-2', 'offline-2-1'])
})

test('after its last turn the offline model ends with nothing to say, also when its last call was refused', async () => {
  const { agent } = speakingAgent(new OfflineModel([[{ tool: 'what_if', input: { assumption: 'volatility' } }]]))
  const result = await agent.invoke('Explain.')
  assert.equal(result.stopReason, 'endTurn')
  assert.equal(result.toString(), '')
  const results = agent.messages.flatMap(({ content }) =>
    content.flatMap((block) => (block.type === 'toolResultBlock' ? [block.status] : [])),
  )
  assert.deepEqual(results, ['error'])
})

test('a conversation that was cut goes on at the turn where it stood', async () => {
  const { agent } = speakingAgent(new OfflineModel(turns))
  await agent.invoke('Explain.')
  const kept = agent.messages.slice(0, 3).map((message) => Message.fromJSON(message.toJSON()))
  const { agent: again } = speakingAgent(new OfflineModel(turns))
  again.messages.push(...kept)
  await again.invoke([])
  const words = (from: typeof agent) => from.messages.map(({ role, content }) => ({ role, content }))
  assert.deepEqual(JSON.parse(JSON.stringify(words(again))), JSON.parse(JSON.stringify(words(agent))))
})

test('an offline conversation loads neither the OpenAI nor the Anthropic client, and opens no connection', () => {
  const program = `
    import { registerHooks } from 'node:module'
    import net from 'node:net'
    import dns from 'node:dns'
    const loaded = []
    registerHooks({ resolve: (specifier, context, next) => { const found = next(specifier, context); loaded.push(found.url); return found } })
    net.Socket.prototype.connect = () => { throw new Error('a connection was opened') }
    dns.lookup = () => { throw new Error('a name was looked up') }
    const { Agent } = await import('@strands-agents/sdk')
    const { OfflineModel, offlinePlan, recordedModel, budgetMeter, offlineChoice } = await import(${JSON.stringify(new URL('index.ts', import.meta.url).href)})
    const meter = budgetMeter({ tokens: 1, usd: 1, seconds: 1 })
    const result = await new Agent({ model: new OfflineModel([{ text: 'Done.' }]), printer: false }).invoke('Go.')
    console.log(JSON.stringify({ text: result.toString(), clients: loaded.filter((url) => /\\/(openai|@anthropic-ai)\\/|models\\/clients\\//.test(url)) }))`
  const output = execFileSync(process.execPath, ['--input-type=module', '-e', program], {
    encoding: 'utf8',
    cwd: import.meta.dirname,
  })
  assert.deepEqual(JSON.parse(output), { text: 'Done.', clients: [] })
})
