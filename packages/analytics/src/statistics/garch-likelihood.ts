import { type ShockDistribution, shapeNames, shockLaw } from './garch-distribution.ts'
import { garchParameterNames, garchRecursion, type GarchForm } from './garch-recursion.ts'
import type { Sample } from './sample.ts'

/** Model of the mean: 0, a constant, or a constant and `lags` past returns. */
export interface GarchMean {
  readonly kind: 'zero' | 'constant' | 'autoregressive'
  /** For `autoregressive`; default 1. */
  readonly lags?: number | undefined
}

/** A model of the GARCH family. */
export interface GarchModel extends GarchForm {
  readonly mean: GarchMean
  readonly distribution: ShockDistribution
}

/** Names of a model's parameters in order: mean, variance, shape. */
export function garchModelNames(model: GarchModel): { mean: string[]; variance: string[]; shape: readonly string[] } {
  const lags = meanLags(model.mean)
  const mean = model.mean.kind === 'zero' ? [] : ['mu', ...Array.from({ length: lags }, (_, i) => `phi${i + 1}`)]
  return { mean, variance: garchParameterNames(model), shape: shapeNames[model.distribution] }
}

/** Past returns that the mean uses. */
export const meanLags = ({ kind, lags = 1 }: GarchMean): number => (kind === 'autoregressive' ? lags : 0)

/** The likelihood of one series under a model, as a function of its parameters in the order of `garchModelNames`. */
export interface GarchLikelihood {
  /** Log-likelihood, its gradient written to `gradient`; NaN where the parameters give no positive variance. */
  at(v: Float64Array, gradient: Float64Array): number
  /** After `at`: shocks and variances of the observations from the mean's lags on, and what comes next. */
  readonly shocks: Float64Array
  readonly variances: Float64Array
  /** After `at`: score of each observation, n x width by rows. */
  readonly scores: Float64Array
}

/** Likelihood with exact derivatives of the recursion; those to the shape of the law by differences. */
export function garchLikelihood(returns: Sample, model: GarchModel): GarchLikelihood {
  const names = garchModelNames(model)
  const meanCount = names.mean.length
  const shapeAt = meanCount + names.variance.length
  const width = shapeAt + names.shape.length
  const lags = meanLags(model.mean)
  const n = returns.length - lags
  const shocks = new Float64Array(n)
  const variances = new Float64Array(n)
  const slopes = new Float64Array(n * width)
  const scores = new Float64Array(n * width)
  const presampleSlopes = new Float64Array(meanCount)
  const shockSlopes = new Float64Array(n * meanCount)
  if (meanCount > 0) {
    for (let t = 0; t < n; t++) {
      shockSlopes[t * meanCount] = -1
      for (let i = 1; i <= lags; i++) shockSlopes[t * meanCount + i] = -returns[t + lags - i]
    }
  }
  const needsMeanAbsolute = model.variance === 'egarch'
  const meanAbsolute = new Float64Array(1 + names.shape.length)

  const at = (v: Float64Array, gradient: Float64Array): number => {
    let presample = 0
    presampleSlopes.fill(0)
    for (let t = 0; t < n; t++) {
      let e = returns[t + lags]
      for (let k = 0; k < meanCount; k++) e += v[k] * shockSlopes[t * meanCount + k]
      shocks[t] = e
      presample += (e * e) / n
      for (let k = 0; k < meanCount; k++) presampleSlopes[k] += (2 * e * shockSlopes[t * meanCount + k]) / n
    }
    const shape = v.subarray(shapeAt)
    const law = shockLaw(model.distribution, shape)
    // Neighbours in each shape parameter, for differences.
    const steps = Array.from(shape, (value) => 1e-6 * Math.max(Math.abs(value), 0.1))
    const lawAt = (i: number, step: number) =>
      shockLaw(
        model.distribution,
        Array.from(shape, (value, j) => (i === j ? value + step : value)),
      )
    const above = steps.map((step, i) => lawAt(i, step))
    const below = steps.map((step, i) => lawAt(i, -step))
    if (needsMeanAbsolute) {
      meanAbsolute[0] = law.meanAbsolute
      steps.forEach((step, i) => {
        meanAbsolute[1 + i] = (above[i].meanAbsolute - below[i].meanAbsolute) / (2 * step)
      })
    }
    const track = {
      shocks,
      shockSlopes,
      meanCount,
      width,
      presample,
      presampleSlopes,
      variances,
      slopes,
    }
    gradient.fill(0)
    if (!(presample > 0) || !garchRecursion(model, v, track, meanAbsolute)) return NaN
    let logLikelihood = 0
    for (let t = 0; t < n; t++) {
      const h = variances[t]
      const root = Math.sqrt(h)
      const z = shocks[t] / root
      const slope = law.slope(z)
      logLikelihood += law.logDensity(z) - 0.5 * Math.log(h)
      const byVariance = (-0.5 * (1 + z * slope)) / h
      const row = t * width
      for (let k = 0; k < width; k++) scores[row + k] = byVariance * slopes[row + k]
      for (let k = 0; k < meanCount; k++) scores[row + k] += (slope * shockSlopes[t * meanCount + k]) / root
      for (let i = 0; i < steps.length; i++) {
        scores[row + shapeAt + i] += (above[i].logDensity(z) - below[i].logDensity(z)) / (2 * steps[i])
      }
      for (let k = 0; k < width; k++) gradient[k] += scores[row + k]
    }
    return logLikelihood
  }
  return { at, shocks, variances, scores }
}
