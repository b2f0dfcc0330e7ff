import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { appendFile, rename, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { failureOf, withFixtureFolder } from './fixture-folder.ts'
import { loadSnapshot } from './load-snapshot.ts'
import { problemList } from './problem-list.ts'
import { readUnchanged } from './read-unchanged.ts'

async function sizeOf(bytes: AsyncIterable<Uint8Array>): Promise<number> {
  let size = 0
  for await (const chunk of bytes) size += chunk.length
  return size
}

test('the bytes are handed over and hashed', async () => {
  const text = 'simulated,'.repeat(100_000)
  await withFixtureFolder({ a: text }, async (directory) => {
    const problems = problemList('a')
    const reading = await readUnchanged(join(directory, 'a'), problems, sizeOf)
    assert.deepEqual(reading, {
      content: text.length,
      bytes: text.length,
      sha256: createHash('sha256').update(text).digest('hex'),
    })
    assert.equal(problems.count, 0)
  })
})

test('a file that changes while it is read is a problem', async () => {
  const changes: Record<string, (path: string) => Promise<void>> = {
    grows: (path) => appendFile(path, 'x'),
    shrinks: (path) => truncate(path, 3),
    'is replaced by one of the same size': async (path) => {
      await writeFile(`${path}.new`, 'y'.repeat(10))
      await rename(`${path}.new`, path)
    },
  }
  for (const [name, change] of Object.entries(changes)) {
    await withFixtureFolder({ a: 'x'.repeat(10) }, async (directory) => {
      const path = join(directory, 'a')
      const problems = problemList('a')
      await readUnchanged(path, problems, async (bytes) => {
        const size = await sizeOf(bytes)
        await change(path)
        return size
      })
      assert.match(problems.problems()[0]?.message ?? '', /changed while it was being read/, name)
    })
  }
})

test('a sparse file of 200 MB without a line end is refused at once', async () => {
  const file = 'volatility/vix_close_daily.csv'
  await withFixtureFolder({ [file]: 'date,close\n2020-01-02,15\n' }, async (directory) => {
    await truncate(join(directory, file), 200e6)
    const failure = await failureOf(() => loadSnapshot(directory, { require: ['vol-index:VIX'] }))
    assert.equal(failure.problems.length, 1)
    assert.deepEqual([failure.problems[0].file, failure.problems[0].line], [file, 3])
    assert.match(failure.problems[0].message, /too long|NUL/)
  })
})
