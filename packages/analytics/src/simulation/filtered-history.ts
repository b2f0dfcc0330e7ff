import { requireSample } from '../errors/index.ts'
import {
  garch11Fit,
  garch11Filter,
  type Garch11Parameters,
  matrixColumns,
  requireWhole,
  type Sample,
} from '../statistics/index.ts'

/** Past returns with the volatility of each strategy filtered out, ready to be resampled. */
export interface FilteredHistory {
  readonly kind: 'filtered-historical'
  /** GARCH(1,1) of each strategy; alpha and beta 0 where the volatility is taken as constant. */
  readonly volatility: readonly Garch11Parameters[]
  /** Variance of the first simulated period, for each strategy. */
  readonly nextVariances: readonly number[]
  /** Standardised residuals: one array of past periods for each strategy. */
  readonly residuals: readonly Float64Array[]
}

/**
 * Filtered historical simulation: a GARCH(1,1) for each strategy, and the joint standardised residuals of past periods, to
 * be drawn with replacement and scaled by the volatility of the simulated day.
 *
 * `observations` are periods in rows (at least 100), strategies in columns. A fit on the bound alpha + beta = 1 is used as it
 * is: its variances have no level to return to, which matters for long horizons. Throws `not-applicable` for a constant
 * strategy.
 * Source: Barone-Adesi, Giannopoulos & Vosper, J. of Futures Markets 19 (1999).
 */
export function filteredHistory(observations: readonly Sample[]): FilteredHistory {
  requireWhole(observations.length, 100, 1e6, 'number of observations')
  observations.forEach((row, t) => {
    requireWhole(row.length, observations[0].length, observations[0].length, `number of values in observations[${t}]`)
    requireSample(row, 1, `observations[${t}]`)
  })
  const filtered = matrixColumns(observations).map((returns) => {
    const { parameters } = garch11Fit(returns, 'constant')
    const { variances, nextVariance } = garch11Filter(returns, parameters)
    return {
      parameters,
      nextVariance,
      residuals: returns.map((r, t) => (r - parameters.mu) / Math.sqrt(variances[t])),
    }
  })
  return {
    kind: 'filtered-historical',
    volatility: filtered.map(({ parameters }) => parameters),
    nextVariances: filtered.map(({ nextVariance }) => nextVariance),
    residuals: filtered.map(({ residuals }) => residuals),
  }
}
