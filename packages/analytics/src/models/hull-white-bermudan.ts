import { type BermudanOption, requireBermudanOption } from './bermudan-option.ts'
import { crossings, expectedMaximum } from './exercise-expectation.ts'
import { finiteValue } from './finite-value.ts'
import { type HullWhite, hullWhiteBondCoefficients, hullWhiteTransition } from './hull-white.ts'
import { uniformSpline } from './uniform-spline.ts'

const nodeCount = 193
const reach = 7
/** A volatility below this moves no value by a digit. */
const leastSigma = 1e-15

/**
 * Value today of a Bermudan option in the Hull-White model, to about 1e-8 of the notional: backward from exercise to
 * exercise with the exact Gaussian transition (no time steps), on a grid of the state with cubic splines and the kinks at
 * the exercise boundaries integrated exactly. Throws `invalid-input`.
 * Source: quadrature of the transition density as in Andricopoulos et al., J. Financial Economics 67 (2003), 447-471.
 */
export function hullWhiteBermudan(model: HullWhite, option: BermudanOption): number {
  const { exercises } = requireBermudanOption(option)
  const last = exercises.length - 1
  const grids = exercises.map(({ timeYears }) => gridAt(model, timeYears))
  const exerciseValue = (e: number, low: number, step: number, count: number): Float64Array => {
    const { timeYears, flows } = exercises[e]
    const values = new Float64Array(count)
    for (const flow of flows) {
      if (flow.amount === 0) continue
      const { intercept, loading } = hullWhiteBondCoefficients(model, timeYears, Math.max(flow.timeYears, timeYears))
      for (let i = 0; i < count; i++) values[i] += flow.amount * Math.exp(intercept - loading * (low + i * step))
    }
    return values
  }
  if (model.sigma < leastSigma) {
    // The state stays at zero: the best of the exercises, known today.
    return exercises.reduce((best, { timeYears }, e) => {
      const worth = model.curve.discountFactor(timeYears) * exerciseValue(e, 0, 1, 1)[0]
      return Math.max(best, worth)
    }, 0)
  }
  /** Value of holding on at exercise e, on its grid. */
  let holding = new Float64Array(nodeCount)
  for (let e = last; e >= 0; e--) {
    const { low, step } = grids[e]
    const worth = exerciseValue(e, low, step, nodeCount)
    const from = e === 0 ? 0 : exercises[e - 1].timeYears
    const dt = exercises[e].timeYears - from
    if (dt === 0) return Math.max(exerciseValue(e, 0, 1, 1)[0], holding[(nodeCount - 1) / 2])
    const exercised = uniformSpline(low, step, worth)
    const held = uniformSpline(low, step, holding)
    const kinks = crossings(exercised, held)
    const { decay, stateDeviation, integralOnState } = hullWhiteTransition(model, from, dt)
    const { intercept, loading } = hullWhiteBondCoefficients(model, from, exercises[e].timeYears)
    const before = e === 0 ? { low: 0, step: 0 } : grids[e - 1]
    const count = e === 0 ? 1 : nodeCount
    const values = new Float64Array(count)
    for (let i = 0; i < count; i++) {
      const x = before.low + i * before.step
      const mean = decay * x - stateDeviation * integralOnState
      values[i] = Math.exp(intercept - loading * x) * expectedMaximum(exercised, held, kinks, mean, stateDeviation)
    }
    if (e === 0) return finiteValue(values[0], 'Bermudan option')
    holding = values
  }
  return 0
}

/** The states that matter at a time: around their mean under the measure of the bond that matures then. */
function gridAt(model: HullWhite, timeYears: number): { readonly low: number; readonly step: number } {
  if (timeYears === 0) return { low: 0, step: 0 }
  const { stateDeviation, integralOnState } = hullWhiteTransition(model, 0, timeYears)
  const step = (2 * reach * stateDeviation) / (nodeCount - 1)
  return { low: -stateDeviation * integralOnState - reach * stateDeviation, step }
}
