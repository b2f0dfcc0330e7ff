import { linkSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

const otherMachineMinutes = 15

/**
 * Runs `work` while no other process of this folder does, and returns its result. The lock is a file that names its
 * holder; one left behind by a process that is gone is taken over. `onWait` is called once if there is a wait.
 */
export async function withSetupLock(root, work, onWait = () => {}) {
  const path = join(root, '.tutti-setup.lock')
  const own = `${path}.${process.pid}`
  writeFileSync(own, JSON.stringify({ pid: process.pid, host: hostname() }))
  try {
    let told = false
    while (!create(own, path)) {
      const holder = readHolder(path)
      if (holder === undefined) continue
      if (isGone(holder)) {
        takeAway(path, own, holder)
        continue
      }
      if (!told) onWait(holder.pid)
      told = true
      await sleep(250)
    }
  } finally {
    rmSync(own, { force: true })
  }
  // An interrupted set-up (Ctrl-C kills npm too) must not leave the lock behind.
  const release = () => rmSync(path, { force: true })
  process.on('exit', release)
  const stop = (signal) => process.exit(signal === 'SIGINT' ? 130 : 143)
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)
  try {
    return await work()
  } finally {
    process.removeListener('exit', release)
    process.removeListener('SIGINT', stop)
    process.removeListener('SIGTERM', stop)
    release()
  }
}

/** Puts `own` in place of the lock, whole or not at all; false when there is one. */
function create(own, path) {
  try {
    linkSync(own, path)
    return true
  } catch (error) {
    if (error.code === 'EEXIST') return false
    if (error.code !== 'EPERM' && error.code !== 'ENOTSUP' && error.code !== 'ENOSYS') throw error
  }
  // A file system without hard links.
  try {
    writeFileSync(path, readFileSync(own), { flag: 'wx' })
    return true
  } catch (error) {
    if (error.code === 'EEXIST') return false
    throw error
  }
}

/** Who holds the lock; undefined when it has just been released. */
function readHolder(path) {
  try {
    const text = readFileSync(path, 'utf8')
    const changed = statSync(path).mtimeMs
    try {
      const { pid, host } = JSON.parse(text)
      return { pid, host, text, changed }
    } catch {
      return { pid: undefined, host: undefined, text, changed }
    }
  } catch (error) {
    if (error.code === 'ENOENT') return undefined
    throw error
  }
}

function isGone({ pid, host, changed }) {
  if (!Number.isInteger(pid)) return true
  if (host !== hostname()) return Date.now() - changed > otherMachineMinutes * 60_000
  try {
    process.kill(pid, 0)
    return false
  } catch (error) {
    return error.code === 'ESRCH'
  }
}

/** Removes the lock of a holder that is gone; when another process was quicker and the lock is new, gives it back. */
function takeAway(path, own, holder) {
  const aside = `${own}.stale`
  try {
    renameSync(path, aside)
  } catch (error) {
    if (error.code === 'ENOENT') return
    throw error
  }
  if (readFileSync(aside, 'utf8') !== holder.text) create(aside, path)
  rmSync(aside)
}
