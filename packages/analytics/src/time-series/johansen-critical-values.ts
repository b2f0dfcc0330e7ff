import { brentRoot, regularizedGammaQ } from '../math/index.ts'
import { requireWhole } from '../statistics/index.ts'
import { johansenCriticalTables } from './johansen-critical-tables.ts'

/** Johansen's deterministic cases, from none to an unrestricted linear trend. */
export type JohansenCase = 'none' | 'restricted-constant' | 'constant' | 'restricted-trend' | 'trend'

/** A likelihood-ratio statistic with its distribution under the null. */
export interface JohansenStatistic {
  readonly statistic: number
  readonly critical90: number
  readonly critical95: number
  readonly critical99: number
  /** By Doornik's gamma approximation. */
  readonly pValue: number
}

/** Mean and variance in the terms n^2, n, 1, [n = 1], [n = 2], sqrt(n); n is the number of series less the rank. */
interface Moments {
  readonly mean: readonly number[]
  readonly variance: readonly number[]
}

/** Doornik, J. of Economic Surveys 12 (1998), table 7. */
const traceMoments: Readonly<Record<JohansenCase, Moments>> = {
  none: { mean: [2, -1, 0.07, 0.07, 0, 0], variance: [3, -0.33, -0.55, 0, 0, 0] },
  'restricted-constant': { mean: [2, 2.01, 0, 0.06, 0.05, 0], variance: [3, 3.6, 0.75, -0.4, -0.3, 0] },
  constant: { mean: [2, 1.05, -1.55, -0.5, -0.23, 0], variance: [3, 1.8, 0, -2.8, -1.1, 0] },
  'restricted-trend': { mean: [2, 4.05, 0.5, -0.23, -0.07, 0], variance: [3, 5.7, 3.2, -1.3, -0.5, 0] },
  trend: { mean: [2, 2.85, -5.1, -0.1, -0.06, 1.35], variance: [3, 4, 0.8, -5.8, -2.66, 0] },
}

/** Doornik (1998), table 8. */
const maxEigenMoments: Readonly<Record<JohansenCase, Moments>> = {
  none: {
    mean: [0, 6.0019, -2.7558, 0.67185, 0.1149, -2.7764],
    variance: [0, 1.8806, -15.499, 1.1136, 0.070508, 14.714],
  },
  'restricted-constant': {
    mean: [0, 5.9498, 0.43402, 0.04836, 0.018198, -2.3669],
    variance: [0, 2.2231, -7.9064, 0.58592, -0.034324, 12.058],
  },
  constant: {
    mean: [0, 5.8271, -1.6487, -1.6118, -0.25949, -1.5666],
    variance: [0, 2.0785, -9.7846, -3.368, -0.24528, 13.074],
  },
  'restricted-trend': {
    mean: [0, 5.8658, 2.5595, -0.34443, -0.077991, -1.7552],
    variance: [0, 1.9955, -5.5428, 1.2425, 0.41949, 12.841],
  },
  trend: {
    mean: [0, 5.6364, -0.90531, -3.5166, -0.47966, -0.21447],
    variance: [0, 2.0899, -5.3303, -7.1523, -0.2526, 12.393],
  },
}

export type JohansenKind = 'trace' | 'maxEigen'

/** The most series less rank that are tabulated. */
const largestDimension = 12

/**
 * Critical values at 90 %, 95 % and 99 % for `dimension` = number of series less rank, 1 to 12.
 *
 * Source: MacKinnon, Haug & Michelis (1999) for no terms, an unrestricted constant and an unrestricted trend; quantiles of
 * Doornik's (1998) gamma approximation for a restricted constant or trend (within 0.8 % of MacKinnon, Haug & Michelis).
 */
export function johansenCriticalValues(
  kind: JohansenKind,
  terms: JohansenCase,
  dimension: number,
): readonly [number, number, number] {
  requireWhole(dimension, 1, largestDimension, 'dimension')
  if (terms === 'restricted-constant' || terms === 'restricted-trend') {
    const quantile = (tail: number): number => {
      const excess = (x: number): number => johansenPValue(kind, terms, dimension, x) - tail
      let high = 10
      while (excess(high) > 0) high *= 2
      return brentRoot(excess, 0, high, { tolerance: 1e-12 })
    }
    return [quantile(0.1), quantile(0.05), quantile(0.01)]
  }
  const [at90, at95, at99] = johansenCriticalTables[terms][kind][dimension - 1]
  return [at90, at95, at99]
}

/**
 * Asymptotic p-value by Doornik's gamma approximation of the null distribution: against the critical values of MacKinnon, Haug
 * & Michelis it errs by up to 0.0023 for the trace and 0.005 for the largest eigenvalue (too small at 5 % and 1 % there).
 */
export function johansenPValue(kind: JohansenKind, terms: JohansenCase, dimension: number, statistic: number): number {
  const n = requireWhole(dimension, 1, largestDimension, 'dimension')
  const moments = (kind === 'trace' ? traceMoments : maxEigenMoments)[terms]
  const basis = [n * n, n, 1, n === 1 ? 1 : 0, n === 2 ? 1 : 0, Math.sqrt(n)]
  const value = (coefficients: readonly number[]): number =>
    coefficients.reduce((sum, coefficient, i) => sum + coefficient * basis[i], 0)
  const mean = value(moments.mean)
  const variance = value(moments.variance)
  return statistic <= 0 ? 1 : regularizedGammaQ((mean * mean) / variance, (statistic * mean) / variance)
}

/** A statistic with its critical values and p-value. */
export function johansenStatistic(
  kind: JohansenKind,
  terms: JohansenCase,
  dimension: number,
  statistic: number,
): JohansenStatistic {
  const [critical90, critical95, critical99] = johansenCriticalValues(kind, terms, dimension)
  return {
    statistic,
    critical90,
    critical95,
    critical99,
    pValue: johansenPValue(kind, terms, dimension, statistic),
  }
}
