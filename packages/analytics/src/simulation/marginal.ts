import { requireFinite, requireInRange, requirePositive, requireSample } from '../errors/index.ts'
import { mean, requireNonNegative, requireWhole, type Sample } from '../statistics/index.ts'
import { type ContinuousLaw, normalLaw, skewedStudentLaw, studentLaw } from './continuous-law.ts'

/** A generalised Pareto tail beyond a threshold: the `share` of the probability that lies there. */
export interface ParetoTail {
  readonly threshold: number
  readonly shape: number
  /** > 0, in the units of the values. */
  readonly scale: number
  /** In (0, 0.5). */
  readonly share: number
}

/**
 * The distribution of one strategy's return in a period, decimals:
 * - `normal` and `student-t` (location and scale: the standard deviation is scale sqrt(nu / (nu - 2)))
 * - `skewed-t`: Hansen's, by its mean and standard deviation, degrees of freedom above 2, skewness in (-1, 1)
 * - `historical`: the values themselves, each as likely
 * - `semi-parametric`: the sample between two thresholds (interpolated), generalised Pareto tails beyond them
 */
export type Marginal =
  | { readonly kind: 'normal'; readonly mean: number; readonly standardDeviation: number }
  | { readonly kind: 'student-t'; readonly location: number; readonly scale: number; readonly degreesOfFreedom: number }
  | {
      readonly kind: 'skewed-t'
      readonly mean: number
      readonly standardDeviation: number
      readonly degreesOfFreedom: number
      readonly skewness: number
    }
  | { readonly kind: 'historical'; readonly values: Sample }
  | {
      readonly kind: 'semi-parametric'
      readonly values: Sample
      readonly lowerTail: ParetoTail
      readonly upperTail: ParetoTail
    }

/** Throws `invalid-input`, naming the entry, unless the parameters are in their ranges. */
function requireMarginal(marginal: Marginal, field: string): void {
  switch (marginal.kind) {
    case 'normal':
      requireFinite(marginal.mean, `${field}.mean`)
      requireNonNegative(marginal.standardDeviation, `${field}.standardDeviation`)
      return
    case 'student-t':
      requireFinite(marginal.location, `${field}.location`)
      requireNonNegative(marginal.scale, `${field}.scale`)
      requireInRange(marginal.degreesOfFreedom, 0.5, 1e6, `${field}.degreesOfFreedom`)
      return
    case 'skewed-t':
      requireFinite(marginal.mean, `${field}.mean`)
      requireNonNegative(marginal.standardDeviation, `${field}.standardDeviation`)
      requireInRange(marginal.degreesOfFreedom, 2.01, 1e4, `${field}.degreesOfFreedom`)
      requireInRange(marginal.skewness, -0.99, 0.99, `${field}.skewness`)
      return
    case 'historical':
      requireSample(marginal.values, 2, `${field}.values`)
      return
    case 'semi-parametric':
      requireSample(marginal.values, 20, `${field}.values`)
      for (const [name, tail] of [
        ['lowerTail', marginal.lowerTail],
        ['upperTail', marginal.upperTail],
      ] as const) {
        requireFinite(tail.threshold, `${field}.${name}.threshold`)
        requireInRange(tail.shape, -20, 2, `${field}.${name}.shape`)
        requirePositive(tail.scale, `${field}.${name}.scale`)
        requireInRange(tail.share, 1e-4, 0.499, `${field}.${name}.share`)
      }
  }
}

/** A standardised law with its scale and shift; `undefined` for the marginals that rest on a sample. */
export function marginalLaw(marginal: Marginal): { law: ContinuousLaw; scale: number; shift: number } | undefined {
  switch (marginal.kind) {
    case 'normal':
      return { law: normalLaw, scale: marginal.standardDeviation, shift: marginal.mean }
    case 'student-t':
      return { law: studentLaw(marginal.degreesOfFreedom), scale: marginal.scale, shift: marginal.location }
    case 'skewed-t':
      return {
        law: skewedStudentLaw(marginal.degreesOfFreedom, marginal.skewness),
        scale: marginal.standardDeviation,
        shift: marginal.mean,
      }
    case 'historical':
    case 'semi-parametric':
      return undefined
  }
}

/** A text that is equal for marginals with the same standardised law, which can share a table. */
export function marginalLawKey(marginal: Marginal): string {
  if (marginal.kind === 'student-t') return `t ${marginal.degreesOfFreedom}`
  if (marginal.kind === 'skewed-t') return `skewed t ${marginal.degreesOfFreedom} ${marginal.skewness}`
  return marginal.kind
}

/**
 * Quantile function of a marginal that rests on a sample, by the tail probability: `p` = P(X <= x) where `isLower`,
 * else P(X > x), so that both tails keep their digits.
 */
export function sampleQuantile(
  marginal: Extract<Marginal, { kind: 'historical' | 'semi-parametric' }>,
): (p: number, isLower: boolean) => number {
  const sorted = Float64Array.from(marginal.values).sort()
  const n = sorted.length
  if (marginal.kind === 'historical') {
    return (p, isLower) => {
      const rank = Math.min(n - 1, Math.floor(p * n))
      return sorted[isLower ? rank : n - 1 - rank]
    }
  }
  const { lowerTail, upperTail } = marginal
  // The sample between the thresholds, spread evenly over the probability that the tails leave.
  const core = sorted.filter((value) => value > lowerTail.threshold && value < upperTail.threshold)
  const knots = Float64Array.of(lowerTail.threshold, ...core, upperTail.threshold)
  const middle = 1 - lowerTail.share - upperTail.share
  const excess = ({ shape, scale, share }: ParetoTail, p: number): number => {
    const log = Math.log(share / p)
    return shape === 0 ? scale * log : (scale * Math.expm1(shape * log)) / shape
  }
  return (p, isLower) => {
    if (isLower && p < lowerTail.share) return lowerTail.threshold - excess(lowerTail, Math.max(p, 1e-300))
    if (!isLower && p < upperTail.share) return upperTail.threshold + excess(upperTail, Math.max(p, 1e-300))
    const below = isLower ? p - lowerTail.share : 1 - p - lowerTail.share
    const place = Math.min(1, Math.max(0, below / middle)) * (knots.length - 1)
    const cell = Math.min(knots.length - 2, Math.floor(place))
    return knots[cell] + (place - cell) * (knots[cell + 1] - knots[cell])
  }
}

/** Mean of a marginal; `null` where it is infinite (a t with one degree of freedom or less, a tail of shape 1 or more). */
export function marginalMean(marginal: Marginal): number | null {
  switch (marginal.kind) {
    case 'normal':
    case 'skewed-t':
      return marginal.mean
    case 'student-t':
      return marginal.degreesOfFreedom > 1 ? marginal.location : null
    case 'historical':
      return mean(marginal.values)
    case 'semi-parametric': {
      const { values, lowerTail, upperTail } = marginal
      if (lowerTail.shape >= 1 || upperTail.shape >= 1) return null
      const core = Float64Array.from(values)
        .sort()
        .filter((value) => value > lowerTail.threshold && value < upperTail.threshold)
      let sum = (lowerTail.threshold + upperTail.threshold) / 2
      for (const value of core) sum += value
      const middle = (sum / (core.length + 1)) * (1 - lowerTail.share - upperTail.share)
      return (
        middle +
        lowerTail.share * (lowerTail.threshold - lowerTail.scale / (1 - lowerTail.shape)) +
        upperTail.share * (upperTail.threshold + upperTail.scale / (1 - upperTail.shape))
      )
    }
  }
}

/** Throws unless each of `count` marginals is valid; returns them. */
export function requireMarginals(marginals: readonly Marginal[], count: number): readonly Marginal[] {
  requireWhole(marginals.length, count, count, 'number of marginals')
  marginals.forEach((marginal, i) => requireMarginal(marginal, `marginals[${i}]`))
  return marginals
}
