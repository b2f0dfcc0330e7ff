import { chiSquareQuantile } from '@tutti/analytics/math'
import type { Estimate } from '../asset-allocation/result.ts'

/** How a figure moves from seed to seed, against the standard errors that it reports. */
export interface SeedSpread {
  readonly name: string
  /** Standard deviation over seeds divided by the root mean square of the reported errors: 1 when they are honest. */
  readonly ratio: number
  /** Where the ratio lies with the probability asked for when they are (chi-square, seeds - 1 degrees of freedom). */
  readonly band: readonly [number, number]
  readonly honest: boolean
  /** Smaller than the spread by more than chance: what must never be. */
  readonly understated: boolean
}

/**
 * Compares estimates from independent seeds with their own errors: for normal estimates whose error is right,
 * (n - 1) ratio^2 is chi-square with n - 1 degrees of freedom, errors of the reported errors apart. `alarm` is the
 * probability that honest errors fall out of the band, either way.
 */
export function seedSpread(name: string, estimates: readonly Estimate[], alarm: number): SeedSpread {
  const n = estimates.length
  const mean = estimates.reduce((sum, { value }) => sum + value, 0) / n
  const variance = estimates.reduce((sum, { value }) => sum + (value - mean) ** 2, 0) / (n - 1)
  const reported = estimates.reduce((sum, { standardError }) => sum + (standardError ?? 0) ** 2, 0) / n
  const ratio = Math.sqrt(variance / reported)
  const edge = (p: number) => Math.sqrt(chiSquareQuantile(p, n - 1) / (n - 1))
  const band = [edge(alarm / 2), edge(1 - alarm / 2)] as const
  const understated = ratio > band[1]
  return { name, ratio, band, honest: ratio >= band[0] && !understated, understated }
}
