import { limitRows, type PortfolioLimits } from '../optimisation/index.ts'
import type { OptimalityResiduals } from '../programming/index.ts'
import type { ScenarioSolution } from './active-scenarios.ts'
import { transposed } from './matrix-lines.ts'
import { type PiecewiseOptimum, piecewiseOptimum, type PiecewiseProgramme } from './piecewise-simplex.ts'
import { riskRows } from './risk-rows.ts'
import { saddleStart } from './saddle-start.ts'
import { EXPECTED_RETURN_ROW, type ScenarioAim, scenarioProgramme } from './scenario-programme.ts'
import type { ScenarioSet } from './scenario-set.ts'

/** Costs of a broken limit, per unit of its row at size 1, in units of the largest slope of the objective; tried in turn. */
const PENALTIES = [100, 1e4, 1e6]
const LARGEST_GAP = 1e-9
/** Entries of the matrix that is held twice. */
const MOST_ENTRIES = 12_000_000

/**
 * The optimum of an aim with CVaR in its objective as one programme over the weights and the quantile alone, whose
 * piecewise linear costs are the losses beyond the quantile: a vertex where as many scenarios are at the quantile, or limits
 * bind, as assets are between their bounds. Undefined where the aim or the limits are not of this form (a limit on the risk,
 * turnover), and `failed` where the gap to the bound that its prices prove is not closed to 1e-9.
 */
export function tailVertexSolution(
  scenarios: ScenarioSet,
  confidence: number,
  limits: PortfolioLimits,
  expected: Float64Array,
  aim: ScenarioAim,
): ScenarioSolution | 'failed' | undefined {
  if (aim.kind === 'most-return' || limits.turnover !== undefined) return undefined
  const price = aim.kind === 'utility' ? aim.riskAversion : 1
  if (!(price > 0) || scenarios.count * scenarios.assets > MOST_ENTRIES) return undefined
  const tilt = aim.kind === 'utility' ? expected.map((value) => value / price) : new Float64Array(scenarios.assets)
  const form = tailForm(scenarios, confidence, limits, tilt, aim.kind === 'least-risk' ? aim : {}, expected)
  if (form === undefined) return undefined
  const start = saddleStart(scenarios, confidence, limits, tilt)
  const x = new Float64Array(scenarios.assets + 1)
  for (let i = 0; i < scenarios.assets; i++) {
    x[i] = Math.min(limits.maxWeights[i], Math.max(limits.minWeights[i], start.weights[i])) / form.unit
    if (!Number.isFinite(x[i])) return undefined
  }
  let steps = 0
  let rounds = 0
  for (const penalty of PENALTIES) {
    const found = piecewiseOptimum(withPenalty(form, penalty), x, 15 * (scenarios.assets + 100))
    if (found === undefined) return 'failed'
    rounds++
    steps += found.steps
    x.set(found.x)
    if (largestBreach(form, x) > 1e-9) continue
    const proof = provenGap(form, found)
    if (!(proof.gap <= LARGEST_GAP * Math.abs(proof.objective) || proof.gap <= 1e-13)) return 'failed'
    return scenarioSolution(scenarios, confidence, limits, expected, aim, form, found, proof, price, rounds)
  }
  return 'failed'
}

/** The programme in units in which returns, weights and rows are near 1; scenario rows first, then those of the limits. */
interface TailForm {
  readonly programme: PiecewiseProgramme
  /** Scenarios that can happen, in the order of their rows. */
  readonly possible: readonly number[]
  /** Row k of the limits as it is among the rows of a programme, and what it was divided by. */
  readonly limitPlaces: readonly { readonly row: number; readonly size: number }[]
  /** Weights are x times this. */
  readonly unit: number
  /** Returns were multiplied by this. */
  readonly scale: number
  readonly steepest: number
}

function tailForm(
  { assets, count, returns, probabilities }: ScenarioSet,
  confidence: number,
  limits: PortfolioLimits,
  tilt: Float64Array,
  { minExpectedReturn }: { readonly minExpectedReturn?: number | undefined },
  expected: Float64Array,
): TailForm | undefined {
  let squares = 0
  for (const value of returns) squares += value * value
  const scale = 1 / Math.sqrt(squares / returns.length)
  if (!Number.isFinite(scale) || !(scale > 0)) return undefined
  const unit =
    [limits.budget.lower, limits.budget.upper].map(Math.abs).find((value) => value > 0 && value < Infinity) ?? 1
  const possible = Array.from({ length: count }, (_, s) => s).filter((s) => probabilities[s] > 0)
  const all = limitRows(limits)
  if (minExpectedReturn !== undefined) {
    const indices = Array.from(expected, (_, i) => i)
    all.push({ name: EXPECTED_RETURN_ROW, indices, coefficients: expected, lower: minExpectedReturn, upper: Infinity })
  }
  const limitPlaces = all.flatMap(({ coefficients }, row) => {
    const size = Array.from(coefficients).reduce((most, value) => Math.max(most, Math.abs(value)), 0)
    return size > 0 ? [{ row, size }] : []
  })
  const scenarioRows = possible.length
  const rows = scenarioRows + limitPlaces.length
  const columns = assets + 1
  const byRows = new Float64Array(rows * columns)
  const rowLower = new Float64Array(rows)
  const rowUpper = new Float64Array(rows).fill(Infinity)
  const costBelow = new Float64Array(rows)
  for (let k = 0; k < scenarioRows; k++) {
    const from = possible[k] * assets
    const to = k * columns
    for (let i = 0; i < assets; i++) byRows[to + i] = returns[from + i] * scale
    byRows[to + assets] = 1
    costBelow[k] = probabilities[possible[k]] / (1 - confidence)
  }
  limitPlaces.forEach(({ row, size }, k) => {
    const { indices, coefficients, lower, upper } = all[row]
    const at = scenarioRows + k
    for (let e = 0; e < indices.length; e++) byRows[at * columns + indices[e]] = coefficients[e] / size
    rowLower[at] = lower / (size * unit)
    rowUpper[at] = upper / (size * unit)
  })
  const byColumns = transposed(byRows, rows, columns)
  const cost = new Float64Array(columns)
  let steepest = 1
  for (let i = 0; i < assets; i++) {
    cost[i] = -tilt[i] * scale
    steepest = Math.max(steepest, Math.abs(cost[i]))
  }
  cost[assets] = 1
  return {
    programme: {
      rows,
      columns,
      byRows,
      byColumns,
      cost,
      lower: Float64Array.from([...limits.minWeights, -Infinity], (value) => value / unit),
      upper: Float64Array.from([...limits.maxWeights, Infinity], (value) => value / unit),
      rowLower,
      rowUpper,
      costBelow,
      costAbove: new Float64Array(rows),
    },
    possible,
    limitPlaces,
    unit,
    scale,
    steepest,
  }
}

function withPenalty({ programme, possible, steepest }: TailForm, penalty: number): PiecewiseProgramme {
  const first = possible.length
  const cost = (value: number, k: number): number => (k < first ? value : penalty * steepest)
  return { ...programme, costBelow: programme.costBelow.map(cost), costAbove: programme.costAbove.map(cost) }
}

/** By how much x breaks a row of the limits or a bound at most. */
function largestBreach({ programme, possible }: TailForm, x: Float64Array): number {
  const { rows, columns, byRows, rowLower, rowUpper, lower, upper } = programme
  let largest = 0
  for (let j = 0; j < columns; j++) largest = Math.max(largest, lower[j] - x[j], x[j] - upper[j])
  for (let i = possible.length; i < rows; i++) {
    let activity = 0
    for (let j = 0; j < columns; j++) activity += byRows[i * columns + j] * x[j]
    const size = 1 + Math.abs(activity)
    largest = Math.max(largest, (rowLower[i] - activity) / size, (activity - rowUpper[i]) / size)
  }
  return largest
}

interface Proof {
  readonly objective: number
  readonly bound: number
  readonly gap: number
  readonly prices: Float64Array
  readonly reducedCosts: Float64Array
  readonly residuals: OptimalityResiduals
}

/** The objective, and the bound of weak duality from the prices with every one within its limits. */
function provenGap(form: TailForm, { x, rowPrices }: PiecewiseOptimum): Proof {
  const { programme: p, possible } = form
  const { columns, rows, byRows } = p
  const last = columns - 1
  let total = 0
  let outside = 0
  const prices = Float64Array.from(rowPrices, (value, i) => {
    if (i >= possible.length) return value
    const within = Math.min(p.costBelow[i], Math.max(0, value))
    outside = Math.max(outside, Math.abs(value - within))
    total += within
    return within
  })
  // The quantile has no bounds: the prices of the scenarios add up to its cost.
  for (let i = 0; i < possible.length; i++) prices[i] /= total
  const reducedCosts = Float64Array.from(p.cost)
  let objective = 0
  for (let j = 0; j < columns; j++) objective += p.cost[j] * x[j]
  let bound = 0
  for (let i = 0; i < rows; i++) {
    const y = prices[i]
    if (y === 0 && i >= possible.length) continue
    let activity = 0
    for (let j = 0; j < columns; j++) activity += byRows[i * columns + j] * x[j]
    if (i < possible.length && activity < 0) objective -= p.costBelow[i] * activity
    if (y === 0) continue
    bound += y * (y > 0 ? p.rowLower[i] : p.rowUpper[i])
    for (let j = 0; j < columns; j++) reducedCosts[j] -= y * byRows[i * columns + j]
  }
  for (let j = 0; j < last; j++) {
    const d = reducedCosts[j]
    if (d === 0) continue
    const end = d > 0 ? p.lower[j] : p.upper[j]
    if (Number.isFinite(end)) bound += d * end
    else outside = Math.max(outside, Math.abs(d))
  }
  const gap = objective - bound
  return {
    objective,
    bound: outside > 1e-8 ? -Infinity : bound,
    gap: outside > 1e-8 ? Infinity : Math.abs(gap),
    prices,
    reducedCosts,
    residuals: {
      primal: largestBreach(form, x),
      dual: outside / form.steepest,
      complementarity: Math.abs(gap) / Math.max(form.steepest, Math.abs(objective)),
      mipGap: null,
    },
  }
}

/** The vertex as the solution of the programme in which only the scenarios at the quantile have rows. */
function scenarioSolution(
  scenarios: ScenarioSet,
  confidence: number,
  limits: PortfolioLimits,
  expected: Float64Array,
  aim: ScenarioAim,
  form: TailForm,
  { x, activeRows }: PiecewiseOptimum,
  { bound, objective, prices, reducedCosts, residuals }: Proof,
  price: number,
  rounds: number,
): ScenarioSolution {
  const { possible, unit, scale, limitPlaces } = form
  const { assets } = scenarios
  const atQuantile = new Set(Array.from(activeRows).filter((row) => row < possible.length))
  const band: number[] = []
  const bandPrices: number[] = []
  const beyond: number[] = []
  possible.forEach((s, k) => {
    if (atQuantile.has(k)) {
      band.push(s)
      bandPrices.push(price * prices[k])
    } else if (prices[k] > 0) beyond.push(s)
  })
  const rows = riskRows(scenarios, { measure: 'cvar', confidence }, assets, { beyond, band })
  const programme = scenarioProgramme(limits, expected, aim, rows)
  const point = new Float64Array(programme.cost.length)
  const boundDuals = new Float64Array(programme.cost.length)
  for (let i = 0; i < assets; i++) {
    point[i] = x[i] * unit
    const isFree = point[i] > limits.minWeights[i] && point[i] < limits.maxWeights[i]
    boundDuals[i] = isFree ? 0 : (price / scale) * reducedCosts[i]
  }
  point[assets] = (x[assets] * unit) / scale
  const rowDuals = new Float64Array(programme.rows.length)
  limitPlaces.forEach(({ row, size }, k) => {
    rowDuals[row] = (price * prices[possible.length + k]) / (scale * size)
  })
  rowDuals.set(bandPrices, programme.rows.length - band.length)
  const value = (price * unit) / scale
  return {
    programme,
    solution: {
      x: point,
      objective: value * objective,
      rowDuals,
      boundDuals,
      residuals,
      method: 'active-set',
    },
    riskRowCount: band.length,
    weightCost: rows.weightCost,
    lowerBound: value * bound,
    rounds,
    method: 'active-scenarios',
  }
}
