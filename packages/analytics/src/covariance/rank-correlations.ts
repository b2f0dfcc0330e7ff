import { averageRanks, kendallTauB, pearsonCorrelation, type Sample } from '../statistics/index.ts'
import { requireVarying, returnPanel } from './return-panel.ts'

/** Rank correlations of all pairs of series. */
export interface RankCorrelations {
  readonly correlation: number[][]
  /** Pearson correlation that a normal copula with these rank correlations has: 2 sin(pi s / 6), sin(pi tau / 2). */
  readonly normalCopulaCorrelation: number[][]
  /** Asymptotic, of each rank correlation, from that of Fisher's z. */
  readonly standardErrors: number[][]
  readonly observations: number
}

/**
 * Spearman's or Kendall's (tau-b) rank correlations of the columns of `returns` (at least five periods). Spearman's
 * matrix is positive semidefinite; Kendall's is without ties; the transformed ones need not be (`nearestCorrelation`).
 *
 * Kendall costs T^2 a pair. Throws `not-applicable` for a constant series. Sources: Fieller, Hartley & Pearson,
 * Biometrika 44 (1957) (Kendall); Bonett & Wright, Psychometrika 65 (2000) (Spearman).
 */
export function rankCorrelations(returns: readonly Sample[], kind: 'spearman' | 'kendall'): RankCorrelations {
  const { series, periods, centred } = returnPanel(returns, 5)
  const columns = Array.from({ length: series }, (_, j) => centred.subarray(j * periods, (j + 1) * periods))
  requireVarying(columns.map((column) => column.reduce((sum, x) => sum + x * x, 0)))
  const ranks = kind === 'spearman' ? columns.map(averageRanks) : columns
  const correlation = identity(series)
  const normalCopulaCorrelation = identity(series)
  const standardErrors = correlation.map((row) => row.map(() => 0))
  for (let i = 0; i < series; i++) {
    for (let j = 0; j < i; j++) {
      const r = kind === 'spearman' ? pearsonCorrelation(ranks[i], ranks[j]) : kendallTauB(ranks[i], ranks[j])
      const implied = kind === 'spearman' ? 2 * Math.sin((Math.PI * r) / 6) : Math.sin((Math.PI * r) / 2)
      const fisherVariance =
        kind === 'spearman' ? (1 + (r * r) / 2) / Math.max(periods - 3, 1) : 0.437 / Math.max(periods - 4, 1)
      const error = (1 - r * r) * Math.sqrt(fisherVariance)
      for (const [a, b] of [
        [i, j],
        [j, i],
      ]) {
        correlation[a][b] = r
        normalCopulaCorrelation[a][b] = implied
        standardErrors[a][b] = error
      }
    }
  }
  return { correlation, normalCopulaCorrelation, standardErrors, observations: periods }
}

const identity = (size: number): number[][] =>
  Array.from({ length: size }, (_, i) => Array.from({ length: size }, (_v, j) => (i === j ? 1 : 0)))
