/** A decision that waits, from the command line: said, listed, refused, approved, read, remembered, forgotten. */
import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { cli } from '../testing/cli-process.ts'
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
