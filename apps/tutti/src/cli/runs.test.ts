/** Looking at past runs: list, show, verify, report, and the output of a run. */
import assert from 'node:assert/strict'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { after, before, test } from 'node:test'
import { SqliteRunStore } from '@tutti/runtime'
import { type CliEnd, cli, inStore } from '../testing/cli-process.ts'
import { smallMandate, smallRun, studyFolder } from '../testing/small-study.ts'

let folder: string
let id: string
let first: CliEnd
const cleanings: (() => void)[] = []

before(async () => {
  folder = studyFolder({ after: (fn) => void cleanings.push(fn as () => void) })
  first = await cli(
    folder,
    smallRun.filter((option) => option !== '--quiet'),
  )
  assert.ok(first.status === 0 || first.status === 1, first.err)
  id = inStore(folder, (store) => store.runs()[0].id)
})
after(() => cleanings.forEach((clean) => clean()))

test('a run says its budget before it starts, then prints its tables without colours into a pipe', () => {
  assert.match(first.err, new RegExp(`^Run ${id}: 5 regimes × 200 paths × 1 years?, 2 workers\\n`))
  assert.match(first.err, /Budget of the search: at most 8 configurations in 2 generations, [\d,]+ path-steps\n/)
  for (const part of [
    'Small study',
    'Rule  ',
    'Key figures',
    'Limits of the mandate',
    'Candidates',
    'Validation',
    'Luck',
  ]) {
    assert.ok(first.out.includes(part), part)
  }
  assert.match(first.out, /path-steps at [\d.,]+( M)?\/s on 2 workers/)
  assert.ok(first.out.endsWith('Report: reports/asset-allocation.html\n'))
  assert.ok(!first.out.includes('\u001b'))
  for (const line of first.out.split('\n')) assert.ok(line.length <= 80, `a line of ${line.length} columns: ${line}`)
})

test('a run keeps its mandate as given, and its telemetry apart from its result', () => {
  inStore(folder, (store) => {
    assert.equal(store.artifact(id, 'mandate.yaml').toString(), smallMandate)
    const result = store.artifact(id, 'result.json').toString()
    const telemetry = JSON.parse(store.artifact(id, 'telemetry.json').toString()) as Record<string, unknown>
    assert.equal(telemetry['workers'], 2)
    assert.ok(Number(telemetry['seconds']) > 0 && Number(telemetry['pathSteps']) > 0)
    for (const word of ['peakMemory', 'seconds"', 'processor']) assert.ok(!result.includes(word), word)
  })
})

test('list, show and show --artifact give the run, by the beginning of its id too', async () => {
  const list = await cli(folder, ['runs', 'list'])
  assert.match(list.out, new RegExp(`${id} +asset-allocation +completed +1 +\\w`))
  const { headline } = inStore(folder, (store) => JSON.parse(store.artifact(id, 'decision.json').toString())) as {
    headline: string
  }
  const words = (text: string): string => text.replaceAll(/[^\p{L}]+/gu, '')
  assert.ok(words(list.out).includes(words(headline.split(/[.;,]/)[0])), list.out)
  for (const line of list.out.split('\n')) assert.ok(line.length <= 80, line)
  const show = await cli(folder, ['runs', 'show', id.slice(0, -2)])
  assert.equal(show.status, 0, show.err)
  for (const part of [`Run ${id}`, 'Decision', 'search/generation-0', 'result.json', 'telemetry.json', 'mandate']) {
    assert.ok(show.out.includes(part), part)
  }
  const result = await cli(folder, ['runs', 'show', id, '--artifact', 'result.json'])
  assert.equal(
    result.out,
    inStore(folder, (store) => store.artifact(id, 'result.json').toString()),
  )
  const tables = await cli(folder, ['runs', 'show', id, '--result'])
  assert.ok(first.out.startsWith(tables.out), 'the tables are those that the run printed')
  const unknown = await cli(folder, ['runs', 'show', 'no-such-run'])
  assert.equal(unknown.status, 3)
  assert.match(unknown.err, /there is no run "no-such-run" in this store; tutti runs list shows all/)
})

test('the report is written again to the same bytes, and a place that cannot be written is refused', async () => {
  const { status } = await cli(folder, ['runs', 'report', id, '--report', 'again/report.html'])
  assert.equal(status, 0)
  const again = readFileSync(join(folder, 'again', 'report.html'), 'utf8')
  assert.equal(again, readFileSync(join(folder, 'reports', 'asset-allocation.html'), 'utf8'))
  mkdirSync(join(folder, 'taken'))
  const refused = await cli(folder, ['runs', 'report', id, '--report', 'taken'])
  assert.equal(refused.status, 9, refused.err)
  assert.match(refused.err, /the report cannot be written to taken/)
})

test('the same study again computes no step and gives the same result, as JSON too', async () => {
  const again = await cli(folder, [...smallRun, '--json', '--report', 'json.html'])
  const { run, result, telemetry } = JSON.parse(again.out) as {
    run: string
    result: unknown
    telemetry: { steps: number; stepsReused: number; pathSteps: number }
  }
  assert.notEqual(run, id)
  assert.deepEqual(result, JSON.parse(inStore(folder, (store) => store.artifact(id, 'result.json').toString())))
  assert.equal(telemetry.stepsReused, telemetry.steps)
  assert.equal(telemetry.pathSteps, 0)
})

test('a run that another process writes to is not said to have failed', async () => {
  const store = SqliteRunStore.open(join(folder, '.tutti'))
  const lock = store.lockRun(id)
  try {
    const held = await cli(folder, ['runs', 'resume', id])
    assert.equal(held.status, 10, held.err)
    assert.match(held.err, /is being written by process/)
    assert.doesNotMatch(held.err, /did not finish/)
  } finally {
    lock.release()
    store.close()
  }
})

test('a run of other code or another workflow is not resumed', async () => {
  const newRun = { inputs: {}, arguments: {}, seed: 1, codeVersion: 'another', machine: null }
  const [other, foreign] = inStore(folder, (store) => [
    store.createRun({ ...newRun, workflow: 'asset-allocation' }).id,
    store.createRun({ ...newRun, workflow: 'no-such-workflow' }).id,
  ])
  const code = await cli(folder, ['runs', 'resume', other])
  assert.equal(code.status, 10)
  assert.match(code.err, /was started by another version of the code/)
  const workflow = await cli(folder, ['runs', 'resume', foreign])
  assert.equal(workflow.status, 5)
  assert.match(workflow.err, /is of workflow no-such-workflow/)
})

test('a time limit stops the search after the generation it ends in, and the run says so', async () => {
  const { out } = await cli(folder, [...smallRun, '--time-limit', '0.001', '--json', '--report', 'limit.html'])
  const { run, result } = JSON.parse(out) as { run: string; result: { search: { stop: unknown; trials: unknown[] } } }
  assert.deepEqual(result.search.stop, { reason: 'time', detail: 'time limit of 0.001 s reached' })
  assert.equal(result.search.trials.length, 5)
  const { overrides } = inStore(folder, (store) => store.run(run).arguments) as { overrides: unknown }
  assert.deepEqual(overrides, { 'time-limit': 0.001 })
})

test('verify detects a tampered result, a removed audit entry and a rewritten record', async () => {
  assert.equal((await cli(folder, ['runs', 'verify', id])).status, 0)
  const artifact = inStore(folder, (store) => store.artifacts(id).find(({ name }) => name === 'result.json'))!
  const file = join(folder, '.tutti', 'objects', artifact.hash.slice(0, 2), `${artifact.hash}.bin`)
  const original = readFileSync(file, 'utf8')
  writeFileSync(file, original.replace('"status":"', '"status":"X'))
  const tampered = await cli(folder, ['runs', 'verify', id])
  assert.equal(tampered.status, 1)
  assert.match(tampered.out, /artifact result\.json: [^]*is damaged/)
  writeFileSync(file, original)

  const change = (sql: string): void => {
    const database = new DatabaseSync(join(folder, '.tutti', 'runs.sqlite'))
    database.exec(sql)
    database.close()
  }
  change(`DELETE FROM audit WHERE run_id = '${id}' AND seq = 4`)
  const cut = await cli(folder, ['runs', 'verify', id])
  assert.equal(cut.status, 1)
  assert.match(cut.out, /audit 4: expected entry 4/)
  change(`UPDATE runs SET status = 'failed' WHERE id = '${id}'`)
  const rewritten = await cli(folder, ['runs', 'verify', id, '--json'])
  const { ok, findings } = JSON.parse(rewritten.out) as { ok: boolean; findings: { part: string }[] }
  assert.equal(ok, false)
  assert.ok(findings.some(({ part }) => part === 'status'))
})
