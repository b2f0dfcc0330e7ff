import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { chmodSync, cpSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { delimiter, join } from 'node:path'
import { describe, test } from 'node:test'
import { type PlantedTree, plantedTree } from './planted-tree.ts'

/** A stand-in for npm that notes each run and installs nothing but the folder. */
const npmThatWorks = '#!/bin/sh\necho "$@" >> npm-runs\nsleep 0.3\nmkdir -p node_modules\n'

const npmThatFails = (says: string): string =>
  `#!/bin/sh\necho "$@" >> npm-runs\necho "npm error ${says}" >&2\nexit 1\n`

/** A project with nothing but its set-up, a lock file, and the given stand-in for npm. */
function plantedProject(npm: string = npmThatWorks): PlantedTree {
  const tree = plantedTree({ 'package-lock.json': '{}', 'bin/npm': npm })
  chmodSync(join(tree.root, 'bin/npm'), 0o755)
  cpSync(join(import.meta.dirname, 'bootstrap.mjs'), join(tree.root, 'tools/bootstrap.mjs'))
  cpSync(join(import.meta.dirname, 'setup'), join(tree.root, 'tools/setup'), { recursive: true })
  return tree
}

interface Ended {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly out: string
  readonly err: string
}

function start(root: string, args: readonly string[]): { child: ChildProcess; end: Promise<Ended> } {
  const env = { ...process.env, PATH: [join(root, 'bin'), process.env['PATH']].join(delimiter) }
  const child = spawn(process.execPath, ['tools/bootstrap.mjs', ...args], { cwd: root, env, stdio: 'pipe' })
  let out = ''
  let err = ''
  child.stdout.on('data', (chunk) => (out += String(chunk)))
  child.stderr.on('data', (chunk) => (err += String(chunk)))
  const end = new Promise<Ended>((done) => child.on('close', (code, signal) => done({ code, signal, out, err })))
  return { child, end }
}

const run = (root: string, ...args: string[]): Promise<Ended> => start(root, args).end
const npmRuns = (root: string): number =>
  existsSync(join(root, 'npm-runs')) ? readFileSync(join(root, 'npm-runs'), 'utf8').trim().split('\n').length : 0

describe('setting up', () => {
  test('installs once, and again only when the lock file has changed', async () => {
    using tree = plantedProject()
    const first = await run(tree.root, 'node', '--version')
    assert.equal(first.out.trim(), process.version)
    assert.equal(first.err.trim().split('\n').length, 1)
    assert.equal((await run(tree.root, 'node', '--version')).err, '')
    assert.equal(npmRuns(tree.root), 1)
    writeFileSync(join(tree.root, 'package-lock.json'), '{"changed":true}')
    await run(tree.root, 'node', '--version')
    assert.equal(npmRuns(tree.root), 2)
  })

  test('takes an installation made by hand that has the versions of the lock file', async () => {
    using tree = plantedProject()
    const packages = { 'node_modules/a': { version: '1.0.0' }, 'node_modules/b': { version: '2.0.0', optional: true } }
    const lock = join(tree.root, 'package-lock.json')
    writeFileSync(lock, JSON.stringify({ packages: { '': {}, 'packages/x': {}, ...packages } }))
    await run(tree.root, 'node', '--version')
    assert.equal(npmRuns(tree.root), 1)
    rmSync(join(tree.root, 'node_modules/.tutti-setup'))
    const installed = join(tree.root, 'node_modules/.package-lock.json')
    writeFileSync(installed, JSON.stringify({ packages: { 'node_modules/a': { version: '1.0.0' } } }))
    await run(tree.root, 'node', '--version')
    assert.equal(npmRuns(tree.root), 1)
    rmSync(join(tree.root, 'node_modules/.tutti-setup'))
    writeFileSync(installed, JSON.stringify({ packages: { 'node_modules/a': { version: '1.0.1' } } }))
    await run(tree.root, 'node', '--version')
    assert.equal(npmRuns(tree.root), 2)
  })

  test('started three times at once installs once', async () => {
    using tree = plantedProject()
    const ends = await Promise.all([1, 2, 3].map(() => run(tree.root, 'node', '--version')))
    assert.deepEqual(
      ends.map(({ code }) => code),
      [0, 0, 0],
    )
    assert.equal(npmRuns(tree.root), 1)
    assert.ok(!existsSync(join(tree.root, '.tutti-setup.lock')))
  })

  for (const [what, lock] of [
    ['a process that is gone', JSON.stringify({ pid: 2 ** 22 + 1, host: hostname() })],
    ['nobody that can be read', 'garbage'],
  ] as const) {
    test(`takes over the lock of ${what}`, async () => {
      using tree = plantedProject()
      writeFileSync(join(tree.root, '.tutti-setup.lock'), lock)
      assert.equal((await run(tree.root, 'node', '--version')).code, 0)
      assert.equal(npmRuns(tree.root), 1)
    })
  }

  for (const [code, advice] of [
    ['code ENOTFOUND', /registry cannot be reached: check the network/],
    ['code ENOSPC', /The disk is full/],
    ['code EACCES', /cannot be written: make .* writable/],
    ['code EUSAGE', /package-lock\.json is damaged or does not go with/],
    ['something else', /Check the network.*disk space.*permissions/],
  ] as const) {
    test(`that fails with "${code}" says what failed and what to do, and is tried again`, async () => {
      using tree = plantedProject(npmThatFails(code))
      const { code: status, err } = await run(tree.root, 'node', '--version')
      assert.equal(status, 1)
      assert.match(err, /Setting up failed: npm ci ended with exit code 1/)
      assert.ok(err.includes(`npm error ${code}`))
      assert.match(err, advice)
      await run(tree.root, 'node', '--version')
      assert.equal(npmRuns(tree.root), 2)
    })
  }

  test('without a lock file says so', async () => {
    using tree = plantedProject()
    rmSync(join(tree.root, 'package-lock.json'))
    const { code, err } = await run(tree.root, 'node', '--version')
    assert.equal(code, 1)
    assert.match(err, /package-lock\.json is missing/)
  })
})

describe('handing over', () => {
  test('ends with the exit code of the program', async () => {
    using tree = plantedProject()
    assert.equal((await run(tree.root, 'node', '-e', 'process.exit(7)')).code, 7)
  })

  test('passes SIGTERM on and ends by the signal that ended the program', async () => {
    using tree = plantedProject()
    const { child, end } = start(tree.root, ['node', '-e', "console.log('up'); setInterval(() => {}, 1000)"])
    child.stdout?.once('data', () => child.kill('SIGTERM'))
    assert.equal((await end).signal, 'SIGTERM')
  })

  test('passes SIGINT on once when it comes twice, and waits for the program to finish', async () => {
    using tree = plantedProject()
    const program = `let times = 0
      process.on('SIGINT', () => { times++; setTimeout(() => { console.log('times', times); process.exit(3) }, 200) })
      console.log('up'); setInterval(() => {}, 1000)`
    const { child, end } = start(tree.root, ['node', '-e', program])
    child.stdout?.once('data', () => {
      child.kill('SIGINT')
      setTimeout(() => child.kill('SIGINT'), 50)
    })
    const { code, out } = await end
    assert.equal(code, 3)
    assert.match(out, /times 1\n/)
  })

  test('refuses a command that it does not have, with the list of those it has', async () => {
    using tree = plantedProject()
    const { code, err } = await run(tree.root, 'frobnicate')
    assert.equal(code, 1)
    assert.match(err, /No command "frobnicate"[\s\S]*start[\s\S]*test/)
  })
})
