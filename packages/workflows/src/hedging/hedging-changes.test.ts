import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ChangeEffect, Proposal } from '../changes/index.ts'
import { inProcessContext } from '../testing/in-process-context.ts'
import { invalidInput } from '../testing/invalid-input.ts'
import type { HedgeSelection } from './analyses/hedge-selection.ts'
import { packageStudyOf } from './analyses/package-study-of.ts'
import { strategySets } from './analyses/domain-results.ts'
import { preparedStudy } from './hedging-workflow.fixture.ts'
import { hedgingWorkflow } from './hedging-workflow.ts'
import { optimisedPackage, packageFigures, scoreDifferences } from './packages/index.ts'

const prepared = await preparedStudy()
const { study } = prepared
const results = await prepared.results()
const selection = results['hedge-selection'] as HedgeSelection

const kindOf = (kind: string) => hedgingWorkflow.changes.find((each) => each.kind === kind)!

/** The effect of a change whose terms are parsed as at the edge. */
async function effectOf(kind: string, terms: unknown, known = results): Promise<ChangeEffect> {
  const { terms: schema, effect } = kindOf(kind)
  return effect(study, known, schema.parse(terms), inProcessContext())
}

const rejectionOf = async (work: Promise<unknown>) => {
  const error = await work.then(
    () => assert.fail('it was accepted'),
    (problem: unknown) => problem,
  )
  return invalidInput(() => {
    throw error
  })
}

const figureOf = ({ figures }: ChangeEffect, name: string) => figures.find((each) => each.name === name)!

const proposal = (id: string, kind: string, terms: unknown, by = 'hedge-selection'): Proposal => ({
  id,
  by,
  kind,
  terms,
  reason: 'a test',
})

test('kinds have examples that their terms accept, and take proposals in only where the choice does', () => {
  for (const { kind, terms, example, takenBy } of hedgingWorkflow.changes) {
    assert.ok(terms.safeParse(example).success, kind)
    assert.ok(!terms.safeParse({ nothing: 1 }).success, kind)
    assert.ok(takenBy === null || takenBy === hedgingWorkflow.lead)
  }
  assert.equal(kindOf('change-hedge').terms.safeParse({ instrument: 'x', group: 'rates', factor: 1 }).success, false)
  assert.equal(
    kindOf('search-region').terms.safeParse({ bounds: [{ group: 'rates', lowest: 1, highest: 0.5 }] }).success,
    false,
  )
  assert.equal(kindOf('further-stress').terms.safeParse({}).success, false)
})

test('a changed hedge is the chosen package with one size changed, judged on the same scenarios', async () => {
  const { instrument } = selection.chosen.trades[1]
  const effect = await effectOf('change-hedge', { instrument, factor: 0.5 })
  const trades = selection.chosen.trades.map((trade) =>
    trade.instrument === instrument ? { ...trade, quantity: trade.quantity / 2 } : trade,
  )
  const packages = packageStudyOf(study, strategySets(study, results))
  const items = [selection.chosen, { id: 'half', strategies: null, trades }]
  const figures = packageFigures(packages, items)
  const [, difference] = scoreDifferences(packages, items, figures, 0)
  assert.deepEqual(effect.measure!.difference, { value: difference.total, standardError: difference.standardError })
  assert.equal(effect.measure!.after.value, figures[1].score)
  assert.equal(figureOf(effect, 'funded status at risk').after.value, figures[1].fundedStatusAtRisk.value)
  // half of the swap cannot hold the floor on rates that the whole one just holds
  assert.equal(effect.verdict, 'outside-mandate')
  assert.match(effect.reasons.join(' '), /Effectiveness on interest rates/)
})

test('a group at once is the same as all its instruments, and no change at all does not help', async () => {
  const group = await effectOf('change-hedge', { group: 'currency', factor: 1.1 })
  const one = await effectOf('change-hedge', { instrument: 'forward:EUR:0.25', factor: 1.1 })
  assert.deepEqual(group, one)
  const same = await effectOf('change-hedge', { group: 'credit', factor: 1 })
  assert.equal(same.verdict, 'no-help')
  assert.equal(same.measure!.difference.value, 0)
})

test('what the chosen package does not hold cannot be changed, and before there is a choice nothing can', async () => {
  const error = await rejectionOf(effectOf('change-hedge', { instrument: 'swap:USD:10', factor: 0.5 }))
  assert.match(error.details.expected!, /swap:USD:30/)
  const { 'hedge-selection': _, ...before } = results
  await assert.rejects(effectOf('change-hedge', { group: 'rates', factor: 0.5 }, before), /no package is chosen yet/)
})

test('an excluded instrument is in no package of the choice made anew', async () => {
  const effect = await effectOf('exclude-instrument', { instrument: 'swap:USD:30' })
  assert.notEqual(effect.verdict, 'helps')
  const taken = await prepared.results([], [proposal('p-1', 'exclude-instrument', { instrument: 'swap:USD:30' })])
  const anew = taken['hedge-selection'] as HedgeSelection
  assert.ok(anew.chosen.trades.every(({ instrument }) => instrument !== 'swap:USD:30'))
  assert.equal(anew.chosenFigures.score, effect.measure!.after.value)
  assert.ok(anew.packages.length < selection.packages.length)
  // those that are left keep their ids
  const first = anew.packages.find(({ id }) => id !== 'p001')!
  assert.deepEqual(
    first,
    selection.packages.find(({ id }) => id === first.id),
  )
})

test('an excluded counterparty is dealt with no more', async () => {
  const terms = { counterparty: 'beta' }
  assert.ok(['no-help', 'helps'].includes((await effectOf('exclude-instrument', terms)).verdict))
  const known = await prepared.results([], [proposal('p-1', 'exclude-instrument', terms)])
  const { counterparties } = known['hedge-selection'] as HedgeSelection
  assert.ok(counterparties.tickets.every(({ counterparty }) => counterparty !== 'beta'))
  assert.ok(selection.counterparties.tickets.some(({ counterparty }) => counterparty === 'beta'))
  await rejectionOf(effectOf('exclude-instrument', { counterparty: 'gamma' }))
  await rejectionOf(effectOf('exclude-instrument', { instrument: 'swap:CHF:30' }))
})

test('a package that meets every limit may be preferred by a person, one that breaks a limit may not', async () => {
  const rival = selection.packages.find(({ id, feasible }) => feasible && id !== selection.chosen.id)!
  const effect = await effectOf('choose-package', { package: rival.id })
  assert.equal(effect.verdict, 'needs-person')
  assert.equal(effect.measure!.after.value, rival.score)
  assert.equal((await effectOf('choose-package', { package: 'p001' })).verdict, 'outside-mandate')
  await rejectionOf(effectOf('choose-package', { package: 'p999' }))
  const known = await prepared.results(
    [],
    [
      proposal('chair-1', 'choose-package', { package: rival.id }, 'The chair'),
      proposal('chair-2', 'choose-package', { package: 'p001' }, 'The chair'),
    ],
  )
  const anew = known['hedge-selection'] as HedgeSelection
  assert.equal(anew.chosen.id, rival.id)
  assert.equal(anew.selection.feasible, true)
  assert.equal(anew.selection.whyNot.find((row) => row.package === selection.chosen.id)!.reason, 'not preferred')
})

test('accepted changes stand for choice: a specialist’s by the measure, a person’s within the limits', async () => {
  const terms = { group: 'inflation', factor: 1.5 }
  const effect = await effectOf('change-hedge', terms)
  assert.equal(effect.verdict, 'no-help')
  assert.ok(effect.measure!.difference.value > 0)
  const chosenWith = async (by: string): Promise<HedgeSelection> =>
    (await prepared.results([], [proposal('x-1', 'change-hedge', terms, by)]))['hedge-selection'] as HedgeSelection
  const bySpecialist = await chosenWith('fx-hedger')
  assert.equal(bySpecialist.chosen.id, selection.chosen.id)
  assert.ok(bySpecialist.packages.some(({ id }) => id === 'x-1'))
  const byPerson = await chosenWith('The chair')
  assert.equal(byPerson.chosen.id, 'x-1')
  assert.equal(byPerson.chosenFigures.score, effect.measure!.after.value)
  const result = hedgingWorkflow.result(
    study,
    await prepared.results([], [proposal('x-1', 'change-hedge', terms, 'The chair')]),
  )
  assert.match(result.decision.reasons[0], /proposed by The chair/)
  const executed = result.execution!.plan.days[0].trades.map(({ instrument }) => instrument)
  assert.ok(executed.length > 0)
})

test('of several accepted changes each stands for choice alone, and all of them together', async () => {
  const changes = [
    proposal('a-1', 'change-hedge', { group: 'inflation', factor: 1.5 }, 'rates-specialist'),
    proposal('b-1', 'change-hedge', { instrument: 'forward:EUR:0.25', factor: 1.2 }, 'fx-hedger'),
  ]
  const anew = (await prepared.results([], changes))['hedge-selection'] as HedgeSelection
  const added = anew.packages.slice(selection.packages.length)
  assert.deepEqual(
    added.map(({ id }) => id),
    ['a-1', 'b-1', 'a-1+b-1'],
  )
  const best = Math.min(...anew.packages.filter(({ feasible }) => feasible).map(({ score }) => score))
  assert.equal(anew.chosenFigures.score, best)
  assert.deepEqual(anew.conditions, { missing: [], proposals: changes })
  assert.deepEqual(anew.packages.slice(0, selection.packages.length), selection.packages)
})

test('a search within a region finds a package whose hedge ratios lie within it', async () => {
  const bounds = [{ group: 'rates', lowest: 0.6, highest: 0.8 }] as const
  const effect = await effectOf('search-region', { bounds })
  assert.ok(['helps', 'no-help'].includes(effect.verdict), effect.verdict)
  const known = await prepared.results([], [proposal('r-1', 'search-region', { bounds })])
  const { packages } = known['hedge-selection'] as HedgeSelection
  assert.equal(packages.find(({ id }) => id === 'r-1')!.score, effect.measure!.after.value)
  const own = packageStudyOf(study, strategySets(study, results))
  const found = optimisedPackage(own, { region: bounds })!
  assert.equal(found.figures.score, effect.measure!.after.value)
  const worst = study.stresses.filter(({ group }) => group === 'rates').reduce((a, b) => (b.fund < a.fund ? b : a))
  const brought = found.package.trades.reduce((sum, { instrument, quantity }) => {
    const place = study.universe.findIndex(({ id }) => id === instrument)
    return study.universe[place].domain === 'rates' ? sum + quantity * worst.units[place] : sum
  }, 0)
  const ratio = brought / -worst.fund
  assert.ok(ratio > 0.6 - 1e-6 && ratio < 0.8 + 1e-6, String(ratio))
  invalidInput(() => optimisedPackage({ ...own, stresses: [] }, { region: bounds }))
})

test('a stress of one’s own is the named one of the same size', async () => {
  const { parallel_bp } = study.mandate.stress
  const row = selection.stress.rows.find(({ id }) => id === 'rates-down')!
  const effect = await effectOf('further-stress', { rates_bp: -parallel_bp })
  const { before, after } = figureOf(effect, 'change of the surplus')
  assert.equal(effect.verdict, 'evidence')
  assert.ok(Math.abs(before!.value - row.unhedged) < 1e-6 * Math.abs(row.unhedged))
  assert.ok(Math.abs(after.value - row.hedged) < 1e-6 * Math.abs(row.hedged))
  const ratio = figureOf(effect, 'funded ratio after it')
  assert.ok(Math.abs(ratio.after.value - row.fundedRatio!) < 1e-9)
})

test('a view is worth its conviction times what the package gains, and waits for a person', async () => {
  const terms = { group: 'currency', move: -10, currency: 'EUR' }
  const [sure, half] = await Promise.all([1, 0.5].map((conviction) => effectOf('view', { ...terms, conviction })))
  const name = 'expected profit of the package'
  assert.equal(sure.verdict, 'needs-person')
  assert.ok(figureOf(sure, name).after.value > 0)
  assert.ok(Math.abs(2 * figureOf(half, name).after.value - figureOf(sure, name).after.value) < 1e-6)
  await rejectionOf(effectOf('view', { ...terms, currency: 'JPY', conviction: 1 }))
})

test('at the mandate’s own cost of capital the choice stays, at none the cheapest package is taken', async () => {
  const own = await effectOf('cost-of-capital', { percent: 6 })
  assert.match(own.reasons[0], /still have the lowest score/)
  assert.ok(Math.abs(own.figures[0].after.value - selection.chosenFigures.score) < 1e-6)
  const free = await effectOf('cost-of-capital', { percent: 0 })
  const cheapest = Math.min(
    ...selection.packages.filter(({ feasible }) => feasible).map(({ annualCost }) => annualCost),
  )
  assert.equal(figureOf(free, 'lowest score under the assumption').after.value, cheapest)
})
