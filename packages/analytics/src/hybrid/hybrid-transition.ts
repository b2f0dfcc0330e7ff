import { requireInRange, requirePositive } from '../errors/index.ts'
import { gaussLegendre } from '../math/index.ts'
import { integratedOrnsteinUhlenbeck, ornsteinUhlenbeckLoading } from '../models/index.ts'
import type { HybridModel, HybridRate } from './hybrid-model.ts'
import { semidefiniteFactor } from './semidefinite-factor.ts'

/**
 * Exact Gaussian transition of the whole state over a step, rates first and logs after: with independent standard normals z
 *   rate'_i = decay_i rate_i + constant_i + (noise z)_i
 *   log'_k = log_k + sum over i of onRates_(k, i) rate_i + constant_(rates + k) + (noise z)_(rates + k)
 * Plain typed arrays, row-major, to be cloned to workers.
 */
export interface HybridTransition {
  readonly rateCount: number
  readonly stateCount: number
  readonly decay: Float64Array
  /** Logs x rates. */
  readonly onRates: Float64Array
  /** One a state. */
  readonly constant: Float64Array
  /** States x states, lower triangular: the factor of `covariance`. */
  readonly noise: Float64Array
  /** Covariance of the innovations, states x states. */
  readonly covariance: Float64Array
}

const rule = gaussLegendre(24)

/**
 * The transition from `tYears` over `dtYears` > 0. Exact in law for any step, integrals of the short rates included.
 * Throws `invalid-input`. Source: Glasserman (2003), 3.3; the covariances of integrals by quadrature to rounding.
 */
export function hybridTransition(model: HybridModel, tYears: number, dtYears: number): HybridTransition {
  requireInRange(tYears, 0, 1000, 'tYears')
  requirePositive(dtYears, 'dtYears')
  const { rates, logs } = model
  const rateCount = rates.length
  const stateCount = rateCount + logs.length
  const decay = Float64Array.from(rates, ({ a }) => Math.exp(-a * dtYears))
  const onRates = new Float64Array(logs.length * rateCount)
  const constant = new Float64Array(stateCount)
  const integralMean = rates.map(
    (rate) => shiftIntegral(rate, tYears, dtYears) + rate.drift * doubleIntegral(rate.a, dtYears),
  )
  for (const [i, { a, drift }] of rates.entries()) constant[i] = drift * ornsteinUhlenbeckLoading(a, dtYears)
  for (const [k, { weights, drift }] of logs.entries()) {
    constant[rateCount + k] = drift * dtYears
    for (const [i, { a }] of rates.entries()) {
      onRates[k * rateCount + i] = weights[i] * ornsteinUhlenbeckLoading(a, dtYears)
      constant[rateCount + k] += weights[i] * integralMean[i]
    }
  }
  const covariance = innovationCovariance(model, dtYears)
  return {
    rateCount,
    stateCount,
    decay,
    onRates,
    constant,
    noise: semidefiniteFactor(covariance, stateCount),
    covariance,
  }
}

/** Integral over the step of the shift that fits the curve. */
function shiftIntegral({ a, sigma, curve }: HybridRate, t: number, dt: number): number {
  const variance = (end: number): number => integratedOrnsteinUhlenbeck(a, sigma, end).integralVariance
  return Math.log(curve.discountFactor(t) / curve.discountFactor(t + dt)) + 0.5 * (variance(t + dt) - variance(t))
}

/** Integral from 0 to dt of B(u): what a constant drift of the state adds to its integral. */
function doubleIntegral(a: number, dt: number): number {
  return quadrature(dt, a, (u) => ornsteinUhlenbeckLoading(a, u))
}

/**
 * Covariance of the innovations. At time u before the end of the step, a rate's state moves by sigma e^(-a u) and its
 * integral by sigma B(u) for a unit of its driver; each state is a combination of these and of its own driver.
 */
function innovationCovariance({ rates, logs, correlation }: HybridModel, dt: number): Float64Array {
  const size = rates.length + logs.length
  const drivers = correlation.matrix.length
  const fastest = Math.max(...rates.map(({ a }) => a))
  const correlations = Float64Array.from(correlation.matrix.flat())
  const response = new Float64Array(size * drivers)
  /** Covariance of one state's innovation with each driver. */
  const driven = new Float64Array(drivers)
  const covariance = new Float64Array(size * size)
  forEachNode(dt, 2 * fastest, (u, weight) => {
    response.fill(0)
    for (const [i, { a, sigma, driver }] of rates.entries()) {
      response[i * drivers + driver] = sigma * Math.exp(-a * u)
      const integral = sigma * ornsteinUhlenbeckLoading(a, u)
      for (const [k, { weights }] of logs.entries()) {
        response[(rates.length + k) * drivers + driver] += weights[i] * integral
      }
    }
    for (const [k, { driver, vol }] of logs.entries()) {
      if (driver >= 0) response[(rates.length + k) * drivers + driver] += vol
    }
    for (let i = 0; i < size; i++) {
      driven.fill(0)
      for (let p = 0; p < drivers; p++) {
        const left = weight * response[i * drivers + p]
        if (left === 0) continue
        for (let q = 0; q < drivers; q++) driven[q] += left * correlations[p * drivers + q]
      }
      for (let j = 0; j <= i; j++) {
        let sum = 0
        for (let q = 0; q < drivers; q++) sum += driven[q] * response[j * drivers + q]
        covariance[i * size + j] += sum
      }
    }
  })
  for (let i = 0; i < size; i++) for (let j = 0; j < i; j++) covariance[j * size + i] = covariance[i * size + j]
  return covariance
}

function quadrature(dt: number, speed: number, integrand: (u: number) => number): number {
  let sum = 0
  forEachNode(dt, speed, (u, weight) => (sum += weight * integrand(u)))
  return sum
}

/** Nodes and weights over [0, dt], in pieces short beside 1 / `speed`, where the rule is exact to rounding. */
function forEachNode(dt: number, speed: number, visit: (u: number, weight: number) => void): void {
  const pieces = Math.max(Math.ceil((dt * speed) / 8), 1)
  const half = dt / pieces / 2
  for (let piece = 0; piece < pieces; piece++) {
    for (let n = 0; n < rule.nodes.length; n++) {
      visit(half * (2 * piece + 1 + rule.nodes[n]), half * rule.weights[n])
    }
  }
}
