import type { MeasuredFigure } from '../changes/index.ts'
import type { Unit } from '../figures/index.ts'
import type { SpecialistResults } from '../specialists/index.ts'
import type { WorkflowContext } from '../workflow-context.ts'

/** A main figure of the decision, and how the reviewer computes it anew. */
export interface Challenge<Case> {
  /** Kebab-case. */
  readonly id: string
  /** The figure, in words. */
  readonly label: string
  /** How it is recomputed and in what that differs from how it was first computed; words without figures. */
  readonly method: string
  readonly unit: Unit
  /** Where the figure stands: `hedge-selection#/chosenFigures/fundedStatusAtRisk`. */
  readonly at: (results: SpecialistResults) => string
  /**
   * Recomputes it, and says by how much it may differ: for an estimate, so many standard errors of the pair; for an exact figure,
   * an absolute distance that rounding or a known approximation explains. Null where it does not apply to this case.
   */
  readonly recompute: (
    study: Case,
    results: SpecialistResults,
    context: WorkflowContext,
  ) => Promise<{ readonly figure: MeasuredFigure; readonly allowed: number; readonly why: string } | null>
}

export interface ReviewCheck {
  readonly id: string
  readonly label: string
  readonly method: string
  readonly unit: Unit
  readonly at: string
  readonly claimed: MeasuredFigure
  readonly recomputed: MeasuredFigure
  /** `recomputed` less `claimed`. */
  readonly difference: number
  /** The distance within which the two agree. */
  readonly allowed: number
  /** Where that distance comes from; words. */
  readonly why: string
  readonly agrees: boolean
}

/** What the reviewer found: every main figure recomputed, and those that disagree. */
export interface ReviewRecord {
  readonly checks: readonly ReviewCheck[]
  /** Different figures among the checks: one may be checked in several ways. */
  readonly figures: number
  /** Checks that could not be made, and why. */
  readonly failed: readonly { readonly id: string; readonly label: string; readonly message: string }[]
  readonly agreed: boolean
}
