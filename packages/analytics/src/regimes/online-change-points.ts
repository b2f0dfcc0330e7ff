import { requireFinite, requirePositive, requireSample } from '../errors/index.ts'
import { gammaLn } from '../math/index.ts'
import type { Sample } from '../statistics/index.ts'

/** What is believed of a segment before it is seen: variance ~ inverse gamma, mean given it ~ normal. */
export interface SegmentPrior {
  readonly mean: number
  /** Observations that the belief about the mean is worth; > 0. */
  readonly meanWeight: number
  /** Shape and scale of the inverse gamma law of the variance; > 0. */
  readonly varianceShape: number
  readonly varianceScale: number
}

/** What is known of the current segment after each observation. */
export interface OnlineChangePoints {
  /** Probability that the segment began at this observation, given the data up to it. */
  readonly changeProbability: Float64Array
  /** Probability that it began at this or one of the `recent` - 1 observations before, given the data up to it. */
  readonly recentChangeProbability: Float64Array
  /** Most probable and expected number of observations in the segment so far. */
  readonly likelyRunLength: Float64Array
  readonly expectedRunLength: Float64Array
  /** Predictive mean of each observation given those before. */
  readonly predictiveMean: Float64Array
  readonly logLikelihood: number
}

/** Run lengths less likely than this are dropped. */
const NEGLIGIBLE = 1e-12

/**
 * Bayesian online detection of changes in the mean and variance of normal observations. A new segment begins at each
 * observation with chance 1 / `expectedLength`. Uses no later observation. Cost O(n times the run lengths kept).
 *
 * Source: Adams & MacKay (2007), Bayesian Online Changepoint Detection, arXiv 0710.3742.
 */
export function onlineChangePoints(
  series: Sample,
  expectedLength: number,
  prior: SegmentPrior,
  recent: number,
): OnlineChangePoints {
  requireSample(series, 1, 'series')
  requirePositive(expectedLength - 1, 'expectedLength - 1')
  requireFinite(prior.mean, 'prior.mean')
  requirePositive(prior.meanWeight, 'prior.meanWeight')
  requirePositive(prior.varianceShape, 'prior.varianceShape')
  requirePositive(prior.varianceScale, 'prior.varianceScale')
  requirePositive(recent, 'recent')
  const n = series.length
  const hazard = 1 / expectedLength
  // Run length r: r observations of the segment seen. Constants of the Student law by r.
  const constants = Float64Array.from({ length: n + 1 }, (_, r) => {
    const shape = prior.varianceShape + r / 2
    const weight = prior.meanWeight + r
    return gammaLn(shape + 0.5) - gammaLn(shape) - 0.5 * Math.log((2 * Math.PI * (weight + 1)) / weight)
  })
  // The lists are by start of the segment, newest last, so that dropping the oldest or a middle one is cheap.
  let starts: number[] = [0]
  let chances: number[] = [1]
  let means: number[] = [prior.mean]
  let scales: number[] = [prior.varianceScale]
  const out = {
    changeProbability: new Float64Array(n),
    recentChangeProbability: new Float64Array(n),
    likelyRunLength: new Float64Array(n),
    expectedRunLength: new Float64Array(n),
    predictiveMean: new Float64Array(n),
  }
  let logLikelihood = 0
  for (let t = 0; t < n; t++) {
    if (t > 0) {
      chances = chances.map((chance) => chance * (1 - hazard))
      starts.push(t)
      chances.push(hazard)
      means.push(prior.mean)
      scales.push(prior.varianceScale)
    }
    const value = series[t]
    const logs = starts.map((start, i) => {
      const r = t - start
      const shape = prior.varianceShape + r / 2
      const weight = prior.meanWeight + r
      const d = value - means[i]
      const spread = (weight * d * d) / (2 * scales[i] * (weight + 1))
      return constants[r] - 0.5 * Math.log(scales[i]) - (shape + 0.5) * Math.log1p(spread) + Math.log(chances[i])
    })
    out.predictiveMean[t] = means.reduce((sum, m, i) => sum + m * chances[i], 0)
    const most = Math.max(...logs)
    const weights = logs.map((log) => Math.exp(log - most))
    const total = weights.reduce((sum, w) => sum + w, 0)
    logLikelihood += most + Math.log(total)
    const kept = weights.flatMap((w, i) => (w / total > NEGLIGIBLE ? [i] : []))
    const keptTotal = kept.reduce((sum, i) => sum + weights[i], 0)
    starts = kept.map((i) => starts[i])
    chances = kept.map((i) => weights[i] / keptTotal)
    scales = kept.map((i, k) => {
      const weight = prior.meanWeight + t - starts[k]
      return scales[i] + (weight * (value - means[i]) ** 2) / (2 * (weight + 1))
    })
    means = kept.map((i, k) => {
      const weight = prior.meanWeight + t - starts[k]
      return means[i] + (value - means[i]) / (weight + 1)
    })
    let likely = 0
    starts.forEach((start, i) => {
      const length = t - start + 1
      if (chances[i] > chances[likely]) likely = i
      out.expectedRunLength[t] += chances[i] * length
      if (length <= recent) out.recentChangeProbability[t] += chances[i]
      if (start === t) out.changeProbability[t] = chances[i]
    })
    out.recentChangeProbability[t] = Math.min(1, out.recentChangeProbability[t])
    out.likelyRunLength[t] = t - starts[likely] + 1
  }
  return { ...out, logLikelihood }
}
