import { TuttiError } from '../errors/index.ts'
import { semidefiniteFactor } from '../math/index.ts'
import {
  type InfeasiblePortfolio,
  limitRows,
  type PortfolioLimits,
  purchaseCount,
  requireLimits,
} from '../optimisation/index.ts'
import {
  type OptimalityResiduals,
  type Programme,
  type ProgrammeRow,
  type ProgrammeSolution,
  solvedProgramme,
} from '../programming/index.ts'
import { type BudgetedPortfolio, budgetedPortfolio } from './budgeted-portfolio.ts'
import { limitsConflict, limitsProgramme } from './limits-conflict.ts'
import type { VolatilityCorrelation } from './volatility-correlation.ts'

/** A portfolio of the highest diversification ratio; its budgets are the shares of the risk that came out. */
export interface MostDiversifiedPortfolio extends BudgetedPortfolio {
  readonly status: 'solved'
  readonly residuals: OptimalityResiduals
  readonly programmeMethod: ProgrammeSolution['method']
  /** False where the correlations are singular, so that other portfolios may reach the same ratio. */
  readonly isUnique: boolean
}

/**
 * The portfolio within the limits whose volatility is the least beside the weighted mean of its assets' volatilities (the
 * diversification ratio). In units v = weight x volatility / κ the ratio's inverse is the convex programme min v'Cv with Σv
 * = 1, κ a variable that scales the limits.
 *
 * Throws `not-applicable` where the assets hedge each other completely, so that the ratio has no bound, and where no
 * portfolio within the limits has a positive weighted volatility. Source: Choueifaty and Coignard (2008), Toward maximum
 * diversification; Choueifaty, Froidure and Reynier (2013), Properties of the most diversified portfolio.
 */
export function mostDiversifiedPortfolio(
  model: VolatilityCorrelation,
  limits: PortfolioLimits,
): MostDiversifiedPortfolio | InfeasiblePortfolio {
  const { size, volatilities, correlation } = model
  requireLimits(limits, size)
  const conflict = limitsConflict(limitsProgramme(limits), size)
  if (conflict !== undefined) return conflict
  const programme = ratioProgramme(model, limits)
  const outcome = solvedProgramme(programme, { timeLimitSeconds: 1 + (size / 100) ** 2 })
  if (outcome.status !== 'optimal') {
    throw notApplicable('no portfolio within the limits has a positive weighted volatility', 'short positions alone')
  }
  const { x, residuals, method } = outcome.solution
  const kappa = isScaleFree(limits)
    ? sumOf(x.map((v, i) => (i < size ? v / volatilities[i] : 0)))
    : x[programme.cost.length - 1]
  if (!(kappa > 0))
    throw notApplicable('the limits hold for portfolios of any size, so that none is the answer', `a scale of ${kappa}`)
  let variance = 0
  for (let i = 0; i < size; i++) for (let j = 0; j < size; j++) variance += x[i] * x[j] * correlation[i * size + j]
  if (!(variance > 1e-13)) {
    throw notApplicable(
      'assets hedge each other completely, so that the diversification ratio has no bound; leave one of them out',
      `a ratio of ${variance ** -0.5}`,
    )
  }
  const weights = Float64Array.from({ length: size }, (_, i) =>
    Math.min(limits.maxWeights[i], Math.max(limits.minWeights[i], x[i] / volatilities[i] / kappa)),
  )
  const total = sumOf(weights)
  const found = budgetedPortfolio(model, weights, new Float64Array(size), { method: 'direct', iterations: 1 })
  return {
    ...scaledTo(found, total),
    status: 'solved',
    budgets: found.shares,
    largestGap: 0,
    residuals,
    programmeMethod: method,
    isUnique: isDefinite(model),
  }
}

/** Long only without upper limits and with a given sum: the limits then hold for v as they do for the weights. */
const isScaleFree = ({ minWeights, maxWeights, budget, linear, turnover }: PortfolioLimits): boolean =>
  minWeights.every((weight) => weight === 0) &&
  maxWeights.every((weight) => weight >= Math.max(1, budget.upper)) &&
  budget.lower === budget.upper &&
  budget.lower > 0 &&
  (linear ?? []).length === 0 &&
  turnover === undefined

function ratioProgramme(
  { size, volatilities, correlation }: VolatilityCorrelation,
  limits: PortfolioLimits,
): Programme {
  const all = Array.from({ length: size }, (_, i) => i)
  const unit: ProgrammeRow = {
    name: 'weighted volatility',
    indices: all,
    coefficients: new Float64Array(size).fill(1),
    lower: 1,
    upper: 1,
  }
  const simple = isScaleFree(limits)
  const purchases = simple ? 0 : purchaseCount(limits)
  const count = simple ? size : size + purchases + 1
  const lower = new Float64Array(count).fill(-Infinity)
  if (simple) lower.fill(0)
  else lower.fill(0, size)
  const hessian = Array.from({ length: count }, (_, i) =>
    i < size
      ? Float64Array.from({ length: count }, (__, j) => (j < size ? correlation[i * size + j] : 0))
      : new Float64Array(count),
  )
  return {
    cost: new Float64Array(count),
    hessian,
    lower,
    upper: new Float64Array(count).fill(Infinity),
    rows: simple ? [unit] : [unit, ...scaledRows(volatilities, limits, count - 1)],
  }
}

/** lower κ ≤ a'w κ ≤ upper κ for every limit and bound, in v = κ weight x volatility, whose κ is the variable `scale`. */
function scaledRows(volatilities: Float64Array, limits: PortfolioLimits, scale: number): ProgrammeRow[] {
  const bounds = limits.minWeights.map((lower, i): ProgrammeRow => ({
    name: `bounds ${i}`,
    indices: [i],
    coefficients: [1],
    lower,
    upper: limits.maxWeights[i],
  }))
  return [...limitRows(limits), ...bounds].flatMap(({ name, indices, coefficients, lower, upper }) => {
    const inUnits = Array.from(coefficients, (value, k) =>
      indices[k] < volatilities.length ? value / volatilities[indices[k]] : value,
    )
    const size = Math.max(1e-300, ...inUnits.map(Math.abs))
    const scaled = inUnits.map((value) => value / size)
    const against = (bound: number, end: string, isLower: boolean): ProgrammeRow[] =>
      Number.isFinite(bound)
        ? [
            {
              name: `${name} ${end}`,
              indices: [...Array.from(indices), scale],
              coefficients: [...scaled, -bound / size],
              lower: isLower ? 0 : -Infinity,
              upper: isLower ? Infinity : 0,
            },
          ]
        : []
    return [...against(lower, 'lower', true), ...against(upper, 'upper', false)]
  })
}

function scaledTo(portfolio: BudgetedPortfolio, total: number): BudgetedPortfolio {
  if (total === 1) return portfolio
  const scaled = (values: Float64Array): Float64Array => values.map((value) => value * total)
  return {
    ...portfolio,
    weights: scaled(portfolio.weights),
    volatility: portfolio.volatility * Math.abs(total),
    contributions: scaled(portfolio.contributions),
  }
}

/** Whether all pivots of the Cholesky factor of the correlations are above rounding. */
function isDefinite({ size, correlation }: VolatilityCorrelation): boolean {
  const lower = semidefiniteFactor(correlation, size)
  for (let i = 0; i < size; i++) if (!(lower[i * size + i] > 1e-6)) return false
  return true
}

const sumOf = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0)

const notApplicable = (message: string, got: string): TuttiError =>
  new TuttiError('not-applicable', message, {
    field: 'limits',
    got,
    expected: 'limits under which the ratio has a maximum',
  })
