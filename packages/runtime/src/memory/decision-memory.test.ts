/** One conformance suite for every decision memory. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { TestContext } from 'node:test'
import { TuttiError } from '@tutti/analytics/errors'
import fc from 'fast-check'
import { DynamoDecisionMemory } from '../aws/index.ts'
import { localTable } from '../aws/local-table.fixture.ts'
import { temporaryDirectory } from '../testing/temporary-directory.ts'
import { SqliteDecisionMemory } from './index.ts'
import type { DecisionMemory, MemoryEntry, MemoryQuestion } from './index.ts'
import { memoryEntry } from './memory-entry.fixture.ts'

const makers: Record<string, (t: TestContext) => Promise<DecisionMemory>> = {
  'SQLite decision memory': async (t) => SqliteDecisionMemory.open(temporaryDirectory(t)),
  'DynamoDB decision memory': async (t) => {
    const { client, table } = await localTable(t)
    return new DynamoDecisionMemory(client, table)
  },
}

const now = '2026-03-01T00:00:00.000Z'
const question: MemoryQuestion = { subject: 'subject-a', asOf: '2026-02-28', now, most: 10 }

const refusal = (field: string) => (error: unknown) =>
  error instanceof TuttiError && error.code === 'invalid-input' && error.details.field === field

for (const [name, make] of Object.entries(makers)) {
  describe(name, () => {
    const open = async (t: TestContext): Promise<DecisionMemory> => {
      const memory = await make(t)
      t.after(() => memory.close())
      return memory
    }
    const runIds = async (memory: DecisionMemory, asked: Partial<MemoryQuestion> = {}): Promise<string[]> =>
      (await memory.recall({ ...question, ...asked })).map(({ runId }) => runId)

    test('an entry is recalled as it was remembered', async (t) => {
      const memory = await open(t)
      assert.deepEqual(await memory.recall(question), [])
      await memory.remember(memoryEntry())
      assert.deepEqual(await memory.recall(question), [memoryEntry()])
      assert.deepEqual(await memory.recall({ ...question, subject: 'subject' }), [], 'not by the start of its subject')
    })

    test('remembering a run again replaces its entry, also under another subject', async (t) => {
      const memory = await open(t)
      await memory.remember(memoryEntry())
      await memory.remember(memoryEntry())
      assert.equal((await memory.recall(question)).length, 1)
      const later = memoryEntry({ content: 'later', recordedAt: '2026-02-02T12:00:00.000Z' })
      await memory.remember(later)
      assert.deepEqual(await memory.recall(question), [later])
      await memory.remember(memoryEntry({ subject: 'subject-b' }))
      assert.deepEqual(await memory.recall(question), [])
      assert.equal((await runIds(memory, { subject: 'subject-b' })).length, 1)
    })

    test('nothing dated later than the question is recalled, and undated and dated questions do not mix', async (t) => {
      const memory = await open(t)
      await memory.remember(memoryEntry({ runId: 'before', asOf: '2026-01-30' }))
      await memory.remember(memoryEntry({ runId: 'same', asOf: '2026-01-31' }))
      await memory.remember(memoryEntry({ runId: 'after', asOf: '2026-02-01' }))
      await memory.remember(memoryEntry({ runId: 'undated', asOf: null }))
      assert.deepEqual(await runIds(memory, { asOf: '2026-01-31' }), ['same', 'before'])
      assert.deepEqual(await runIds(memory, { asOf: '2026-01-29' }), [])
      assert.deepEqual(await runIds(memory, { asOf: null }), ['undated'])
    })

    test('an entry is recalled until it expires, and removed only by a purge', async (t) => {
      const memory = await open(t)
      await memory.remember(memoryEntry({ expiresAt: now }))
      assert.deepEqual(await runIds(memory), [])
      assert.equal((await runIds(memory, { now: '2026-02-28T23:59:59.999Z' })).length, 1)
      assert.equal(await memory.purge('2026-02-28T23:59:59.999Z'), 0)
      assert.equal(await memory.purge(now), 1)
      assert.deepEqual(await runIds(memory, { now: '2026-02-28T23:59:59.999Z' }), [])
      assert.equal(await memory.forgetRun(memoryEntry().runId), false)
    })

    test('a subject is forgotten with all its entries and no other', async (t) => {
      const memory = await open(t)
      await memory.remember(memoryEntry({ runId: 'one' }))
      await memory.remember(memoryEntry({ runId: 'two', asOf: null, expiresAt: '2026-02-01T12:00:00.001Z' }))
      await memory.remember(memoryEntry({ runId: 'three', subject: 'subject-b' }))
      assert.equal(await memory.forget('subject-a'), 2)
      assert.equal(await memory.forget('subject-a'), 0)
      assert.deepEqual(await runIds(memory), [])
      assert.deepEqual(await runIds(memory, { subject: 'subject-b' }), ['three'])
    })

    test('a run is forgotten by its id alone', async (t) => {
      const memory = await open(t)
      await memory.remember(memoryEntry({ runId: 'one' }))
      await memory.remember(memoryEntry({ runId: 'two' }))
      assert.equal(await memory.forgetRun('one'), true)
      assert.equal(await memory.forgetRun('one'), false)
      assert.deepEqual(await runIds(memory), ['two'])
    })

    test('more entries than one answer of a database holds are recalled, forgotten and purged', async (t) => {
      const memory = await open(t)
      const content = 'x'.repeat(300_000)
      for (let i = 1; i <= 9; i++) {
        await memory.remember(memoryEntry({ runId: `run-${i}`, asOf: `2026-01-0${i}`, content }))
        await memory.remember(memoryEntry({ runId: `other-${i}`, subject: 'subject-b', content }))
      }
      assert.deepEqual(await runIds(memory, { most: 3 }), ['run-9', 'run-8', 'run-7'])
      assert.equal((await runIds(memory)).length, 9)
      assert.equal(await memory.forget('subject-a'), 9)
      assert.equal(await memory.purge('2027-01-01T00:00:00.000Z'), 9)
    })

    test('writers side by side lose nothing and leave one entry a run', async (t) => {
      const memory = await open(t)
      await Promise.all(
        Array.from({ length: 40 }, (_, i) => memory.remember(memoryEntry({ runId: `run-${i % 10}`, content: i }))),
      )
      const found = await memory.recall(question)
      assert.deepEqual(
        found.map(({ runId }) => runId).sort(),
        Array.from({ length: 10 }, (_, i) => `run-${i}`),
      )
      for (const { runId, content } of found) assert.equal(`run-${Number(content) % 10}`, runId)
    })

    test('what is not well formed is refused with its name', async (t) => {
      const memory = await open(t)
      const wrong: [Partial<MemoryEntry>, string][] = [
        [{ subject: '' }, 'subject'],
        [{ subject: 'a b' }, 'subject'],
        [{ runId: 'x'.repeat(257) }, 'runId'],
        [{ runKey: 'é' }, 'runKey'],
        [{ asOf: '2026-02-30' }, 'asOf'],
        [{ asOf: '2026-1-3' }, 'asOf'],
        [{ recordedAt: '2026-02-01' }, 'recordedAt'],
        [{ expiresAt: 'never' }, 'expiresAt'],
        [{ expiresAt: memoryEntry().recordedAt }, 'expiresAt'],
        [{ content: { x: Number.NaN } }, '/x'],
      ]
      for (const [changes, field] of wrong) {
        await assert.rejects(memory.remember(memoryEntry(changes)), refusal(field), field)
      }
      await assert.rejects(memory.recall({ ...question, most: 0 }), refusal('most'))
      await assert.rejects(memory.recall({ ...question, now: 'now' }), refusal('now'))
      await assert.rejects(memory.purge('now'), refusal('now'))
      await assert.rejects(memory.forget(''), refusal('subject'))
    })

    test('a closed memory says so', async (t) => {
      const memory = await open(t)
      await memory.close()
      await memory.close()
      await assert.rejects(memory.recall(question), { code: 'conflict', message: /decision memory was closed/ })
      await assert.rejects(memory.remember(memoryEntry()), { code: 'conflict' })
    })

    test('whatever is remembered and forgotten, a question gets what the definition says', async (t) => {
      const memory = await open(t)
      const day = fc.constantFrom('2026-01-01', '2026-01-15', '2026-02-01', null)
      const time = fc.constantFrom('2026-02-01T00:00:00.000Z', '2026-02-02T00:00:00.000Z', '2026-02-03T00:00:00.000Z')
      const subject = fc.constantFrom('a', 'b')
      const runId = fc.constantFrom('1', '2', '3', '4', '5')
      const action = fc.oneof(
        {
          weight: 6,
          arbitrary: fc.record({ kind: fc.constant('remember'), subject, runId, asOf: day, recordedAt: time }),
        },
        { weight: 1, arbitrary: fc.record({ kind: fc.constant('forget'), subject }) },
        { weight: 1, arbitrary: fc.record({ kind: fc.constant('forgetRun'), runId }) },
        { weight: 1, arbitrary: fc.record({ kind: fc.constant('purge'), now: time }) },
      )
      const asked = fc.record({ subject, asOf: day, now: time, most: fc.integer({ min: 1, max: 4 }) })
      await fc.assert(
        fc.asyncProperty(
          fc.array(action, { maxLength: 12 }),
          fc.array(asked, { maxLength: 4 }),
          async (steps, asks) => {
            for (const each of ['a', 'b']) await memory.forget(each)
            let model: MemoryEntry[] = []
            const removed = (keep: (entry: MemoryEntry) => boolean): number => {
              const before = model.length
              model = model.filter(keep)
              return before - model.length
            }
            for (const step of steps) {
              if ('recordedAt' in step) {
                const expiresAt = new Date(Date.parse(step.recordedAt) + 86_400_000).toISOString()
                const { subject, runId, asOf, recordedAt } = step
                const entry = memoryEntry({ subject, runId, asOf, recordedAt, expiresAt })
                await memory.remember(entry)
                model = [...model.filter((other) => other.runId !== runId), entry]
              } else if ('subject' in step) {
                assert.equal(
                  await memory.forget(step.subject),
                  removed((entry) => entry.subject !== step.subject),
                )
              } else if ('runId' in step) {
                assert.equal(await memory.forgetRun(step.runId), removed((entry) => entry.runId !== step.runId) === 1)
              } else {
                assert.equal(
                  await memory.purge(step.now),
                  removed((entry) => entry.expiresAt > step.now),
                )
              }
            }
            for (const ask of asks) {
              const order = (entry: MemoryEntry): string => `${entry.asOf} ${entry.recordedAt} ${entry.runId}`
              const expected = model
                .filter((entry) => entry.subject === ask.subject && entry.expiresAt > ask.now)
                .filter(({ asOf }) => (ask.asOf === null ? asOf === null : asOf !== null && asOf <= ask.asOf))
                .sort((a, b) => (order(a) > order(b) ? -1 : 1))
                .slice(0, ask.most)
              assert.deepEqual(await memory.recall(ask), expected)
            }
          },
        ),
        { seed: 6, numRuns: name.startsWith('SQLite') ? 40 : 12 },
      )
    })
  })
}
