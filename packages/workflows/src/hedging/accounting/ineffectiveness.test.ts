import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ineffectiveness } from './ineffectiveness.ts'
import type { RelationshipChanges } from './relationship-changes.ts'

const none = new Float64Array(3)
const changes = (item: number[], hypothetical: number[], hedge: number[], hedgeRatio = 1): RelationshipChanges => ({
  periods: item.map(() => ({ from: '2026-01-31', to: '2026-02-28' })),
  item: Float64Array.from(item),
  itemCredit: none,
  hypothetical: Float64Array.from(hypothetical),
  hedgeOwnRisk: Float64Array.from(hedge),
  hedge: Float64Array.from(hedge),
  itemSensitivity: 1,
  hedgeSensitivity: -hedgeRatio,
  hedgeRatio,
  proportion: Math.min(1, hedgeRatio),
  monthsWithout: 0,
})

test('a cash flow hedge keeps the lower of hedge and perfect hedge in equity, cumulatively and in amount', () => {
  // cumulative hedge 10, 8, 15; perfect 8, 10, 12: reserve 8, 8, 12, beyond it 2, 0, 3
  const own = ineffectiveness(changes([-8, -2, -2], [8, 2, 2], [10, -2, 7]), none, 'cash flow hedge')
  assert.equal(own.method, 'lower-of')
  assert.equal(own.cumulative, 3)
  assert.equal(own.reserve, 12)
  assert.equal(own.largest, 3)
  assert.ok(Math.abs(own.monthly - Math.sqrt((4 + 4 + 9) / 3)) < 1e-12)
})

test('a hedge that falls short of the perfect one leaves nothing in profit or loss, one that goes the other way everything', () => {
  assert.equal(ineffectiveness(changes([-8, -2, -2], [8, 2, 2], [6, 2, 1]), none, 'cash flow hedge').cumulative, 0)
  const wrong = ineffectiveness(changes([-8, -2, -2], [8, 2, 2], [-6, -2, -1]), none, 'cash flow hedge')
  assert.equal(wrong.cumulative, -9)
  assert.equal(wrong.reserve, 0)
})

test('a fair value hedge shows the difference, and what is hedged beyond the whole is a source of its own', () => {
  const own = ineffectiveness(changes([-10, 4, 6], [10, -4, -6], [12.5, -5, -7.5], 1.25), none, 'fair value hedge')
  assert.equal(own.cumulative, 0)
  assert.equal(own.largest, 2.5)
  assert.equal(own.reserve, null)
  const notional = own.sources.find(({ id }) => id === 'notional')
  assert.ok(Math.abs((notional?.monthly ?? 0) - Math.sqrt((2.5 ** 2 + 1 + 1.5 ** 2) / 3)) < 1e-12)
  assert.equal(own.sources.find(({ id }) => id === 'tenor-and-curve')?.monthly, 0)
})

test('what default risk takes off counts once', () => {
  const own = ineffectiveness(
    changes([-10, 4, 6], [10, -4, -6], [10, -4, -6]),
    Float64Array.of(0.5, 0, 0),
    'fair value hedge',
  )
  assert.equal(own.cumulative, -0.5)
  assert.equal(own.sources.find(({ id }) => id === 'credit-adjustment')?.cumulative, -0.5)
})
