import type { Sample } from '../statistics/index.ts'

/** A view as a moment of the scenarios: `lower ≤ Σ_j p_j values_j ≤ upper`; equal bounds are an equality. */
export interface MomentView {
  readonly name: string
  /** One figure for each scenario. */
  readonly values: Sample
  readonly lower: number
  readonly upper: number
}
