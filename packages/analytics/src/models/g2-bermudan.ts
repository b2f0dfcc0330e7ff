import { gaussLegendre } from '../math/index.ts'
import { type BermudanOption, requireBermudanOption } from './bermudan-option.ts'
import { crossings, expectedMaximum } from './exercise-expectation.ts'
import { finiteValue } from './finite-value.ts'
import type { G2 } from './g2.ts'
import { g2BondCoefficients } from './g2.ts'
import { g2Transition } from './g2-transition.ts'
import { uniformSpline } from './uniform-spline.ts'

const reach = 6.5

/** States of each factor, and points of the rule over what both share. */
interface Resolution {
  readonly states: number
  readonly nodes: Float64Array
  readonly densities: Float64Array
}

function resolution(states: number, order: number): Resolution {
  const { nodes, weights } = gaussLegendre(order)
  const densities = nodes.map(
    (node, k) => (weights[k] * reach * Math.exp(-0.5 * (reach * node) ** 2)) / Math.sqrt(2 * Math.PI),
  )
  return { states, nodes, densities }
}

const coarse = resolution(73, 40)
/** For factors that depend on one another: little of the second one is its own to smooth the exercise boundary. */
const fine = resolution(121, 96)

/** The states of both factors that matter at a time: around their means under the measure of the bond maturing then. */
interface StateGrid {
  readonly lowX: number
  readonly stepX: number
  readonly lowY: number
  readonly stepY: number
}

/**
 * Value today of a Bermudan option in G2++, backward from exercise to exercise with the exact Gaussian transition: the
 * part of the second factor that is independent of the first is integrated with the kinks at the exercise boundary, the
 * rest by a 40 to 96-point rule on what is then smooth. Within about 1e-7 of the
 * notional; 1e-5 where the factors are nearly one. Throws `invalid-input`.
 * Source: quadrature of the transition density as in Andricopoulos et al., J. Financial Economics 67 (2003), 447-471.
 */
export function g2Bermudan(model: G2, option: BermudanOption): number {
  const { exercises } = requireBermudanOption(option)
  const { states, nodes, densities } = model.rho > 0.5 || model.rho < -0.9 ? fine : coarse
  const grids = exercises.map(({ timeYears }) => gridAt(model, timeYears, states))
  let holding: readonly Float64Array[] = emptyRows(states)
  for (let e = exercises.length - 1; e >= 0; e--) {
    const { timeYears, flows } = exercises[e]
    const from = e === 0 ? 0 : exercises[e - 1].timeYears
    const dt = timeYears - from
    const grid = grids[e]
    if (dt === 0) {
      const worth = flows.reduce((sum, flow) => sum + flow.amount * model.curve.discountFactor(flow.timeYears), 0)
      return Math.max(worth, holding[0][0])
    }
    const transition = g2Transition(model, dt)
    const worth = exerciseRows(model, exercises[e], grid, states)
    const smooth = integratedRows(worth, holding, grid, transition)
    const { intercept, loadingX, loadingY } = g2BondCoefficients(model, from, timeYears)
    const before = e === 0 ? { lowX: 0, stepX: 0, lowY: 0, stepY: 0 } : grids[e - 1]
    const count = e === 0 || from === 0 ? 1 : states
    holding = Array.from({ length: count }, (_, i) => {
      const x = before.lowX + i * before.stepX
      return Float64Array.from({ length: count }, (__, j) => {
        const y = before.lowY + j * before.stepY
        const meanX = transition.decayX * x - transition.shiftX
        const meanY = transition.decayY * y - transition.shiftY
        let sum = 0
        for (let k = 0; k < nodes.length; k++) {
          const z = reach * nodes[k]
          const atX = (meanX + transition.deviationX * z - grid.lowX) / grid.stepX
          const atY = (meanY + transition.deviationY * transition.correlation * z - grid.lowY) / grid.stepY
          sum += densities[k] * surfaceAt(smooth, atX, atY)
        }
        return Math.exp(intercept - loadingX * x - loadingY * y) * sum
      })
    })
  }
  return finiteValue(holding[0][0], 'Bermudan option')
}

const emptyRows = (states: number): Float64Array[] => Array.from({ length: states }, () => new Float64Array(states))

function gridAt(model: G2, timeYears: number, states: number): StateGrid {
  if (timeYears === 0) return { lowX: 0, stepX: 0, lowY: 0, stepY: 0 }
  const { shiftX, shiftY, deviationX, deviationY } = g2Transition(model, timeYears)
  return {
    lowX: -shiftX - reach * deviationX,
    stepX: (2 * reach * deviationX) / (states - 1),
    lowY: -shiftY - reach * deviationY,
    stepY: (2 * reach * deviationY) / (states - 1),
  }
}

/** What exercise gives in every state: a row for each first factor. */
function exerciseRows(
  model: G2,
  { timeYears, flows }: BermudanOption['exercises'][number],
  { lowX, stepX, lowY, stepY }: StateGrid,
  states: number,
): Float64Array[] {
  const rows = emptyRows(states)
  const alongY = new Float64Array(states)
  for (const flow of flows) {
    if (flow.amount === 0) continue
    const { intercept, loadingX, loadingY } = g2BondCoefficients(model, timeYears, Math.max(flow.timeYears, timeYears))
    for (let j = 0; j < states; j++) alongY[j] = Math.exp(-loadingY * (lowY + j * stepY))
    for (let i = 0; i < states; i++) {
      const scale = flow.amount * Math.exp(intercept - loadingX * (lowX + i * stepX))
      const row = rows[i]
      for (let j = 0; j < states; j++) row[j] += scale * alongY[j]
    }
  }
  return rows
}

/** The larger of exercise and holding, averaged over the part of the second factor that the first does not drive. */
function integratedRows(
  worth: readonly Float64Array[],
  holding: readonly Float64Array[],
  { lowY, stepY }: StateGrid,
  { deviationY, correlation }: { readonly deviationY: number; readonly correlation: number },
): Float64Array[] {
  const own = deviationY * Math.sqrt(Math.max(1 - correlation * correlation, 0))
  return worth.map((row, i) => {
    if (own < 1e-12 * deviationY) return row.map((value, j) => Math.max(value, holding[i][j]))
    const exercised = uniformSpline(lowY, stepY, row)
    const held = uniformSpline(lowY, stepY, holding[i])
    const kinks = crossings(exercised, held)
    return row.map((_, j) => expectedMaximum(exercised, held, kinks, lowY + j * stepY, own))
  })
}

/** Product of six-point Lagrange interpolations at grid coordinates; constant past the edge. */
function surfaceAt(rows: readonly Float64Array[], atX: number, atY: number): number {
  const last = rows.length - 1
  const x = Math.min(Math.max(atX, 0), last)
  const y = Math.min(Math.max(atY, 0), last)
  const i = Math.min(Math.max(Math.floor(x) - 2, 0), last - 5)
  const j = Math.min(Math.max(Math.floor(y) - 2, 0), last - 5)
  lagrangeWeights(x - i, weightsX)
  lagrangeWeights(y - j, weightsY)
  let sum = 0
  for (let k = 0; k < 6; k++) {
    const row = rows[i + k]
    sum +=
      weightsX[k] *
      (weightsY[0] * row[j] +
        weightsY[1] * row[j + 1] +
        weightsY[2] * row[j + 2] +
        weightsY[3] * row[j + 3] +
        weightsY[4] * row[j + 4] +
        weightsY[5] * row[j + 5])
  }
  return sum
}

const weightsX = new Float64Array(6)
const weightsY = new Float64Array(6)

/** Lagrange weights at `u` of the nodes 0 to 5. */
function lagrangeWeights(u: number, into: Float64Array): void {
  const [a, b, c, d, e] = [u - 1, u - 2, u - 3, u - 4, u - 5]
  into[0] = (-a * b * c * d * e) / 120
  into[1] = (u * b * c * d * e) / 24
  into[2] = (-u * a * c * d * e) / 12
  into[3] = (u * a * b * d * e) / 12
  into[4] = (-u * a * b * c * e) / 24
  into[5] = (u * a * b * c * d) / 120
}
