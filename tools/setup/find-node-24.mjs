import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { SetupError } from './setup-error.mjs'

const neededMajor = 24

/**
 * The path of a Node 24 or newer: the one that runs this, or the one that npm installed for this platform.
 * The program is run once (`--version`), so that one built for another machine or C library is found out here.
 */
export function findNode24(root, { platform, arch, execPath } = process) {
  const packaged = { linux: `node-linux-${arch}`, win32: `node-win-${arch}` }[platform]
  const fromNpm = packaged && join(root, 'node_modules', packaged, 'bin', platform === 'win32' ? 'node.exe' : 'node')
  const failures = []
  for (const candidate of [execPath, fromNpm]) {
    if (candidate === undefined || !existsSync(candidate)) continue
    const run = spawnSync(candidate, ['--version'], { encoding: 'utf8' })
    const version = run.stdout?.trim() ?? ''
    if (run.status === 0 && Number.parseInt(version.slice(1), 10) >= neededMajor) return candidate
    if (candidate === fromNpm) {
      failures.push(`${candidate} does not run here: ${run.error?.message ?? run.stderr.trim().split('\n')[0]}`)
    }
  }
  throw new SetupError(
    [
      `Node ${neededMajor} is needed, and this is Node ${process.versions.node} on ${platform} ${arch}.`,
      ...(failures.length > 0 ? failures : [`npm brings no Node ${neededMajor} for this platform.`]),
      `Install Node ${neededMajor} or newer (https://nodejs.org), and run the command again.`,
    ].join('\n'),
  )
}
