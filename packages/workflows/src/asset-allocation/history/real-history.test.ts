import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { fileURLToPath } from 'node:url'
import { weightFunctions } from '@tutti/analytics/allocation'
import { uniformStream } from '@tutti/analytics/random'
import { pearsonCorrelation } from '@tutti/analytics/statistics'
import {
  type CurveHistoryId,
  type DailySeries,
  loadSnapshot,
  type MarketSnapshot,
  type SeriesId,
  seriesOf,
} from '@tutti/market'
import { validMandate } from '../mandate.ts'
import { marketRequirements } from '../market-requirements.ts'
import { studyOf } from '../study.ts'
import { namedCrises } from './crisis-windows.ts'
import { type DailyHistory, dailyHistory } from './daily-history.ts'
import { historyRecord } from './history-record.ts'

const directory = fileURLToPath(new URL('../../../../../../shared/data', import.meta.url))

/** Skips the test, saying so, when the real data are not there; fails then when they are demanded. */
function available(context: TestContext): boolean {
  if (existsSync(directory)) return true
  assert.notEqual(process.env['TUTTI_REQUIRE_SHARED'], '1', `the real market data are not at ${directory}`)
  context.skip('the real market data (../shared/data) are not on this machine')
  return false
}

const mandateOn = (curve: string, maturity: number) =>
  validMandate({ history: { bond_curve: curve, bond_maturity_years: maturity } }, 'test')

let loaded: Promise<MarketSnapshot> | null = null
function realSnapshot(): Promise<MarketSnapshot> {
  const { require, optional } = marketRequirements(mandateOn('par-curve:USD-TREASURY', 10))
  loaded ??= loadSnapshot(directory, {
    require: [
      ...(require as (SeriesId | CurveHistoryId)[]),
      'zero-curve:USD-GSW',
      'total-return:SPY',
      'total-return:IEF',
      'total-return:BIL',
    ],
    optional: optional as SeriesId[],
  })
  return loaded
}

async function real(maturity = 10, curve = 'par-curve:USD-TREASURY'): Promise<DailyHistory> {
  return dailyHistory(mandateOn(curve, maturity), await realSnapshot())
}

type Monthly = ReadonlyMap<string, number>

/** Last level of each month. */
function monthEnds(dates: readonly string[], levels: Float64Array): Monthly {
  return new Map(dates.flatMap((date, i) => (Number.isNaN(levels[i]) ? [] : [[date.slice(0, 7), levels[i]] as const])))
}

const ofSeries = (series: DailySeries): Monthly => monthEnds(series.dates, series.values)

/** Annual growth of two levels over their common months, and the correlation of their monthly returns. */
function compared(a: Monthly, b: Monthly, from = '0000', to = '9999') {
  const months = [...a.keys()].filter((month) => b.has(month) && month >= from && month <= to)
  const returns = (levels: Monthly): number[] =>
    months.slice(1).map((month, t) => Math.log(levels.get(month)! / levels.get(months[t])!))
  const growth = (levels: Monthly): number =>
    (levels.get(months.at(-1)!)! / levels.get(months[0])!) ** (12 / (months.length - 1)) - 1
  return {
    difference: growth(a) - growth(b),
    correlation: pearsonCorrelation(returns(a), returns(b)),
    months: months.length,
  }
}

test('equity returned about 10 % a year from 1962 to 2022, ten-year Treasuries about 6 %', async (context) => {
  if (!available(context)) return
  const { dates, days, start, equity, bond, cash } = await real()
  assert.equal(dates[start], '1962-01-02')
  const end = dates.length - 1
  const growth = (levels: Float64Array): number =>
    (levels[end] / levels[start]) ** (365.25 / (days[end] - days[start])) - 1
  assert.ok(Math.abs(growth(equity) - 0.1) < 0.005, `equity ${growth(equity)}`)
  assert.ok(Math.abs(growth(bond) - 0.06) < 0.005, `bonds ${growth(bond)}`)
  assert.ok(growth(cash) > 0.04 && growth(cash) < growth(bond), `cash ${growth(cash)}`)
})

test('equity with dividends is the SPY fund before its fee of 0.09 %, 1993 to 2022', async (context) => {
  if (!available(context)) return
  const { dates, equity } = await real()
  const {
    difference,
    correlation: together,
    months,
  } = compared(monthEnds(dates, equity), ofSeries(seriesOf(await realSnapshot(), 'total-return:SPY')))
  assert.equal(months, 360)
  assert.ok(Math.abs(difference) < 0.003 && together > 0.99, `${difference}, ${together}`)
})

test('equity with dividends follows Shiller’s total-return index of monthly averages', async (context) => {
  if (!available(context)) return
  const { dates, equity } = await real()
  const { difference, correlation: together } = compared(monthAverages(dates, equity), shiller('real_tr_price', 'cpi'))
  assert.ok(Math.abs(difference) < 0.002 && together > 0.99, `${difference}, ${together}`)
})

test('bonds of eight years are the IEF fund (7 to 10 years), 2002 to 2022', async (context) => {
  if (!available(context)) return
  const fund = ofSeries(seriesOf(await realSnapshot(), 'total-return:IEF'))
  const { dates, bond } = await real(8)
  const { difference, correlation: together, months } = compared(monthEnds(dates, bond), fund)
  assert.ok(months > 240 && Math.abs(difference) < 0.005 && together > 0.95, `${difference}, ${together}`)
})

test('bonds follow Shiller’s ten-year returns, above them by the roll that his formula leaves out', async (context) => {
  if (!available(context)) return
  const { dates, bond } = await real()
  // his bond is sold at the yield of ten years, and yields are monthly averages; the roll is worth about 0.4 % a year
  const { difference, correlation: together } = compared(
    monthAverages(dates, bond),
    shillerBond(),
    '1962-02',
    '2022-01',
  )
  assert.ok(together > 0.98, `${together}`)
  assert.ok(difference > 0.001 && difference < 0.006, `${difference}`)
})

test('the zero curve of the Federal Reserve gives nearly the same bonds, richer by what the newest issues cost', async (context) => {
  if (!available(context)) return
  const fromPar = await real(10)
  const fromZero = await real(10, 'zero-curve:USD-GSW')
  const { difference, correlation: together } = compared(
    monthEnds(fromZero.dates, fromZero.bond),
    monthEnds(fromPar.dates, fromPar.bond),
  )
  // the smoothed curve leaves the newest issues out, whose ten-year yields were some 15 bp lower, and is steeper there
  assert.ok(together > 0.98 && difference > 0 && difference < 0.005, `${difference}, ${together}`)
})

test('cash is the BIL fund before its fee of 0.14 %, 2007 to 2022', async (context) => {
  if (!available(context)) return
  const { dates, cash } = await real()
  const { difference } = compared(monthEnds(dates, cash), ofSeries(seriesOf(await realSnapshot(), 'total-return:BIL')))
  assert.ok(Math.abs(difference - 0.0014) < 0.0005, `${difference}`)
})

test('named crises run from closing highs to closing lows of the S&P 500', async (context) => {
  if (!available(context)) return
  const { dates, values } = seriesOf(await realSnapshot(), 'equity-index:SP500')
  for (const { id, from, to, note } of namedCrises) {
    const [first, last] = [dates.indexOf(from), dates.indexOf(to)]
    assert.ok(first > 0 && last > first, id)
    const window = values.slice(first, last + 1)
    assert.equal(Math.max(...window), values[first], `${id} begins at its highest close`)
    assert.equal(Math.min(...window), values[last], `${id} ends at its lowest close`)
    assert.equal(note, `closing high of ${values[first].toFixed(2)} to closing low of ${values[last].toFixed(2)}`)
  }
})

test('a hundred trials walk through sixty years, over all seven crises', async (context) => {
  if (!available(context)) return
  const snapshot = await realSnapshot()
  const study = studyOf(mandateOn('par-curve:USD-TREASURY', 10), 1)
  const draw = uniformStream(1, 2, 3)
  const trials = Array.from({ length: 100 }, (_, i) => ({
    targetVolatility: 0.05 + 0.15 * draw(),
    weightFunction: weightFunctions[i % 4],
    windowMonths: 6 + Math.floor(19 * draw()),
    riskAversion: 0.5 + 4.5 * draw(),
    costBp: 20 * draw(),
  }))
  const input = { study, snapshot, winner: trials[0], trials, uniform: (i: number) => uniformStream(1, 9, i) }
  const { record, luck } = historyRecord(input)
  assert.deepEqual([record.from, record.to, record.months.length], ['1962-01-31', '2022-12-28', 731])
  assert.deepEqual(
    record.crisisWindows.map(({ name }) => name),
    namedCrises.map(({ name }) => name),
  )
  const at = (id: string) => record.crisisWindows.find((window) => window.id === id)!.strategies
  // S&P 500 with dividends from 2007-10-09 to 2009-03-09: -55 %; 60/40 lost about a third
  assert.ok(Math.abs(at('financial-crisis')['all-equity'].totalReturn + 0.55) < 0.01)
  assert.ok(Math.abs(at('pandemic-2020')['all-equity'].totalReturn + 0.338) < 0.005)
  const cash = record.strategies.find(({ id }) => id === 'cash')!
  assert.equal(cash.figures.maxDrawdown, 0)
  assert.equal(luck!.observations, 731)
})

/** Mean level of each month, as Shiller's prices and yields are. */
function monthAverages(dates: readonly string[], levels: Float64Array): Monthly {
  const sums = new Map<string, { sum: number; count: number }>()
  dates.forEach((date, i) => {
    if (Number.isNaN(levels[i])) return
    const month = sums.get(date.slice(0, 7)) ?? { sum: 0, count: 0 }
    sums.set(date.slice(0, 7), { sum: month.sum + levels[i], count: month.count + 1 })
  })
  return new Map([...sums].map(([month, { sum, count }]) => [month, sum / count]))
}

function shillerRows(): Record<string, string>[] {
  const text = readFileSync(join(directory, 'macro', 'shiller_us_stock_bond_cpi_cape_monthly.csv'), 'utf8')
  const [header, ...lines] = text.trimEnd().split('\n')
  const names = header.split(',')
  return lines.map((line) => Object.fromEntries(line.split(',').map((cell, c) => [names[c], cell])))
}

/** Product of two columns: a real index in dollars. */
function shiller(real: string, prices: string): Monthly {
  return new Map(
    shillerRows().flatMap((row) =>
      row[real] === '' || row[prices] === '' || row['dividend'] === ''
        ? []
        : [[row['date'], Number(row[real]) * Number(row[prices])] as const],
    ),
  )
}

/** Level of Shiller's bond: the return beside a month is that to the next one. */
function shillerBond(): Monthly {
  let level = 1
  return new Map(
    shillerRows().map((row) => {
      const here = level
      if (row['monthly_bond_total_return'] !== '') level *= Number(row['monthly_bond_total_return'])
      return [row['date'], here] as const
    }),
  )
}
