import assert from 'node:assert/strict'
import { once } from 'node:events'
import { appendFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { test } from 'node:test'
import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js'
import { ProgressNotificationSchema } from '@modelcontextprotocol/sdk/types.js'
import { runBytes } from './testing/run-bytes.ts'
import { cli, type CliProcess, inStore, startCli } from './testing/cli-process.ts'
import { smallRun, studyFolder } from './testing/small-study.ts'

const main = fileURLToPath(new URL('./cli/main.ts', import.meta.url))
const order = { workflow: 'asset-allocation', files: { mandate: 'mandate.yaml' } }
const json = { 'content-type': 'application/json' }
const session = { 'x-amzn-bedrock-agentcore-runtime-session-id': 'a-session-of-the-test-that-is-long-enough' }

async function urlOf({ process: child }: CliProcess): Promise<string> {
  const [first] = (await once(child.stdout as NodeJS.ReadableStream, 'data')) as [Buffer]
  return /http:\/\/127\.0\.0\.1:\d+/.exec(first.toString())?.[0] ?? ''
}

test(
  'a real run over HTTP, MCP and AgentCore has the result of the command line’s, byte for byte',
  { timeout: 500_000 },
  async (t) => {
    const folder = studyFolder(t)
    const children: CliProcess[] = []
    const serving = (...args: string[]): CliProcess => {
      const child = startCli(folder, [...args, '--port', '0', '--workers', '2'])
      children.push(child)
      return child
    }
    t.after(() => children.forEach(({ process: child }) => child.kill('SIGKILL')))
    assert.equal((await cli(folder, smallRun)).err, '')
    const expected = runBytes(folder)

    await t.test('over HTTP, followed by its events', async () => {
      const server = serving('serve')
      const url = await urlOf(server)
      const started = await fetch(`${url}/runs`, { method: 'POST', headers: json, body: JSON.stringify(order) })
      assert.equal(started.status, 202, await started.clone().text())
      const { id } = (await started.json()) as { id: string }
      const events = await (await fetch(`${url}/runs/${id}/events`)).text()
      assert.match(events, /^event: run-started$/m)
      assert.match(events, /^event: brief$/m)
      assert.match(events, /^event: summary\ndata: .*"status":"completed"/m)
      assert.deepEqual(await (await fetch(`${url}/runs/${id}/result`)).json(), JSON.parse(expected.result))
      assert.equal(runBytes(folder, id).result, expected.result)
      server.process.kill('SIGTERM')
      assert.deepEqual([(await server.ended).status, (await server.ended).err], [0, ''])
    })

    await t.test('over MCP on standard input and output, told of its progress', async () => {
      const args = [main, 'mcp', '--workers', '2']
      const client = new Client({ name: 'test', version: '1' })
      t.after(() => client.close())
      await client.connect(
        new StdioClientTransport({ command: process.execPath, args, cwd: folder, stderr: 'inherit' }),
      )
      const call = async (name: string, input: object, options: object = {}): Promise<Record<string, unknown>> => {
        const answer = await client.callTool({ name, arguments: { ...input } }, undefined, options)
        assert.ok(answer.isError !== true, JSON.stringify(answer.content))
        return answer.structuredContent as Record<string, unknown>
      }
      const { run } = await call('run_start', order)
      const told: (string | undefined)[] = []
      // a handler of its own: the client's forgets a call whose answer comes in one piece with its last notices
      client.setNotificationHandler(ProgressNotificationSchema, ({ params }) => void told.push(params.message))
      const onprogress = (): void => undefined
      const { over } = await call('run_wait', { run, seconds: 300 }, { onprogress, timeout: 400_000 })
      assert.equal(over, true)
      // how many come between depends on the speed of the machine
      assert.equal(told[0], `run ${String(run)} started`)
      assert.match(told.at(-1) ?? '', /completed/)
      const { value } = await call('run_result', { run, pointer: '/decision/configuration' })
      const { decision } = JSON.parse(expected.result) as { decision: { configuration: unknown } }
      assert.deepEqual(value, decision.configuration)
      const { briefs } = await call('run_briefs', { run })
      assert.ok((briefs as unknown[]).length > 1)
      await client.close()
      assert.equal(runBytes(folder, run as string).result, expected.result)
    })

    await t.test(
      'over AgentCore, as a stream; killed in the middle of another, which is then gone on with',
      async () => {
        const server = serving('agentcore')
        const url = await urlOf(server)
        const invoke = (payload: object): Promise<Response> =>
          fetch(`${url}/invocations`, {
            method: 'POST',
            headers: { ...json, ...session, accept: 'text/event-stream' },
            body: JSON.stringify(payload),
          })
        const { files, workflow } = order
        const text = await (await invoke({ entry: workflow, input: { files } })).text()
        const answer = JSON.parse(/^event: answer\ndata: (.*)$/m.exec(text)?.[1] ?? '{}') as {
          run: string
          over: boolean
        }
        assert.equal(answer.over, true)
        assert.equal(runBytes(folder, answer.run).result, expected.result)
        const another = invoke({ entry: workflow, input: { files, seed: 2 } }).then((response) => response.text())
        const run = await idOfSecondSeed(folder)
        server.process.kill('SIGTERM')
        assert.match(await another, /^event: answer\ndata: .*"status":"interrupted"/m)
        assert.equal((await server.ended).status, 0)
        assert.equal(
          inStore(folder, (store) => store.run(run).status),
          'interrupted',
        )
        assert.equal((await cli(folder, ['runs', 'resume', run, '--workers', '2', '--quiet'])).status, 0)
        assert.equal(
          inStore(folder, (store) => store.run(run).status),
          'completed',
        )
      },
    )
  },
)

test(
  'a decision waits through a restart of the server until persons of the mandate approve it over HTTP',
  { timeout: 300_000 },
  async (t) => {
    const folder = studyFolder(t)
    const approval = 'governance: { approval: { required: true, approvers: [A. Chair, B. Member], four_eyes: true } }'
    appendFileSync(join(folder, 'mandate.yaml'), `${approval}\n`)
    const children: CliProcess[] = []
    t.after(() => children.forEach(({ process: child }) => child.kill('SIGKILL')))
    const serving = async (): Promise<string> => {
      const child = startCli(folder, ['serve', '--port', '0', '--workers', '2'], { TUTTI_TOKEN: 'right' })
      children.push(child)
      return urlOf(child)
    }
    const headers = { ...json, authorization: 'Bearer right' }
    const first = await serving()
    const body = JSON.stringify({ ...order, person: 'C. Starter' })
    const { id } = (await (await fetch(`${first}/runs`, { method: 'POST', headers, body })).json()) as { id: string }
    const events = await (await fetch(`${first}/runs/${id}/events`, { headers })).text()
    assert.match(events, /^event: waiting$/m)
    assert.match(events, /^event: summary\ndata: .*"status":"waiting"/m)
    children[0].process.kill('SIGKILL')
    await children[0].ended
    const second = await serving()
    const says = async (by: string, more: object = {}): Promise<[number, string | undefined, string | undefined]> => {
      const said = JSON.stringify({ by, verdict: 'approved', ...more })
      const response = await fetch(`${second}/runs/${id}/approval`, { method: 'POST', headers, body: said })
      const { status, approval: stands } = (await response.json()) as { status?: string; approval?: string }
      return [response.status, String(status), stands]
    }
    assert.equal((await says('Z. Nobody'))[0], 403)
    assert.equal((await says('A. Chair', { result_hash: 'deadbeef' }))[0], 409)
    assert.deepEqual(await says('A. Chair'), [200, 'waiting', 'waiting'])
    assert.equal((await says('A. Chair'))[0], 403)
    assert.deepEqual(await says('B. Member'), [200, 'completed', 'approved'])
    children[1].process.kill('SIGTERM')
    assert.equal((await children[1].ended).status, 0)
  },
)

/** The run of seed 2, once it has saved a step. */
async function idOfSecondSeed(folder: string): Promise<string> {
  for (let waited = 0; waited < 60_000; waited += 20) {
    const found = inStore(folder, (store) =>
      store.runs().find(({ id, seed }) => seed === 2 && store.steps(id).length > 0),
    )
    if (found !== undefined) return found.id
    await sleep(20)
  }
  throw new Error('the run of seed 2 saved no step within 60 s')
}
