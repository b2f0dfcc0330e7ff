import { choleskyInPlace } from '../programming/dense-cholesky.ts'

/**
 * Cholesky factor L of the covariance of the free assets, kept while assets enter and leave: L L' = Σ[free][free], rows
 * in the order of `free`. Source: Golub & Van Loan, Matrix Computations, 6.5 (updating factorisations).
 */
export interface FreeSetFactor {
  readonly size: number
  /** Σ by rows. */
  readonly covariance: Float64Array
  readonly free: number[]
  /** Row r of L at `lower[r * size …]`. */
  readonly lower: Float64Array
}

/** Relative pivot below which a further free asset counts as a combination of those that are free already. */
const singularPivot = 1e-12

/** The factor of an empty free set, over a covariance of `size` assets by rows. Mutated by the functions below. */
export const emptyFactor = (covariance: Float64Array, size: number): FreeSetFactor => ({
  size,
  covariance,
  free: [],
  lower: new Float64Array(size * size),
})

/** The factor with all assets free; undefined where one of them is a combination of those before it. Costs n³/6. */
export function wholeFactor(covariance: Float64Array, size: number): FreeSetFactor | undefined {
  const lower = covariance.slice()
  if (!choleskyInPlace(lower, size, 0)) return undefined
  for (let i = 0; i < size; i++) {
    if (!(lower[i * size + i] ** 2 > singularPivot * covariance[i * size + i])) return undefined
  }
  return { size, covariance, free: Array.from({ length: size }, (_, i) => i), lower }
}

/** Adds asset `i` at the end; false, with nothing changed, where it is a combination of the free ones. Costs k²/2. */
export function enter(factor: FreeSetFactor, i: number): boolean {
  const { size, covariance, free, lower } = factor
  const k = free.length
  const row = k * size
  let pivot = covariance[i * size + i]
  const floor = singularPivot * pivot
  for (let r = 0; r < k; r++) {
    const start = r * size
    // Four sums that do not wait for one another.
    let s0 = 0
    let s1 = 0
    let s2 = 0
    let s3 = 0
    let c = 0
    for (; c + 3 < r; c += 4) {
      s0 += lower[start + c] * lower[row + c]
      s1 += lower[start + c + 1] * lower[row + c + 1]
      s2 += lower[start + c + 2] * lower[row + c + 2]
      s3 += lower[start + c + 3] * lower[row + c + 3]
    }
    for (; c < r; c++) s0 += lower[start + c] * lower[row + c]
    const entry = (covariance[i * size + free[r]] - (s0 + s1 + (s2 + s3))) / lower[start + r]
    lower[row + r] = entry
    pivot -= entry * entry
  }
  if (!(pivot > floor)) return false
  lower[row + k] = Math.sqrt(pivot)
  free.push(i)
  return true
}

/** Takes out the free asset at `position`, by rotations of the rows below it. Costs up to 2k². */
export function leave(factor: FreeSetFactor, position: number): void {
  const { size, free, lower } = factor
  free.splice(position, 1)
  const k = free.length
  for (let r = position; r < k; r++) {
    const from = (r + 1) * size
    lower.copyWithin(r * size, from, from + r + 2)
  }
  for (let c = position; c < k; c++) {
    const diagonal = lower[c * size + c]
    const beyond = lower[c * size + c + 1]
    const length = Math.hypot(diagonal, beyond)
    const cosine = diagonal / length
    const sine = beyond / length
    for (let r = c; r < k; r++) {
      const at = r * size + c
      const left = lower[at]
      const right = lower[at + 1]
      lower[at] = cosine * left + sine * right
      lower[at + 1] = cosine * right - sine * left
    }
    lower[c * size + c] = length
    lower[c * size + c + 1] = 0
  }
}

/** Solves Σ[free][free] x = b in place, `x` holding b in the order of `free` at first. Costs k². */
export function solveFree({ size, free, lower }: FreeSetFactor, x: Float64Array): void {
  const k = free.length
  for (let r = 0; r < k; r++) {
    const start = r * size
    let sum = x[r]
    for (let c = 0; c < r; c++) sum -= lower[start + c] * x[c]
    x[r] = sum / lower[start + r]
  }
  for (let r = k - 1; r >= 0; r--) {
    const start = r * size
    const value = x[r] / lower[start + r]
    x[r] = value
    for (let c = 0; c < r; c++) x[c] -= lower[start + c] * value
  }
}
