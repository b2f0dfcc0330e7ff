import { requireInRange, TuttiError } from '../errors/index.ts'
import { requireSemidefinite, requireSymmetric } from '../math/index.ts'

/** Capital requirements combined through correlations, and what each contributes. */
export interface AggregatedCapital {
  readonly total: number
  /** Sum of the parts less the total. */
  readonly diversification: number
  /** SCR_i times the derivative of the total by it; they add up to the total. Zeros where the total is 0. */
  readonly contributions: readonly number[]
}

/**
 * Square root of the sum over all pairs of correlation times both capital requirements.
 *
 * Throws `invalid-input` for capital below zero or correlations that are not symmetric with a unit diagonal, fit no
 * distribution, or are of another size.
 */
export function aggregatedCapital(
  capital: readonly number[],
  correlations: readonly (readonly number[])[],
): AggregatedCapital {
  const size = requireSymmetric(correlations, 'correlations')
  if (size !== capital.length) {
    throw new TuttiError('invalid-input', 'correlations have a row for each capital requirement', {
      field: 'correlations',
      got: `${size} rows`,
      expected: `${capital.length}`,
    })
  }
  correlations.forEach((row, i) => {
    requireInRange(capital[i], 0, 1e300, `capital[${i}]`)
    requireInRange(row[i], 1, 1, `correlations[${i}][${i}]`)
    row.forEach((value, j) => requireInRange(value, -1, 1, `correlations[${i}][${j}]`))
  })
  requireSemidefinite(correlations, 'correlations')
  const largest = Math.max(...capital)
  if (largest === 0) return { total: 0, diversification: 0, contributions: capital.map(() => 0) }
  // in parts of the largest, so that no square overflows
  const parts = capital.map((value) => value / largest)
  const weighted = correlations.map((row) => row.reduce((sum, value, j) => sum + value * parts[j], 0))
  const total = Math.sqrt(
    Math.max(
      0,
      weighted.reduce((sum, value, i) => sum + value * parts[i], 0),
    ),
  )
  return {
    total: total * largest,
    diversification: capital.reduce((sum, value) => sum + value, 0) - total * largest,
    contributions: parts.map((value, i) => (total === 0 ? 0 : (value * weighted[i] * largest) / total)),
  }
}
