import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { RunEvent } from '../runs/run-service.ts'
import { type ProgressNotice, runProgress, tellProgress } from './progress-notices.ts'

async function* stream<T>(items: readonly T[]): AsyncGenerator<T, void, undefined> {
  for (const item of items) yield item
}

async function noticesOf(events: readonly RunEvent[], all: number | undefined): Promise<ProgressNotice[]> {
  const notices: ProgressNotice[] = []
  for await (const notice of runProgress(stream(events.map((event) => ({ event }))), all)) notices.push(notice)
  return notices
}

const started: RunEvent = { kind: 'run-started', run: 'r', warnings: [], notes: [], budget: null }
const step = (done: number): RunEvent => ({ kind: 'progress', step: 's', done, total: 9, of: 'shards', pathSteps: 0 })
const begins = (specialist: string): RunEvent => ({ kind: 'node-started', specialist, role: specialist })
const ends = (specialist: string): RunEvent => ({ kind: 'node-ended', specialist, status: 'done' })
const over = (status: 'completed' | 'failed'): RunEvent => ({ kind: 'run-ended', run: 'r', status })

test('progress counts the specialists that are done and the end of the run, and grows with every event', async () => {
  const steps = Array.from({ length: 500 }, (_, i) => step(i))
  const again = [begins('a'), ends('a')]
  const events = [
    started,
    begins('a'),
    ...steps,
    ends('a'),
    ...again,
    begins('b'),
    ...steps,
    ends('b'),
    over('completed'),
  ]
  const notices = await noticesOf(events, 2)
  notices.forEach(({ progress }, i) => assert.ok(i === 0 || progress > notices[i - 1].progress))
  const at = (event: RunEvent): number => Math.floor(notices[events.indexOf(event)].progress)
  assert.deepEqual([at(events[502]), notices.at(-2)?.progress, notices.at(-1)?.progress], [1, 2, 3])
  assert.equal(notices[0].total, undefined)
  assert.ok(notices.slice(1).every(({ total }) => total === 3))
})

test('a run that fails does not come to its total, and one without agents has none', async () => {
  const failed = (await noticesOf([started, begins('a'), over('failed')], 2)).at(-1)
  assert.ok(failed !== undefined && failed.progress < 1 && failed.total === 3)
  const plain = await noticesOf([started, step(1), over('completed')], 2)
  assert.ok(plain.every(({ total }) => total === undefined))
})

test('the first notice is told at once, those in between are left out, and the last is always told', async () => {
  const notices = Array.from({ length: 250 }, (_, i) => ({ progress: i, message: String(i) }))
  const told: number[] = []
  await tellProgress(stream(notices), async ({ progress }) => void told.push(progress), 3_600_000)
  assert.deepEqual(told, [0, 249])
})

test('the newest notice is told when its time has come, before there is another', async () => {
  const told: number[] = []
  const second = Promise.withResolvers<void>()
  const notices = async function* (): AsyncGenerator<ProgressNotice, void, undefined> {
    yield* stream([0, 1, 2].map((progress) => ({ progress, message: '' })))
    await second.promise
  }
  await tellProgress(
    notices(),
    async ({ progress }) => {
      told.push(progress)
      if (told.length === 2) second.resolve()
    },
    1,
  )
  assert.deepEqual(told, [0, 2])
})
