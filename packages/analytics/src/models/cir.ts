import { TuttiError, requirePositive } from '../errors/index.ts'
import { noncentralChiSquareCdf, noncentralChiSquareQuantile } from '../math/index.ts'

/** Parameters of the square-root process dx = kappa (theta - x) dt + sigma sqrt(x) dW, all > 0. */
export interface CirParameters {
  readonly kappa: number
  readonly theta: number
  readonly sigma: number
}

/**
 * Exact law of the process `dtYears` after it stood at `value`: `scale` times a noncentral chi-square variable.
 */
export interface CirTransition {
  readonly mean: number
  readonly variance: number
  readonly scale: number
  readonly degreesOfFreedom: number
  readonly noncentrality: number
}

function requireCir({ kappa, theta, sigma }: CirParameters, value: number, field: string): void {
  requirePositive(kappa, 'kappa')
  requirePositive(theta, 'theta')
  requirePositive(sigma, 'sigma')
  if (!(value >= 0 && Number.isFinite(value))) {
    throw new TuttiError('invalid-input', `${field} must be finite and at least 0, got ${value}`, {
      field,
      got: String(value),
      expected: 'a number >= 0',
    })
  }
}

/** Exact transition law. Throws `invalid-input`. Source: Cox, Ingersoll & Ross, Econometrica 53 (1985), eqs 18-19. */
export function cirTransition(parameters: CirParameters, value: number, dtYears: number): CirTransition {
  requireCir(parameters, value, 'value')
  requirePositive(dtYears, 'dtYears')
  const { kappa, theta, sigma } = parameters
  const decay = Math.exp(-kappa * dtYears)
  const oneMinusDecay = -Math.expm1(-kappa * dtYears)
  const scale = (sigma * sigma * oneMinusDecay) / (4 * kappa)
  return {
    mean: value * decay + theta * oneMinusDecay,
    variance: ((sigma * sigma) / kappa) * oneMinusDecay * (value * decay + (theta / 2) * oneMinusDecay),
    scale,
    degreesOfFreedom: (4 * kappa * theta) / (sigma * sigma),
    noncentrality: (value * decay) / scale,
  }
}

/** P(next value <= x). */
export function cirCdf(transition: CirTransition, x: number): number {
  return noncentralChiSquareCdf(x / transition.scale, transition.degreesOfFreedom, transition.noncentrality)
}

/** Quantile of the next value, `probability` in (0, 1). */
export function cirQuantile(transition: CirTransition, probability: number): number {
  return (
    transition.scale * noncentralChiSquareQuantile(probability, transition.degreesOfFreedom, transition.noncentrality)
  )
}

/**
 * ln A and B of the zero-coupon bond A exp(-B r), without overflow at long maturities, and in a form that keeps its digits
 * as sigma -> 0: with h - kappa = 2 sigma^2 / (h + kappa) no difference of nearly equal numbers is divided by sigma^2.
 */
function bondCoefficients({ kappa, theta, sigma }: CirParameters, termYears: number): { logA: number; b: number } {
  const h = Math.hypot(kappa, Math.SQRT2 * sigma)
  const total = kappa + h
  const oneMinusDecay = -Math.expm1(-h * termYears)
  const share = (sigma / total) * (sigma / h) * oneMinusDecay
  const logarithm = share === 0 ? 1 : -Math.log1p(-share) / share
  return {
    logA: ((2 * kappa * theta) / total) * ((logarithm * oneMinusDecay) / h - termYears),
    b: oneMinusDecay / (h * (1 - share)),
  }
}

/**
 * Price of a zero-coupon bond per unit of face when the short rate is `shortRate` (continuous, decimal, >= 0) and
 * follows the square-root process. Source: Cox, Ingersoll & Ross (1985), eq. 23.
 */
export function cirZeroBond(parameters: CirParameters, shortRate: number, maturityYears: number): number {
  requireCir(parameters, shortRate, 'shortRate')
  requirePositive(maturityYears, 'maturityYears')
  const { logA, b } = bondCoefficients(parameters, maturityYears)
  return Math.exp(logA - b * shortRate)
}

/** A European option on a zero-coupon bond of unit face; times in years from today. */
export interface ZeroBondOption {
  readonly expiryYears: number
  /** After the expiry. */
  readonly bondMaturityYears: number
  /** Per unit of face. */
  readonly strike: number
}

/** Throws `invalid-input` unless 0 < expiry < bond maturity and strike > 0. */
export function requireZeroBondOption({ expiryYears, bondMaturityYears, strike }: ZeroBondOption): void {
  requirePositive(expiryYears, 'expiryYears')
  requirePositive(strike, 'strike')
  if (!(bondMaturityYears > expiryYears)) {
    throw new TuttiError(
      'invalid-input',
      `bondMaturityYears must be after the expiry of ${expiryYears} years, got ${bondMaturityYears}`,
      { field: 'bondMaturityYears', got: String(bondMaturityYears), expected: `a number > ${expiryYears}` },
    )
  }
}

/** Price of a call on a zero-coupon bond. Source: Brigo & Mercurio, Interest Rate Models (2006), eq. 3.26. */
export function cirBondCall(parameters: CirParameters, shortRate: number, option: ZeroBondOption): number {
  requireZeroBondOption(option)
  const { kappa, theta, sigma } = parameters
  const { expiryYears, bondMaturityYears, strike } = option
  const bondAtExpiry = cirZeroBond(parameters, shortRate, expiryYears)
  const bond = cirZeroBond(parameters, shortRate, bondMaturityYears)
  const { logA, b } = bondCoefficients(parameters, bondMaturityYears - expiryYears)
  const exerciseRate = (logA - Math.log(strike)) / b
  if (exerciseRate <= 0) return 0
  const h = Math.sqrt(kappa * kappa + 2 * sigma * sigma)
  const growth = Math.exp(h * expiryYears)
  const rho = (2 * h) / (sigma * sigma * (growth - 1))
  const psi = (kappa + h) / (sigma * sigma)
  const degreesOfFreedom = (4 * kappa * theta) / (sigma * sigma)
  const probability = (rate: number): number =>
    noncentralChiSquareCdf(2 * exerciseRate * rate, degreesOfFreedom, (2 * rho * rho * shortRate * growth) / rate)
  return bond * probability(rho + psi + b) - strike * bondAtExpiry * probability(rho + psi)
}
