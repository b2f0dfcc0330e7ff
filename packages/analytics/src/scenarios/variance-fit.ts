import { pearsonCorrelation } from '../statistics/index.ts'
import { decayMean } from './hull-white-step.ts'
import { DAYS_PER_MONTH } from './path-model.ts'

/** Variance dynamics read from a history, and remarks on them. */
export interface VarianceFit {
  readonly reversion: number
  readonly volOfVariance: number
  readonly equityVariance: number
  readonly lastVolatility: number
  readonly notes: readonly string[]
}

/** Speeds between which the reversion is sought: half-lives of 2.8 years and of two weeks. */
const SLOWEST = 0.25
const FASTEST = 18
/** Months of autocovariance in the fit, and of cross-covariance. */
const LAGS = 12
const LEVERAGE_LAGS = 3
const LARGEST_CORRELATION = 0.95

/**
 * Heston variance dynamics from monthly realised variance (periodsPerYear / 21 x sum of squared daily returns).
 *
 * The month's mean variance of a process with reversion kappa and stationary variance V has autocovariance
 * V B^2 e^{-kappa h (k - 1)} at lag k months, B = (1 - e^{-kappa h}) / (kappa h), h a month; what realised variance adds is
 * noise that is uncorrelated between months and leaves these alone. Least squares over lags 1..12 gives kappa and V, then
 * sigma^2 = 2 kappa V / theta. The covariance of a month's return with the realised variance k months later is
 * h B^2 (rho sigma theta - V / 2) e^{-kappa h (k - 1)}; least squares over k = 1..3 gives rho.
 * Source: Barndorff-Nielsen and Shephard, "Econometric analysis of realized volatility and its use in estimating
 * stochastic volatility models", JRSS B 64 (2002), 253-280, section 2; Bollerslev and Zhou, J. Econometrics 109 (2002).
 */
export function realisedVarianceFit(returns: Float64Array, theta: number, periodsPerYear: number): VarianceFit {
  const notes: string[] = []
  const months = Math.floor(returns.length / DAYS_PER_MONTH)
  // whole months, counted back from the end
  const offset = returns.length - months * DAYS_PER_MONTH
  const realised = new Float64Array(months)
  const growth = new Float64Array(months)
  for (let m = 0; m < months; m++) {
    for (let t = offset + m * DAYS_PER_MONTH; t < offset + (m + 1) * DAYS_PER_MONTH; t++) {
      realised[m] += (returns[t] ** 2 * periodsPerYear) / DAYS_PER_MONTH
      growth[m] += returns[t]
    }
  }
  const lags = Math.min(LAGS, Math.floor(months / 4))
  const monthYears = DAYS_PER_MONTH / periodsPerYear
  const gamma = Array.from({ length: lags }, (_, k) => crossCovariance(realised, realised, k + 1))
  const { reversion, level } = decayFit(gamma, monthYears)
  if (reversion === SLOWEST || reversion === FASTEST) {
    notes.push(
      `variance: the best speed of reversion lies at the edge of the range searched and was set to ${reversion}`,
    )
  }
  const b2 = decayMean(reversion * monthYears) ** 2
  const lastVolatility = Math.sqrt(realised[months - 1])
  if (!(level > 0)) {
    notes.push(
      'variance: monthly realised variance shows no persistence; the volatility of variance was set to 0.05 and the equity-variance correlation to zero',
    )
    return { reversion, volOfVariance: 0.05, equityVariance: 0, lastVolatility, notes }
  }
  const stationary = level / b2
  const volOfVariance = Math.sqrt((2 * reversion * stationary) / theta)
  let product = 0
  let weight = 0
  for (let k = 1; k <= LEVERAGE_LAGS; k++) {
    const decay = Math.exp(-reversion * monthYears * (k - 1))
    product += decay * crossCovariance(growth, realised, k)
    weight += decay * decay
  }
  const estimate = (product / (weight * monthYears * b2) + 0.5 * stationary) / (volOfVariance * theta)
  const equityVariance = Math.min(LARGEST_CORRELATION, Math.max(-LARGEST_CORRELATION, estimate))
  if (equityVariance !== estimate) {
    notes.push(`equity-variance correlation: the estimate ${estimate.toFixed(2)} was set to ${equityVariance}`)
  }
  return { reversion, volOfVariance, equityVariance, lastVolatility, notes }
}

/**
 * Heston variance dynamics from one-month implied volatility. Its square, scaled by the ratio of mean realised to mean
 * implied variance (which takes the variance premium out), is taken as the expected mean variance of the coming month,
 * theta + (v - theta) B. Reversion: the autocovariances of this at lags of 1..12 months decay as e^{-kappa h k}. Volatility
 * of variance: sum of squared daily changes / (B^2 sum of v dt). Correlation: of changes in implied volatility with
 * returns over the implied volatility of the day before. Source: as `realisedVarianceFit`; the affine link of implied and
 * spot variance is Duan and Yeh, "Jump and volatility risk premiums implied by VIX", JEDC 34 (2010), eq 8.
 */
export function impliedVarianceFit(
  returns: Float64Array,
  impliedVol: Float64Array,
  theta: number,
  periodsPerYear: number,
): VarianceFit {
  const notes: string[] = []
  const n = returns.length
  const mean = impliedVol.reduce((sum, v) => sum + v * v, 0) / n
  const ratio = theta / mean
  notes.push(`implied variance was scaled by ${ratio.toFixed(2)}, the ratio of mean realised to mean implied variance`)
  const variance = impliedVol.map((v) => v * v * ratio)
  const monthYears = DAYS_PER_MONTH / periodsPerYear
  const lags = Math.min(LAGS, Math.floor(n / (4 * DAYS_PER_MONTH)))
  const gamma = Array.from({ length: lags }, (_, k) => crossCovariance(variance, variance, (k + 1) * DAYS_PER_MONTH))
  const { reversion } = decayFit(gamma, monthYears)
  if (reversion === SLOWEST || reversion === FASTEST) {
    notes.push(
      `variance: the best speed of reversion lies at the edge of the range searched and was set to ${reversion}`,
    )
  }
  const b = decayMean(reversion * monthYears)
  const spot = (y: number): number => Math.max(0, theta + (y - theta) / b)
  const standardised = new Float64Array(n - 1)
  const moves = new Float64Array(n - 1)
  let squares = 0
  let total = 0
  for (let t = 1; t < n; t++) {
    squares += (variance[t] - variance[t - 1]) ** 2
    total += spot(variance[t - 1]) / periodsPerYear
    standardised[t - 1] = returns[t] / impliedVol[t - 1]
    moves[t - 1] = impliedVol[t] - impliedVol[t - 1]
  }
  return {
    reversion,
    volOfVariance: Math.sqrt(squares / total) / b,
    equityVariance: squares === 0 ? 0 : pearsonCorrelation(standardised, moves),
    lastVolatility: Math.sqrt(spot(variance[n - 1])),
    notes,
  }
}

/** Covariance of x[t] with y[t + lag], divided by the number of pairs. */
function crossCovariance(x: Float64Array, y: Float64Array, lag: number): number {
  const n = x.length - lag
  const xMean = x.reduce((sum, value) => sum + value, 0) / x.length
  const yMean = y.reduce((sum, value) => sum + value, 0) / y.length
  let sum = 0
  for (let t = 0; t < n; t++) sum += (x[t] - xMean) * (y[t + lag] - yMean)
  return sum / n
}

/** Least-squares fit of level e^{-reversion h (k - 1)} to values[k - 1], the reversion by search on a fine grid. */
function decayFit(
  values: readonly number[],
  stepYears: number,
): { readonly reversion: number; readonly level: number } {
  const steps = 1000
  let best = { reversion: SLOWEST, level: 0, error: Infinity }
  for (let i = 0; i <= steps; i++) {
    const reversion = i === steps ? FASTEST : SLOWEST * (FASTEST / SLOWEST) ** (i / steps)
    let product = 0
    let weight = 0
    values.forEach((value, k) => {
      const decay = Math.exp(-reversion * stepYears * k)
      product += decay * value
      weight += decay * decay
    })
    const level = product / weight
    const error = values.reduce((sum, value, k) => sum + (value - level * Math.exp(-reversion * stepYears * k)) ** 2, 0)
    if (error < best.error) best = { reversion, level, error }
  }
  return best
}
