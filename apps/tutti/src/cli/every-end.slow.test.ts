/** The guarantees of `guarantees.slow.test.ts` at every place where a run may end. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AgentsRecord } from '@tutti/workflows/agents-record'
import { cli, inStore, startCli, stepsSaved } from '../testing/cli-process.ts'
import { assertSameBytes, runBytes } from '../testing/run-bytes.ts'
import { smallRun, studyFolder } from '../testing/small-study.ts'

test('a run that is stopped after each of its steps, in each way, resumes to the same bytes', async (t) => {
  const whole = studyFolder(t)
  const undisturbed = await cli(whole, smallRun)
  const expected = runBytes(whole)
  const steps = inStore(whole, (store) => store.steps(store.runs()[0].id).length)
  const ends = [
    ['SIGKILL', 'SIGKILL'],
    ['SIGTERM', 143],
    ['SIGINT', 130],
    ['SIGHUP', 129],
  ] as const
  let stopped = 0
  for (let count = 0; count < steps; count++) {
    const [signal, end] = ends[count % ends.length]
    const own = studyFolder(t)
    const run = startCli(own, smallRun)
    const id = await stepsSaved(own, count)
    run.process.kill(signal)
    const { status, err } = await run.ended
    if (status === end) stopped++
    else assert.equal(status, undisturbed.status, `it may have finished before the signal came: ${err}`)
    assert.equal((await cli(own, ['runs', 'resume', id, '--quiet'])).status, undisturbed.status)
    assertSameBytes(runBytes(own, id), expected)
    assert.ok(inStore(own, (store) => store.verifyRun(id).ok))
  }
  assert.ok(stopped > steps / 2, `${stopped} of ${steps} runs were stopped in their middle`)
})

test('the standard study ends well, and the second time it computes nothing', async (t) => {
  const folder = studyFolder(t)
  const first = await cli(folder, ['start'])
  assert.equal(first.status, 0, first.err)
  assert.match(first.out, /(RECOMMENDED|BEST COMPROMISE)/)
  assert.match(first.out, /Report: reports\/asset-allocation\.html\n\nWhat to try next\n/)
  assertAllSpeak(folder)
  const expected = runBytes(folder)
  const second = await cli(folder, ['start'])
  assert.equal(second.status, 0, second.err)
  assert.match(second.out, /(\d+) of \1 steps[\s]+taken from the store/)
  assertSameBytes(runBytes(folder), expected)
})

test('in the example of hedging every specialist has its say', async (t) => {
  const folder = studyFolder(t)
  const { status, err } = await cli(folder, ['run', 'hedging', '--quiet'])
  assert.equal(status, 0, err)
  assertAllSpeak(folder)
})

/** Asserts that the brief of every specialist of the newest run is the one of its own script, accepted at once. */
function assertAllSpeak(folder: string): void {
  const { briefs } = inStore(folder, (store) =>
    JSON.parse(store.artifact(store.runs().at(-1)!.id, 'agents.json').toString()),
  ) as AgentsRecord
  assert.ok(briefs.length >= 7)
  for (const { specialist, stoodIn, refused } of briefs) assert.deepEqual([stoodIn, refused], [null, []], specialist)
}
