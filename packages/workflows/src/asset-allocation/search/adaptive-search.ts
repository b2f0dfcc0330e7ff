import type { StrategyConfiguration } from '@tutti/analytics/allocation'
import { latinHypercube } from '@tutti/analytics/design'
import { uniformStream } from '@tutti/analytics/random'
import { improvingPoints } from '@tutti/analytics/search'
import type { Change } from '../../changes/index.ts'
import type { WorkflowContext } from '../../workflow-context.ts'
import type { ConvergencePoint, Generation, SearchRecord, SteeringRecord } from '../result.ts'
import { pathStepsOf, streamOf, type Study } from '../study.ts'
import {
  configurationAt,
  configurationAtDecision,
  decisionPoint,
  decisionSpace,
  parameterNames,
} from './search-space.ts'
import { type EvaluatedTrial, evaluatedTrials } from './trials.ts'

/** The search's outcome: the record for the result, and every trial with its evaluation. */
export interface Search {
  readonly record: SearchRecord
  readonly trials: readonly EvaluatedTrial[]
}

type Stop = SearchRecord['stop']

/** Index of the design stream for the first generation and for pure sampling; adaptive generations count from 16. */
const FIRST_DESIGN = 0
const PURE_DESIGN = 1
const ADAPTIVE_DESIGN = 16

/** A Latin hypercube of rules and cost assumptions. */
export function hypercubeConfigurations(study: Study, count: number, design: number): StrategyConfiguration[] {
  const uniform = uniformStream(study.seed, streamOf('design', design), 0)
  return latinHypercube(count, parameterNames.length, uniform).map((u) => configurationAt(study.mandate, u))
}

/** The next generation: where the surrogate expects the most improvement, with costs from a hypercube of their own. */
function adaptiveConfigurations(
  study: Study,
  trials: readonly EvaluatedTrial[],
  count: number,
  generation: number,
): StrategyConfiguration[] {
  const { mandate, seed } = study
  const uniform = uniformStream(seed, streamOf('surrogate', generation), 0)
  const points = improvingPoints(
    decisionSpace(mandate),
    trials.map(({ trial }) => decisionPoint(mandate, trial.configuration)),
    trials.map(({ trial }) => trial.score.value),
    count,
    uniform,
  )
  const costs = latinHypercube(count, 1, uniformStream(seed, streamOf('design', ADAPTIVE_DESIGN + generation), 0))
  return points.map((point, i) => configurationAtDecision(mandate, point, costs[i][0]))
}

/** Best score so far after each trial. */
function bestSoFar(trials: readonly EvaluatedTrial[]): number[] {
  let best = -Infinity
  return trials.map(({ trial }) => (best = Math.max(best, trial.score.value)))
}

/**
 * Appendix A of the document: converged when the best score improved by less than the given share over the last so many
 * iterations. Only iterations of the learning phase count: `first` is the size of the first generation.
 */
export function hasConverged(best: readonly number[], first: number, improvement: number, iterations: number): boolean {
  if (best.length < first + iterations) return false
  const now = best[best.length - 1]
  const before = best[best.length - 1 - iterations]
  return now - before < improvement * Math.max(Math.abs(before), 1e-9)
}

function stopBefore(
  context: WorkflowContext,
  study: Study,
  count: number,
  best: readonly number[],
  generations: number,
): Stop | null {
  const { search } = study.mandate
  const stepsEach = pathStepsOf(study, study.paths)
  if (hasConverged(best, search.first_generation, search.convergence_improvement, search.convergence_iterations)) {
    const share = `${100 * search.convergence_improvement} %`
    return {
      reason: 'converged',
      detail: `best score improved by less than ${share} over ${search.convergence_iterations} iterations`,
    }
  }
  if (count >= search.maximum_iterations)
    return { reason: 'iterations', detail: `${count} iterations, the mandate's maximum` }
  if (search.time_limit_seconds !== undefined && context.elapsedSeconds() >= search.time_limit_seconds) {
    return { reason: 'time', detail: `time limit of ${search.time_limit_seconds} s reached` }
  }
  // the comparison with pure sampling draws the paths once more
  const next = (generations + 2) * stepsEach
  if (search.path_step_limit !== undefined && next > search.path_step_limit) {
    return {
      reason: 'cost',
      detail: `another generation would take ${next} path-steps; the mandate allows ${search.path_step_limit}`,
    }
  }
  if (search.cost_limit_usd !== undefined && search.usd_per_billion_path_steps !== undefined) {
    const usd = (next / 1e9) * search.usd_per_billion_path_steps
    if (usd > search.cost_limit_usd) {
      return {
        reason: 'cost',
        detail: `another generation would cost ${usd.toFixed(2)} USD; the mandate allows ${search.cost_limit_usd}`,
      }
    }
  }
  return null
}

/** Rules that somebody gave for a generation, and the changes that they came from: what its step depends on. */
interface GivenRules {
  readonly configurations: readonly StrategyConfiguration[]
  readonly changes: readonly Change[]
}

/** Gives rules for the next generation, at most `most`; none in a search that nobody steers. */
export type SearchGuide = (generation: number, most: number, trials: readonly EvaluatedTrial[]) => Promise<GivenRules>

/** A search as far as it went. */
export interface WalkedSearch {
  readonly trials: readonly EvaluatedTrial[]
  readonly generations: readonly Generation[]
  readonly stop: Stop
}

/** Walks on past its own end to at least so many trials; a limit of time is then left to `stop`. */
interface FurtherWalk {
  readonly trials: number
  readonly stop: Stop
}

/** A search, and all trials that it made, those past its end too. */
interface LongWalk extends WalkedSearch {
  readonly all: readonly EvaluatedTrial[]
}

/** Part of a generation that a guide may fill. */
function guidedShare(size: number): number {
  return Math.max(1, Math.floor(size / 2))
}

/**
 * Walks the search generation by generation until it converges or a budget ends. Each generation is a step of the run, so a
 * killed search resumes at the generation it was in; where it stops is a step too, so that a resumed run stops at the same
 * place. Steps from the first guided generation on depend on what was given; those before are those of the search alone.
 */
export async function walkedSearch(
  context: WorkflowContext,
  study: Study,
  inputs: unknown,
  guide?: SearchGuide,
  further?: FurtherWalk,
): Promise<LongWalk> {
  const { search } = study.mandate
  const trials: EvaluatedTrial[] = []
  const generations: Generation[] = []
  const steering: { readonly generation: number; readonly changes: readonly Change[] }[] = []
  const least = further?.trials ?? 0
  let end: WalkedSearch | null = null
  for (let index = 0; end === null || trials.length < least; index++) {
    const room = search.maximum_iterations - trials.length
    const size = Math.min(index === 0 ? search.first_generation : search.generation_size, room)
    const done = trials.length
    const given = index === 0 ? undefined : await guide?.(index, guidedShare(size), trials)
    const rules = given?.configurations ?? []
    if (given !== undefined && rules.length > 0) steering.push({ generation: index, changes: given.changes })
    const stepInputs = steering.length === 0 ? inputs : { inputs, steering: [...steering] }
    const generation = await context.step(`search/generation-${index}`, stepInputs, study.seed, async () => {
      const configurations =
        index === 0
          ? hypercubeConfigurations(study, size, FIRST_DESIGN)
          : [...rules, ...adaptiveConfigurations(study, trials, size - rules.length, index)]
      return evaluatedTrials(context, study, configurations, index, done, {
        purpose: 'search',
        paths: study.paths,
        step: `search/generation-${index}`,
      })
    })
    trials.push(...generation)
    const best = bestSoFar(trials)
    generations.push({
      index,
      method: index === 0 ? 'latin-hypercube' : 'bayesian',
      trials: generation.map(({ trial }) => trial.id),
      bestScore: best[best.length - 1],
    })
    context.progress({ step: 'search', done: trials.length, total: search.maximum_iterations })
    if (end !== null) continue
    const after = await context.step(`search/after-generation-${index}`, stepInputs, study.seed, async () => ({
      stop: stopBefore(context, study, trials.length, best, generations.length),
    }))
    const stop = after.stop ?? (further?.stop.reason === 'time' && trials.length >= least ? further.stop : null)
    if (stop !== null) end = { trials: [...trials], generations: [...generations], stop }
  }
  return { ...end, all: trials }
}

/**
 * Searches the space in generations: a Latin hypercube first, then batches of expected improvement under a Gaussian
 * process, until it converges or a budget ends.
 */
export async function adaptiveSearch(context: WorkflowContext, study: Study, inputs: unknown): Promise<Search> {
  return searchOf(context, study, inputs, await walkedSearch(context, study, inputs), null)
}

/** A walked search with its record, beside pure sampling. */
export async function searchOf(
  context: WorkflowContext,
  study: Study,
  inputs: unknown,
  { trials, generations, stop }: WalkedSearch,
  steering: SteeringRecord | null,
): Promise<Search> {
  const pure = await pureSampling(context, study, inputs, trials.length)
  return { trials, record: searchRecord(trials, generations, stop, pure, steering) }
}

/** The same number of trials by a Latin hypercube alone, on the same paths: what learning is worth. */
async function pureSampling(
  context: WorkflowContext,
  study: Study,
  inputs: unknown,
  count: number,
): Promise<readonly number[]> {
  return context.step('search/pure-sampling', { inputs, count }, study.seed, async () => {
    const configurations = hypercubeConfigurations(study, count, PURE_DESIGN)
    const trials = await evaluatedTrials(context, study, configurations, 0, 0, {
      purpose: 'search',
      paths: study.paths,
      step: 'search/pure-sampling',
    })
    return bestSoFar(trials)
  })
}

function searchRecord(
  trials: readonly EvaluatedTrial[],
  generations: readonly Generation[],
  stop: Stop,
  pure: readonly number[],
  steering: SteeringRecord | null,
): SearchRecord {
  const best = bestSoFar(trials)
  const convergence: ConvergencePoint[] = best.map((value, i) => ({
    trial: i,
    best: value,
    pureSampling: pure[i] ?? null,
  }))
  return {
    trials: trials.map(({ trial }) => trial),
    generations,
    stop,
    convergence,
    pureSamplingBest: pure[pure.length - 1] ?? null,
    steering,
  }
}
