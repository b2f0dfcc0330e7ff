import { requireInRange, TuttiError } from '../errors/index.ts'
import { mixedIntegerQuadratic, type BranchOptions, type Programme } from '../programming/index.ts'
import { infeasiblePortfolio, type InfeasiblePortfolio, type NamedLimit } from './infeasible-portfolio.ts'
import { atTolerance, halfConstant, withOptimum } from './mean-variance.ts'
import { optimisationTask, type OptimisationInput, type OptimisationTask } from './optimisation-task.ts'
import { quadraticProgramme } from './quadratic-optimum.ts'
import { solvedPortfolio, type PortfolioOutcome } from './solved-portfolio.ts'

/** How many assets may be held, and how little of one. */
export interface HoldingLimits {
  /** Most assets with a weight other than zero. */
  readonly maxHoldings: number
  /** Least weight of an asset that is held; 0 for none. */
  readonly minHolding: number
}

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
    const found = branched(task, programme, holdings, options)
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

/** Why the limits can be met, but not with so few or so large holdings: the nearest number or size with which they can. */
function withoutHoldings(task: OptimisationTask, programme: Programme, holdings: HoldingLimits): InfeasiblePortfolio {
  const { hessian: _, ...linear } = programme
  const feasibility: Programme = { ...linear, cost: new Float64Array(programme.cost.length) }
  const size = task.risk.size
  const point = (tried: HoldingLimits): Float64Array | undefined => {
    const found = branched(task, feasibility, tried, { nodeLimit: 2000 })
    return 'x' in found ? found.x.slice(0, size) : undefined
  }
  const report = (limit: NamedLimit, to: number, weights: Float64Array, others: NamedLimit[]): InfeasiblePortfolio => {
    const moved = { ...limit, to, amount: Math.abs(to - limit.bound) }
    return {
      status: 'infeasible',
      words: `the other limits cannot be met with ${limit.limit} at ${limit.side === 'upper' ? 'most' : 'least'} ${limit.bound}; with ${to} they can`,
      conflict: [limit, ...others],
      relaxation: [moved],
      fewestChanges: [moved],
      compromise: { weights, broken: [moved] },
      prices: [],
    }
  }
  const most: NamedLimit = { limit: 'number of holdings', side: 'upper', bound: holdings.maxHoldings }
  const smallest: NamedLimit = { limit: 'least holding', side: 'lower', bound: holdings.minHolding }
  if (point({ ...holdings, maxHoldings: size }) !== undefined) {
    let low = holdings.maxHoldings
    let high = size
    while (high - low > 1) {
      const middle = Math.floor(0.5 * (low + high))
      if (point({ ...holdings, maxHoldings: middle }) === undefined) low = middle
      else high = middle
    }
    const weights = point({ ...holdings, maxHoldings: high })
    if (weights !== undefined) return report(most, high, weights, holdings.minHolding > 0 ? [smallest] : [])
  }
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
  if (weights !== undefined) return report(smallest, low, weights, [most])
  return infeasiblePortfolio(programme, size)
}
