import { Matrix, QrDecomposition } from 'ml-matrix'
import { requireSample, TuttiError } from '../errors/index.ts'
import { compensatedSum } from './compensated-sum.ts'
import { mean } from './moments.ts'
import { requireSameLength, type Sample } from './sample.ts'

/** An ordinary least-squares fit; with an intercept, coefficient 0 is the intercept and column j is coefficient j + 1. */
export interface OlsFit {
  readonly coefficients: readonly number[]
  /** Under equal, uncorrelated error variances; see `heteroskedasticityRobust` and `neweyWest` for others. */
  readonly standardErrors: readonly number[]
  readonly tStatistics: readonly number[]
  readonly covariance: readonly (readonly number[])[]
  readonly residuals: Float64Array
  /** Square root of the residual sum of squares over n - k. */
  readonly residualStandardError: number
  /** Centred when there is an intercept, else about zero; `null` when y does not vary. */
  readonly rSquared: number | null
  readonly adjustedRSquared: number | null
  /** Gaussian log-likelihood at the residual variance RSS / n. */
  readonly logLikelihood: number
  /** 2 k - 2 logLikelihood, k the number of coefficients. */
  readonly aic: number
  /** k ln(n) - 2 logLikelihood. */
  readonly bic: number
  readonly observations: number
  readonly degreesOfFreedom: number
  readonly intercept: boolean
  /** Diagonal of the hat matrix, in [0, 1]. */
  readonly leverage: Float64Array
  /** k rows of n: coefficient i is the scalar product of row i and y. The linear map (X'X)^-1 X'. */
  readonly projection: readonly Float64Array[]
}

/**
 * Ordinary least squares of `y` (n values) on the columns of `x` (n rows), n > number of coefficients.
 *
 * Columns are centred (with an intercept) and scaled before a Householder QR, and the solution is refined once, so
 * that an ill-conditioned problem such as Longley's keeps its digits. Throws `not-applicable`, naming the column, when
 * a column is a combination of those before it. Cost O(n k^2).
 */
export function olsRegression(y: Sample, x: readonly Sample[], options: { readonly intercept: boolean }): OlsFit {
  requireSample(y, 1, 'y')
  requireSameLength(y, { length: x.length }, 'y', 'x')
  const n = y.length
  const width = x[0].length
  const k = width + (options.intercept ? 1 : 0)
  requireSample(y, k + 1, 'y')
  x.forEach((row, t) => {
    requireSameLength(x[0], row, 'x[0]', `x[${t}]`)
    requireSample(row, width, `x[${t}]`)
  })

  // z = (x - centre) / size, column by column; coefficient of x = coefficient of z / size.
  const centres = Array.from({ length: width }, (_, j) => (options.intercept ? mean(x.map((row) => row[j])) : 0))
  const sizes = centres.map((centre, j) => Math.sqrt(compensatedSum(x.map((row) => (row[j] - centre) ** 2))))
  const yCentre = options.intercept ? mean(y) : 0
  const z = x.map((row) => centres.map((centre, j) => (row[j] - centre) / (sizes[j] || 1)))
  const slopeProjection = width === 0 ? [] : pseudoInverse(z, centres, sizes, x)

  const apply = (values: Sample): number[] =>
    slopeProjection.map((row) => compensatedSum(Float64Array.from(row, (p, t) => p * values[t])))
  const yCentred = Float64Array.from(y, (value) => value - yCentre)
  const slopes = apply(yCentred)
  const residualsOf = (): Float64Array =>
    Float64Array.from(yCentred, (value, t) =>
      compensatedSum([value, ...slopes.map((slope, j) => -slope * (x[t][j] - centres[j]))]),
    )
  apply(residualsOf()).forEach((correction, j) => (slopes[j] += correction))
  const residuals = residualsOf()

  const projection = options.intercept
    ? [
        Float64Array.from({ length: n }, (_, t) =>
          slopeProjection.reduce((sum, row, j) => sum - centres[j] * row[t], 1 / n),
        ),
        ...slopeProjection,
      ]
    : slopeProjection
  const coefficients = options.intercept
    ? [compensatedSum([yCentre, ...slopes.map((slope, j) => -slope * centres[j])]), ...slopes]
    : slopes

  const degreesOfFreedom = n - k
  const residualSquares = compensatedSum(residuals.map((e) => e * e))
  const totalSquares = compensatedSum(yCentred.map((value) => value * value))
  const residualVariance = residualSquares / degreesOfFreedom
  const covariance = projection.map((a) =>
    projection.map((b) => residualVariance * compensatedSum(a.map((value, t) => value * b[t]))),
  )
  const standardErrors = covariance.map((row, i) => Math.sqrt(row[i]))
  const rSquared = totalSquares > 0 ? 1 - residualSquares / totalSquares : null
  const logLikelihood = -0.5 * n * (Math.log(2 * Math.PI) + Math.log(residualSquares / n) + 1)
  const leverage = Float64Array.from(z, (row, t) =>
    row.reduce((sum, value, j) => sum + value * sizes[j] * slopeProjection[j][t], options.intercept ? 1 / n : 0),
  )
  return {
    coefficients,
    standardErrors,
    tStatistics: coefficients.map((b, i) => b / standardErrors[i]),
    covariance,
    residuals,
    residualStandardError: Math.sqrt(residualVariance),
    rSquared,
    adjustedRSquared:
      rSquared === null ? null : 1 - ((1 - rSquared) * (n - (options.intercept ? 1 : 0))) / degreesOfFreedom,
    logLikelihood,
    aic: 2 * k - 2 * logLikelihood,
    bic: k * Math.log(n) - 2 * logLikelihood,
    observations: n,
    degreesOfFreedom,
    intercept: options.intercept,
    leverage,
    projection,
  }
}

/** Rows of (Z'Z)^-1 Z' in units of x, from the QR decomposition of the scaled columns. */
function pseudoInverse(
  z: readonly (readonly number[])[],
  centres: readonly number[],
  sizes: readonly number[],
  x: readonly Sample[],
): Float64Array[] {
  const n = z.length
  const width = centres.length
  const qr = new QrDecomposition(new Matrix(z.map((row) => [...row])))
  const r = qr.upperTriangularMatrix
  const q = qr.orthogonalMatrix
  for (let j = 0; j < width; j++) {
    const largest = x.reduce((most, row) => Math.max(most, Math.abs(row[j])), 0)
    const noSpread = sizes[j] <= 1e-14 * Math.sqrt(n) * largest
    if (noSpread || Math.abs(r.get(j, j)) < 1e-11) {
      throw new TuttiError('not-applicable', `column ${j} of x is a combination of the columns before it`, {
        field: `x[][${j}]`,
        got: noSpread ? 'a constant or zero column' : 'a collinear column',
        expected: 'linearly independent columns; leave this one out',
      })
    }
  }
  // Back substitution of R p = Q', one observation at a time.
  const rows = Array.from({ length: width }, () => new Float64Array(n))
  for (let t = 0; t < n; t++) {
    for (let i = width - 1; i >= 0; i--) {
      let value = q.get(t, i)
      for (let j = i + 1; j < width; j++) value -= r.get(i, j) * rows[j][t]
      rows[i][t] = value / r.get(i, i)
    }
  }
  rows.forEach((row, j) => row.forEach((value, t) => (row[t] = value / sizes[j])))
  return rows
}
