import { inverse, Matrix } from 'ml-matrix'
import { TuttiError } from '../errors/index.ts'

const maxNorm = (matrix: Matrix): number => Math.max(...matrix.to1DArray().map(Math.abs)) * matrix.rows

/** e^A by scaling, a Taylor series of order 18, and squaring. */
export function matrixExponential(a: Matrix): Matrix {
  const norm = maxNorm(a)
  const squarings = norm > 0.5 ? Math.ceil(Math.log2(norm / 0.5)) : 0
  const scaled = Matrix.mul(a, 2 ** -squarings)
  let sum = Matrix.eye(a.rows)
  let term = Matrix.eye(a.rows)
  for (let k = 1; k <= 18; k++) {
    term = term.mmul(scaled).div(k)
    sum = sum.add(term)
  }
  for (let k = 0; k < squarings; k++) sum = sum.mmul(sum)
  return sum
}

/** Principal square root by the Denman-Beavers iteration; `undefined` where it does not converge. */
function squareRoot(a: Matrix): Matrix | undefined {
  let y = a
  let z = Matrix.eye(a.rows)
  for (let iteration = 0; iteration < 60; iteration++) {
    const nextY = Matrix.add(y, inverse(z)).mul(0.5)
    const nextZ = Matrix.add(z, inverse(y)).mul(0.5)
    const change = maxNorm(Matrix.sub(nextY, y))
    y = nextY
    z = nextZ
    if (!Number.isFinite(change)) return undefined
    if (change < 1e-15 * a.rows) return y
  }
  const error = maxNorm(Matrix.sub(y.mmul(y), a))
  return error < 1e-10 ? y : undefined
}

/**
 * Principal logarithm, by square roots until the matrix is near one and the series of the inverse hyperbolic tangent.
 * Throws `not-applicable` where there is none, as for a singular matrix or one with a negative eigenvalue. Source: Higham,
 * Functions of Matrices (2008), chapter 11.
 */
export function matrixLogarithm(a: Matrix): Matrix {
  const none = (cause?: unknown): TuttiError =>
    new TuttiError(
      'not-applicable',
      'the matrix has no real principal logarithm: it is singular or has an eigenvalue at or below 0; estimate the generator from the data instead',
      { field: 'matrix', cause },
    )
  const one = Matrix.eye(a.rows)
  let root = a
  let roots = 0
  try {
    while (maxNorm(Matrix.sub(root, one)) > 0.25) {
      const next = roots > 40 ? undefined : squareRoot(root)
      if (next === undefined) throw none()
      root = next
      roots++
    }
    const z = Matrix.sub(root, one).mmul(inverse(Matrix.add(root, one)))
    const squared = z.mmul(z)
    let power = z
    let sum = z.clone()
    for (let k = 3; k <= 41; k += 2) {
      power = power.mmul(squared)
      sum = sum.add(Matrix.div(power, k))
    }
    return sum.mul(2 ** (roots + 1))
  } catch (error) {
    throw error instanceof TuttiError ? error : none(error)
  }
}
