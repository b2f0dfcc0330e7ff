import { EigenvalueDecomposition, Matrix } from 'ml-matrix'
import { requireSample, TuttiError } from '../errors/index.ts'
import { cholesky, regularizedBeta } from '../math/index.ts'
import { requireSameLength, requireWhole, type Sample } from '../statistics/index.ts'
import { dot, inverseGram, turnedCoefficients, turnedColumns, turnedResiduals } from './column-regression.ts'
import { deterministicNames } from './deterministic-columns.ts'
import type { DeterministicTerms } from './mackinnon-tables.ts'
import { shortSample, type TimeSeriesCaution } from './test-cautions.ts'

/** A vector autoregression of p series with some lags, fitted by least squares. */
export interface VectorAutoregression {
  /** Row r of equation j: constant and trend as far as they are in, then lag 1 of every series, lag 2, ... */
  readonly coefficients: readonly (readonly number[])[]
  readonly standardErrors: readonly (readonly number[])[]
  /** Residual covariance, divisor n - coefficients of an equation. */
  readonly residualCovariance: readonly (readonly number[])[]
  readonly logLikelihood: number
  /** ln det of the maximum-likelihood covariance plus a penalty per observation. */
  readonly aic: number
  readonly bic: number
  readonly hannanQuinn: number
  readonly finalPredictionError: number
  /** Largest modulus of the companion matrix's eigenvalues: below 1 for a stable system. */
  readonly largestRoot: number
  readonly lags: number
  readonly observations: number
  readonly fitted: FittedVar
  readonly cautions: readonly TimeSeriesCaution[]
}

/** What tests and impulse responses need of a fit. */
export interface FittedVar {
  readonly inverseGram: readonly Float64Array[]
  /** `lagMatrices[l][i][j]`: effect of series j, l + 1 periods ago, on series i. */
  readonly lagMatrices: readonly (readonly (readonly number[])[])[]
  readonly deterministics: number
}

/**
 * Vector autoregression of `series` (n rows of p series) with `lags` lags and `terms` none, a constant, a constant and a
 * linear trend (1, 2, ... from the first row on, so lags + 1 at the first fitted one), or these and the square of the trend.
 *
 * Source: Luetkepohl, New Introduction to Multiple Time Series Analysis (2005), chapters 3, 4. Cost O(n (p lags)^2).
 */
export function vectorAutoregression(
  series: readonly Sample[],
  lags: number,
  terms: DeterministicTerms,
): VectorAutoregression {
  requireWhole(lags, 1, 100, 'lags')
  const p = series[0]?.length ?? 0
  requireWhole(p, 1, 50, 'the number of series')
  const deterministics = terms === 'n' ? 0 : terms.length
  const width = deterministics + p * lags
  const n = series.length - lags
  if (n < width + p + 1) {
    throw new TuttiError('invalid-input', `series needs at least ${width + p + 1 + lags} rows, got ${series.length}`, {
      field: 'series',
      got: `${series.length} rows`,
      expected: `at least ${width + p + 1 + lags} rows for ${lags} lags of ${p} series`,
    })
  }
  series.forEach((row, t) => {
    requireSameLength(series[0], row, 'series[0]', `series[${t}]`)
    requireSample(row, 1, `series[${t}]`)
  })
  const column = (i: number, lag: number): Float64Array =>
    Float64Array.from({ length: n }, (_, t) => series[t + lags - lag][i])
  const columns = [
    ...(terms === 'n' ? [] : [new Float64Array(n).fill(1)]),
    ...(terms === 'ct' || terms === 'ctt' ? [Float64Array.from({ length: n }, (_, t) => t + lags + 1)] : []),
    ...(terms === 'ctt' ? [Float64Array.from({ length: n }, (_, t) => (t + lags + 1) ** 2)] : []),
    ...Array.from({ length: lags }, (_, l) => Array.from({ length: p }, (_, i) => column(i, l + 1))).flat(),
  ]
  const responses = Array.from({ length: p }, (_, i) => column(i, 0))
  const turned = turnedColumns(columns, responses, (j) =>
    j < deterministics ? deterministicNames[j] : `a lag of series ${(j - deterministics) % p}`,
  )
  const residuals = responses.map((_, i) => turnedResiduals(turned, i))
  const products = residuals.map((a) => residuals.map((b) => dot(a, b)))
  const residualCovariance = products.map((row) => row.map((value) => value / (n - width)))
  const gram = inverseGram(turned)
  const equations = responses.map((_, i) => turnedCoefficients(turned, i, width))
  const logDeterminant = 2 * logDiagonal(choleskyOf(products)) - p * Math.log(n)
  const free = p * width
  const lagMatrices = Array.from({ length: lags }, (_, l) =>
    equations.map((equation) => Array.from(equation.subarray(deterministics + l * p, deterministics + (l + 1) * p))),
  )
  const largestRoot = companionRadius(lagMatrices)
  const cautions: TimeSeriesCaution[] = []
  if (n < shortSample || n < 4 * width) cautions.push('short-sample')
  if (largestRoot > 0.98) cautions.push('near-unit-root')
  return {
    coefficients: Array.from({ length: width }, (_, r) => equations.map((equation) => equation[r])),
    standardErrors: Array.from({ length: width }, (_, r) =>
      residualCovariance.map((row, i) => Math.sqrt(row[i] * gram[r][r])),
    ),
    residualCovariance,
    logLikelihood: -0.5 * n * (p * Math.log(2 * Math.PI) + logDeterminant + p),
    aic: logDeterminant + (2 / n) * free,
    bic: logDeterminant + (Math.log(n) / n) * free,
    hannanQuinn: logDeterminant + ((2 * Math.log(Math.log(n))) / n) * free,
    finalPredictionError: ((n + width) / (n - width)) ** p * Math.exp(logDeterminant),
    largestRoot,
    lags,
    observations: n,
    fitted: { inverseGram: gram, lagMatrices, deterministics },
    cautions,
  }
}

/** A test that the lags of some series do not help to forecast another. */
export interface GrangerTest {
  readonly fStatistic: number
  readonly pValue: number
  readonly degreesOfFreedom: readonly [number, number]
}

/**
 * Granger causality from series `causing` to series `caused` (from 0): that all lags of the first are zero in the equation of
 * the second. F form with as many residual degrees of freedom as the whole system has.
 *
 * Source: Luetkepohl (2005), section 3.6.1. Not valid where the series have unit roots and are not cointegrated.
 */
export function grangerTest(fit: VectorAutoregression, causing: readonly number[], caused: number): GrangerTest {
  const p = fit.residualCovariance.length
  requireWhole(caused, 0, p - 1, 'caused')
  causing.forEach((index) => requireWhole(index, 0, p - 1, 'causing'))
  if (causing.length === 0 || causing.includes(caused) || new Set(causing).size < causing.length) {
    throw new TuttiError('invalid-input', 'causing must name other series than the caused one, each once', {
      field: 'causing',
      got: `[${causing.join(', ')}]`,
      expected: `series other than ${caused}`,
    })
  }
  const { deterministics, inverseGram: gram } = fit.fitted
  const rows = Array.from({ length: fit.lags }, (_, l) => causing.map((j) => deterministics + l * p + j)).flat()
  const values = rows.map((r) => fit.coefficients[r][caused])
  const lower = choleskyOf(rows.map((r) => rows.map((s) => gram[r][s])))
  let wald = 0
  const solved = [...values]
  for (let i = 0; i < solved.length; i++) {
    for (let j = 0; j < i; j++) solved[i] -= lower[i][j] * solved[j]
    solved[i] /= lower[i][i]
    wald += solved[i] ** 2
  }
  wald /= fit.residualCovariance[caused][caused]
  const numerator = rows.length
  const denominator = p * (fit.observations - fit.coefficients.length)
  const fStatistic = wald / numerator
  const pValue = regularizedBeta(
    denominator / (denominator + numerator * fStatistic),
    denominator / 2,
    numerator / 2,
    (numerator * fStatistic) / (denominator + numerator * fStatistic),
  )
  return { fStatistic, pValue, degreesOfFreedom: [numerator, denominator] }
}

/**
 * Responses of every series to a shock in each, `horizon` periods ahead: `responses[h][i][j]` of series i to shock j. With
 * `orthogonal` shocks are one standard deviation each, ordered by Cholesky as the series are; else one unit.
 *
 * Source: Luetkepohl (2005), section 2.3.
 */
export function impulseResponses(
  fit: VectorAutoregression,
  horizon: number,
  shocks: 'unit' | 'orthogonal',
): readonly (readonly (readonly number[])[])[] {
  requireWhole(horizon, 0, 1000, 'horizon')
  const p = fit.residualCovariance.length
  const { lagMatrices } = fit.fitted
  const unit: number[][][] = [
    Array.from({ length: p }, (_, i) => Array.from({ length: p }, (_, j) => (i === j ? 1 : 0))),
  ]
  for (let h = 1; h <= horizon; h++) {
    const next = Array.from({ length: p }, () => new Array<number>(p).fill(0))
    for (let l = 1; l <= Math.min(h, lagMatrices.length); l++) addProduct(next, lagMatrices[l - 1], unit[h - l])
    unit.push(next)
  }
  if (shocks === 'unit') return unit
  const lower = choleskyOf(fit.residualCovariance)
  return unit.map((matrix) => {
    const out = Array.from({ length: p }, () => new Array<number>(p).fill(0))
    addProduct(out, matrix, lower)
    return out
  })
}

function addProduct(into: number[][], a: readonly (readonly number[])[], b: readonly (readonly number[])[]): void {
  for (let i = 0; i < a.length; i++) {
    for (let j = 0; j < b[0].length; j++) for (let k = 0; k < b.length; k++) into[i][j] += a[i][k] * b[k][j]
  }
}

/** Lower Cholesky factor by way of correlations, so that the scale of the series does not matter. */
function choleskyOf(matrix: readonly (readonly number[])[]): number[][] {
  const scales = matrix.map((row, i) => Math.sqrt(row[i]))
  if (scales.some((scale) => !(scale > 0))) throw noNoise()
  let lower: number[][]
  try {
    lower = cholesky(matrix.map((row, i) => row.map((value, j) => (i === j ? 1 : value / (scales[i] * scales[j])))))
  } catch (cause) {
    throw noNoise(cause)
  }
  return lower.map((row, i) => row.map((value) => value * scales[i]))
}

/** Largest modulus of the eigenvalues of the companion matrix. */
function companionRadius(lagMatrices: readonly (readonly (readonly number[])[])[]): number {
  const p = lagMatrices[0].length
  const size = p * lagMatrices.length
  const companion = Array.from({ length: size }, (_, i) =>
    Array.from({ length: size }, (_, j) => (i < p ? lagMatrices[Math.floor(j / p)][i][j % p] : i - p === j ? 1 : 0)),
  )
  const { realEigenvalues, imaginaryEigenvalues } = new EigenvalueDecomposition(new Matrix(companion))
  return realEigenvalues.reduce((most, value, i) => Math.max(most, Math.hypot(value, imaginaryEigenvalues[i])), 0)
}

const noNoise = (cause?: unknown): TuttiError =>
  new TuttiError(
    'not-applicable',
    'a series follows the lags, or the other series, exactly: there is no noise to fit',
    {
      field: 'series',
      got: 'residuals of zero or collinear ones',
      expected: 'series each with noise of its own',
      cause,
    },
  )

const logDiagonal = (lower: readonly (readonly number[])[]): number =>
  lower.reduce((sum, row, i) => sum + Math.log(row[i]), 0)
