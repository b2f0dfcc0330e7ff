import assert from 'node:assert/strict'
import { test } from 'node:test'
import { governanceSchema } from '@tutti/workflows/governance'
import { approvalAsMandated, requireEnoughApprovers, type WaitingDecision } from './approval-rules.ts'
import type { ApprovalRequest } from './run-service.ts'

const resultHash = '0123456789abcdef'.repeat(4)

function waiting(approvers: readonly string[]): WaitingDecision {
  const approval = { required: true, four_eyes: true, approvers: [...approvers] }
  return {
    run: 'run-1',
    governance: governanceSchema.parse({ approval }),
    decision: { status: '', headline: '', reasons: [], resultHash, approval: 'waiting', mandate: '' },
    approvals: [],
    startedBy: { account: 'desk', person: 'Portfolio manager' },
  }
}

const says = (by: string, changes: Partial<ApprovalRequest> = {}): ApprovalRequest => ({
  by,
  account: 'desk',
  verdict: 'approved',
  reason: null,
  change: null,
  ...changes,
})

test('a person is known however the name is spelt, and recorded as the mandate spells it', () => {
  const decision = waiting(['First trustee', 'Zoë van-Dam'])
  for (const by of ['FIRST  TRUSTEE', ' first trustee ', 'First-trustee']) {
    assert.equal(approvalAsMandated(decision, says(by)).by, 'First trustee')
  }
  assert.equal(approvalAsMandated(decision, says('zoe van dam')).by, 'Zoë van-Dam')
  assert.equal(approvalAsMandated(waiting([]), says('  Anybody ')).by, 'Anybody')
  assert.throws(() => approvalAsMandated(decision, says('Third trustee')), { code: 'unauthorised' })
})

test('a name that cannot be is refused with what is wrong with it', () => {
  const problems = { '  ': /is empty/, '12': /has no letter/, 'a\nb': /invisible/, 'F\u0456rst': /several alphabets/ }
  for (const [by, message] of Object.entries(problems)) {
    assert.throws(() => approvalAsMandated(waiting([]), says(by)), { code: 'invalid-input', message })
  }
  assert.throws(() => approvalAsMandated(waiting([]), says('x'.repeat(101))), { message: /longer than 100/ })
})

test('the hash that was seen has at least 8 characters, and the right one is never given back', () => {
  const seen = (hash: string) => () => approvalAsMandated(waiting([]), says('Anybody', { resultHash: hash }))
  seen(resultHash.slice(0, 8))()
  assert.throws(seen(resultHash.slice(0, 7)), { code: 'invalid-input', message: /at least 8 characters/ })
  for (const hash of ['fedcba98', resultHash.slice(0, 7)]) {
    assert.throws(seen(hash), (error: Error & { details?: object }) => {
      assert.ok(!JSON.stringify([error.message, error.details]).includes(resultHash))
      return true
    })
  }
})

test('four eyes that nobody could give are refused before the run begins', () => {
  const { governance } = waiting(['First trustee', 'Second trustee'])
  const start = (person: string | null) => () => requireEnoughApprovers(governance, { account: 'desk', person })
  const message = /without first  trustee, who starts it, the mandate names Second trustee alone/
  assert.throws(start('first  trustee'), { code: 'invalid-input', message })
  assert.throws(start('.'), { code: 'invalid-input', message: /has no letter/ })
  start('Portfolio manager')()
  start(null)()
  const three = waiting(['First trustee', 'Second trustee', 'Third trustee']).governance
  requireEnoughApprovers(three, { account: 'desk', person: 'First trustee' })
})
