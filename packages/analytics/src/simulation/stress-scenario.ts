import { requireFinite, requireSample } from '../errors/index.ts'
import { normalCdf, requireSymmetric, studentTCdf } from '../math/index.ts'
import { requireSameLength, type Sample } from '../statistics/index.ts'
import { distanceProbability, type EllipticalFactors } from './conditional-stress.ts'

/** A position whose loss is -(delta' x + x' Gamma x / 2) in the moves x of the factors. */
export interface StressedPosition {
  /** Money for a unit move of each factor. */
  readonly deltas: Sample
  /** Symmetric; none for a linear position. */
  readonly gammas?: readonly Sample[] | undefined
}

/** A scenario that loses so much, and how plausible it is. */
export interface StressScenario {
  readonly moves: readonly number[]
  /** (move - mean) / standard deviation; 0 for a factor without variance. */
  readonly standardised: readonly number[]
  readonly loss: number
  /** By factor, adding up to the loss: -x_i (delta_i + (Gamma x)_i / 2). */
  readonly lossByFactor: readonly number[]
  /** Mahalanobis distance from the means, by the covariance. */
  readonly distance: number
  /** Probability of moves at least as far out, in any direction of the factors. */
  readonly plausibility: number
  /** Probability of moves at least as far out in this direction: of the loss itself where the position is linear. */
  readonly directionProbability: number
  /** 1 / directionProbability, in periods; `null` where it is above 1e12. */
  readonly returnPeriods: number | null
}

/** Most likely scenarios that lose the target, most likely first, or the reason why there is none. */
export type ReverseStress =
  | { readonly status: 'reached'; readonly scenarios: readonly StressScenario[] }
  | {
      readonly status: 'unreachable'
      /** The largest loss that there is, and its scenario. */
      readonly worstLoss: number
      readonly scenario: StressScenario
    }

/** Throws `invalid-input` unless the position fits the number of factors. */
export function requirePosition({ deltas, gammas }: StressedPosition, factors: number): void {
  requireSample(deltas, 1, 'deltas')
  requireSameLength({ length: factors }, deltas, 'means', 'deltas')
  if (gammas === undefined) return
  requireSymmetric(gammas, 'gammas')
  requireSameLength(deltas, { length: gammas.length }, 'deltas', 'gammas')
}

/** Loss by factor at these moves. */
export function lossByFactor({ deltas, gammas }: StressedPosition, moves: Sample): number[] {
  return Array.from(deltas, (delta, i) => {
    let half = 0
    if (gammas !== undefined) for (let j = 0; j < moves.length; j++) half += 0.5 * gammas[i][j] * moves[j]
    return 0 - moves[i] * (delta + half)
  })
}

/** The scenario at these moves, whose squared Mahalanobis distance within `rank` independent directions is known. */
export function stressScenario(
  factors: EllipticalFactors,
  position: StressedPosition,
  moves: readonly number[],
  squaredDistance: number,
  rank: number,
): StressScenario {
  const { means, covariance, degreesOfFreedom: nu } = factors
  const parts = lossByFactor(position, moves)
  const distance = Math.sqrt(Math.max(0, squaredDistance))
  const directionProbability =
    nu === undefined ? normalCdf(-distance) : studentTCdf(-distance * Math.sqrt(nu / (nu - 2)), nu)
  return {
    moves: Array.from(moves, (move, i) => requireFinite(move, `the move of factor ${i}`)),
    standardised: Array.from(moves, (move, i) =>
      covariance[i][i] > 0 ? (move - means[i]) / Math.sqrt(covariance[i][i]) : 0,
    ),
    loss: parts.reduce((sum, part) => sum + part, 0),
    lossByFactor: parts,
    distance,
    plausibility: rank === 0 ? 1 : distanceProbability(squaredDistance, rank, nu),
    directionProbability,
    returnPeriods: directionProbability > 1e-12 ? 1 / directionProbability : null,
  }
}
