import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { test } from 'node:test'
import { promisify } from 'node:util'
import { TuttiError } from '@tutti/analytics/errors'
import { countJob } from '../testing/count-job.ts'
import { testKernel } from '../testing/kernels.ts'
import { ThreadExecutor } from './index.ts'

async function withThreads(workers: number, use: (executor: ThreadExecutor) => Promise<void>): Promise<void> {
  const executor = new ThreadExecutor({ workers })
  try {
    await use(executor)
  } finally {
    await executor.close()
  }
}

test('workers that are no count are refused', () => {
  for (const workers of [0, -1, 1.5, 257, Number.NaN]) {
    assert.throws(() => new ThreadExecutor({ workers }), { code: 'invalid-input' })
  }
  assert.throws(() => new ThreadExecutor({ workers: 1, heapMb: 0 }), { code: 'invalid-input' })
})

for (const workers of [1, 2, 7]) {
  test(`${workers} workers: the shard of a killed worker is run again and no result is lost`, () =>
    withThreads(workers, async (executor) => {
      const job = countJob(50, { badShards: [20], shardMs: 1 })
      const seen: number[] = []
      await executor.map(testKernel('diesOnce'), job, 50, { onProgress: (done) => seen.push(done) })
      assert.equal(job.flag[0], 1, 'a worker was killed')
      assert.deepEqual(
        [...job.runs],
        Array.from({ length: 50 }, () => 1),
      )
      assert.equal(seen.at(-1), 50)
    }))

  test(`${workers} workers: a kernel that always kills its worker fails the map, and the executor works on`, () =>
    withThreads(workers, async (executor) => {
      const job = countJob(10, { badShards: [4] })
      await assert.rejects(executor.map(testKernel('diesAlways'), job, 10), (error) => {
        assert.ok(error instanceof TuttiError)
        assert.equal(error.code, 'calculation-failed')
        assert.match(error.message, /died 3 times in kernel diesAlways \(shard 4; last: exit code 7\)/)
        return true
      })
      const next = countJob(10)
      await executor.map(testKernel('counts'), next, 10)
      assert.ok(next.runs.every((runs) => runs === 1))
    }))
}

test('a worker that runs out of memory is replaced and its shard run again', async () => {
  const executor = new ThreadExecutor({ workers: 2, heapMb: 24 })
  try {
    const job = countJob(6, { badShards: [2] })
    await executor.map(testKernel('exhaustsMemoryOnce'), job, 6)
    assert.equal(job.flag[0], 1)
    assert.deepEqual([...job.runs], [1, 1, 1, 1, 1, 1])
  } finally {
    await executor.close()
  }
})

test('an error that a kernel throws outside its shard does not end the program, and the executor works on', () =>
  withThreads(2, async (executor) => {
    const job = countJob(10)
    await executor.map(testKernel('throwsLater'), job, 10)
    assert.ok(job.runs.every((runs) => runs >= 1))
    const next = countJob(10)
    await executor.map(testKernel('counts'), next, 10)
    assert.ok(next.runs.every((runs) => runs === 1))
  }))

test('an abort rejects promptly even while a shard hangs, and the hanging worker is replaced', () =>
  withThreads(2, async (executor) => {
    const started = performance.now()
    const map = executor.map(testKernel('hangs'), countJob(10, { badShards: [3] }), 10, {
      signal: AbortSignal.timeout(100),
    })
    await assert.rejects(map, { name: 'TimeoutError' })
    assert.ok(performance.now() - started < 1000)
    const next = countJob(10)
    await executor.map(testKernel('counts'), next, 10)
    assert.ok(next.runs.every((runs) => runs === 1))
  }))

test('closing ends a worker that hangs', () =>
  withThreads(1, async (executor) => {
    const map = executor.map(testKernel('hangs'), countJob(1, { badShards: [0] }), 1)
    const rejected = assert.rejects(map, { code: 'conflict' })
    await new Promise((resolve) => setTimeout(resolve, 100))
    await executor.close()
    await rejected
  }))

test('a program with idle workers exits by itself, and one with a running map waits for it', async () => {
  const script = `
    import { ThreadExecutor } from ${JSON.stringify(new URL('./index.ts', import.meta.url).href)}
    import { testKernel } from ${JSON.stringify(new URL('../testing/kernels.ts', import.meta.url).href)}
    import { countJob } from ${JSON.stringify(new URL('../testing/count-job.ts', import.meta.url).href)}
    const job = countJob(4, { shardMs: 50 })
    const executor = new ThreadExecutor({ workers: 2 })
    executor.map(testKernel('counts'), job, 4)
      .then(() => executor.map(testKernel('counts'), job, 4))
      .then(() => console.log([...job.runs].join('')))
  `
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], {
    timeout: 8000,
  })
  assert.equal(stdout.trim(), '2222')
})
