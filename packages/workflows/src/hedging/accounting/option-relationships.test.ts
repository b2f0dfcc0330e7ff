import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Instrument } from '@tutti/analytics/revaluation'
import type { HedgeInstrument } from '../universe/hedge-instrument.ts'
import { accountingPack } from './accounting-pack.ts'
import { accountingMandate, bookOf, hedgeOf, marketWithHistory, payment } from './made-up-history.fixture.ts'

const near = (actual: number | null | undefined, expected: number, absolute: number): void => {
  assert.ok(typeof actual === 'number' && Math.abs(actual - expected) <= absolute, `${actual} is not ${expected}`)
}

const option = (type: 'call' | 'put', strike: number): Instrument => ({
  kind: 'fx option',
  type,
  currency: 'EUR',
  againstCurrency: 'USD',
  notional: 1,
  strike,
  expiryYears: 1,
})

const euroHedge = (id: string, family: 'put' | 'collar', legs: HedgeInstrument['legs']): HedgeInstrument =>
  hedgeOf({ id, family, domain: 'currency', currency: 'EUR', tenorYears: 1, notionalInBase: 1.1, legs })

/** Forward of a year on the flat market: 1.1 e^(0.04 - 0.02 + 0.002). */
const forward = 1.1 * Math.exp(0.022)
const discount = Math.exp(-0.04)

/** Twelve months of which only some move the euro. */
const euroMoves = [-0.1, 0.12, 0.01, -0.02, -0.15, 0.08, 0, -0.04, 0.03, -0.06, 0.02, -0.01]

function relationship(hedge: HedgeInstrument, quantity: number) {
  const [record] = accountingPack({
    mandate: accountingMandate(),
    market: marketWithHistory(euroMoves.map((move) => [0, 0, 0, move, 0, 0])),
    book: bookOf({ instrument: { kind: 'cash', currency: 'EUR', amount: 1 }, quantity: 1e8 }),
    universe: [hedge],
    trades: [{ instrument: hedge.id, quantity }],
    allocation: [{ instrument: hedge.id, quantity, counterparty: 'bank-a' }],
  }).relationships
  return record
}

test('a put is designated by its intrinsic value against what the items lose beyond the strike', () => {
  const strike = 0.95 * forward
  const record = relationship(euroHedge('put:EUR:1', 'put', [{ instrument: option('put', strike), weight: 1 }]), 5e7)
  assert.equal(record.designation, 'intrinsic value')
  // notional discounted on the euro curve with the basis
  near(record.proportion, 0.5 * Math.exp(-0.018), 1e-8)
  euroMoves.forEach((move, t) => {
    const intrinsic = 5e7 * discount * Math.max(strike - forward * Math.exp(move), 0)
    const lost = record.proportion * 1.1e8 * -Math.expm1(move)
    const beyond = Math.max(lost - 5e7 * discount * (forward - strike), 0)
    near(record.periods[t].item, -beyond, 1)
    // less a trace for the default risk of the counterparty, over its margin period alone
    near(record.periods[t].hedge, intrinsic * Math.exp((-0.01 * 10) / 250), 1)
  })
  assert.deepEqual(
    record.verdicts.map(({ verdict }) => verdict),
    ['qualifies', 'qualifies'],
  )
  // Black's put at 9 % for a year by scipy; it has no intrinsic value today
  near((record.timeValue?.value ?? NaN) / 5e7, 0.016772482910286955, 1e-12)
  assert.equal(record.timeValue?.perYear, record.timeValue?.value)
})

test('a collar gives up the gains beyond its sold call', () => {
  const [low, high] = [0.95 * forward, 1.05 * forward]
  const legs = [
    { instrument: option('put', low), weight: 1 },
    { instrument: option('call', high), weight: -1 },
  ]
  const record = relationship(euroHedge('collar:EUR:1', 'collar', legs), 5e7)
  const gain = record.periods[1]
  near(gain.item, 5e7 * discount * (forward * Math.exp(0.12) - high), 1)
  near(gain.hedge, -gain.item, 1)
  assert.equal(record.periods[2].item, 0)
  assert.equal(record.verdicts[0].verdict, 'qualifies')
})

test('an option that no month takes past its strike is open, not effective', () => {
  const record = relationship(
    euroHedge('put:EUR:1', 'put', [{ instrument: option('put', 0.7 * forward), weight: 1 }]),
    5e7,
  )
  assert.equal(record.regression, null)
  assert.deepEqual(
    record.verdicts.map(({ verdict }) => verdict),
    ['open', 'open'],
  )
  assert.ok(record.notes.some((note) => note.includes('past its strike')))
})

test('a receiver swaption hedges the fall of rates below its strike', () => {
  const instrument: Instrument = {
    kind: 'swaption',
    side: 'receive fixed',
    currency: 'USD',
    notional: 1,
    expiryYears: 1,
    tenorYears: 9,
    strike: Math.expm1(0.04),
    fixedFrequency: 1,
  }
  const hedge = hedgeOf({
    id: 'swaption:USD:1x9',
    family: 'swaption',
    domain: 'rates',
    tenorYears: 1,
    legs: [{ instrument, weight: 1 }],
  })
  const moves = Array.from({ length: 24 }, (_, t) => [0.004 * Math.sin(1 + 2.3 * t), 0, 0, 0, 0, 0])
  const [record] = accountingPack({
    mandate: accountingMandate(),
    market: marketWithHistory(moves),
    book: bookOf({ instrument: payment(10), quantity: -1e9 }),
    universe: [hedge],
    trades: [{ instrument: hedge.id, quantity: 5e8 }],
    allocation: [{ instrument: hedge.id, quantity: 5e8, counterparty: 'bank-a' }],
  }).relationships
  moves.forEach(([dz], t) => {
    const { item, hedge: gained } = record.periods[t]
    // at the money: rates that rise leave both alone
    if (dz > 1e-4) near(Math.abs(item) + Math.abs(gained), 0, 1e-3)
    if (dz < -1e-3) assert.ok(item < 0 && gained > 0)
  })
  assert.equal(record.verdicts[0].verdict, 'qualifies')
  assert.ok((record.timeValue?.value ?? 0) > 0)
})

test('an option that is sold on balance is no hedging instrument', () => {
  const hedge = euroHedge('put:EUR:1', 'put', [{ instrument: option('put', forward), weight: 1 }])
  const record = relationship(hedge, -5e7)
  for (const { verdict, failed } of record.verdicts) {
    assert.equal(verdict, 'does not qualify')
    assert.ok(failed.includes('eligible hedging instruments'))
  }
})
