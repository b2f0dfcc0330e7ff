import { Matrix, SingularValueDecomposition } from 'ml-matrix'
import { requireSample, TuttiError } from '../errors/index.ts'
import { requireSameLength, type Sample } from '../statistics/index.ts'

/** Notionals that match a profile of key-rate sensitivities. */
export interface KeyRateMatch {
  /** Multiples of each instrument. */
  readonly notionals: readonly number[]
  /** The target less what the instruments give, at each key rate. */
  readonly residual: readonly number[]
  /** Euclidean norm of the residual. */
  readonly residualNorm: number
  /** Instruments that are independent of each other; below their number the notionals are the smallest that do it. */
  readonly rank: number
}

/**
 * The multiples of instruments whose key-rate sensitivities come nearest to `target` (least squares): exact where there
 * are as many independent instruments as key rates, and of the least norm where several solutions are equally near.
 * `instrumentSensitivities` has one row of key rates for each instrument. To hedge a position, match minus its
 * sensitivities.
 *
 * Source: Ho, Key rate durations, J. of Fixed Income 2 (1992); Golub and Van Loan, Matrix Computations, 5.5.
 */
export function keyRateMatch(target: Sample, instrumentSensitivities: readonly Sample[]): KeyRateMatch {
  requireSample(target, 1, 'target')
  if (instrumentSensitivities.length === 0) {
    throw new TuttiError('invalid-input', 'there is no instrument to match the key rates with', {
      field: 'instrumentSensitivities',
      got: 'none',
      expected: 'one row for each instrument',
    })
  }
  instrumentSensitivities.forEach((row, i) => {
    requireSample(row, 1, `instrumentSensitivities[${i}]`)
    requireSameLength(target, row, 'target', `instrumentSensitivities[${i}]`)
  })
  const columns = new Matrix(instrumentSensitivities.map((row) => Array.from(row))).transpose()
  const decomposition = new SingularValueDecomposition(columns, { autoTranspose: true })
  const notionals = decomposition.solve(Matrix.columnVector(Array.from(target))).to1DArray()
  const residual = Array.from(target, (value, k) =>
    instrumentSensitivities.reduce((left, row, i) => left - notionals[i] * row[k], value),
  )
  return { notionals, residual, residualNorm: Math.hypot(...residual), rank: decomposition.rank }
}
