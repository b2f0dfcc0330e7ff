import { TuttiError } from '../errors/index.ts'
import { requireEach } from './optimisation-task.ts'
import { requireTarget } from './mean-variance.ts'
import { solveFree } from './free-set-factor.ts'
import { inner, riskMatrix, type RiskMatrix } from './risk-matrix.ts'
import type { Rows } from '../math/index.ts'

/** The frontier of fully invested portfolios without other limits, in closed form. */
export interface FrontierAnalytics {
  /** 1'Σ⁻¹μ. */
  readonly a: number
  /** μ'Σ⁻¹μ. */
  readonly b: number
  /** 1'Σ⁻¹1. */
  readonly c: number
  /** bc - a². Zero where all expected returns are the same: then the frontier is one point. */
  readonly d: number
  readonly minimumVarianceWeights: Float64Array
  readonly minimumVariance: number
  readonly minimumVarianceReturn: number
  /** Weights of the tangency portfolio; null where Σ⁻¹(μ - riskFree) adds up to nothing. */
  readonly tangencyWeights: Float64Array | null
  /** Highest Sharpe ratio of any portfolio: √((μ - r)'Σ⁻¹(μ - r)). */
  readonly highestSharpe: number
}

/**
 * Closed-form analytics of the unlimited frontier. The tangency portfolio has the highest ratio where its excess return is
 * positive (minimumVarianceReturn above the risk-free rate), else the lowest.
 *
 * Throws `invalid-input` for a covariance that is none or is singular. Source: Merton (1972), An analytic derivation of
 * the efficient portfolio frontier, JFQA 7.
 */
export function frontierAnalytics(
  expectedReturns: ArrayLike<number>,
  covariance: Rows,
  riskFree: number,
): FrontierAnalytics {
  const risk = definite(covariance)
  requireEach(expectedReturns, risk.size, 'expectedReturns')
  requireTarget(riskFree, 'riskFree')
  const unit = inverseTimes(risk, new Float64Array(risk.size).fill(1))
  const rewarded = inverseTimes(risk, expectedReturns)
  const a = rewarded.reduce((sum, value) => sum + value, 0)
  const b = inner(expectedReturns, rewarded)
  const c = unit.reduce((sum, value) => sum + value, 0)
  const tangent = rewarded.map((value, i) => value - riskFree * unit[i])
  const total = a - riskFree * c
  const sized = tangent.reduce((sum, value) => sum + Math.abs(value), 0)
  const excess = Float64Array.from(expectedReturns, (value) => value - riskFree)
  return {
    a,
    b,
    c,
    d: Math.max(0, b * c - a * a),
    minimumVarianceWeights: unit.map((value) => value / c),
    minimumVariance: 1 / c,
    minimumVarianceReturn: a / c,
    tangencyWeights: Math.abs(total) > 1e-14 * sized ? tangent.map((value) => value / total) : null,
    highestSharpe: Math.sqrt(Math.max(0, inner(excess, tangent))),
  }
}

/** Least variance of a fully invested portfolio with a return: (c r² - 2 a r + b) / d; null where d is zero and r another. */
export function frontierVariance({ a, b, c, d }: FrontierAnalytics, expectedReturn: number): number | null {
  if (d > 1e-14 * b * c) return (c * expectedReturn ** 2 - 2 * a * expectedReturn + b) / d
  return Math.abs(expectedReturn - a / c) <= 1e-12 * Math.abs(a / c) ? 1 / c : null
}

/** A covariance that has an inverse. */
export function definite(covariance: Rows): RiskMatrix {
  const risk = riskMatrix(covariance)
  if (risk.factor !== undefined) return risk
  throw new TuttiError(
    'invalid-input',
    'covariance is singular, and the closed form needs its inverse: leave out assets that are combinations of others, use more observations, or a shrunk covariance',
    { field: 'covariance', expected: 'a positive definite matrix' },
  )
}

/** Σ⁻¹v. */
export function inverseTimes({ factor }: RiskMatrix, values: ArrayLike<number>): Float64Array {
  const result = Float64Array.from(values)
  if (factor !== undefined) solveFree(factor, result)
  return result
}
