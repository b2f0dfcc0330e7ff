import { requireWhole } from './sample.ts'

/** Blocks of fixed length: `moving` ones lie within the series, `circular` ones wrap around its end. */
export type BlockKind = 'moving' | 'circular'

/**
 * Indices of one block-bootstrap resample of a series of `n` observations: blocks of `blockLength` (1 to n) from random
 * starts, laid end to end and cut at n. Moving blocks take the first and last observations less often than the others;
 * circular ones take all alike.
 *
 * `uniform` gives independent draws in (0, 1), one for each block. Source: Künsch, Annals of Statistics 17 (1989), moving
 * blocks; Politis and Romano (1992), A circular block-resampling procedure for stationary data.
 */
export function blockBootstrapIndices(
  n: number,
  blockLength: number,
  kind: BlockKind,
  uniform: () => number,
): Int32Array {
  requireWhole(n, 1, 2 ** 31 - 1, 'n')
  requireWhole(blockLength, 1, n, 'blockLength')
  const starts = kind === 'moving' ? n - blockLength + 1 : n
  const indices = new Int32Array(n)
  for (let t = 0; t < n; t += blockLength) {
    const start = Math.floor(starts * uniform())
    for (let k = 0; k < blockLength && t + k < n; k++) indices[t + k] = (start + k) % n
  }
  return indices
}
