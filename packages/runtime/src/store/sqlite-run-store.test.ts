/** What only files can suffer: damage, tampering, other schemas. Full disks and other processes have files of their own. */
import assert from 'node:assert/strict'
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { test } from 'node:test'
import type { TestContext } from 'node:test'
import { TuttiError } from '@tutti/analytics/errors'
import { canonicalJson, contentHash, sha256 } from '../hashing/index.ts'
import { newRun, newStep } from '../testing/new-run.ts'
import { temporaryDirectory } from '../testing/temporary-directory.ts'
import { emptyAudit, nextAuditEntry } from './audit-chain.ts'
import { runStep, SqliteRunStore } from './index.ts'
import type { AuditEntry } from './index.ts'

interface Fixture {
  readonly store: SqliteRunStore
  readonly directory: string
  readonly id: string
  /** Changes the database behind the store's back. */
  tamper(sql: string, ...parameters: (string | number)[]): void
  file(hash: string, ending?: string): string
}

/** A store with one run of two steps, an artifact and a note in its audit. */
function fixture(t: TestContext): Fixture {
  const directory = temporaryDirectory(t)
  const store = SqliteRunStore.open(directory)
  t.after(() => store.close())
  const { id } = store.createRun(newRun())
  store.saveStep(id, newStep('a'), { x: 1 })
  store.saveStep(id, newStep('b'), { x: 2 })
  store.saveArtifact(id, 'report', '<p>')
  store.appendAudit(id, { kind: 'note', detail: 'fine' })
  assert.ok(store.verifyRun(id).ok)
  return {
    store,
    directory,
    id,
    tamper(sql, ...parameters) {
      const database = new DatabaseSync(join(directory, 'runs.sqlite'))
      database.prepare(sql).run(...parameters)
      database.close()
    },
    file: (hash, ending = 'json') => join(directory, 'objects', hash.slice(0, 2), `${hash}.${ending}`),
  }
}

test('a store that is opened again has everything', (t) => {
  const { store, directory, id } = fixture(t)
  const before = [store.runs(), store.steps(id), store.artifacts(id), store.audit(id)]
  store.close()
  const again = SqliteRunStore.open(directory)
  t.after(() => again.close())
  assert.deepEqual([again.runs(), again.steps(id), again.artifacts(id), again.audit(id)], before)
  assert.deepEqual(again.stepValue(id, 'b'), { x: 2 })
  assert.deepEqual(again.findStep(newStep('a').key), { x: 1 })
})

test('a step is a file named by the SHA-256 of its canonical JSON', (t) => {
  const { file } = fixture(t)
  assert.equal(readFileSync(file(contentHash({ x: 1 })), 'utf8'), '{"x":1}')
})

const damages: Record<string, (file: string) => void> = {
  'edited step file': (file) => writeFileSync(file, '{"x":9}'),
  'truncated step file': (file) => truncateSync(file, 3),
  'emptied step file': (file) => truncateSync(file, 0),
  'removed step file': (file) => rmSync(file),
}

for (const [name, damage] of Object.entries(damages)) {
  test(`${name}: reading says what is wrong, verifying finds it, and the step is computed again`, async (t) => {
    const { store, id, file } = fixture(t)
    const step = { name: 'c', inputs: null, seed: 1, codeVersion: 'v1' }
    await runStep(store, id, step, () => ({ c: 3 }))
    const hash = contentHash({ c: 3 })
    damage(file(hash))

    assert.throws(
      () => store.stepValue(id, 'c'),
      (error) => {
        assert.ok(error instanceof TuttiError)
        assert.equal(error.code, 'missing-data')
        assert.equal(error.details.file, file(hash))
        assert.ok(error.message.includes(file(hash)))
        assert.match(error.message, /is missing|is damaged: expected SHA-256 [0-9a-f]{64}, found/)
        assert.ok(error.message.includes(`tutti runs resume ${id}`))
        return true
      },
    )
    const { ok, findings } = store.verifyRun(id)
    assert.equal(ok, false)
    assert.deepEqual(
      findings.map((finding) => [finding.part, finding.name]),
      [['step', 'c']],
    )

    const other = store.createRun(newRun()).id
    assert.deepEqual(await runStep(store, other, step, () => ({ c: 3 })), { value: { c: 3 }, reused: false })
    assert.equal(store.steps(other)[0].reused, false)
    const note = store.audit(other).find((entry) => entry.kind === 'step-damaged')
    assert.ok(canonicalJson(note!.detail).includes(hash), 'the run that asked records it')
    assert.equal(existsSync(file(hash, 'corrupt')), name !== 'removed step file', 'the damaged file is kept aside')
    assert.deepEqual(store.stepValue(id, 'c'), { c: 3 })
    assert.deepEqual([store.verifyRun(id).ok, store.verifyRun(other).ok], [true, true])
  })
}

test('a damaged artifact is refused with its file, and found by verifying', (t) => {
  const { store, id, file } = fixture(t)
  const path = file(sha256('<p>'), 'bin')
  writeFileSync(path, '<p>more')
  assert.throws(
    () => store.artifact(id, 'report'),
    (error) => error instanceof TuttiError && error.details.file === path,
  )
  assert.deepEqual(
    store.verifyRun(id).findings.map((finding) => [finding.part, finding.name]),
    [['artifact', 'report']],
  )
})

test('saving a value again mends its damaged file', (t) => {
  const { store, id, file } = fixture(t)
  truncateSync(file(contentHash({ x: 1 })), 2)
  store.saveStep(id, newStep('a'), { x: 1 })
  assert.deepEqual(store.stepValue(id, 'a'), { x: 1 })
  assert.ok(store.verifyRun(id).ok)
})

/** An audit whose later entries were all hashed anew after a change, as one would who knows how the chain is made. */
function rehashed(entries: readonly AuditEntry[]): AuditEntry[] {
  const chain: AuditEntry[] = []
  let head = emptyAudit
  for (const { runId, kind, detail, at } of entries) {
    const entry = nextAuditEntry(runId, head, { kind, detail }, new Date(at))
    chain.push(entry)
    head = { count: entry.seq, hash: entry.hash }
  }
  return chain
}

const tampering: Record<string, { change: (fixture: Fixture) => void; finds: RegExp }> = {
  'an edited detail': {
    change: ({ tamper, id }) => tamper(`UPDATE audit SET detail = '"fin"' WHERE run_id = ? AND kind = 'note'`, id),
    finds: /entry 5 was changed/,
  },
  'an edited time': {
    change: ({ tamper }) => tamper(`UPDATE audit SET at = '2020-01-01T00:00:00.000Z' WHERE seq = 2`),
    finds: /entry 2 was changed/,
  },
  'a detail that is no JSON any more': {
    change: ({ tamper }) => tamper(`UPDATE audit SET detail = '{' WHERE seq = 2`),
    finds: /entry 2 was changed/,
  },
  'an edited entry with a fitting hash': {
    change: ({ tamper, store, id }) => {
      const { hash: _, ...entry } = store.audit(id)[4]
      const edited = { ...entry, detail: 'other' }
      tamper(`UPDATE audit SET detail = '"other"', hash = ? WHERE seq = 5`, sha256(canonicalJson({ ...edited })))
    },
    finds: /the run record ends the chain/,
  },
  'a removed entry in the middle': {
    change: ({ tamper }) => tamper('DELETE FROM audit WHERE seq = 3'),
    finds: /entry 4 does not continue the entry before it/,
  },
  'a removed last entry': {
    change: ({ tamper }) => tamper('DELETE FROM audit WHERE seq = 5'),
    finds: /the run record ends the chain at entry 5 .* the chain ends at 4/,
  },
  'two entries in another order': {
    change: ({ tamper }) => {
      for (const [from, to] of [
        [2, 99],
        [3, 2],
        [99, 3],
      ] as const)
        tamper('UPDATE audit SET seq = ? WHERE seq = ?', to, from)
    },
    finds: /entry 2 was changed/,
  },
  'an added entry': {
    change: ({ tamper, store, id }) => {
      const last = store.audit(id).at(-1)!
      const entry = nextAuditEntry(id, { count: last.seq, hash: last.hash }, { kind: 'approved' }, new Date(0))
      const values = [entry.runId, entry.seq, entry.at, entry.kind, 'null', entry.previous, entry.hash]
      tamper(
        'INSERT INTO audit (run_id, seq, at, kind, detail, previous, hash) VALUES (?, ?, ?, ?, ?, ?, ?)',
        ...values,
      )
    },
    finds: /the chain ends at 6/,
  },
  'a whole chain hashed anew without one entry': {
    change: ({ tamper, store, id }) => {
      const chain = rehashed(store.audit(id).filter((entry) => entry.seq !== 5))
      tamper('DELETE FROM audit WHERE seq = 5')
      tamper('UPDATE runs SET audit_count = 4, audit_head = ?', chain.at(-1)!.hash)
      tamper(`DELETE FROM audit WHERE seq = 4`)
    },
    finds: /the chain ends at 3/,
  },
  'a step that points to another value': {
    change: ({ tamper }) => tamper(`UPDATE steps SET hash = ? WHERE name = 'a'`, contentHash({ x: 2 })),
    finds: /the record of the step was changed/,
  },
  'edited inputs of a step': {
    change: ({ tamper }) => tamper(`UPDATE steps SET inputs = '5' WHERE name = 'a'`),
    finds: /the record of the step was changed/,
  },
  'a removed step': {
    change: ({ tamper }) => tamper(`DELETE FROM steps WHERE name = 'a'`),
    finds: /the record of the step was removed/,
  },
  'an added step': {
    change: ({ tamper }) =>
      tamper(
        `INSERT INTO steps SELECT 99, run_id, 'c', key, inputs, hash, bytes, reused, saved_at FROM steps WHERE name = 'a'`,
      ),
    finds: /the step is not in the audit/,
  },
  'an artifact that points to another file': {
    change: ({ tamper }) => tamper(`UPDATE artifacts SET hash = ?`, sha256('other')),
    finds: /the record of the artifact was changed/,
  },
  'an edited seed': {
    change: ({ tamper }) => tamper(`UPDATE runs SET manifest = replace(manifest, '"seed":42', '"seed":43')`),
    finds: /the manifest is not the one that the run was created with/,
  },
  'an emptied manifest': {
    change: ({ tamper }) => tamper(`UPDATE runs SET manifest = '{}'`),
    finds: /the manifest is not the one that the run was created with/,
  },
  'details that were all emptied': {
    change: ({ tamper, store, id }) => {
      store.finishRun(id, { status: 'completed' })
      tamper("UPDATE audit SET detail = 'null'")
    },
    finds: /entry 6 was changed/,
  },
  'an edited status': {
    change: ({ tamper }) => tamper(`UPDATE runs SET status = 'completed'`),
    finds: /recorded as completed, its audit says running/,
  },
}

for (const [name, { change, finds }] of Object.entries(tampering)) {
  test(`verifying finds ${name}`, (t) => {
    const prepared = fixture(t)
    change(prepared)
    const { ok, findings } = prepared.store.verifyRun(prepared.id)
    assert.equal(ok, false)
    assert.ok(
      findings.some((finding) => finds.test(finding.message)),
      findings.map((finding) => finding.message).join('\n'),
    )
  })
}

test('tampering with one run leaves the verification of another as it was', (t) => {
  const { store, id, tamper } = fixture(t)
  const other = store.createRun(newRun()).id
  tamper('DELETE FROM audit WHERE run_id = ?', id)
  assert.equal(store.verifyRun(id).ok, false)
  assert.equal(store.verifyRun(other).ok, true)
})

test('a store of a newer schema is refused and left as it is', (t) => {
  const { store, directory, tamper } = fixture(t)
  store.close()
  tamper('PRAGMA user_version = 99')
  assert.throws(() => SqliteRunStore.open(directory), { code: 'unsupported', message: /newer Tutti \(schema 99/ })
  tamper('PRAGMA user_version = 2')
  const again = SqliteRunStore.open(directory)
  assert.equal(again.runs().length, 1)
  again.close()
})

test('a database of another program, and a file that is no database, are refused', (t) => {
  const directory = temporaryDirectory(t)
  const database = new DatabaseSync(join(directory, 'runs.sqlite'))
  database.exec('CREATE TABLE songs (title TEXT)')
  database.close()
  assert.throws(() => SqliteRunStore.open(directory), { code: 'invalid-input', message: /another program/ })
  writeFileSync(join(directory, 'runs.sqlite'), 'not a database, '.repeat(500))
  assert.throws(() => SqliteRunStore.open(directory), { code: 'invalid-input', message: /no SQLite database/ })
})

test('a folder that cannot be made is refused', (t) => {
  const directory = temporaryDirectory(t)
  writeFileSync(join(directory, 'file'), '')
  assert.throws(() => SqliteRunStore.open(join(directory, 'file', 'store')), { code: 'unauthorised' })
})

test('opening removes old temporary files of killed processes, and no young ones', (t) => {
  const { store, directory } = fixture(t)
  store.close()
  const folder = join(directory, 'objects', 'aa')
  mkdirSync(folder, { recursive: true })
  for (const name of ['old.tmp', 'young.tmp', 'old.corrupt']) writeFileSync(join(folder, name), 'x')
  const longAgo = new Date(Date.now() - 2 * 3_600_000)
  for (const name of ['old.tmp', 'old.corrupt']) utimesSync(join(folder, name), longAgo, longAgo)
  SqliteRunStore.open(directory).close()
  assert.deepEqual(readdirSync(folder).sort(), ['old.corrupt', 'young.tmp'])
})
