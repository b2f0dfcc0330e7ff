import { factorGroups, type RiskFactor } from '@tutti/analytics/revaluation'
import type { FactorModel } from './factor-model.ts'

/** A correlation matrix with a name; in the order of the factors. */
export interface NamedCorrelation {
  readonly id: string
  readonly label: string
  /** Positive semidefinite, unit diagonal. */
  readonly correlation: FactorModel['correlation']
}

type Matrix = FactorModel['correlation']

/**
 * Correlations that a hedge is tried on, valid by construction:
 * - `estimate`: as estimated;
 * - `groups-apart`: none between groups, within groups as estimated;
 * - `flight-reversed`: rates and break-evens against all else with the opposite sign, so that they rise where they used to fall in
 *   a flight to quality;
 * - `all-against-fund`: the groups' profits on `sensitivities` (of the surplus to each factor, in money a unit) perfectly correlated,
 *   so that all groups lose together. Within groups as estimated; it is the largest variance that this allows.
 */
export function namedCorrelations(
  factors: readonly RiskFactor[],
  { correlation, volatilities }: Pick<FactorModel, 'correlation' | 'volatilities'>,
  sensitivities: Float64Array,
): NamedCorrelation[] {
  const same = (i: number, j: number): boolean => factors[i].group === factors[j].group
  const flies = (i: number): boolean => factors[i].group === 'rates' || factors[i].group === 'inflation'
  const mapped = (entry: (i: number, j: number) => number): Matrix =>
    correlation.map((row, i) => row.map((_, j) => (i === j ? 1 : entry(i, j))))
  const withProfit = profitCorrelations(factors, correlation, volatilities, sensitivities)
  return [
    { id: 'estimate', label: 'As estimated', correlation },
    {
      id: 'groups-apart',
      label: 'No correlation between groups of factors',
      correlation: mapped((i, j) => (same(i, j) ? correlation[i][j] : 0)),
    },
    {
      id: 'flight-reversed',
      label: 'Rates and break-evens move the other way against everything else: no flight to quality',
      correlation: mapped((i, j) => (flies(i) === flies(j) ? correlation[i][j] : -correlation[i][j])),
    },
    {
      id: 'all-against-fund',
      label: 'Every group of factors hurts the fund at the same time',
      correlation: mapped((i, j) => (same(i, j) ? correlation[i][j] : withProfit[i] * withProfit[j])),
    },
  ]
}

/** Correlation of each factor with the profit that its own group makes; 0 where the group makes none. */
function profitCorrelations(
  factors: readonly RiskFactor[],
  correlation: Matrix,
  volatilities: Float64Array,
  sensitivities: Float64Array,
): Float64Array {
  const result = new Float64Array(factors.length)
  for (const group of factorGroups) {
    const members = factors.flatMap((factor, i) => (factor.group === group ? [i] : []))
    const covariances = members.map((i) =>
      members.reduce((sum, j) => sum + correlation[i][j] * volatilities[j] * sensitivities[j], 0),
    )
    const variance = members.reduce((sum, i, k) => sum + volatilities[i] * sensitivities[i] * covariances[k], 0)
    if (!(variance > 0)) continue
    members.forEach((i, k) => (result[i] = covariances[k] / Math.sqrt(variance)))
  }
  return result
}
