import { TuttiError } from '@tutti/analytics/errors'
import { curveHistoryId, curveOf, isoOfDay, type MarketSnapshot, seriesId, seriesOf } from '@tutti/market'
import type { StudyMandate } from '../mandate.ts'
import { bondIndex } from './bond-index.ts'
import { cashAccount } from './cash-account.ts'
import { totalReturnEquity } from './total-return-equity.ts'

/** Total-return levels on the trading days of equity. Bond and cash are NaN before `start`. */
export interface DailyHistory {
  readonly dates: readonly string[]
  readonly days: Int32Array
  /** First day on which equity, bond and cash are all known. */
  readonly start: number
  readonly equity: Float64Array
  readonly bond: Float64Array
  readonly cash: Float64Array
  /** Short rate known at each close, continuously compounded. */
  readonly shortRates: Float64Array
  /** Where each came from, in words. */
  readonly sources: {
    readonly equity: string
    readonly bond: string
    readonly cash: string
    readonly dividends: string
  }
}

/**
 * The daily total returns that a mandate's history asks for, from a snapshot: equity from its first day (volatility needs
 * no bonds), cut where the curve ends. Throws `missing-data` and `invalid-input` as its parts, and where equity and curve
 * share no days.
 */
export function dailyHistory(mandate: StudyMandate, snapshot: MarketSnapshot): DailyHistory {
  const { history } = mandate
  const prices = seriesOf(snapshot, seriesId(history.equity))
  const curve = curveOf(snapshot, curveHistoryId(history.bond_curve))
  const yields = snapshot.series.get(seriesId(history.dividends)) ?? null
  const equity = totalReturnEquity(prices, { yields, fallbackYield: history.dividend_yield })
  const bond = bondIndex(curve, prices.days, history.bond_maturity_years)
  const count = bond.end + 1
  const cash = cashAccount(curve, prices.days.slice(0, count), history.cash_tenor_years)
  if (cash.start < 0) {
    throw new TuttiError('missing-data', `${curve.id} has no rate of up to two years for cash on any day`, {
      field: 'history.cash_tenor_years',
      got: `tenors of ${[...curve.tenorsYears].join(', ')} years`,
      expected: 'a tenor of at most two years with rates',
    })
  }
  const start = Math.max(bond.start, cash.start)
  const closed =
    bond.closedDays === 0 ? '' : `; no rates on ${bond.closedDays} trading days, which the next one makes up`
  return {
    dates: prices.dates.slice(0, count),
    days: prices.days.slice(0, count),
    start,
    equity: equity.levels.slice(0, count),
    bond: bond.levels.slice(0, count),
    cash: cash.levels,
    shortRates: cash.shortRates,
    sources: {
      equity: `${prices.id}, total return`,
      bond: `par bond of ${history.bond_maturity_years} years constant maturity on ${curve.id}, rolled daily from ${isoOfDay(prices.days[bond.start])}${closed}`,
      cash: `${curve.id}, tenor nearest ${history.cash_tenor_years} years: ${cash.tenors}`,
      dividends: equity.dividends,
    },
  }
}
