import { Matrix, QrDecomposition } from 'ml-matrix'
import { TuttiError, requirePositive, requireSample } from '../errors/index.ts'

/** Factors of a Nelson-Siegel cross-section in the units of the yields. */
export interface NelsonSiegelFactors {
  readonly level: number
  readonly slope: number
  readonly curvature: number
  readonly fitted: readonly number[]
  /** Sum of squared residuals. */
  readonly residualSumOfSquares: number
}

/** Loadings of level, slope and curvature at a maturity, for decay `lambda` in the inverse unit of the maturity. */
export function nelsonSiegelLoadings(maturity: number, lambda: number): readonly [number, number, number] {
  const x = maturity * lambda
  const slope = x === 0 ? 1 : -Math.expm1(-x) / x
  return [1, slope, slope - Math.exp(-x)]
}

/**
 * Level, slope and curvature of a yield curve by ordinary least squares on the three Nelson-Siegel loadings with a fixed
 * decay. Maturities and decay in matching units (months and per month, as in the paper: 0.0609 per month).
 * Throws `invalid-input` for fewer than three yields or for maturities that do not tell the factors apart.
 * Source: Diebold & Li, J. Econometrics 130 (2006), 337-364.
 */
export function nelsonSiegelFit(
  maturities: readonly number[],
  yields: readonly number[],
  lambda: number,
): NelsonSiegelFactors {
  requireSample(maturities, 3, 'maturities')
  requireSample(yields, 3, 'yields')
  requirePositive(lambda, 'lambda')
  if (maturities.length !== yields.length) {
    throw new TuttiError(
      'invalid-input',
      `each maturity needs a yield, got ${maturities.length} and ${yields.length}`,
      {
        field: 'yields',
        got: String(yields.length),
        expected: String(maturities.length),
      },
    )
  }
  const loadings = maturities.map((maturity, i) => [
    ...nelsonSiegelLoadings(requirePositive(maturity, `maturities[${i}]`), lambda),
  ])
  const decomposition = new QrDecomposition(new Matrix(loadings))
  const spans = decomposition.upperTriangularMatrix.diagonal().map(Math.abs)
  if (!(Math.min(...spans) > 1e-13 * Math.max(...spans))) {
    throw new TuttiError('invalid-input', 'these maturities do not tell level, slope and curvature apart', {
      field: 'maturities',
      expected: 'three distinct maturities at least',
    })
  }
  const [level, slope, curvature] = decomposition.solve(Matrix.columnVector([...yields])).to1DArray()
  const fitted = loadings.map(([one, second, third]) => level * one + slope * second + curvature * third)
  const residualSumOfSquares = fitted.reduce((sum, value, i) => sum + (value - yields[i]) ** 2, 0)
  return { level, slope, curvature, fitted, residualSumOfSquares }
}
