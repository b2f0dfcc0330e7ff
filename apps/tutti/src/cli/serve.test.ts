import assert from 'node:assert/strict'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { test } from 'node:test'
import { cli, startCli } from '../testing/cli-process.ts'

test('the server says where it is, answers, and ends at Ctrl-C', async () => {
  const { process: child, ended } = startCli(tmpdir(), ['serve', '--port', '0'])
  const [first] = (await once(child.stdout as NodeJS.ReadableStream, 'data')) as [Buffer]
  const url = /http:\/\/127\.0\.0\.1:\d+/.exec(first.toString())?.[0] ?? ''
  const health = (await (await fetch(`${url}/health`)).json()) as { status: string }
  assert.equal(health.status, 'ok')
  const taken = await cli(tmpdir(), ['serve', '--port', url.split(':')[2]])
  assert.equal(taken.status, 10)
  assert.match(taken.err, /cannot listen on 127\.0\.0\.1.*EADDRINUSE/)
  child.kill('SIGINT')
  assert.equal((await ended).status, 0)
})

test('a server that others can reach needs a token', async () => {
  const { status, err } = await cli(tmpdir(), ['serve', '--host', '0.0.0.0', '--port', '0'])
  assert.equal(status, 9)
  assert.match(err, /TUTTI_TOKEN/)
})

test('an unknown area of the MCP server is refused with the areas there are', async () => {
  const { status, err } = await cli(tmpdir(), ['mcp', '--area', 'astrology'])
  assert.equal(status, 2)
  assert.match(err, /no operation is in these areas/)
})
