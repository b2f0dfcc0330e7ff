import assert from 'node:assert/strict'
import { test } from 'node:test'
import { problemList } from './problem-list.ts'
import { readLines } from './read-lines.ts'

async function* chunksOf(text: string, size: number): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text)
  for (let from = 0; from < bytes.length; from += size) yield bytes.subarray(from, from + size)
}

async function linesOf(text: string, size: number): Promise<{ lines: [number, string][]; terminated: boolean }> {
  const lines: [number, string][] = []
  let terminated = true
  const problems = problemList('x')
  for await (const batch of readLines(chunksOf(text, size), problems, 100)) {
    batch.text.split('\n').forEach((line, i) => lines.push([batch.firstLine + i, line]))
    terminated = batch.terminated
  }
  assert.equal(problems.count, 0)
  return { lines, terminated }
}

test('lines and their numbers do not depend on how the bytes arrive', async () => {
  const text = 'date,close\r\n2020-01-02,1\r\n\r\né,2\nlast'
  const expected: [number, string][] = [
    [1, 'date,close'],
    [2, '2020-01-02,1'],
    [3, ''],
    [4, 'é,2'],
    [5, 'last'],
  ]
  for (let size = 1; size <= 40; size++) {
    const { lines, terminated } = await linesOf(text, size)
    assert.deepEqual(lines, expected, `chunks of ${size} bytes`)
    assert.equal(terminated, false)
  }
})

test('a byte-order mark is left out', async () => {
  assert.deepEqual((await linesOf('\uFEFFa\nb\n', 5)).lines, [
    [1, 'a'],
    [2, 'b'],
  ])
})

test('a line of 5 GB is given up within the limit, whatever is still to come', async () => {
  const chunk = Buffer.alloc(1 << 16, '1')
  const maxLineBytes = 1 << 20
  let taken = 0
  async function* endless(): AsyncGenerator<Uint8Array> {
    yield Buffer.from('date,close\n2020-01-02,1\n')
    for (; taken < 5e9; taken += chunk.length) yield chunk
  }
  const problems = problemList('large.csv')
  const batches = []
  for await (const batch of readLines(endless(), problems, maxLineBytes)) batches.push(batch)
  assert.equal(batches.length, 1)
  assert.ok(taken <= maxLineBytes + chunk.length, `${taken} bytes were read`)
  const [problem] = problems.problems()
  assert.deepEqual([problem.file, problem.line], ['large.csv', 3])
  assert.match(problem.message, /too long/)
})

test('the limit holds for a line inside one chunk and names that line', async () => {
  const problems = problemList('x')
  for await (const _ of readLines(chunksOf(`a\n${'b'.repeat(101)}\nc\n`, 1000), problems, 100)) assert.fail('no batch')
  assert.equal(problems.problems()[0].line, 2)
  for (const size of [1, 7, 60]) {
    const exact = problemList('x')
    let lines = 0
    const text = `a\n${'b'.repeat(100)}\nc\n`
    for await (const batch of readLines(chunksOf(text, size), exact, 100)) lines += batch.text.split('\n').length
    assert.equal(exact.count, 0)
    assert.equal(lines, 3)
  }
})
