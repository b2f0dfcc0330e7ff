/** What only a file and several processes can do; the rest is in decision-memory.test.ts. */
import assert from 'node:assert/strict'
import { execFile, execFileSync } from 'node:child_process'
import { copyFileSync, existsSync, readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { SqliteRunStore } from '../store/index.ts'
import { newRun } from '../testing/new-run.ts'
import { temporaryDirectory } from '../testing/temporary-directory.ts'
import { SqliteDecisionMemory } from './index.ts'
import { memoryEntry } from './memory-entry.fixture.ts'

const question = { subject: 'subject-a', asOf: '2026-12-31', now: '2026-03-01T00:00:00.000Z', most: 1000 }

/** The files of a memory, with its log, that hold a text. */
function filesWith(directory: string, text: string): string[] {
  return readdirSync(directory)
    .filter((name) => name.startsWith('memory.sqlite'))
    .filter((name) => readFileSync(join(directory, name)).includes(text))
}

test('what is forgotten, by subject or by run, what is replaced and what has expired leaves no byte in the files', async (t) => {
  const directory = temporaryDirectory(t)
  const memory = SqliteDecisionMemory.open(directory)
  t.after(() => memory.close())
  const secret = (name: string): string => `the secret of ${name}`
  const entry = (name: string, bulk: number, rest = {}) =>
    memoryEntry({ runId: name, content: { text: secret(name), bulk: 'x'.repeat(bulk) }, ...rest })
  for (let i = 0; i < 40; i++) await memory.remember(entry(`kept-${i}`, i * 37, { subject: 'subject-b' }))
  const early = '2026-02-02T00:00:00.000Z'
  // Small entries share a page with others; large ones take pages of their own.
  for (const bulk of [10, 900, 9000, 90_000]) {
    await memory.remember(entry('replaced', bulk))
    await memory.remember(entry('replaced', bulk + 50, { content: 'other' }))
    await memory.remember(entry('forgotten', bulk))
    await memory.remember(entry('expired', bulk, { subject: 'subject-b', expiresAt: early }))
    await memory.remember(entry('single', bulk, { subject: 'subject-b' }))
    for (const name of ['replaced', 'forgotten', 'expired', 'single']) {
      assert.ok(filesWith(directory, secret(name)).length > 0, `${name} is there before`)
    }
    assert.equal(await memory.forget('subject-a'), 2)
    for (const name of ['replaced', 'forgotten']) assert.deepEqual(filesWith(directory, secret(name)), [], name)
    assert.equal(await memory.purge(early), 1)
    assert.equal(await memory.forgetRun('single'), true)
    for (const name of ['expired', 'single']) assert.deepEqual(filesWith(directory, secret(name)), [], name)
  }
  assert.ok(filesWith(directory, secret('kept-39')).length > 0)
  assert.equal((await memory.recall({ ...question, subject: 'subject-b' })).length, 40)
})

test('where another process reads meanwhile, forgetting says that bytes remain, and done again it removes them', async (t) => {
  const directory = temporaryDirectory(t)
  const memory = SqliteDecisionMemory.open(directory, { busyMs: 20 })
  t.after(() => memory.close())
  await memory.remember(memoryEntry({ content: 'the secret' }))
  const reader = new DatabaseSync(join(directory, 'memory.sqlite'))
  t.after(() => reader.close())
  reader.exec('BEGIN')
  reader.prepare('SELECT count(*) FROM entries').get()
  await assert.rejects(memory.forget('subject-a'), { code: 'conflict', message: /deleted is gone.*bytes stay/ })
  assert.deepEqual(await memory.recall(question), [])
  reader.exec('COMMIT')
  assert.equal(await memory.forget('subject-a'), 0)
  assert.deepEqual(filesWith(directory, 'the secret'), [])
})

test('several processes write at once: nothing is lost, and a shared run has one entry', async (t) => {
  const directory = temporaryDirectory(t)
  const child = fileURLToPath(new URL('./memory-child.fixture.ts', import.meta.url))
  const run = (name: string) => promisify(execFile)(process.execPath, [child, directory, name, '25'])
  await Promise.all([run('one'), run('two')])
  const memory = SqliteDecisionMemory.open(directory)
  t.after(() => memory.close())
  const found = await memory.recall(question)
  assert.equal(found.length, 51)
  for (const { runId, content } of found) {
    const { name, i } = content as { name: string; i: number }
    if (runId === 'shared') assert.equal(i, 24)
    else assert.equal(runId, `${name}-${i}`)
  }
})

test('a memory lies beside a run store, and what was written outlasts closing', async (t) => {
  const directory = temporaryDirectory(t)
  const store = SqliteRunStore.open(directory)
  const run = store.createRun(newRun())
  const memory = SqliteDecisionMemory.open(directory)
  await memory.remember(memoryEntry())
  await memory.close()
  const again = SqliteDecisionMemory.open(directory)
  t.after(() => again.close())
  assert.deepEqual(await again.recall(question), [memoryEntry()])
  assert.deepEqual(store.run(run.id), run)
  store.close()
})

test('a file of another program or kind, of a newer Tutti, or damaged is refused and left as it is', async (t) => {
  const make = async (): Promise<string> => {
    const directory = temporaryDirectory(t)
    const memory = SqliteDecisionMemory.open(directory)
    for (let i = 0; i < 30; i++) {
      await memory.remember(memoryEntry({ runId: `run-${i}`, content: 'x'.repeat(3000) }))
    }
    await memory.close()
    return directory
  }
  const cases: [string, (file: string) => void, { code: string; message: RegExp }][] = [
    ['cut', (file) => truncateSync(file, statSync(file).size / 2), { code: 'invalid-input', message: /damaged/ }],
    ['cut in its header', (file) => truncateSync(file, 50), { code: 'invalid-input', message: /no SQLite database/ }],
    [
      'text',
      (file) => writeFileSync(file, 'text, '.repeat(999)),
      { code: 'invalid-input', message: /no SQLite database/ },
    ],
    [
      'newer',
      (file) => {
        const database = new DatabaseSync(file)
        database.exec('PRAGMA user_version = 99')
        database.close()
      },
      { code: 'unsupported', message: /newer Tutti/ },
    ],
    [
      'a run store',
      (file) => {
        const other = temporaryDirectory(t)
        SqliteRunStore.open(other).close()
        copyFileSync(join(other, 'runs.sqlite'), file)
      },
      { code: 'invalid-input', message: /not a decision memory/ },
    ],
  ]
  for (const [name, damage, refusal] of cases) {
    const directory = await make()
    const file = join(directory, 'memory.sqlite')
    damage(file)
    const before = readFileSync(file)
    const use = async (): Promise<unknown> => SqliteDecisionMemory.open(directory).recall(question)
    await assert.rejects(use, refusal, name)
    assert.ok(readFileSync(file).equals(before), `${name}: left as it was`)
  }
})

test('a folder that cannot be made is refused', (t) => {
  const directory = temporaryDirectory(t)
  writeFileSync(join(directory, 'file'), '')
  assert.throws(() => SqliteDecisionMemory.open(join(directory, 'file', 'memory')), {
    code: 'unauthorised',
    message: /decision memory .* cannot be made/,
  })
})

test('on a full disk the entry is refused with what to do, and what was there stays', async (t) => {
  const directory = temporaryDirectory(t)
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', directory], { stdio: 'ignore' })
  } catch {
    return t.skip('this system does not let us mount a small file system')
  }
  const memory = SqliteDecisionMemory.open(directory)
  try {
    await memory.remember(memoryEntry())
    const large = memoryEntry({ runId: 'large', content: 'x'.repeat(2 ** 21) })
    await assert.rejects(memory.remember(large), { code: 'conflict', message: /is full.*tutti runs resume large/ })
    assert.deepEqual(await memory.recall(question), [memoryEntry()])
    await memory.remember(memoryEntry({ runId: 'small' }))
    assert.equal((await memory.recall(question)).length, 2)
  } finally {
    await memory.close()
    execFileSync('umount', [directory])
  }
  assert.ok(existsSync(directory))
})
