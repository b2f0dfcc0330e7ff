import { requireFinite, TuttiError } from '../errors/index.ts'
import { inner, product, riskMatrix, variance, type RiskMatrix } from '../optimisation/risk-matrix.ts'
import type { ProgrammeRow } from '../programming/index.ts'
import { portfolioLosses, scenarioRisk, scenarioSet, type ScenarioSet } from '../scenario-optimisation/index.ts'
import type { Sense } from './objective-table.ts'

/** What a portfolio is judged by, where the better portfolios form a convex set. Names are unique within a problem. */
export type ConvexObjective = { readonly name: string } & (
  | { readonly kind: 'expected-return'; readonly expectedReturns: readonly number[] }
  /** Weighted sum of the weights: yield, liquidity score, carry. */
  | { readonly kind: 'linear'; readonly sense: Sense; readonly coefficients: readonly number[] }
  /** Standard deviation √(w'Σw). */
  | { readonly kind: 'volatility'; readonly covariance: readonly ArrayLike<number>[] }
  /** √((w-b)'Σ(w-b)). */
  | {
      readonly kind: 'tracking-error'
      readonly covariance: readonly ArrayLike<number>[]
      readonly benchmarkWeights: readonly number[]
    }
  /** Mean of the worst 1 - confidence of the losses over scenarios (rows) of returns of the assets. */
  | {
      readonly kind: 'cvar'
      readonly returns: readonly ArrayLike<number>[]
      readonly probabilities?: readonly number[] | undefined
      readonly confidence: number
    }
  /** Σ|w - current|: purchases and sales added. */
  | { readonly kind: 'turnover'; readonly currentWeights: readonly number[] }
  /** Linear costs of trading from the current weights, as fractions of capital per unit bought and sold. */
  | {
      readonly kind: 'trading-cost'
      readonly currentWeights: readonly number[]
      readonly buyCosts: readonly number[]
      readonly sellCosts: readonly number[]
    }
  /** |Σ coefficient × weight - target|: duration gap. */
  | { readonly kind: 'deviation'; readonly coefficients: readonly number[]; readonly target: number }
  /**
   * From recommended portfolios: `euclidean` the root of the importance-weighted mean of Σ(w - r)², `absolute` the
   * importance-weighted mean of ½Σ|w - r| (active share).
   */
  | {
      readonly kind: 'distance'
      readonly norm: 'euclidean' | 'absolute'
      readonly portfolios: readonly { readonly weights: readonly number[]; readonly importance: number }[]
    }
)

/** Variables and rows that an objective needs beside the weights. Row indices below the number of assets are weights. */
interface ExtraVariables {
  readonly costs: readonly number[]
  /** Lower bounds are 0, upper ones infinite. Index `assets + j` stands for variable j of these. */
  readonly rows: readonly Omit<ProgrammeRow, 'name'>[]
}

/**
 * An objective made ready: the convex function F(w) = constant + linear'w + ½w'Hw + costs of extra variables + largest cut,
 * to be minimised, and how it is shown.
 */
export interface ReadyObjective {
  readonly name: string
  readonly sense: Sense
  readonly constant: number
  readonly linear: Float64Array
  readonly quadratic: RiskMatrix | undefined
  readonly extra: ExtraVariables
  /** Slope at given weights of the part that is known by its supporting planes through the origin (CVaR). */
  readonly plane: ((weights: ArrayLike<number>) => Float64Array) | undefined
  /** F at weights. */
  readonly value: (weights: ArrayLike<number>) => number
  /** The figure that a reader sees, from F: monotone. */
  readonly shown: (value: number) => number
  /** F from the figure that a reader sees. */
  readonly hidden: (figure: number) => number
  /** Derivative of the shown figure by F; null where it has none. */
  readonly slope: (value: number) => number | null
}

/**
 * The objective of `assets` weights checked and made ready, a CVaR written out by its scenarios or met by supporting planes,
 * which suit a quadratic programme better. Throws `invalid-input` naming the field.
 */
export function readyObjective(
  objective: ConvexObjective,
  assets: number,
  tailBy: 'rows' | 'planes' = 'rows',
): ReadyObjective {
  const { name } = objective
  const each = (values: ArrayLike<number>, field: string): Float64Array => requireEach(values, assets, name, field)
  switch (objective.kind) {
    case 'expected-return':
      return linearObjective(name, 'maximise', each(objective.expectedReturns, 'expectedReturns'))
    case 'linear':
      return linearObjective(name, objective.sense, each(objective.coefficients, 'coefficients'))
    case 'volatility':
      return quadraticObjective(name, matrixOf(objective.covariance, assets, name), new Float64Array(assets))
    case 'tracking-error': {
      const matrix = matrixOf(objective.covariance, assets, name)
      return quadraticObjective(name, matrix, each(objective.benchmarkWeights, 'benchmarkWeights'))
    }
    case 'cvar':
      return tailObjective(
        name,
        scenarioSet(objective.returns, objective.probabilities),
        objective.confidence,
        assets,
        tailBy,
      )
    case 'turnover': {
      const ones = new Float64Array(assets).fill(1)
      return tradingObjective(name, each(objective.currentWeights, 'currentWeights'), ones, ones)
    }
    case 'trading-cost': {
      const [buy, sell] = [each(objective.buyCosts, 'buyCosts'), each(objective.sellCosts, 'sellCosts')]
      const gain = buy.findIndex((cost, i) => cost + sell[i] < 0)
      if (gain >= 0) throw invalid(name, `buyCosts[${gain}]`, 'a gain on a round trip', 'costs of at least 0 together')
      return tradingObjective(name, each(objective.currentWeights, 'currentWeights'), buy, sell)
    }
    case 'deviation':
      return deviationObjective(
        name,
        each(objective.coefficients, 'coefficients'),
        requireFinite(objective.target, `${name}: target`),
      )
    case 'distance':
      return distanceObjective(objective, each)
  }
}

const noExtra: ExtraVariables = { costs: [], rows: [] }
const plain = { shown: (value: number) => value, hidden: (figure: number) => figure, slope: () => 1 }
const negated = { shown: (value: number) => 0 - value, hidden: (figure: number) => 0 - figure, slope: () => -1 }
const rooted = {
  shown: (value: number) => Math.sqrt(Math.max(0, value)),
  hidden: (figure: number) => figure * figure,
  slope: (value: number) => (value > 0 ? 0.5 / Math.sqrt(value) : null),
}

function linearObjective(name: string, sense: Sense, coefficients: Float64Array): ReadyObjective {
  const linear = sense === 'maximise' ? coefficients.map((value) => 0 - value) : coefficients
  const value = (weights: ArrayLike<number>): number => inner(linear, weights)
  const face = sense === 'maximise' ? negated : plain
  return { name, sense, constant: 0, linear, quadratic: undefined, extra: noExtra, plane: undefined, value, ...face }
}

/** (w - centre)'M(w - centre), shown as its root. */
function quadraticObjective(name: string, matrix: RiskMatrix, centre: Float64Array): ReadyObjective {
  const { size, covariance } = matrix
  const doubled = { ...matrix, covariance: covariance.map((value) => 2 * value) }
  const reach = product(matrix, centre)
  return {
    name,
    sense: 'minimise',
    constant: inner(centre, reach),
    linear: reach.map((value) => -2 * value),
    quadratic: doubled,
    extra: noExtra,
    plane: undefined,
    value: (weights) => {
      const gap = new Float64Array(size)
      for (let i = 0; i < size; i++) gap[i] = weights[i] - centre[i]
      return variance(matrix, gap)
    },
    ...rooted,
  }
}

function tailObjective(
  name: string,
  scenarios: ScenarioSet,
  confidence: number,
  assets: number,
  tailBy: 'rows' | 'planes',
): ReadyObjective {
  if (scenarios.assets !== assets) {
    throw invalid(name, 'returns', `${scenarios.assets} columns`, `${assets}, one for each asset`)
  }
  if (!(confidence >= 0 && confidence <= 1 - 1e-9)) {
    throw invalid(name, 'confidence', String(confidence), 'a number in [0, 1)')
  }
  const byRows = tailBy === 'rows' && scenarios.count <= mostTailRows
  return {
    name,
    sense: 'minimise',
    constant: 0,
    linear: new Float64Array(assets),
    quadratic: undefined,
    extra: byRows ? tailRows(scenarios, confidence) : noExtra,
    plane: byRows ? undefined : (weights) => tailSlope(scenarios, confidence, weights),
    value: (weights) => scenarioRisk(scenarios, Float64Array.from(weights), { measure: 'cvar', confidence }),
    ...plain,
  }
}

/** Scenarios up to which a CVaR is written out; more are met by supporting planes. */
const mostTailRows = 2000

/** Least of q⁺ - q⁻ + Σ pₛuₛ / (1 - confidence) over uₛ ≥ lossₛ - q⁺ + q⁻ (Rockafellar & Uryasev 2000). */
function tailRows({ count, assets, returns, probabilities }: ScenarioSet, confidence: number): ExtraVariables {
  const weights = Array.from({ length: assets }, (_, i) => i)
  return {
    costs: [1, -1, ...Array.from(probabilities, (p) => p / (1 - confidence))],
    rows: Array.from({ length: count }, (_, s) => ({
      indices: [...weights, assets, assets + 1, assets + 2 + s],
      coefficients: [...returns.subarray(s * assets, (s + 1) * assets), 1, -1, 1],
      lower: 0,
      upper: Infinity,
    })),
  }
}

/** A subgradient of the CVaR: mean loss of each asset over the scenarios of the tail at the weights. */
function tailSlope(scenarios: ScenarioSet, confidence: number, weights: ArrayLike<number>): Float64Array {
  const { assets, returns, probabilities } = scenarios
  const losses = portfolioLosses(scenarios, Float64Array.from(weights))
  const order = Uint32Array.from(losses, (_, s) => s).sort((a, b) => losses[b] - losses[a] || a - b)
  const slope = new Float64Array(assets)
  let left = 1 - confidence
  for (const s of order) {
    const share = Math.min(probabilities[s], left)
    for (let i = 0; i < assets; i++) slope[i] -= (share / (1 - confidence)) * returns[s * assets + i]
    left -= share
    if (left <= 0) break
  }
  return slope
}

/** Σ buy (w - c)⁺ + sell (c - w)⁺ by purchases b ≥ 0, b ≥ w - c: (buy + sell)'b - sell'(w - c). */
function tradingObjective(name: string, current: Float64Array, buy: Float64Array, sell: Float64Array): ReadyObjective {
  return {
    name,
    sense: 'minimise',
    constant: inner(sell, current),
    linear: sell.map((cost) => 0 - cost),
    quadratic: undefined,
    extra: {
      costs: Array.from(buy, (cost, i) => cost + sell[i]),
      rows: Array.from(current, (held, i) => purchaseRow(i, current.length + i, held)),
    },
    plane: undefined,
    value: (weights) => tradingCost(weights, current, buy, sell),
    ...plain,
  }
}

const purchaseRow = (weight: number, purchase: number, held: number): Omit<ProgrammeRow, 'name'> => ({
  indices: [weight, purchase],
  coefficients: [-1, 1],
  lower: -held,
  upper: Infinity,
})

function tradingCost(weights: ArrayLike<number>, current: Float64Array, buy: Float64Array, sell: Float64Array): number {
  let cost = 0
  for (let i = 0; i < current.length; i++) {
    const trade = weights[i] - current[i]
    cost += trade > 0 ? buy[i] * trade : -sell[i] * trade
  }
  return cost
}

function deviationObjective(name: string, coefficients: Float64Array, target: number): ReadyObjective {
  const gap = coefficients.length
  const indices = [...coefficients.keys(), gap]
  return {
    name,
    sense: 'minimise',
    constant: 0,
    linear: new Float64Array(coefficients.length),
    quadratic: undefined,
    extra: {
      costs: [1],
      rows: [
        { indices, coefficients: [...coefficients, 1], lower: target, upper: Infinity },
        { indices, coefficients: [...coefficients.map((value) => 0 - value), 1], lower: -target, upper: Infinity },
      ],
    },
    plane: undefined,
    value: (weights) => Math.abs(inner(coefficients, weights) - target),
    ...plain,
  }
}

function distanceObjective(
  { name, norm, portfolios }: Extract<ConvexObjective, { kind: 'distance' }>,
  each: (values: ArrayLike<number>, field: string) => Float64Array,
): ReadyObjective {
  const targets = portfolios.map(({ weights }, p) => each(weights, `portfolios[${p}].weights`))
  const total = portfolios.reduce((sum, { importance }) => sum + importance, 0)
  if (!(total > 0 && total < Infinity) || portfolios.some(({ importance }) => !(importance >= 0))) {
    throw invalid(name, 'portfolios', 'importances without a positive sum', 'importances of at least 0, one positive')
  }
  const shares = portfolios.map(({ importance }) => importance / total)
  const assets = targets[0].length
  if (norm === 'absolute') {
    return {
      name,
      sense: 'minimise',
      constant: shares.reduce((sum, share, p) => sum + 0.5 * share * targets[p].reduce((a, b) => a + b, 0), 0),
      linear: new Float64Array(assets).fill(-0.5),
      quadratic: undefined,
      extra: {
        costs: shares.flatMap((share) => new Array<number>(assets).fill(share)),
        rows: targets.flatMap((target, p) => Array.from(target, (w, i) => purchaseRow(i, (p + 1) * assets + i, w))),
      },
      plane: undefined,
      value: (weights) =>
        shares.reduce(
          (sum, share, p) =>
            sum + 0.5 * share * targets[p].reduce((gap, target, i) => gap + Math.abs(weights[i] - target), 0),
          0,
        ),
      ...plain,
    }
  }
  const centre = new Float64Array(assets)
  targets.forEach((target, p) => target.forEach((weight, i) => (centre[i] += shares[p] * weight)))
  const identity = Array.from({ length: assets }, (_, i) => Array.from({ length: assets }, (_, j) => +(i === j)))
  const around = quadraticObjective(name, riskMatrix(identity), centre)
  const spread = shares.reduce(
    (sum, share, p) => sum + share * targets[p].reduce((gap, target, i) => gap + (target - centre[i]) ** 2, 0),
    0,
  )
  return { ...around, constant: around.constant + spread, value: (weights) => around.value(weights) + spread }
}

function matrixOf(covariance: readonly ArrayLike<number>[], assets: number, name: string): RiskMatrix {
  const matrix = riskMatrix(covariance, `${name}: covariance`)
  if (matrix.size !== assets) throw invalid(name, 'covariance', `${matrix.size} rows`, `${assets}, one for each asset`)
  return matrix
}

function requireEach(values: ArrayLike<number>, count: number, name: string, field: string): Float64Array {
  if (values.length !== count) {
    throw invalid(name, field, `${values.length} entries`, `${count}, one for each asset`)
  }
  for (let i = 0; i < count; i++) requireFinite(values[i], `${name}: ${field}[${i}]`)
  return Float64Array.from(values)
}

const invalid = (name: string, field: string, got: string, expected: string): TuttiError =>
  new TuttiError('invalid-input', `${name}: ${field} must be ${expected}, got ${got}`, {
    field: `${name}: ${field}`,
    got,
    expected,
  })
