/** Stores that an older Tutti wrote are opened with all that they hold. */
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { test } from 'node:test'
import type { TestContext } from 'node:test'
import { promisify } from 'node:util'
import { newRun, newStep } from '../testing/new-run.ts'
import { temporaryDirectory } from '../testing/temporary-directory.ts'
import { SqliteRunStore } from './index.ts'

/** The table of runs as version 1 made it; the other tables are the same in both. */
const runsOfVersion1 = `
  CREATE TABLE old (
    position INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    key TEXT NOT NULL,
    manifest TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('running', 'interrupted', 'completed', 'failed')),
    created_at TEXT NOT NULL,
    finished_at TEXT,
    error TEXT NOT NULL,
    audit_count INTEGER NOT NULL,
    audit_head TEXT NOT NULL,
    creator TEXT NOT NULL
  ) STRICT;
  INSERT INTO old SELECT * FROM runs;
  DROP TABLE runs;
  ALTER TABLE old RENAME TO runs;
  PRAGMA user_version = 1;
`

function inDatabase<T>(directory: string, work: (database: DatabaseSync) => T): T {
  const database = new DatabaseSync(join(directory, 'runs.sqlite'), { enableForeignKeyConstraints: false })
  try {
    return work(database)
  } finally {
    database.close()
  }
}

const versionOf = (directory: string): number =>
  inDatabase(
    directory,
    (database) => (database.prepare('PRAGMA user_version').get() as { user_version: number }).user_version,
  )

/** A folder with a store of version 1: a completed run, a failed one, an interrupted one, with steps and files. */
function oldStore(t: TestContext): { readonly directory: string; readonly before: unknown } {
  const directory = temporaryDirectory(t)
  const store = SqliteRunStore.open(directory)
  const outcomes = [
    { status: 'completed' },
    { status: 'failed', error: { code: 'x' } },
    { status: 'interrupted' },
  ] as const
  for (const outcome of outcomes) {
    const { id } = store.createRun(newRun({ arguments: { outcome: outcome.status } }))
    const lock = store.lockRun(id)
    store.saveStep(id, newStep('a'), { x: 1 })
    store.saveArtifact(id, 'report', '<p>')
    store.appendAudit(id, { kind: 'note', detail: outcome.status })
    store.finishRun(id, outcome)
    lock.release()
  }
  const before = everything(store)
  store.close()
  inDatabase(directory, (database) => database.exec(runsOfVersion1))
  return { directory, before }
}

function everything(store: SqliteRunStore) {
  return store.runs().map((run) => ({
    run,
    steps: store.steps(run.id),
    value: store.stepValue(run.id, 'a'),
    artifacts: store.artifacts(run.id),
    audit: store.audit(run.id),
    verification: store.verifyRun(run.id),
  }))
}

test('a store of version 1 opens with every run, step, file and audit entry, and its runs can wait', (t) => {
  const { directory, before } = oldStore(t)
  assert.equal(versionOf(directory), 1)
  const store = SqliteRunStore.open(directory)
  t.after(() => store.close())
  assert.equal(versionOf(directory), 2)
  assert.deepEqual(everything(store), before)
  for (const { verification } of everything(store)) assert.deepEqual(verification.findings, [])
  const failed = store.runs()[1].id
  const lock = store.lockRun(failed)
  store.finishRun(failed, { status: 'waiting' })
  lock.release()
  assert.equal(store.run(failed).status, 'waiting')
  assert.ok(store.verifyRun(failed).ok)
  assert.ok(store.createRun(newRun()).id > failed)
})

test('records of the migrated store still may not refer to a run that is not there', (t) => {
  const { directory } = oldStore(t)
  SqliteRunStore.open(directory).close()
  const references = inDatabase(directory, (database) =>
    ['locks', 'steps', 'artifacts', 'audit'].map((table) =>
      (database.prepare(`PRAGMA foreign_key_list(${table})`).all() as { table: string }[]).map((key) => key.table),
    ),
  )
  assert.deepEqual(references, [['runs'], ['runs'], ['runs'], ['runs']])
})

test('a store of version 1 with parts of a run that is gone is refused and stays as it is', (t) => {
  const { directory } = oldStore(t)
  inDatabase(directory, (database) => database.exec('DELETE FROM runs WHERE position = 2'))
  assert.throws(() => SqliteRunStore.open(directory), {
    code: 'invalid-input',
    message: /parts of runs that are not there/,
  })
  assert.equal(versionOf(directory), 1)
  const tables = inDatabase(directory, (database) => database.prepare('SELECT count(*) AS n FROM runs').get())
  assert.deepEqual({ ...tables }, { n: 2 })
})

test('several processes that open a store of version 1 at once leave one sound store', async (t) => {
  const { directory, before } = oldStore(t)
  const index = new URL('index.ts', import.meta.url).href
  const code = `import { SqliteRunStore } from ${JSON.stringify(index)}
    const store = SqliteRunStore.open(process.argv[1]); console.log(store.runs().length); store.close()`
  const open = () => promisify(execFile)(process.execPath, ['--input-type=module-typescript', '-e', code, directory])
  const outputs = await Promise.all([open(), open(), open()])
  assert.deepEqual(
    outputs.map(({ stdout }) => stdout.trim()),
    ['3', '3', '3'],
  )
  const store = SqliteRunStore.open(directory)
  assert.deepEqual(everything(store), before)
  store.close()
})
