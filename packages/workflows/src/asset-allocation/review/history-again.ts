import type { StrategyConfiguration } from '@tutti/analytics/allocation'
import type { MarketSnapshot } from '@tutti/market'
import { dailyHistory } from '../history/daily-history.ts'
import type { Study } from '../study.ts'
import { heldWeight, ruleWeight } from './review-paths.kernel.ts'

/** Monthly returns of a rule and of cash. */
export interface HistoryAgain {
  readonly net: readonly number[]
  readonly excess: readonly number[]
}

/**
 * Walks rules through history from month end to month end, without daily marks: levels of equity, bonds and cash at the last
 * close of each month, and volatilities in two passes over the daily returns of each window.
 */
export function historyAgain(
  study: Study,
  snapshot: MarketSnapshot,
  months: readonly string[],
): (rule: StrategyConfiguration) => HistoryAgain {
  const { dates, days, equity, bond, cash } = dailyHistory(study.mandate, snapshot)
  const lastOf = new Map<string, number>()
  dates.forEach((date, i) => lastOf.set(date.slice(0, 7), i))
  const closes = [...lastOf.values()]
  const first = [...lastOf.keys()].indexOf(months[0])
  const volatility = (month: number, window: number): number => {
    const returns: number[] = []
    for (let i = closes[month - 1 - window] + 1; i <= closes[month - 1]; i++) {
      returns.push(Math.log(equity[i]) - Math.log(equity[i - 1]))
    }
    const mean = returns.reduce((sum, r) => sum + r, 0) / returns.length
    const variance = returns.reduce((sum, r) => sum + (r - mean) ** 2, 0) / returns.length
    return Math.sqrt(252 * Math.max(variance, 1e-12))
  }
  const known = new Map<number, number[]>()
  const volatilities = (window: number): number[] => {
    const found = known.get(window) ?? months.map((_, k) => volatility(first + k, window))
    known.set(window, found)
    return found
  }
  const cost = study.mandate.operational_constraints.planning_cost_bps * 1e-4
  return (rule) => {
    let drifted = 0
    const excess: number[] = []
    const net = months.map((_, k) => {
      const [from, to] = [closes[first + k - 1], closes[first + k]]
      const weight = heldWeight(
        study.rules,
        k,
        ruleWeight(rule, study.rules, volatilities(rule.windowMonths)[k]),
        drifted,
      )
      const kept = 1 - cost * Math.abs(weight - drifted)
      const spread = (study.rules.financingSpread * (days[to] - days[from])) / 365.25
      const owed = Math.max(0, weight - 1) * (cash[to] / cash[from] + spread)
      const stock = (weight * equity[to]) / equity[from]
      const growth = Math.max(1e-12, stock + (Math.max(0, 1 - weight) * bond[to]) / bond[from] - owed)
      drifted = growth > 1e-12 ? stock / growth : 0
      excess.push(kept * growth - cash[to] / cash[from])
      return kept * growth - 1
    })
    return { net, excess }
  }
}
