import assert from 'node:assert/strict'
import { test } from 'node:test'
import { flatCurve } from '@tutti/analytics/curves'
import {
  fxForwardCreditAdjustment,
  pathExposure,
  type SimulatedExposure,
  valuationAdjustments,
} from '@tutti/analytics/xva'
import fc from 'fast-check'
import { assertClose } from '../../../../../fixtures/assert-close.ts'
import type { FundBook } from '../book/fund-book.ts'
import type { HedgeInstrument } from '../universe/index.ts'
import { counterpartyTerms } from './counterparty-terms.ts'
import { proportionalShares } from './counterparty-shares.ts'
import { exampleExposures, exampleMandate, exampleUniverse } from './example-study.fixture.ts'
import { nettingCharges, type NettingPaths } from './netting-charges.ts'
import { packageCharges } from './package-charges.ts'

const mandate = exampleMandate()
const universe = exampleUniverse(mandate)
const nobody: FundBook = { lines: [] }
const hedge = (id: string): HedgeInstrument => universe.find((item) => item.id === id)!
const bilateral = (id: string): HedgeInstrument => ({ ...hedge(id), dealing: { ...hedge(id).dealing, cleared: false } })
const tradedHere = [
  bilateral('swap:USD:10'),
  hedge('forward:EUR:1'),
  hedge('forward:GBP:0.25'),
  hedge('cross-currency-swap:EUR:5'),
  hedge('zero-coupon-swap:USD:20'),
  hedge('cds:Maker:5'),
]
const exposures = await exampleExposures(mandate, tradedHere, nobody)
const withBook = await exampleExposures(mandate, tradedHere)
const { timesYears, endYears } = exposures.buckets

const netting = (id: string, quantity: number, margin = 0): NettingPaths => {
  const unit = exposures.hedges.get(id)!
  const scaled = (values: Float64Array): Float64Array => values.map((value) => quantity * value)
  return {
    valueToday: quantity * unit.valueToday,
    value: scaled(unit.value),
    valueBefore: scaled(unit.valueBefore),
    paidSince: scaled(unit.paidSince),
    margin: new Float64Array(timesYears.length).fill(margin),
    lastYears: 100,
  }
}
const mean = (values: Float64Array): number => values.reduce((a, b) => a + b, 0) / values.length
/** As the engine's own functions take it. */
const simulated = (set: NettingPaths): SimulatedExposure => ({
  timesYears,
  paths: exposures.paths,
  nettingSets: [{ id: 'set', ...set }],
  discount: exposures.discount,
  survivals: [],
})

test('charges are those of the exposure engine for a swap and a forward, with and without an annex, wrong-way risk included', () => {
  for (const [id, quantity] of [
    ['swap:USD:10', 80e6],
    ['forward:EUR:1', -60e6],
  ] as const) {
    for (const csa of [
      null,
      { minimum_transfer: 0 },
      { threshold: 1e6, minimum_transfer: 3e5, independent_amount: 2e5 },
    ]) {
      for (const correlation of [0, 0.4]) {
        const given = exampleMandate({
          counterparties: [
            { id: 'one', cds_spread_bp: 150, exposure_limit: 1e9, csa, wrong_way_correlation: correlation },
          ],
        })
        const [terms] = counterpartyTerms(given, exposures)
        const margin = csa === null ? 0 : 1e5
        const set = netting(id, quantity, margin)
        const charges = nettingCharges(set, terms, exposures.discount, timesYears)
        const held = margin + (csa?.independent_amount ?? 0)
        const exposure = pathExposure(
          simulated(set),
          0,
          csa === null
            ? null
            : {
                counterpartyThreshold: csa.threshold ?? 0,
                ownThreshold: csa.threshold ?? 0,
                minimumTransferAmount: csa.minimum_transfer,
                independentAmount: 0,
                flowsInMarginPeriod: 'withheld',
              },
          { kind: 'amounts', held, posted: held },
        )
        const expected = valuationAdjustments(
          { ...exposure, timesYears: endYears },
          {
            counterparty: { survival: flatCurve(0.015 / 0.6), recovery: 0.4 },
            own: { survival: flatCurve(0.003 / 0.6), recovery: 0.4 },
            closeOut: 'first to default',
            wrongWayRisk: correlation === 0 ? { kind: 'none' } : { kind: 'gaussian copula', correlation },
            funding: { borrowingSpread: 0, lendingSpread: 0, initialMarginSpread: 0.0025 },
            initialMargin: new Float64Array(exposure.positive.length).fill(held),
            capital: null,
          },
        )
        assertClose(mean(charges.cva), expected.cva.value, 1e-9, 1e-9)
        assertClose(mean(charges.dva), expected.dva.value, 1e-9, 1e-9)
        assertClose(mean(charges.mva), expected.mva.value, 1e-9, 1e-9)
      }
    }
  }
})

test("with everything collateralised at once the funding of margin is the engine's funding of the value itself", () => {
  const given = exampleMandate({
    counterparties: [{ id: 'one', cds_spread_bp: 100, exposure_limit: 1e9, csa: { minimum_transfer: 0 } }],
  })
  const [terms] = counterpartyTerms(given, exposures)
  const set = netting('swap:USD:10', 80e6)
  // No lag: the margin is called on the value of the date.
  const still = { ...set, valueBefore: set.value, paidSince: new Float64Array(set.value.length) }
  const charges = nettingCharges(still, terms, exposures.discount, timesYears)
  assert.equal(mean(charges.cva), 0)
  assert.equal(mean(charges.dva), 0)
  const open = pathExposure(simulated(set), 0, null, null)
  const { fca, fba } = valuationAdjustments(
    { ...open, timesYears: endYears },
    {
      counterparty: { survival: flatCurve(0.01 / 0.6), recovery: 0.4 },
      own: { survival: flatCurve(0.003 / 0.6), recovery: 0.4 },
      closeOut: 'unilateral',
      wrongWayRisk: { kind: 'none' },
      funding: { borrowingSpread: 0.0025, lendingSpread: 0.0025, initialMarginSpread: 0 },
      initialMargin: null,
      capital: null,
    },
  )
  assertClose(mean(charges.fva), fba.value - fca.value, 1e-9, 1e-9)
})

const alone = (change: Readonly<Record<string, unknown>>, fund: Readonly<Record<string, unknown>> = {}) => {
  const given = exampleMandate({
    fund,
    counterparties: [{ id: 'one', cds_spread_bp: 100, exposure_limit: 1e9, csa: null, ...change }],
  })
  return packageCharges({ mandate: given, universe: tradedHere, exposures }, proportionalShares(given, tradedHere))
}
const swap = [{ instrument: 'swap:USD:10', quantity: 50e6 }]

test('the CVA of a forward without an annex is the integral of options on it', () => {
  // Spot lognormal, constant rates: the hybrid's rates move a forward of a year by little.
  const quantity = 50e6
  const { charges } = alone({}, { credit_spread_bp: 0 })([{ instrument: 'forward:EUR:1', quantity: -quantity }])
  const [leg] = hedge('forward:EUR:1').legs
  assert.ok(leg.instrument.kind === 'fx forward')
  const sells = leg.instrument.sellCurrency === 'EUR'
  const strike = sells
    ? leg.instrument.buyAmount / leg.instrument.sellAmount
    : leg.instrument.sellAmount / leg.instrument.buyAmount
  const euro = sells ? leg.instrument.sellAmount : leg.instrument.buyAmount
  const { adjustment } = fxForwardCreditAdjustment({
    spot: 1.1,
    strike,
    maturityYears: 1,
    domesticRateContinuous: 0.04,
    foreignRateContinuous: 0.025 - 0.001,
    volAnnual: 0.08,
    hazard: 0.01 / 0.6,
    recovery: 0.4,
    notionalForeign: quantity * euro,
    side: sells ? 'long foreign' : 'short foreign',
  })
  assertClose(charges.cva.value, adjustment, 4 * charges.cva.standardError, 0.02)
  assert.ok(charges.cva.standardError < 0.12 * charges.cva.value)
})

test('without default there is no CVA, without a spread of the fund no DVA, without a funding spread no FVA or MVA', () => {
  const safe = alone({ cds_spread_bp: 0, csa: {} }, { credit_spread_bp: 0, funding_spread_bp: 0 })(swap)
  for (const part of Object.values(safe.charges)) assert.equal(part.value, 0)
  assert.equal(safe.annual.value, 0)
  const risky = alone({ csa: {} })(swap).charges
  for (const part of [risky.cva, risky.dva, risky.mva]) assert.ok(part.value > 0)
  const bonds = alone({ csa: { collateral: 'government-bonds' } })(swap).charges
  assert.deepEqual([bonds.fva.value, bonds.mva.value], [0, 0])
  assert.equal(bonds.cva.value, risky.cva.value)
  assertClose(risky.total.value, risky.cva.value - risky.dva.value + risky.fva.value + risky.mva.value, 0, 1e-12)
})

test('an annex leaves a small part of the CVA, a larger threshold more of it', () => {
  const bare = [{ ...tradedHere[0], dealing: { ...tradedHere[0].dealing, initialMarginRate: 0 } }]
  const cva = (csa: Readonly<Record<string, number>> | null, traded: readonly HedgeInstrument[] = bare): number => {
    const given = exampleMandate({ counterparties: [{ id: 'one', cds_spread_bp: 100, exposure_limit: 1e9, csa }] })
    return packageCharges({ mandate: given, universe: traded, exposures })(swap).charges.cva.value
  }
  const none = cva(null)
  const full = cva({ minimum_transfer: 0 })
  assert.ok(full > 0 && full < 0.25 * none, `${full} of ${none}`)
  assert.ok(cva({ minimum_transfer: 0 }, tradedHere) < 0.2 * full)
  assert.ok(cva({ threshold: 1e6 }) < cva({ threshold: 3e6 }) && cva({ threshold: 3e6 }) < none)
  // Beyond any threshold only what is paid in a margin period stays part of the claim.
  assertClose(cva({ threshold: 1e12, minimum_transfer: 0 }), none, 0, 0.02)
  assert.ok(cva({ independent_amount: 1e6 }) < cva({}))
})

test('a trade against those that run already lowers the CVA of the counterparty, and the whole back to nothing', () => {
  const given = exampleMandate({
    counterparties: [
      { id: 'gamma', cds_spread_bp: 100, exposure_limit: 1e9, csa: null },
      { id: 'alpha', cds_spread_bp: 50, exposure_limit: 1e-9 + 1, csa: {} },
    ],
  })
  const shares = Object.fromEntries(tradedHere.map(({ id }) => [id, { gamma: 1 }]))
  const charge = packageCharges({ mandate: given, universe: tradedHere, exposures: withBook }, shares)
  // The running swap receives fixed on 30 million; selling the receiver back nets it.
  const side =
    tradedHere[0].legs[0].instrument.kind === 'swap' && tradedHere[0].legs[0].instrument.side === 'receive fixed'
      ? -1
      : 1
  const against = charge([{ instrument: 'swap:USD:10', quantity: side * 25e6 }])
  const along = charge([{ instrument: 'swap:USD:10', quantity: -side * 25e6 }])
  assert.ok(against.charges.cva.value < 0 && along.charges.cva.value > 0)
  const noNetting = packageCharges(
    { mandate: given, universe: tradedHere, exposures },
    shares,
  )([{ instrument: 'swap:USD:10', quantity: side * 25e6 }])
  assert.ok(against.charges.cva.value < noNetting.charges.cva.value)
  const { byCounterparty } = against
  assert.deepEqual(
    byCounterparty.map(({ counterparty }) => counterparty),
    ['gamma', 'alpha', 'cleared'],
  )
  assert.equal(byCounterparty[1].charges.total.value, 0)
})

test('the CVA of one side is the DVA of the other', () => {
  const mirrored = (quantity: number, theirs: number, ours: number) =>
    alone(
      { cds_spread_bp: theirs, recovery: 0.4 },
      { credit_spread_bp: ours, recovery: 0.4 },
    )([{ instrument: 'swap:USD:10', quantity }]).charges
  const [one, other] = [mirrored(50e6, 120, 40), mirrored(-50e6, 40, 120)]
  assertClose(one.cva.value, other.dva.value, 0, 1e-9)
  assertClose(one.dva.value, other.cva.value, 0, 1e-9)
})

test('wrong-way risk raises the CVA, right-way risk lowers it', () => {
  const cva = (wrong_way_correlation: number): number => alone({ wrong_way_correlation })(swap).charges.cva.value
  assert.ok(cva(0.5) > 1.3 * cva(0) && cva(-0.5) < 0.8 * cva(0))
})

test('doubling the trades and the amounts of the annexes doubles every charge', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...tradedHere.map(({ id }) => id)),
      fc.double({ min: 1e5, max: 1e9, noNaN: true }),
      fc.boolean(),
      (instrument, size, short) => {
        const quantity = short ? -size : size
        const csa = { threshold: 0.01 * size, minimum_transfer: 0.001 * size, independent_amount: 0.002 * size }
        const twice = Object.fromEntries(Object.entries(csa).map(([key, value]) => [key, 2 * value]))
        const one = alone({ csa })([{ instrument, quantity }])
        const two = alone({ csa: twice })([{ instrument, quantity: 2 * quantity }])
        for (const part of ['cva', 'dva', 'fva', 'mva', 'total'] as const) {
          assertClose(two.charges[part].value, 2 * one.charges[part].value, 1e-12 * size, 1e-9)
        }
        assertClose(two.annual.value, 2 * one.annual.value, 1e-12 * size, 1e-9)
      },
    ),
    { seed: 4, numRuns: 12 },
  )
})

test('cleared trades owe only the funding of their margin', () => {
  const cleared = [{ ...hedge('swap:USD:10') }]
  const { charges, byCounterparty, annual } = packageCharges({ mandate, universe: cleared, exposures })(swap)
  assert.equal(charges.cva.value, 0)
  assert.equal(charges.dva.value, 0)
  // Margin of 3 % that runs down over ten years at 25 bp: about 50m x 3 % x 25 bp x 5 years, discounted and while the fund lives.
  const byHand = endYears.reduce((sum, end, d) => {
    const start = d === 0 ? 0 : endYears[d - 1]
    if (timesYears[d] >= 10) return sum
    return (
      sum +
      50e6 *
        hedge('swap:USD:10').dealing.initialMarginRate *
        (1 - timesYears[d] / 10) *
        0.0025 *
        (end - start) *
        Math.exp(-0.04 * timesYears[d] - 0.005 * end)
    )
  }, 0)
  assertClose(charges.mva.value, byHand, 4 * charges.mva.standardError, 0)
  assert.deepEqual(byCounterparty.at(-1)?.charges.total, charges.total)
  assertClose(annual.value, charges.total.value / 10, 1e-9, 1e-12)
})

test('a charge a year is that of the trade over its life, so a short one that is rolled on costs more a year', () => {
  const charge = alone({ csa: {} })
  const short = charge([{ instrument: 'forward:GBP:0.25', quantity: 50e6 }])
  assertClose(short.annual.value, 4 * short.charges.total.value, 1e-9, 1e-12)
  assertClose(short.annual.standardError, 4 * short.charges.total.standardError, 1e-9, 1e-12)
})

test('a margin period half as long leaves the root of a half of the moves, as it does where it is simulated', async () => {
  const terms = (days: number) =>
    exampleMandate({
      fund: { credit_spread_bp: 0 },
      counterparties: [
        { id: 'one', cds_spread_bp: 100, exposure_limit: 1e9, csa: { minimum_transfer: 0, margin_period_days: days } },
      ],
    })
  const bare = [{ ...tradedHere[0], dealing: { ...tradedHere[0].dealing, initialMarginRate: 0 } }]
  const five = terms(5)
  const direct = packageCharges({
    mandate: five,
    universe: bare,
    exposures: await exampleExposures(five, bare, nobody),
  })(swap).charges.cva
  const scaled = packageCharges({ mandate: five, universe: bare, exposures })(swap).charges.cva
  assertClose(scaled.value, direct.value, 4 * Math.hypot(direct.standardError, scaled.standardError), 0)
})

test('no trades cost nothing, and unknown ones and those without a counterparty are refused', () => {
  const charge = packageCharges({ mandate, universe: tradedHere, exposures })
  assert.equal(charge([]).charges.total.value, 0)
  assert.throws(() => charge([{ instrument: 'nothing', quantity: 1 }]), { code: 'invalid-input', message: /nothing/ })
  const noOne = exampleMandate({
    counterparties: [{ id: 'one', cds_spread_bp: 10, exposure_limit: 1, csa: null, domains: ['rates'] }],
  })
  assert.throws(() => packageCharges({ mandate: noOne, universe: tradedHere, exposures }), {
    code: 'infeasible',
    message: /currency/,
  })
  const unknown = { ...exposures, hedges: new Map(), excluded: [{ id: 'swap:USD:10', reason: 'for a test' }] }
  assert.throws(() => packageCharges({ mandate, universe: tradedHere, exposures: unknown })(swap), {
    code: 'unsupported',
    message: /for a test/,
  })
  assert.throws(() => packageCharges({ mandate, universe: tradedHere, exposures }, {})(swap), {
    code: 'invalid-input',
    message: /swap:USD:10/,
  })
})

test('the charge of a package does not depend on what was charged before', () => {
  const trades = [
    { instrument: 'forward:EUR:1', quantity: 30e6 },
    { instrument: 'swap:USD:10', quantity: 20e6 },
    { instrument: 'cds:Maker:5', quantity: 10e6 },
  ]
  const inputs = { mandate, universe: tradedHere, exposures: withBook }
  const fresh = packageCharges(inputs)(trades)
  const used = packageCharges(inputs)
  for (const quantity of [5e6, 30e6]) used([{ instrument: 'forward:EUR:1', quantity }])
  used(trades.slice(1))
  assert.deepEqual(used(trades), fresh)
  assert.equal(fresh.charges.cva.count, 256)
})
