import { requireSample } from '../errors/index.ts'
import { normalCdf } from '../math/index.ts'
import { uniformStream } from '../random/index.ts'
import { requireWhole, type Sample, type VarianceRatio, varianceRatio } from '../statistics/index.ts'

/** A joint test that the variance ratios at several horizons are all one. */
export interface ChowDenningTest {
  /** Largest |z| over the horizons, robust to changing variances. */
  readonly statistic: number
  /** From the studentised maximum modulus of independent normals: an upper bound (Sidak). */
  readonly pValue: number
  /** Share of wild-bootstrap samples with a statistic at least as large, with the sample itself counted. */
  readonly bootstrapPValue: number
  /** Of the bootstrap p-value. */
  readonly bootstrapStandardError: number
  readonly replications: number
  readonly ratios: readonly (VarianceRatio & { readonly q: number })[]
  readonly observations: number
}

/**
 * Chow and Denning's joint variance ratio test of `logPrices` at horizons `horizons` (each from 2 to half the changes), with a
 * wild bootstrap (Rademacher signs on the centred changes) of `replications` samples from `seed`.
 *
 * Source: Chow & Denning, J. of Econometrics 58 (1993); Kim, Economics Letters 92 (2006). Cost O(replications n sum(q)).
 */
export function chowDenningTest(
  logPrices: Sample,
  horizons: readonly number[],
  replications: number,
  seed: number,
): ChowDenningTest {
  requireSample(logPrices, 5, 'logPrices')
  requireSample(horizons, 1, 'horizons')
  requireWhole(replications, 1, 100_000, 'replications')
  const ratios = horizons.map((q) => ({ q, ...varianceRatio(logPrices, q) }))
  const largest = (tests: readonly VarianceRatio[]): number =>
    tests.reduce((most, { zHeteroskedastic }) => Math.max(most, Math.abs(zHeteroskedastic)), 0)
  const statistic = largest(ratios)
  const n = logPrices.length - 1
  const drift = (logPrices[n] - logPrices[0]) / n
  const path = new Float64Array(n + 1)
  const uniform = uniformStream(seed, 0, 0)
  let exceeding = 1
  for (let r = 0; r < replications; r++) {
    for (let t = 1; t <= n; t++) {
      const change = logPrices[t] - logPrices[t - 1] - drift
      path[t] = path[t - 1] + (uniform() < 0.5 ? -change : change)
    }
    if (largest(horizons.map((q) => varianceRatio(path, q))) >= statistic) exceeding++
  }
  const bootstrapPValue = exceeding / (replications + 1)
  return {
    statistic,
    pValue: 1 - (1 - 2 * normalCdf(-statistic)) ** horizons.length,
    bootstrapPValue,
    bootstrapStandardError: Math.sqrt((bootstrapPValue * (1 - bootstrapPValue)) / (replications + 1)),
    replications,
    ratios,
    observations: n,
  }
}
