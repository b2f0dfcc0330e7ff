import { requireInRange, TuttiError } from '../errors/index.ts'
import { type MonthlySobol, monthlySobol } from './monthly-sobol.ts'
import type { PathModel } from './path-model.ts'

/** Paths in a shard: fixed, so that results do not depend on the number of workers. */
export const PATHS_PER_SHARD = 50

/** How paths are drawn: independent, or randomised Sobol points at month level with pseudo-random days between. */
export type PathSampling =
  { readonly kind: 'pseudo-random' } | { readonly kind: 'sobol'; readonly randomisations: number }

/** Which paths to draw. `streams[g]` is the random stream of regime g; `paths` counts for each regime. */
export interface PathRequest {
  readonly models: readonly PathModel[]
  readonly streams: readonly number[]
  readonly seed: number
  readonly paths: number
  readonly sampling: PathSampling
}

/** The paths of a request, set up for the kernels: plain and cloneable to workers. Shards are numbered regime-major. */
export interface PathJob {
  readonly models: readonly PathModel[]
  readonly streams: readonly number[]
  readonly seed: number
  readonly paths: number
  readonly months: number
  readonly shardsPerRegime: number
  readonly sobol: readonly MonthlySobol[] | null
  /** Paths that share one independent randomisation: 1, or the points of a Sobol randomisation. */
  readonly pathsPerDraw: number
}

/**
 * Checks a request for paths and sets up its Sobol points. Throws `invalid-input` for impossible figures or regimes that
 * run different months; Sobol sampling needs `paths` = randomisations x a power of two and at least two randomisations.
 */
export function pathJob(request: PathRequest): PathJob {
  const { models, streams, seed, paths, sampling } = request
  requireInRange(paths, 20, 1e7, 'paths')
  if (!Number.isInteger(paths))
    throw new TuttiError('invalid-input', `paths must be a whole number, got ${paths}`, { field: 'paths' })
  if (models.length === 0 || models.length !== streams.length) {
    throw new TuttiError('invalid-input', 'one random stream is needed for each regime, and at least one regime', {
      field: 'streams',
    })
  }
  const { months, warmupMonths } = models[0]
  if (models.some((model) => model.months !== months || model.warmupMonths !== warmupMonths)) {
    throw new TuttiError('invalid-input', 'all regimes must run the same months and the same warm-up', {
      field: 'months',
      got: models.map((model) => `${model.warmupMonths} + ${model.months}`).join(', '),
      expected: `${warmupMonths} + ${months} months for each`,
    })
  }
  let pathsPerDraw = 1
  let sobol: MonthlySobol[] | null = null
  if (sampling.kind === 'sobol') {
    requireInRange(sampling.randomisations, 2, 64, 'randomisations')
    pathsPerDraw = paths / sampling.randomisations
    sobol = models.map((_, g) => monthlySobol(months, pathsPerDraw, sampling.randomisations, seed, streams[g]))
  }
  return {
    models,
    streams,
    seed,
    paths,
    months,
    shardsPerRegime: Math.ceil(paths / PATHS_PER_SHARD),
    sobol,
    pathsPerDraw,
  }
}
