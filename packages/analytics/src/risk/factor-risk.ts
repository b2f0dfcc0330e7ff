import { requireSample } from '../errors/index.ts'
import { requireSemidefinite } from '../math/index.ts'
import { requireNonNegative, requireSameLength, type Sample } from '../statistics/index.ts'
import { dot, requireCovariance } from './risk-contributions.ts'

/** A linear factor model of asset returns. */
export interface FactorModel {
  /** Assets x factors. */
  readonly loadings: readonly Sample[]
  readonly factorCovariance: readonly Sample[]
  /** Variance of each asset that no factor explains. */
  readonly specificVariances: Sample
}

/** A portfolio's variance split by factors. */
export interface FactorRisk {
  readonly factorExposures: readonly number[]
  readonly totalVariance: number
  readonly factorVariance: number
  readonly specificVariance: number
  /** Euler contributions f_k (F f)_k; they add up to the factor variance. */
  readonly factorContributions: readonly number[]
}

/**
 * Variance of a portfolio under a factor model: f' F f + sum w_i^2 s_i with exposures f = B' w.
 *
 * Throws `invalid-input` where `factorCovariance` is not symmetric and positive semidefinite (to rounding).
 *
 * Source: Connor, Goldberg and Korajczyk, Portfolio Risk Analysis (2010), chapter 3.
 */
export function factorRisk(weights: Sample, model: FactorModel): FactorRisk {
  const { loadings, factorCovariance, specificVariances } = model
  requireSample(weights, 1, 'weights')
  requireSameLength(weights, { length: loadings.length }, 'weights', 'loadings')
  requireSameLength(weights, specificVariances, 'weights', 'specificVariances')
  loadings.forEach((row, i) => {
    requireSample(row, 1, `loadings[${i}]`)
    requireSameLength(loadings[0], row, 'loadings[0]', `loadings[${i}]`)
  })
  const factorExposures = Array.from(loadings[0], (_, k) =>
    loadings.reduce((sum, row, i) => sum + weights[i] * row[k], 0),
  )
  requireCovariance(factorExposures, factorCovariance, 'factorCovariance')
  requireSemidefinite(factorCovariance, 'factorCovariance')
  const factorContributions = factorCovariance.map((row, k) => factorExposures[k] * dot(row, factorExposures))
  // A semidefinite matrix may give a variance below zero by rounding.
  const factorVariance = Math.max(
    0,
    factorContributions.reduce((sum, value) => sum + value, 0),
  )
  const specificVariance = Array.from(
    specificVariances,
    (value, i) => weights[i] * weights[i] * requireNonNegative(value, `specificVariances[${i}]`),
  ).reduce((sum, value) => sum + value, 0)
  return {
    factorExposures,
    totalVariance: factorVariance + specificVariance,
    factorVariance,
    specificVariance,
    factorContributions,
  }
}
