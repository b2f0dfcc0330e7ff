import type { RiskFactor } from '@tutti/analytics/revaluation'
import type { HedgingMandate } from '../mandate/index.ts'
import type { HedgingMarket, NamedStress } from './hedging-market.ts'
import { flooredShocks } from './level-floors.ts'

/** Lengths of the moves that are looked for: name and dates of the history. */
const horizons = [
  { id: '1m', label: 'one month', rows: 21 },
  { id: '3m', label: 'three months', rows: 63 },
  { id: '12m', label: 'twelve months', rows: 261 },
] as const

/**
 * Repeats of the market's own history: the largest fall and the largest rise of the base currency's long rate (30 years, or the
 * longest up to it) over one, three and twelve months of business days, applied with the changes of all factors between
 * these dates. A factor without data at either date is held, and the label counts them; then the largest such move with data for
 * every factor is given as well, where there is one. Lengths that the history does not have are left out.
 */
export function historicalStresses({ fund }: HedgingMandate, market: HedgingMarket): NamedStress[] {
  const long = longRate(market.factors, fund.base_currency)
  return horizons.flatMap(({ id, label, rows }) =>
    (['fall', 'rise'] as const).flatMap((name): NamedStress[] => {
      const any = largestMove(market, long, rows, name, false)
      if (any < 0) return []
      const largest = repeated(market, long, rows, any, `history-${id}-rates-${name}`, `Largest ${name}`, label)
      if (lacking(market, rows, any) === 0) return [largest]
      const whole = largestMove(market, long, rows, name, true)
      if (whole < 0) return [largest]
      const title = `Largest ${name} with data for every factor`
      return [largest, repeated(market, long, rows, whole, `history-${id}-rates-${name}-whole`, title, label)]
    }),
  )
}

/** Change of factor f over the `rows` dates up to `end`; NaN without data. */
function change({ factors, history }: HedgingMarket, rows: number, end: number, f: number): number {
  return history.levels[end * factors.length + f] - history.levels[(end - rows) * factors.length + f]
}

/** Factors without data for the change up to `end`. */
function lacking(market: HedgingMarket, rows: number, end: number): number {
  return market.factors.filter((_, f) => Number.isNaN(change(market, rows, end, f))).length
}

/** Last date of the largest move of factor `long`, among all or those with data for every factor; -1 without one. */
function largestMove(market: HedgingMarket, long: number, rows: number, name: 'fall' | 'rise', whole: boolean): number {
  const sign = name === 'rise' ? 1 : -1
  let best = -1
  let largest = 0
  for (let end = rows; end < market.history.dates.length; end++) {
    const size = sign * change(market, rows, end, long)
    if (size > largest && (!whole || lacking(market, rows, end) === 0)) {
      best = end
      largest = size
    }
  }
  return best
}

function repeated(
  market: HedgingMarket,
  long: number,
  rows: number,
  end: number,
  id: string,
  title: string,
  length: string,
): NamedStress {
  const { factors, history } = market
  const shocks = Float64Array.from(factors, (_, f) => change(market, rows, end, f) || 0)
  const rate = factors[long] as RiskFactor & { group: 'rates' }
  const held = lacking(market, rows, end)
  const without = held === 0 ? '' : `; ${held} of ${factors.length} factors have no data and are held`
  const dates = `${history.dates[end - rows]} to ${history.dates[end]}`
  return {
    id,
    label: `${title} of the ${rate.years}-year ${rate.currency} rate in ${length}, ${dates}, with all else that moved${without}`,
    group: null,
    shocks: flooredShocks(market, shocks),
  }
}

/** Place of the base currency's rate of 30 years, or of the longest up to it; of its first rate where all are longer. */
function longRate(factors: readonly RiskFactor[], base: string): number {
  const years = (f: number): number => {
    const factor = factors[f]
    if (factor.group !== 'rates' || factor.currency !== base) return -1
    return factor.years <= 30 ? factor.years : 0
  }
  return factors.reduce((best, _, f) => (years(f) > years(best) ? f : best), 0)
}
