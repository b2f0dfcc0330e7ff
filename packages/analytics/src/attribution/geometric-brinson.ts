import { requireSample, TuttiError } from '../errors/index.ts'
import { requireColumn, weightedSum } from './require-columns.ts'

/** Columns of a geometric attribution: one entry a segment. */
export interface GeometricSegments {
  readonly portfolioWeights: readonly number[]
  readonly benchmarkWeights: readonly number[]
  readonly portfolioReturns: readonly number[]
  readonly benchmarkReturns: readonly number[]
}

/** Geometric effects: (1 + total allocation)(1 + total selection) = 1 + geometric excess. */
export interface GeometricBrinson {
  readonly portfolioReturn: number
  readonly benchmarkReturn: number
  /** Return of the benchmark's segments at the portfolio's weights. */
  readonly semiNotionalReturn: number
  readonly geometricExcess: number
  readonly allocation: readonly number[]
  readonly selection: readonly number[]
  readonly totalAllocation: number
  readonly totalSelection: number
  /** Geometric excess less what the two totals compound to: rounding alone. */
  readonly residual: number
}

/**
 * Geometric attribution of one period: allocation (w - W)((1 + b) / (1 + B) - 1), selection, with the interaction,
 * w (r - b) / (1 + S), S the semi-notional return. Effects of segments add up within allocation and within selection;
 * the two totals compound to the geometric excess (1 + R) / (1 + B) - 1. Weights must sum to 1 on both sides: give cash as
 * a segment.
 *
 * Source: Burnie, Knowles & Teder, J. Performance Measurement 3 (1998); Bacon (2008), chapter 5.
 */
export function geometricBrinson(segments: GeometricSegments): GeometricBrinson {
  const { portfolioWeights: w, benchmarkWeights: v, portfolioReturns: r, benchmarkReturns: b } = segments
  const n = requireSample(w, 1, 'portfolioWeights').length
  requireColumn(v, n, 'benchmarkWeights')
  requireColumn(r, n, 'portfolioReturns')
  requireColumn(b, n, 'benchmarkReturns')
  requireFullWeights(w, 'portfolioWeights')
  requireFullWeights(v, 'benchmarkWeights')
  const portfolioReturn = weightedSum(w, r)
  const benchmarkReturn = weightedSum(v, b)
  const semiNotionalReturn = weightedSum(w, b)
  for (const [name, value] of Object.entries({ portfolioReturn, benchmarkReturn, semiNotionalReturn })) {
    requireSurvival(value, name)
  }
  const allocation = w.map((weight, i) => ((weight - v[i]) * (b[i] - benchmarkReturn)) / (1 + benchmarkReturn))
  const selection = w.map((weight, i) => (weight * (r[i] - b[i])) / (1 + semiNotionalReturn))
  const totalAllocation = (semiNotionalReturn - benchmarkReturn) / (1 + benchmarkReturn)
  const totalSelection = (portfolioReturn - semiNotionalReturn) / (1 + semiNotionalReturn)
  const geometricExcess = (portfolioReturn - benchmarkReturn) / (1 + benchmarkReturn)
  return {
    portfolioReturn,
    benchmarkReturn,
    semiNotionalReturn,
    geometricExcess,
    allocation,
    selection,
    totalAllocation,
    totalSelection,
    residual: geometricExcess - (totalAllocation + totalSelection + totalAllocation * totalSelection),
  }
}

/** Throws `not-applicable` for a return that leaves nothing: growth is not defined from there. */
export function requireSurvival(value: number, field: string): number {
  if (value > -1) return value
  throw new TuttiError('not-applicable', `a ${field} of ${value} leaves nothing to compound`, {
    field,
    got: String(value),
    expected: 'a return above -1',
  })
}

function requireFullWeights(weights: readonly number[], field: string): void {
  const sum = weights.reduce((total, weight) => total + weight, 0)
  if (Math.abs(sum - 1) <= 1e-9) return
  throw new TuttiError('invalid-input', `${field} sum to ${sum}; give the rest as a segment of its own`, {
    field,
    got: String(sum),
    expected: 'weights that sum to 1',
  })
}
