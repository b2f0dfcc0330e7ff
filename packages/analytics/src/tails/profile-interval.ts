import { brentRoot, nelderMead } from '../math/index.ts'

/** A parameter of interest with the others to be maximised over. */
export interface ProfiledParameter {
  readonly estimate: number
  /** About the standard error: the first step away from the estimate. */
  readonly step: number
  /** The other parameters at the estimate, the shape last, and their first steps. */
  readonly start: readonly number[]
  readonly steps: readonly number[]
  /** Log-likelihood at a value of the parameter and of the others; -Infinity outside. */
  readonly logLikelihood: (value: number, others: readonly number[]) => number
  /** Where the interval ends. */
  readonly lowest: number
}

/** The ends of an interval; `null` where the likelihood does not fall so far within 10^4 steps. */
export interface ProfileInterval {
  readonly lower: number | null
  readonly upper: number | null
}

/**
 * Interval of the values whose likelihood, maximised over the other parameters, is at least `lowest`. The search for
 * the others starts where the last one ended, so that it follows the ridge.
 *
 * Source: Venzon & Moolgavkar, Applied Statistics 37 (1988), on the statistic.
 */
export function profileInterval(parameter: ProfiledParameter): ProfileInterval {
  const side = (direction: 1 | -1): number | null => {
    let others = parameter.start
    const excess = (distance: number): number => {
      const value = parameter.estimate + direction * distance
      const objective = (point: readonly number[]): number => -parameter.logLikelihood(value, point)
      // With a shape of 0, the last of the others, no value is outside.
      const from = Number.isFinite(objective(others)) ? others : [...parameter.start.slice(0, -1), 0]
      if (!Number.isFinite(objective(from))) return -1e300
      const best = nelderMead(objective, from, {
        steps: parameter.steps,
        valueTolerance: 1e-9,
        pointTolerance: 1e-6,
        maxIterations: 2000,
      })
      others = best.point
      return -best.value - parameter.lowest
    }
    let inside = 0
    let outside = parameter.step
    for (let doubling = 0; doubling < 14; doubling++) {
      const here = others
      if (excess(outside) <= 0) {
        others = here
        const from = inside
        const root = brentRoot((distance) => (distance === 0 ? -1 : -excess(distance)), from, outside, {
          tolerance: 1e-7,
        })
        return parameter.estimate + direction * root
      }
      inside = outside
      outside *= 1.6
    }
    return null
  }
  return { lower: side(-1), upper: side(1) }
}
