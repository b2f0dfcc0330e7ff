import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'

import { assertClose } from '../../../../fixtures/assert-close.ts'
import { saCcrExposure, type SaCcrNettingSet, type SaCcrTrade } from './index.ts'

// Basel Committee, The standardised approach for measuring counterparty credit risk exposures (BCBS 279, rev. April
// 2014), annex 4a, also CRE99: sample portfolios in thousands of USD, with the figures printed there.
const rates: SaCcrTrade[] = [
  {
    id: 'swap 10y',
    assetClass: 'interest-rate',
    currency: 'USD',
    notional: 10_000,
    marketValue: 30,
    maturityYears: 10,
    startYears: 0,
    endYears: 10,
    position: { kind: 'linear', direction: 'long' },
  },
  {
    id: 'swap 4y',
    assetClass: 'interest-rate',
    currency: 'USD',
    notional: 10_000,
    marketValue: -20,
    maturityYears: 4,
    startYears: 0,
    endYears: 4,
    position: { kind: 'linear', direction: 'short' },
  },
  {
    id: 'swaption 1y10y',
    assetClass: 'interest-rate',
    currency: 'EUR',
    notional: 5000,
    marketValue: 50,
    maturityYears: 11,
    startYears: 1,
    endYears: 11,
    position: { kind: 'option', side: 'bought', type: 'put', underlying: 0.06, strike: 0.05, exerciseYears: 1 },
  },
]
const credit: SaCcrTrade[] = [
  {
    id: 'firm A',
    assetClass: 'credit',
    entity: 'firm A',
    rating: 'AA',
    notional: 10_000,
    marketValue: 20,
    maturityYears: 3,
    startYears: 0,
    endYears: 3,
    position: { kind: 'linear', direction: 'long' },
  },
  {
    id: 'firm B',
    assetClass: 'credit',
    entity: 'firm B',
    rating: 'BBB',
    notional: 10_000,
    marketValue: -40,
    maturityYears: 6,
    startYears: 0,
    endYears: 6,
    position: { kind: 'linear', direction: 'short' },
  },
  {
    id: 'index',
    assetClass: 'credit',
    entity: 'CDX.IG',
    indexQuality: 'investment grade',
    notional: 10_000,
    marketValue: 0,
    maturityYears: 5,
    startYears: 0,
    endYears: 5,
    position: { kind: 'linear', direction: 'long' },
  },
]
const commodity: SaCcrTrade[] = [
  {
    id: 'WTI',
    assetClass: 'commodity',
    hedgingSet: 'energy',
    commodityType: 'crude oil',
    isElectricity: false,
    notional: 10_000,
    marketValue: -50,
    maturityYears: 0.75,
    position: { kind: 'linear', direction: 'long' },
  },
  {
    id: 'Brent',
    assetClass: 'commodity',
    hedgingSet: 'energy',
    commodityType: 'crude oil',
    isElectricity: false,
    notional: 20_000,
    marketValue: -30,
    maturityYears: 2,
    position: { kind: 'linear', direction: 'short' },
  },
  {
    id: 'silver',
    assetClass: 'commodity',
    hedgingSet: 'metals',
    commodityType: 'silver',
    isElectricity: false,
    notional: 10_000,
    marketValue: 100,
    maturityYears: 5,
    position: { kind: 'linear', direction: 'long' },
  },
]
const unmargined = (trades: readonly SaCcrTrade[]): SaCcrNettingSet => ({
  trades,
  netCollateral: 0,
  netIndependentCollateral: 0,
  margin: null,
})

const weekly = {
  netCollateral: 200,
  netIndependentCollateral: 150,
  margin: { thresholdAmount: 0, minimumTransferAmount: 5, remarginingPeriodDays: 5 },
}

test('the Basel netting sets 1 to 4 give the printed exposures', () => {
  for (const [trades, replacementCost, addOn, exposure] of [
    [rates, 60, 347, 569],
    [credit, 0, 282, 381],
    [commodity, 20, 3841, 5406],
    [[...rates, ...credit], 40, 629, 936],
  ] as const) {
    const result = saCcrExposure(unmargined(trades))
    assertClose(result.replacementCost, replacementCost, 1e-9, 0, 'replacement cost')
    assertClose(result.addOn.aggregate, addOn, 0.5, 0, 'add-on')
    assertClose(result.exposureAtDefault, exposure, 0.5, 0, 'exposure')
  }
  // Trade by trade in the same annex: adjusted notionals 78,694, 36,254 and 37,428, the swaption's delta -0.27.
  const { trades } = saCcrExposure(unmargined(rates)).addOn
  assertClose(trades[0].adjustedNotional, 78_694, 0.5, 0)
  assertClose(trades[1].adjustedNotional, 36_254, 0.5, 0)
  assertClose(trades[2].adjustedNotional, 37_428, 0.5, 0)
  assertClose(trades[2].supervisoryDelta, -0.27, 0.005, 0)
})

test('the Basel netting set 5, margined weekly, gives the printed exposure', () => {
  // No threshold, minimum transfer 5, independent amount 150 and 200 of collateral held in all; EAD 1,879.
  const result = saCcrExposure({ ...unmargined([...rates, ...commodity]), ...weekly })
  assert.equal(result.replacementCost, 0)
  assertClose(result.marginPeriodYears ?? 0, 14 / 250, 1e-15, 0)
  assertClose(result.addOn.aggregate, 1401, 0.5, 0)
  assertClose(result.multiplier, 0.958, 0.0005, 0)
  assertClose(result.exposureAtDefault, 1879, 0.5, 0)
})

test('a large threshold is capped at the unmargined exposure', () => {
  const set = { ...unmargined(rates), margin: { ...weekly.margin, thresholdAmount: 1e6 } }
  const result = saCcrExposure(set)
  assert.equal(result.isCapped, true)
  assert.equal(result.exposureAtDefault, saCcrExposure(unmargined(rates)).exposureAtDefault)
})

test('the margin period of risk has its floors', () => {
  const days = (terms: object): number =>
    250 * (saCcrExposure({ ...unmargined(rates), margin: { ...daily, ...terms } }).marginPeriodYears ?? 0)
  const daily = { thresholdAmount: 0, minimumTransferAmount: 0, remarginingPeriodDays: 1 }
  assertClose(days({}), 10, 1e-12, 0)
  assertClose(days({ marginPeriodDays: 15 }), 15, 1e-12, 0)
  assertClose(days({ isLargeOrIlliquid: true }), 20, 1e-12, 0)
  assertClose(days({ hasDisputes: true }), 20, 1e-12, 0)
  assertClose(days({ clearedFloorDays: 5 }), 5, 1e-12, 0)
})

test('swapping the currencies of a pair and the direction changes nothing', () => {
  const trade = (id: string, pair: string, direction: 'long' | 'short', notional: number): SaCcrTrade => ({
    id,
    assetClass: 'fx',
    pair,
    notional,
    marketValue: 0,
    maturityYears: 2,
    position: { kind: 'linear', direction },
  })
  const one = saCcrExposure(unmargined([trade('a', 'EUR/USD', 'long', 100), trade('b', 'EUR/USD', 'long', 60)]))
  const two = saCcrExposure(unmargined([trade('a', 'EUR/USD', 'long', 100), trade('b', 'USD/EUR', 'short', 60)]))
  assertClose(one.exposureAtDefault, 1.4 * 0.04 * 160, 1e-12, 0)
  assert.equal(two.exposureAtDefault, one.exposureAtDefault)
})

test('a tranche of the whole pool weighs as the index, a put and a call of one strike differ by one', () => {
  const deltaOf = (position: SaCcrTrade['position']): number =>
    saCcrExposure(unmargined([{ ...credit[2], position }])).addOn.trades[0].supervisoryDelta
  assertClose(deltaOf({ kind: 'tranche', protection: 'bought', attachment: 0, detachment: 1 }), 1, 1e-15, 0)
  // 15 / ((1 + 14 x 0.03) (1 + 14 x 0.07))
  assertClose(
    deltaOf({ kind: 'tranche', protection: 'sold', attachment: 0.03, detachment: 0.07 }),
    -15 / (1.42 * 1.98),
    1e-15,
    0,
  )
  const option = { kind: 'option', side: 'bought', underlying: 0.02, strike: 0.03, exerciseYears: 2 } as const
  assertClose(deltaOf({ ...option, type: 'call' }) - deltaOf({ ...option, type: 'put' }), 1, 1e-15, 0)
})

test('basis and volatility trades form hedging sets with half and five times the factor', () => {
  const share = (id: string, hedging: SaCcrTrade['hedging'], direction: 'long' | 'short'): SaCcrTrade => ({
    id,
    assetClass: 'equity',
    entity: 'index',
    reference: 'index',
    notional: 100,
    marketValue: 0,
    maturityYears: 1,
    position: { kind: 'linear', direction },
    ...(hedging === undefined ? {} : { hedging }),
  })
  const sets = saCcrExposure(
    unmargined([
      share('price', undefined, 'long'),
      share('basis', { kind: 'basis', pair: 'index v future' }, 'short'),
      share('variance', { kind: 'volatility' }, 'short'),
    ]),
  ).addOn.hedgingSets.map((set) => set.addOn)
  assertClose(sets[0], 20, 1e-12, 0)
  assertClose(sets[1], 10, 1e-12, 0)
  assertClose(sets[2], 100, 1e-12, 0)
})

test('exposure scales with the netting set, rises with value and never falls below the floor', () => {
  const scaled = (trades: readonly SaCcrTrade[], factor: number, shift: number): SaCcrNettingSet =>
    unmargined(
      trades.map((t) => ({ ...t, notional: factor * t.notional, marketValue: factor * (t.marketValue + shift) })),
    )
  const all = [...rates, ...credit, ...commodity]
  fc.assert(
    fc.property(
      fc.double({ min: 1e-5, max: 1e6, noNaN: true }),
      fc.double({ min: -2000, max: 2000, noNaN: true }),
      fc.double({ min: 0, max: 1000, noNaN: true }),
      (factor, shift, up) => {
        const base = saCcrExposure(scaled(all, 1, shift))
        assertClose(
          saCcrExposure(scaled(all, factor, shift)).exposureAtDefault,
          factor * base.exposureAtDefault,
          0,
          1e-9,
        )
        assert.ok(saCcrExposure(scaled(all, 1, shift + up)).exposureAtDefault >= base.exposureAtDefault * (1 - 1e-12))
        assert.ok(base.exposureAtDefault >= 1.4 * 0.05 * base.addOn.aggregate * (1 - 1e-12))
      },
    ),
    { seed: 52, numRuns: 100 },
  )
})

test('what makes no sense is refused with the name of the trade', () => {
  const refuses = (change: object, code = 'invalid-input'): void => {
    assert.throws(() => saCcrExposure(unmargined([{ ...rates[2], ...change }])), { code })
  }
  refuses({ notional: 0 })
  refuses({ notional: NaN })
  refuses({ endYears: 0.5 })
  refuses({ marketValue: NaN })
  refuses({ position: { ...rates[2].position, strike: -0.01 } })
  refuses({ position: { kind: 'tranche', protection: 'bought', attachment: 0, detachment: 0.1 } }, 'unsupported')
  refuses({ assetClass: 'fx', pair: 'EURUSD' })
  assert.throws(() => saCcrExposure(unmargined([])), { code: 'invalid-input' })
  assert.throws(() => saCcrExposure(unmargined([rates[0], rates[0]])), { code: 'invalid-input' })
})
