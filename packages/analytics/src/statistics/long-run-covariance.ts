import { TuttiError } from '../errors/index.ts'
import { requireWhole, type Sample } from './sample.ts'

/**
 * Newey-West estimate of the long-run covariance of mean-zero vectors (one row a period):
 * S = G0 + sum_l (1 - l/(lags+1)) (Gl + Gl'), with Gl = 1/n sum_t v[t] v[t-l]'. Positive semi-definite.
 *
 * The rows are used as they are: centre them first. Source: Newey and West (1987), Econometrica 55.
 */
export function longRunCovariance(rows: readonly Sample[], lags: number): number[][] {
  const n = rows.length
  if (n === 0) throw new TuttiError('invalid-input', 'rows needs at least one row', { field: 'rows', got: '0 rows' })
  requireWhole(lags, 0, n - 1, 'lags')
  const width = rows[0].length
  const total = Array.from({ length: width }, () => new Array<number>(width).fill(0))
  for (let lag = 0; lag <= lags; lag++) {
    const weight = 1 - lag / (lags + 1)
    for (let i = 0; i < width; i++) {
      for (let j = 0; j < width; j++) {
        let sum = 0
        for (let t = lag; t < n; t++) sum += rows[t][i] * rows[t - lag][j]
        total[i][j] += (weight * sum) / n
        if (lag > 0) total[j][i] += (weight * sum) / n
      }
    }
  }
  return total
}
