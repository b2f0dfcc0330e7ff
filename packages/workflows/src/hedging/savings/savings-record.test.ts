import assert from 'node:assert/strict'
import { test } from 'node:test'
import { packageFigures, packageSearch } from '../packages/index.ts'
import { exposures, smallStudy } from '../packages/small-study.fixture.ts'
import { naivePackage } from './naive-package.ts'
import { savingsRecord } from './savings-record.ts'

const study = smallStudy()
const { packages, figures, selection } = packageSearch(study, smallStudy({ seed: 21 }).profits, { tickets: [6] })
const chosen = packages.find(({ id }) => id === selection.chosen)!
const record = savingsRecord(study, chosen)

const near = (got: number, expected: number): void =>
  assert.ok(Math.abs(got - expected) <= 1e-9 * Math.max(1, Math.abs(expected)), `${got} is not ${expected}`)

test('the naive hedge takes the plainest instruments in full', () => {
  const { package: naive, notes } = naivePackage(study)
  assert.deepEqual(naive.strategies, {
    currency: 'forward-100',
    rates: 'swaps-100',
    inflation: 'inflation-100',
    credit: 'index-100',
  })
  assert.deepEqual(notes, [])
  assert.equal(naive.trades.length, 6)
})

test('the naive hedge says where a domain has no plain or no full hedge', () => {
  const strategies = study.strategies.map((set) => {
    if (set.domain === 'currency') return { ...set, strategies: set.strategies.filter(({ id }) => !id.startsWith('f')) }
    return set.domain === 'credit' ? { ...set, strategies: set.strategies.slice(0, 2) } : set
  })
  const { package: naive, notes } = naivePackage({ ...study, strategies })
  assert.equal(naive.strategies!.currency, 'put-100')
  assert.equal(naive.strategies!.credit, 'index-50')
  assert.equal(notes.length, 2)
  assert.match(notes[0], /^currency: no strategy of the plainest kind/)
  assert.match(notes[1], /^credit: no strategy hedges in full/)
})

test('every row follows from its terms', () => {
  assert.equal(record.rows.length, 13)
  for (const { id, terms, value } of record.rows) {
    const [first, second] = terms.map((term) => term.value)
    if (id.endsWith('risk-cost')) near(value, first * second)
    else if (id.endsWith('-bp')) near(value, (first / second) * 1e4)
    else if (id.startsWith('saving')) near(value, first - second)
    else
      near(
        value,
        terms.reduce((sum, term) => sum + term.value, 0),
      )
  }
})

test('savings are differences of the scores of the packages', () => {
  const nothing = figures[0].score
  const own = figures[packages.indexOf(chosen)].score
  const [naive] = packageFigures(study, [record.naivePackage])
  near(record.againstUnhedged.money, nothing - own)
  near(record.againstNaive.money, naive.score - own)
  near(record.againstUnhedged.bp, ((nothing - own) / 25e9) * 1e4)
  near(record.unhedged.riskCost, 0.06 * figures[0].fundedStatusAtRisk.value)
  assert.equal(record.unhedged.annualCost.total, 0)
  assert.ok(record.againstUnhedged.standardError > 0)
  assert.ok(record.againstNaive.standardError < record.againstUnhedged.standardError)
  assert.deepEqual(JSON.parse(JSON.stringify(record)), record)
})

test('a fund without exposure saves nothing against no hedge and the cost of the hedge against the naive one', () => {
  const matched = smallStudy({ exposures: exposures.map(() => 0) })
  const nothing = { id: 'p001', strategies: null, trades: [] }
  const saved = savingsRecord(matched, nothing)
  assert.equal(saved.againstUnhedged.money, 0)
  near(saved.againstNaive.money, saved.naive.annualCost.total + saved.naive.riskCost)
})

test('the search compares the grid and the optimised package and keeps the better', () => {
  assert.equal(packages.length, 301)
  assert.equal(packages[300].id, 'optimised')
  const scores = figures.filter(({ feasible }) => feasible).map(({ score }) => score)
  assert.equal(figures[packages.indexOf(chosen)].score, Math.min(...scores))
  assert.equal(selection.whyNot.length, 300)
  assert.ok(selection.fresh !== null)
})
