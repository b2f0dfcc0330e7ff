import type { z } from 'zod'
import type { SpecialistResults } from '../specialists/index.ts'
import type { WorkflowContext } from '../workflow-context.ts'
import type { ChangeEffect } from './change-effect.ts'

/** A kind of change that a workflow knows: what it takes, and what it comes to. Everything is recomputed by the workflow's own code. */
export interface ChangeKind<Case> {
  /** Kebab-case. */
  readonly kind: string
  /** For a language model and a person: what it does, and what its terms mean, with units. */
  readonly description: string
  /** Parsed at the edge; what passes is trusted. */
  readonly terms: z.ZodType
  /** A value that `terms` accepts, for help and tests; null where it depends on the case. */
  readonly example: unknown
  /**
   * The specialist whose analysis takes accepted proposals of this kind in, through `context.proposals`; null for kinds that
   * only show something.
   */
  readonly takenBy: string | null
  /**
   * Recomputes. `results` has those of every specialist that is done so far. Throws `invalid-input` for terms that this case
   * cannot have (an unknown instrument), `missing-data` where a result it needs is not there yet.
   */
  readonly effect: (
    study: Case,
    results: SpecialistResults,
    terms: unknown,
    context: WorkflowContext,
  ) => Promise<ChangeEffect>
}
