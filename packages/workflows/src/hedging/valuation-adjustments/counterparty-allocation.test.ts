import assert from 'node:assert/strict'
import { test } from 'node:test'
import { exposureProfile, pathExposure } from '@tutti/analytics/xva'
import { assertClose } from '../../../../../fixtures/assert-close.ts'
import type { HedgingMandate } from '../mandate/index.ts'
import type { HedgeTrade } from '../strategies/strategy.ts'
import { counterpartyAllocation } from './counterparty-allocation.ts'
import { counterpartyExposures } from './counterparty-exposures.ts'
import { proportionalShares } from './counterparty-shares.ts'
import { exampleExposures, exampleMandate, exampleUniverse } from './example-study.fixture.ts'
import { packageCharges } from './package-charges.ts'

const mandate = exampleMandate({ scenarios: { exposure_paths: 160 } })
const ids = [
  'forward:EUR:1',
  'forward:GBP:1',
  'swaption:USD:1x10',
  'zero-coupon-swap:USD:20',
  'cds:Maker:5',
  'swap:USD:30',
]
const universe = exampleUniverse(mandate).filter(({ id }) => ids.includes(id))
const exposures = await exampleExposures(mandate, universe)
const trade = (instrument: string, notional: number): HedgeTrade => ({
  instrument,
  quantity: notional / universe.find(({ id }) => id === instrument)!.notionalInBase,
})
const trades = [
  trade('forward:EUR:1', 80e6),
  trade('forward:GBP:1', 50e6),
  trade('zero-coupon-swap:USD:20', 30e6),
  trade('cds:Maker:5', 20e6),
  trade('swap:USD:30', 60e6),
]
const limited = (scale: number, change: Readonly<Record<string, number>> = {}): HedgingMandate => ({
  ...mandate,
  counterparties: mandate.counterparties.map((item) => ({
    ...item,
    exposure_limit: change[item.id] ?? item.exposure_limit * scale,
  })),
})

test('an allocation deals every trade whole, only with those that may deal it, within limits, at no more than in proportion', () => {
  const result = counterpartyAllocation({ mandate, universe, exposures }, trades)
  assert.equal(result.status, 'within limits')
  assert.equal(result.infeasibility, null)
  for (const { instrument, quantity } of trades) {
    const own = result.tickets.filter((ticket) => ticket.instrument === instrument)
    assertClose(
      own.reduce((sum, ticket) => sum + ticket.quantity, 0),
      quantity,
      0,
      1e-9,
    )
    assert.ok(own.every(({ share }) => share >= 0.1 - 1e-6))
    if (instrument === 'swap:USD:30')
      assert.deepEqual(
        own.map(({ counterparty }) => counterparty),
        ['cleared'],
      )
    if (instrument.startsWith('zero-coupon')) assert.ok(own.every(({ counterparty }) => counterparty !== 'gamma'))
  }
  for (const { slack, met } of result.exposures) assert.ok(met && slack >= 0)
  assert.ok(result.charges.charges.total.value < result.proportionalCharges.total.value)
  const { byCounterparty, herfindahl } = result.concentration
  assertClose(
    byCounterparty.reduce((sum, { share }) => sum + share, 0),
    1,
    0,
    1e-12,
  )
  assert.ok(herfindahl !== null && herfindahl >= 1 / 3 && herfindahl <= 1)
  assert.equal(byCounterparty.at(-1)?.counterparty, 'cleared')
  assertClose(byCounterparty.at(-1)?.notional ?? 0, 60e6, 1, 0)
})

const sharing = (share: number | null): HedgingMandate => ({
  ...mandate,
  limits: { ...mandate.limits, counterparty_share: share },
})

for (const limit of [null, 0.5]) {
  test(`no split of two trades on a grid of tenths is cheaper by more than a fiftieth, with ${limit === null ? 'any' : 'half the'} notional with one`, () => {
    const two = [trade('forward:EUR:1', 80e6), trade('cds:Maker:5', 20e6)]
    const inputs = { mandate: sharing(limit), universe, exposures }
    const found = counterpartyAllocation(inputs, two)
    let least = Infinity
    for (let a = 0; a <= 10; a += 2) {
      for (let b = 0; a + b <= 10; b += 2) {
        for (let c = 0; c <= 10; c += 5) {
          const parts = { alpha: 8 * a + 2 * c, beta: 8 * b + 2 * (10 - c), gamma: 8 * (10 - a - b) }
          if (limit !== null && Object.values(parts).some((part) => part > 100 * limit)) continue
          const shares = {
            'forward:EUR:1': { alpha: a / 10, beta: b / 10, gamma: (10 - a - b) / 10 },
            'cds:Maker:5': { alpha: c / 10, beta: 1 - c / 10 },
          }
          least = Math.min(least, packageCharges(inputs, shares)(two).charges.total.value)
        }
      }
    }
    const { value } = found.charges.charges.total
    assert.ok(value <= least + 0.02 * Math.abs(least), `${value} against ${least}`)
    assert.equal(found.concentration.met, limit === null ? null : true)
    assert.equal(found.concentration.limit, limit)
  })
}

test('one counterparty has no more of the notional that is not cleared than the mandate allows', () => {
  const free = counterpartyAllocation({ mandate: sharing(null), universe, exposures }, trades)
  const largest = (result: typeof free): number =>
    Math.max(...result.concentration.byCounterparty.map(({ share }) => share))
  for (const share of [0.6, 0.5, 0.4]) {
    const held = counterpartyAllocation({ mandate: sharing(share), universe, exposures }, trades)
    assert.equal(held.status, 'within limits')
    assert.ok(largest(held) <= share * (1 + 1e-6), `${largest(held)} of ${share}`)
    assert.ok(held.charges.charges.total.value >= free.charges.charges.total.value * (1 - 1e-6))
  }
})

test('a share that cannot be kept is named, and a single dealer is not held to it', () => {
  // three times 0.3 is not all
  const result = counterpartyAllocation({ mandate: sharing(0.3), universe, exposures }, trades)
  assert.equal(result.status, 'limits exceeded')
  assert.equal(result.concentration.met, false)
  const { exceededShares, words } = result.infeasibility!
  assert.ok(exceededShares.length > 0)
  for (const { counterparty, share } of exceededShares) {
    const row = result.concentration.byCounterparty.find((item) => item.counterparty === counterparty)!
    assertClose(row.share, share, 0, 1e-9)
    assert.ok(share > 0.3 && words.includes(`${counterparty} has ${(share * 100).toFixed(1)} % of 30.0 %`))
  }
  const single: HedgingMandate = {
    ...mandate,
    counterparties: mandate.counterparties.map((item) =>
      item.id === 'alpha' ? item : { ...item, domains: ['rates'] },
    ),
  }
  const alone = counterpartyAllocation({ mandate: single, universe, exposures }, trades.slice(0, 1))
  assert.deepEqual([alone.status, alone.concentration.met, alone.concentration.limit], ['within limits', null, 0.5])
})

test('a limit that binds moves trades elsewhere', () => {
  const free = counterpartyAllocation({ mandate, universe, exposures }, [trade('forward:EUR:1', 80e6)])
  const favourite = free.exposures.reduce((a, b) =>
    b.after.potentialExposure.value - b.before.potentialExposure.value >
    a.after.potentialExposure.value - a.before.potentialExposure.value
      ? b
      : a,
  )
  const limit =
    favourite.before.potentialExposure.value +
    0.5 * (favourite.after.potentialExposure.value - favourite.before.potentialExposure.value)
  const tight = limited(1, { [favourite.counterparty]: Math.max(limit, 1) })
  const bound = counterpartyAllocation({ mandate: tight, universe, exposures }, [trade('forward:EUR:1', 80e6)])
  assert.equal(bound.status, 'within limits')
  const share = (result: typeof free): number => result.shares['forward:EUR:1'][favourite.counterparty] ?? 0
  assert.ok(share(bound) < share(free))
  assert.ok(bound.charges.charges.total.value >= free.charges.charges.total.value - 1e-6)
})

test('limits that cannot be kept are named with their excess and with what would about do', () => {
  const result = counterpartyAllocation({ mandate: limited(0.05), universe, exposures }, trades)
  assert.equal(result.status, 'limits exceeded')
  assert.ok(result.infeasibility !== null)
  const { exceeded, smallestRelaxation, words } = result.infeasibility
  for (const { counterparty, limit, potentialExposure, excess } of exceeded) {
    assertClose(excess, potentialExposure - limit, 0, 1e-12)
    const row = result.exposures.find((item) => item.counterparty === counterparty)!
    assertClose(row.after.potentialExposure.value, potentialExposure, 0, 1e-9)
    assert.equal(row.met, false)
    assert.ok(words.includes(counterparty))
  }
  // What runs with gamma is above its limit already and nothing traded can be without it.
  const gamma = exceeded.find(({ counterparty }) => counterparty === 'gamma')!
  const relaxed = smallestRelaxation.find(({ counterparty }) => counterparty === 'gamma')!
  assert.ok(gamma.excess > 0)
  assertClose(relaxed.to, result.exposures[2].before.potentialExposure.value, 0, 0.25)
  const enough = Object.fromEntries(
    result.exposures.map((item) => [item.counterparty, 1.5 * item.after.potentialExposure.value]),
  )
  assert.equal(
    counterpartyAllocation({ mandate: limited(1, enough), universe, exposures }, trades).status,
    'within limits',
  )
})

test("exposures are the engine's profile of the sum, today included, and count nothing of cleared trades", () => {
  const alone: HedgingMandate = {
    ...mandate,
    counterparties: mandate.counterparties.map((item) => ({ ...item, csa: null })),
  }
  const all = { 'forward:EUR:1': { alpha: 1 }, 'swap:USD:30': { alpha: 1 } }
  const inputs = { mandate: alone, universe, exposures }
  const [alpha, beta] = counterpartyExposures(inputs, [trade('forward:EUR:1', -50e6), trade('swap:USD:30', 60e6)], all)
  const quantity = -trade('forward:EUR:1', 50e6).quantity
  const [running, unit] = [exposures.existing.get('alpha')!, exposures.hedges.get('forward:EUR:1')!]
  const value = running.value.map((v, i) => v + quantity * unit.value[i])
  const { timesYears, endYears } = exposures.buckets
  const dates = timesYears.filter((t) => t < 1).length
  const cut = <T extends Float64Array | readonly number[]>(values: T): T =>
    values.slice(0, values.length === timesYears.length ? dates : dates * exposures.paths) as T
  const profile = exposureProfile(
    pathExposure(
      {
        timesYears: cut(endYears),
        paths: exposures.paths,
        nettingSets: [
          {
            id: 'a',
            valueToday: 0,
            value: cut(value),
            valueBefore: cut(value),
            paidSince: new Float64Array(dates * exposures.paths),
          },
        ],
        discount: cut(exposures.discount),
        survivals: [],
      },
      0,
      null,
      null,
    ),
    0.95,
  )
  assertClose(alpha.after.potentialExposure.value, profile.peakPotentialFutureExposure, 0, 1e-9)
  assertClose(alpha.after.expectedPositiveExposure.value, profile.expectedPositiveExposure.value, 0, 1e-9)
  assertClose(alpha.after.markToMarket, running.valueToday + quantity * unit.valueToday, 1e-6, 1e-12)
  assertClose(alpha.slack, alpha.limit - alpha.after.potentialExposure.value, 0, 1e-12)
  assert.deepEqual(beta.before, beta.after)
  assert.equal(beta.after.potentialExposure.value, 0)
  assert.ok(beta.wrongWay !== null && beta.wrongWay.cva.value === 0 && alpha.wrongWay === null)
})

test('wrong-way risk is given as what it adds', () => {
  const shares = { 'forward:EUR:1': { beta: 1 } }
  const one = counterpartyExposures({ mandate, universe, exposures }, [trade('forward:EUR:1', 200e6)], shares)[1]
  const independent = {
    ...mandate,
    counterparties: mandate.counterparties.map((item) => ({ ...item, wrong_way_correlation: 0 })),
  }
  const other = counterpartyExposures(
    { mandate: independent, universe, exposures },
    [trade('forward:EUR:1', 200e6)],
    shares,
  )[1]
  assert.ok(one.wrongWay !== null && one.wrongWay.cva.value > 0)
  assertClose(one.after.cva.value - other.after.cva.value, one.wrongWay.cva.value, 0, 1e-9)
})

test('an allocation is the same whenever it is sought, and doubles with everything', () => {
  const run = (scale: number) => {
    const given: HedgingMandate = {
      ...mandate,
      counterparties: mandate.counterparties.map((item) => ({
        ...item,
        exposure_limit: scale * item.exposure_limit,
        csa:
          item.csa === null
            ? null
            : {
                ...item.csa,
                threshold: scale * item.csa.threshold,
                minimum_transfer: scale * item.csa.minimum_transfer,
              },
      })),
    }
    const bigger = {
      ...exposures,
      existing: new Map(
        [...exposures.existing].map(([id, unit]) => [
          id,
          {
            valueToday: scale * unit.valueToday,
            value: unit.value.map((v) => scale * v),
            valueBefore: unit.valueBefore.map((v) => scale * v),
            paidSince: unit.paidSince.map((v) => scale * v),
          },
        ]),
      ),
    }
    return counterpartyAllocation(
      { mandate: given, universe, exposures: bigger },
      trades.map((item) => ({ ...item, quantity: scale * item.quantity })),
    )
  }
  const [one, again, two] = [run(1), run(1), run(2)]
  assert.deepEqual(one, again)
  assertClose(two.charges.charges.total.value, 2 * one.charges.charges.total.value, 0, 1e-6)
  assertClose(two.concentration.herfindahl ?? 0, one.concentration.herfindahl ?? 1, 0, 1e-6)
})

test('nothing to trade, or only what is cleared, needs no counterparty; a domain without one is infeasible', () => {
  const none = counterpartyAllocation({ mandate, universe, exposures }, [])
  const free: HedgingMandate = {
    ...mandate,
    fund: { ...mandate.fund, credit_spread_bp: 0, funding_spread_bp: 0 },
    counterparties: mandate.counterparties.map((item) => ({ ...item, cds_spread_bp: 0 })),
  }
  const costless = counterpartyAllocation({ mandate: free, universe, exposures }, trades.slice(0, 1))
  assert.deepEqual([costless.status, costless.charges.charges.total.value], ['within limits', 0])
  assert.deepEqual([none.status, none.tickets, none.concentration.herfindahl], ['within limits', [], null])
  const cleared = counterpartyAllocation({ mandate, universe, exposures }, [trade('swap:USD:30', 60e6)])
  assert.deepEqual(
    cleared.tickets.map(({ counterparty, share }) => [counterparty, share]),
    [['cleared', 1]],
  )
  const rates: HedgingMandate = {
    ...mandate,
    counterparties: mandate.counterparties.map((item) => ({ ...item, domains: ['rates'] })),
  }
  assert.throws(() => counterpartyAllocation({ mandate: rates, universe, exposures }, trades), {
    code: 'infeasible',
    message: /currency/,
  })
  assert.deepEqual(Object.keys(proportionalShares(mandate, universe)).includes('swap:USD:30'), false)
})
