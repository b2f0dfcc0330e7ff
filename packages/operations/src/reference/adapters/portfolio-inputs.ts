import { TuttiError } from '@tutti/analytics/errors'
import { list, rows } from './form-inputs.ts'

/** A covariance as it is, or as standard deviations with correlations. */
export const market = {
  covariance: rows.optional(),
  standard_deviations: list.optional(),
  volatilities: list.optional(),
  correlation: rows.optional(),
}

export interface Market {
  covariance?: number[][] | undefined
  standard_deviations?: number[] | undefined
  volatilities?: number[] | undefined
  correlation?: number[][] | undefined
}

/** The covariance of a form, however it gives it. */
export function covarianceOf(input: Market): number[][] {
  const { covariance, correlation } = input
  if (covariance !== undefined) return covariance
  const deviations = input.standard_deviations ?? input.volatilities
  if (deviations === undefined || correlation === undefined) {
    throw new TuttiError('unsupported', 'the case gives neither a covariance nor deviations with correlations')
  }
  return correlation.map((row, i) => row.map((value, j) => value * deviations[i] * deviations[j]))
}

/** The solved part of an outcome: a reference case that cannot be met is not one that the forms know. */
export function solved<T extends { readonly status: 'solved' | 'infeasible' }>(
  outcome: T,
): Extract<T, { status: 'solved' }> {
  if (outcome.status === 'solved') return outcome as Extract<T, { status: 'solved' }>
  throw new TuttiError('infeasible', 'no portfolio meets the limits of the case')
}
