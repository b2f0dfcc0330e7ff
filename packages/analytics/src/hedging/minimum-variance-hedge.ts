import { requireSample, TuttiError } from '../errors/index.ts'
import { olsRegression, type Sample } from '../statistics/index.ts'

/** Positions in several instruments that hedge an exposure best. */
export interface MinimumVarianceHedge {
  /** Amount of each instrument to hold beside the exposure. */
  readonly hedgeRatios: readonly number[]
  /** var(exposure + hedges) / var(exposure). */
  readonly residualVarianceRatio: number
  /** 1 less that: the R squared of the regression. */
  readonly effectiveness: number
}

/**
 * The hedge ratios h that minimise the variance of exposure + sum h_i instrument_i over past changes. `instruments`
 * holds one row of changes for each period. Needs more periods than instruments plus one.
 *
 * Throws `not-applicable` when the exposure never changes, or an instrument is a combination of those before it.
 * Source: Ederington, J. of Finance 34 (1979); Anderson and Danthine, J. of Political Economy 89 (1981).
 */
export function minimumVarianceHedge(exposureChanges: Sample, instruments: readonly Sample[]): MinimumVarianceHedge {
  requireSample(exposureChanges, 3, 'exposureChanges')
  const fit = olsRegression(exposureChanges, instruments, { intercept: true })
  if (fit.rSquared === null) {
    throw new TuttiError('not-applicable', 'the exposure never changes: there is nothing to hedge', {
      field: 'exposureChanges',
      got: 'equal values',
      expected: 'changes that differ',
    })
  }
  return {
    hedgeRatios: fit.coefficients.slice(1).map((slope) => -slope),
    residualVarianceRatio: 1 - fit.rSquared,
    effectiveness: fit.rSquared,
  }
}
