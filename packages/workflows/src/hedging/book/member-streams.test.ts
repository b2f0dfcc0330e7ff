import assert from 'node:assert/strict'
import { test } from 'node:test'
import { dayOf } from '@tutti/analytics/time'
import type { LiabilityMember } from '@tutti/market'
import { nearlyEqual } from './made-up-market.fixture.ts'
import { type MemberBasis, memberStreams } from './member-streams.ts'

const force = 0.03
const basis: MemberBasis = {
  mortality: { female: { kind: 'constant-force', force }, male: { kind: 'constant-force', force } },
  retirementAge: 65,
  marriedFraction: 0.8,
  spouseAgeDifference: { female: -3, male: 3 },
  spouseFraction: 0,
}
const pensioner: LiabilityMember = {
  id: 'p',
  age: 72,
  sex: 'female',
  status: 'pensioner',
  currency: 'USD',
  annualPension: 1000,
  indexation: 'inflation',
  increase: 0,
  retirementAge: null,
  spouseFraction: null,
  count: 1,
  line: 2,
}
const asOf = dayOf('2025-12-31')
const streamsOf = (members: readonly LiabilityMember[]) => memberStreams(members, basis, asOf)

test('a pension that follows inflation is paid in today’s money to those alive in the middle of each year', () => {
  const [stream] = streamsOf([pensioner])
  assert.deepEqual(
    [stream.indexation, stream.group, stream.currency],
    ['inflation-linked', 'pensions-in-payment', 'USD'],
  )
  for (const { years, amount } of stream.flows.slice(0, 40)) {
    assert.ok(nearlyEqual(amount, 1000 * Math.exp(-force * years), 1e-10), `${years}: ${amount}`)
  }
  assert.equal(stream.flows[0].years, 0.5)
})

test('a fixed increase compounds on the amount, and the payments are fixed', () => {
  const [stream] = streamsOf([{ ...pensioner, indexation: 'fixed', increase: 0.02 }])
  assert.equal(stream.indexation, 'fixed')
  const { years, amount } = stream.flows[9]
  assert.ok(nearlyEqual(amount, 1000 * 1.02 ** years * Math.exp(-force * years), 1e-10))
})

test('a pension deferred starts at the retirement age, the row’s own before that of the basis', () => {
  const deferred = { ...pensioner, status: 'deferred' as const, age: 55 }
  const [ten] = streamsOf([deferred])
  assert.equal(ten.flows[0].years, 10.5)
  assert.ok(nearlyEqual(ten.flows[0].amount, 1000 * Math.exp(-force * 10.5), 1e-10))
  const [five] = streamsOf([{ ...deferred, retirementAge: 60 }])
  assert.equal(five.flows[0].years, 5.5)
})

test('a spouse who outlives the member gets the part that the row says', () => {
  const [alone] = streamsOf([pensioner])
  const [withSpouse] = streamsOf([{ ...pensioner, spouseFraction: 0.5 }])
  const { years } = withSpouse.flows[7]
  const alive = Math.exp(-force * years)
  // of those dead by then, four fifths had a spouse, who lives with the same force
  const expected = 1000 * 0.5 * 0.8 * (1 - alive) * alive
  assert.ok(nearlyEqual(withSpouse.flows[7].amount - alone.flows[7].amount, expected, 1e-9))
})

test('so many members alike are one member times their count, and members of a group are one stream', () => {
  const [many] = streamsOf([{ ...pensioner, count: 3 }])
  const [one, active] = streamsOf([
    pensioner,
    { ...pensioner, id: 'q', annualPension: 2000 },
    { ...pensioner, id: 'a', status: 'active', age: 50 },
  ])
  many.flows.forEach(({ amount }, i) => assert.ok(nearlyEqual(amount, one.flows[i].amount)))
  assert.equal(active.group, 'active')
})
