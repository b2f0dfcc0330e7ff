export { explainedInfeasibility } from './explained-infeasibility.ts'
export type { InfeasibilityExplanation, InfeasibilityOptions, LimitPrice } from './explained-infeasibility.ts'
export type { Compromise, RelaxedLimit, Relaxation } from './compromise.ts'
export { mixedIntegerQuadratic } from './mixed-integer-quadratic.ts'
export type {
  BranchOptions,
  HeldPoint,
  HoldingRules,
  MixedIntegerQuadraticOutcome,
  SemiContinuousVariable,
} from './mixed-integer-quadratic.ts'
export { solvedProgramme } from './solved-programme.ts'
export type { ProgrammeOptions } from './solved-programme.ts'
export type { ProgrammeLimit } from './programme-limits.ts'
export type { Programme, ProgrammeRow } from './programme.ts'
export type { OptimalityResiduals, ProgrammeOutcome, ProgrammeSolution } from './programme-solution.ts'
export { unboundedDirection } from './unbounded-direction.ts'
export type { UnboundedDirection } from './unbounded-direction.ts'
