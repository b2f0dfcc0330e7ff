import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  standardRules,
  type StrategyConfiguration,
  type StrategyRules,
  weightFunctions,
} from '@tutti/analytics/allocation'
import { rebalancedBacktest } from '@tutti/analytics/performance'
import type { CurveHistory, DailySeries } from '@tutti/market'
import fc from 'fast-check'
import { type DailyHistory, dailyHistory } from './daily-history.ts'
import { madeUpMandate, madeUpMarket, snapshotOf } from './made-up-snapshot.fixture.ts'
import { rulePolicy } from './rule-policy.ts'
import { type ScoredHistory, scoredHistory } from './scored-history.ts'
import { monthlyCashReturns, type StrategyWalk, strategyWalk } from './strategy-walk.ts'

const mandate = madeUpMandate()
const longestWindow = 12
const market = madeUpMarket(11, '2006-06-30')

function historyOf(equity: DailySeries, curve: CurveHistory): ScoredHistory {
  return scoredHistory(dailyHistory(mandate, snapshotOf([equity], [curve])), longestWindow)
}
const history = historyOf(market.equity, market.curve)

const rule: StrategyConfiguration = {
  targetVolatility: 0.12,
  weightFunction: 'inverse-vol',
  windowMonths: 6,
  riskAversion: 1,
  costBp: 10,
}
const walked = (rules: StrategyRules, configuration = rule, costRate = 0.001, on = history): StrategyWalk =>
  strategyWalk(on, rulePolicy(on, configuration, rules, costRate))

/** The walk again from dates alone: money in each asset, day by day, windows cut by the calendar, formulas of the docs. */
function bruteForce(daily: DailyHistory, rules: StrategyRules, configuration: StrategyConfiguration, costRate: number) {
  const { dates, equity, bond, cash, days } = daily
  const monthOf = (i: number): string => dates[i].slice(0, 7)
  const allMonths = [...new Set(dates.map((date) => date.slice(0, 7)))]
  const scored = allMonths.slice(longestWindow + 1)
  let inEquity = 0
  let inBonds = 0
  let debt = 0
  let wealth = 1
  const weights: number[] = []
  const ends: number[] = []
  const traded: number[] = []
  scored.forEach((month, k) => {
    const position = allMonths.indexOf(month)
    const window = allMonths.slice(position - configuration.windowMonths, position)
    const returns: number[] = []
    for (let i = 1; i < dates.length; i++) {
      if (window.includes(monthOf(i))) returns.push(Math.log(equity[i]) - Math.log(equity[i - 1]))
    }
    const mean = returns.reduce((a, b) => a + b) / returns.length
    const v = Math.sqrt((252 * returns.reduce((a, b) => a + (b - mean) ** 2, 0)) / returns.length)
    const { targetVolatility: t } = configuration
    const raw = {
      'inverse-vol': t / v,
      'inverse-vol-squared': (t / v) ** 2,
      'linear-decay': 1 - rules.linearSlope * (v - t),
      sigmoid: 1 / (1 + Math.exp(rules.sigmoidSlope * (v - t))),
    }[configuration.weightFunction]
    const merton = rules.equityPremium / (configuration.riskAversion * v ** 2)
    const target = Math.max(rules.minimumWeight, Math.min(raw, merton, rules.maximumWeight))
    const drifted = inEquity / wealth
    let w = target
    if (k > 0 && k % rules.rebalanceMonths !== 0) w = drifted
    else if (k > 0 && Math.abs(target - drifted) <= Math.max(rules.band, rules.noTradeZone)) w = drifted
    else if (k > 0 && rules.noTradeZone > 0) w = target - Math.sign(target - drifted) * rules.noTradeZone
    weights.push(w)
    traded.push(Math.abs(w - drifted))
    wealth *= 1 - costRate * Math.abs(w - drifted)
    inEquity = w * wealth
    inBonds = Math.max(0, 1 - w) * wealth
    debt = Math.max(0, w - 1) * wealth
    const borrowed = debt
    const open = dates.findLastIndex((date) => date.slice(0, 7) < month)
    for (let i = open + 1; i < dates.length && monthOf(i) === month; i++) {
      inEquity *= equity[i] / equity[i - 1]
      inBonds *= bond[i] / bond[i - 1]
      // interest is simple on the sum borrowed at the month's start
      debt = borrowed * (cash[i] / cash[open] + (rules.financingSpread * (days[i] - days[open])) / 365.25)
      wealth = inEquity + inBonds - debt
    }
    ends.push(wealth)
  })
  return { weights, ends, traded }
}

const ruleSets: Readonly<Record<string, StrategyRules>> = {
  monthly: standardRules,
  quarterly: { ...standardRules, rebalanceMonths: 3 },
  band: { ...standardRules, band: 0.05 },
  'no-trade zone': { ...standardRules, noTradeZone: 0.04 },
  levered: { ...standardRules, maximumWeight: 2, financingSpread: 0.01 },
}

test('the walk agrees with money followed day by day, for every weight function and trading rule', () => {
  for (const [name, rules] of Object.entries(ruleSets)) {
    for (const weightFunction of weightFunctions) {
      const configuration = { ...rule, weightFunction, targetVolatility: name === 'levered' ? 0.3 : 0.12 }
      const walk = walked(rules, configuration)
      const plain = bruteForce(history.daily, rules, configuration, 0.001)
      assert.equal(walk.weights.length, plain.weights.length)
      let value = 1
      plain.weights.forEach((w, k) => {
        value *= 1 + walk.returns[k]
        const where = `${name}, ${weightFunction}, month ${k}`
        assert.ok(Math.abs(walk.weights[k] - w) < 1e-10, `${where}: weight ${walk.weights[k]} against ${w}`)
        assert.ok(Math.abs(walk.traded[k] - plain.traded[k]) < 1e-10, `${where}: traded`)
        assert.ok(Math.abs(value / plain.ends[k] - 1) < 1e-10, `${where}: wealth ${value} against ${plain.ends[k]}`)
      })
    }
  }
  assert.ok(
    walked(ruleSets['levered'], { ...rule, targetVolatility: 0.3, riskAversion: 0.1 }).weights.some((w) => w > 1.2),
  )
})

test('no data point of the future changes a weight or a wealth of the past', () => {
  const whole = walked(standardRules)
  const days = market.equity.days.length
  fc.assert(
    fc.property(
      fc.integer({ min: 300, max: days - 1 }),
      fc.double({ min: 0.5, max: 2, noNaN: true }),
      (from, factor) => {
        const equity = { ...market.equity, values: market.equity.values.map((v, i) => (i < from ? v : v * factor)) }
        const tenors = market.curve.tenorsYears.length
        const curve = {
          ...market.curve,
          rates: market.curve.rates.map((rate, k) => (Math.floor(k / tenors) < from ? rate : rate * factor)),
        }
        const changed = walked(standardRules, rule, 0.001, historyOf(equity, curve))
        const { calendar, first, months, base } = history
        for (let k = 0; k < months; k++) {
          // the decision of month k stands on closes up to the last one before it
          if (calendar.last[first + k - 1] < from) assert.equal(changed.weights[k], whole.weights[k])
        }
        for (let i = base; i < from; i++) assert.equal(changed.wealth[i - base], whole.wealth[i - base])
      },
    ),
    { numRuns: 60, seed: 4 },
  )
})

test('a history that ends earlier gives the same walk up to its end', () => {
  const days = market.equity.days.findLastIndex((_, i) => market.equity.dates[i] <= '2005-03-31') + 1
  const equity = {
    ...market.equity,
    dates: market.equity.dates.slice(0, days),
    days: market.equity.days.slice(0, days),
    values: market.equity.values.slice(0, days),
  }
  const short = walked(standardRules, rule, 0.001, historyOf(equity, market.curve))
  const long = walked(standardRules)
  assert.ok(short.weights.length < long.weights.length)
  assert.deepEqual(short.returns, long.returns.slice(0, short.returns.length))
})

test('all in equity without cost is the total return of equity', () => {
  const walk = strategyWalk(history, { weight: () => 1, costRate: 0, financingSpread: 0.01 })
  const { equity } = history.daily
  for (let i = history.base; i <= history.end; i++) {
    assert.ok(Math.abs(walk.wealth[i - history.base] / (equity[i] / equity[history.base]) - 1) < 1e-12)
  }
})

test('nothing in equity without cost is the bond index', () => {
  const walk = strategyWalk(history, { weight: () => 0, costRate: 0, financingSpread: 0 })
  const { bond } = history.daily
  assert.ok(Math.abs(walk.wealth.at(-1)! / (bond[history.end] / bond[history.base]) - 1) < 1e-12)
})

test('60/40 with costs agrees with the rebalanced backtest of the performance library', () => {
  const { daily, calendar, first, months } = history
  const monthly = (levels: Float64Array, k: number): number =>
    levels[calendar.last[first + k]] / levels[calendar.last[first + k - 1]] - 1
  const returns = Array.from({ length: months }, (_, k) => [monthly(daily.equity, k), monthly(daily.bond, k)])
  const costRate = 0.002
  const walk = strategyWalk(history, { weight: () => 0.6, costRate, financingSpread: 0 })
  // there the cost is on both legs and falls at the month's end, and the first purchase is free
  const backtest = rebalancedBacktest(returns, { targetWeights: [0.6, 0.4], everyPeriods: 1, costRate: costRate / 2 })
  const { base } = history
  for (let k = 0; k < months; k++) {
    const mine = walk.wealth[calendar.last[first + k] - base] / (1 - costRate * 0.6)
    const theirs = backtest.values[k] / (1 - (costRate / 2) * backtest.turnovers[k])
    assert.ok(Math.abs(mine / theirs - 1) < 1e-12, `month ${k}`)
    if (k > 0) assert.ok(Math.abs(walk.traded[k] - backtest.turnovers[k - 1] / 2) < 1e-12)
  }
})

test('a portfolio that borrowed and lost everything stays lost', () => {
  const from = 800
  const equity = { ...market.equity, values: market.equity.values.map((v, i) => (i < from ? v : v * 0.3)) }
  const crashed = historyOf(equity, market.curve)
  const walk = strategyWalk(crashed, { weight: () => 2, costRate: 0, financingSpread: 0 })
  assert.ok(walk.wealth[from - crashed.base] <= 1e-12 * walk.wealth[from - crashed.base - 1] * 3)
  assert.ok(walk.wealth.every((value) => value > 0 && Number.isFinite(value)))
  assert.ok(walk.returns.every((r) => r >= -1))
})

test('cash returns compound to the cash account', () => {
  const product = monthlyCashReturns(history).reduce((value, r) => value * (1 + r), 1)
  const { cash } = history.daily
  assert.ok(Math.abs(product / (cash[history.end] / cash[history.base]) - 1) < 1e-12)
})
