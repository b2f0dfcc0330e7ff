import assert from 'node:assert/strict'
import { TuttiError } from '../errors/index.ts'
import { boxLimits, type PortfolioLimits } from './portfolio-limits.ts'
import type { InfeasiblePortfolio } from './infeasible-portfolio.ts'

/** Five assets on which the independent values were computed. */
export const covariance = [
  [0.0225, 0.003, 0.015, 0.0225, 0.0075],
  [0.003, 0.04, 0.035, 0.024, 0.008],
  [0.015, 0.035, 0.0625, 0.06, 0.00125],
  [0.0225, 0.024, 0.06, 0.09, 0.003],
  [0.0075, 0.008, 0.00125, 0.003, 0.01],
]
export const expectedReturns = [0.055, 0.07, 0.085, 0.11, 0.03]
export const currentWeights = [0.22, 0.18, 0.2, 0.25, 0.15]

/** At most 0.6 each, the first two at most 0.3 together, the next two at least 0.35. */
export const grouped: PortfolioLimits = {
  ...boxLimits(5, 0, 0.6, 1),
  linear: [
    { name: 'defensive', coefficients: [1, 1, 0, 0, 0], lower: -Infinity, upper: 0.3 },
    { name: 'growth', coefficients: [0, 0, 1, 1, 0], lower: 0.35, upper: Infinity },
  ],
}

/** The solved outcome, or a failed test. */
export function solved<T extends { readonly status: 'solved' }>(outcome: T | InfeasiblePortfolio): T {
  if (outcome.status === 'infeasible') return assert.fail(outcome.words)
  return outcome
}

export function near(actual: number, expected: number, tolerance = 1e-9): void {
  assert.ok(Math.abs(actual - expected) <= tolerance * (1 + Math.abs(expected)), `got ${actual}, expected ${expected}`)
}

export function nearAll(actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance = 1e-9): void {
  assert.equal(actual.length, expected.length)
  for (let i = 0; i < expected.length; i++) near(actual[i], expected[i], tolerance)
}

export const failsWith =
  (code: string, words = /./) =>
  (error: unknown): boolean =>
    error instanceof TuttiError && error.code === code && words.test(error.message)

/** A seeded market: a definite covariance of a few factors, and returns. */
export function market(count: number, seed: number): { covariance: number[][]; expectedReturns: number[] } {
  let state = seed >>> 0
  const uniform = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 4294967296
  }
  const centred = (): number => uniform() + uniform() + uniform() - 1.5
  const loadings = Array.from({ length: count }, () => [0.1 + 0.1 * centred(), 0.08 * centred(), 0.05 * centred()])
  const specific = Array.from({ length: count }, () => 0.004 + 0.03 * uniform())
  return {
    covariance: loadings.map((a, i) =>
      loadings.map((b, j) => a.reduce((sum, value, k) => sum + value * b[k], 0) + (i === j ? specific[i] : 0)),
    ),
    expectedReturns: Array.from({ length: count }, () => 0.05 + 0.04 * centred()),
  }
}

/** Another portfolio between bounds with the same budget, by shifting random weights. */
export function feasibleWeights(low: number, high: number, budget: number, raw: readonly number[]): number[] {
  let shiftLow = -10
  let shiftHigh = 10
  const at = (shift: number): number[] => raw.map((value) => Math.min(high, Math.max(low, value + shift)))
  for (let round = 0; round < 100; round++) {
    const middle = 0.5 * (shiftLow + shiftHigh)
    if (at(middle).reduce((sum, value) => sum + value, 0) > budget) shiftHigh = middle
    else shiftLow = middle
  }
  return at(shiftLow)
}

/** w'Σw. */
export const varianceOf = (rows: readonly (readonly number[])[], weights: ArrayLike<number>): number =>
  rows.reduce((sum, row, i) => sum + weights[i] * row.reduce((inner, value, j) => inner + value * weights[j], 0), 0)

export const returnOf = (returns: readonly number[], weights: ArrayLike<number>): number =>
  returns.reduce((sum, value, i) => sum + value * weights[i], 0)
