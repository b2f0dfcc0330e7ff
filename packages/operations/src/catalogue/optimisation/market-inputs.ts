import { z } from 'zod'
import { mostAssets } from './limits-schema.ts'

/** A covariance matrix by rows. */
export const covariance = z
  .array(z.array(z.number()).min(1).max(mostAssets))
  .min(1)
  .max(mostAssets)
  .describe('covariance of the asset returns over one period, as rows; any period, the same for all inputs')

/** One expected return for each asset. */
export const expectedReturns = z
  .array(z.number())
  .min(1)
  .max(mostAssets)
  .describe('expected return of each asset over the period of the covariance, decimals')

/** Weights by asset. */
export const weights = z.array(z.number()).min(1).max(mostAssets)

/** Four assets of Roncalli (2010), for examples. */
export const fourAssets = {
  covariance: [
    [0.0225, 0.003, 0.015, 0.0225],
    [0.003, 0.04, 0.035, 0.024],
    [0.015, 0.035, 0.0625, 0.06],
    [0.0225, 0.024, 0.06, 0.09],
  ],
  expectedReturns: [0.05, 0.065, 0.08, 0.1],
  limits: { minWeights: 0, maxWeights: 0.6, budget: 1 },
}

/** The failures that every quadratic optimisation shares. */
export const quadraticFailures = [
  {
    code: 'invalid-input' as const,
    when: 'the covariance is not symmetric or not positive semidefinite (the smallest eigenvalue is named), lists do not fit together, or names of limits repeat',
  },
  { code: 'not-applicable' as const, when: 'the limits leave the objective without a bound' },
  { code: 'not-converged' as const, when: 'no method met the optimality conditions' },
]
