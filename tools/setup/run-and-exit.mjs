import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { delimiter, dirname } from 'node:path'

/**
 * Runs `node args` with this process's own terminal, and ends as it ends: with its exit code, or by its signal.
 *
 * Ctrl-C reaches the whole foreground process group, the child included, so on a terminal SIGINT is only waited for.
 * Without one, SIGINT is handed on; the same signal within half a second is the same request (npm repeats it).
 */
export function runAndExit(node, args) {
  const child = spawn(node, args, {
    stdio: 'inherit',
    env: { ...process.env, PATH: [dirname(node), process.env.PATH ?? ''].join(delimiter) },
  })
  const onTerminal = process.stdin.isTTY || process.stdout.isTTY || process.stderr.isTTY
  const lastSent = new Map()
  const forward = (signal) => {
    if (signal === 'SIGINT' && onTerminal) return
    const now = Date.now()
    if (now - (lastSent.get(signal) ?? 0) < 500) return
    lastSent.set(signal, now)
    child.kill(signal)
  }
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP']
  for (const signal of signals) process.on(signal, forward)
  child.on('error', (error) => {
    console.error(`Cannot run ${node}: ${error.message}`)
    process.exit(1)
  })
  child.on('exit', (code, signal) => {
    if (signal === null) process.exit(code ?? 1)
    for (const name of signals) process.removeListener(name, forward)
    process.kill(process.pid, signal)
    setTimeout(() => process.exit(128 + (constants.signals[signal] ?? 0)), 200)
  })
}
