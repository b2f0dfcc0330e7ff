import { TuttiError } from '../errors/index.ts'
import { covariance, requireWhole } from '../statistics/index.ts'
import { nearestCorrelation } from '../math/index.ts'
import { sampleCovariance } from './sample-covariance.ts'
import { symmetricEigenvalues } from './symmetric-eigenvalues.ts'

/** A covariance matrix of series with gaps; per period, divisor n - 1. */
export interface IncompleteCovariance {
  readonly covariance: number[][]
  /** Periods that each entry rests on. */
  readonly counts: number[][]
  /** Periods without any gap. */
  readonly completePeriods: number
  /** Whether the pairwise matrix was not positive semidefinite and its correlations were repaired, and how far. */
  readonly repaired: boolean
  readonly repairDistance: number
}

/**
 * Covariance matrix of returns with gaps (`null`). `complete` uses the periods in which every series is observed;
 * `pairwise` uses for each pair all periods in which both are, which keeps more data but mixes samples: the matrix may
 * then not be positive semidefinite, and its correlations are repaired to the nearest valid ones.
 *
 * Neither is right where gaps have to do with the returns (delisted funds, late starters of a boom). Throws
 * `missing-data` where an entry would rest on fewer than `minPeriods` (at least 3) periods.
 * Source: Little & Rubin, Statistical Analysis with Missing Data (2002), chapter 3.
 */
export function incompleteCovariance(
  returns: readonly (readonly (number | null)[])[],
  method: 'complete' | 'pairwise',
  minPeriods: number,
): IncompleteCovariance {
  requireWhole(minPeriods, 3, Infinity, 'minPeriods')
  const series = requireWhole(returns[0]?.length ?? 0, 1, Infinity, 'number of series')
  returns.forEach((row, t) => requireRow(row, series, t))
  const complete = returns.filter((row): row is readonly number[] => row.every((value) => value !== null))
  if (method === 'complete') {
    requirePeriods(complete.length, minPeriods, 'without a gap')
    const { covariance: matrix } = sampleCovariance(complete, 'sample')
    return {
      covariance: matrix,
      counts: matrix.map((row) => row.map(() => complete.length)),
      completePeriods: complete.length,
      repaired: false,
      repairDistance: 0,
    }
  }
  const matrix = Array.from({ length: series }, () => new Array<number>(series).fill(0))
  const counts = Array.from({ length: series }, () => new Array<number>(series).fill(0))
  for (let i = 0; i < series; i++) {
    for (let j = 0; j <= i; j++) {
      const x: number[] = []
      const y: number[] = []
      for (const row of returns) {
        const a = row[i]
        const b = row[j]
        if (a === null || b === null) continue
        x.push(a)
        y.push(b)
      }
      requirePeriods(x.length, minPeriods, `in which the series ${j} and ${i} are both observed`)
      const entry = covariance(x, y, 'sample')
      matrix[i][j] = entry
      matrix[j][i] = entry
      counts[i][j] = x.length
      counts[j][i] = x.length
    }
  }
  const smallest = symmetricEigenvalues(Float64Array.from(matrix.flat()), series)[series - 1]
  const largest = Math.max(...matrix.map((row, i) => row[i]))
  if (smallest >= -1e-12 * series * largest) {
    return { covariance: matrix, counts, completePeriods: complete.length, repaired: false, repairDistance: 0 }
  }
  const deviations = matrix.map((row, i) => Math.sqrt(row[i]))
  const correlation = matrix.map((row, i) =>
    row.map((value, j) =>
      i === j ? 1 : deviations[i] * deviations[j] > 0 ? value / (deviations[i] * deviations[j]) : 0,
    ),
  )
  const repair = nearestCorrelation(correlation)
  return {
    covariance: repair.matrix.map((row, i) => row.map((value, j) => value * deviations[i] * deviations[j])),
    counts,
    completePeriods: complete.length,
    repaired: true,
    repairDistance: repair.frobeniusDistance,
  }
}

function requireRow(row: readonly (number | null)[], series: number, t: number): void {
  if (row.length === series && row.every((value) => value === null || Number.isFinite(value))) return
  throw new TuttiError('invalid-input', `returns[${t}] must have ${series} finite numbers or gaps`, {
    field: `returns[${t}]`,
    got: `${row.length} values`,
    expected: `${series} finite numbers, null for a gap`,
  })
}

function requirePeriods(got: number, needed: number, which: string): void {
  if (got >= needed) return
  throw new TuttiError('missing-data', `there are ${got} periods ${which}, fewer than ${needed}`, {
    field: 'returns',
    got: `${got} periods`,
    expected: `at least ${needed}; use the other method, leave out a series, or lengthen the history`,
  })
}
