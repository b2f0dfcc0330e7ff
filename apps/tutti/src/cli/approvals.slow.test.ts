/** A decision that waits, from the command line: said, listed, refused, approved, read, remembered, forgotten. */
import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { fundFiles, fundFolder, fundRun } from '../hedging/made-up-fund.fixture.ts'
import { cli, inStore } from '../testing/cli-process.ts'
import { smallMandate, smallRun, studyFolder } from '../testing/small-study.ts'

test('a decision waits, is approved by a person whom the mandate names, and is remembered until it is forgotten', async (t) => {
  const folder = studyFolder(t)
  const approval = 'governance: { approval: { required: true, approvers: [First trustee] } }\n'
  writeFileSync(join(folder, 'mandate.yaml'), smallMandate + approval)
  const call = (...args: string[]) => cli(folder, args)
  const run = await call(...smallRun)
  assert.ok(run.status === 0 || run.status === 1, run.err)
  const [, id = ''] = /! WAITING[^]*runs approve (\S+) --by NAME --seen [0-9a-f]{12}\n/.exec(run.out) ?? []
  assert.notEqual(id, '', run.out)
  assert.match(run.out, /What the agents say {2}\d+ briefs by the offline model/)
  assert.match((await call('runs', 'list')).out, new RegExp(`${id} +asset-allocation +waiting`))

  const anybody = await call('runs', 'approve', id, '--by', 'Anybody')
  assert.equal(anybody.status, 9)
  assert.match(anybody.err, /Anybody may not decide .* First trustee/)
  const silent = await call('runs', 'reject', id, '--by', 'First trustee')
  assert.equal(silent.status, 2)
  const stale = await call('runs', 'approve', id, '--by', 'First trustee', '--seen', '0123456789ab')
  assert.equal(stale.status, 10, stale.err)

  const approved = await call('runs', 'approve', id, '--by', 'First trustee', '--reason', 'As discussed', '--quiet')
  assert.ok(approved.status === 0 || approved.status === 1, approved.err)
  assert.match(approved.out, /✔ APPROVED\n$/)
  const briefs = await call('runs', 'briefs', id)
  assert.match(briefs.out, /First trustee \(account .+\) approved: As\s+discussed/)
  assert.match(briefs.out, /Approval: approved/)
  assert.match((await call('runs', 'show', id)).out, /Approval +approved/)
  assert.equal((await call('runs', 'verify', id)).status, 0)

  assert.match((await call('memory', 'list')).out, new RegExp(`${id} +asset-allocation +Small study`))
  assert.equal((await call('memory', 'forget', id)).status, 0)
  assert.equal((await call('memory', 'list')).out, 'No decision is remembered.\n')
  assert.equal((await call('memory', 'forget', id)).status, 3)
})

test('the first of two approvals is said in a line, and both go into the report where the run had it', async (t) => {
  const folder = studyFolder(t)
  const approval =
    'governance: { approval: { required: true, four_eyes: true, approvers: [First trustee, Second trustee] } }\n'
  writeFileSync(join(folder, 'mandate.yaml'), smallMandate + approval)
  const call = (...args: string[]) => cli(folder, args)
  const impossible = await call(...smallRun, '--by', 'first trustee')
  assert.equal(impossible.status, 2, impossible.err)
  assert.match(impossible.err, /the mandate names Second trustee alone/)
  const nowhere = await call(...smallRun, '--report', 'mandate.yaml/report.html')
  assert.equal(nowhere.status, 2, nowhere.err)
  assert.match(nowhere.err, /mandate\.yaml is a file, not a folder/)
  assert.match((await call('runs', 'list')).out, /^No runs/)

  const run = await call(...smallRun, '--by', 'Portfolio manager', '--report', 'own/report.html')
  const [, id = ''] = /runs approve (\S+) --by NAME/.exec(run.out) ?? []
  assert.notEqual(id, '', run.out + run.err)
  assert.match((await call('runs', 'verify', id)).out, /sound, but not completed: it is waiting/)
  const file = join(folder, 'own', 'report.html')
  const before = readFileSync(file, 'utf8')
  const first = await call('runs', 'approve', id, '--by', ' first  trustee', '--quiet')
  assert.match(
    first.out,
    /^Report: own\/report\.html\n(Files: [^!]*)?! WAITING 1 of 2 approvals recorded \(First trustee\); another person has to:\n/,
  )
  const short = await call('runs', 'approve', id, '--by', 'Second trustee', '--seen', '0123')
  assert.match(short.err, /at least 8 characters/)
  const second = await call('runs', 'approve', id, '--by', 'Second trustee', '--quiet')
  assert.match(second.out, /✔ APPROVED\n$/)
  assert.notEqual(readFileSync(file, 'utf8'), before)
  assert.ok(!existsSync(join(folder, 'reports')), 'no other report is written')
})

test('orders are written once the decision is approved, and neither while it waits nor once it is rejected', async (t) => {
  const folder = fundFolder(t)
  const mandate = join(folder, fundFiles.mandate)
  writeFileSync(mandate, `${readFileSync(mandate, 'utf8')}governance: { approval: { required: true } }\n`)
  const reports = join(folder, 'reports')
  const own = ['hedging-orders.csv', 'hedging-orders.fix']
  const call = (...args: string[]) => cli(folder, args)
  const keptOrders = (id: string) =>
    inStore(folder, (store) => store.artifacts(id).map(({ name }) => name)).filter((name) => name.startsWith('orders'))
  const waitingRun = async (): Promise<string> => {
    const run = await call(...fundRun)
    assert.match(run.out, /\nFiles: {2}none yet; orders are written once the decision is approved\n! WAITING/, run.err)
    const [, id = ''] = /runs approve (\S+) --by NAME/.exec(run.out) ?? []
    assert.deepEqual([readdirSync(reports), keptOrders(id)], [['hedging.html'], []])
    return id
  }
  const approved = await waitingRun()
  const again = await call('runs', 'report', approved)
  assert.match(again.out, /^Report: .*\nFiles: {2}none yet; orders are written once the decision is approved\n$/)
  const change = JSON.stringify({ kind: 'change-hedge', terms: { group: 'rates', factor: 0.95 } })
  const edited = await call('runs', 'edit', approved, '--by', 'First trustee', '--change', change, '--quiet')
  assert.match(edited.out, /! WAITING/, edited.err)
  assert.deepEqual([readdirSync(reports), keptOrders(approved)], [['hedging.html'], []])
  const end = await call('runs', 'approve', approved, '--by', 'First trustee', '--quiet')
  assert.match(end.out, /Files: {2}\S+orders\.csv\n {8}\S+orders\.fix\n✔ APPROVED\n$/, end.err)
  assert.deepEqual(readdirSync(reports).toSorted(), [...own, 'hedging.html'])
  assert.deepEqual(keptOrders(approved).toSorted(), ['orders.csv', 'orders.fix'])

  // the orders of the run before stand beside the report that the next run replaces
  const rejected = await waitingRun()
  const no = await call('runs', 'reject', rejected, '--by', 'First trustee', '--reason', 'Too dear', '--quiet')
  assert.match(no.out, /Files: {2}none; rejected: no orders\n✘ REJECTED\n$/, no.err)
  assert.match((await call('runs', 'report', rejected)).out, /Files: {2}none; rejected: no orders\n$/)
  assert.deepEqual([readdirSync(reports), keptOrders(rejected)], [['hedging.html'], []])
  assert.equal((await call('runs', 'report', approved, '--report', 'again/fund.html')).status, 0)
  assert.equal(readdirSync(join(folder, 'again')).length, 3)
})
