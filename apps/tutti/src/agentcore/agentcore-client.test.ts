import assert from 'node:assert/strict'
import { createServer, request } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { test } from 'node:test'
import type { TestContext } from 'node:test'
import { BedrockAgentCoreClient, InvokeAgentRuntimeCommand } from '@aws-sdk/client-bedrock-agentcore'
import { RunDesk, standardModels } from '../client-runs/index.ts'
import { scriptedRuns } from '../testing/scripted-runs.fixture.ts'
import { startedAgentCore } from './agentcore-server.ts'

const arn = 'arn:aws:bedrock-agentcore:us-east-1:123456789012:runtime/tutti-x'

/** The far end of the wire: the service's address, which hands an invocation on to the container as the real one does. */
async function platform(container: string, t: TestContext): Promise<{ endpoint: string; paths: string[] }> {
  const paths: string[] = []
  const server = createServer((incoming, answer) => {
    paths.push(decodeURIComponent(incoming.url ?? ''))
    const handed = ['content-type', 'accept', 'x-amzn-bedrock-agentcore-runtime-session-id']
    const headers = Object.fromEntries(
      handed.flatMap((name) => (incoming.headers[name] === undefined ? [] : [[name, incoming.headers[name]]])),
    )
    const onward = request(`${container}/invocations`, { method: 'POST', headers }, (response) => {
      answer.writeHead(response.statusCode ?? 500, response.headers)
      response.pipe(answer)
    })
    incoming.pipe(onward)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => {
    server.close()
    server.closeAllConnections()
  })
  return { endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, paths }
}

test('the AWS client invokes a workflow and a specialist, for an answer and for a stream', async (t) => {
  const service = scriptedRuns()
  const desk = new RunDesk(service, { roots: [tmpdir()], models: standardModels, mostRuns: 1 })
  const container = await startedAgentCore(desk, '127.0.0.1', 0)
  t.after(() => container.close())
  const { endpoint, paths } = await platform(container.url, t)
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' }
  const client = new BedrockAgentCoreClient({ region: 'us-east-1', endpoint, credentials, maxAttempts: 1 })
  t.after(() => client.destroy())
  const invoke = async (payload: object, accept: string): Promise<{ type: string | undefined; text: string }> => {
    const command = new InvokeAgentRuntimeCommand({
      agentRuntimeArn: arn,
      runtimeSessionId: 'a-session-of-the-test-that-is-long-enough',
      contentType: 'application/json',
      accept,
      payload: new TextEncoder().encode(JSON.stringify(payload)),
    })
    const { response, contentType } = await client.send(command)
    return { type: contentType, text: (await response?.transformToString()) ?? '' }
  }
  const answer = await invoke({ entry: 'scripted', input: { seed: 3 }, pointer: '/decision' }, 'application/json')
  const { run, result } = JSON.parse(answer.text) as { run: string; result: { value: unknown } }
  assert.deepEqual(result.value, service.result(run, '/decision'))
  assert.match(paths[0], /^\/runtimes\/arn:aws:bedrock-agentcore:us-east-1:123456789012:runtime\/tutti-x\/invocations/)
  const stream = await invoke({ entry: 'scripted/analyst', run }, 'text/event-stream')
  assert.match(stream.type ?? '', /text\/event-stream/)
  assert.match(stream.text, /^event: answer\ndata: \{"entry":"scripted\/analyst"/m)
  await assert.rejects(
    invoke({ entry: 'no-such', input: {} }, 'application/json'),
    (error: { $metadata: { httpStatusCode: number } }) => error.$metadata.httpStatusCode === 422,
  )
})
