import { requireInRange } from '../errors/index.ts'
import { requireWhole } from './sample.ts'

/**
 * Indices of one stationary-bootstrap resample of a series of `n` observations: blocks of geometric length with the
 * given mean (1 to n) from a random start, wrapped around the end. A mean of 1 is the ordinary bootstrap.
 *
 * `uniform` gives independent draws in (0, 1); each index after the first takes one draw, a new block a second one.
 * Source: Politis and Romano (1994), The stationary bootstrap, J. of the American Statistical Association 89.
 */
export function stationaryBootstrapIndices(n: number, meanBlockLength: number, uniform: () => number): Int32Array {
  requireWhole(n, 1, 2 ** 31 - 1, 'n')
  requireInRange(meanBlockLength, 1, n, 'meanBlockLength')
  const newBlock = 1 / meanBlockLength
  const indices = new Int32Array(n)
  indices[0] = Math.floor(n * uniform())
  for (let t = 1; t < n; t++) {
    indices[t] = uniform() < newBlock ? Math.floor(n * uniform()) : (indices[t - 1] + 1) % n
  }
  return indices
}
