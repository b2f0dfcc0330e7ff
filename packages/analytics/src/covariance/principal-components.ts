import { requireFinite } from '../errors/index.ts'
import { normalQuantile, symmetricEigensystem } from '../math/index.ts'
import { requireBetween, requireWhole, type Sample } from '../statistics/index.ts'
import { denseRows } from './dense-rows.ts'
import { requireVarying, returnPanel } from './return-panel.ts'
import { populationCovariance } from './sample-covariance.ts'

/** One principal component. */
export interface PrincipalComponent {
  /** Variance of the component: per period, or in units of standardised series. */
  readonly eigenvalue: number
  readonly eigenvalueInterval: readonly [number, number]
  /** Share of the total variance, 0 to 1. */
  readonly explainedShare: number
  readonly explainedShareStandardError: number
  readonly explainedShareInterval: readonly [number, number]
  /** Unit vector over the series; the entry largest in size is positive. */
  readonly loadings: readonly number[]
  /**
   * Expected angle, in radians, between the estimated and the true vector to first order; `null` where another
   * eigenvalue is so near that the vector is not determined.
   */
  readonly loadingAngleError: number | null
}

/** Principal components of returns, the largest first. */
export interface PrincipalComponents {
  readonly components: readonly PrincipalComponent[]
  /** All eigenvalues, descending. */
  readonly eigenvalues: readonly number[]
  readonly totalVariance: number
  /** Scores of the components shown: row t holds their values in period t. */
  readonly scores: readonly (readonly number[])[]
  readonly observations: number
  /** Ranks (from 1) of neighbouring components whose eigenvalues do not differ by two standard errors. */
  readonly closePairs: readonly (readonly [number, number])[]
}

/** What is decomposed, how many components are described, and the coverage of the intervals. */
export interface PrincipalComponentOptions {
  /** `covariance` has the divisor T - 1; `correlation` gives every series the same weight. */
  readonly matrix: 'covariance' | 'correlation'
  readonly components: number
  /** Coverage in (0, 1), such as 0.95. */
  readonly level: number
}

/**
 * Principal components of the columns of `returns` (rows are periods, at least three) with intervals.
 *
 * Standard errors come from the influence of each period on an eigenvalue (and on its share), so that fat tails are
 * allowed for; periods are taken to be independent. Intervals are symmetric in the logarithm of an eigenvalue and the
 * logit of a share. The expected angle is that of normal returns: sum over j of l_k l_j / (T (l_k - l_j)^2).
 *
 * Throws `not-applicable` when no series varies, or one does not with `correlation`.
 * Sources: Anderson, Annals of Mathematical Statistics 34 (1963); Critchley, Biometrika 72 (1985) (influence functions).
 */
export function principalComponents(
  returns: readonly Sample[],
  options: PrincipalComponentOptions,
): PrincipalComponents {
  const panel = returnPanel(returns, 3)
  const { series: n, periods } = panel
  const shown = requireWhole(options.components, 1, n, 'components')
  const z = normalQuantile((1 + requireBetween(options.level, 0, 1, 'level')) / 2)
  const population = populationCovariance(panel)
  const variances = Float64Array.from({ length: n }, (_, i) => population[i * n + i])
  const isCorrelation = options.matrix === 'correlation'
  if (isCorrelation || !variances.some((v) => v > 0)) requireVarying(variances)
  const unbiased = periods / (periods - 1)
  const sd = variances.map((v) => (isCorrelation ? Math.sqrt(unbiased * v) : 1))
  const matrix = population.map((value, k) => (unbiased * value) / (sd[Math.floor(k / n)] * sd[k % n]))
  const { eigenvalues: ascending, vectors } = symmetricEigensystem(denseRows(matrix, n), 'returns')
  const order = ascending.map((_, k) => k).sort((a, b) => ascending[b] - ascending[a])
  const eigenvalues = order.map((k) => Math.max(0, ascending[k]))
  const totalVariance = eigenvalues.reduce((a, b) => a + b, 0)

  const standardised = panel.centred.map((value, k) => value / sd[Math.floor(k / periods)])
  const loadingsOf = (rank: number): number[] => signed(vectors.map((row) => row[order[rank]]))
  const loadings = Array.from({ length: shown }, (_, k) => loadingsOf(k))
  const scores = loadings.map((vector) => scoresOf(standardised, vector, periods))
  const lengths = new Float64Array(periods)
  standardised.forEach((value, k) => (lengths[k % periods] += value * value))

  const components = loadings.map((vector, k): PrincipalComponent => {
    const eigenvalue = eigenvalues[k]
    const share = requireFinite(eigenvalue / totalVariance, 'explained share')
    let valueSquares = 0
    let shareSquares = 0
    for (let t = 0; t < periods; t++) {
      const square = unbiased * scores[k][t] ** 2
      let own = eigenvalue
      if (isCorrelation) {
        own = 0
        for (let i = 0; i < n; i++) own += (vector[i] * standardised[i * periods + t]) ** 2
        own *= eigenvalue * unbiased
      }
      valueSquares += (square - own) ** 2
      // The total of a correlation matrix is fixed at N.
      const all = isCorrelation ? own : share * unbiased * lengths[t]
      shareSquares += (square - all) ** 2
    }
    const valueError = Math.sqrt(valueSquares) / periods
    const shareError = Math.sqrt(shareSquares) / periods / totalVariance
    const spread = eigenvalue > 0 ? Math.exp((z * valueError) / eigenvalue) : 1
    return {
      eigenvalue,
      eigenvalueInterval: [eigenvalue / spread, eigenvalue * spread],
      explainedShare: share,
      explainedShareStandardError: shareError,
      explainedShareInterval: logitInterval(share, z * shareError),
      loadings: vector,
      loadingAngleError: angleError(eigenvalues, k, periods),
    }
  })
  const closePairs = eigenvalues
    .slice(0, Math.min(shown, n - 1))
    .flatMap((value, k): [number, number][] =>
      value - eigenvalues[k + 1] <= 2 * Math.sqrt((2 * (value ** 2 + eigenvalues[k + 1] ** 2)) / periods)
        ? [[k + 1, k + 2]]
        : [],
    )
  return {
    components,
    eigenvalues,
    totalVariance,
    scores: Array.from({ length: periods }, (_, t) => scores.map((score) => score[t])),
    observations: periods,
    closePairs,
  }
}

/** The vector or its opposite, so that the entry largest in size is positive (the first of several). */
function signed(vector: number[]): number[] {
  let largest = 0
  for (let i = 1; i < vector.length; i++) {
    if (Math.abs(vector[i]) > Math.abs(vector[largest]) * (1 + 1e-12)) largest = i
  }
  return vector[largest] < 0 ? vector.map((value) => (value === 0 ? 0 : -value)) : vector
}

function scoresOf(standardised: Float64Array, vector: readonly number[], periods: number): Float64Array {
  const scores = new Float64Array(periods)
  vector.forEach((loading, i) => {
    for (let t = 0; t < periods; t++) scores[t] += loading * standardised[i * periods + t]
  })
  return scores
}

/** Interval about a share that is symmetric in its logit; the share itself at 0 and 1. */
function logitInterval(share: number, halfWidth: number): [number, number] {
  if (share <= 0 || share >= 1) return [share, share]
  const odds = share / (1 - share)
  const factor = Math.exp(Math.min(500, halfWidth / (share * (1 - share))))
  return [odds / factor / (1 + odds / factor), 1 / (1 + 1 / (odds * factor))]
}

function angleError(eigenvalues: readonly number[], k: number, periods: number): number | null {
  let squares = 0
  for (let j = 0; j < eigenvalues.length; j++) {
    if (j === k) continue
    const gap = eigenvalues[k] - eigenvalues[j]
    squares += (eigenvalues[k] * eigenvalues[j]) / (periods * gap * gap)
  }
  // A vector at random is about 90 degrees away; the expansion is of no use long before.
  return Number.isFinite(squares) && squares < 0.5 ? Math.sqrt(squares) : null
}
