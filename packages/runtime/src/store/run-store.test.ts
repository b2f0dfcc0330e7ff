/** One conformance suite for every run store; what only files and processes can do is in sqlite-run-store.test.ts. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { TuttiError } from '@tutti/analytics/errors'
import { canonicalJson, contentHash, sha256 } from '../hashing/index.ts'
import type { Json } from '../hashing/index.ts'
import { newRun, newStep } from '../testing/new-run.ts'
import { storeMakers } from '../testing/store-makers.ts'
import { storeEventKinds } from './index.ts'

for (const [name, open] of Object.entries(storeMakers)) {
  describe(name, () => {
    test('a created run is found by its id and by the start of its id', (t) => {
      const store = open(t)
      const run = store.createRun(newRun())
      assert.equal(run.status, 'running')
      assert.equal(run.finishedAt, null)
      assert.equal(run.error, null)
      assert.deepEqual({ ...newRun(), ...run }, run)
      assert.match(run.id, /^\d{8}-\d{6}-[0-9a-f]{4}$/)
      assert.deepEqual(store.run(run.id), run)
      assert.deepEqual(store.run(run.id.slice(0, 8)), run)
      assert.deepEqual(store.runs(), [run])
    })

    test('an unknown run, and a start that several ids share, are refused', (t) => {
      const store = open(t, () => new Date('2026-11-21T08:45:12Z'))
      const ids = [store.createRun(newRun()).id, store.createRun(newRun()).id]
      assert.throws(() => store.run('2025'), { code: 'missing-data', message: /tutti runs list/ })
      assert.throws(() => store.run(''), { code: 'missing-data' })
      assert.throws(() => store.run('%'), { code: 'missing-data' })
      assert.throws(
        () => store.run('2026'),
        (error) => {
          assert.ok(error instanceof TuttiError)
          assert.equal(error.code, 'invalid-input')
          for (const id of ids) assert.ok(error.message.includes(id))
          return true
        },
      )
      const id = '20260101-000000-0000'
      const calls = [
        () => store.steps(id),
        () => store.artifacts(id),
        () => store.audit(id),
        () => store.verifyRun(id),
        () => store.lockRun(id),
        () => store.finishRun(id, { status: 'completed' }),
        () => store.saveStep(id, newStep('a'), 1),
        () => store.saveArtifact(id, 'a', 'x'),
        () => store.appendAudit(id, { kind: 'note' }),
      ]
      for (const call of calls) assert.throws(call, { code: 'missing-data' })
    })

    test('run ids are unique and in order while the clock stands still', (t) => {
      const store = open(t, () => new Date('2026-11-21T08:45:12Z'))
      const ids = Array.from({ length: 200 }, () => store.createRun(newRun()).id)
      assert.equal(new Set(ids).size, 200)
      assert.deepEqual([...ids].sort(), ids)
      assert.deepEqual(
        store.runs().map((run) => run.id),
        ids,
      )
      assert.ok(ids[0].startsWith('20261121-084512-'))
    })

    test('a clock that jumps back breaks neither ids nor order nor the audit', (t) => {
      const times = ['2026-11-21T08:45:12Z', '2026-11-21T08:45:13Z', '2020-01-01T00:00:00Z', '2026-11-21T08:45:12Z']
      let call = 0
      const store = open(t, () => new Date(times[call++ % times.length]))
      const runs = Array.from({ length: 40 }, () => store.createRun(newRun()))
      const [run] = runs
      const lock = store.lockRun(run.id)
      for (let i = 0; i < 10; i++) store.saveStep(run.id, newStep(`step-${i}`), i)
      store.finishRun(run.id, { status: 'completed' })
      lock.release()
      assert.equal(new Set(runs.map((created) => created.id)).size, 40)
      assert.deepEqual(
        store.runs().map((created) => created.id),
        runs.map((created) => created.id),
      )
      assert.deepEqual(
        store.steps(run.id).map((step) => step.name),
        Array.from({ length: 10 }, (_, i) => `step-${i}`),
      )
      const seqs = store.audit(run.id).map((entry) => entry.seq)
      assert.deepEqual(
        seqs,
        seqs.map((_, i) => i + 1),
      )
      assert.deepEqual(store.verifyRun(run.id).findings, [])
    })

    test('the run key covers workflow, inputs, arguments, seed and code, and not machine or path', (t) => {
      const store = open(t)
      const key = (changes: Partial<ReturnType<typeof newRun>>): string => store.createRun(newRun(changes)).key
      const same = [
        key({}),
        key({ machine: { cpus: 64 } }),
        key({ inputs: { market: { hash: sha256('prices'), path: 'elsewhere' } } }),
      ]
      assert.equal(new Set(same).size, 1)
      const other = [
        key({ workflow: 'other' }),
        key({ inputs: { market: { hash: sha256('other') } } }),
        key({ inputs: { prices: { hash: sha256('prices') } } }),
        key({ arguments: { paths: 101 } }),
        key({ seed: 43 }),
        key({ codeVersion: 'v2' }),
      ]
      assert.equal(new Set([...same, ...other]).size, 7)
    })

    test('runs that cannot be kept are refused and nothing is created', (t) => {
      const store = open(t)
      const bad: Partial<ReturnType<typeof newRun>>[] = [
        { workflow: '' },
        { workflow: 'a\nb' },
        { seed: -1 },
        { seed: 0.5 },
        { seed: 2 ** 53 },
        { inputs: { market: { hash: 'abc' } } },
        { arguments: { paths: Number.NaN } },
        { codeVersion: '' },
        { machine: undefined as unknown as Json },
      ]
      for (const changes of bad) assert.throws(() => store.createRun(newRun(changes)), { code: 'invalid-input' })
      assert.deepEqual(store.runs(), [])
    })

    test('what the caller or the reader changes later does not change the store', (t) => {
      const store = open(t)
      const args = { list: [1] }
      const { id } = store.createRun(newRun({ arguments: args }))
      args.list.push(2)
      const value = { x: [1] }
      store.saveStep(id, newStep('a'), value)
      value.x.push(2)
      ;(store.stepValue(id, 'a') as { x: number[] }).x.push(3)
      ;(store.run(id).arguments as { list: number[] }).list.push(4)
      assert.deepEqual(store.run(id).arguments, { list: [1] })
      assert.deepEqual(store.stepValue(id, 'a'), { x: [1] })
      assert.ok(store.verifyRun(id).ok)
    })

    test('a finished run keeps its outcome', (t) => {
      const store = open(t, () => new Date('2026-11-21T08:45:12.345Z'))
      const error = { code: 'infeasible', message: 'no weights' }
      const { id } = store.createRun(newRun())
      store.finishRun(id, { status: 'failed', error })
      assert.equal(store.run(id).status, 'failed')
      assert.deepEqual(store.run(id).error, error)
      assert.equal(store.run(id).finishedAt, '2026-11-21T08:45:12.345Z')
      store.finishRun(id, { status: 'completed' })
      assert.equal(store.run(id).status, 'completed')
      assert.equal(store.run(id).error, null)
      store.finishRun(id, { status: 'completed' })
      assert.throws(() => store.finishRun(id, { status: 'interrupted' }), { code: 'conflict' })
      assert.deepEqual(store.verifyRun(id).findings, [])
    })

    test('a run that waits for a person keeps waiting until it is locked, and can then come to any end', (t) => {
      const store = open(t)
      const { id } = store.createRun(newRun())
      const first = store.lockRun(id)
      store.finishRun(id, { status: 'waiting' })
      first.release()
      assert.equal(store.run(id).status, 'waiting')
      assert.equal(store.run(id).error, null)
      assert.ok(store.verifyRun(id).ok)
      const second = store.lockRun(id)
      assert.deepEqual([store.run(id).status, store.run(id).finishedAt], ['running', null])
      second.release()
      assert.equal(store.run(id).status, 'interrupted')
      store.finishRun(id, { status: 'waiting' })
      store.finishRun(id, { status: 'completed' })
      assert.throws(() => store.finishRun(id, { status: 'waiting' }), { code: 'conflict' })
      assert.ok(store.verifyRun(id).ok)
    })

    test('a run has one lock at a time; releasing it unfinished marks the run as interrupted, locking it as running', (t) => {
      const store = open(t)
      const { id } = store.createRun(newRun())
      const lock = store.lockRun(id)
      assert.equal(lock.runId, id)
      assert.throws(() => store.lockRun(id), { code: 'conflict', message: new RegExp(`process ${process.pid}`) })
      lock.release()
      lock.release()
      assert.equal(store.run(id).status, 'interrupted')
      const second = store.lockRun(id)
      lock.release()
      assert.throws(() => store.lockRun(id), { code: 'conflict' }, 'an old lock cannot release the new one')
      assert.equal(store.run(id).status, 'running')
      store.finishRun(id, { status: 'completed' })
      second.release()
      assert.equal(store.run(id).status, 'completed')
      store.lockRun(id).release()
      assert.equal(store.run(id).status, 'completed')
      assert.deepEqual(store.verifyRun(id).findings, [])
    })

    test('step values come back as they were, whatever their shape', (t) => {
      const store = open(t)
      const { id } = store.createRun(newRun())
      const values: Json[] = [
        null,
        true,
        0,
        -1.5e-300,
        0.1 + 0.2,
        2 ** 53,
        '',
        '€😀\u2028"\\',
        [],
        {},
        [[{ a: [null] }]],
      ]
      values.forEach((value, i) => {
        const step = newStep(`step ${i}`)
        const record = store.saveStep(id, step, value)
        assert.equal(record.hash, contentHash(value))
        assert.equal(record.bytes, Buffer.byteLength(canonicalJson(value)))
        assert.deepEqual(store.stepValue(id, step.name), value)
        assert.deepEqual(store.findStep(step.key), value)
      })
      assert.equal(store.findStep(sha256('never saved')), undefined)
    })

    test('a value that JSON would change in silence is refused with its place, and nothing is saved', (t) => {
      const store = open(t)
      const { id } = store.createRun(newRun())
      const bad: [unknown, string][] = [
        [{ a: { b: [0, Number.NaN] } }, '/a/b/1'],
        [{ x: -Infinity }, '/x'],
        [{ x: undefined }, '/x'],
        [[() => 1], '/0'],
        [new Float64Array(1), ''],
        [undefined, ''],
      ]
      for (const [value, place] of bad) {
        assert.throws(
          () => store.saveStep(id, newStep('bad'), value as Json),
          (error) => {
            assert.ok(error instanceof TuttiError)
            assert.equal(error.code, 'invalid-input')
            assert.equal(error.details.field, place)
            return true
          },
        )
      }
      assert.throws(() => store.saveStep(id, { ...newStep('bad'), key: 'abc' }, 1), { code: 'invalid-input' })
      assert.throws(() => store.saveStep(id, newStep(''), 1), { code: 'invalid-input' })
      assert.deepEqual(store.steps(id), [])
      assert.equal(store.findStep(newStep('bad').key), undefined)
    })

    test('an unknown step or artifact is refused with the names that exist', (t) => {
      const store = open(t)
      const { id } = store.createRun(newRun())
      assert.throws(() => store.stepValue(id, 'x'), { code: 'missing-data', message: /it has no steps/ })
      store.saveStep(id, newStep('simulate'), 1)
      store.saveArtifact(id, 'report.html', '<p>')
      assert.throws(() => store.stepValue(id, 'x'), { code: 'missing-data', message: /simulate/ })
      assert.throws(() => store.artifact(id, 'x'), { code: 'missing-data', message: /report\.html/ })
      assert.throws(() => store.saveArtifact(id, '', 'x'), { code: 'invalid-input' })
    })

    test('steps of one name: the same step again changes nothing, another one replaces it', (t) => {
      const store = open(t)
      const { id } = store.createRun(newRun())
      const first = store.saveStep(id, newStep('a', 1), { x: 1 })
      store.saveStep(id, newStep('b'), 2)
      const entries = store.audit(id).length
      assert.deepEqual(store.saveStep(id, newStep('a', 1), { x: 1 }), first)
      assert.equal(store.audit(id).length, entries)
      store.saveStep(id, newStep('a', 2), { x: 3 })
      assert.deepEqual(
        store.steps(id).map((step) => [step.name, step.inputs, step.reused]),
        [
          ['a', 2, false],
          ['b', 0, false],
        ],
      )
      assert.deepEqual(store.stepValue(id, 'a'), { x: 3 })
      assert.deepEqual(store.findStep(newStep('a', 1).key), { x: 1 }, 'the earlier value can still be found')
      assert.deepEqual(store.verifyRun(id).findings, [])
    })

    test('a step that gives another value for the same key is noted in the audit', (t) => {
      const store = open(t)
      const [one, two] = [store.createRun(newRun()).id, store.createRun(newRun()).id]
      store.saveStep(one, newStep('a'), 1)
      store.saveStep(two, newStep('a'), 2)
      const entry = store.audit(two).find((each) => each.kind === 'step-differs')
      assert.deepEqual(entry?.detail, {
        name: 'a',
        key: newStep('a').key,
        before: contentHash(1),
        after: contentHash(2),
      })
      assert.equal(store.steps(two)[0].reused, false)
      assert.deepEqual(store.findStep(newStep('a').key), 2)
      assert.equal(store.stepValue(one, 'a'), 1)
    })

    test('artifacts come back byte for byte, and one of the same name is replaced', (t) => {
      const store = open(t)
      const { id } = store.createRun(newRun())
      const bytes = Uint8Array.from({ length: 256 }, (_, i) => i)
      const record = store.saveArtifact(id, 'all bytes', bytes)
      assert.deepEqual(
        { ...record, savedAt: '' },
        { runId: id, name: 'all bytes', hash: sha256(bytes), bytes: 256, savedAt: '' },
      )
      bytes.fill(0)
      assert.deepEqual(
        [...store.artifact(id, 'all bytes')],
        Array.from({ length: 256 }, (_, i) => i),
      )
      store.saveArtifact(id, 'empty', '')
      store.saveArtifact(id, 'all bytes', 'now €')
      assert.equal(store.artifact(id, 'all bytes').toString(), 'now €')
      assert.equal(store.artifact(id, 'empty').length, 0)
      assert.deepEqual(
        store.artifacts(id).map((artifact) => artifact.name),
        ['all bytes', 'empty'],
      )
      assert.deepEqual(store.verifyRun(id), {
        runId: id,
        ok: true,
        findings: [],
        checked: { audit: 4, steps: 0, artifacts: 2 },
        auditHead: store.audit(id).at(-1)!.hash,
      })
    })

    test('the audit is a hash chain that anybody can recompute', (t) => {
      const store = open(t)
      const { id } = store.createRun(newRun())
      store.appendAudit(id, { kind: 'approved', detail: { by: 'committee' } })
      const last = store.appendAudit(id, { kind: 'note' })
      assert.equal(last.detail, null)
      const entries = store.audit(id)
      assert.deepEqual(
        entries.map((entry) => entry.kind),
        ['run-created', 'approved', 'note'],
      )
      let previous = '0'.repeat(64)
      entries.forEach(({ hash, ...entry }, i) => {
        assert.equal(entry.seq, i + 1)
        assert.equal(entry.runId, id)
        assert.equal(entry.previous, previous)
        const { at, detail, kind, runId, seq } = entry
        assert.equal(hash, sha256(canonicalJson({ seq, runId, at, kind, detail, previous })))
        previous = hash
      })
      for (const kind of storeEventKinds) {
        assert.throws(() => store.appendAudit(id, { kind }), { code: 'invalid-input' })
      }
      assert.throws(() => store.appendAudit(id, { kind: 'note', detail: Number.NaN }), { code: 'invalid-input' })
    })

    test('a closed store refuses all work', (t) => {
      const store = open(t)
      const { id } = store.createRun(newRun())
      store.close()
      store.close()
      assert.throws(() => store.createRun(newRun()), { code: 'conflict' })
      assert.throws(() => store.run(id), { code: 'conflict' })
    })
  })
}
