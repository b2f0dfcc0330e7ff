import { CholeskyDecomposition, Matrix } from 'ml-matrix'
import { requireFinite, TuttiError } from '../errors/index.ts'
import { requireNonNegative, type Sample } from '../statistics/index.ts'
import { type ImpossibleViews, impossibleViews } from './impossible-views.ts'
import type { MomentView } from './moment-view.ts'

/** Scenario probabilities that meet the views and are as close to the prior as can be. */
export interface PooledProbabilities {
  readonly status: 'solved'
  readonly probabilities: Float64Array
  /** Kullback-Leibler divergence from the prior, Σ p ln(p / prior): what the views say beyond it. */
  readonly relativeEntropy: number
  /** exp of the entropy of the probabilities: scenarios that still count. */
  readonly effectiveScenarios: number
  readonly views: readonly {
    readonly name: string
    readonly prior: number
    readonly posterior: number
    /** Fall of the relative entropy per unit by which the binding bound gives; 0 for a view that does not bind. */
    readonly price: number
  }[]
  readonly iterations: number
}

/**
 * Entropy pooling: probabilities p that minimise Σ p ln(p / prior) under views on moments. p_j is proportional to
 * prior_j exp(Σ_v m_v values_vj), and the multipliers m maximise a concave dual of as many variables as views (Newton
 * steps, with the signs that inequalities ask for).
 *
 * Views that cannot be met are explained, not thrown. Throws `not-converged` for views that are met by a few extreme
 * scenarios alone.
 *
 * Source: Meucci, Fully flexible views: theory and practice, Risk 21 (2008).
 */
export function entropyPooling(prior: Sample, views: readonly MomentView[]): PooledProbabilities | ImpossibleViews {
  const start = checkedPrior(prior)
  const rows = views.map((view, v) => scaledView(view, start, v))
  const dual = dualOptimum(start, rows)
  if (dual !== undefined) return pooled(start, views, rows, dual)
  const impossible = impossibleViews(
    start,
    views,
    rows.map(({ scale }) => scale),
  )
  if (impossible !== undefined) return impossible
  throw new TuttiError(
    'not-converged',
    'the views lie at the edge of what the scenarios allow: only a few extreme ones meet them',
    {
      field: 'views',
      got: views.map(({ name }) => name).join(', '),
      expected: 'views inside the range of the scenarios, or more scenarios',
    },
  )
}

interface ScaledView {
  /** Values less their prior mean, over their prior standard deviation. */
  readonly values: Float64Array
  readonly lower: number
  readonly upper: number
  readonly mean: number
  readonly scale: number
}

function scaledView(view: MomentView, prior: Float64Array, v: number): ScaledView {
  const { values, lower, upper } = view
  if (values.length !== prior.length) {
    throw new TuttiError('invalid-input', `views[${v}] has ${values.length} values for ${prior.length} scenarios`, {
      field: `views[${v}].values`,
      got: `${values.length} values`,
      expected: `${prior.length} values`,
    })
  }
  if (!(lower <= upper)) {
    throw new TuttiError('invalid-input', `views[${v}] asks for at least ${lower} and at most ${upper}`, {
      field: `views[${v}]`,
      got: `${lower} > ${upper}`,
      expected: 'lower at most upper',
    })
  }
  let mean = 0
  for (let j = 0; j < prior.length; j++) mean += prior[j] * requireFinite(values[j], `views[${v}].values[${j}]`)
  let variance = 0
  for (let j = 0; j < prior.length; j++) variance += prior[j] * (values[j] - mean) ** 2
  const scale = variance > 0 ? Math.sqrt(variance) : 1
  return {
    values: Float64Array.from(values, (value) => (value - mean) / scale),
    lower: (lower - mean) / scale,
    upper: (upper - mean) / scale,
    mean,
    scale,
  }
}

const mostIterations = 200
const tolerance = 1e-12
/** Of the dual, which is a sum over all scenarios. */
const rounding = 1e-12
/** A multiplier beyond this, in standard deviations, belongs to views that nothing or almost nothing meets. */
const farMultiplier = 1e4

interface DualOptimum {
  readonly multipliers: Float64Array
  readonly probabilities: Float64Array
  readonly iterations: number
}

/**
 * The multipliers m of the views. At each a view asks for its lower bound (m > 0) or its upper (m < 0); one that is met
 * between its bounds has m = 0. Newton on the views that are active, step halved until the dual rises.
 */
function dualOptimum(prior: Float64Array, rows: readonly ScaledView[]): DualOptimum | undefined {
  const k = rows.length
  let multipliers = new Float64Array(k)
  let state = dualState(prior, rows, multipliers)
  for (let iteration = 0; iteration <= mostIterations; iteration++) {
    const gradient = rows.map(({ lower, upper }, v) => {
      if (multipliers[v] > 0 || lower === upper) return lower - state.moments[v]
      if (multipliers[v] < 0) return upper - state.moments[v]
      return Math.max(0, lower - state.moments[v]) + Math.min(0, upper - state.moments[v])
    })
    const worst = Math.max(0, ...gradient.map(Math.abs))
    if (worst <= tolerance) return { multipliers, probabilities: state.probabilities, iterations: iteration }
    const active = gradient.flatMap((slope, v) => (slope !== 0 || multipliers[v] !== 0 ? [v] : []))
    const step = newtonStep(prior, rows, state, active, gradient)
    let factor = 1
    let next: { multipliers: Float64Array<ArrayBuffer>; state: DualState } | undefined
    while (factor > 1e-12 && next === undefined) {
      const trial = multipliers.slice()
      active.forEach((v, a) => {
        const moved = multipliers[v] + factor * step[a]
        // an inequality's multiplier stops at zero, where the view lets go, and leaves it on the side that is broken
        const side = multipliers[v] === 0 ? gradient[v] : multipliers[v]
        trial[v] = rows[v].lower === rows[v].upper || moved * side > 0 ? moved : 0
      })
      const there = dualState(prior, rows, trial)
      const slope = active.reduce((sum, v) => sum + gradient[v] * (trial[v] - multipliers[v]), 0)
      if (there.dual >= state.dual + 1e-4 * slope - rounding * Math.max(1, Math.abs(state.dual)))
        next = { multipliers: trial, state: there }
      factor /= 2
    }
    if (next === undefined)
      return worst <= 1e-9 ? { multipliers, probabilities: state.probabilities, iterations: iteration } : undefined
    ;({ multipliers, state } = next)
    if (multipliers.some((m) => Math.abs(m) > farMultiplier)) return undefined
  }
  return undefined
}

interface DualState {
  readonly probabilities: Float64Array
  readonly moments: Float64Array
  readonly dual: number
}

function dualState(prior: Float64Array, rows: readonly ScaledView[], multipliers: Float64Array): DualState {
  const tilt = new Float64Array(prior.length)
  rows.forEach(({ values }, v) => {
    if (multipliers[v] !== 0) for (let j = 0; j < tilt.length; j++) tilt[j] += multipliers[v] * values[j]
  })
  let largest = -Infinity
  for (let j = 0; j < tilt.length; j++) if (prior[j] > 0 && tilt[j] > largest) largest = tilt[j]
  const probabilities = new Float64Array(prior.length)
  let total = 0
  for (let j = 0; j < tilt.length; j++) total += probabilities[j] = prior[j] * Math.exp(tilt[j] - largest)
  for (let j = 0; j < tilt.length; j++) probabilities[j] /= total
  const moments = Float64Array.from(rows, ({ values }) => {
    let sum = 0
    for (let j = 0; j < values.length; j++) sum += probabilities[j] * values[j]
    return sum
  })
  const wanted = rows.reduce(
    (sum, { lower, upper }, v) =>
      multipliers[v] === 0 ? sum : sum + multipliers[v] * (multipliers[v] > 0 ? lower : upper),
    0,
  )
  return { probabilities, moments, dual: wanted - largest - Math.log(total) }
}

/** Solves the covariance of the active moments for the step; a trace is added where views repeat each other. */
function newtonStep(
  prior: Float64Array,
  rows: readonly ScaledView[],
  { probabilities, moments }: DualState,
  active: readonly number[],
  gradient: readonly number[],
): number[] {
  const hessian = Matrix.zeros(active.length, active.length)
  active.forEach((v, a) => {
    for (let b = a; b < active.length; b++) {
      const [one, two] = [rows[v].values, rows[active[b]].values]
      let sum = 0
      for (let j = 0; j < prior.length; j++)
        sum += probabilities[j] * (one[j] - moments[v]) * (two[j] - moments[active[b]])
      hessian.set(a, b, sum)
      hessian.set(b, a, sum)
    }
  })
  const right = Matrix.columnVector(active.map((v) => gradient[v]))
  const size = Math.max(1e-12, hessian.trace() / active.length)
  for (let ridge = 1e-14; ridge < 1e3; ridge *= 100) {
    const damped = Matrix.add(hessian, Matrix.eye(active.length).mul(ridge * size))
    const factor = new CholeskyDecomposition(damped)
    if (factor.isPositiveDefinite()) {
      const step = factor.solve(right).to1DArray()
      if (step.every(Number.isFinite)) return step
    }
  }
  return active.map((v) => gradient[v])
}

function pooled(
  prior: Float64Array,
  views: readonly MomentView[],
  rows: readonly ScaledView[],
  { multipliers, probabilities, iterations }: DualOptimum,
): PooledProbabilities {
  let relativeEntropy = 0
  let entropy = 0
  for (let j = 0; j < prior.length; j++) {
    if (probabilities[j] === 0) continue
    relativeEntropy += probabilities[j] * Math.log(probabilities[j] / prior[j])
    entropy -= probabilities[j] * Math.log(probabilities[j])
  }
  return {
    status: 'solved',
    probabilities,
    relativeEntropy: Math.max(0, relativeEntropy),
    effectiveScenarios: Math.exp(entropy),
    views: rows.map(({ values, mean, scale }, v) => {
      let moment = 0
      for (let j = 0; j < values.length; j++) moment += probabilities[j] * values[j]
      return {
        name: views[v].name,
        prior: mean,
        posterior: mean + scale * moment,
        price: Math.abs(multipliers[v]) / scale,
      }
    }),
    iterations,
  }
}

function checkedPrior(prior: Sample): Float64Array {
  let total = 0
  for (let j = 0; j < prior.length; j++) total += requireNonNegative(prior[j], `prior[${j}]`)
  if (!(total > 0)) {
    throw new TuttiError('invalid-input', 'the prior gives no scenario a probability', {
      field: 'prior',
      got: `${prior.length} scenarios of total weight ${total}`,
      expected: 'weights of a positive sum',
    })
  }
  return Float64Array.from(prior, (weight) => weight / total)
}
