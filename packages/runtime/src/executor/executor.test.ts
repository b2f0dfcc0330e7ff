/** One conformance suite for every executor; what only threads can do is tested in thread-executor.test.ts. */
import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { TuttiError } from '@tutti/analytics/errors'
import { countJob } from '../testing/count-job.ts'
import { testKernel } from '../testing/kernels.ts'
import type { SineJob } from '../testing/kernels.ts'
import { InlineExecutor, ThreadExecutor } from './index.ts'
import type { Executor } from './index.ts'

const shards = 61
const perShard = 50

function sineJob(): SineJob {
  return { out: new Float64Array(new SharedArrayBuffer(8 * shards * perShard)), perShard, scale: 1e-3 }
}

const makers: Record<string, () => Executor> = {
  'inline executor': () => new InlineExecutor(),
  'thread executor with 1 worker': () => new ThreadExecutor({ workers: 1 }),
  'thread executor with 2 workers': () => new ThreadExecutor({ workers: 2 }),
  'thread executor with 7 workers': () => new ThreadExecutor({ workers: 7 }),
}

for (const [name, make] of Object.entries(makers)) {
  describe(name, () => {
    const executor = make()
    after(() => executor.close())

    test('the same bytes as a plain loop over the shards', async () => {
      const { sines } = await import('../testing/kernels.ts')
      const expected = sineJob()
      const plain = sines(expected)
      for (let shard = 0; shard < shards; shard++) plain(shard)
      const job = sineJob()
      await executor.map(testKernel('sines'), job, shards)
      assert.deepEqual(Buffer.from(job.out.buffer), Buffer.from(expected.out.buffer))
    })

    test('each shard is run exactly once, in many maps on one executor', async () => {
      for (const count of [1, 2, 3, 100, 1000]) {
        const job = countJob(count)
        await executor.map(testKernel('counts'), job, count)
        assert.ok(job.runs.every((runs) => runs === 1))
      }
    })

    test('maps given at the same time are all correct', async () => {
      const jobs = Array.from({ length: 8 }, () => countJob(40))
      await Promise.all(jobs.map((job) => executor.map(testKernel('counts'), job, 40)))
      for (const job of jobs) assert.ok(job.runs.every((runs) => runs === 1))
    })

    test('a map without shards resolves and reports 0 of 0', async () => {
      const seen: number[][] = []
      await executor.map(testKernel('counts'), countJob(0), 0, { onProgress: (...progress) => seen.push(progress) })
      assert.deepEqual(seen, [[0, 0]])
    })

    test('progress rises, stays within the total and ends at it', async () => {
      const seen: number[] = []
      const job = countJob(60, { shardMs: 5 })
      await executor.map(testKernel('counts'), job, 60, {
        onProgress(done, total) {
          assert.equal(total, 60)
          seen.push(done)
        },
      })
      assert.ok(seen.every((done, i) => i === 0 || done > seen[i - 1]))
      assert.equal(seen.at(-1), 60)
      if (executor.workers <= 2) assert.ok(seen.length >= 2, `heard only of ${seen.join(', ')}`)
    })

    test('an error of the progress listener rejects the map and leaves the executor usable', async () => {
      const onProgress = (): void => {
        throw new Error('listener broke')
      }
      const job = countJob(60, { shardMs: 5 })
      await assert.rejects(executor.map(testKernel('counts'), job, 60, { onProgress }), { message: 'listener broke' })
      await assertUsable(executor)
    })

    test('an error of a kernel names kernel and shard and keeps its cause', async () => {
      const job = countJob(20, { badShards: [13] })
      await assert.rejects(executor.map(testKernel('throwsInBadShards'), job, 20), (error) => {
        assert.ok(error instanceof TuttiError)
        assert.equal(error.code, 'calculation-failed')
        assert.equal(error.message, 'kernel throwsInBadShards failed in shard 13: no root in shard 13')
        assert.ok(error.cause instanceof TuttiError)
        assert.equal(error.cause.code, 'not-converged')
        assert.equal(error.cause.details.got, '1')
        assert.match(error.cause.stack!, /kernels\.ts/)
        return true
      })
      await assertUsable(executor)
    })

    test('of several failing shards the lowest is reported', async () => {
      for (let repeat = 0; repeat < 5; repeat++) {
        const job = countJob(30, { badShards: [9, 10, 11, 12, 13, 14, 29], shardMs: 1 })
        await assert.rejects(executor.map(testKernel('throwsInBadShards'), job, 30), /in shard 9:/)
      }
    })

    test('a thrown value that is no Error is kept as the cause', async () => {
      await assert.rejects(executor.map(testKernel('throwsText'), {}, 1), { cause: 'just text' })
    })

    test('an error while preparing names the kernel', async () => {
      await assert.rejects(executor.map(testKernel('failsToPrepare'), {}, 5), {
        code: 'calculation-failed',
        message: 'kernel failsToPrepare failed while it was prepared: no room',
      })
    })

    test('a kernel that is not there, or prepares nothing, is refused', async () => {
      const refused = { code: 'invalid-input' }
      await assert.rejects(executor.map(testKernel('absent'), {}, 5), refused)
      await assert.rejects(executor.map(testKernel('preparesNothing'), {}, 5), refused)
      await assert.rejects(
        executor.map({ module: new URL('./absent.ts', import.meta.url).href, name: 'x' }, {}, 5),
        refused,
      )
      await assert.rejects(executor.map({ module: './kernels.ts', name: 'sines' }, {}, 5), /file: URL/)
      await assertUsable(executor)
    })

    test('shards that are no count, and jobs that cannot be cloned, are refused', async () => {
      for (const bad of [-1, 1.5, Number.NaN, Infinity, 2 ** 24 + 1]) {
        await assert.rejects(executor.map(testKernel('counts'), countJob(1), bad), { code: 'invalid-input' })
      }
      await assert.rejects(executor.map(testKernel('counts'), { call: () => 1 }, 1), {
        code: 'invalid-input',
        message: /the job of kernel counts cannot be sent/,
      })
    })

    test('the job is copied when the map is asked for: later changes do not count', async () => {
      const waiting = executor.map(testKernel('counts'), countJob(5, { shardMs: 5 }), 5)
      const job = { ...countJob(3), badShards: [] as number[] }
      const map = executor.map(testKernel('throwsInBadShards'), job, 3)
      job.badShards.push(0, 1, 2)
      await Promise.all([waiting, map])
      assert.deepEqual([...job.runs], [1, 1, 1])
    })

    test('an abort rejects promptly with its reason and leaves the executor usable', async () => {
      const control = new AbortController()
      const reason = new Error('user pressed Ctrl-C')
      const job = countJob(2000, { shardMs: 3 })
      const map = executor.map(testKernel('counts'), job, 2000, { signal: control.signal })
      let abortedAt = 0
      let ranBefore = 0
      const ran = (): number => job.runs.reduce((sum, runs) => sum + runs, 0)
      setTimeout(() => {
        abortedAt = performance.now()
        control.abort(reason)
        ranBefore = ran()
      }, 100)
      await assert.rejects(map, (error) => error === reason)
      assert.ok(performance.now() - abortedAt < 1000)
      assert.ok(job.runs.some((runs) => runs === 0))
      await assertUsable(executor)
      assert.ok(ran() - ranBefore <= executor.workers, 'only shards that had begun are finished')
    })

    test('a map aborted before its turn never starts', async () => {
      const reason = new Error('not wanted')
      const job = countJob(3)
      await assert.rejects(
        executor.map(testKernel('counts'), job, 3, { signal: AbortSignal.abort(reason) }),
        (error) => error === reason,
      )
      const control = new AbortController()
      const first = executor.map(testKernel('counts'), countJob(20, { shardMs: 5 }), 20)
      const second = executor.map(testKernel('counts'), job, 3, { signal: control.signal })
      control.abort(reason)
      await assert.rejects(second, (error) => error === reason)
      await first
      await assertUsable(executor)
      assert.deepEqual([...job.runs], [0, 0, 0])
    })
  })

  test(`${name}: closing rejects running, waiting and later maps with conflict, and can be repeated`, async () => {
    const executor = make()
    const outcomes = Promise.allSettled([
      executor.map(testKernel('counts'), countJob(500, { shardMs: 5 }), 500),
      executor.map(testKernel('counts'), countJob(5), 5),
    ])
    await new Promise((resolve) => setTimeout(resolve, 50))
    await executor.close()
    await executor.close()
    for (const outcome of await outcomes) {
      assert.equal(outcome.status, 'rejected')
      assert.equal((outcome.reason as TuttiError).code, 'conflict')
    }
    await assert.rejects(executor.map(testKernel('counts'), countJob(1), 1), { code: 'conflict' })
  })
}

async function assertUsable(executor: Executor): Promise<void> {
  const job = countJob(9)
  await executor.map(testKernel('counts'), job, 9)
  assert.ok(job.runs.every((runs) => runs === 1))
}
