import { requireInRange } from '../errors/index.ts'
import type { HybridModel } from './hybrid-model.ts'
import { hybridTransition } from './hybrid-transition.ts'

/** Mean (one a state) and covariance (row-major) of the state. */
export interface HybridMoments {
  readonly mean: Float64Array
  readonly covariance: Float64Array
}

/** Moments of the state at `tYears` >= 0 under the domestic risk-neutral measure, given today. */
export function hybridMoments(model: HybridModel, tYears: number): HybridMoments {
  requireInRange(tYears, 0, 1000, 'tYears')
  const { rates, logs } = model
  const mean = new Float64Array(rates.length + logs.length)
  for (const [k, { start }] of logs.entries()) mean[rates.length + k] = start
  if (tYears === 0) return { mean, covariance: new Float64Array(mean.length ** 2) }
  const { constant, covariance } = hybridTransition(model, 0, tYears)
  for (let i = 0; i < mean.length; i++) mean[i] += constant[i]
  return { mean, covariance }
}

/** Mean and variance of offset + sum of weights x state, the weights one a state. */
export function linearMoments(
  { mean, covariance }: HybridMoments,
  weights: ArrayLike<number>,
  offset = 0,
): { readonly mean: number; readonly variance: number } {
  let sum = offset
  let variance = 0
  for (let i = 0; i < mean.length; i++) {
    if (weights[i] === 0) continue
    sum += weights[i] * mean[i]
    for (let j = 0; j < mean.length; j++) variance += weights[i] * weights[j] * covariance[i * mean.length + j]
  }
  return { mean: sum, variance: Math.max(variance, 0) }
}
