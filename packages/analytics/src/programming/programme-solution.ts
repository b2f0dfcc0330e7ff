/** A point that satisfies the optimality conditions of a programme to the stated residuals. */
export interface ProgrammeSolution {
  readonly x: Float64Array
  readonly objective: number
  /** Change of the optimal objective per unit of the row's binding bound (shadow price); 0 where slack. Zeros with integers. */
  readonly rowDuals: Float64Array
  /** The same for the binding bound of each variable (reduced cost). */
  readonly boundDuals: Float64Array
  readonly residuals: OptimalityResiduals
  /** Which method gave the point. */
  readonly method: 'highs' | 'active-set' | 'interior-point'
  /** Why the first method did not, where another had to. */
  readonly fallbackReason?: string
}

/** Largest violations of the optimality (Karush-Kuhn-Tucker) conditions, relative to the size of the programme's figures. */
export interface OptimalityResiduals {
  /** Of bounds and rows. */
  readonly primal: number
  /** Of stationarity and the signs of the multipliers; null with integers, where the gap stands instead. */
  readonly dual: number | null
  readonly complementarity: number | null
  /** Relative gap between the best point and the best bound, of a programme with integers. */
  readonly mipGap: number | null
}

/** What became of a programme: a solution, or the reason why there is none. */
export type ProgrammeOutcome =
  | { readonly status: 'optimal'; readonly solution: ProgrammeSolution }
  /** With integers, out of time: the best point found, and in its residuals how far from the optimum it can be at most. */
  | { readonly status: 'stopped'; readonly solution: ProgrammeSolution }
  | { readonly status: 'infeasible' }
  | { readonly status: 'unbounded' }
