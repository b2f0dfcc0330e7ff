import { revaluedBook } from '@tutti/analytics/revaluation'
import type { SurplusBook } from './surplus-book.ts'

/** Profit and loss by scenario, base currency. */
export interface Profits {
  readonly scenarios: number
  /** Assets and liabilities together: the change of the surplus before new hedges. */
  readonly fund: Float64Array
  readonly assets: Float64Array
  readonly liabilities: Float64Array
  /** One unit of each hedge instrument. */
  readonly units: readonly Float64Array[]
}

/**
 * Profit and loss of fund and hedges under `shocks` (rows x factors of the market), fully revalued at once: for stresses and the days
 * of a replay. The same figures as `scenarioProfits` gives on an executor.
 */
export function profitsOf(book: SurplusBook, shocks: Float64Array): Profits {
  return profitsOfValues(book, revaluedBook(book.compiled, shocks))
}

/** Profit and loss from the values of one unit of every instrument, scenarios x instruments. */
export function profitsOfValues(book: SurplusBook, values: Float64Array): Profits {
  const { base, quantities, assets: isAsset, legStarts, legWeights } = book
  const width = base.length
  const lines = quantities.length
  const scenarios = values.length / width
  const assets = new Float64Array(scenarios)
  const liabilities = new Float64Array(scenarios)
  const units = Array.from({ length: legStarts.length - 1 }, () => new Float64Array(scenarios))
  for (let s = 0; s < scenarios; s++) {
    const row = s * width
    let owned = 0
    let owed = 0
    for (let i = 0; i < lines; i++) {
      const profit = quantities[i] * (values[row + i] - base[i])
      if (isAsset[i] === 1) owned += profit
      else owed += profit
    }
    assets[s] = owned
    liabilities[s] = owed
    for (let u = 0; u < units.length; u++) {
      let profit = 0
      for (let leg = legStarts[u]; leg < legStarts[u + 1]; leg++) {
        profit += legWeights[leg] * (values[row + lines + leg] - base[lines + leg])
      }
      units[u][s] = profit
    }
  }
  return { scenarios, fund: assets.map((profit, s) => profit + liabilities[s]), assets, liabilities, units }
}
