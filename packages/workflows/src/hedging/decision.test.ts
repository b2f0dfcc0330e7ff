import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { HedgeSelection } from './analyses/hedge-selection.ts'
import { hedgingDecision } from './decision.ts'
import type { ExecutionPlan } from './execution/index.ts'

/** The parts of a selection that a decision is worded from. */
function selectionOf(change: {
  readonly trades?: readonly unknown[]
  readonly feasible?: boolean
  readonly beyond?: readonly string[]
  readonly exceeded?: boolean
  readonly notHeld?: readonly string[]
  readonly packages?: readonly { readonly feasible: boolean }[]
  readonly stresses?: readonly { readonly label: string; readonly unhedged: number; readonly hedged: number }[]
}): HedgeSelection {
  const {
    trades = [{}],
    feasible = true,
    beyond = [],
    exceeded = beyond.length > 0,
    notHeld = [],
    stresses = [],
  } = change
  return {
    chosen: { id: 'p1', strategies: {}, trades },
    chosenFigures: { limits: [] },
    verdicts: ['rates', 'credit'].map((group) => ({ group, major: true, held: !notHeld.includes(group) })),
    selection: { feasible, tied: [] },
    packages: change.packages ?? [{ feasible }, { feasible }],
    savings: { againstUnhedged: { tied: false, money: 1 } },
    collateral: { standsRequired: true },
    counterparties: {
      status: exceeded ? 'limits exceeded' : 'within limits',
      exposures: ['bank-one', 'bank-two'].map((counterparty) => ({
        counterparty,
        met: !beyond.includes(counterparty),
      })),
    },
    stress: { rows: stresses },
    drawdowns: { rows: [] },
  } as unknown as HedgeSelection
}
const plan = { status: 'complete', conditions: [] } as unknown as ExecutionPlan

test('a package within every limit that holds everywhere has no reservation', () => {
  const { headline, reasons, status } = hedgingDecision(selectionOf({}), plan)
  assert.equal(status, 'recommended')
  assert.doesNotMatch(headline, /reservation/)
  assert.ok(!reasons.some((reason) => reason.startsWith('Against it')))
})

test('limits of counterparties that no split keeps are a reservation of the headline and speak against the package', () => {
  const { headline, reasons, status } = hedgingDecision(selectionOf({ beyond: ['bank-two'] }), plan)
  assert.equal(status, 'recommended')
  assert.match(headline, /with a reservation.*no split among the counterparties keeps each within its limits/)
  assert.ok(reasons.some((reason) => /^Against it: no split.*beyond its exposure limit: bank-two\.$/.test(reason)))
  const share = hedgingDecision(selectionOf({ exceeded: true }), plan)
  assert.ok(share.reasons.some((reason) => /^Against it: no split[^;]*its limits\.$/.test(reason)))
  const compromise = hedgingDecision(selectionOf({ feasible: false, beyond: ['bank-one'] }), plan)
  assert.match(compromise.headline, /compromise.*Nor does any split among the counterparties/)
})

test('groups that are not held are named in words, beside limits of counterparties', () => {
  const { headline } = hedgingDecision(selectionOf({ notHeld: ['rates', 'credit'], beyond: ['bank-one'] }), plan)
  assert.match(headline, /within its limits, and the effectiveness .* in interest rates, credit spreads\.$/)
})

test('stresses that hurt the fund more are told from those that hurt it with the hedge alone', () => {
  const stresses = [
    { label: 'flood', unhedged: -5, hedged: -9 },
    { label: 'drought', unhedged: -5, hedged: -1 },
    { label: 'calm', unhedged: 5, hedged: -1 },
    { label: 'boom', unhedged: 5, hedged: 1 },
  ]
  const { reasons } = hedgingDecision(selectionOf({ stresses }), plan)
  const against = reasons.filter((reason) => reason.startsWith('Against it'))
  assert.equal(against.length, 2)
  assert.match(against[0], /hurt the unhedged fund, these hurt the hedged one more: flood\.$/)
  assert.match(against[1], /do not hurt the unhedged fund hurt the hedged one/)
})

test('no hedge is said to be the only feasible package, or the cheapest, or all that there is', () => {
  const headline = (packages: readonly { readonly feasible: boolean }[]) =>
    hedgingDecision(selectionOf({ trades: [], packages }), plan).headline
  const [yes, no] = [{ feasible: true }, { feasible: false }]
  assert.match(headline([yes, no, no]), /the fund without new hedges alone meets every limit/)
  assert.match(headline([yes, yes, no]), /none is worth its cost/)
  assert.match(headline([yes]), /none stands for choice/)
})

const trader = { name: 'execution-trader', role: 'Execution trader' }

test('without a plan the decision asks for one before dealing, whatever its status, and says nothing of a window', () => {
  const grounds = { missing: [trader], review: null }
  for (const selection of [selectionOf({}), selectionOf({ feasible: false })]) {
    const { headline, reasons } = hedgingDecision(selection, null, grounds)
    assert.match(
      headline,
      /reservation.*there is no execution plan, since execution-trader .*must be made before dealing/,
    )
    assert.ok(reasons.some((reason) => /no execution plan.*there are no orders/.test(reason)))
    assert.ok(!reasons.some((reason) => /in the days of the mandate/.test(reason)))
  }
})

test('without a plan a decision that deals nothing asks for none', () => {
  const { headline, reasons } = hedgingDecision(selectionOf({ trades: [] }), null, { missing: [trader], review: null })
  assert.match(headline, /A reservation: there is no result of execution-trader \(Execution trader\)\.$/)
  assert.ok(!reasons.some((reason) => reason.includes('plan')))
})

test('what was not checked for want of a plan is one reservation with that want; what else failed is another', () => {
  const failed = ['schedule', 'score'].map((id) => ({ id, label: `the ${id}`, message: 'none' }))
  const review = { checks: [], figures: 0, failed, agreed: false }
  const { headline } = hedgingDecision(selectionOf({}), null, { missing: [trader], review })
  assert.match(headline, /must be made before dealing, and the reviewer could not confirm the score\.$/)
  const planned = hedgingDecision(selectionOf({}), plan, { missing: [], review })
  assert.match(planned.headline, /could not confirm the schedule, the score\.$/)
})

test('where nothing is traded nothing is said of dealing or of saving', () => {
  assert.ok(
    hedgingDecision(selectionOf({ trades: [] }), plan).reasons.some((reason) => /Nothing is traded/.test(reason)),
  )
  const { reasons, status } = hedgingDecision(selectionOf({ trades: [] }), plan)
  assert.equal(status, 'no-hedge')
  assert.ok(!reasons.some((reason) => reason.includes('dealt')))
  assert.ok(hedgingDecision(selectionOf({}), plan).reasons.some((reason) => reason.includes('can be dealt')))
})
