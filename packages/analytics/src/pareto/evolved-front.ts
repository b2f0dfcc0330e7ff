import { TuttiError } from '../errors/index.ts'
import { uniformStream } from '../random/index.ts'
import { crowdingDistance } from './crowding-distance.ts'
import { crossGenes, mutateGenes, type GeneticOperators } from './genetic-operators.ts'
import { dominates, layersBy } from './non-dominated-sort.ts'

/** What a search gets to know of one candidate. */
export interface Evaluation {
  /** Less is better. */
  readonly objectives: ArrayLike<number>
  /** Total violation of constraints, 0 where all are met. */
  readonly violation: number
}

/** A problem that is known by evaluation alone. */
export interface BlackBoxProblem {
  /** Bounds of the genes. */
  readonly lower: readonly number[]
  readonly upper: readonly number[]
  /** Must give the same for the same genes; must not change them. */
  readonly evaluate: (genes: Float64Array) => Evaluation
}

/** Budget and chances of a search. */
export interface SearchPlan extends Partial<GeneticOperators> {
  readonly seed: number
  /** Candidates in a generation, an even number of at least 4. */
  readonly population: number
  readonly generations: number
  /** Candidates that the first generation begins with; the rest are drawn evenly over the bounds. */
  readonly starts?: readonly ArrayLike<number>[]
}

/** A candidate and what it is worth. */
export interface EvolvedPoint {
  readonly genes: Float64Array
  readonly objectives: Float64Array
  readonly violation: number
}

/** What a search found: candidates that no other it met dominates, by the first objective. Approximate. */
export interface EvolvedFront {
  /** All met their constraints; empty where no candidate did. */
  readonly points: readonly EvolvedPoint[]
  /** The candidate that breaks the constraints least, where none met them. */
  readonly leastViolation: EvolvedPoint | null
  readonly evaluations: number
}

/**
 * An approximate front of a general problem by NSGA-II: binary tournaments by layer and crowding, simulated binary
 * crossover, polynomial mutation, elitist selection; a candidate that breaks its constraints less beats one that breaks
 * them more, and one that meets them beats both. Everything that was evaluated and is not dominated by anything else
 * evaluated is kept beside the population, most spread `population` of it.
 *
 * The same seed gives the same front. Takes population × (generations + 1) evaluations. Chances where absent:
 * crossover 0.9 with index 15, mutation of 1 gene in each candidate with index 20. Throws `invalid-input` for bounds or a
 * plan that are none and `calculation-failed` naming a figure of `evaluate` that is not finite. Source: Deb, Pratap,
 * Agarwal & Meyarivan (2002), IEEE Trans. Evol. Comp. 6.
 */
export function evolvedFront(problem: BlackBoxProblem, plan: SearchPlan): EvolvedFront {
  requirePlan(problem, plan)
  const { lower, upper } = problem
  const { population, generations } = plan
  const operators: GeneticOperators = {
    crossoverProbability: plan.crossoverProbability ?? 0.9,
    crossoverIndex: plan.crossoverIndex ?? 15,
    mutationProbability: plan.mutationProbability ?? 1 / lower.length,
    mutationIndex: plan.mutationIndex ?? 20,
  }
  const draw = uniformStream(plan.seed, 0, 0)
  const evaluated = (genes: Float64Array): EvolvedPoint => {
    const { objectives, violation } = problem.evaluate(genes)
    const values = Float64Array.from(objectives)
    if (values.length === 0 || !values.every(Number.isFinite) || !(violation >= 0)) {
      throw new TuttiError(
        'calculation-failed',
        `evaluate gave objectives ${values.join(', ')} and violation ${violation} at genes ${genes.join(', ')}; give finite figures`,
        { field: 'evaluate' },
      )
    }
    return { genes, objectives: values, violation }
  }
  const starts = (plan.starts ?? []).slice(0, population)
  let parents = Array.from({ length: population }, (_, i) =>
    evaluated(
      Float64Array.from(lower, (low, j) => {
        const fresh = low + draw() * (upper[j] - low)
        return i < starts.length ? Math.min(Math.max(starts[i][j], low), upper[j]) : fresh
      }),
    ),
  )
  let ranked = rankedPopulation(parents, population)
  let archive = archived([], parents, population)
  for (let generation = 0; generation < generations; generation++) {
    const children: EvolvedPoint[] = []
    while (children.length < population) {
      const a = Float64Array.from(parents[tournament(ranked, draw)].genes)
      const b = Float64Array.from(parents[tournament(ranked, draw)].genes)
      if (draw() < operators.crossoverProbability) crossGenes(a, b, lower, upper, operators.crossoverIndex, draw)
      for (const genes of [a, b]) {
        mutateGenes(genes, lower, upper, operators, draw)
        children.push(evaluated(genes))
      }
    }
    archive = archived(archive, children, population)
    const all = [...parents, ...children]
    ranked = rankedPopulation(all, population)
    parents = ranked.members.map((i) => all[i])
  }
  const leastViolation = parents.reduce((least, point) => (point.violation < least.violation ? point : least))
  return {
    points: archive.sort((a, b) => a.objectives[0] - b.objectives[0]),
    leastViolation: archive.length === 0 ? leastViolation : null,
    evaluations: population * (generations + 1),
  }
}

/** Constrained domination: meeting the constraints first, then breaking them less, then dominance. */
function beats(a: EvolvedPoint, b: EvolvedPoint): boolean {
  if (a.violation > 0 || b.violation > 0) return a.violation < b.violation
  return dominates(a.objectives, b.objectives)
}

interface RankedPopulation {
  /** The survivors, as numbers of the candidates given. */
  readonly members: readonly number[]
  /** Layer and crowding of each survivor, in the order of `members`. */
  readonly layer: readonly number[]
  readonly crowding: readonly number[]
}

/** The best `count` candidates: whole layers, and of the last one the least crowded. */
function rankedPopulation(points: readonly EvolvedPoint[], count: number): RankedPopulation {
  const { layers } = layersBy(points.length, (i, j) => beats(points[i], points[j]))
  const members: number[] = []
  const layer: number[] = []
  const crowding: number[] = []
  for (const [rank, found] of layers.entries()) {
    const distance = crowdingDistance(found.map((i) => points[i].objectives))
    const order = [...found.keys()]
    if (members.length + found.length > count) order.sort((a, b) => distance[b] - distance[a] || a - b)
    for (const place of order.slice(0, count - members.length)) {
      members.push(found[place])
      layer.push(rank)
      crowding.push(distance[place])
    }
    if (members.length === count) break
  }
  return { members, layer, crowding }
}

/** Place of the better of two drawn members. */
function tournament({ layer, crowding }: RankedPopulation, draw: () => number): number {
  const a = Math.floor(draw() * layer.length)
  const b = Math.floor(draw() * layer.length)
  if (layer[a] !== layer[b]) return layer[a] < layer[b] ? a : b
  return crowding[a] >= crowding[b] ? a : b
}

/** Candidates met so far that meet the constraints and that nothing met dominates, `most` of them at most. */
function archived(archive: readonly EvolvedPoint[], fresh: readonly EvolvedPoint[], most: number): EvolvedPoint[] {
  let kept = [...archive]
  for (const point of fresh) {
    if (point.violation > 0) continue
    if (kept.some((other) => dominatesOrEquals(other.objectives, point.objectives))) continue
    kept = kept.filter((other) => !dominates(point.objectives, other.objectives))
    kept.push(point)
  }
  while (kept.length > most) {
    const distance = crowdingDistance(kept.map(({ objectives }) => objectives))
    const crowded = distance.reduce((least, value, i) => (value < distance[least] ? i : least), 0)
    kept.splice(crowded, 1)
  }
  return kept
}

function dominatesOrEquals(a: ArrayLike<number>, b: ArrayLike<number>): boolean {
  for (let k = 0; k < a.length; k++) if (a[k] > b[k]) return false
  return true
}

function requirePlan({ lower, upper }: BlackBoxProblem, { population, generations }: SearchPlan): void {
  const wrong = lower.findIndex((low, j) => !(Number.isFinite(low) && Number.isFinite(upper[j]) && low <= upper[j]))
  if (lower.length === 0 || lower.length !== upper.length || wrong >= 0) {
    throw new TuttiError(
      'invalid-input',
      `genes need finite bounds in order, got ${lower.length} lower and ${upper.length} upper ones${wrong >= 0 ? ` and [${lower[wrong]}, ${upper[wrong]}] for gene ${wrong}` : ''}`,
      { field: 'lower', got: wrong >= 0 ? `[${lower[wrong]}, ${upper[wrong]}]` : `${lower.length} bounds` },
    )
  }
  if (!(Number.isInteger(population) && population >= 4 && population % 2 === 0)) {
    throw new TuttiError('invalid-input', `population must be an even whole number of at least 4, got ${population}`, {
      field: 'population',
      got: String(population),
      expected: 'an even whole number of at least 4',
    })
  }
  if (!(Number.isInteger(generations) && generations >= 0)) {
    throw new TuttiError('invalid-input', `generations must be a whole number of at least 0, got ${generations}`, {
      field: 'generations',
      got: String(generations),
      expected: 'a whole number of at least 0',
    })
  }
}
