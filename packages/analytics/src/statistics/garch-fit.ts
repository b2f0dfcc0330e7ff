import { CholeskyDecomposition, Matrix } from 'ml-matrix'
import { requireSample, TuttiError } from '../errors/index.ts'
import { differencedHessian, quasiNewtonMinimum } from '../math/index.ts'
import { ljungBoxTest } from './autocorrelation.ts'
import { shapeNames, shockLaw } from './garch-distribution.ts'
import { garchLayout } from './garch-layout.ts'
import { garchLikelihood, type GarchLikelihood, type GarchModel, meanLags } from './garch-likelihood.ts'
import { garchPersistence, longRunVariance } from './garch-persistence.ts'
import { isConstant, mean, variance } from './moments.ts'
import { olsRegression } from './ols-regression.ts'
import { requireWhole, type Sample } from './sample.ts'

/** Why a fit is to be read with care. */
export type GarchCaution =
  /** Fewer than 500 observations: estimates of persistence are biased down and vary much. */
  | 'short-sample'
  /** A parameter lies on its bound: the model does not suit the data, and there are no standard errors. */
  | 'at-a-bound'
  /** Persistence above 0.999: the long-run variance is next to undefined. */
  | 'near-unit-persistence'
  /** The Hessian at the estimate is not negative definite. */
  | 'flat-likelihood'
  /** The standardised shocks still have volatility that clusters (Ljung-Box on squares, 10 lags, p < 1 %). */
  | 'shocks-still-cluster'

/** One estimated parameter. */
export interface GarchEstimate {
  readonly name: string
  readonly value: number
  /** From the Hessian; `null` on a bound. */
  readonly standardError: number | null
  /** Bollerslev-Wooldridge sandwich, valid when the law of the shocks is not the assumed one. */
  readonly robustStandardError: number | null
}

/** Maximum-likelihood estimate of a model of the GARCH family. */
export interface GarchFit {
  readonly model: GarchModel
  readonly estimates: readonly GarchEstimate[]
  /** The values of `estimates`, in the order mean, variance equation, shape. */
  readonly parameters: Float64Array
  readonly logLikelihood: number
  readonly aic: number
  readonly bic: number
  /** Observations that enter the likelihood: all but the mean's lags. */
  readonly observations: number
  /**
   * Sum of the weights by which variance carries over (for gjr with the law's own share of falls), of the permanent part
   * for `component`, of h^(delta / 2) for `aparch`, of ln h for `egarch`; 1 for `igarch`.
   */
  readonly persistence: number
  /** Variance per period in the long run; `null` where it does not exist. For `egarch` and `aparch` that at the level's mean. */
  readonly longRunVariance: number | null
  /** Shocks, variances and standardised shocks of the observations. */
  readonly shocks: Float64Array
  readonly variances: Float64Array
  readonly standardised: Float64Array
  readonly cautions: readonly GarchCaution[]
}

/**
 * Fits a model of the GARCH family by maximum likelihood: BFGS with derivatives of the recursion, from starts by
 * variance targeting. Returns of any units, at least 50 and 10 for each parameter. Shocks and variances before the first
 * are taken at the mean squared shock.
 *
 * Throws `not-applicable` for constant returns, `unsupported` for orders a form does not have, `not-converged` when no
 * maximum is found. Deterministic.
 * Sources: Bollerslev (1986); Glosten, Jagannathan & Runkle (1993), J. Finance 48; Nelson (1991), Econometrica 59; Ding,
 * Granger & Engle (1993), J. Empirical Finance 1; Engle & Lee (1999); Bollerslev & Wooldridge (1992), Econometric Reviews 11.
 */
export function garchFit(returns: Sample, model: GarchModel): GarchFit {
  const layout = garchLayout(model)
  const lags = requireWhole(meanLags(model.mean), 0, 20, 'mean.lags')
  const count = layout.names.length - (model.variance === 'igarch' ? 1 : 0)
  requireSample(returns, Math.max(50, 10 * count) + lags, 'returns')
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
  const start = garchMaximum(scaled, model)
  const parameters = inUnits(model, start, layout.meanCount, scale)

  const likelihood = garchLikelihood(returns, model)
  const logLikelihood = likelihood.at(parameters, new Float64Array(parameters.length))
  const scores = Float64Array.from(likelihood.scores)
  const shocks = Float64Array.from(likelihood.shocks)
  const variances = Float64Array.from(likelihood.variances)
  const standardised = shocks.map((e, t) => e / Math.sqrt(variances[t]))
  const n = shocks.length
  const equation = parameters.subarray(layout.meanCount, layout.shapeAt)
  const law = shockLaw(model.distribution, parameters.subarray(layout.shapeAt))
  const persistence = garchPersistence(model, equation, law)

  const bound = isAtBound(model, start.subarray(layout.meanCount, layout.shapeAt), start.subarray(layout.shapeAt))
  const errors = bound ? undefined : standardErrors(likelihood, model, parameters, scores, scale)
  const cautions: GarchCaution[] = []
  if (n < 500) cautions.push('short-sample')
  if (bound) cautions.push('at-a-bound')
  else if (errors === undefined) cautions.push('flat-likelihood')
  if (persistence > 0.999 && model.variance !== 'igarch') cautions.push('near-unit-persistence')
  if (
    ljungBoxTest(
      standardised.map((z) => z * z),
      10,
    ).pValue < 0.01
  )
    cautions.push('shocks-still-cluster')
  return {
    model,
    estimates: layout.names.map((name, k) => ({
      name,
      value: parameters[k],
      standardError: errors?.hessian[k] ?? null,
      robustStandardError: errors?.robust[k] ?? null,
    })),
    parameters,
    logLikelihood,
    aic: 2 * count - 2 * logLikelihood,
    bic: count * Math.log(n) - 2 * logLikelihood,
    observations: n,
    persistence,
    longRunVariance: longRunVariance(model, equation, persistence),
    shocks,
    variances,
    standardised,
    cautions,
  }
}

/** Mean parameters to start from: the mean, or the least-squares autoregression. */
function meanStart(scaled: Float64Array, { mean: { kind } }: GarchModel, lags: number): readonly number[] {
  if (kind === 'zero') return []
  if (lags === 0) return [mean(scaled)]
  const rows = Array.from({ length: scaled.length - lags }, (_, t) =>
    Array.from({ length: lags }, (__, i) => scaled[t + lags - 1 - i]),
  )
  return olsRegression(scaled.subarray(lags), rows, { intercept: true }).coefficients
}

/**
 * Parameters at the highest maximum that the three best starts lead to, for returns of unit variance. Throws
 * `not-converged` when there is none.
 */
function garchMaximum(scaled: Float64Array, model: GarchModel): Float64Array {
  const likelihood = garchLikelihood(scaled, model)
  const layout = garchLayout(model)
  const means = meanStart(scaled, model, meanLags(model.mean))
  const gradient = new Float64Array(layout.names.length)
  const objective = (x: Float64Array, out: Float64Array): number => {
    if (x.some((value) => Math.abs(value) > 40)) return Infinity
    const value = likelihood.at(layout.parameters(x), gradient)
    if (!Number.isFinite(value)) return Infinity
    layout.freeGradient(x, gradient, out)
    for (let i = 0; i < out.length; i++) out[i] = -out[i]
    return -value
  }
  const ranked = layout
    .starts(means)
    .map((x) => ({ x, value: objective(x, new Float64Array(x.length)) }))
    .filter(({ value }) => Number.isFinite(value))
    .sort((a, b) => a.value - b.value)
  const found = ranked
    .slice(0, 3)
    .map(({ x }) => quasiNewtonMinimum(objective, x, { maxIterations: 500, gradientTolerance: 1e-9 }))
    .filter(({ converged }) => converged)
  if (found.length === 0) {
    throw new TuttiError(
      'not-converged',
      'the likelihood has no maximum that could be found; use a longer sample or a simpler model',
      { got: `${ranked.length} starts without convergence`, expected: 'a point with zero gradient' },
    )
  }
  return layout.parameters(found.reduce((best, next) => (next.value < best.value ? next : best)).point)
}

/** Parameters of returns divided by `scale` as those of the returns themselves. */
function inUnits(model: GarchModel, v: Float64Array, meanCount: number, scale: number): Float64Array {
  const out = Float64Array.from(v)
  if (meanCount > 0) out[0] *= scale
  const { archLags: p = 1 } = model
  if (model.variance === 'egarch') out[meanCount] += (1 - v[meanCount + 1 + 2 * p]) * 2 * Math.log(scale)
  else if (model.variance === 'aparch') out[meanCount] *= scale ** v[meanCount + 4]
  else out[meanCount] *= scale * scale
  return out
}

/** Whether a parameter (of returns of unit variance) lies on a bound of its region. */
function isAtBound(model: GarchModel, equation: Float64Array, shape: Float64Array): boolean {
  const near = 1e-6
  if (shape.length > 0) {
    const heavy = model.distribution === 'ged' ? shape[0] < 0.301 || shape[0] > 50 : shape[0] < 2.0501 || shape[0] > 500
    if (heavy || (shape.length > 1 && Math.abs(shape[1]) > 1 - near)) return true
  }
  const { archLags: p = 1 } = model
  const [omega, ...rest] = equation
  if (model.variance === 'egarch') return Math.abs(equation[1 + 2 * p]) > 1 - near
  if (omega < 1e-9) return true
  if (model.variance === 'aparch') {
    const [alpha, gamma, beta, delta] = rest
    return Math.min(alpha, beta, 1 - Math.abs(gamma), delta - 0.2) < near
  }
  if (model.variance === 'component') {
    const [rho, phi, alpha, beta] = rest
    return Math.min(1 - rho, phi, alpha, beta, beta - phi, rho - alpha - beta) < near
  }
  if (model.variance === 'gjr') {
    const alphas = rest.slice(0, p)
    const falls = alphas.map((alpha, i) => alpha + rest[p + i])
    const betas = rest.slice(2 * p)
    const total = [...alphas.map((a) => a / 2), ...falls.map((a) => a / 2), ...betas].reduce((sum, w) => sum + w, 0)
    return Math.min(...alphas, ...falls, ...betas, 1 - total) < near
  }
  const total = rest.reduce((sum, w) => sum + w, 0)
  return Math.min(...rest) < near || (model.variance === 'garch' && total > 1 - near)
}

/** From the inverse Hessian and the sandwich with the scores; undefined where the Hessian is not negative definite. */
function standardErrors(
  likelihood: GarchLikelihood,
  model: GarchModel,
  v: Float64Array,
  scores: Float64Array,
  scale: number,
): { hessian: number[]; robust: number[] } | undefined {
  const width = v.length
  // In igarch beta1 = 1 - alpha1 moves with alpha1 and has its error.
  const tied = model.variance === 'igarch' ? width - 1 - shapeNames[model.distribution].length : -1
  const free = Array.from({ length: width }, (_, k) => k).filter((k) => k !== tied)
  const factor = (k: number, values: ArrayLike<number>, at: number): number =>
    values[at + k] - (k === tied - 1 ? values[at + tied] : 0)
  const full = new Float64Array(width)
  const hessian = differencedHessian(
    (x, out) => {
      const point = Float64Array.from(v)
      free.forEach((k, i) => (point[k] = x[i]))
      if (tied >= 0) point[tied] = 1 - point[tied - 1]
      likelihood.at(point, full)
      free.forEach((k, i) => (out[i] = factor(k, full, 0)))
    },
    free.map((k) => v[k]),
    free.map((k) => 1e-5 * Math.max(Math.abs(v[k]), k === 0 && model.mean.kind !== 'zero' ? 0.1 * scale : 1e-12)),
  )
  const sizes = hessian.map((row, i) => Math.sqrt(-row[i]))
  if (!sizes.every((size) => size > 0 && Number.isFinite(size))) return undefined
  const cholesky = new CholeskyDecomposition(
    new Matrix(hessian.map((row, i) => row.map((value, j) => -value / (sizes[i] * sizes[j])))),
  )
  if (!cholesky.isPositiveDefinite()) return undefined
  const inverse = cholesky.solve(Matrix.eye(free.length))
  const outer = Matrix.zeros(free.length, free.length)
  for (let t = 0; t * width < scores.length; t++) {
    const row = free.map((k, i) => factor(k, scores, t * width) / sizes[i])
    for (let i = 0; i < row.length; i++) {
      for (let j = 0; j < row.length; j++) outer.set(i, j, outer.get(i, j) + row[i] * row[j])
    }
  }
  const sandwich = inverse.mmul(outer).mmul(inverse)
  const errorsOf = (covariance: Matrix): number[] => {
    const errors = free.map((_, i) => Math.sqrt(covariance.get(i, i)) / sizes[i])
    if (tied >= 0) errors.splice(tied, 0, errors[tied - 1])
    return errors
  }
  const result = { hessian: errorsOf(inverse), robust: errorsOf(sandwich) }
  return [...result.hessian, ...result.robust].every((error) => error > 0 && Number.isFinite(error))
    ? result
    : undefined
}
