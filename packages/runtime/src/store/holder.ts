import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { hostname } from 'node:os'

/** A process that works on a run. `started` tells it from a later process with the same number; null if unknown. */
export interface Holder {
  readonly host: string
  readonly pid: number
  readonly started: string | null
}

/** This process. */
export function thisHolder(): Holder {
  return { host: hostname(), pid: process.pid, started: processStart(process.pid) }
}

/**
 * Whether a holder is alive: `unknown` for a process on another host. A process of the same number that started at
 * another time is a different one; where start times cannot be read, the number alone decides.
 */
export function holderLife(holder: Holder): 'alive' | 'dead' | 'unknown' {
  if (holder.host !== hostname()) return 'unknown'
  if (!processExists(holder.pid)) return 'dead'
  const started = processStart(holder.pid)
  return holder.started !== null && started !== holder.started && canReadStarts() ? 'dead' : 'alive'
}

/**
 * When a process started, in a form that differs between processes of the same number; null when there is none, when it
 * is a zombie, or on systems that do not tell. On Linux: boot id and clock ticks since boot, from /proc.
 */
export function processStart(pid: number): string | null {
  try {
    if (process.platform === 'linux') return linuxStart(pid)
    if (process.platform === 'win32') return null
    return processTableStart(pid)
  } catch {
    return null
  }
}

/** The start time that `ps` shows (macOS and other Unix systems). */
export function processTableStart(pid: number): string | null {
  const options = { encoding: 'utf8', env: { ...process.env, LC_ALL: 'C', TZ: 'UTC' } } as const
  return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], options).trim() || null
}

function linuxStart(pid: number): string | null {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  // The command, in parentheses, may itself hold spaces and parentheses; state is field 3, start time field 22.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  const state = fields[0]
  if (state === 'Z' || state === 'X') return null
  const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
  return `${boot}:${fields[19]}`
}

function canReadStarts(): boolean {
  return processStart(process.pid) !== null
}

function processExists(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
