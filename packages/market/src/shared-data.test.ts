import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { test } from 'node:test'
import type { TestContext } from 'node:test'
import type { CurveHistoryId, SeriesId } from './ids/index.ts'
import { loadSnapshot } from './loaders/index.ts'
import { alignedSeries, curveOf, seriesOf } from './snapshot/index.ts'
import type { CurveHistory, DailySeries } from './snapshot/index.ts'

const directory = fileURLToPath(new URL('../../../../shared/data', import.meta.url))

/** Skips the test, saying so, when the real data are not there; fails then when they are demanded. */
function available(context: TestContext): boolean {
  if (existsSync(directory)) return true
  assert.notEqual(process.env['TUTTI_REQUIRE_SHARED'], '1', `the real market data are not at ${directory}`)
  context.skip('the real market data (../shared/data) are not on this machine')
  return false
}

function valueOn(series: DailySeries, date: string): number {
  return series.values[series.dates.indexOf(date)]
}

function rateOn(curve: CurveHistory, date: string, tenorYears: number): number {
  return curve.rates[curve.dates.indexOf(date) * curve.tenorsYears.length + curve.tenorsYears.indexOf(tenorYears)]
}

test('real histories load, twice the same, and show the days that are known', async (context) => {
  if (!available(context)) return
  const require = ['equity-index:SP500', 'par-curve:USD-TREASURY', 'zero-curve:USD-GSW', 'vol-index:VIX'] as const
  const snapshot = await loadSnapshot(directory, { require })
  assert.equal((await loadSnapshot(directory, { require })).hash, snapshot.hash)
  const sp = seriesOf(snapshot, 'equity-index:SP500')
  const cmt = curveOf(snapshot, 'par-curve:USD-TREASURY')
  // Widely reported closes; the source file carries 1987 with an error of 4e-6.
  assert.equal(valueOn(sp, '2020-03-23').toFixed(2), '2237.40')
  assert.equal(valueOn(sp, '1987-10-19').toFixed(2), '224.84')
  // Federal Reserve H.15, ten-year constant maturity.
  assert.equal(rateOn(cmt, '2007-06-12', 10), 0.0526)
  assert.equal(rateOn(cmt, '1981-09-30', 10), 0.1584)
  // Record close of the VIX.
  assert.equal(valueOn(seriesOf(snapshot, 'vol-index:VIX'), '2020-03-16'), 0.8269)
  assert.ok(Number.isNaN(rateOn(cmt, '2004-06-01', 30)), 'no 30-year rate was published in 2004')
  const gsw = curveOf(snapshot, 'zero-curve:USD-GSW')
  assert.deepEqual([gsw.compounding, gsw.tenorsYears.length, gsw.rates.length], ['continuous', 30, 7509 * 30])
  assert.equal(rateOn(gsw, '1985-11-25', 1), 0.078551)
  // Row counts of the data's own description.
  assert.deepEqual(
    snapshot.sources.map((source) => [source.file, source.rows]),
    [
      ['equity_index/sp500_price_index_daily.csv', 18367],
      ['rates/us_treasury_cmt_daily.csv', 16018],
      ['rates/us_zero_coupon_gsw_daily.csv', 7509],
      ['volatility/vix_close_daily.csv', 9171],
    ],
  )
  assert.equal(snapshot.asOf, '2026-04-23')
  assert.ok(snapshot.warnings.some((warning) => warning.line === 9499 && /1987-10-19/.test(warning.message)))
})

test('every other known layout of the real data loads without a problem', async (context) => {
  if (!available(context)) return
  const rowsById: Readonly<Record<SeriesId | CurveHistoryId, number>> = {
    'equity-index:DOW': 7797,
    'equity-index:FTSE100': 8333,
    'equity-index:HANGSENG': 7214,
    'equity-index:NASDAQ100': 7628,
    'equity-index:SP500-OHLC': 5031,
    'total-return:SPY': 8434,
    'total-return:AAPL': 6685,
    'vol-index:VIX3M': 4175,
    'vol-index:VIX6M': 4607,
    'yield:USD-TBILL-3M': 22966,
    'par-curve:USD-SWAP': 4081,
    'par-curve:USD-TIPS': 3512,
    'zero-curve:USD-HQM': 395,
    'dividend:SP500': 1814,
    'commodity:GOLD': 9691,
    'yield:USD-CORPORATE-BBB': 5229,
    'spread:USD-CORPORATE-HY': 5229,
  }
  const require = Object.keys(rowsById) as (SeriesId | CurveHistoryId)[]
  const snapshot = await loadSnapshot(directory, {
    require: [...require, 'fx:EURUSD', 'yield:USD-TREASURY-30Y', 'yield:USD-TBILL-1Y'],
  })
  for (const each of [...snapshot.series.values(), ...snapshot.curves.values()]) {
    if (each.id in rowsById) assert.equal(each.source.rows, rowsById[each.id], each.id)
  }
  const bills = seriesOf(snapshot, 'yield:USD-TBILL-3M')
  assert.deepEqual([bills.unit, bills.convention], ['discount-decimal', 'bank discount, actual/360'])
  assert.equal(valueOn(bills, '1954-01-04'), 0.0133)
  const dividend = seriesOf(snapshot, 'dividend:SP500')
  assert.equal(dividend.dates[dividend.dates.length - 1], '2021-12-31')
  assert.ok(Math.abs(valueOn(dividend, '2021-12-31') - 0.01292) < 1e-5)
  assert.equal(valueOn(seriesOf(snapshot, 'fx:EURUSD'), '1999-01-04'), 1.1789)
})

test('S&P closes of the two real files agree where both have them', async (context) => {
  if (!available(context)) return
  const require = ['equity-index:SP500', 'equity-index:SP500-OHLC'] as const
  const { days, columns } = alignedSeries(await loadSnapshot(directory, { require }), require)
  assert.equal(days.length, 5031)
  const largest = columns[0].reduce((most, value, i) => Math.max(most, Math.abs(value / columns[1][i] - 1)), 0)
  assert.ok(largest < 1e-5, `largest relative difference ${largest}`)
})

test('a snapshot of the real data as of an earlier date holds nothing later', async (context) => {
  if (!available(context)) return
  const require = ['equity-index:SP500', 'vol-index:VIX'] as const
  const earlier = await loadSnapshot(directory, { require, asOf: '2007-10-09' })
  const whole = seriesOf(await loadSnapshot(directory, { require }), 'equity-index:SP500')
  const cut = seriesOf(earlier, 'equity-index:SP500')
  assert.equal(cut.dates[cut.dates.length - 1], '2007-10-09')
  assert.deepEqual(cut.values, whole.values.slice(0, cut.values.length))
})
