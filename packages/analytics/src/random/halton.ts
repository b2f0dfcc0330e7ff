import { TuttiError } from '../errors/index.ts'

/** Radical inverse of `index` (>= 0) in an integer `base` (>= 2): its digits mirrored at the point, in [0, 1). */
export function radicalInverse(index: number, base: number): number {
  if (!Number.isSafeInteger(index) || index < 0) {
    throw new TuttiError('invalid-input', `index must be a whole number of at least 0, got ${index}`, {
      field: 'index',
      got: String(index),
      expected: 'a whole number >= 0',
    })
  }
  if (!Number.isSafeInteger(base) || base < 2) {
    throw new TuttiError('invalid-input', `base must be a whole number of at least 2, got ${base}`, {
      field: 'base',
      got: String(base),
      expected: 'a whole number >= 2',
    })
  }
  let mirrored = 0
  let scale = 1
  for (let rest = index; rest > 0; rest = Math.floor(rest / base)) {
    mirrored = mirrored * base + (rest % base)
    scale *= base
  }
  return mirrored / scale
}

/**
 * Halton points `firstIndex` to `firstIndex + count - 1`, one row a point, one column a base; index 0 is the zero point.
 * The bases are pairwise coprime (usually the first primes); beyond about ten dimensions prefer Sobol.
 * Source: J. H. Halton, Numerische Mathematik 2 (1960), 84-90.
 */
export function haltonPoints(bases: readonly number[], count: number, firstIndex = 0): number[][] {
  return Array.from({ length: count }, (_, i) => bases.map((base) => radicalInverse(firstIndex + i, base)))
}
