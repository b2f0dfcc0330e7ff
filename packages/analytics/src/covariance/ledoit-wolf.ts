import { TuttiError } from '../errors/index.ts'
import type { Sample } from '../statistics/index.ts'
import { denseRows } from './dense-rows.ts'
import { returnPanel, requireVarying, type ReturnPanel } from './return-panel.ts'
import { entryVariances, populationCovariance, relativeSampleError } from './sample-covariance.ts'

/**
 * What a covariance matrix is shrunk towards. `identity`: the mean variance times the unit matrix;
 * `constant-correlation`: the variances as they are, all correlations at their mean; `single-factor`: a market model
 * on the equal-weighted mean of the series, the variances as they are.
 */
export type ShrinkageTarget = 'identity' | 'constant-correlation' | 'single-factor'

/** A covariance matrix shrunk towards a target; per period. */
export interface ShrunkCovariance {
  readonly covariance: number[][]
  /** Weight of the target, 0 to 1. */
  readonly shrinkage: number
  readonly target: number[][]
  /** Mean correlation of the series; `null` where one of them is constant or there is one series only. */
  readonly averageCorrelation: number | null
  /** Root of the expected squared Frobenius error of the sample covariance over the norm of the latter. */
  readonly relativeSampleError: number
  readonly observations: number
}

/**
 * Ledoit and Wolf's linear shrinkage with the intensity that is optimal for many observations:
 * (pi - rho) / (gamma T), held to [0, 1], with the divisor T throughout.
 *
 * `returns` has rows as periods (at least two) and columns as series. Throws `not-applicable` for a constant series
 * (every series, with the target `identity`). Cost N^2 T / 2 multiplications.
 *
 * Sources: `identity` J. of Multivariate Analysis 88 (2004); `constant-correlation` J. of Portfolio Management 30(4)
 * (2004); `single-factor` J. of Empirical Finance 10 (2003).
 */
export function ledoitWolf(returns: readonly Sample[], target: ShrinkageTarget): ShrunkCovariance {
  const panel = returnPanel(returns, 2)
  const { series: n, periods } = panel
  const sample = populationCovariance(panel)
  const variances = Float64Array.from({ length: n }, (_, i) => sample[i * n + i])
  if (target !== 'identity') requireVarying(variances)
  const varying = variances.every((v) => v > 0)
  if (!variances.some((v) => v > 0)) requireVarying(variances)

  const average = varying && n > 1 ? averageCorrelation(sample, variances) : null
  let prior: Float64Array
  let rho = 0
  switch (target) {
    case 'identity':
      prior = scaledIdentity(variances)
      break
    case 'constant-correlation':
      prior = constantCorrelation(variances, average ?? 0)
      rho = constantCorrelationRho(panel, variances, average ?? 0)
      break
    case 'single-factor': {
      const market = equalWeightedMarket(panel)
      prior = marketModel(variances, market)
      rho = marketRho(panel, sample, variances, market)
      break
    }
  }
  const pi = entryVariances(panel, sample)
  let gamma = 0
  for (let k = 0; k < sample.length; k++) gamma += (sample[k] - prior[k]) ** 2
  const size = sample.reduce((sum, value) => sum + value * value, 0)
  // At rounding distance the target is the sample covariance: any weight gives the same matrix.
  const shrinkage = gamma <= 1e-28 * size ? 0 : Math.min(1, Math.max(0, (pi - rho) / gamma / periods))
  return {
    covariance: denseRows(
      sample.map((value, k) => shrinkage * prior[k] + (1 - shrinkage) * value),
      n,
    ),
    shrinkage,
    target: denseRows(prior, n),
    averageCorrelation: average,
    relativeSampleError: relativeSampleError(panel, sample),
    observations: periods,
  }
}

function averageCorrelation(sample: Float64Array, variances: Float64Array): number {
  const n = variances.length
  let total = 0
  for (let i = 0; i < n; i++) {
    for (let j = i + 1; j < n; j++) total += sample[i * n + j] / Math.sqrt(variances[i] * variances[j])
  }
  return total / ((n * (n - 1)) / 2)
}

function scaledIdentity(variances: Float64Array): Float64Array {
  const n = variances.length
  const mu = variances.reduce((a, b) => a + b, 0) / n
  const prior = new Float64Array(n * n)
  for (let i = 0; i < n; i++) prior[i * n + i] = mu
  return prior
}

function constantCorrelation(variances: Float64Array, correlation: number): Float64Array {
  const n = variances.length
  const prior = new Float64Array(n * n)
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      prior[i * n + j] = i === j ? variances[i] : correlation * Math.sqrt(variances[i] * variances[j])
    }
  }
  return prior
}

/** rho: the diagonal terms of pi and rbar sum_{i<>j} sqrt(s_jj / s_ii) theta_{ii,ij}, summed period by period. */
function constantCorrelationRho(panel: ReturnPanel, variances: Float64Array, correlation: number): number {
  const { centred, series: n, periods } = panel
  const deviations = variances.map(Math.sqrt)
  const cubes = new Float64Array(periods)
  const levels = new Float64Array(periods)
  let diagonal = 0
  let own = 0
  for (let i = 0; i < n; i++) {
    const sd = deviations[i]
    let fourth = 0
    for (let t = 0; t < periods; t++) {
      const x = centred[i * periods + t]
      cubes[t] += (x * x * x) / sd
      levels[t] += sd * x
      fourth += x * x * x * x
    }
    diagonal += fourth / periods - variances[i] ** 2
    own += fourth / periods
  }
  let all = 0
  for (let t = 0; t < periods; t++) all += cubes[t] * levels[t]
  // sum_{i<>j} sqrt(s_jj / s_ii) s_ii s_ij = cov(sum_i sd_i x_i, sum_j sd_j x_j) less the diagonal.
  let products = 0
  for (let t = 0; t < periods; t++) products += levels[t] * levels[t]
  const squares = variances.reduce((sum, v) => sum + v * v, 0)
  return diagonal + correlation * (all / periods - own - (products / periods - squares))
}

interface Market {
  readonly returns: Float64Array
  readonly variance: number
  /** With each series. */
  readonly covariances: Float64Array
}

function equalWeightedMarket({ centred, series, periods }: ReturnPanel): Market {
  const returns = new Float64Array(periods)
  for (let j = 0; j < series; j++) for (let t = 0; t < periods; t++) returns[t] += centred[j * periods + t] / series
  const covariances = new Float64Array(series)
  for (let j = 0; j < series; j++) {
    let sum = 0
    for (let t = 0; t < periods; t++) sum += centred[j * periods + t] * returns[t]
    covariances[j] = sum / periods
  }
  const variance = returns.reduce((sum, r) => sum + r * r, 0) / periods
  let scale = 0
  for (const value of centred) scale = Math.max(scale, Math.abs(value))
  if (variance > 1e-24 * scale * scale) return { returns, variance, covariances }
  throw new TuttiError(
    'not-applicable',
    'the equal-weighted mean of the series does not vary, so there is no market factor; take another target',
    { field: 'returns', got: `a market variance of ${variance}`, expected: 'a market that varies' },
  )
}

function marketModel(variances: Float64Array, { variance, covariances }: Market): Float64Array {
  const n = variances.length
  const prior = new Float64Array(n * n)
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) prior[i * n + j] = i === j ? variances[i] : (covariances[i] * covariances[j]) / variance
  }
  return prior
}

function marketRho(panel: ReturnPanel, sample: Float64Array, variances: Float64Array, market: Market): number {
  const { centred, series: n, periods } = panel
  const { returns, variance, covariances: c } = market
  // Per period the sums of x_i^2 and of c_j x_j; the terms i = j are taken off, where the market model keeps s_ii.
  const squares = new Float64Array(periods)
  const weighted = new Float64Array(periods)
  let diagonal = 0
  let ownFirst = 0
  let ownThird = 0
  for (let j = 0; j < n; j++) {
    let fourth = 0
    let cube = 0
    let crossed = 0
    for (let t = 0; t < periods; t++) {
      const x = centred[j * periods + t]
      const z = returns[t]
      squares[t] += x * x
      weighted[t] += c[j] * x
      fourth += x * x * x * x
      cube += x * x * x * z
      crossed += x * x * z * z
    }
    diagonal += fourth / periods - variances[j] ** 2
    ownFirst += (cube / periods - c[j] * variances[j]) * c[j]
    ownThird += (crossed / periods - variance * variances[j]) * c[j] * c[j]
  }
  let first = 0
  let third = 0
  for (let t = 0; t < periods; t++) {
    first += returns[t] * squares[t] * weighted[t]
    third += (returns[t] * weighted[t]) ** 2
  }
  let quadratic = 0
  for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) quadratic += c[i] * c[j] * sample[i * n + j]
  const rhoFirst = (first / periods - quadratic - ownFirst) / variance
  const rhoThird = (third / periods - variance * quadratic - ownThird) / variance ** 2
  return diagonal + 2 * rhoFirst - rhoThird
}
