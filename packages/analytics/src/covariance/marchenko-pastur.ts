import { requirePositive } from '../errors/index.ts'
import { requireWhole } from '../statistics/index.ts'

/** The range of the eigenvalues of pure noise. */
export interface MarchenkoPasturEdges {
  readonly lower: number
  readonly upper: number
  /** Share of eigenvalues that are exactly zero: 1 - T / N where N > T, else 0. */
  readonly zeroShare: number
}

/**
 * Edges of the Marchenko-Pastur law: variance (1 -+ sqrt(N / T))^2 for N independent series of T observations. With
 * N > T the lower edge is that of the eigenvalues above zero.
 *
 * Source: Marchenko & Pastur, Math. USSR-Sbornik 1 (1967).
 */
export function marchenkoPasturEdges(observations: number, variables: number, variance: number): MarchenkoPasturEdges {
  requireWhole(observations, 1, Infinity, 'observations')
  requireWhole(variables, 1, Infinity, 'variables')
  requirePositive(variance, 'variance')
  const root = Math.sqrt(variables / observations)
  return {
    lower: variance * (1 - root) ** 2,
    upper: variance * (1 + root) ** 2,
    zeroShare: Math.max(0, 1 - observations / variables),
  }
}
