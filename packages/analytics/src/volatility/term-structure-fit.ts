import { requirePositive, requireSample, TuttiError } from '../errors/index.ts'
import { cholesky, leastSquares } from '../math/index.ts'

/** How a point lies off a fitted curve. */
export interface CurveAnomaly {
  readonly expiryYears: number
  readonly observed: number
  readonly fitted: number
  /** Observed less fitted. */
  readonly residual: number
  /**
   * Residual over its standard deviation, estimated without the point itself (externally studentised): Student's t with
   * points - parameters - 1 degrees of freedom where the curve holds; beyond about 3 the point is off the curve.
   */
  readonly zScore: number
}

/** Term structure of at-the-money volatility under a mean-reverting variance. */
export interface VolTermStructureFit {
  /** Variance now, in the long run, and speed of reversion a year. */
  readonly v0: number
  readonly theta: number
  readonly kappa: number
  readonly points: readonly CurveAnomaly[]
  readonly rootMeanSquareError: number
}

/** Term structure of skew as a power of time. */
export interface SkewTermStructureFit {
  /** Skew at one year, and the exponent: skew(T) = level T^-exponent. */
  readonly level: number
  readonly exponent: number
  readonly points: readonly CurveAnomaly[]
  readonly rootMeanSquareError: number
}

/**
 * Fits at-the-money volatilities (annual, > 0) of at least 5 expiries by the average of a variance that reverts to its
 * mean, vol(T)^2 = theta + (v0 - theta) (1 - e^(-kappa T)) / (kappa T), and says which points lie off it.
 * Throws `invalid-input`. Source: Heston, RFS 6 (1993) (expected average variance); Cook & Weisberg, Residuals and
 * Influence in Regression (1982), 2.2.1 (studentised residuals).
 */
export function volTermStructureFit(
  expiryYears: readonly number[],
  volsAnnual: readonly number[],
): VolTermStructureFit {
  requireCurve(expiryYears, volsAnnual, 5, 'volsAnnual')
  volsAnnual.forEach((vol, i) => requirePositive(vol, `volsAnnual[${i}]`))
  const order = expiryYears.map((_, i) => i).toSorted((a, b) => expiryYears[a] - expiryYears[b])
  const short = volsAnnual[order[0]] ** 2
  const long = volsAnnual[order[order.length - 1]] ** 2
  const volAt = ([v0, theta, logKappa]: ArrayLike<number> & Iterable<number>, years: number): number => {
    const x = Math.exp(logKappa) * years
    return Math.sqrt(theta + (v0 - theta) * (-Math.expm1(-x) / x))
  }
  const highest = 4 * Math.max(...volsAnnual) ** 2
  const [fit] = [0.5, 3, 15]
    .map((kappa) =>
      leastSquares({
        residuals: (x, out) => expiryYears.forEach((years, i) => (out[i] = volAt(x, years) - volsAnnual[i])),
        residualCount: volsAnnual.length,
        start: [short, long, Math.log(kappa)],
        lower: [1e-8, 1e-8, Math.log(0.01)],
        upper: [highest, highest, Math.log(100)],
      }),
    )
    .toSorted((a, b) => a.cost - b.cost)
  const [v0, theta, logKappa] = fit.x
  return {
    v0,
    theta,
    kappa: Math.exp(logKappa),
    ...anomalies(expiryYears, volsAnnual, fit.residuals, fit.jacobian, 3),
  }
}

/**
 * Fits skews of one sign of at least 4 expiries by a power of time, and says which points lie off it. Throws
 * `invalid-input`. Source: Gatheral, Jaisson & Rosenbaum, Quantitative Finance 18 (2018), 933-949 (power law of skew).
 */
export function skewTermStructureFit(expiryYears: readonly number[], skews: readonly number[]): SkewTermStructureFit {
  requireCurve(expiryYears, skews, 4, 'skews')
  const sign = Math.sign(skews[0])
  if (sign === 0 || skews.some((skew) => Math.sign(skew) !== sign)) {
    throw new TuttiError('invalid-input', 'a power of time fits skews of one sign only', {
      field: 'skews',
      got: skews.join(', '),
      expected: 'all above or all below zero',
    })
  }
  const size = Math.abs(skews.reduce((sum, skew) => sum + skew, 0) / skews.length)
  const fit = leastSquares({
    residuals: (x, out) =>
      expiryYears.forEach((years, i) => (out[i] = sign * Math.exp(x[0]) * years ** -x[1] - skews[i])),
    residualCount: skews.length,
    start: [Math.log(size), 0.4],
    lower: [Math.log(size) - 20, -3],
    upper: [Math.log(size) + 20, 3],
  })
  return {
    level: sign * Math.exp(fit.x[0]),
    exponent: fit.x[1],
    ...anomalies(expiryYears, skews, fit.residuals, fit.jacobian, 2),
  }
}

function requireCurve(expiryYears: readonly number[], values: readonly number[], count: number, field: string): void {
  requireSample(expiryYears, count, 'expiryYears')
  requireSample(values, count, field)
  if (new Set(expiryYears).size !== expiryYears.length || values.length !== expiryYears.length) {
    throw new TuttiError('invalid-input', `expiries must differ and have one of ${field} each`, {
      field: 'expiryYears',
      got: `${expiryYears.length} expiries (${new Set(expiryYears).size} different), ${values.length} values`,
      expected: 'different expiries, one value each',
    })
  }
  expiryYears.forEach((years, i) => requirePositive(years, `expiryYears[${i}]`))
}

/** Residuals (fitted less observed) of a fit with p parameters, each studentised by a scale that leaves it out. */
function anomalies(
  expiryYears: readonly number[],
  observed: readonly number[],
  residuals: Float64Array,
  jacobian: Float64Array,
  p: number,
): { points: CurveAnomaly[]; rootMeanSquareError: number } {
  const n = observed.length
  const squares = residuals.reduce((sum, r) => sum + r * r, 0)
  const leverages = leveragesOf(jacobian, n, p)
  const floor = 1e-12 * Math.max(...observed.map(Math.abs))
  return {
    rootMeanSquareError: Math.sqrt(squares / n),
    points: observed.map((value, i) => {
      const residual = -residuals[i]
      const rest = Math.max(1 - leverages[i], 1e-12)
      // Residual variance of the fit to the other points, to first order.
      const without = Math.max(squares - (residual * residual) / rest, 0) / (n - p - 1)
      const scale = Math.max(Math.sqrt(without * rest), floor)
      return {
        expiryYears: expiryYears[i],
        observed: value,
        fitted: value - residual,
        residual,
        zScore: Math.abs(residual) <= floor ? 0 : residual / scale,
      }
    }),
  }
}

/** Diagonal of J (J'J)^-1 J', the columns scaled to length one; a ridge of 1e-12 keeps a column without effect harmless. */
function leveragesOf(jacobian: Float64Array, n: number, p: number): number[] {
  const sizes = Array.from({ length: p }, (_, j) => {
    let squares = 0
    for (let i = 0; i < n; i++) squares += jacobian[i * p + j] ** 2
    return Math.sqrt(squares) || 1
  })
  const rows = Array.from({ length: n }, (_, i) => sizes.map((size, j) => jacobian[i * p + j] / size))
  const gram = sizes.map((_, a) =>
    sizes.map((__, b) => rows.reduce((sum, row) => sum + row[a] * row[b], 0) + (a === b ? 1e-12 : 0)),
  )
  const lower = cholesky(gram)
  return rows.map((row) => {
    const solved: number[] = []
    row.forEach((value, a) => {
      let sum = value
      for (let b = 0; b < a; b++) sum -= lower[a][b] * solved[b]
      solved.push(sum / lower[a][a])
    })
    return solved.reduce((sum, value) => sum + value * value, 0)
  })
}
