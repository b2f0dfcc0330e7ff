import { portableExp, portableNormalCdf } from '../math/portable.ts'
import { fittedGaussianProcess, gaussianProcess, type MixedPoint } from './gaussian-process.ts'

/** Expected improvement of a normal prediction over `best`, for maximisation. Source: Jones, Schonlau and Welch (1998). */
export function expectedImprovement(mean: number, deviation: number, best: number): number {
  if (!(deviation > 0)) return Math.max(0, mean - best)
  const z = (mean - best) / deviation
  return (mean - best) * portableNormalCdf(z) + (deviation * portableExp(-0.5 * z * z)) / 2.5066282746310002
}

/** The space to search: number of coordinates in the unit cube and of categories. */
export interface MixedSpace {
  readonly dimension: number
  readonly categories: number
}

/** Candidates looked at for each proposal: spread over the space, and close around the best points so far. */
const SPREAD = 250
const AROUND = 20
const BEST_POINTS = 5
/** How many of all points the model is fitted to: the best and the newest; keeps the cost of a fit bounded. */
const MODEL_POINTS = 160

/**
 * The next `count` points to evaluate, given what was found so far: each maximises expected improvement under a Gaussian
 * process fitted to all results, the earlier ones of the batch counted at their predicted values ("kriging believer").
 * Deterministic given the draws of `uniform`. Source: Ginsbourger, Le Riche and Carraro (2010).
 */
export function improvingPoints(
  space: MixedSpace,
  points: readonly MixedPoint[],
  values: readonly number[],
  count: number,
  uniform: () => number,
): MixedPoint[] {
  const order = values.map((_, i) => i).sort((a, b) => values[b] - values[a] || a - b)
  const kept = order.slice(0, MODEL_POINTS)
  const known = kept.map((i) => points[i])
  const results = kept.map((i) => values[i])
  const best = results[0]
  const { parameters } = fittedGaussianProcess(known, results, uniform)
  const proposals: MixedPoint[] = []
  for (let k = 0; k < count; k++) {
    const model = gaussianProcess(known, results, parameters)
    let chosen: MixedPoint | undefined
    let chosenValue = -1
    for (const candidate of candidates(space, known, uniform)) {
      const { mean, deviation } = model.predict(candidate)
      const value = expectedImprovement(mean, deviation, best)
      if (value > chosenValue) {
        chosen = candidate
        chosenValue = value
      }
    }
    proposals.push(chosen!)
    results.push(model.predict(chosen!).mean)
    known.push(chosen!)
  }
  return proposals
}

function candidates(space: MixedSpace, known: readonly MixedPoint[], uniform: () => number): MixedPoint[] {
  const anywhere = (): MixedPoint => ({
    coordinates: Array.from({ length: space.dimension }, () => uniform()),
    category: Math.min(space.categories - 1, Math.floor(uniform() * space.categories)),
  })
  const near = (centre: MixedPoint): MixedPoint => {
    const width = 0.15 * uniform() * uniform()
    const moved = centre.coordinates.map((x) => Math.min(1, Math.max(0, x + width * (2 * uniform() - 1))))
    return { coordinates: moved, category: centre.category }
  }
  return [
    ...Array.from({ length: SPREAD }, anywhere),
    ...known.slice(0, BEST_POINTS).flatMap((centre) => Array.from({ length: AROUND }, () => near(centre))),
  ]
}
