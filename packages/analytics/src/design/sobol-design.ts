import { sobolPoint, sobolSequence, type SobolScramble } from '../random/index.ts'
import { requireCount } from './latin-hypercube.ts'

/**
 * The first `count` Sobol points (rows) in the unit cube of `dimension`, scrambled when `scramble` is given.
 * Balanced when `count` is a power of two. Unscrambled, the first point is the zero point. Throws `invalid-input`.
 */
export function sobolDesign(count: number, dimension: number, scramble?: SobolScramble): number[][] {
  requireCount(count, 'count')
  const sequence = sobolSequence(dimension, scramble)
  return Array.from({ length: count }, (_, i) => Array.from(sobolPoint(sequence, i)))
}
