import { DAYS_PER_YEAR } from './path-model.ts'
import { accumulatedRate, rateDuration, rateStep } from './hull-white-step.ts'
import type { Regime } from './regime.ts'

const dt = 1 / DAYS_PER_YEAR

/** Mean and variance of Heston's variance `years` after its start. Source: Cox, Ingersoll and Ross (1985), eq 19. */
export function varianceMoments(regime: Regime, years: number): { readonly mean: number; readonly variance: number } {
  const { volatility, initialVolatility = volatility, varianceReversion: kappa, volOfVariance } = regime.equity
  const theta = volatility * volatility
  const start = initialVolatility * initialVolatility
  const decay = Math.exp(-kappa * years)
  const square = volOfVariance * volOfVariance
  return {
    mean: theta + (start - theta) * decay,
    variance: ((start * square) / kappa) * decay * (1 - decay) + ((theta * square) / (2 * kappa)) * (1 - decay) ** 2,
  }
}

/**
 * E[exp(-lambda v)] of Heston's variance `years` after its start: v is a multiple c of a non-central chi-square variable.
 * Source: Cox, Ingersoll and Ross (1985), eq 18.
 */
export function varianceTransform(regime: Regime, years: number, lambda: number): number {
  const { volatility, initialVolatility = volatility, varianceReversion: kappa, volOfVariance } = regime.equity
  const square = volOfVariance * volOfVariance
  const decay = Math.exp(-kappa * years)
  const scale = 1 + (lambda * square * (1 - decay)) / (2 * kappa)
  const power = (2 * kappa * volatility * volatility) / square
  return scale ** -power * Math.exp((-lambda * initialVolatility * initialVolatility * decay) / scale)
}

/**
 * E[(252 / n) sum R^2] over `days` daily log returns R that start `warmupYears` after the variance's start.
 *
 * With t0, T the start and length in years, the mean variance is theta + (E[v_t0] - theta) (1 - e^{-kappa T}) / (kappa T).
 * A day's E[R^2 | v] is not quite E[integral of v]: with I that integral and M the martingale part of R = mu dt - I/2 + M,
 * it gains (mu - v/2)^2 dt^2 from the drift and -Cov(I, M) = -rho sigma v dt^2 / 2 from the leverage effect, to order dt^2.
 */
export function expectedRealisedVariance(regime: Regime, warmupYears: number, days: number): number {
  const { drift, volatility, varianceReversion: kappa, volOfVariance } = regime.equity
  const theta = volatility * volatility
  const years = days * dt
  const start = varianceMoments(regime, warmupYears).mean
  const meanVariance = theta + ((start - theta) * -Math.expm1(-kappa * years)) / (kappa * years)
  let correction = 0
  for (let day = 0; day < days; day++) {
    const { mean, variance } = varianceMoments(regime, warmupYears + day * dt)
    const square = mean * mean + variance
    const leverage = 0.5 * regime.correlation.equityVariance * volOfVariance * mean
    correction += drift * drift - drift * mean + 0.25 * square - leverage
  }
  return meanVariance + (dt * correction) / days
}

/**
 * E[exp(-integral of r)] over `years`: P(0, T) of the initial curve without a bond premium. With a premium pi the factor
 * drifts by -pi / B(M) a year under the real-world measure, so the expectation gains exp(pi / B(M) (T - B(T)) / a).
 */
export function expectedDiscount(regime: Regime, years: number): number {
  const { rates, bond } = regime
  const a = rates.meanReversion
  const shiftIntegral =
    (-bond.riskPremium * (years - rateDuration(a, years))) / (a * rateDuration(a, bond.maturityYears))
  return Math.exp(-accumulatedRate(rates, years) - shiftIntegral)
}

/** Mean of a lognormal figure and variance of its logarithm. */
export interface LognormalMoments {
  readonly mean: number
  readonly logVariance: number
}

/**
 * B_T exp(-integral of r) of the bond index over `days`, which is lognormal; its mean is one without premium and credit.
 *
 * Premium: a day's discounted return gains push times the integral over the day of B(M - s), with push = pi / B(M) the
 * factor's drift, so the mean is exp(pi T g), g = average over the day of B(M - s) / B(M), just below one.
 * Credit: the index gains sum of s' dt - M (s' - s) - loss dt over the days. The spread s and the rate are jointly
 * Gaussian, so the mean gains exp(mean + variance / 2 + covariance with the rate part) of that sum.
 */
export function discountedBondMoments(regime: Regime, days: number): LognormalMoments {
  const { rates, bond, correlation } = regime
  const a = rates.meanReversion
  const maturity = bond.maturityYears
  const remaining = rateDuration(a, maturity - dt)
  const held = (dt - rateDuration(a, dt)) / a + remaining * rateDuration(a, dt)
  const step = rateStep(a, rates.volatility, dt)
  const rateLoading = -(remaining + step.fromMove) * step.shock
  let exponent = (bond.riskPremium * days * held) / rateDuration(a, maturity)
  let logVariance = days * (rateLoading * rateLoading + step.residualVariance)
  const { credit } = bond
  if (credit !== undefined) {
    const decay = Math.exp(-credit.meanReversion * dt)
    const shock = credit.volatility * Math.sqrt(rateDuration(2 * credit.meanReversion, dt))
    const together = credit.equityCorrelation * correlation.equityRate
    // from the last day back: what a unit shock to the spread on that day does to the rest of the sum
    let carried = 0
    let survives = 1
    let spread = credit.initial
    for (let day = 0; day < days; day++) {
      carried += survives * dt
      const loading = shock * (carried - maturity * survives)
      const gained = loading * loading + 2 * together * rateLoading * loading
      logVariance += gained
      exponent += 0.5 * gained
      survives *= decay
      const next = credit.longRun + (spread - credit.longRun) * decay
      exponent += next * dt - maturity * (next - spread) - credit.expectedLoss * dt
      spread = next
    }
  }
  return { mean: Math.exp(exponent), logVariance }
}
