import { TuttiError } from '../errors/index.ts'

/** A polynomial in Chebyshev form on [centre - half, centre + half]. */
export interface ChebyshevFit {
  readonly centre: number
  /** Half the width; 0 for a constant. */
  readonly half: number
  readonly coefficients: Float64Array
}

/**
 * A smooth function as a Chebyshev polynomial, to rounding of its largest value on the interval: the number of nodes
 * doubles until the last coefficients vanish. Throws `calculation-failed` where 512 nodes do not do, or where the function
 * is not finite. Source: Trefethen, Approximation Theory and Approximation Practice (2013), chapters 3 and 8.
 */
export function chebyshevFit(value: (x: number) => number, centre: number, half: number): ChebyshevFit {
  if (half === 0) return { centre, half, coefficients: Float64Array.of(finite(value(centre))) }
  for (let count = 16; count <= 512; count *= 2) {
    const coefficients = coefficientsOf(value, centre, half, count)
    const largest = coefficients.reduce((a, c) => Math.max(a, Math.abs(c)), 0)
    if (largest === 0) return { centre, half, coefficients: new Float64Array(1) }
    const tail = Math.max(Math.abs(coefficients[count - 1]), Math.abs(coefficients[count - 2]))
    if (tail > 1e-14 * largest * Math.sqrt(count)) continue
    let end = count
    while (end > 1 && Math.abs(coefficients[end - 1]) < 2e-16 * largest) end--
    return { centre, half, coefficients: coefficients.slice(0, end) }
  }
  throw new TuttiError(
    'calculation-failed',
    `a value is not smooth over states from ${centre - half} to ${centre + half}`,
  )
}

function coefficientsOf(value: (x: number) => number, centre: number, half: number, count: number): Float64Array {
  const cosines = knownCosines(count)
  const values = Float64Array.from({ length: count }, (_, j) => finite(value(centre + half * cosines[count + j])))
  return Float64Array.from({ length: count }, (_, k) => {
    let sum = 0
    for (let j = 0; j < count; j++) sum += values[j] * cosines[k * count + j]
    return ((k === 0 ? 1 : 2) * sum) / count
  })
}

const tables = new Map<number, Float64Array>()

/** cos(pi k (j + 1/2) / count) at k count + j: made once for each count, of which there are six. */
function knownCosines(count: number): Float64Array {
  const known = tables.get(count)
  if (known !== undefined) return known
  const table = new Float64Array(count * count)
  for (let k = 0; k < count; k++) {
    for (let j = 0; j < count; j++) table[k * count + j] = Math.cos((Math.PI * k * (j + 0.5)) / count)
  }
  tables.set(count, table)
  return table
}

function finite(value: number): number {
  if (Number.isFinite(value)) return value
  throw new TuttiError(
    'calculation-failed',
    'a value of the portfolio is not finite at a reachable state; check the volatilities',
  )
}

/** Adds multiplier x polynomial(x) to `out`, path by path (Clenshaw); `multiplier` null is 1. */
export function addChebyshevValues(
  { centre, half, coefficients }: ChebyshevFit,
  x: Float64Array,
  multiplier: Float64Array | null,
  out: Float64Array,
): void {
  const last = coefficients.length - 1
  const scale = half === 0 ? 0 : 1 / half
  for (let p = 0; p < x.length; p++) {
    const place = (x[p] - centre) * scale
    const twice = 2 * place
    let next = 0
    let afterNext = 0
    for (let k = last; k > 0; k--) {
      const current = coefficients[k] + twice * next - afterNext
      afterNext = next
      next = current
    }
    const value = coefficients[0] + place * next - afterNext
    out[p] += multiplier === null ? value : multiplier[p] * value
  }
}
