import { TuttiError } from '../errors/index.ts'
import { requireLimits, type PortfolioLimits } from './portfolio-limits.ts'
import type { RelativeRisk } from './box-frontier.ts'
import type { LinearCosts } from './quadratic-optimum.ts'
import { riskMatrix, type RiskMatrix } from './risk-matrix.ts'

/** What an optimisation starts from, as a caller gives it. */
export interface OptimisationInput {
  /** One for each asset, over the same period as the covariance. */
  readonly expectedReturns?: ArrayLike<number> | undefined
  readonly covariance: readonly ArrayLike<number>[]
  readonly limits: PortfolioLimits
  /** Measures risk against a benchmark or a liability. */
  readonly relative?: RelativeRisk | undefined
  /** In the units of the objective. */
  readonly costs?: LinearCosts | undefined
}

/** The same, checked. */
export interface OptimisationTask {
  readonly expectedReturns: Float64Array
  /** Whether expected returns were given; else they are zeros. */
  readonly withReturns: boolean
  readonly risk: RiskMatrix
  readonly limits: PortfolioLimits
  readonly relative: RelativeRisk | undefined
  readonly costs: LinearCosts | undefined
}

/** The checked task. Throws `invalid-input` naming the field for whatever does not fit together or is no number. */
export function optimisationTask(input: OptimisationInput): OptimisationTask {
  const risk = riskMatrix(input.covariance)
  const limits = requireLimits(input.limits, risk.size)
  if (input.expectedReturns !== undefined) requireEach(input.expectedReturns, risk.size, 'expectedReturns')
  if (input.relative !== undefined) requireEach(input.relative.hedge, risk.size, 'hedge')
  if (input.costs !== undefined) requireCosts(input.costs, limits, risk.size)
  return {
    expectedReturns: Float64Array.from(input.expectedReturns ?? new Float64Array(risk.size)),
    withReturns: input.expectedReturns !== undefined,
    risk,
    limits,
    relative: input.relative,
    costs: input.costs,
  }
}

/** Throws `invalid-input` unless `values` holds one finite number for each of `size` assets. */
export function requireEach(values: ArrayLike<number>, size: number, field: string): void {
  if (values.length !== size) {
    throw invalid(field, `${values.length} entries`, `${size} entries, one for each row of the covariance`)
  }
  for (let i = 0; i < size; i++) {
    if (!Number.isFinite(values[i])) throw invalid(`${field}[${i}]`, String(values[i]), 'a finite number')
  }
}

function requireCosts({ currentWeights, buy, sell }: LinearCosts, { turnover }: PortfolioLimits, size: number): void {
  requireEach(currentWeights, size, 'costs.currentWeights')
  requireEach(buy, size, 'costs.buy')
  requireEach(sell, size, 'costs.sell')
  for (let i = 0; i < size; i++) {
    if (buy[i] + sell[i] < 0) {
      throw invalid(`costs.buy[${i}]`, `${buy[i]} to buy, ${sell[i]} to sell`, 'costs that are no gain on a round trip')
    }
    if (turnover !== undefined && turnover.currentWeights[i] !== currentWeights[i]) {
      throw invalid(
        `turnover.currentWeights[${i}]`,
        String(turnover.currentWeights[i]),
        `the current weight of the costs, ${currentWeights[i]}`,
      )
    }
  }
}

const invalid = (field: string, got: string, expected: string): TuttiError =>
  new TuttiError('invalid-input', `${field} must be ${expected}, got ${got}`, { field, got, expected })
