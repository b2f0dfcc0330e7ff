import { problemText } from '@tutti/analytics/errors'
import type { StrategyConfiguration } from '@tutti/analytics/allocation'
import type { MarketSnapshot } from '@tutti/market'
import type { HistoryRecord, LuckRecord } from '../result.ts'
import type { Study } from '../study.ts'
import { bootstrapFigures } from './bootstrap-figures.ts'
import { crisisRecords } from './crisis-records.ts'
import { dailyHistory } from './daily-history.ts'
import { historicalStrategyRecord } from './historical-strategy-record.ts'
import { historicalLuck } from './historical-luck.ts'
import { historicalRegime } from './historical-regime.ts'
import { historicalStrategies, naiveWindowMonths } from './historical-strategies.ts'
import { scoredHistory } from './scored-history.ts'
import { monthlyCashReturns } from './strategy-walk.ts'

/** What a walk through history needs. */
export interface HistoryInput {
  readonly study: Study
  readonly snapshot: MarketSnapshot
  readonly winner: StrategyConfiguration
  /** Every configuration of the search, for the luck of the winner. */
  readonly trials: readonly StrategyConfiguration[]
  /** Independent draws in (0, 1) by number of the stream. */
  readonly uniform: (index: number) => () => number
}

/**
 * The chosen rule and its rivals walked through a history, never looking ahead, with bootstrap intervals, crises, the luck
 * of the search, and a regime estimated from the history. All strategies cover the same months: those after the longest
 * window that the search may use.
 * Throws `missing-data` for a history that is too short, has holes, or whose equity and curve do not overlap.
 */
export function historyRecord(input: HistoryInput): { record: HistoryRecord; luck: LuckRecord['historical'] } {
  const { study, snapshot, winner, trials, uniform } = input
  const { mandate } = study
  const daily = dailyHistory(mandate, snapshot)
  const windows = [winner, ...trials].map(({ windowMonths }) => windowMonths)
  const longest = Math.max(longestSearched(study), ...windows)
  const history = scoredHistory(daily, longest)
  const strategies = historicalStrategies(study, history, winner)
  const cash = monthlyCashReturns(history)
  const bootstrap = bootstrapFigures(
    strategies.map(({ walk }) => ({ net: walk.returns, excess: walk.returns.map((r, t) => r - cash[t]) })),
    mandate.history.bootstrap_samples,
    uniform(0),
  )
  const { regime, notes } = historicalRegime(history, snapshot, mandate)
  return {
    record: {
      origin: snapshot.origin,
      from: daily.dates[history.base],
      to: daily.dates[history.end],
      ...daily.sources,
      months: history.calendar.labels.slice(history.first),
      strategies: strategies.map((strategy, s) =>
        historicalStrategyRecord(history, strategy, cash, bootstrap.strategies[s]),
      ),
      crisisWindows: crisisRecords(history, strategies, snapshot.origin),
      differences: strategies.flatMap(({ id }, s) =>
        id === 'winner' || id === 'cash' ? [] : [{ rival: id, sharpe: bootstrap.sharpeDifferences[s] }],
      ),
      calibratedRegime: regime,
      calibrationNotes: notes,
      dataWarnings: snapshot.warnings.map(problemText),
    },
    luck: historicalLuck(study, history, strategies[0].walk.returns, trials),
  }
}

/** Longest window, in months, that any rule of the search or rival may have. */
function longestSearched(study: Study): number {
  return Math.max(study.mandate.search_space.volatility_window_months[1], naiveWindowMonths)
}

/**
 * Throws `missing-data`, as `historyRecord` would, for a snapshot that the study cannot walk through: asked before hours of
 * simulation and not after.
 */
export function requireHistory(study: Study, snapshot: MarketSnapshot): void {
  scoredHistory(dailyHistory(study.mandate, snapshot), longestSearched(study))
}
