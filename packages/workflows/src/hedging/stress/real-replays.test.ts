import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { test, type TestContext } from 'node:test'
import { fileURLToPath } from 'node:url'
import type { Instrument } from '@tutti/analytics/revaluation'
import { olsRegression } from '@tutti/analytics/statistics'
import { type CurveHistoryId, loadSnapshot, type MarketSnapshot, type SeriesId } from '@tutti/market'
import type { BookLine, FundBook } from '../book/fund-book.ts'
import { type HedgingMandate, validHedgingMandate } from '../mandate/index.ts'
import { type HedgingMarket, hedgingMarket } from '../market/hedging-market.ts'
import { hedgingRequirements } from '../market/market-requirements.ts'
import type { HedgeInstrument } from '../universe/hedge-instrument.ts'
import { hedgeUniverse } from '../universe/hedge-universe.ts'
import { liquiditySources, sourceLines } from '../valuation-adjustments/liquidity-sources.ts'
import { liquidityWaterfall } from '../valuation-adjustments/liquidity-waterfall.ts'
import { replayRecord, type ReplayedRecord, type ReplayRecord } from './replay-record.ts'
import { stressBook, stressChanges } from './stress-book.ts'
import { line } from './stress-fund.fixture.ts'
import { stressMatrix } from './stress-matrix.ts'
import { replayShocks } from './replay-shocks.ts'

const directory = fileURLToPath(new URL('../../../../../../shared/data', import.meta.url))

/** Skips the test, saying so, when the real data are not there; fails then when they are demanded. */
function available(context: TestContext): boolean {
  if (existsSync(directory)) return true
  assert.notEqual(process.env['TUTTI_REQUIRE_SHARED'], '1', `the real market data are not at ${directory}`)
  context.skip('the real market data (../shared/data) are not on this machine')
  return false
}

const near = (actual: number, expected: number, tolerance: number): void => {
  assert.ok(Math.abs(actual - expected) <= tolerance, `${actual} is not ${expected} to ${tolerance}`)
}

const corporate = (rating: string) => ({ series: `spread:USD-CORPORATE-${rating}`, rating, currency: 'USD' })
const common = {
  counterparties: [{ id: 'BANK-A', cds_spread_bp: 80, exposure_limit: 1e12, csa: {} }],
  replays: [
    { name: '1998 LTCM', start: '1998-07-01', end: '1998-12-31' },
    { name: '2008 credit crisis', start: '2008-09-01', end: '2009-03-31' },
    { name: '2011 euro crisis', start: '2011-07-01', end: '2011-12-30' },
    { name: '2013 taper', start: '2013-05-01', end: '2013-09-30' },
    { name: '2020 covid', start: '2020-02-14', end: '2020-06-30' },
    { name: '2022 gilts', start: '2022-08-01', end: '2022-10-31' },
  ],
}
// There is no euro curve in the data: the dollar's stands in, for three-month forwards only.
const currencies = (extra: object) => ({
  USD: { curve: 'par-curve:USD-TREASURY', ...extra },
  EUR: { curve: 'par-curve:USD-TREASURY', fx: 'fx:EURUSD' },
})
const equities = { US: { series: 'equity-index:SP500', currency: 'USD', volatility: 'vol-index:VIX' } }

/** With spreads and break-evens, which end in January 2017. */
const upTo2016 = validHedgingMandate(
  {
    ...common,
    market: {
      currencies: currencies({
        break_even: [
          { years: 5, series: 'spread:USD-BREAKEVEN-5Y' },
          { years: 10, series: 'spread:USD-BREAKEVEN-10Y' },
        ],
      }),
      equities,
      spreads: { 'USD-A': corporate('A'), 'USD-BBB': corporate('BBB'), 'USD-IG': corporate('IG') },
      credit_indices: [{ bucket: 'USD-IG', currency: 'USD' }],
    },
  },
  'test',
)
/** Corporate bonds by the return of a fund that holds them, mapped as an index. */
const upTo2022 = validHedgingMandate(
  {
    ...common,
    market: {
      currencies: currencies({}),
      equities: { ...equities, CORPORATE: { series: 'total-return:LQD', currency: 'USD', volatility: 0.1 } },
    },
  },
  'test',
)

/** The snapshot without the curves before a date: they take the most time to bootstrap. */
function cutBefore(snapshot: MarketSnapshot, first: string): MarketSnapshot {
  const cut = [...snapshot.curves].map(([id, curve]) => {
    const row = curve.dates.findIndex((date) => date >= first)
    const dates = curve.dates.slice(row)
    const rates = curve.rates.slice(row * curve.tenorsYears.length)
    return [id, { ...curve, dates, days: curve.days.slice(row), rates }] as const
  })
  return { ...snapshot, curves: new Map(cut) }
}

async function realMarket(mandate: HedgingMandate, first: string, asOf: string): Promise<HedgingMarket> {
  const { require, optional } = hedgingRequirements(mandate)
  const ids = { require: require as (SeriesId | CurveHistoryId)[], optional: optional as SeriesId[] }
  return hedgingMarket(mandate, cutBefore(await loadSnapshot(directory, { asOf, ...ids }), first))
}

const million = 1e6
const level = (from: number, to: number, amount: number) =>
  Array.from({ length: to - from + 1 }, (_, k) => ({ years: from + k, amount }))
const bond = (coupon: number, years: number, bucket: string | null, spread: number): Instrument => ({
  kind: 'fixed flows',
  currency: 'USD',
  flows: [...level(1, years, coupon), { years, amount: 100 }],
  spread,
  bucket,
})
const equityLine = (index: string, amount: number): BookLine =>
  line(index, { kind: 'equity', currency: 'USD', amount: 1, index, beta: 1 }, { quantity: amount, holding: 'equity' })

/** About a billion of assets against pensions over 40 years: a handful of lines. */
function smallRealFund(hasCredit: boolean): FundBook {
  const pension = { side: 'liability', holding: 'pensions' } as const
  return {
    lines: [
      line('treasury', bond(3, 20, null, 0), { quantity: 2 * million }),
      ...(hasCredit
        ? [
            line('a-rated', bond(3.5, 8, 'USD-A', 0.01), { quantity: million }),
            line('bbb-rated', bond(4.5, 10, 'USD-BBB', 0.018), { quantity: 2 * million }),
          ]
        : [equityLine('CORPORATE', 300 * million)]),
      equityLine('US', 200 * million),
      line('euros', { kind: 'cash', currency: 'EUR', amount: 1 }, { quantity: 150 * million, holding: 'cash' }),
      line(
        'pensions',
        { kind: 'fixed flows', currency: 'USD', flows: level(1, 40, 1), spread: 0, bucket: null },
        { ...pension, quantity: -30 * million },
      ),
      ...(hasCredit
        ? [
            line(
              'indexed-pensions',
              { kind: 'inflation-linked flows', currency: 'USD', flows: level(1, 40, 1), spread: 0, bucket: null },
              { ...pension, quantity: -8 * million },
            ),
          ]
        : []),
    ],
  }
}

/** Quantities whose sensitivities to the factors of a group come nearest to the fund's by least squares; of credit to one wide move. */
function matched(
  market: HedgingMarket,
  fund: FundBook,
  universe: readonly HedgeInstrument[],
  group: 'rates' | 'inflation' | 'credit',
  ids: readonly string[],
) {
  const units = stressBook(
    market,
    fund,
    universe,
    ids.map((id) => ({ id, label: id, trades: [{ instrument: id, quantity: 1 }] })),
  )
  const own = market.factors.flatMap((factor, f) =>
    factor.group === group && !('currency' in factor && factor.currency === 'EUR') ? [f] : [],
  )
  const moves = group === 'credit' ? [own] : own.map((f) => [f])
  const shocks = moves.flatMap((moved) => market.factors.map((_, f) => (moved.includes(f) ? 1e-4 : 0)))
  const changes = stressChanges(units, Float64Array.from(shocks))
  const x = moves.map((_, r) => changes.packages.map(({ total }) => total[r]))
  const y = [...changes.fund].map((change) => -change)
  const quantities = x.length > ids.length ? olsRegression(y, x, { intercept: false }).coefficients : exactMatch(x, y)
  return ids.map((instrument, i) => ({ instrument, quantity: quantities[i] }))
}

/** Two equations at most, by Cramer's rule. */
function exactMatch([a, b]: readonly (readonly number[])[], [c, d]: readonly number[]): readonly number[] {
  if (b === undefined) return [c / a[0]]
  const determinant = a[0] * b[1] - a[1] * b[0]
  return [(c * b[1] - a[1] * d) / determinant, (a[0] * d - c * b[0]) / determinant]
}

async function replaysOf(mandate: HedgingMandate, first: string, asOf: string, hasCredit: boolean) {
  const market = await realMarket(mandate, first, asOf)
  const fund = smallRealFund(hasCredit)
  const universe = hedgeUniverse(mandate, market, fund)
  const trades = [
    { instrument: 'forward:EUR:0.25', quantity: 150 * million },
    ...matched(
      market,
      fund,
      universe,
      'rates',
      [5, 10, 20, 30].map((years) => `swap:USD:${years}`),
    ),
    ...(hasCredit
      ? [
          ...matched(market, fund, universe, 'credit', ['index-cds:USD-IG:5']),
          ...matched(
            market,
            fund,
            universe,
            'inflation',
            [5, 10].map((years) => `zero-coupon-swap:USD:${years}`),
          ),
        ]
      : []),
  ]
  const book = stressBook(market, fund, universe, [{ id: 'chosen', label: 'Chosen', trades }])
  const records = new Map<string, ReplayRecord>()
  for (const window of mandate.replays) {
    records.set(window.name, await replayRecord({ mandate, market, book, window, allocation: null }))
  }
  const replayed = (name: string): ReplayedRecord<unknown> => {
    const record = records.get(name)
    assert.ok(record?.status === 'replayed', name)
    return record
  }
  return { market, book, records, replayed }
}

const factorOf = (record: ReplayedRecord<unknown>, name: string) => {
  const found = record.factors.find(({ factor }) => factor === name)
  assert.ok(found !== undefined, name)
  return found
}

test('1998, 2008, 2011 and 2013 with Treasury curves, spreads by rating, the euro, equities, break-evens and the VIX', async (context) => {
  if (!available(context)) return
  const { market, book, records, replayed } = await replaysOf(upTo2016, '1998-06-01', '2016-12-30', true)
  const lehman = replayed('2008 credit crisis')
  // Labor Day: the start is the Friday before it. Figures below are those of the files, read apart from this code.
  assert.deepEqual([lehman.from, lehman.to, lehman.partial], ['2008-08-29', '2009-03-31', false])
  const bbb = factorOf(lehman, 'credit:USD-BBB')
  assert.equal(bbb.source, 'spread:USD-CORPORATE-BBB')
  near(bbb.end, 0.0731 - 0.0347, 2e-4)
  near(bbb.highest, 0.0804 - 0.0347, 2e-4)
  // Zero rates were bootstrapped from the file's par yields with scipy (semi-annual coupons, linear between the tenors): the
  // ten-year par yield falls by 112 bp, the thirty-year one by 190 bp to 18 December.
  near(factorOf(lehman, 'rates:USD:10').end, -0.01113154316455553, 1e-9)
  near(factorOf(lehman, 'rates:USD:30').lowest, -0.02020224539808858, 1e-9)
  near(factorOf(lehman, 'equity:US').end, Math.log(797.87 / 1282.83), 1e-9)
  near(factorOf(lehman, 'equity:US').lowest, Math.log(676.53 / 1282.83), 1e-9)
  near(factorOf(lehman, 'volatility:equity:US').highest, 0.8086 - 0.2065, 1e-9)
  near(factorOf(lehman, 'inflation:USD:10').lowest, Math.log(1.0004 / 1.0215), 1e-9)
  assert.ok(factorOf(lehman, 'currency:EUR').end < -0.05)
  assert.equal(lehman.gaps.length, 0)

  const ltcm = replayed('1998 LTCM')
  near(factorOf(ltcm, 'credit:USD-BBB').end, 0.0171 - 0.0104, 1e-9)
  near(factorOf(ltcm, 'rates:USD:10').lowest, -0.012272241960361342, 1e-9)
  near(factorOf(ltcm, 'equity:US').lowest, Math.log(957.28 / 1148.56), 1e-9)
  // the euro begins in 1999, break-evens in 2003
  assert.deepEqual(
    ltcm.gaps.map(({ factor, treatment, from, to }) => [factor, treatment, from, to]),
    ['inflation:USD:5', 'inflation:USD:10', 'currency:EUR'].map((factor) => [
      factor,
      'held',
      '1998-07-01',
      '1998-12-31',
    ]),
  )
  assert.equal(ltcm.groups.find(({ group }) => group === 'currency')?.noEffectiveness, 'not observed')
  assert.equal(ltcm.groups.find(({ group }) => group === 'inflation')?.noEffectiveness, 'not observed')

  const euro = replayed('2011 euro crisis')
  near(factorOf(euro, 'rates:USD:30').end, -0.01733329615756747, 1e-9)
  near(factorOf(euro, 'credit:USD-BBB').highest, 0.0326 - 0.02, 1e-9)
  near(factorOf(euro, 'currency:EUR').end, Math.log(1.2939 / 1.4488), 1e-9)
  const taper = replayed('2013 taper')
  near(factorOf(taper, 'rates:USD:10').highest, 0.013756987194400699, 1e-9)

  for (const name of ['2008 credit crisis', '2011 euro crisis', '1998 LTCM']) {
    const record = replayed(name)
    const [unhedged, hedged] = record.packages
    assert.ok(unhedged.endChange < 0 && unhedged.drawdown.amount > 20 * million, name)
    assert.ok(hedged.drawdownRemoved !== null && hedged.drawdownRemoved > 0.6, `${name} ${hedged.drawdownRemoved}`)
    assert.ok(record.path.length <= 130)
    const rates = record.groups.find(({ group }) => group === 'rates')!
    assert.ok(rates.loss !== null && rates.loss.effectiveness.value > 0.99, name)
  }
  const ofEuro = lehman.groups.find(({ group }) => group === 'currency')!
  assert.ok(ofEuro.loss !== null && ofEuro.loss.effectiveness.value > 0.99)
  // rates rise in 2013: the hedge loses and is margined, the fund gains
  assert.ok(taper.packages[0].endChange > 0)
  assert.ok(taper.margin.peak.amount > 20 * million)
  assert.equal(records.get('2020 covid')?.status, 'not-covered')
  assert.equal(records.get('2022 gilts')?.status, 'not-covered')

  // the window's last day is a stress like any other
  const shocks = replayShocks(market, upTo2016.replays[1])
  assert.ok(typeof shocks !== 'string')
  const last = shocks.shocks.subarray(-market.factors.length)
  const [row] = stressMatrix(book, [{ id: 'last', label: '', group: null, shocks: last }]).rows
  near(row.unhedged, lehman.packages[0].endChange, 1)
  near(row.hedged, lehman.packages[1].endChange, 1)
})

test('2020 and 2022: rates, the euro, equities, corporate bonds by a fund of them; windows that precede it are named', async (context) => {
  if (!available(context)) return
  const { market, book: replayBook, records, replayed } = await replaysOf(upTo2022, '2020-01-02', '2022-12-28', false)
  const covid = replayed('2020 covid')
  near(factorOf(covid, 'rates:USD:10').lowest, -0.010508212039927666, 1e-9)
  near(factorOf(covid, 'equity:US').lowest, Math.log(2237.4 / 3380.16), 1e-9)
  near(factorOf(covid, 'volatility:equity:US').highest, 0.8269 - 0.1368, 1e-9)
  assert.equal(factorOf(covid, 'equity:CORPORATE').source, 'total-return:LQD')
  assert.ok(factorOf(covid, 'equity:CORPORATE').lowest < -0.15)
  const [unhedged, hedged] = covid.packages
  assert.ok(unhedged.drawdown.amount > 100 * million && (hedged.drawdownRemoved ?? 0) > 0.2)

  assert.deepEqual(records.get('2008 credit crisis'), {
    status: 'not-covered',
    window: upTo2022.replays[1],
    reason: 'no dates',
    available: { from: '2020-01-02', to: '2022-12-28' },
  })

  const gilts = replayed('2022 gilts')
  near(factorOf(gilts, 'rates:USD:10').end, 0.014556584816507064, 1e-9)
  near(factorOf(gilts, 'currency:EUR').end, Math.log(0.9914 / 1.0233), 1e-9)
  // receiving fixed in a rise of yields of 150 bp costs margin of about that times the swaps' duration
  const { peak, largestFiveDays, sets } = gilts.margin
  assert.ok(peak.amount > 30 * million && peak.amount < 80 * million, String(peak.amount))
  assert.ok(peak.date >= '2022-10-20' && peak.date <= '2022-10-25', peak.date)
  assert.ok(largestFiveDays.amount > 5 * million)
  assert.deepEqual(
    sets.map(({ id }) => id),
    ['bilateral, counterparty open', 'clearing house'],
  )

  // Margin of the two worst months is paid from cash, then from Treasuries as they are worth on the day: 250 bp of buffer,
  // of which the window takes 150, and a day to sell them.
  const fund2022 = {
    lines: smallRealFund(false).lines.map((each) => (each.id === 'treasury' ? { ...each, rating: 'AAA' } : each)),
  }
  const places = sourceLines(upTo2022, fund2022.lines)
  const cashOnly = {
    ...upTo2022,
    collateral: { ...upTo2022.collateral, waterfall: upTo2022.collateral.waterfall.slice(1) },
  }
  const count = fund2022.lines.length
  const paid = await replayRecord({
    mandate: upTo2022,
    market,
    book: replayBook,
    window: upTo2022.replays[5],
    allocation: null,
    waterfall: (calls, { values }) => {
      const onDay = (t: number) =>
        liquiditySources(cashOnly, places.slice(1), values.subarray(t * count, (t + 1) * count))
      const available = Float64Array.from(calls.flatMap((_, t) => onDay(t + 1).map((source) => source.available)))
      return { calls, onDay, fall: liquidityWaterfall(onDay(0), calls, { available }) }
    },
  })
  assert.ok(paid.status === 'replayed' && paid.waterfall !== null)
  const { calls, onDay, fall } = paid.waterfall
  assert.equal(calls.length, paid.dates - 1)
  near(fall.sources[0].used, paid.margin.peak.amount, 1)
  assert.equal(fall.sources[1].used, 0)
  assert.equal(fall.firstShortfall, null)
  // a twenty-year bond of 3 %: 150 bp cost it more than a tenth of its value, and so of what it can give
  assert.ok(onDay(60)[0].available < 0.9 * onDay(0)[0].available)
  // shares are cash after three days, margin is due on the next
  const slow = liquidityWaterfall([onDay(0)[1]], calls)
  assert.ok(slow.firstShortfall !== null && slow.firstShortfall.date <= '2022-08-31')

  // a bucket whose spreads ended in 2017 is held and named, and its group has no figure
  const bucket = { group: 'credit', bucket: 'USD-BBB' } as const
  const width = market.factors.length
  const levels = new Float64Array(market.history.dates.length * (width + 1)).fill(NaN)
  market.history.dates.forEach((_, t) =>
    levels.set(market.history.levels.subarray(t * width, (t + 1) * width), t * (width + 1)),
  )
  const extended: HedgingMarket = {
    ...market,
    valuation: { ...market.valuation, spreads: { 'USD-BBB': 0.018 } },
    factors: [...market.factors, bucket],
    factorNames: [...market.factorNames, 'credit:USD-BBB'],
    history: { ...market.history, levels, sources: [...market.history.sources, null] },
  }
  const fund = { lines: [...smallRealFund(false).lines, line('bbb', bond(4, 10, 'USD-BBB', 0.018), { quantity: 1e6 })] }
  const book = stressBook(extended, fund, [], [{ id: 'none', label: 'None', trades: [] }])
  const window = upTo2022.replays[4]
  const record = await replayRecord({ mandate: upTo2022, market: extended, book, window, allocation: null })
  assert.ok(record.status === 'replayed')
  assert.deepEqual(
    record.gaps.map(({ factor, treatment }) => [factor, treatment]),
    [['credit:USD-BBB', 'held']],
  )
  assert.equal(record.groups.find(({ group }) => group === 'credit')?.noEffectiveness, 'not observed')
})
