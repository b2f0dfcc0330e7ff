import { CholeskyDecomposition, Matrix } from 'ml-matrix'
import { requireSample, TuttiError } from '../errors/index.ts'
import { garch11Derivatives } from './garch11-derivatives.ts'
import { garch11Filter, type Garch11Parameters } from './garch11-filter.ts'
import { garch11Maximum } from './garch11-maximum.ts'
import { isConstant, mean, variance } from './moments.ts'
import type { Sample } from './sample.ts'

/** A parameter's value or standard error for each of the four parameters. */
export type Garch11StandardErrors = Garch11Parameters

/** Maximum-likelihood estimate of a GARCH(1,1). */
export interface Garch11Fit {
  /** Per period, in the units of the returns; mu is 0 under a zero mean. */
  readonly parameters: Garch11Parameters
  readonly logLikelihood: number
  /**
   * Which bound holds the optimum: `omega`, `alpha` or `beta` at 0, `persistence` alpha + beta at 1, or `none`. On a
   * bound the likelihood says that this model does not suit the data, and there are no standard errors.
   */
  readonly bound: 'none' | 'omega' | 'alpha' | 'beta' | 'persistence'
  /** From the inverse Hessian of the log-likelihood; `null` on a bound. mu has 0 under a zero mean. */
  readonly standardErrors: Garch11StandardErrors | null
  /** Bollerslev-Wooldridge sandwich, valid when the shocks are not normal; `null` on a bound. */
  readonly robustStandardErrors: Garch11StandardErrors | null
  /** Newton steps of the last stage. */
  readonly iterations: number
}

/** Distance to a bound below which the estimate counts as lying on it; for omega as a share of the sample variance. */
const NEAR_BOUND = 1e-6
const NEAR_ZERO_OMEGA = 1e-9
const MOST_NEWTON_STEPS = 100

/**
 * Fits a GARCH(1,1) with normal shocks by maximum likelihood: BFGS from starts by variance
 * targeting, in coordinates that keep omega > 0, alpha, beta >= 0 and alpha + beta < 1, then Newton with the analytic
 * Hessian.
 *
 * `returns` needs at least 50 values; any units. `meanModel` is `zero` (mu = 0) or `constant` (mu estimated).
 * Presample convention as in `garch11Filter`. Deterministic. Cost: some hundred passes over the data.
 *
 * Throws `not-applicable` for a constant series, `not-converged` when no maximum is found.
 * Source: Bollerslev (1986); Fiorentini, Calzolari and Panattoni (1996); Bollerslev and Wooldridge (1992).
 */
export function garch11Fit(returns: Sample, meanModel: 'zero' | 'constant'): Garch11Fit {
  requireSample(returns, 50, 'returns')
  const spread = variance(returns, 'population')
  if (isConstant(returns, spread)) {
    throw new TuttiError('not-applicable', 'a GARCH model cannot be fitted to returns that are all equal', {
      field: 'returns',
      got: `${returns.length} values equal to ${returns[0]}`,
      expected: 'returns that vary',
    })
  }
  const scale = Math.sqrt(spread)
  const scaled = Float64Array.from(returns, (r) => r / scale)
  const free = meanModel === 'zero' ? [1, 2, 3] : [0, 1, 2, 3]
  const start = garch11Maximum(scaled, meanModel === 'zero' ? null : mean(scaled))
  const { point, iterations } = newtonEstimate(scaled, start, free)
  const bound = boundOf(point)
  const errors = bound === 'none' ? standardErrorsAt(scaled, point, free, scale) : null
  const parameters = { mu: point.mu * scale, omega: point.omega * scale * scale, alpha: point.alpha, beta: point.beta }
  return {
    parameters,
    logLikelihood: garch11Filter(returns, parameters).logLikelihood,
    bound,
    standardErrors: errors?.hessian ?? null,
    robustStandardErrors: errors?.robust ?? null,
    iterations,
  }
}

/** Newton ascent over the free parameters; stays admissible by halving the step. */
function newtonEstimate(
  scaled: Float64Array,
  start: Garch11Parameters,
  free: readonly number[],
): { point: Garch11Parameters; iterations: number } {
  let point = start
  let here = garch11Derivatives(scaled, point)
  for (let iteration = 1; iteration <= MOST_NEWTON_STEPS; iteration++) {
    const gradient = free.map((i) => here.gradient[i])
    const step = ascentStep(
      gradient,
      free.map((i) => free.map((j) => -here.hessian[i][j])),
    )
    const gain = step.reduce((sum, d, k) => sum + d * gradient[k], 0)
    if (gain <= 1e-14 * (1 + Math.abs(here.logLikelihood))) return { point, iterations: iteration }
    let moved = false
    for (let length = 1; length > 1e-10 && !moved; length /= 2) {
      const values = [point.mu, point.omega, point.alpha, point.beta]
      free.forEach((i, k) => (values[i] += length * step[k]))
      const [mu, omega, alpha, beta] = values
      if (omega <= 0 || alpha <= 0 || beta <= 0 || alpha + beta >= 1) continue
      const trial = { mu, omega, alpha, beta }
      if (garch11Filter(scaled, trial).logLikelihood <= here.logLikelihood) continue
      point = trial
      here = garch11Derivatives(scaled, point)
      moved = true
    }
    // No better point along an ascent direction: either rounding is all that is left, or a bound is in the way.
    if (!moved && (gain < 1e-6 || boundOf(point) !== 'none')) return { point, iterations: iteration }
    if (!moved) break
  }
  if (boundOf(point) !== 'none') return { point, iterations: MOST_NEWTON_STEPS }
  throw new TuttiError(
    'not-converged',
    'the GARCH(1,1) likelihood has no maximum that could be found; use a longer sample or EWMA',
    { got: JSON.stringify(point), expected: 'a point with zero gradient' },
  )
}

/** Solves (information + damping) step = gradient, the damping raised until the matrix is positive definite. */
function ascentStep(gradient: readonly number[], information: readonly (readonly number[])[]): number[] {
  const largest = Math.max(...information.map((row, i) => Math.abs(row[i])), 1e-8)
  for (let damping = 0; ; damping = damping === 0 ? 1e-6 * largest : 10 * damping) {
    const damped = new Matrix(information.map((row, i) => row.map((value, j) => value + (i === j ? damping : 0))))
    const cholesky = new CholeskyDecomposition(damped)
    if (cholesky.isPositiveDefinite()) return cholesky.solve(Matrix.columnVector([...gradient])).to1DArray()
  }
}

function boundOf({ omega, alpha, beta }: Garch11Parameters): Garch11Fit['bound'] {
  if (omega < NEAR_ZERO_OMEGA) return 'omega'
  if (alpha < NEAR_BOUND) return 'alpha'
  if (beta < NEAR_BOUND) return 'beta'
  return alpha + beta > 1 - NEAR_BOUND ? 'persistence' : 'none'
}

function standardErrorsAt(
  scaled: Float64Array,
  point: Garch11Parameters,
  free: readonly number[],
  scale: number,
): { hessian: Garch11StandardErrors; robust: Garch11StandardErrors } {
  const { hessian, scoreProducts } = garch11Derivatives(scaled, point)
  const information = new Matrix(free.map((i) => free.map((j) => -hessian[i][j])))
  const cholesky = new CholeskyDecomposition(information)
  if (!cholesky.isPositiveDefinite()) {
    throw new TuttiError(
      'not-converged',
      'the GARCH(1,1) estimate is not a maximum: its Hessian is not negative definite',
    )
  }
  const inverse = cholesky.solve(Matrix.eye(free.length))
  const outer = new Matrix(free.map((i) => free.map((j) => scoreProducts[i][j])))
  const sandwich = inverse.mmul(outer).mmul(inverse)
  const named = (covariance: Matrix): Garch11StandardErrors => {
    const values = [0, 0, 0, 0]
    free.forEach((i, k) => (values[i] = Math.sqrt(covariance.get(k, k))))
    return { mu: values[0] * scale, omega: values[1] * scale * scale, alpha: values[2], beta: values[3] }
  }
  return { hessian: named(inverse), robust: named(sandwich) }
}
