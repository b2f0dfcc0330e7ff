// The one entry point of `npm start`, `npm test` and the other scripts. It needs nothing but Node 20 and npm: it installs
// the project's packages (once per lock file), finds the Node 24 that came with them, and hands over to it.
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { installDependencies } from './setup/install-dependencies.mjs'
import { findNode24 } from './setup/find-node-24.mjs'
import { runAndExit } from './setup/run-and-exit.mjs'
import { SetupError } from './setup/setup-error.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const app = join(root, 'apps', 'tutti', 'src', 'cli', 'main.ts')
const checks = join(root, 'tools', 'check.ts')

/** What each command gives to Node 24, before the caller's own arguments. */
const commands = {
  start: [app, 'start'],
  tutti: [app],
  test: [checks, 'test'],
  check: [checks, 'check'],
  slow: [checks, 'slow'],
  node: [],
}

const usage = `Usage: node tools/bootstrap.mjs COMMAND [ARGUMENTS]
  start   run the standard study
  tutti   the command line of the project, e.g. tutti runs list
  test    every check, then every test     (--only NAME[,NAME…] for some of them)
  check   the checks without the tests
  slow    the slow test suites
  node    the project's own Node 24, e.g. node examples/01-….ts`

async function main() {
  const [name, ...rest] = process.argv.slice(2)
  const command = Object.hasOwn(commands, name ?? '') ? commands[name] : undefined
  if (command === undefined) throw new SetupError(name === undefined ? usage : `No command "${name}".\n${usage}`)
  if (Number.parseInt(process.versions.node, 10) < 20) {
    throw new SetupError(`This is Node ${process.versions.node}; Node 20 or newer is needed. Install it and run again.`)
  }
  await installDependencies(root)
  runAndExit(findNode24(root), [...command, ...rest])
}

main().catch((error) => {
  console.error(error instanceof SetupError ? error.message : error)
  process.exitCode = 1
})
