import { TuttiError } from '../errors/index.ts'
import type { OpenCheck, PathCheckFigure, PathCheckKind } from './path-check-figure.ts'
import type { PathJob } from './path-job.ts'
import type { Regime } from './regime.ts'

type Estimate = PathCheckFigure['observed']

/** Draws from which their skewness can be told. */
const LEAST_FOR_SKEWNESS = 100

/**
 * Check of the mean of `values`, one for each path, against its expectation. Throws `calculation-failed` naming the check
 * when a value is not finite.
 */
export function meanCheck(
  job: PathJob,
  regime: Regime,
  kind: PathCheckKind,
  id: string,
  label: string,
  values: Float64Array,
  expected: number,
): OpenCheck {
  const draws = drawMeans(job, values)
  const observed = meanAndError(draws)
  if (!Number.isFinite(observed.value) || !Number.isFinite(observed.standardError)) {
    throw new TuttiError(
      'calculation-failed',
      `regime ${regime.id}: ${label} is not a finite number; a path has left the range of numbers, look at its parameters`,
      { field: `${regime.id}.${id}`, got: String(observed.value), expected: String(expected) },
    )
  }
  return {
    id: `${regime.id}.${id}`,
    regime: regime.id,
    label,
    kind,
    observed,
    expected,
    z: unskewedScore(draws, observed, expected),
    degreesOfFreedom: draws.length - 1,
  }
}

/** The independent observations behind a mean: the paths, or the mean of each randomisation of a Sobol run. */
export function drawMeans(job: PathJob, values: Float64Array): Float64Array {
  const size = job.pathsPerDraw
  if (size === 1) return values
  return Float64Array.from({ length: values.length / size }, (_, d) => {
    let sum = 0
    for (let p = d * size; p < (d + 1) * size; p++) sum += values[p]
    return sum / size
  })
}

/** Mean of independent draws and its standard error. */
export function meanAndError(values: Float64Array): Estimate {
  const n = values.length
  const value = values.reduce((sum, x) => sum + x, 0) / n
  const squares = values.reduce((sum, x) => sum + (x - value) ** 2, 0)
  return { value, standardError: Math.sqrt(squares / (n * (n - 1))) }
}

/**
 * The t statistic of a mean, with the skewness removed by Hall's cubic transformation: figures such as S_T have so long a
 * tail that the plain one cries wolf a hundred times too often at these thresholds.
 * Source: P. Hall, "On the removal of skewness by transformation", JRSS B 54 (1992), 221-228.
 */
function unskewedScore(draws: Float64Array, observed: Estimate, expected: number): number {
  const n = draws.length
  const t = standardScore(observed.value - expected, observed.standardError)
  if (n < LEAST_FOR_SKEWNESS || !Number.isFinite(t) || observed.standardError === 0) return t
  const deviation = observed.standardError * Math.sqrt(n - 1)
  const skewness = draws.reduce((sum, x) => sum + ((x - observed.value) / deviation) ** 3, 0) / n
  const scaled = (observed.value - expected) / deviation
  return (
    Math.sqrt(n) * (scaled + (skewness * scaled ** 2) / 3 + (skewness ** 2 * scaled ** 3) / 27 + skewness / (6 * n))
  )
}

/** A figure without scatter must be exact to rounding. */
export function standardScore(excess: number, standardError: number): number {
  if (standardError > 0) return excess / standardError
  return Math.abs(excess) < 1e-12 ? 0 : Math.sign(excess) * Infinity
}
