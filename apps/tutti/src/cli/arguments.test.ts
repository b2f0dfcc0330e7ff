/** What the command line says to wrong arguments, and what it prints for right ones. */
import assert from 'node:assert/strict'
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import type { Command } from 'commander'
import { type CliEnd, cli, startCli } from '../testing/cli-process.ts'
import { refused } from '../testing/refused.ts'
import { smallRun, studyFolder } from '../testing/small-study.ts'
import { tuttiProgram } from './program.ts'

/** What the parser says to arguments that it refuses, without a process of its own. */
async function parserError(...args: string[]): Promise<string> {
  let said = ''
  const program = tuttiProgram()
  const quieten = (command: Command): void => {
    command.configureOutput({ writeErr: (text) => (said += text), writeOut: (text) => (said += text) })
    command.commands.forEach(quieten)
  }
  quieten(program)
  await assert.rejects(program.parseAsync(args, { from: 'user' }), { name: 'CommanderError', exitCode: 1 })
  return said
}

test('wrong arguments are refused with what was expected and where to find help', async () => {
  assert.match(await parserError('rnu'), /unknown command 'rnu'[^]*Did you mean run[^]*--help/)
  const study = (...args: string[]): Promise<string> => parserError('run', 'asset-allocation', ...args)
  assert.match(await parserError('run', 'asset-alocation'), /unknown command[^]*asset-allocation/)
  assert.match(await study('--sed', '1'), /unknown option '--sed'[^]*--seed/)
  for (const seed of ['x', '', '-1', '1.5', '1e99']) {
    assert.match(await study(`--seed=${seed}`), /--seed[^]*Expected a whole number from 0/)
  }
  assert.match(await study('--workers', '0'), /from 1 to 256/)
  assert.match(await study('--iterations', '0'), /from 4 to 5000/)
  assert.match(await study('--time-limit', 'soon'), /Expected a number above 0/)
  assert.match(await study('--time-limit', '0'), /Expected a number above 0/)
  assert.match(await study('extra'), /too many arguments/)
  assert.match(await parserError('runs', 'diff', 'one'), /missing required argument 'b'/)
})

test('wrong arguments end the program with exit status 2 and leave nothing behind', async (t) => {
  const folder = studyFolder(t)
  const call = (...args: string[]): Promise<CliEnd> => cli(folder, ['run', 'asset-allocation', ...args])
  refused(await call('--seed', 'x'), 2, /Expected a whole number/, /--help/)
  refused(await call('--as-of', '2020-01-01'), 2, /--as-of .* no --market/)
  assert.ok(!existsSync(join(folder, '.tutti')), 'nothing was recorded')
})

test('a mandate that cannot be read is missing data; a wrong one lists its problems with their fields', async (t) => {
  const folder = studyFolder(t)
  const call = (file: string, ...args: string[]): Promise<CliEnd> =>
    cli(folder, ['run', 'asset-allocation', '--mandate', file, ...args])
  refused(await call('absent.yaml'), 3, /cannot read the mandate absent\.yaml: there is no such file/)
  refused(await call('.'), 3, /it is a folder/)
  writeFileSync(join(folder, 'wrong.yaml'), 'simulation: { paths: 10, yeers: 5 }\nsearch: { maximum_iterations: 2 }\n')
  refused(await call('wrong.yaml'), 2, /3 problems/, /wrong\.yaml:1: simulation\.paths/, /yeers/, /maximum_iterations/)
  writeFileSync(join(folder, 'broken.yaml'), 'name: [\nsimulation: {')
  refused(await call('broken.yaml'), 2, /broken\.yaml/, /not valid YAML/)
  refused(await call('mandate.yaml', '--paths', '10'), 2, /--paths .*whole number from 200 to 1000000/)
})

test('help and version go to standard output with exit status 0', async (t) => {
  const folder = studyFolder(t)
  for (const args of [[], ['run', 'asset-allocation', '--help'], ['runs', 'resume', '--help']]) {
    const { status, out, err } = await cli(folder, args)
    assert.equal(status, 0, err)
    assert.match(out, /^Usage: tutti/)
    for (const line of out.split('\n')) assert.ok(line.length <= 80, `a line of ${line.length} columns: ${line}`)
  }
  assert.match((await cli(folder, ['--version'])).out, /^\d+\.\d+\.\d+\n$/)
})

test('commands on past runs say so when there is none, and make no store', async (t) => {
  const folder = studyFolder(t)
  const list = await cli(folder, ['runs', 'list'])
  assert.equal(list.status, 0)
  assert.match(list.out, /^No runs in .* yet; tutti start makes the first one\./)
  refused(await cli(folder, ['runs', 'show', '2026']), 3, /there are no runs in/)
  assert.ok(!existsSync(join(folder, '.tutti')))
})

test('a store that cannot be made is refused with what to do', async (t) => {
  const folder = studyFolder(t)
  const home = join(folder, 'mandate.yaml', 'store')
  refused(await cli(folder, smallRun, { TUTTI_HOME: home }), 9, /cannot be made/, /choose another folder/)
})

test('--debug shows where an error came from', async (t) => {
  const folder = studyFolder(t)
  const { status, err } = await cli(folder, ['--debug', 'run', 'asset-allocation', '--mandate', 'absent.yaml'])
  assert.equal(status, 3)
  assert.match(err, /\n\s+at /)
  assert.match(err, /caused by Error: ENOENT/)
})

test('a reader that closes the pipe early ends the output without a word', async (t) => {
  const folder = studyFolder(t)
  const { process: child, ended } = startCli(folder, ['operations', '--json'])
  child.stdout?.destroy()
  const { status, err } = await ended
  assert.equal(err, '')
  assert.equal(status, 0)
})
