import type { Regime } from '@tutti/analytics/scenarios'

/** Figures of a strategy on a history, with stationary-bootstrap confidence intervals (95 %). */
export interface HistoricalFigures {
  readonly annualReturn: Interval
  readonly volatility: Interval
  /** Ratios are null where their denominator is zero, as they are for cash. */
  readonly sharpe: Interval | null
  readonly sortino: number | null
  readonly calmar: number | null
  readonly maxDrawdown: number
  readonly longestDrawdownMonths: number
  readonly valueAtRisk: number
  readonly expectedShortfall: number
  readonly turnover: number
  readonly cost: number
}

export interface Interval {
  readonly value: number
  readonly low: number
  readonly high: number
}

export interface HistoricalStrategy {
  readonly id: string
  readonly name: string
  readonly figures: HistoricalFigures
  /** Month-end wealth (start = 1), drawdown (positive) and equity weight held over the month; same length as `months`. */
  readonly wealth: readonly number[]
  readonly drawdown: readonly number[]
  readonly equityWeight: readonly number[]
}

export interface CrisisWindow {
  readonly id: string
  readonly name: string
  readonly from: string
  readonly to: string
  /** Total return and worst daily drawdown within the window, by strategy id. */
  readonly strategies: Readonly<
    Record<string, { readonly totalReturn: number; readonly maxDrawdown: number; readonly averageWeight: number }>
  >
}

export interface HistoryRecord {
  readonly origin: 'real' | 'simulated'
  readonly from: string
  readonly to: string
  readonly equity: string
  readonly bond: string
  readonly cash: string
  readonly dividends: string
  readonly months: readonly string[]
  readonly strategies: readonly HistoricalStrategy[]
  readonly crisisWindows: readonly CrisisWindow[]
  /** Difference of the winner's annual Sharpe ratio to each rival's, with paired bootstrap interval. */
  readonly differences: readonly { readonly rival: string; readonly sharpe: Interval }[]
  /** A regime estimated from this history; simulated beside the others without weight. */
  readonly calibratedRegime: Regime
  readonly calibrationNotes: readonly string[]
  /** What the loaders found odd in the market data without refusing them; empty for clean data. */
  readonly dataWarnings: readonly string[]
}
