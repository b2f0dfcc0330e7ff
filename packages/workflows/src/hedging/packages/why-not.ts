import type { LimitCheck } from '../strategies/strategy.ts'
import type { Dominance } from './package-front.ts'
import type { ScoreDifference } from './score-difference.ts'

/** A limit that a package breaks, and by how much in its own unit. */
export interface BrokenLimit extends Pick<LimitCheck, 'id' | 'label' | 'unit' | 'value' | 'limit'> {
  readonly by: number
}

/** Why a package was not chosen. */
export interface WhyNot {
  readonly package: string
  /**
   * The first that applies: it breaks a limit; a feasible package is better in every objective; its score is higher; or it is lower
   * and somebody preferred the chosen one.
   */
  readonly reason: 'infeasible' | 'dominated' | 'higher score' | 'not preferred'
  readonly brokenLimits: readonly BrokenLimit[]
  /** By a feasible package (by any where none is feasible); null where none dominates it. */
  readonly dominated: Dominance | null
  /** Its score less that of the chosen one. */
  readonly scoreDifference: ScoreDifference
  /** Feasible, and within Monte Carlo error of the chosen one's score. */
  readonly tied: boolean
}

/** The limits among checks that are broken. */
export function brokenLimits(limits: readonly LimitCheck[]): BrokenLimit[] {
  return limits
    .filter(({ met }) => !met)
    .map(({ id, label, unit, value, limit, slack }) => ({ id, label, unit, value, limit, by: -slack }))
}
