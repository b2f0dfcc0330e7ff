/** A run whose execution trader fails: the choice stands, and what there is no plan for is named everywhere downstream. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ReviewRecord } from '../review/index.ts'
import { inProcessContext } from '../testing/in-process-context.ts'
import { plainResult } from '../workflow/index.ts'
import type { HedgeSelection } from './analyses/hedge-selection.ts'
import { smallHedgingMandate, smallInput, studied } from './hedging-study.fixture.ts'
import { preparedStudy, untradable } from './hedging-workflow.fixture.ts'
import { hedgingWorkflow } from './hedging-workflow.ts'

const prepared = await preparedStudy()

test('limits that leave next to nothing to deal a day make the trader fail, and the run goes on without a plan', async () => {
  const { outcomes } = await preparedStudy(untradable())
  const found = await outcomes()
  assert.deepEqual(
    Object.entries(found).flatMap(([name, { status }]) => (status === 'done' ? [] : [`${name} ${status}`])),
    ['execution-trader failed'],
  )
  const { result } = await studied(untradable())
  assert.equal(result.execution, null)
  assert.deepEqual(result.missing, ['execution-trader'])
  assert.ok(result.selection.chosen.trades.length > 0)
  assert.match(result.decision.headline, /reservation.*there is no execution plan.*one must be made before dealing\.$/)
  assert.ok(result.decision.reasons.some((reason) => /There is no execution plan: .*there are no orders/.test(reason)))
  assert.deepEqual(
    result.review!.failed.map(({ id }) => id),
    ['schedule', 'plan-spread'],
  )
  assert.ok(result.review!.checks.length > 0 && result.review!.checks.every(({ agrees }) => agrees))
})

test('all that does not come of the trader is what it is with a plan', async () => {
  const known = await prepared.results(['execution-trader'])
  const [full, without] = [await prepared.results(), known].map((each) => hedgingWorkflow.result(prepared.study, each))
  const apart = ['execution', 'decision', 'review', 'missing']
  const rest = (result: object) => Object.fromEntries(Object.entries(result).filter(([key]) => !apart.includes(key)))
  assert.equal(JSON.stringify(rest(without)), JSON.stringify(rest(full)))
  assert.deepEqual([without.decision.status, without.decision.package], [full.decision.status, full.decision.package])
})

test('a review without a plan is another step than one with it, in whichever order they are made', async () => {
  const { results } = await preparedStudy()
  const without = (await results(['execution-trader']))['reviewer'] as ReviewRecord
  const full = (await results())['reviewer'] as ReviewRecord
  assert.deepEqual([without.agreed, full.agreed], [false, true])
  const again = (await results(['execution-trader']))['reviewer'] as ReviewRecord
  assert.deepEqual(again, without)
})

test('a fund that deals nothing needs no plan: nothing is said to be unchecked', async () => {
  const none = { allowed: [] }
  const idle = smallHedgingMandate({ instruments: { currency: none, rates: none, inflation: none, credit: none } })
  const { study, results } = await preparedStudy(smallInput({ mandate: idle }))
  const known = await results(['execution-trader'])
  assert.deepEqual((known['hedge-selection'] as HedgeSelection).chosen.trades, [])
  const { decision, review } = hedgingWorkflow.result(study, known)
  assert.deepEqual(review!.failed, [])
  assert.match(decision.headline, /there is no result of execution-trader/)
  assert.doesNotMatch(decision.headline, /before dealing/)
})

test('an accepted change is taken in and examined without a plan', async () => {
  const proposal = {
    id: 'chair-1',
    by: 'The chair',
    kind: 'exclude-instrument',
    terms: { instrument: 'index-cds:USD-BBB:5' },
    reason: 'no credit',
  }
  const workflow: typeof hedgingWorkflow = {
    ...hedgingWorkflow,
    specialists: hedgingWorkflow.specialists.map((each) => ({
      ...each,
      analyse: (study, results, context) =>
        each.analyse(study, results, each.name === 'hedge-selection' ? { ...context, proposals: [proposal] } : context),
    })),
  }
  const result = await plainResult(workflow, untradable(), inProcessContext())
  assert.equal(result.execution, null)
  assert.deepEqual(result.selection.conditions?.proposals, [proposal])
  assert.ok(result.selection.chosen.trades.every(({ instrument }) => instrument !== 'index-cds:USD-BBB:5'))
})
