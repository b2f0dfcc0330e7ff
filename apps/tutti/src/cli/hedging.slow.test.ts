/** What a user of hedging may rely on, whatever happens to a run: real command lines, processes and signals. */
import assert from 'node:assert/strict'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { fundFiles, fundFolder, fundRun } from '../hedging/made-up-fund.fixture.ts'
import { type CliEnd, cli, inStore, startCli, stepsSaved } from '../testing/cli-process.ts'
import { damageStep } from '../testing/damaged-step.ts'
import { assertSameBytes, type RunBytes, runBytes } from '../testing/run-bytes.ts'

let folder: string
let id: string
let first: CliEnd
let expected: RunBytes
const cleanings: (() => void)[] = []
const orders = (from: string): string[] =>
  ['csv', 'fix'].map((kind) => readFileSync(join(from, 'reports', `hedging-orders.${kind}`), 'utf8'))

before(async () => {
  folder = fundFolder({ after: (fn) => void cleanings.push(fn as () => void) })
  first = await cli(folder, fundRun)
  assert.equal(first.status, 0, first.err)
  id = inStore(folder, (store) => store.runs()[0].id)
  expected = runBytes(folder)
})
after(() => cleanings.forEach((clean) => clean()))

test('runs with 1, 2 and 5 workers give the same bytes, orders too', async (t) => {
  for (const workers of [1, 5]) {
    const own = fundFolder(t)
    const { status, err } = await cli(own, [...fundRun, '--workers', String(workers)])
    assert.equal(status, 0, err)
    assertSameBytes(runBytes(own), expected)
    assert.deepEqual(orders(own), orders(folder))
  }
})

test('a run killed after any number of steps resumes to the same bytes, and no step is computed twice', async (t) => {
  for (const steps of [0, 1, 4, 5, 9]) {
    const own = fundFolder(t)
    const run = startCli(own, fundRun)
    const killed = await stepsSaved(own, steps)
    run.process.kill('SIGKILL')
    assert.equal((await run.ended).status, 'SIGKILL')
    const { status, err } = await cli(own, ['runs', 'resume', killed, '--workers', '1', '--quiet'])
    assert.equal(status, 0, err)
    assertSameBytes(runBytes(own, killed), expected)
    assert.deepEqual(orders(own), orders(folder))
    inStore(own, (store) => {
      const computed = store.audit(killed).filter(({ kind }) => kind === 'step-saved').length
      assert.equal(computed, store.steps(killed).length)
      assert.ok(store.verifyRun(killed).ok)
    })
  }
})

test('Ctrl-C leaves a run that says how to go on', async (t) => {
  const own = fundFolder(t)
  const run = startCli(own, fundRun)
  const stopped = await stepsSaved(own, 2)
  run.process.kill('SIGINT')
  const { status, err } = await run.ended
  assert.equal(status, 130, err)
  assert.equal(err, `interrupted; continue with: tutti runs resume ${stopped}\n`)
  assert.equal((await cli(own, ['runs', 'resume', stopped, '--quiet'])).status, 0)
  assertSameBytes(runBytes(own, stopped), expected)
})

test('a finished run is shown as it was printed, verified, and its report written again to the same bytes', async () => {
  const shown = await cli(folder, ['runs', 'show', id, '--result'])
  assert.equal(shown.status, 0, shown.err)
  assert.ok(shown.out.length > 1000 && first.out.startsWith(shown.out))
  assert.equal((await cli(folder, ['runs', 'verify', id])).status, 0)
  const report = await cli(folder, ['runs', 'report', id, '--report', 'again/fund.html'])
  assert.equal(report.status, 0, report.err)
  const bytes = (...path: string[]): string => readFileSync(join(folder, ...path), 'utf8')
  assert.equal(bytes('again', 'fund.html'), bytes('reports', 'hedging.html'))
})

test('a run of another seed differs, and diff says in which steps', async () => {
  const { status, err } = await cli(folder, [...fundRun, '--seed', '2', '--report', 'second.html'])
  assert.equal(status, 0, err)
  const other = inStore(folder, (store) => store.runs().map((run) => run.id)).find((each) => each !== id)!
  const diff = await cli(folder, ['runs', 'diff', id, other])
  assert.equal(diff.status, 0, diff.err)
  assert.match(diff.out, /different results/)
  assert.match(diff.out, /packages +changed/)
  assert.match(diff.out, /seed: /)
  assert.ok(existsSync(join(folder, 'second-orders.csv')))
  const same = await cli(folder, ['runs', 'diff', id, id, '--json'])
  assert.equal((JSON.parse(same.out) as { sameResults: boolean }).sameResults, true)
})

test('a corrupted step is found by verify, and resume computes it again to the same bytes', async () => {
  const step = inStore(folder, (store) => store.steps(id).find(({ name }) => name === 'stress')!)
  damageStep(folder, step)
  const verified = await cli(folder, ['runs', 'verify', id])
  assert.equal(verified.status, 1)
  assert.ok(verified.out.includes('step stress'), verified.out)
  const { status, err } = await cli(folder, ['runs', 'resume', id, '--quiet'])
  assert.equal(status, 0, err)
  assertSameBytes(runBytes(folder, id), expected)
  assert.equal((await cli(folder, ['runs', 'verify', id])).status, 0)
})

test('each way to give wrong files ends with its own exit status, and nothing is recorded', async (t) => {
  const own = fundFolder(t)
  const edited = async (name: string, from: string, to: string): Promise<CliEnd> => {
    const path = join(own, name)
    const original = readFileSync(path, 'utf8')
    assert.ok(original.includes(from))
    writeFileSync(path, original.replace(from, to))
    const end = await cli(own, fundRun)
    writeFileSync(path, original)
    return end
  }
  const cases: [CliEnd, number, RegExp][] = [
    [await cli(own, fundRun.filter((word) => word !== '--liabilities' && word !== fundFiles.liabilities)), 2, /came without --liabilities: a fund needs all four files, the example none/],
    [await edited(fundFiles.portfolio, '2030-12-15', '2020-12-15'), 2, /portfolio\.csv:3: maturity: the maturity is not after the as-of date/],
    [await edited(fundFiles.portfolio, ',alpha,', ',gamma,'), 2, /portfolio\.csv:7: counterparty: the counterparty is not in the mandate/],
    [await edited(fundFiles.mandate, ', csa: null', ''), 2, /counterparties\.1\.csa/],
    [await edited(fundFiles.mandate, 'total_cost_bp', 'total_costs_bp'), 2, /Unrecognized key: "total_costs_bp"/],
    [await edited(fundFiles.mandate, 'spread:BBB', 'spread:NONE'), 3, /no file that provides spread:NONE/],
    [await edited(fundFiles.liabilities, '2050-06-30,USD,20000000,fixed,pensions\n', '2050-06-30,USD'), 2, /liabilities\.csv:8: the file is cut off/],
  ] // prettier-ignore
  for (const [{ status, err, out }, exit, words] of cases) {
    assert.equal(status, exit, err)
    assert.match(err, words)
    assert.equal(out, '')
  }
  assert.ok(!existsSync(join(own, '.tutti')) && !existsSync(join(own, 'reports')))
})
