import type { ProgrammeRow } from '../programming/index.ts'
import type { ScenarioRisk } from './scenario-risk.ts'
import type { ScenarioSet } from './scenario-set.ts'

/** A risk as the least value of a linear expression over variables that follow the weights. */
export interface RiskRows {
  /** Variables of its own; they are numbered from `first` in the rows. */
  readonly variables: number
  readonly lower: Float64Array
  /** Coefficients of the risk in the weights. */
  readonly weightCost: Float64Array
  /** Coefficients of the risk in its own variables. */
  readonly variableCost: Float64Array
  readonly rows: readonly ProgrammeRow[]
}

/** Which scenarios of a tail mean have a row of their own; the rest are certainly beyond the quantile or short of it. */
export interface TailBand {
  readonly beyond: readonly number[]
  readonly band: readonly number[]
}

/**
 * The linear programme of a risk whose weights are variables 0 … n-1 and whose own variables begin at `first`.
 *
 * CVaR: α + Σ pₛuₛ/(1-c) with uₛ ≥ lossₛ - α, uₛ ≥ 0 (Rockafellar and Uryasev 2000); with a `band`, scenarios beyond it
 * enter with uₛ = lossₛ - α and the rest with 0, which can only lower the figure. Mean absolute deviation: 2 Σ pₛyₛ with
 * yₛ ≥ lossₛ - its mean, yₛ ≥ 0 (Konno and Yamazaki 1991). Drawdowns: dₜ ≥ dₜ₋₁ + lossₜ, dₜ ≥ 0, from d₀ = 0 (Chekhlov,
 * Uryasev and Zabarankin 2005, in the differences of their running maxima).
 */
export function riskRows(scenarios: ScenarioSet, risk: ScenarioRisk, first: number, band?: TailBand): RiskRows {
  switch (risk.measure) {
    case 'cvar':
      return cvarRows(scenarios, risk.confidence, first, band)
    case 'mad':
      return deviationRows(scenarios, first)
    case 'worst-loss':
      return worstLossRows(scenarios, first)
    case 'cdar':
    case 'max-drawdown':
      return drawdownRows(scenarios, risk, first)
  }
}

function cvarRows(scenarios: ScenarioSet, confidence: number, first: number, tail?: TailBand): RiskRows {
  const { assets, returns, probabilities, count } = scenarios
  const band = tail?.band ?? Array.from({ length: count }, (_, s) => s)
  const weightCost = new Float64Array(assets)
  let beyondMass = 0
  for (const s of tail?.beyond ?? []) {
    const share = probabilities[s] / (1 - confidence)
    beyondMass += share
    for (let i = 0; i < assets; i++) weightCost[i] -= share * returns[s * assets + i]
  }
  const variables = 1 + band.length
  const lower = new Float64Array(variables)
  lower[0] = -Infinity
  const variableCost = Float64Array.from({ length: variables }, (_, k) =>
    k === 0 ? 1 - beyondMass : probabilities[band[k - 1]] / (1 - confidence),
  )
  const rows = band.map((s, k) => scenarioRow(scenarios, s, [first, first + 1 + k], [1, 1]))
  return { variables, lower, weightCost, variableCost, rows }
}

/** returnₛ·w + Σ coefficientₖ variableₖ ≥ 0. */
function scenarioRow(
  { assets, returns }: ScenarioSet,
  s: number,
  variables: readonly number[],
  factors: readonly number[],
): ProgrammeRow {
  const indices = new Int32Array(assets + variables.length)
  const coefficients = new Float64Array(assets + variables.length)
  for (let i = 0; i < assets; i++) {
    indices[i] = i
    coefficients[i] = returns[s * assets + i]
  }
  indices.set(variables, assets)
  coefficients.set(factors, assets)
  return { name: `scenario ${s + 1}`, indices, coefficients, lower: 0, upper: Infinity }
}

function deviationRows(scenarios: ScenarioSet, first: number): RiskRows {
  const { assets, count, means, probabilities } = scenarios
  const rows = Array.from({ length: count }, (_, s) => {
    const row = scenarioRow(scenarios, s, [first + s], [1])
    const coefficients = Float64Array.from(row.coefficients, (value, i) => (i < assets ? value - means[i] : value))
    return { ...row, coefficients }
  })
  return {
    variables: count,
    lower: new Float64Array(count),
    weightCost: new Float64Array(assets),
    variableCost: probabilities.map((p) => 2 * p),
    rows,
  }
}

function worstLossRows(scenarios: ScenarioSet, first: number): RiskRows {
  const possible = Array.from({ length: scenarios.count }, (_, s) => s).filter((s) => scenarios.probabilities[s] > 0)
  return {
    variables: 1,
    lower: Float64Array.of(-Infinity),
    weightCost: new Float64Array(scenarios.assets),
    variableCost: Float64Array.of(1),
    rows: possible.map((s) => scenarioRow(scenarios, s, [first], [1])),
  }
}

/** Variables: the drawdowns d, then for their tail mean the quantile α and the excesses u, or their maximum. */
function drawdownRows(
  scenarios: ScenarioSet,
  risk: Extract<ScenarioRisk, { measure: 'cdar' | 'max-drawdown' }>,
  first: number,
): RiskRows {
  const { assets, count } = scenarios
  const skipped = risk.maximumStartsAt === 'first-return' ? 1 : 0
  const steps = Array.from({ length: count - skipped }, (_, k) => {
    const t = k + skipped
    return t === 0 || t === skipped
      ? scenarioRow(scenarios, t, [first + t], [1])
      : scenarioRow(scenarios, t, [first + t, first + t - 1], [1, -1])
  })
  const isMean = risk.measure === 'cdar'
  const extra = isMean ? 1 + count : 1
  const lower = new Float64Array(count + extra)
  const variableCost = new Float64Array(count + extra)
  variableCost[count] = 1
  if (isMean) variableCost.fill(1 / ((1 - risk.confidence) * count), count + 1)
  const excesses = Array.from({ length: count }, (_, t): ProgrammeRow => ({
    name: `drawdown ${t + 1}`,
    indices: isMean ? [first + t, first + count, first + count + 1 + t] : [first + t, first + count],
    coefficients: isMean ? [-1, 1, 1] : [-1, 1],
    lower: 0,
    upper: Infinity,
  }))
  return {
    variables: count + extra,
    lower,
    weightCost: new Float64Array(assets),
    variableCost,
    rows: [...steps, ...excesses],
  }
}
