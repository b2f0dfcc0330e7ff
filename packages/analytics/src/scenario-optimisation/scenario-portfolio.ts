import { requireFinite, requireSample, TuttiError } from '../errors/index.ts'
import {
  assetNames,
  type BindingLimit,
  type InfeasiblePortfolio,
  type PortfolioLimits,
  purchaseCount,
  requireLimits,
  unproven,
} from '../optimisation/index.ts'
import {
  type OptimalityResiduals,
  type Programme,
  type ProgrammeSolution,
  solvedProgramme,
} from '../programming/index.ts'
import { limitsConflict } from '../risk-budgeting/index.ts'
import { requireSameLength, type Sample } from '../statistics/index.ts'
import { activeScenarioSolution, type ScenarioSolution, unboundedWeights } from './active-scenarios.ts'
import { riskRows } from './risk-rows.ts'
import { EXPECTED_RETURN_ROW, RISK_ROW, type ScenarioAim, scenarioProgramme } from './scenario-programme.ts'
import { tailVertexSolution } from './tail-vertex.ts'
import { requireRisk, type ScenarioRisk, scenarioRisk } from './scenario-risk.ts'
import type { ScenarioSet } from './scenario-set.ts'

/** A limit that binds, and what one more unit of its bound changes the objective by. */
export interface ScenarioBinding {
  /** An asset (its own bound), `budget`, `turnover`, a limit's name, `least expected return` or `largest risk`. */
  readonly limit: string
  readonly kind: BindingLimit['kind'] | 'expected-return' | 'risk'
  readonly side: BindingLimit['side']
  readonly bound: number
  /** Derivative of the objective by the bound. */
  readonly shadowPrice: number
}

/** How a scenario programme was solved, and how far from the optimum the answer can be at most. */
export interface ScenarioSolver {
  readonly method: ProgrammeSolution['method'] | 'active-scenarios'
  /** Programmes solved. */
  readonly rounds: number
  /** Objective at the weights less the proven lower bound, in the unit of the objective. */
  readonly gap: number
  readonly residuals: OptimalityResiduals
  readonly fallbackReason?: string | undefined
}

/** A portfolio that is optimal over scenarios. */
export interface ScenarioPortfolio {
  readonly status: 'solved'
  readonly weights: Float64Array
  /** The measure of risk, computed anew from the weights. */
  readonly risk: number
  readonly expectedReturn: number
  /** What the aim makes least: the risk, minus the expected return, or risk aversion x risk - expected return. */
  readonly objective: number
  /** Derivative of the risk by each weight; among several at a kink, the one that proves the optimum. */
  readonly marginalRisk: Float64Array
  /** weight x marginal risk (Euler); they add up to the risk. */
  readonly contributions: Float64Array
  readonly binding: readonly ScenarioBinding[]
  readonly solver: ScenarioSolver
}

/** A portfolio, or why no portfolio meets the limits. */
export type ScenarioOutcome = ScenarioPortfolio | InfeasiblePortfolio

/** Everything that says which portfolio is sought. */
export interface ScenarioRequest {
  readonly scenarios: ScenarioSet
  readonly risk: ScenarioRisk
  readonly aim: ScenarioAim
  readonly limits: PortfolioLimits
  /** Expected returns that stand in place of the scenarios' means. */
  readonly expectedReturns?: Sample | undefined
}

/** CVaR over more scenarios than this is solved by generation of its active scenarios. */
const MOST_DIRECT_SCENARIOS = 300

/**
 * The portfolio of least risk, of most expected return under a limit on the risk, or of best trade-off, by linear
 * programming. Every optimum satisfies its optimality conditions to the residuals in `solver`. CVaR over many scenarios is
 * followed from vertex to vertex as a piecewise linear cost of the weights, or, with a limit on turnover or on the risk,
 * solved by generating the scenarios that matter; either way with the gap to the full programme proven.
 *
 * Throws `invalid-input` for figures that do not fit together and `not-applicable` where the limits leave the weights
 * unbounded. Limits that cannot be met together are the outcome `infeasible`.
 *
 * Sources: Rockafellar and Uryasev (2000), Optimization of conditional value-at-risk; Konno and Yamazaki (1991); Chekhlov,
 * Uryasev and Zabarankin (2005), Drawdown measure in portfolio optimization; Young (1998), A minimax portfolio selection
 * rule.
 */
export function scenarioPortfolio(request: ScenarioRequest): ScenarioOutcome {
  const { scenarios, aim } = request
  const risk = requireRisk(request.risk, scenarios)
  const limits = requireLimits(request.limits, scenarios.assets)
  requireAim(aim)
  const expected = expectedReturnsOf(request)
  const conflict = limitsConflict(aimLimits(limits, expected, aim), scenarios.assets)
  if (conflict !== undefined) return conflict
  const solved =
    risk.measure === 'cvar' && scenarios.count > MOST_DIRECT_SCENARIOS
      ? tailSolution(scenarios, risk.confidence, limits, expected, aim)
      : directSolution(scenarios, risk, limits, expected, aim)
  if (solved !== 'infeasible') return portfolio(request, risk, limits, expected, solved)
  return unreachableRisk(request)
}

/** The limits and the least expected return, without the risk. */
function aimLimits(limits: PortfolioLimits, expected: Float64Array, aim: ScenarioAim): Programme {
  const noRisk = {
    variables: 0,
    lower: new Float64Array(0),
    weightCost: new Float64Array(expected.length),
    variableCost: new Float64Array(0),
    rows: [],
  }
  const plain: ScenarioAim = aim.kind === 'most-return' ? { kind: 'least-risk' } : aim
  const programme = scenarioProgramme(limits, expected, plain, noRisk)
  return { ...programme, cost: new Float64Array(programme.cost.length) }
}

/** The vertex where it can be found at once, else by programmes over the scenarios that matter. */
function tailSolution(
  scenarios: ScenarioSet,
  confidence: number,
  limits: PortfolioLimits,
  expected: Float64Array,
  aim: ScenarioAim,
): ScenarioSolution | 'infeasible' {
  const vertex = tailVertexSolution(scenarios, confidence, limits, expected, aim)
  if (vertex !== undefined && vertex !== 'failed') return vertex
  const solved = activeScenarioSolution(scenarios, confidence, limits, expected, aim)
  if (solved === 'infeasible' || vertex === undefined) return solved
  const fallbackReason = solved.solution.fallbackReason ?? 'the search of the vertices did not close its gap'
  return { ...solved, solution: { ...solved.solution, fallbackReason } }
}

function directSolution(
  scenarios: ScenarioSet,
  risk: ScenarioRisk,
  limits: PortfolioLimits,
  expected: Float64Array,
  aim: ScenarioAim,
): ScenarioSolution | 'infeasible' {
  const rows = riskRows(scenarios, risk, scenarios.assets + purchaseCount(limits))
  const programme = scenarioProgramme(limits, expected, aim, rows)
  const outcome = solvedProgramme(programme)
  if (outcome.status === 'infeasible') return 'infeasible'
  if (outcome.status === 'unbounded') throw unboundedWeights()
  const { solution } = outcome
  return {
    programme,
    solution,
    riskRowCount: rows.rows.length,
    weightCost: rows.weightCost,
    lowerBound: solution.objective,
    rounds: 1,
    method: solution.method,
  }
}

/**
 * The report on a risk limit below the least risk: the limits whose prices prove that least risk are in conflict with it,
 * and the portfolio of least risk breaks it least.
 */
function unreachableRisk(request: ScenarioRequest): InfeasiblePortfolio {
  const least = scenarioPortfolio({ ...request, aim: { kind: 'least-risk' } })
  if (least.status === 'infeasible' || request.aim.kind !== 'most-return') {
    throw new TuttiError(
      'calculation-failed',
      'the solver found no portfolio under limits that can be met; look for figures of very different size',
    )
  }
  const { maxRisk } = request.aim
  const risk = { limit: RISK_ROW, side: 'upper' as const, bound: maxRisk }
  const rounded = (value: number): number => Number(value.toPrecision(12))
  const moved = { ...risk, to: rounded(least.risk), amount: rounded(least.risk - maxRisk) }
  const figure = (value: number): number => Number(value.toPrecision(6))
  return {
    status: 'infeasible',
    words: `no portfolio within the other limits has a risk of at most ${figure(maxRisk)}; the least that they allow is ${figure(least.risk)}${unproven}`,
    conflict: [
      risk,
      ...least.binding.map(({ limit, side, bound, shadowPrice }) => ({
        limit,
        side: side === 'equal' ? (shadowPrice > 0 ? ('lower' as const) : ('upper' as const)) : side,
        bound,
      })),
    ],
    relaxation: [moved],
    fewestChanges: [moved],
    compromise: { weights: least.weights, broken: [moved] },
    prices: [{ ...risk, price: 1 }],
  }
}

function requireAim(aim: ScenarioAim): void {
  if (aim.kind === 'least-risk' && aim.minExpectedReturn !== undefined)
    requireFinite(aim.minExpectedReturn, 'minExpectedReturn')
  if (aim.kind === 'most-return') requireFinite(aim.maxRisk, 'maxRisk')
  if (aim.kind !== 'utility') return
  requireFinite(aim.riskAversion, 'riskAversion')
  if (aim.riskAversion < 0) {
    throw new TuttiError('invalid-input', `riskAversion must be at least 0, got ${aim.riskAversion}`, {
      field: 'riskAversion',
      got: String(aim.riskAversion),
      expected: 'a number >= 0',
    })
  }
}

function expectedReturnsOf({ scenarios, expectedReturns }: ScenarioRequest): Float64Array {
  if (expectedReturns === undefined) return scenarios.means
  requireSameLength(scenarios.means, expectedReturns, 'the assets', 'expectedReturns')
  return Float64Array.from(requireSample(expectedReturns, 1, 'expectedReturns'))
}

function portfolio(
  { scenarios, aim }: ScenarioRequest,
  risk: ScenarioRisk,
  limits: PortfolioLimits,
  expected: Float64Array,
  solved: ScenarioSolution,
): ScenarioPortfolio {
  const { solution, programme } = solved
  const assets = scenarios.assets
  const weights = Float64Array.from({ length: assets }, (_, i) =>
    Math.min(limits.maxWeights[i], Math.max(limits.minWeights[i], solution.x[i])),
  )
  const value = scenarioRisk(scenarios, weights, risk)
  let expectedReturn = 0
  for (let i = 0; i < assets; i++) expectedReturn += weights[i] * expected[i]
  const objective =
    aim.kind === 'least-risk'
      ? value
      : aim.kind === 'most-return'
        ? -expectedReturn
        : aim.riskAversion * value - expectedReturn
  const marginalRisk = riskGradient(scenarios, risk, aim, solved)
  return {
    status: 'solved',
    weights,
    risk: value,
    expectedReturn,
    objective,
    marginalRisk,
    contributions: marginalRisk.map((marginal, i) => marginal * weights[i]),
    binding: bindingLimits(programme, solution, limits, solved.riskRowCount),
    solver: {
      method: solved.method,
      rounds: solved.rounds,
      gap: Math.max(0, objective - solved.lowerBound),
      residuals: solution.residuals,
      fallbackReason: solution.fallbackReason,
    },
  }
}

/** Derivative of the risk by the weights from the multipliers of its rows, which come last in the programme. */
function riskGradient(
  scenarios: ScenarioSet,
  risk: ScenarioRisk,
  aim: ScenarioAim,
  { programme, solution, riskRowCount, weightCost }: ScenarioSolution,
): Float64Array {
  const { assets } = scenarios
  const { rows } = programme
  const first = rows.length - riskRowCount
  const riskRow = rows.findIndex((row) => row.name === RISK_ROW)
  // How much of the objective one unit of risk is.
  const price = aim.kind === 'least-risk' ? 1 : aim.kind === 'utility' ? aim.riskAversion : -solution.rowDuals[riskRow]
  if (!(price > 1e-12)) return numericalGradient(scenarios, solution.x, risk)
  const gradient = Float64Array.from(weightCost)
  for (let k = first; k < rows.length; k++) {
    const dual = solution.rowDuals[k]
    if (dual === 0) continue
    const { indices, coefficients } = rows[k]
    for (let e = 0; e < indices.length && indices[e] < assets; e++)
      gradient[indices[e]] -= (dual * coefficients[e]) / price
  }
  return gradient
}

/** Derivative of the risk where the optimum leaves it without a multiplier: by differences, in units of a return of 1e-6. */
function numericalGradient(scenarios: ScenarioSet, x: Float64Array, risk: ScenarioRisk): Float64Array {
  const weights = x.slice(0, scenarios.assets)
  return Float64Array.from(weights, (weight, i) => {
    const step = 1e-6
    const at = (value: number): number => scenarioRisk(scenarios, weights.with(i, value), risk)
    return (at(weight + step) - at(weight - step)) / (2 * step)
  })
}

function bindingLimits(
  programme: Programme,
  { rowDuals, boundDuals }: ProgrammeSolution,
  limits: PortfolioLimits,
  riskRowCount: number,
): ScenarioBinding[] {
  const scale = Math.max(1e-300, ...Array.from(programme.cost, Math.abs))
  const binds = (price: number): boolean => Math.abs(price) > 1e-9 * scale
  const sideOf = (price: number, lower: number, upper: number): ScenarioBinding['side'] =>
    lower === upper ? 'equal' : price > 0 ? 'lower' : 'upper'
  const rows = programme.rows.slice(0, programme.rows.length - riskRowCount).flatMap((row, k): ScenarioBinding[] => {
    if (!binds(rowDuals[k]) || row.name.startsWith('purchase: ')) return []
    const side = sideOf(rowDuals[k], row.lower, row.upper)
    // The row of the turnover is shifted by the sum of the present weights.
    const most = row.name === 'turnover' ? (limits.turnover?.maxTwoWay ?? row.upper) : row.upper
    const bound = side === 'upper' ? most : row.lower
    return [{ limit: row.name, kind: rowKinds[row.name] ?? 'linear', side, bound, shadowPrice: rowDuals[k] }]
  })
  const bounds = assetNames(limits).flatMap((limit, i): ScenarioBinding[] => {
    if (!binds(boundDuals[i])) return []
    const side = sideOf(boundDuals[i], limits.minWeights[i], limits.maxWeights[i])
    const bound = side === 'upper' ? limits.maxWeights[i] : limits.minWeights[i]
    return [{ limit, kind: 'weight', side, bound, shadowPrice: boundDuals[i] }]
  })
  return [...rows, ...bounds]
}

const rowKinds: Readonly<Record<string, ScenarioBinding['kind']>> = {
  budget: 'budget',
  turnover: 'turnover',
  [EXPECTED_RETURN_ROW]: 'expected-return',
  [RISK_ROW]: 'risk',
}
