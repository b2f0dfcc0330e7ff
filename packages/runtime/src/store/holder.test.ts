import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { test } from 'node:test'
import { holderLife, processStart, processTableStart, thisHolder } from './holder.ts'

test('this process is alive, and so is a child until it ends', async () => {
  assert.equal(holderLife(thisHolder()), 'alive')
  const child = spawn(process.execPath, ['-e', 'setInterval(() => 0, 1000)'])
  await once(child, 'spawn')
  const holder = { ...thisHolder(), pid: child.pid!, started: processStart(child.pid!) }
  assert.equal(holderLife(holder), 'alive')
  child.kill('SIGKILL')
  await once(child, 'close')
  assert.equal(holderLife(holder), 'dead')
})

test('a process on another host is neither known to be alive nor dead', () => {
  assert.equal(holderLife({ ...thisHolder(), host: 'another-host' }), 'unknown')
})

test('a process that started at another time is not the holder; without a start time the number decides', (t) => {
  assert.equal(holderLife({ ...thisHolder(), started: null }), 'alive')
  if (thisHolder().started === null) return t.skip('this system does not tell when a process started')
  assert.equal(holderLife({ ...thisHolder(), started: 'another' }), 'dead')
})

test('the start of a process stays the same while it lives, by either way of asking', (t) => {
  assert.equal(processStart(process.pid), processStart(process.pid))
  assert.equal(processStart(2 ** 22 + 1), null)
  let shown: string | null
  try {
    shown = processTableStart(process.pid)
  } catch {
    return t.skip('this system has no ps')
  }
  const started = Date.parse(`${shown} UTC`)
  assert.ok(Math.abs(started - (Date.now() - process.uptime() * 1000)) < 5000, `ps shows ${shown}`)
})
