import type { HedgingMandate } from '../mandate/index.ts'
import { factorChanges, type FactorPast } from './factor-changes.ts'

/** Share of the years or changes asked for below which a history is called short. */
const nearlyAll = 0.95

/**
 * Notes where the market's history does not reach back over `history_years` of the mandate, and where a series has fewer
 * changes than the dates would allow: what volatilities and correlations then rest on.
 */
export function shortHistories({ scenarios }: Pick<HedgingMandate, 'scenarios'>, market: FactorPast): string[] {
  const { changes, dates } = factorChanges({ scenarios }, market)
  const { days, sources } = market.history
  const { history_years: years, change_days: step } = scenarios
  const notes: string[] = []
  const reach = (days[days.length - 1] - days[0]) / 365.25
  if (reach < nearlyAll * years) {
    notes.push(
      `The history reaches back ${reach.toFixed(1)} years, to ${market.history.dates[0]}, and scenarios.history_years is ${years}: volatilities and correlations rest on ${changes.length} changes of ${step} business days from ${dates[0]} on.`,
    )
  }
  const counts = new Map<string, number>()
  sources.forEach((source, f) => {
    if (source === null) return
    const count = changes.filter((row) => row[f] !== null).length
    counts.set(source, Math.min(count, counts.get(source) ?? count))
  })
  const short = [...counts].filter(([, count]) => count < nearlyAll * changes.length)
  if (short.length > 0) {
    const list = short.map(([source, count]) => `${source} ${count}`).join(', ')
    notes.push(`Of the ${changes.length} changes of the history some series have fewer: ${list}.`)
  }
  return notes
}
