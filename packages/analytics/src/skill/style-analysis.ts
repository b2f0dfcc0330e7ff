import { requireSample, TuttiError } from '../errors/index.ts'
import { symmetricEigensystem } from '../math/index.ts'
import { solvedProgramme } from '../programming/index.ts'
import { isConstant, mean, requireSameLength, requireWhole, type Sample, variance } from '../statistics/index.ts'

/** Why a style is to be read with care. */
export type StyleCaution =
  /** Fewer than 36 periods, or fewer than three for each style index. */
  | 'short-record'
  /** Two indices of the style do as well in another mix: the weights are one answer of many. */
  | 'weights-not-unique'
  /** Less than half of the variance is style: the mix of indices is not what the manager does. */
  | 'poor-fit'
  /** Standard errors take the weights at zero as known to be so; near zero they are not normal. */
  | 'weights-at-zero'

/** The mix of style indices that moves most like a manager. Figures per period. */
export interface StyleAnalysis {
  /** Of each index, at least 0, summing to 1. */
  readonly weights: readonly number[]
  /** Of each weight; null where the index is a mix of the other active ones, or where no other is active. */
  readonly weightStandardErrors: readonly (number | null)[]
  /** Mean of the manager's return less the style's, per period, and its standard error with the weights taken as known. */
  readonly selectionReturn: number
  readonly selectionStandardError: number
  readonly selectionTStatistic: number | null
  /** Manager less style in each period. */
  readonly selectionReturns: Float64Array
  /** Sample standard deviation (n - 1) of the selection returns. */
  readonly residualDeviation: number
  /** Share of the manager's variance that is style; 1 less residual over total variance. */
  readonly styleRSquared: number
  readonly observations: number
  readonly cautions: readonly StyleCaution[]
}

/**
 * Sharpe's return-based style analysis: weights of at least 0 that sum to 1 and leave the least variance of the difference
 * between the manager's returns (n) and the mix of style indices (`factors`, n rows of k columns).
 *
 * Weight errors are residual / (index deviation that the other active indices leave x sqrt(n - active - 1)).
 * Throws `not-applicable` for a manager that does not vary. Sources: Sharpe, J. of Portfolio Management 18(2), 1992;
 * Lobosco & DiBartolomeo, Financial Analysts Journal 53(4), 1997 (the errors).
 */
export function styleAnalysis(managerReturns: Sample, factors: readonly Sample[]): StyleAnalysis {
  const n = requireSample(managerReturns, 3, 'managerReturns').length
  requireSameLength(managerReturns, { length: factors.length }, 'managerReturns', 'factors')
  const k = requireWhole(factors[0].length, 1, 1000, 'number of factors')
  factors.forEach((row, t) => {
    requireSameLength(factors[0], row, 'factors[0]', `factors[${t}]`)
    requireSample(row, k, `factors[${t}]`)
  })
  const managerVariance = variance(managerReturns, 'sample')
  if (isConstant(managerReturns, managerVariance)) {
    throw new TuttiError('not-applicable', 'a manager whose returns do not vary has no style', {
      field: 'managerReturns',
      got: `${n} returns of ${managerReturns[0]}`,
      expected: 'returns that vary',
    })
  }
  const columns = Array.from({ length: k }, (_, j) => centred(factors.map((row) => row[j])))
  const y = centred(managerReturns)
  const weights = styleWeights(y, columns)
  const selectionReturns = Float64Array.from(managerReturns, (value, t) =>
    weights.reduce((rest, weight, j) => rest - weight * factors[t][j], value),
  )
  const residualVariance = variance(selectionReturns, 'sample')
  const residualDeviation = Math.sqrt(residualVariance)
  const active = weights.flatMap((weight, j) => (weight > 1e-9 ? [j] : []))
  const unexplained = weights.map((_, j) => unexplainedSquares(columns, active, j))
  const room = n - active.length - 1
  const weightStandardErrors = unexplained.map((squares) =>
    squares === null || room < 1 ? null : Math.sqrt((residualVariance * (n - 1)) / squares / room),
  )
  const selectionReturn = mean(selectionReturns)
  const selectionStandardError = residualDeviation / Math.sqrt(n)
  const styleRSquared = 1 - residualVariance / managerVariance
  const cautions: StyleCaution[] = []
  if (n < 36 || n < 3 * k) cautions.push('short-record')
  if (active.length > 1 && active.some((j) => unexplained[j] === null)) cautions.push('weights-not-unique')
  if (styleRSquared < 0.5) cautions.push('poor-fit')
  if (active.length < k) cautions.push('weights-at-zero')
  return {
    weights,
    weightStandardErrors,
    selectionReturn,
    selectionStandardError,
    selectionTStatistic: selectionStandardError > 1e-14 ? selectionReturn / selectionStandardError : null,
    selectionReturns,
    residualDeviation,
    styleRSquared,
    observations: n,
    cautions,
  }
}

/** The quadratic programme, in units of the manager's own variance. */
function styleWeights(y: Float64Array, columns: readonly Float64Array[]): number[] {
  const size = product(y, y)
  const every = columns.map((_, j) => j)
  const outcome = solvedProgramme({
    cost: columns.map((column) => -product(column, y) / size),
    hessian: columns.map((a) => columns.map((b) => product(a, b) / size)),
    lower: every.map(() => 0),
    upper: every.map(() => 1),
    rows: [{ name: 'weights sum to one', indices: every, coefficients: every.map(() => 1), lower: 1, upper: 1 }],
  })
  if (outcome.status !== 'optimal') {
    throw new TuttiError(
      'calculation-failed',
      `the style weights could not be found: the solver ended as ${outcome.status}`,
    )
  }
  return Array.from(outcome.solution.x)
}

/**
 * Sum of squares of index j that no mix (weights summing to 1, of any sign) of the other active indices explains; null
 * where that is nothing, or where no other is active.
 */
function unexplainedSquares(columns: readonly Float64Array[], active: readonly number[], j: number): number | null {
  const [reference, ...others] = active.filter((i) => i !== j)
  if (reference === undefined) return null
  const difference = (i: number): Float64Array => columns[i].map((value, t) => value - columns[reference][t])
  const own = difference(j)
  const total = product(own, own)
  if (!(total > 1e-20 * product(columns[j], columns[j]))) return null
  const unit = (v: Float64Array): Float64Array => {
    const length = Math.sqrt(product(v, v))
    return length > 0 ? v.map((value) => value / length) : v
  }
  const z = [unit(own), ...others.map((i) => unit(difference(i)))]
  const { eigenvalues, vectors } = symmetricEigensystem(
    z.map((a) => z.map((b) => product(a, b))),
    'covariance of the active indices',
  )
  // The inverse's first diagonal entry is 1 over the unexplained share; directions without spread matter where j is in them.
  let inverse = 0
  for (const [i, eigenvalue] of eigenvalues.entries()) {
    if (eigenvalue > 1e-11) inverse += vectors[0][i] ** 2 / eigenvalue
    else if (vectors[0][i] ** 2 > 1e-11) return null
  }
  return total / inverse
}

function centred(values: Sample): Float64Array {
  const centre = mean(values)
  return Float64Array.from(values, (value) => value - centre)
}

function product(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let t = 0; t < a.length; t++) sum += a[t] * b[t]
  return sum
}
