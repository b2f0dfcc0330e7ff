import { openStream } from '../random/stream.ts'
import { drawMonth, type MonthPath, monthPath, startPath, stepMonth } from './month-path.ts'
import { conditionMonth, monthlyNormals, writeSobolNormals } from './monthly-sobol.ts'
import type { PathJob } from './path-job.ts'

/** The buffers of one path as it is walked; entry `warmup + m` of the prefix sums is the start of scored month m. */
export interface PathWalk {
  readonly job: PathJob
  readonly warmup: number
  readonly path: MonthPath
  /** Prefix sums by month of the daily equity log returns and of their squares, warm-up included. */
  readonly sums: Float64Array
  readonly squares: Float64Array
  readonly sobolNormals: ReturnType<typeof monthlyNormals>
}

/** Buffers for walking paths of the job, one after the other. */
export function pathWalk(job: PathJob): PathWalk {
  const warmup = job.models[0].warmupMonths
  return {
    job,
    warmup,
    path: monthPath(),
    sums: new Float64Array(warmup + job.months + 1),
    squares: new Float64Array(warmup + job.months + 1),
    sobolNormals: monthlyNormals(job.sobol === null ? 1 : job.months),
  }
}

/**
 * Walks path `p` of a regime month by month: the one place where paths are drawn, so that whatever is measured on them is
 * measured on the same ones. `month` is called after each scored month with its number; `walk.path` then holds the month
 * and its end state, and the prefix sums reach to its end. The warm-up is history of the equity alone: rates and spreads
 * start where the regime says. `start` is called between the two.
 */
export function walkPath(
  walk: PathWalk,
  regime: number,
  p: number,
  start: (regime: number) => void,
  month: (m: number) => void,
): void {
  const { job, warmup, path, sums, squares, sobolNormals } = walk
  const { seed, streams, months, sobol } = job
  const model = job.models[regime]
  openStream(seed, streams[regime], p, path.random)
  startPath(model, path)
  for (let m = 0; m < warmup; m++) {
    drawMonth(model, path)
    stepMonth(model, path, 0)
    sums[m + 1] = sums[m] + path.logReturn
    squares[m + 1] = squares[m] + path.squares
  }
  const variance = path.variance
  startPath(model, path)
  if (warmup > 0) path.variance = variance
  if (sobol !== null) writeSobolNormals(sobol[regime], p, sobolNormals)
  start(regime)
  for (let m = 0; m < months; m++) {
    drawMonth(model, path)
    if (sobol !== null) conditionMonth(path.normals, sobolNormals.values, m)
    stepMonth(model, path, m)
    sums[warmup + m + 1] = sums[warmup + m] + path.logReturn
    squares[warmup + m + 1] = squares[warmup + m] + path.squares
    month(m)
  }
}
