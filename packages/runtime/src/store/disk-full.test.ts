/** Full disks: by an injected write, by /dev/full, and by a real file system of 2 MB where the system lets us mount one. */
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { closeSync, existsSync, mkdirSync, openSync, readdirSync, rmSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import type { TestContext } from 'node:test'
import { TuttiError } from '@tutti/analytics/errors'
import { newRun, newStep } from '../testing/new-run.ts'
import { temporaryDirectory } from '../testing/temporary-directory.ts'
import { SqliteRunStore } from './index.ts'
import type { WriteBytes } from './file-objects.ts'

function assertDiskFull(error: unknown, id: string, bytes: number): true {
  assert.ok(error instanceof TuttiError)
  assert.equal(error.code, 'conflict')
  assert.match(error.message, /the disk of .* is full/)
  assert.ok(error.message.includes(`${bytes} bytes were needed`), error.message)
  assert.match(error.message, /Nothing that was saved before is lost/)
  assert.ok(error.message.includes(`tutti runs resume ${id}`))
  return true
}

function litter(directory: string): string[] {
  return (readdirSync(join(directory, 'objects'), { recursive: true }) as string[]).filter((name) =>
    name.endsWith('.tmp'),
  )
}

function assertRecovers(t: TestContext, directory: string, writeBytes: WriteBytes): void {
  const disk = { full: false }
  const store = SqliteRunStore.open(directory, {
    writeBytes: (descriptor, bytes) => (disk.full ? writeBytes(descriptor, bytes) : void writeSync(descriptor, bytes)),
  })
  t.after(() => store.close())
  const { id } = store.createRun(newRun())
  store.saveStep(id, newStep('a'), 'kept')
  disk.full = true
  assert.throws(
    () => store.saveStep(id, newStep('b'), 'x'.repeat(1000)),
    (error) => assertDiskFull(error, id, 1002),
  )
  assert.throws(
    () => store.saveArtifact(id, 'report', 'x'.repeat(500)),
    (error) => assertDiskFull(error, id, 500),
  )
  assert.deepEqual(litter(directory), [])
  assert.deepEqual(
    store.steps(id).map((step) => step.name),
    ['a'],
  )
  assert.equal(store.findStep(newStep('b').key), undefined)
  assert.ok(store.verifyRun(id).ok)
  disk.full = false
  store.saveStep(id, newStep('b'), 'x'.repeat(1000))
  assert.ok(store.verifyRun(id).ok)
}

test('a disk that fills while a file is half written: a clear error, no litter, nothing lost', (t) => {
  assertRecovers(t, temporaryDirectory(t), (descriptor, bytes) => {
    writeSync(descriptor, bytes, 0, bytes.length >> 1)
    throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' })
  })
})

test('a write to /dev/full: a clear error, no litter, nothing lost', (t) => {
  if (!existsSync('/dev/full')) return t.skip('this system has no /dev/full')
  assertRecovers(t, temporaryDirectory(t), (_, bytes) => {
    const full = openSync('/dev/full', 'w')
    try {
      writeSync(full, bytes)
    } finally {
      closeSync(full)
    }
  })
})

test('another write error is passed on and leaves no litter', (t) => {
  const directory = temporaryDirectory(t)
  const store = SqliteRunStore.open(directory, {
    writeBytes() {
      throw Object.assign(new Error('EIO: i/o error, write'), { code: 'EIO' })
    },
  })
  t.after(() => store.close())
  const { id } = store.createRun(newRun())
  assert.throws(() => store.saveStep(id, newStep('a'), 1), { code: 'EIO' })
  assert.deepEqual(litter(directory), [])
  assert.deepEqual(store.steps(id), [])
})

/** A file system of 2 MB, unmounted when the test ends; undefined where mounting is not allowed. */
function smallDisk(t: TestContext): string | undefined {
  const directory = join(temporaryDirectory(t), 'disk')
  mkdirSync(directory)
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', directory], { stdio: 'ignore' })
  } catch {
    return undefined
  }
  return directory
}

test('a real disk that fills up: a clear error, no litter, the store opens and goes on', (t) => {
  const disk = smallDisk(t)
  if (disk === undefined) return t.skip('mounting a small file system needs root on Linux')
  const stores: SqliteRunStore[] = []
  try {
    const directory = join(disk, 'store')
    const ballast = join(disk, 'ballast')
    writeFileSync(ballast, Buffer.alloc(600_000))
    const store = SqliteRunStore.open(directory)
    stores.push(store)
    const { id } = store.createRun(newRun())
    store.lockRun(id)
    const value = (i: number): string => `${i}:`.padEnd(50_000, 'x')
    const saveUntilFull = (): number => {
      for (let saved = 0; ; saved++) {
        try {
          store.saveStep(id, newStep(`large ${saved}`), value(saved))
        } catch (error) {
          assertDiskFull(error, id, 50_002)
          return saved
        }
      }
    }
    const saved = saveUntilFull()
    assert.ok(saved > 5)
    assert.deepEqual(litter(directory), [])

    // Fill what is left, so that SQLite itself cannot write any more.
    let small = 0
    assert.throws(
      () => {
        for (; ; small++) store.appendAudit(id, { kind: 'note', detail: `${small}`.padEnd(3000, 'y') })
      },
      (error) => error instanceof TuttiError && error.code === 'conflict' && /is full/.test(error.message),
    )
    assert.ok(store.verifyRun(id).ok)
    assert.equal(store.steps(id).length, saved)
    store.close()

    const again = SqliteRunStore.open(directory)
    stores.push(again)
    assert.ok(again.verifyRun(id).ok)
    assert.equal(again.steps(id).length, saved)
    for (let i = 0; i < saved; i++) assert.equal(again.findStep(newStep(`large ${i}`).key), value(i))

    writeFileSync(ballast, '')
    const lock = again.lockRun(id)
    again.saveStep(id, newStep('large last'), value(0))
    again.finishRun(id, { status: 'completed' })
    lock.release()
    assert.equal(again.run(id).status, 'completed')
    assert.ok(again.verifyRun(id).ok)
  } finally {
    for (const store of stores) store.close()
    execFileSync('umount', [disk])
  }
})

test('wherever a run meets the end of the disk, it gets the same clear error and nothing saved is lost', (t) => {
  const disk = smallDisk(t)
  if (disk === undefined) return t.skip('mounting a small file system needs root on Linux')
  const stores: SqliteRunStore[] = []
  try {
    let saved = 0
    let opened = 0
    for (let room = 0; room <= 640; room += 20) {
      const directory = join(disk, `store-${room}`)
      const ballast = join(disk, 'ballast')
      writeFileSync(ballast, Buffer.alloc(2 ** 21 - (room + 4) * 1024))
      const done: string[] = []
      let id = ''
      const isFull = (error: unknown): boolean =>
        error instanceof TuttiError && error.code === 'conflict' && /disk of .* is full/.test(error.message)
      assert.throws(() => {
        const store = SqliteRunStore.open(directory)
        stores.push(store)
        id = store.createRun(newRun()).id
        for (let i = 0; ; i++) {
          store.saveStep(id, newStep(`step ${i}`), `${i}`.repeat(3000))
          done.push(`step ${i}`)
        }
      }, isFull)
      stores.at(-1)?.close()
      rmSync(ballast)
      const again = SqliteRunStore.open(directory)
      stores.push(again)
      if (id !== '') {
        opened++
        saved += done.length
        assert.deepEqual(again.verifyRun(id).findings, [])
        assert.deepEqual(
          again.steps(id).map((step) => step.name),
          done,
        )
        assert.deepEqual(litter(directory), [])
      }
      again.close()
      rmSync(directory, { recursive: true })
    }
    assert.ok(opened > 10 && saved > 50, `${opened} runs were created and ${saved} steps saved`)
  } finally {
    for (const store of stores) store.close()
    execFileSync('umount', [disk])
  }
})
