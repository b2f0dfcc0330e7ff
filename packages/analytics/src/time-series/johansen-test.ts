import { requireSample, TuttiError } from '../errors/index.ts'
import { cholesky, symmetricEigensystem } from '../math/index.ts'
import { requireSameLength, requireWhole, type Sample } from '../statistics/index.ts'
import { columnRegression, dot, inverseGram, turnedColumns, turnedResiduals } from './column-regression.ts'
import { deterministicColumns, deterministicNames } from './deterministic-columns.ts'
import { type JohansenCase, type JohansenStatistic, johansenStatistic } from './johansen-critical-values.ts'
import { shortSample, type TimeSeriesCaution } from './test-cautions.ts'

/**
 * Deterministic terms of the vector error-correction model, Johansen's cases I to V; or, as statsmodels' `det_order` 1 has
 * it, a linear trend taken out of every series beforehand, then an unrestricted constant.
 */
export type JohansenTerms = JohansenCase | 'detrended-beforehand'

export interface JohansenOptions {
  readonly terms: JohansenTerms
  /** Lagged differences in the model: the order of the vector autoregression less one. */
  readonly laggedDifferences: number
  /** Whether the level enters one period ago (`transitory`) or behind the last lag (`longrun`): only the short run differs. */
  readonly specification: 'transitory' | 'longrun'
  /** Periods of a seasonal cycle whose centred dummies are added, such as 4. */
  readonly seasons?: number | undefined
}

/** A test of at most `rank` cointegrating relations. */
export interface JohansenRankTest extends JohansenStatistic {
  /** Relations under the null. */
  readonly rank: number
}

/** Johansen's maximum-likelihood analysis of cointegration. */
export interface JohansenTest {
  /** One per series, descending, in [0, 1). */
  readonly eigenvalues: readonly number[]
  /** Null: at most `rank` relations; alternative: more. */
  readonly trace: readonly JohansenRankTest[]
  /** Null: `rank` relations; alternative: one more. */
  readonly maxEigen: readonly JohansenRankTest[]
  /** Relations by the trace test at 5 %: the smallest rank that is not rejected. */
  readonly rank: number
  /** One for each eigenvalue, in their order; those beyond `rank` are not cointegrating. */
  readonly relations: readonly CointegratingRelation[]
  /** Observations in the model. */
  readonly observations: number
  readonly cautions: readonly TimeSeriesCaution[]
}

/** A cointegrating relation, by its vector, scaled so that the first series has weight one. */
export interface CointegratingRelation {
  readonly eigenvalue: number
  /** Weight of each series; the first is one. */
  readonly weights: readonly number[]
  /** Of the restricted constant or trend (trend 1, 2, ... over the sample of the model); `null` where there is none. */
  readonly restrictedTerm: number | null
  /**
   * Of the weights, under one relation: asymptotic, conditional on the first weight, which has none (0). `null` for
   * relations after the first.
   */
  readonly standardErrors: readonly number[] | null
  /** Response of the change of each series to the relation one period ago, with standard errors. */
  readonly adjustment: readonly number[]
  readonly adjustmentStandardErrors: readonly number[]
}

/**
 * Johansen's test of the cointegrating rank of `series` (n rows of p series), by trace and largest eigenvalue, with the
 * cointegrating vectors and adjustment speeds.
 *
 * Throws `invalid-input` where the rows are too few for the lags, `not-applicable` where series are collinear.
 * Source: Johansen, Likelihood-Based Inference in Cointegrated Vector Autoregressive Models (1995), chapters 6, 13;
 * critical values and p-values as `johansenCriticalValues`. Cost O(n p^2 lags^2).
 */
export function johansenTest(series: readonly Sample[], options: JohansenOptions): JohansenTest {
  const { terms, laggedDifferences: lags, specification, seasons } = options
  requireRows(series, options)
  const p = series[0].length
  const rows = terms === 'detrended-beforehand' ? detrendedRows(series) : series
  const count = series.length - lags - 1
  const change = (i: number, lag: number): Float64Array =>
    Float64Array.from({ length: count }, (_, t) => rows[t + lags + 1 - lag][i] - rows[t + lags - lag][i])
  const back = specification === 'transitory' ? 1 : lags + 1
  const changes = Array.from({ length: p }, (_, i) => change(i, 0))
  const levels = Array.from({ length: p }, (_, i) =>
    Float64Array.from({ length: count }, (_, t) => rows[t + lags + 1 - back][i]),
  )
  const fixed = deterministicColumns(freeTerms(terms), count)
  const cycle = seasons ?? 1
  const dummies = Array.from({ length: cycle - 1 }, (_, s) =>
    Float64Array.from({ length: count }, (_, t) => ((t + lags + 1) % cycle === s ? 1 : 0) - 1 / cycle),
  )
  const lagged = Array.from({ length: lags }, (_, lag) =>
    Array.from({ length: p }, (_, i) => change(i, lag + 1)),
  ).flat()
  const restricted =
    terms === 'restricted-constant'
      ? [new Float64Array(count).fill(1)]
      : terms === 'restricted-trend'
        ? [Float64Array.from({ length: count }, (_, t) => t + 1)]
        : []
  const nuisance = [...fixed, ...dummies, ...lagged]
  const turned = turnedColumns(nuisance, [...changes, ...levels, ...restricted], (j) =>
    j < fixed.length
      ? deterministicNames[j]
      : j < fixed.length + dummies.length
        ? 'a seasonal dummy'
        : `a lagged difference of series ${(j - fixed.length - dummies.length) % p}`,
  )
  const all = turned.responses.map((_, index) => turnedResiduals(turned, index))
  const r0 = all.slice(0, p)
  const r1 = all.slice(p)
  const solution = reducedRank(r0, r1, count)

  const eigenvalues = solution.eigenvalues.slice(0, p)
  const tabulated: JohansenCase = terms === 'detrended-beforehand' ? 'trend' : terms
  const logs = eigenvalues.map((value) => -count * Math.log1p(-value))
  const trace = logs.map((_, rank) => ({
    rank,
    ...johansenStatistic(
      'trace',
      tabulated,
      p - rank,
      logs.slice(rank).reduce((sum, value) => sum + value, 0),
    ),
  }))
  const maxEigen = logs.map((value, rank) => ({
    rank,
    ...johansenStatistic('maxEigen', tabulated, p - rank, value),
  }))
  const accepted = trace.findIndex(({ statistic, critical95 }) => statistic <= critical95)
  const parameters = nuisance.length + r1.length
  const cautions: TimeSeriesCaution[] = []
  if (count < shortSample || count < 4 * parameters) cautions.push('short-sample')
  return {
    eigenvalues,
    trace,
    maxEigen,
    rank: accepted < 0 ? p : accepted,
    relations: eigenvalues.map((eigenvalue, k) =>
      relation(eigenvalue, solution.vectors[k], r0, r1, k === 0, nuisance.length, p),
    ),
    observations: count,
    cautions,
  }
}

/** The terms that enter the model outside the relations. */
function freeTerms(terms: JohansenTerms): 'n' | 'c' | 'ct' {
  if (terms === 'none' || terms === 'restricted-constant') return 'n'
  return terms === 'trend' ? 'ct' : 'c'
}

function requireRows(series: readonly Sample[], { laggedDifferences, seasons }: JohansenOptions): void {
  requireWhole(laggedDifferences, 0, 100, 'laggedDifferences')
  if (seasons !== undefined) requireWhole(seasons, 2, 366, 'seasons')
  const p = series[0]?.length ?? 0
  requireWhole(p, 2, 12, 'the number of series')
  const needed = laggedDifferences + 1 + p * laggedDifferences + 2 * p + 3 + (seasons ?? 1)
  if (series.length < needed) {
    throw new TuttiError('invalid-input', `series needs at least ${needed} rows for its lags, got ${series.length}`, {
      field: 'series',
      got: `${series.length} rows`,
      expected: `at least ${needed} rows, or fewer lags`,
    })
  }
  series.forEach((row, t) => {
    requireSameLength(series[0], row, 'series[0]', `series[${t}]`)
    requireSample(row, 1, `series[${t}]`)
  })
}

function detrendedRows(series: readonly Sample[]): Float64Array[] {
  const fixed = deterministicColumns('ct', series.length)
  const columns = Array.from(
    { length: series[0].length },
    (_, i) =>
      columnRegression(
        series.map((row) => row[i]),
        fixed,
        (j) => deterministicNames[j],
      ).residuals,
  )
  return series.map((_, t) => Float64Array.from(columns, (column) => column[t]))
}

/** Squared canonical correlations of two sets of residuals and the vectors of the second: v' S11 v = 1. */
function reducedRank(
  r0: readonly Float64Array[],
  r1: readonly Float64Array[],
  count: number,
): { readonly eigenvalues: readonly number[]; readonly vectors: readonly (readonly number[])[] } {
  // Orthonormal bases of both sets: their inner products are the canonical correlations' matrix.
  const basis0 = orthonormal(r0, 'the change of series')
  const basis1 = orthonormal(r1, 'the level of series')
  const cross = basis1.basis.map((a) => basis0.basis.map((b) => dot(a, b)))
  const product = cross.map((a) => cross.map((b) => dot(a, b)))
  const { eigenvalues, vectors } = symmetricEigensystem(product, 'the canonical correlations of series')
  const order = eigenvalues.map((_, k) => k).sort((a, b) => eigenvalues[b] - eigenvalues[a])
  return {
    eigenvalues: order.map((k) => Math.min(Math.max(eigenvalues[k], 0), 1 - 1e-16)),
    vectors: order.map((k) => basis1.back(vectors.map((row) => row[k])).map((weight) => weight * Math.sqrt(count))),
  }
}

/** Columns of an orthonormal basis, and the map from weights on them to weights on the given columns. */
function orthonormal(
  columns: readonly Float64Array[],
  name: string,
): { readonly basis: Float64Array[]; back(weights: readonly number[]): number[] } {
  const scales = columns.map((column) => Math.sqrt(dot(column, column)))
  const flat = scales.findIndex((scale) => !(scale > 0))
  let lower: number[][] | undefined
  if (flat < 0) {
    const gram = columns.map((a, i) => columns.map((b, j) => (i === j ? 1 : dot(a, b) / (scales[i] * scales[j]))))
    try {
      lower = cholesky(gram)
    } catch {
      lower = undefined
    }
  }
  if (lower === undefined || lower.some((row, i) => row[i] < 1e-6)) {
    throw new TuttiError('not-applicable', `${name} is collinear or does not vary beyond its lags and terms`, {
      field: 'series',
      got: 'collinear series',
      expected: 'series none of which is a combination of the others',
    })
  }
  const triangle = lower
  const basis: Float64Array[] = []
  columns.forEach((column, i) => {
    const row = column.map((value) => value / scales[i])
    basis.forEach((other, j) => row.forEach((_, t) => (row[t] -= triangle[i][j] * other[t])))
    basis.push(row.map((value) => value / triangle[i][i]))
  })
  return {
    basis,
    back(weights) {
      const solved = [...weights]
      for (let i = solved.length - 1; i >= 0; i--) {
        for (let j = i + 1; j < solved.length; j++) solved[i] -= triangle[j][i] * solved[j]
        solved[i] /= triangle[i][i]
      }
      return solved.map((weight, i) => weight / scales[i])
    },
  }
}

/** One relation scaled to the first series, its adjustment and their standard errors. */
function relation(
  eigenvalue: number,
  vector: readonly number[],
  r0: readonly Float64Array[],
  r1: readonly Float64Array[],
  isFirst: boolean,
  nuisance: number,
  p: number,
): CointegratingRelation {
  const count = r0[0].length
  const lead = Math.abs(vector[0]) > 1e-12 * Math.max(...vector.map(Math.abs)) ? vector[0] : 1
  const scaled = vector.map((weight) => weight / lead)
  const error = Float64Array.from({ length: count }, (_, t) =>
    scaled.reduce((sum, weight, i) => sum + weight * r1[i][t], 0),
  )
  const squares = dot(error, error)
  const adjustment = r0.map((column) => dot(column, error) / squares)
  const residuals = r0.map((column, i) => column.map((value, t) => value - adjustment[i] * error[t]))
  const freedom = count - nuisance - 1
  const adjustmentStandardErrors = residuals.map((column) => Math.sqrt(dot(column, column) / freedom / squares))
  return {
    eigenvalue,
    weights: scaled.slice(0, p),
    restrictedTerm: scaled.length > p ? scaled[p] : null,
    standardErrors: isFirst ? weightErrors(adjustment, residuals, r1, freedom) : null,
    adjustment,
    adjustmentStandardErrors,
  }
}

/** Under one relation (1, b): var(b) = (a' Omega^-1 a)^-1 (R1b' R1b)^-1. Johansen (1995), theorem 13.3. */
function weightErrors(
  adjustment: readonly number[],
  residuals: readonly Float64Array[],
  r1: readonly Float64Array[],
  freedom: number,
): number[] {
  const scales = residuals.map((column) => Math.sqrt(dot(column, column) / freedom))
  const correlations = residuals.map((a, i) =>
    residuals.map((b, j) => (i === j ? 1 : dot(a, b) / freedom / (scales[i] * scales[j]))),
  )
  const lower = cholesky(correlations)
  const solved = adjustment.map((value, i) => value / scales[i])
  let information = 0
  for (let i = 0; i < solved.length; i++) {
    for (let j = 0; j < i; j++) solved[i] -= lower[i][j] * solved[j]
    solved[i] /= lower[i][i]
    information += solved[i] ** 2
  }
  const others = turnedColumns(r1.slice(1), [], (j) => `series ${j + 1}`)
  const inverse = inverseGram(others)
  return [0, ...inverse.map((row, i) => Math.sqrt(row[i] / information))]
}
