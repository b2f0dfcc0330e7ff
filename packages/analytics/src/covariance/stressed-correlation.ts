import { requireFinite, requireInRange, TuttiError } from '../errors/index.ts'
import type { Rows } from '../math/index.ts'
import { constrainedNearestCorrelation } from './constrained-nearest-correlation.ts'
import { requireCorrelation } from './denoised-correlation.ts'
import { symmetricEigenvalues } from './symmetric-eigenvalues.ts'

/** One change of a correlation matrix; series are counted from 0. */
export type CorrelationStress =
  /** A share of the way (0 to 1) to another correlation matrix, or to the same correlation everywhere. */
  | { readonly kind: 'towards'; readonly target: Rows | number; readonly share: number }
  /** The correlations between two groups (or within one, given twice) moved up or down, held to [-1, 1]. */
  | {
      readonly kind: 'block'
      readonly first: readonly number[]
      readonly second: readonly number[]
      readonly shift: number
    }
  /** Correlations set by hand. */
  | {
      readonly kind: 'pairs'
      readonly pairs: readonly (readonly [number, number, number])[]
      readonly keepPairs: boolean
    }

/** A correlation matrix under stress. */
export interface StressedCorrelation {
  readonly correlation: number[][]
  /** Whether the changes had to be repaired to give a valid matrix, and how far that moved it (Frobenius). */
  readonly repaired: boolean
  readonly repairDistance: number
  /** Largest difference between what was asked for and what came out. */
  readonly largestRepair: number
  readonly smallestEigenvalueAsked: number
  readonly averageBefore: number
  readonly averageAfter: number
}

/**
 * Applies stresses in turn and repairs the result, where it is no longer positive semidefinite, to the nearest
 * correlation matrix; with `keepPairs` the pairs set by hand are kept exactly.
 *
 * Throws `invalid-input` for series outside the matrix or an invalid matrix, `infeasible` where the pairs to keep leave
 * no valid matrix. Source: Higham, IMA J. Numerical Analysis 22 (2002); Qi & Sun, Quantitative Finance 10 (2010).
 */
export function stressedCorrelation(correlation: Rows, stresses: readonly CorrelationStress[]): StressedCorrelation {
  const size = requireCorrelation(correlation, 'correlation')
  const asked = Array.from({ length: size }, (_, i) => Array.from({ length: size }, (_v, j) => correlation[i][j]))
  const kept: [number, number][] = []
  for (const stress of stresses) {
    if (stress.kind === 'towards') moveTowards(asked, stress)
    else if (stress.kind === 'block') shiftBlock(asked, stress)
    else {
      for (const [i, j, value] of stress.pairs) {
        setPair(asked, i, j, requireInRange(value, -1, 1, `correlation of pair (${i}, ${j})`))
        if (stress.keepPairs) kept.push([i, j])
      }
    }
  }
  const smallest = symmetricEigenvalues(Float64Array.from(asked.flat()), size)[size - 1]
  const valid = smallest >= -1e-12 * size
  const result = valid ? { matrix: asked, frobeniusDistance: 0 } : constrainedNearestCorrelation(asked, { fixed: kept })
  let largestRepair = 0
  asked.forEach((row, i) =>
    row.forEach((value, j) => (largestRepair = Math.max(largestRepair, Math.abs(value - result.matrix[i][j])))),
  )
  return {
    correlation: result.matrix,
    repaired: !valid,
    repairDistance: result.frobeniusDistance,
    largestRepair,
    smallestEigenvalueAsked: smallest,
    averageBefore: averageOf(correlation),
    averageAfter: averageOf(result.matrix),
  }
}

function moveTowards(matrix: number[][], { target, share }: Extract<CorrelationStress, { kind: 'towards' }>): void {
  const size = matrix.length
  requireInRange(share, 0, 1, 'share')
  if (typeof target === 'number') requireInRange(target, size > 1 ? -1 / (size - 1) : -1, 1, 'target')
  else if (requireCorrelation(target, 'target') !== size) {
    throw new TuttiError('invalid-input', `target has ${target.length} series where the matrix has ${size}`, {
      field: 'target',
      got: `${target.length} rows`,
      expected: `${size} rows`,
    })
  }
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) {
      if (i !== j) matrix[i][j] += share * ((typeof target === 'number' ? target : target[i][j]) - matrix[i][j])
    }
  }
}

function shiftBlock(matrix: number[][], { first, second, shift }: Extract<CorrelationStress, { kind: 'block' }>): void {
  requireFinite(shift, 'shift')
  const done = new Set<string>()
  for (const i of first) {
    for (const j of second) {
      const pair = `${Math.min(i, j)},${Math.max(i, j)}`
      if (i === j || done.has(pair)) continue
      done.add(pair)
      requireSeries(matrix, i, j)
      setPair(matrix, i, j, Math.min(1, Math.max(-1, matrix[i][j] + shift)))
    }
  }
}

function setPair(matrix: number[][], i: number, j: number, value: number): void {
  requireSeries(matrix, i, j)
  matrix[i][j] = value
  matrix[j][i] = value
}

function requireSeries(matrix: readonly unknown[], i: number, j: number): void {
  if (
    Number.isInteger(i) &&
    Number.isInteger(j) &&
    i >= 0 &&
    j >= 0 &&
    i < matrix.length &&
    j < matrix.length &&
    i !== j
  )
    return
  throw new TuttiError('invalid-input', `there is no pair (${i}, ${j}) in a matrix of ${matrix.length} series`, {
    field: 'pairs',
    got: `(${i}, ${j})`,
    expected: `two different whole numbers from 0 to ${matrix.length - 1}`,
  })
}

function averageOf(matrix: Rows): number {
  const size = matrix.length
  if (size === 1) return 1
  let sum = 0
  for (let i = 0; i < size; i++) for (let j = 0; j < i; j++) sum += matrix[i][j]
  return sum / ((size * (size - 1)) / 2)
}
