import assert from 'node:assert/strict'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { test } from 'node:test'
import { cli, startCli } from '../testing/cli-process.ts'

test('the command says where it serves, refuses a port that is taken, and ends well at SIGTERM', async () => {
  const { process: child, ended } = startCli(tmpdir(), ['agentcore', '--port', '0'])
  const [first] = (await once(child.stdout as NodeJS.ReadableStream, 'data')) as [Buffer]
  const url = /http:\/\/127\.0\.0\.1:\d+/.exec(first.toString())?.[0] ?? ''
  const ping = (await (await fetch(`${url}/ping`)).json()) as { status: string }
  assert.equal(ping.status, 'Healthy')
  const taken = await cli(tmpdir(), ['agentcore', '--port', url.split(':')[2]])
  assert.equal(taken.status, 10)
  assert.match(taken.err, /cannot listen on 127\.0\.0\.1.*EADDRINUSE/)
  child.kill('SIGTERM')
  assert.equal((await ended).status, 0)
})

test('models and folders that cannot be are refused before anything is served', async () => {
  const refused = async (...args: string[]) => {
    const { status, err } = await cli(tmpdir(), ['agentcore', '--port', '0', ...args])
    assert.equal(status, 2, err)
    return err
  }
  assert.match(await refused('--root', 'no-such-folder'), /under a folder that is there/)
  assert.match(await refused('--offer-model', 'offline=bedrock:x'), /NAME=MODEL/)
  assert.match(await refused('--offer-model', 'large=nonsense'), /names no kind of model/)
})
