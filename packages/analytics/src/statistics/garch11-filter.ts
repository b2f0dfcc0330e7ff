import { requireFinite, requirePositive, requireSample, TuttiError } from '../errors/index.ts'
import { requireNonNegative, requireWhole, type Sample } from './sample.ts'

/**
 * Parameters of GARCH(1,1): r[t] = mu + e[t], h[t] = omega + alpha e[t-1]^2 + beta h[t-1], e[t] ~ N(0, h[t]).
 * All per period, in the units of the returns; omega > 0, alpha >= 0, beta >= 0.
 */
export interface Garch11Parameters {
  readonly mu: number
  readonly omega: number
  readonly alpha: number
  readonly beta: number
}

/** What the filter knows after the last return. */
export interface Garch11Filter {
  /** Conditional variance of each period given the returns before it. */
  readonly variances: Float64Array
  /** Gaussian log-likelihood, the constant -0.5 n ln(2 pi) included. */
  readonly logLikelihood: number
  /** Conditional variance of the next, unseen period. */
  readonly nextVariance: number
}

/**
 * Conditional variances and log-likelihood of a return series under given parameters.
 *
 * Before the first return both e^2 and h are taken to be the mean of the squared residuals of the whole sample, the
 * convention of the Fiorentini-Calzolari-Panattoni benchmark.
 *
 * Source: Bollerslev (1986), J. Econometrics 31; Fiorentini, Calzolari and Panattoni (1996), J. Applied Econometrics 11.
 */
export function garch11Filter(returns: Sample, parameters: Garch11Parameters): Garch11Filter {
  requireSample(returns, 1, 'returns')
  requireGarch11(parameters)
  const { mu, omega, alpha, beta } = parameters
  const n = returns.length
  let presample = 0
  for (let t = 0; t < n; t++) presample += (returns[t] - mu) * (returns[t] - mu)
  presample /= n
  const variances = new Float64Array(n)
  let logLikelihood = -0.5 * n * Math.log(2 * Math.PI)
  let h = omega + (alpha + beta) * presample
  for (let t = 0; t < n; t++) {
    variances[t] = h
    const e = returns[t] - mu
    logLikelihood -= 0.5 * (Math.log(h) + (e * e) / h)
    h = omega + alpha * e * e + beta * h
  }
  return { variances, logLikelihood, nextVariance: h }
}

/** Variance forecasts of a GARCH(1,1). */
export interface Garch11Forecast {
  /** Variance of period k + 1 ahead at index k. */
  readonly variances: Float64Array
  /** Sum of the forecasts: the variance of the return over the whole horizon. */
  readonly cumulativeVariance: number
  /** omega / (1 - alpha - beta); `null` when alpha + beta >= 1, where it does not exist. */
  readonly longRunVariance: number | null
}

/**
 * Expected variances of the next `horizon` periods: h[k+1] = omega + (alpha + beta) h[k], started at `nextVariance`
 * (see `garch11Filter`).
 */
export function garch11Forecast(parameters: Garch11Parameters, nextVariance: number, horizon: number): Garch11Forecast {
  requireGarch11(parameters)
  requirePositive(nextVariance, 'nextVariance')
  requireWhole(horizon, 1, Infinity, 'horizon')
  const persistence = parameters.alpha + parameters.beta
  const variances = new Float64Array(horizon)
  let cumulativeVariance = 0
  let h = nextVariance
  for (let k = 0; k < horizon; k++) {
    variances[k] = h
    cumulativeVariance += h
    h = parameters.omega + persistence * h
  }
  const longRunVariance = persistence < 1 ? parameters.omega / (1 - persistence) : null
  return { variances, cumulativeVariance, longRunVariance }
}

function requireGarch11(parameters: Garch11Parameters): void {
  requireFinite(parameters.mu, 'mu')
  requirePositive(parameters.omega, 'omega')
  requireNonNegative(parameters.alpha, 'alpha')
  requireNonNegative(parameters.beta, 'beta')
  if (parameters.alpha === 0 && parameters.beta >= 1) {
    throw new TuttiError('invalid-input', 'beta must be below 1 when alpha is 0: the variance would grow without end', {
      field: 'beta',
      got: String(parameters.beta),
      expected: 'a number < 1',
    })
  }
}
