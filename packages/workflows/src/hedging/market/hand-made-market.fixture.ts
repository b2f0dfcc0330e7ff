import { factorName, type RiskFactor } from '@tutti/analytics/revaluation'
import { isoOfDay } from '@tutti/market'
import type { HedgingMarket } from './hedging-market.ts'

/** A market of factors with given daily levels (dates x factors; NaN: missing), whose valuation side has spreads and volatilities only. */
export function handMadeMarket(
  factors: readonly RiskFactor[],
  levels: readonly (readonly number[])[],
  more: { readonly sources?: readonly (string | null)[]; readonly days?: readonly number[] } = {},
): HedgingMarket {
  const days = Int32Array.from(more.days ?? levels.map((_, i) => 15_000 + i))
  const names = factors.map(factorName)
  const today = levels[levels.length - 1]
  const levelsOf = (group: RiskFactor['group'], name: (factor: RiskFactor) => string) =>
    Object.fromEntries(factors.flatMap((factor, f) => (factor.group === group ? [[name(factor), today[f]]] : [])))
  return {
    asOf: isoOfDay(days[days.length - 1]),
    origin: 'simulated',
    valuation: {
      baseCurrency: 'USD',
      curves: {},
      breakEvens: {},
      fx: { USD: 1 },
      basis: {},
      equities: {},
      spreads: levelsOf('credit', (factor) => (factor.group === 'credit' ? factor.bucket : '')),
      volatilities: levelsOf('volatility', (factor) => (factor.group === 'volatility' ? factor.surface : '')),
    },
    factors,
    factorNames: names,
    history: {
      dates: [...days].map(isoOfDay),
      days,
      levels: Float64Array.from(levels.flat()),
      sources: more.sources ?? names,
    },
    notes: [],
  }
}
