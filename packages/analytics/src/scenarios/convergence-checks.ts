import { type DiagnosticsJob, horizonColumn } from './diagnostics-job.ts'
import { drawMeans, meanAndError, standardScore } from './mean-check.ts'
import type { OpenCheck } from './path-check-figure.ts'
import type { Regime } from './regime.ts'

/** Consecutive paths whose mean is one observation of the error-rate check. */
const BATCH = 10

/**
 * Convergence of the mean of ln S_T. The two halves of the draws agree; and the standard error falls as 1 / sqrt(n): the
 * variance of means of ten consecutive paths, times ten, over the variance of paths is one when paths are independent
 * (chi-square; z by Wilson and Hilferty's cube root). The second is for pseudo-random paths, a hundred or more: Sobol
 * points within a randomisation are dependent by design.
 */
export function convergenceChecks(job: DiagnosticsJob, regime: Regime, g: number): OpenCheck[] {
  const values = horizonColumn(job, g, job.horizonMonths.length - 1, 'logEquity')
  const draws = drawMeans(job, values)
  const half = draws.length >> 1
  const checks: OpenCheck[] = []
  if (half >= 2) {
    const first = meanAndError(draws.subarray(0, half))
    const second = meanAndError(draws.subarray(half))
    const standardError = Math.hypot(first.standardError, second.standardError)
    const value = first.value - second.value
    checks.push({
      id: `${regime.id}.halves`,
      regime: regime.id,
      label: 'mean of ln S_T, first half of the draws less the second',
      kind: 'convergence',
      observed: { value, standardError },
      expected: 0,
      z: standardScore(value, standardError),
      degreesOfFreedom: half - 1,
    })
  }
  const batches = Math.floor(values.length / BATCH)
  if (job.pathsPerDraw === 1 && batches >= 10) {
    const means = Float64Array.from({ length: batches }, (_, b) => {
      let sum = 0
      for (let p = b * BATCH; p < (b + 1) * BATCH; p++) sum += values[p]
      return sum / BATCH
    })
    const freedom = batches - 1
    const single = meanAndError(values).standardError ** 2 * values.length
    const ratio = (BATCH * batches * meanAndError(means).standardError ** 2) / single
    const error = Math.sqrt(2 / freedom)
    const cubeRootVariance = 2 / (9 * freedom)
    checks.push({
      id: `${regime.id}.error-rate`,
      regime: regime.id,
      label: `variance of means of ${BATCH} paths over that of independent ones (standard error falls as 1/sqrt(n))`,
      kind: 'convergence',
      observed: { value: ratio, standardError: error },
      expected: 1,
      z: standardScore(Math.cbrt(ratio) - (1 - cubeRootVariance), Math.sqrt(cubeRootVariance)),
      degreesOfFreedom: 1e6,
    })
  }
  return checks
}
