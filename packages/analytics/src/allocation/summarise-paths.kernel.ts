import { blockOffset, type EvaluationJob, PATHS_PER_SHARD, summaryFigures } from './evaluation-job.ts'
import { selectSmallest } from './select-worst.ts'

/** Share of outcomes in the tail measures. */
const TAIL = 0.05
/** Equal groups of paths from which the error of a tail measure is read (Sobol runs use their randomisations). */
const BATCHES = 10

/** Number of tail outcomes among n: floor(0.05 n), at least one. */
export function tailCount(n: number): number {
  return Math.max(1, Math.floor(TAIL * n + 1e-9))
}

/** Mean and standard error of `values[0..n)`, drawn in independent groups of `group` consecutive values. */
function meanAndError(values: Float64Array, n: number, group: number, out: Float64Array): void {
  let total = 0
  for (let i = 0; i < n; i++) total += values[i]
  const mean = total / n
  const groups = n / group
  let squares = 0
  for (let g = 0; g < groups; g++) {
    let sum = 0
    for (let i = g * group; i < (g + 1) * group; i++) sum += values[i]
    const distance = sum / group - mean
    squares += distance * distance
  }
  out[0] = mean
  out[1] = Math.sqrt(squares / (groups * (groups - 1)))
}

/** Value at risk and expected shortfall of the `n` returns in `scratch` (reordered): positive losses. */
function tail(scratch: Float64Array, n: number, out: Float64Array): void {
  const k = tailCount(n)
  selectSmallest(scratch, n, k)
  let sum = 0
  for (let i = 0; i < k; i++) sum += scratch[i]
  out[0] = -scratch[k - 1]
  out[1] = -sum / k
}

/**
 * Kernel: turns the figures of all paths into one summary row for each regime and configuration (a shard each, numbered
 * regime-major by table row): means with standard errors over independent draws, the mean of the worst 5 % of drawdowns,
 * and 95 % value at risk and expected shortfall of the yearly returns of all paths, with errors from independent groups.
 */
export function summarisePaths(job: EvaluationJob): (shard: number) => void {
  const { paths, years, shardsPerRegime, pathsPerDraw, table } = job
  const figures = job.figures.map((buffer) => new Float64Array(buffer))
  const annual = new Float64Array(job.annual)
  const summary = new Float64Array(job.summary)
  const width = summaryFigures.length
  const values = new Float64Array(paths)
  const yearly = new Float64Array(paths * years)
  const scratch = new Float64Array(paths * years)
  const pair = new Float64Array(2)
  const groups = pathsPerDraw > 1 ? paths / pathsPerDraw : BATCHES

  function gather(source: Float64Array, regime: number, row: number, perPath: number, out: Float64Array): void {
    for (let shard = 0; shard < shardsPerRegime; shard++) {
      const first = shard * PATHS_PER_SHARD
      const size = Math.min(paths - first, PATHS_PER_SHARD) * perPath
      const at = blockOffset(job, regime, shard, row) * perPath
      for (let i = 0; i < size; i++) out[first * perPath + i] = source[at + i]!
    }
  }

  /** Standard errors of a pair of tail measures from equal groups of paths. */
  function tailErrors(source: Float64Array, perPath: number, measure: (n: number) => void): [number, number] {
    const size = Math.floor(paths / groups)
    const first: number[] = []
    const second: number[] = []
    for (let g = 0; g < groups; g++) {
      const n = size * perPath
      for (let i = 0; i < n; i++) scratch[i] = source[g * n + i]!
      measure(n)
      first.push(pair[0])
      second.push(pair[1])
    }
    return [groupError(first), groupError(second)]
  }

  /** For drawdowns: mean of the worst tail; scratch holds their negatives. */
  function worstMean(n: number): void {
    tail(scratch, n, pair)
    pair[0] = pair[1]!
  }

  return (shard) => {
    const regime = Math.floor(shard / table.count)
    const row = shard - regime * table.count
    const at = shard * width
    for (const [f, place] of [
      [0, 0],
      [1, 2],
      [2, 4],
      [3, 6],
      [4, 14],
    ] as const) {
      gather(figures[f], regime, row, 1, values)
      meanAndError(values, paths, pathsPerDraw, pair)
      summary[at + place] = pair[0]!
      summary[at + place + 1] = pair[1]!
    }
    gather(figures[3], regime, row, 1, values)
    for (let i = 0; i < paths; i++) values[i] = scratch[i] = -values[i]
    worstMean(paths)
    summary[at + 8] = pair[1]!
    summary[at + 9] = tailErrors(values, 1, worstMean)[1]
    gather(annual, regime, row, years, yearly)
    scratch.set(yearly)
    tail(scratch, paths * years, pair)
    summary[at + 10] = pair[0]!
    summary[at + 12] = pair[1]!
    const [varError, shortfallError] = tailErrors(yearly, years, (n) => tail(scratch, n, pair))
    summary[at + 11] = varError
    summary[at + 13] = shortfallError
  }
}

/** Standard error of the mean of independent group estimates. */
function groupError(estimates: readonly number[]): number {
  const n = estimates.length
  const mean = estimates.reduce((sum, x) => sum + x, 0) / n
  return Math.sqrt(estimates.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (n * (n - 1)))
}
