import assert from 'node:assert/strict'
import { test } from 'node:test'
import { valueAtPointer } from '../figures/index.ts'
import type { ReviewRecord } from '../review/index.ts'
import type { SpecialistResults } from '../specialists/index.ts'
import type { ExecutionTraderResult } from './analyses/execution-trader.ts'
import { inProcessContext } from '../testing/in-process-context.ts'
import { smallHedgingMandate, smallInput } from './hedging-study.fixture.ts'
import { preparedStudy } from './hedging-workflow.fixture.ts'
import { hedgingWorkflow } from './hedging-workflow.ts'
import { profitsOf } from './market/index.ts'
import { hedgingChallenges } from './review/hedging-challenges.ts'
import { repricedFund } from './review/repriced-fund.ts'

const prepared = await preparedStudy()
const results = await prepared.results()
const review = results['reviewer'] as ReviewRecord
const reviewer = hedgingWorkflow.specialists.find(({ name }) => name === 'reviewer')!

/** The review of given results. */
async function reviewOf(known: SpecialistResults): Promise<ReviewRecord> {
  return (await reviewer.analyse(prepared.study, known, inProcessContext())) as ReviewRecord
}

/** Results with the figure at an address changed by a function. */
function tampered(at: string, change: (value: number) => number): SpecialistResults {
  const [source, pointer] = at.split('#') as [string, string]
  const copy = structuredClone(results) as Record<string, unknown>
  const keys = pointer.split('/')
  const last = keys.pop()!
  const owner = valueAtPointer(copy[source], keys.join('/')) as Record<string, unknown>
  const found = owner[last]
  if (typeof found === 'number') owner[last] = change(found)
  else (found as { value: number }).value = change((found as { value: number }).value)
  return copy
}

test('every main figure of the small fund is recomputed and agrees', () => {
  assert.deepEqual(review.failed, [])
  assert.deepEqual(
    review.checks.flatMap(({ id, agrees, difference }) => (agrees ? [] : [{ id, difference }])),
    [],
  )
  assert.equal(review.agreed, true)
  assert.equal(review.checks.length, hedgingChallenges.length)
  for (const { id, method } of review.checks) assert.ok(method.length <= 200, `${id}: ${method.length}`)
})

test('each claimed figure that is tampered with is caught by its own check', async () => {
  for (const { id, at, claimed, allowed } of review.checks) {
    // by one per mille, or by twice what an estimate may be off
    const by = Math.max(1e-3 * Math.abs(claimed.value), 2 * allowed)
    const found = await reviewOf(tampered(at, (value) => value + by))
    assert.equal(found.agreed, false, id)
    assert.ok(
      [...found.checks.filter(({ agrees }) => !agrees), ...found.failed].some((check) => check.id === id),
      `${id} did not see its figure changed`,
    )
  }
})

test('the exposure to a currency is checked against values, not against the differences that it comes from', () => {
  const { claimed, recomputed, allowed } = review.checks.find(({ id }) => id === 'currency-exposure')!
  assert.ok(Math.abs(recomputed.value - claimed.value) <= 1e-9 * Math.abs(claimed.value))
  // what a difference over a hundredth either way, not extrapolated, is off by
  assert.ok(allowed < (Math.sinh(0.01) / 0.01 - 1) * Math.abs(claimed.value))
})

test('what is dealt of the largest trade is that with the largest notional, in base currency', () => {
  const { at, claimed } = review.checks.find(({ id }) => id === 'schedule')!
  const { plan } = results['execution-trader'] as ExecutionTraderResult
  assert.equal(claimed.value, Math.max(...plan.costs.map(({ notional }) => notional)))
  assert.match(at, /\/plan\/costs\/\d+\/notional$/)
})

test('a decision over a disagreement names it and is no clean recommendation', async () => {
  const known = tampered('hedge-selection#/chosenFigures/score', (value) => 0.9 * value)
  const result = hedgingWorkflow.result(prepared.study, { ...known, reviewer: await reviewOf(known) })
  assert.match(result.decision.headline, /the reviewer could not confirm score of the chosen package/)
  assert.equal(result.review!.agreed, false)
})

test('without the plan the checks of the plan are named as not made, the others are made, and the brief says both', async () => {
  const { 'execution-trader': _, ...known } = results
  const found = await reviewOf(known)
  assert.deepEqual(found.checks, review.checks.slice(0, -2))
  assert.deepEqual(
    found.failed.map(({ id, message }) => [id, message]),
    ['schedule', 'plan-spread'].map((id) => [id, 'there is no execution plan: execution-trader gave no result']),
  )
  assert.equal(found.agreed, false)
  const brief = reviewer.script.brief(found, known)
  assert.match(
    brief,
    /These could not be recomputed: what is dealt in the plan.*; cost of crossing spreads in the plan\./,
  )
  assert.match(brief, /There is no result of execution-trader: there is no execution plan/)
  assert.doesNotMatch(reviewer.script.brief(review, results), /execution/)
})

test('all kinds of hedges agree with their own pricers, in values, cost, stress and duration', async () => {
  const wide = smallHedgingMandate({
    instruments: {
      currency: { allowed: ['forward', 'put', 'collar', 'cross-currency-swap'], tenors_years: [0.25, 1], ratios: [1] },
      rates: { allowed: ['swap', 'swaption', 'future'], tenors_years: [10, 30], ratios: [1] },
      credit: { allowed: ['index-cds', 'total-return-swap'], ratios: [1] },
    },
  })
  const study = (await preparedStudy(smallInput({ mandate: wide }))).study
  const sizes = { rates: 0.01, inflation: 0.002, credit: 0.02, currency: -0.1, equity: 0.002, volatility: 0.002 }
  const shocks = study.market.factors.map(({ group }) => sizes[group])
  const { units, fund } = profitsOf(study.surplus, Float64Array.from(shocks))
  study.universe.forEach(({ id }, u) => {
    const trade = [{ instrument: id, quantity: 1e6 }]
    const [before, after] = [repricedFund(study, trade, null), repricedFund(study, trade, shocks)]
    assert.ok(
      Math.abs(after.trades - before.trades - 1e6 * units[u][0]) < 1e-3,
      `${id}: ${after.trades - before.trades} ${1e6 * units[u][0]}`,
    )
    assert.ok(Math.abs(after.assets + after.liabilities - before.assets - before.liabilities - fund[0]) < 1e-2, id)
  })
})
