/**
 * A linear, quadratic or mixed-integer programme over n variables x:
 *
 *   minimise  c'x + ½ x'Qx   subject to   lower ≤ x ≤ upper,   rowLowerᵢ ≤ aᵢ'x ≤ rowUpperᵢ,   some xⱼ integer.
 *
 * An absent bound is an infinity. Q is symmetric and positive semidefinite (to rounding); a programme with both Q and
 * integers is not supported by the solver and has a method of its own where the project needs one.
 */
export interface Programme {
  /** c, of length n. */
  readonly cost: ArrayLike<number>
  /** Q, n rows of n numbers; absent for a linear programme. */
  readonly hessian?: readonly ArrayLike<number>[]
  /** Of length n; -Infinity where a variable is free below. */
  readonly lower: ArrayLike<number>
  /** Of length n; +Infinity where a variable is free above. */
  readonly upper: ArrayLike<number>
  readonly rows: readonly ProgrammeRow[]
  /** Indices of the variables that must take whole values. */
  readonly integers?: readonly number[]
  /** Names of the variables, for explanations; `x[j]` where absent. */
  readonly names?: readonly string[]
}

/** One constraint `lower ≤ Σ coefficientₖ x[indexₖ] ≤ upper`. An equality has equal bounds. */
export interface ProgrammeRow {
  /** What an explanation calls it: `budget`, `group limit: equities`. Unique within a programme. */
  readonly name: string
  readonly indices: ArrayLike<number>
  readonly coefficients: ArrayLike<number>
  readonly lower: number
  readonly upper: number
}
