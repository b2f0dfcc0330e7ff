/** Runs of agents with language models, killed at many moments from outside: what goes on is what an unbroken run would have been. */
import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import { type TestContext, test } from 'node:test'
import { type LoopbackReply, type LoopbackRequest, startLoopbackModel } from '@tutti/agents/testing'
import type { AgentsRecord } from '@tutti/workflows/agents-record'
import { cli, inStore, startCli } from '../testing/cli-process.ts'
import { smallRun, studyFolder } from '../testing/small-study.ts'

const key = { OPENAI_API_KEY: 'sk-test-0123456789abcdefghij' }

/** A model that looks figures up, then cites the last that it was shown; the same words for the same request. */
function sensible({ body }: LoopbackRequest): LoopbackReply {
  const text = JSON.stringify(body)
  const [, name = ''] = /by the name ([a-z-]+)\./.exec(text) ?? []
  const turns = [...text.matchAll(/"role":"assistant"/g)].length
  if (turns === 0)
    return { kind: 'calls', calls: [{ tool: 'list_figures', input: { prefix: `${name}#` }, id: `call_${name}_0` }] }
  const slots = [...text.matchAll(new RegExp(`\\{\\{${name}#/[^}|]+ \\| [^}]+\\}\\}`, 'g'))].map(([slot]) => slot)
  // the rules show an example, which leads nowhere
  const slot = slots.findLast((one) => !one.includes('#/path/to/figure'))
  if (turns === 1) {
    const brief = slot === undefined ? 'There is nothing to cite.' : `A figure to begin with is ${slot}.`
    return { kind: 'calls', calls: [{ tool: 'submit_brief', input: { brief }, id: `call_${name}_1` }] }
  }
  return { kind: 'text', text: 'Done.' }
}

/** What a run of the small study keeps: its result and what its agents said. */
function keptBy(folder: string, id: string) {
  return inStore(folder, (store) => ({
    result: store.artifact(id, 'result.json').toString(),
    agents: store.artifact(id, 'agents.json').toString(),
    steps: store
      .steps(id)
      .map(({ name, hash }) => `${name} ${hash}`)
      .toSorted(),
    sound: store.verifyRun(id).ok,
    status: store.run(id).status,
  }))
}

function newestRun(folder: string): string | undefined {
  return inStore(folder, (store) => store.runs().at(-1)?.id)
}

async function askedWhileKilled(t: TestContext, after: readonly number[]) {
  await using server = await startLoopbackModel('openai', sensible)
  const folder = studyFolder(t)
  const model = `openai:loopback@${server.baseUrl}`
  for (const [i, requests] of after.entries()) {
    const id = i === 0 ? undefined : newestRun(folder)
    const going = startCli(
      folder,
      id === undefined ? [...smallRun, '--model', model] : ['runs', 'resume', id, '--quiet'],
      key,
    )
    while (going.process.exitCode === null && server.requests.length < requests) await sleep(2)
    going.process.kill('SIGKILL')
    await going.ended
  }
  const id = newestRun(folder)!
  const end = await cli(folder, ['runs', 'resume', id, '--quiet'], key)
  assert.ok(end.status === 0 || end.status === 1, end.err)
  return {
    kept: keptBy(folder, id),
    requests: server.requests.map(({ body }) => JSON.stringify(body)),
    out: JSON.stringify([end, keptBy(folder, id)]),
  }
}

test('agents killed at any moment go on: nothing is asked twice that was answered, nothing lost, the same bytes', async (t) => {
  await using server = await startLoopbackModel('openai', sensible)
  const folder = studyFolder(t)
  const end = await cli(folder, [...smallRun, '--model', `openai:loopback@${server.baseUrl}`], key)
  assert.ok(end.status === 0 || end.status === 1, end.err)
  const unbroken = keptBy(folder, newestRun(folder)!)
  const asked = server.requests.map(({ body }) => JSON.stringify(body))
  assert.equal(new Set(asked).size, asked.length)
  assert.ok(asked.length >= 6, `${asked.length} requests`)
  assert.ok(unbroken.sound)
  const { briefs } = JSON.parse(unbroken.agents) as AgentsRecord
  for (const { specialist, writtenBy, stoodIn, refused } of briefs) {
    assert.deepEqual([writtenBy.kind, stoodIn, refused], ['openai', null, []], specialist)
  }
  for (const kills of [[1], [2, 3, 4], [Math.ceil(asked.length / 2), asked.length - 1]]) {
    const broken = await askedWhileKilled(t, kills)
    const { kept, requests } = broken
    assert.equal(kept.result, unbroken.result)
    assert.equal(kept.agents, unbroken.agents, `killed after ${kills.join(', ')} requests`)
    assert.ok(kept.sound)
    assert.equal(kept.status, 'completed')
    assert.deepEqual(new Set(requests), new Set(asked))
    // what was on its way when a process died is asked again: as many as specialists were at work, once for each kill
    t.diagnostic(`killed after ${kills.join(', ')}: ${requests.length} requests, ${asked.length} unbroken`)
    assert.ok(
      requests.length <= asked.length + 3 * kills.length,
      `${requests.length} requests, ${asked.length} unbroken`,
    )
    assert.ok(!broken.out.includes(key.OPENAI_API_KEY))
  }
})
