import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type StrategyConfiguration, weightFunctions } from '@tutti/analytics/allocation'
import { TuttiError } from '@tutti/analytics/errors'
import { calmarRatio, maximumDrawdown, sortinoRatio } from '@tutti/analytics/performance'
import { uniformStream } from '@tutti/analytics/random'
import { quantile } from '@tutti/analytics/statistics'
import type { MarketSnapshot } from '@tutti/market'
import { studyOf } from '../study.ts'
import { historyRecord } from './history-record.ts'
import {
  madeUpCurve,
  madeUpMandate,
  madeUpMarket,
  madeUpSeries,
  snapshotOf,
  weekdaysBetween,
} from './made-up-snapshot.fixture.ts'

const study = studyOf(madeUpMandate(), 1)
const { equity, curve } = madeUpMarket(2, '2009-12-31')
const snapshot = snapshotOf([equity], [curve])
const uniform = (index: number): (() => number) => uniformStream(1, 77, index)

const trials: StrategyConfiguration[] = weightFunctions.flatMap((weightFunction, f) =>
  [6, 12, 24].map((windowMonths, w) => ({
    targetVolatility: 0.06 + 0.03 * w,
    weightFunction,
    windowMonths,
    riskAversion: 0.5 + f,
    costBp: 5 * w,
  })),
)
const winner = trials[1]
const walked = historyRecord({ study, snapshot, winner, trials, uniform })

test('every strategy covers the months after the longest window of the search', () => {
  const { record } = walked
  // 24 months of returns from February 2000 on: the first decision is at the end of January 2002
  assert.equal(record.from, '2002-01-31')
  assert.equal(record.to, '2009-12-31')
  assert.equal(record.months[0], '2002-02')
  assert.equal(record.months.length, 95)
  assert.deepEqual(
    record.strategies.map(({ id }) => id),
    ['winner', 'sixty-forty', 'thirty-seventy', 'all-equity', 'buy-and-hold', 'naive-vol-target', 'cash'],
  )
  for (const { wealth, drawdown, equityWeight } of record.strategies) {
    assert.deepEqual([wealth.length, drawdown.length, equityWeight.length], [95, 95, 95])
  }
})

test('figures agree with the performance library on the month-end wealth', () => {
  const { strategies } = walked.record
  const returnsOf = (wealth: readonly number[]): number[] => wealth.map((w, t) => w / (t === 0 ? 1 : wealth[t - 1]) - 1)
  const cash = returnsOf(strategies.find(({ id }) => id === 'cash')!.wealth)
  for (const { id, wealth, drawdown, figures } of strategies.filter((strategy) => strategy.id !== 'cash')) {
    const returns = returnsOf(wealth)
    assert.ok(Math.abs(figures.sortino! - sortinoRatio(returns, cash, 12)) < 1e-10, id)
    const monthEnd = maximumDrawdown(returns)
    assert.equal(figures.longestDrawdownMonths, monthEnd.longestUnderwaterObservations)
    assert.ok(figures.maxDrawdown >= Math.max(...drawdown), `${id}: daily marks see at least the month ends`)
    assert.ok(figures.maxDrawdown >= monthEnd.maxDrawdown - 1e-12)
    const calmar = (calmarRatio(returns, 12) * monthEnd.maxDrawdown) / figures.maxDrawdown
    assert.ok(Math.abs(figures.calmar! - calmar) < 1e-10)
    const yearly = wealth.flatMap((w, t) => (t < 11 ? [] : [1 - w / (t === 11 ? 1 : wealth[t - 12])]))
    assert.ok(Math.abs(figures.valueAtRisk - quantile(yearly, 0.95, 1)) < 1e-12)
    assert.ok(figures.expectedShortfall >= figures.valueAtRisk)
    for (const { value, low, high } of [figures.annualReturn, figures.volatility, figures.sharpe!]) {
      assert.ok(low < value && value < high, id)
    }
  }
})

test('cash has no ratios, since it has no excess return and no drawdown', () => {
  const { sharpe, sortino, calmar } = walked.record.strategies.find(({ id }) => id === 'cash')!.figures
  assert.deepEqual([sharpe, sortino, calmar], [null, null, null])
})

test('turnover and cost are per year, and cost is turnover times the planning cost', () => {
  for (const { id, figures } of walked.record.strategies) {
    if (id === 'cash') assert.deepEqual([figures.turnover, figures.cost], [0, 0])
    else assert.ok(Math.abs(figures.cost - figures.turnover * 10e-4) < 1e-12)
  }
  const held = walked.record.strategies.find(({ id }) => id === 'buy-and-hold')!
  assert.ok(Math.abs(held.figures.turnover - 0.6 / (95 / 12)) < 1e-12)
})

test('the same inputs give the same record, which is plain JSON', () => {
  const again = historyRecord({ study, snapshot, winner, trials, uniform })
  assert.deepEqual(again, walked)
  assert.deepEqual(JSON.parse(JSON.stringify(walked)), walked)
})

test('rivals have a difference of Sharpe ratios that is that of the two figures', () => {
  const { strategies, differences } = walked.record
  const sharpe = (id: string): number => strategies.find((strategy) => strategy.id === id)!.figures.sharpe!.value
  assert.deepEqual(
    differences.map(({ rival }) => rival),
    ['sixty-forty', 'thirty-seventy', 'all-equity', 'buy-and-hold', 'naive-vol-target'],
  )
  for (const difference of differences) {
    assert.ok(Math.abs(difference.sharpe.value - (sharpe('winner') - sharpe(difference.rival))) < 1e-12)
  }
})

test('the luck of the search is measured on the months of the walk', () => {
  const luck = walked.luck!
  const { figures } = walked.record.strategies[0]
  assert.equal(luck.observations, 95)
  assert.ok(Math.abs(luck.sharpeAnnual - figures.sharpe!.value) < 1e-12)
  for (const share of [luck.overfittingProbability, luck.probabilityOfLoss, luck.deflatedSharpeProbability]) {
    assert.ok(share >= 0 && share <= 1)
  }
  assert.ok(luck.expectedMaximumSharpeAnnual > 0)
  const one = historyRecord({ study, snapshot, winner, trials: [winner], uniform })
  assert.equal(one.luck, null)
})

test('a search of twins finds the overfitting of a coin toss', () => {
  // every trial is the same rule: in every split all are tied, in sample and out
  const twins = Array.from({ length: 8 }, () => winner)
  const { luck } = historyRecord({ study, snapshot, winner, trials: twins, uniform })
  assert.equal(luck!.overfittingProbability, 1)
  assert.ok(Math.abs(luck!.expectedMaximumSharpeAnnual) < 1e-9)
})

test('the calibrated regime carries no weight and comes with notes', () => {
  const { calibratedRegime, calibrationNotes } = walked.record
  assert.equal(calibratedRegime.weight, 0)
  assert.equal(calibratedRegime.id, 'calibrated')
  assert.ok(calibrationNotes.length > 0)
  assert.equal(calibratedRegime.name, 'Calibrated to 2000 to 2009')
  assert.match(calibrationNotes[0], /2000-01-04 to 2009-12-31$/)
  const n = equity.days.length - 1
  const log = Array.from({ length: n }, (_, i) => Math.log(equity.values[i + 1] / equity.values[i]))
  const mean = log.reduce((a, b) => a + b) / n
  const variance = log.reduce((a, b) => a + (b - mean) ** 2, 0) / n
  // dividends are accrued by calendar days and hardly move the volatility
  assert.ok(Math.abs(calibratedRegime.equity.volatility / Math.sqrt(variance * (n / 9.993)) - 1) < 0.001)
})

test('implied volatility is used from its first day when there is enough of it, and ignored when it breaks off', () => {
  const noteWith = (days: readonly number[]): string => {
    const implied = madeUpSeries(
      'vol-index:MADE-UP',
      days,
      days.map((_, i) => 0.18 + 0.05 * Math.sin(i / 40) + 0.01 * Math.sin(i)),
    )
    const market = snapshotOf([equity, implied], [curve])
    return historyRecord({ study, snapshot: market, winner, trials: [winner], uniform }).record.calibrationNotes[0]
  }
  assert.match(
    noteWith(weekdaysBetween('2000-01-03', '2009-12-31')),
    /2000-01-04 to 2009-12-31, with vol-index:MADE-UP/,
  )
  assert.match(noteWith(weekdaysBetween('2005-01-03', '2009-12-31')), /2000-01-04 to 2009-12-31$/)
  assert.match(noteWith(weekdaysBetween('2000-01-03', '2008-12-31')), /2000-01-04 to 2009-12-31$/)
})

test('the words say what stands for equity, bonds, cash and dividends', () => {
  const { record } = walked
  assert.equal(record.origin, 'simulated')
  assert.match(record.equity, /equity-index:MADE-UP/)
  assert.match(record.bond, /par bond of 10 years constant maturity on par-curve:MADE-UP/)
  assert.match(record.cash, /3M/)
  assert.equal(record.dividends, 'constant yield of 2 % a year')
})

function failure(market: MarketSnapshot): TuttiError {
  try {
    historyRecord({ study, snapshot: market, winner, trials, uniform })
  } catch (error) {
    assert.ok(error instanceof TuttiError)
    return error
  }
  throw new assert.AssertionError({ message: 'no error was thrown' })
}

test('too short a history says how many months there are and are needed', () => {
  const short = madeUpMarket(2, '2004-06-30')
  const error = failure(snapshotOf([short.equity], [short.curve]))
  assert.equal(error.code, 'missing-data')
  assert.match(error.message, /24 months .* 29 months are left .* 36 are needed/)
  assert.match(error.details.got!, /53 complete months/)
  assert.match(error.details.expected!, /60 complete months/)
})

test('bonds may begin later than equity: the windows use the equity before them', () => {
  const late = weekdaysBetween('2004-03-15', '2009-12-31')
  const bonds = madeUpCurve(late, [0.25, 5, 10], () => 0.04)
  const { record } = historyRecord({ study, snapshot: snapshotOf([equity], [bonds]), winner, trials, uniform })
  assert.equal(record.from, '2004-03-31')
})

test('a history ends where the curve ends', () => {
  const early = weekdaysBetween('2000-01-03', '2008-07-15')
  const bonds = madeUpCurve(early, [0.25, 5, 10], () => 0.04)
  const { record } = historyRecord({ study, snapshot: snapshotOf([equity], [bonds]), winner, trials, uniform })
  assert.equal(record.to, '2008-06-30')
})

test('equity and a curve without a common day are missing data', () => {
  const bonds = madeUpCurve(weekdaysBetween('1990-01-01', '1999-12-31'), [0.25, 5, 10], () => 0.04)
  const error = failure(snapshotOf([equity], [bonds]))
  assert.equal(error.code, 'missing-data')
  assert.match(error.message, /do not overlap/)
})

test('a curve that goes blank for long is missing data with dates', () => {
  const bonds = madeUpCurve(weekdaysBetween('2000-01-03', '2009-12-31'), [0.25, 5, 10], (row) =>
    row > 500 && row < 560 ? NaN : 0.04,
  )
  assert.match(failure(snapshotOf([equity], [bonds])).message, /between 2001-12-03 and 2002-01-0\d/)
})

test('a curve without short tenors has no cash', () => {
  const bonds = madeUpCurve(weekdaysBetween('2000-01-03', '2009-12-31'), [5, 10], () => 0.04)
  assert.match(failure(snapshotOf([equity], [bonds])).message, /for cash/)
})

test('a monthly equity series is refused', () => {
  const monthly = equity.days.filter((_, i) => equity.dates[i].slice(8) > '27')
  const sparse = madeUpSeries(
    'equity-index:MADE-UP',
    [...monthly],
    [...monthly].map((_, i) => 100 + i),
  )
  assert.match(failure(snapshotOf([sparse], [curve])).message, /not daily throughout/)
})

test('a snapshot without the series names what is missing', () => {
  assert.match(failure(snapshotOf([], [curve])).message, /equity-index:MADE-UP/)
})
