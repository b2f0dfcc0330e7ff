import assert from 'node:assert/strict'
import { test } from 'node:test'
import { drawdownSeriesOfValues } from '@tutti/analytics/performance'
import { crisisRecords } from './crisis-records.ts'
import { namedCrises } from './crisis-windows.ts'
import { dailyHistory } from './daily-history.ts'
import type { WalkedStrategy } from './historical-strategies.ts'
import { madeUpMandate, madeUpMarket, snapshotOf } from './made-up-snapshot.fixture.ts'
import { type ScoredHistory, scoredHistory } from './scored-history.ts'
import { strategyWalk } from './strategy-walk.ts'

function historyTo(to: string): ScoredHistory {
  const { equity, curve } = madeUpMarket(7, to)
  return scoredHistory(dailyHistory(madeUpMandate(), snapshotOf([equity], [curve])), 12)
}

const equityOnly = (history: ScoredHistory): WalkedStrategy[] => [
  { id: 'equity', name: 'Equity', walk: strategyWalk(history, { weight: () => 1, costRate: 0, financingSpread: 0 }) },
]

test('named crises are in order of time and do not overlap', () => {
  for (const [i, crisis] of namedCrises.entries()) {
    assert.ok(crisis.from < crisis.to)
    if (i > 0) assert.ok(namedCrises[i - 1].to < crisis.from)
  }
})

test('a real history has the crises it covers, cut and marked where it covers a part', () => {
  // scored from the end of January 2001 to that of June 2008
  const history = historyTo('2008-06-30')
  const windows = crisisRecords(history, equityOnly(history), 'real')
  assert.deepEqual(
    windows.map(({ name, from, to }) => [name, from, to]),
    [
      ['Dot-com bust, 2000 to 2002 (only from 2001-01-31)', '2001-01-31', '2002-10-09'],
      ['Financial crisis, 2007 to 2009 (only to 2008-06-30)', '2007-10-09', '2008-06-30'],
    ],
  )
  const { dates, equity } = history.daily
  const whole = equity[dates.indexOf('2002-10-09')] / equity[dates.indexOf('2001-01-31')] - 1
  assert.ok(Math.abs(windows[0].strategies['equity'].totalReturn - whole) < 1e-12)
})

test('the average weight is that of the window’s days', () => {
  const history = historyTo('2008-06-30')
  const walk = strategyWalk(history, { weight: (month) => (month % 2 === 0 ? 1 : 0), costRate: 0, financingSpread: 0 })
  const [window] = crisisRecords(history, [{ id: 'x', name: 'x', walk }], 'real')
  const { dates } = history.daily
  let held = 0
  let count = 0
  for (let i = history.base + 1; dates[i] <= '2002-10-09'; i++) {
    // February 2001 is the first scored month
    const month = 12 * (Number(dates[i].slice(0, 4)) - 2001) + Number(dates[i].slice(5, 7)) - 2
    held += month % 2 === 0 ? 1 : 0
    count++
  }
  assert.ok(Math.abs(window.strategies['x'].averageWeight - held / count) < 1e-12)
})

test('a simulated history has the five deepest drawdowns of equity, deepest first, and no named crisis', () => {
  const history = historyTo('2008-06-30')
  const windows = crisisRecords(history, equityOnly(history), 'simulated')
  assert.deepEqual(
    windows.map(({ name }) => name),
    ['Drawdown 1', 'Drawdown 2', 'Drawdown 3', 'Drawdown 4', 'Drawdown 5'],
  )
  const depths = windows.map(({ strategies }) => strategies['equity'].maxDrawdown)
  assert.deepEqual(
    depths,
    depths.toSorted((a, b) => b - a),
  )
  const worst = Math.max(...drawdownSeriesOfValues(history.daily.equity.slice(history.base, history.end + 1)))
  assert.ok(Math.abs(depths[0] - worst) < 1e-12)
  for (const { strategies } of windows) {
    assert.ok(Math.abs(strategies['equity'].totalReturn + strategies['equity'].maxDrawdown) < 1e-12)
  }
})
