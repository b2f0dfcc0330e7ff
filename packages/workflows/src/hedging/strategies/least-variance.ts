import { TuttiError } from '@tutti/analytics/errors'
import { type ProgrammeRow, solvedProgramme } from '@tutti/analytics/programming'

/** A weighted sum of the quantities and a value for it. */
export interface LinearSum {
  readonly row: ArrayLike<number>
  readonly value: number
}

/** A hedge to be sized: exposures that instruments take away, in the metric of a covariance. */
export interface LeastVarianceProblem {
  /** Covariance of one unit of each instrument with each other: n rows of n. */
  readonly covariance: readonly ArrayLike<number>[]
  /** Covariance of each instrument with what is hedged. */
  readonly withExposure: ArrayLike<number>
  /** Least units of each, at most 0. */
  readonly lower: ArrayLike<number>
  /** Most units of each. */
  readonly upper: ArrayLike<number>
  /** Weight of the squared volatilities of the trades beside the variance that is left: keeps long-short ladders small. */
  readonly ridge?: number
  /** Sums that have to come out: row . x = value. */
  readonly equalities?: readonly LinearSum[]
  /** Sums that are not to be exceeded: row . x <= value. */
  readonly bounds?: readonly LinearSum[]
}

/** Breaks ties among instruments that move alike. */
const smallRidge = 1e-9

/**
 * The quantities that leave the least variance: minimise x'Cx + 2 x'c, with bounds and equalities, as a quadratic
 * programme in units of each instrument's own volatility. An instrument that never moves is not traded.
 * Throws `infeasible` where the equalities cannot be met within the bounds.
 */
export function leastVariance({
  covariance,
  withExposure,
  lower,
  upper,
  ridge = smallRidge,
  equalities = [],
  bounds = [],
}: LeastVarianceProblem): Float64Array {
  const n = covariance.length
  const quantities = new Float64Array(n)
  const moving = Array.from({ length: n }, (_, i) => i).filter((i) => covariance[i][i] > 0)
  const volatility = moving.map((i) => Math.sqrt(covariance[i][i]))
  // so that figures do not depend on the size of the fund
  const scale = moving.reduce((most, i, a) => Math.max(most, Math.abs(withExposure[i]) / volatility[a]), 0)
  if (moving.length === 0 || scale === 0) return quantities
  const sumRow = (name: string, { row, value }: LinearSum, exact: boolean): ProgrammeRow => {
    const coefficients = moving.map((i, a) => row[i] / volatility[a])
    const size = coefficients.reduce((most, coefficient) => Math.max(most, Math.abs(coefficient)), 0) || 1
    return {
      name,
      indices: moving.map((_, a) => a),
      coefficients: coefficients.map((coefficient) => coefficient / size),
      lower: exact ? value / size / scale : -Infinity,
      upper: value / size / scale,
    }
  }
  const outcome = solvedProgramme({
    cost: moving.map((i, a) => withExposure[i] / volatility[a] / scale),
    hessian: moving.map((i, a) =>
      moving.map((j, b) => (covariance[i][j] / volatility[a]) * (1 / volatility[b]) + (a === b ? ridge : 0)),
    ),
    lower: moving.map((i, a) => (lower[i] * volatility[a]) / scale),
    upper: moving.map((i, a) => (upper[i] * volatility[a]) / scale),
    rows: [
      ...equalities.map((sum, e) => sumRow(`equality ${e}`, sum, true)),
      ...bounds.map((sum, b) => sumRow(`bound ${b}`, sum, false)),
    ],
  })
  if (outcome.status !== 'optimal') {
    throw new TuttiError('infeasible', `no hedge has the sums that were asked for: ${outcome.status}`)
  }
  moving.forEach((i, a) => {
    quantities[i] = (outcome.solution.x[a] * scale) / volatility[a]
  })
  return quantities
}
