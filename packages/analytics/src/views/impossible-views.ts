import { TuttiError } from '../errors/index.ts'
import { type ProgrammeRow, solvedProgramme } from '../programming/index.ts'
import type { MomentView } from './moment-view.ts'

/** Views that no reweighting of the scenarios can meet. */
export interface ImpossibleViews {
  readonly status: 'infeasible'
  /** Views that cannot be met together, of which any one may be dropped for the rest to be met. */
  readonly conflict: readonly string[]
  /** The smallest change of bounds, in prior standard deviations summed over the views, that lets all be met. */
  readonly relaxation: readonly { readonly name: string; readonly bound: number; readonly attainable: number }[]
}

/**
 * Why views cannot be met by probabilities on the scenarios, or undefined where they can: an irreducible conflict found by
 * leaving views out one at a time, and the least relaxation by a linear programme. `scales` are the sizes that changes of
 * the views are counted in.
 */
export function impossibleViews(
  prior: Float64Array,
  views: readonly MomentView[],
  scales: readonly number[],
): ImpossibleViews | undefined {
  const slack = leastSlack(prior, views, scales)
  const isBroken = (v: number): boolean => Math.abs(slack[v]) > 1e-9
  if (!views.some((_, v) => isBroken(v))) return undefined
  let conflict = views.map((_, v) => v)
  for (let v = 0; v < views.length; v++) {
    const others = conflict.filter((other) => other !== v)
    const without = leastSlack(
      prior,
      others.map((other) => views[other]),
      others.map((other) => scales[other]),
    )
    if (without.some((amount) => Math.abs(amount) > 1e-9)) conflict = others
  }
  return {
    status: 'infeasible',
    conflict: conflict.map((v) => views[v].name),
    relaxation: views.flatMap(({ name, lower, upper }, v) => {
      if (!isBroken(v)) return []
      const bound = slack[v] < 0 ? lower : upper
      return [{ name, bound, attainable: bound + slack[v] * scales[v] }]
    }),
  }
}

/** How far, in scales, each view's moment must leave its bounds (below: negative) when the sum is least. */
function leastSlack(prior: Float64Array, views: readonly MomentView[], scales: readonly number[]): number[] {
  const scenarios = prior.length
  const k = views.length
  const size = scenarios + 2 * k
  const rows = views.map(({ name, values, lower, upper }, v): ProgrammeRow => ({
    name,
    indices: [...Array.from(values, (_, j) => j), scenarios + 2 * v, scenarios + 2 * v + 1],
    coefficients: [...Array.from(values, (value) => value / scales[v]), 1, -1],
    lower: lower / scales[v],
    upper: upper / scales[v],
  }))
  const outcome = solvedProgramme({
    cost: Float64Array.from({ length: size }, (_, j) => (j < scenarios ? 0 : 1)),
    lower: new Float64Array(size),
    upper: Float64Array.from({ length: size }, (_, j) => (prior[j] === 0 ? 0 : Infinity)),
    rows: [
      {
        name: 'probabilities sum to 1',
        indices: Array.from({ length: scenarios }, (_, j) => j),
        coefficients: new Float64Array(scenarios).fill(1),
        lower: 1,
        upper: 1,
      },
      ...rows,
    ],
  })
  if (outcome.status !== 'optimal') {
    throw new TuttiError('calculation-failed', `the relaxation of the views ended as ${outcome.status}`)
  }
  const { x } = outcome.solution
  return views.map((_, v) => x[scenarios + 2 * v + 1] - x[scenarios + 2 * v])
}
