import { programmeLimits, programmeOfLimits } from './programme-limits.ts'
import type { ProgrammeLimit } from './programme-limits.ts'
import type { Programme } from './programme.ts'
import { solvedProgramme } from './solved-programme.ts'

/** Whether some point meets all of the limits (and whole values where they are asked for). */
export function feasibleLimits(programme: Programme, limits: Iterable<ProgrammeLimit>): boolean {
  const status = solvedProgramme(programmeOfLimits(programme, limits)).status
  return status !== 'infeasible'
}

/**
 * The limits with a positive multiplier in a basic proof of infeasibility: y ≥ 0 with Σ yₖgₖ = 0 and Σ yₖhₖ = 1 over the
 * limits gₖ'x ≥ hₖ; undefined where the limits without whole values have a point.
 *
 * Source: Gleeson & Ryan, Identifying minimally infeasible subsystems of inequalities, ORSA J. Computing 2 (1990).
 */
function provingLimits(programme: Programme, limits: readonly ProgrammeLimit[]): ProgrammeLimit[] | undefined {
  const n = programme.cost.length
  const rows = Array.from({ length: n + 1 }, (_, j) => ({
    name: `coordinate ${j}`,
    indices: [] as number[],
    coefficients: [] as number[],
    lower: j < n ? 0 : 1,
    upper: j < n ? 0 : 1,
  }))
  const add = (j: number, k: number, value: number): void => {
    if (value === 0) return
    rows[j].indices.push(k)
    rows[j].coefficients.push(value)
  }
  for (const [k, { kind, index, side, bound }] of limits.entries()) {
    const sign = side === 'lower' ? 1 : -1
    if (kind === 'variable') add(index, k, sign)
    else {
      const { indices, coefficients } = programme.rows[index]
      for (let t = 0; t < indices.length; t++) add(indices[t], k, sign * coefficients[t])
    }
    add(n, k, sign * bound)
  }
  const proof = solvedProgramme({
    cost: new Float64Array(limits.length).fill(1),
    lower: new Float64Array(limits.length),
    upper: new Float64Array(limits.length).fill(Infinity),
    rows: rows.filter(({ indices, lower }) => indices.length > 0 || lower > 0),
  })
  if (proof.status !== 'optimal') return undefined
  const { x } = proof.solution
  const largest = x.reduce((most, value) => Math.max(most, value), 0)
  return limits.filter((_, k) => x[k] > 1e-11 * largest)
}

/**
 * An irreducible infeasible subsystem: limits that no point meets together, of which any one may be dropped for the rest to
 * be met. `limits` are those to look among (all of the programme's by default), `fixed` those that hold throughout and are
 * not reported; undefined where they can be met.
 *
 * A basic proof of infeasibility gives the candidates (with whole values, all limits are), each is then dropped for
 * good if the rest still conflict. That the result conflicts, and does not without any one, has been tested by solving each. Cost: one
 * linear programme for each candidate. Source: Chinneck, Feasibility and Infeasibility in Optimization (2008), 6.
 */
export function infeasibleSubsystem(
  programme: Programme,
  limits: readonly ProgrammeLimit[] = programmeLimits(programme),
  fixed: readonly ProgrammeLimit[] = [],
): readonly ProgrammeLimit[] | undefined {
  if (feasibleLimits(programme, [...fixed, ...limits])) return undefined
  let kept = [...limits]
  const proof = provingLimits(programme, [...fixed, ...limits])?.filter((limit) => !fixed.includes(limit))
  if (proof && proof.length > 0 && !feasibleLimits(programme, [...fixed, ...proof])) kept = proof
  for (const limit of kept.toReversed()) {
    const rest = kept.filter((other) => other !== limit)
    if (!feasibleLimits(programme, [...fixed, ...rest])) kept = rest
  }
  return kept
}
