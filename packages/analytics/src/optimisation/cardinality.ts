import { requireInRange, TuttiError } from '../errors/index.ts'
import { mixedIntegerQuadratic, type BranchOptions, type Programme } from '../programming/index.ts'
import { infeasiblePortfolio, unproven, type InfeasiblePortfolio, type NamedLimit } from './infeasible-portfolio.ts'
import { atTolerance, halfConstant, withOptimum } from './mean-variance.ts'
import type { PortfolioLimits } from './portfolio-limits.ts'
import { optimisationTask, type OptimisationInput, type OptimisationTask } from './optimisation-task.ts'
import { heldPortfolio } from './held-portfolio.ts'
import type { HoldingLimits } from './holding-limits.ts'
import { holdingConflict } from './holding-conflict.ts'
import { quadraticProgramme } from './quadratic-optimum.ts'
import { solvedPortfolio, type PortfolioOutcome } from './solved-portfolio.ts'

/**
 * The weights of highest utility riskTolerance·μ'w - ½w'Σw with at most so many holdings, none below the least size; a
 * risk tolerance of 0 asks for the least variance. By branch and bound with a proven gap (`solver.residuals.mipGap`); the
 * shadow prices are those of the portfolio with the same assets. An asset with a positive least weight is always held.
 *
 * `objective` is the utility. Throws `invalid-input` for weights without finite bounds, `unsupported` for a least holding
 * together with short positions, and as `minimumVariance`. Source: Bienstock (1996); Bertsimas & Shioda (2009).
 */
export function cardinalityPortfolio(
  input: OptimisationInput,
  riskTolerance: number,
  holdings: HoldingLimits,
  options: BranchOptions = {},
): PortfolioOutcome {
  const task = optimisationTask(input)
  requireInRange(holdings.maxHoldings, 1, Number.MAX_SAFE_INTEGER, 'maxHoldings')
  requireInRange(holdings.minHolding, 0, Number.MAX_VALUE, 'minHolding')
  requireInRange(riskTolerance, 0, Number.MAX_VALUE, 'riskTolerance')
  requireServed(task, holdings)
  return withOptimum(task, atTolerance(task, riskTolerance), () => {
    const reward = task.expectedReturns.map((value, i) => riskTolerance * value + (task.relative?.hedge[i] ?? 0))
    const programme = quadraticProgramme({ hessian: task.risk, reward, limits: task.limits, costs: task.costs })
    const found = branchedOrNone(task, programme, holdings, options)
    if (found.status === 'infeasible') return withoutHoldings(task, programme, holdings)
    if (found.status === 'unbounded') throw new TuttiError('calculation-failed', 'bounded weights were found unbounded')
    const held = new Set(found.held)
    const limits = {
      ...task.limits,
      minWeights: task.limits.minWeights.map((low, i) =>
        held.has(i) ? Math.max(low, least(low, holdings)) : Math.max(low, 0),
      ),
      maxWeights: task.limits.maxWeights.map((high, i) => (held.has(i) || task.limits.minWeights[i] > 0 ? high : 0)),
    }
    return withOptimum(task, atTolerance(task, riskTolerance, limits), (optimum) => {
      const report = solvedPortfolio(task, optimum, { factor: -1, constant: -halfConstant(task) })
      const solver = {
        ...report.solver,
        method: 'branch-and-bound' as const,
        residuals: { ...report.solver.residuals, mipGap: Math.max(0, found.relativeGap) },
      }
      const stopped =
        found.status === 'stopped'
          ? [`not-proven: the search stopped after ${found.nodes} nodes; the optimum may be better by the stated gap`]
          : []
      return { ...report, solver, cautions: [...report.cautions, ...stopped] }
    })
  })
}

const figure = (value: number): number => Number(value.toPrecision(6))

const least = (low: number, { minHolding }: HoldingLimits): number => (low < 0 ? low : minHolding)

function requireServed({ limits }: OptimisationTask, { minHolding }: HoldingLimits): void {
  limits.minWeights.forEach((low, i) => {
    if (!Number.isFinite(low) || !Number.isFinite(limits.maxWeights[i])) {
      throw new TuttiError('invalid-input', `weights need finite bounds to count holdings; asset ${i + 1} has none`, {
        field: `limits[${i}]`,
        got: `[${low}, ${limits.maxWeights[i]}]`,
        expected: 'finite bounds',
      })
    }
    if (low < 0 && minHolding > 0) {
      throw new TuttiError('unsupported', 'a least holding together with short positions is not served', {
        field: `minWeights[${i}]`,
        got: String(low),
        expected: 'at least 0',
      })
    }
  })
}

/** The same, and where no point was found, `infeasible` if a search for any portfolio proves that there is none. */
function branchedOrNone(task: OptimisationTask, programme: Programme, holdings: HoldingLimits, options: BranchOptions) {
  try {
    return branched(task, programme, holdings, options)
  } catch (error) {
    if (!(error instanceof TuttiError && error.code === 'not-converged')) throw error
    if (heldPortfolio(task.limits, holdings) !== 'none') throw error
    return { status: 'infeasible' as const }
  }
}

function branched(task: OptimisationTask, programme: Programme, holdings: HoldingLimits, options: BranchOptions) {
  const { minWeights, maxWeights } = task.limits
  const optional = minWeights.map((_, i) => i).filter((i) => minWeights[i] <= 0 && maxWeights[i] >= 0)
  const needed = minWeights.length - optional.length
  if (needed > holdings.maxHoldings) return { status: 'infeasible' as const }
  return mixedIntegerQuadratic(
    programme,
    {
      semiContinuous: optional.map((index) => {
        const lower = Math.min(least(minWeights[index], holdings), maxWeights[index])
        return {
          index,
          lower: maxWeights[index] < holdings.minHolding ? 0 : lower,
          upper: maxWeights[index] < holdings.minHolding ? 0 : maxWeights[index],
        }
      }),
      maxNonzero: holdings.maxHoldings - needed,
    },
    options,
  )
}

/** Most limits of a conflict told in words. */
const mostTold = 12

/** Why the limits can be met, but not with so few or so large holdings: the nearest number or size with which they can. */
function withoutHoldings(task: OptimisationTask, programme: Programme, holdings: HoldingLimits): InfeasiblePortfolio {
  const size = task.risk.size
  let isGivenUp = false
  const searched = (limits: PortfolioLimits, tried: HoldingLimits): Float64Array | 'none' | 'unknown' => {
    const found = heldPortfolio(limits, tried)
    if (found === 'unknown') isGivenUp = true
    return found
  }
  const point = (tried: HoldingLimits): Float64Array | undefined => {
    const found = searched(task.limits, tried)
    return typeof found === 'string' ? undefined : found
  }
  const meets = (limits: PortfolioLimits, tried: HoldingLimits): boolean | undefined => {
    const found = searched(limits, tried)
    return found === 'unknown' ? undefined : found !== 'none'
  }
  const report = (
    limit: NamedLimit,
    exact: number,
    weights: Float64Array,
    unlimited: readonly NamedLimit[] = [],
  ): InfeasiblePortfolio => {
    const to = Number(exact.toPrecision(12))
    const moved = { ...limit, to, amount: Number(Math.abs(to - limit.bound).toPrecision(12)) }
    const changes = [moved, ...unlimited.map((item) => ({ ...item, to: 0, amount: item.bound }))]
    const besides = unlimited.map((item) => ` and ${item.limit} 0`).join('')
    const nearest = !isGivenUp ? '' : ' (a search was given up: less may do)'
    const { conflict, proven } = holdingConflict(task.limits, holdings, meets)
    const others = conflict.filter((item) => item.limit !== limit.limit)
    const clash = others
      .slice(0, mostTold)
      .map((item) => `${item.limit} ${item.side === 'upper' ? 'at most' : 'at least'} ${figure(item.bound)}`)
    return {
      status: 'infeasible',
      words: `the other limits cannot be met with ${limit.limit} at ${limit.side === 'upper' ? 'most' : 'least'} ${figure(limit.bound)}; with ${figure(to)}${besides} they can${nearest}${clash.length > 0 ? `; it clashes with: ${clash.join(', ')}${others.length > mostTold ? ` and ${others.length - mostTold} more` : ''}` : ''}${proven ? '' : unproven}`,
      conflict,
      relaxation: changes,
      fewestChanges: changes,
      compromise: { weights, broken: changes },
      prices: [],
    }
  }
  const most: NamedLimit = { limit: 'number of holdings', side: 'upper', bound: holdings.maxHoldings }
  const smallest: NamedLimit = { limit: 'least holding', side: 'lower', bound: holdings.minHolding }
  /** The least number of holdings with which the limits can be met beside a least holding, and weights that do. */
  const leastNumber = (minHolding: number): { number: number; weights: Float64Array } | undefined => {
    if (point({ minHolding, maxHoldings: size }) === undefined) return undefined
    let low = Math.min(holdings.maxHoldings, size) - (minHolding === holdings.minHolding ? 0 : 1)
    let high = size
    while (high - low > 1) {
      const middle = Math.floor(0.5 * (low + high))
      if (point({ minHolding, maxHoldings: middle }) === undefined) low = middle
      else high = middle
    }
    const weights = point({ minHolding, maxHoldings: high })
    return weights && { number: high, weights }
  }
  const larger = leastNumber(holdings.minHolding)
  if (larger !== undefined) return report(most, larger.number, larger.weights)
  let low = 0
  let high = holdings.minHolding
  let weights = point({ ...holdings, minHolding: 0 })
  for (let round = 0; weights !== undefined && round < 20; round++) {
    const middle = 0.5 * (low + high)
    const tried = point({ ...holdings, minHolding: middle })
    if (tried === undefined) high = middle
    else {
      low = middle
      weights = tried
    }
  }
  if (weights !== undefined) return report(smallest, low, weights)
  const both = leastNumber(0)
  if (both !== undefined) return report(most, both.number, both.weights, [smallest])
  if (isGivenUp) {
    throw new TuttiError(
      'not-converged',
      'whether the limits on holdings can be met was not decided in time; loosen the number or the least size of holdings',
      { field: 'maxHoldings' },
    )
  }
  return infeasiblePortfolio(programme, size)
}
