import { randomInt } from 'node:crypto'

/** The part of run ids that says the time: `20261121-084512`, UTC. */
function runIdStamp(now: Date): string {
  return now.toISOString().slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '-')
}

/**
 * An id for a new run: the clock's time to the second and four hexadecimal digits, which start at random and count up
 * within the second, so that ids sort by time and runs of one second by their order. `lastOfStamp` returns the greatest
 * id in the store that starts with a stamp; a clock that stands still or jumps back therefore repeats no id. When a
 * second is full the next one is used.
 */
export function newRunId(now: Date, lastOfStamp: (stamp: string) => string | undefined): string {
  for (let second = now.getTime(); ; second += 1000) {
    const stamp = runIdStamp(new Date(second))
    const last = lastOfStamp(stamp)
    const suffix = last === undefined ? randomInt(0x8000) : Number.parseInt(last.slice(-4), 16) + 1
    if (suffix <= 0xffff) return `${stamp}-${suffix.toString(16).padStart(4, '0')}`
  }
}
