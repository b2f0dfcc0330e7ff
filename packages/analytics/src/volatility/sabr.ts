import { TuttiError, requireFinite, requireInRange, requirePositive } from '../errors/index.ts'

/** Parameters of the SABR model dF = alpha_t F^beta dW, d alpha_t = nu alpha_t dZ, corr(dW, dZ) = rho. */
export interface SabrParameters {
  /** Volatility today, > 0, in units of F^(1-beta) a root year. */
  readonly alpha: number
  /** Elasticity, in [0, 1]. */
  readonly beta: number
  /** Volatility of volatility, >= 0, annual. */
  readonly nu: number
  /** Correlation, in (-1, 1). */
  readonly rho: number
  /** Added to forward and strike before the model applies (shifted SABR), in their unit; 0 unless given. */
  readonly shift?: number | undefined
}

/** One option under SABR; forward and strike in the same unit. */
export interface SabrInputs extends SabrParameters {
  readonly forward: number
  readonly strike: number
  /** Time to expiry in years, >= 0. */
  readonly expiryYears: number
}

/** Throws `invalid-input` naming the first SABR parameter out of its range. */
export function requireSabrParameters({ alpha, beta, nu, rho, shift = 0 }: SabrParameters): void {
  requirePositive(alpha, 'alpha')
  requireInRange(beta, 0, 1, 'beta')
  requireInRange(nu, 0, Number.MAX_VALUE, 'nu')
  requireInRange(rho, -1, 1, 'rho')
  if (Math.abs(rho) === 1) {
    throw new TuttiError('invalid-input', `rho must lie strictly between -1 and 1, got ${rho}`, {
      field: 'rho',
      got: String(rho),
      expected: 'a number in (-1, 1)',
    })
  }
  requireFinite(shift, 'shift')
}

/**
 * z / x(z) with x(z) = ln((sqrt(1 - 2 rho z + z^2) + z - rho) / (1 - rho)): 1 at z = 0, accurate at every z. A negative
 * z is taken through x(z; rho) = -x(-z; -rho), where nothing cancels.
 */
function skewFactor(z: number, rho: number): number {
  if (z === 0) return 1
  const size = Math.abs(z)
  const r = z < 0 ? -rho : rho
  const root = Math.sqrt(1 + size * (size - 2 * r))
  const excess = (size * (1 + (size - 2 * r) / (1 + root))) / (1 - r)
  // Below the first z at which the excess is a number that log1p can divide by, the series is exact.
  return size < 1e-9 ? 1 - (r * size) / 2 : size / Math.log1p(excess)
}

/** The volatility of an expansion, which says nothing once its correction for time turns it negative. */
function requirePositiveVolatility(volatility: number, expiryYears: number): number {
  if (volatility > 0) return volatility
  throw new TuttiError(
    'not-applicable',
    `Hagan's expansion gives no positive volatility here (${volatility}): its correction to first order in time is too ` +
      `large over ${expiryYears} years; use a shorter expiry or other parameters`,
    { field: 'expiryYears', got: String(expiryYears), expected: 'an expiry within reach of the expansion' },
  )
}

function shiftedInputs(inputs: SabrInputs): { f: number; k: number } {
  requireSabrParameters(inputs)
  requireInRange(inputs.expiryYears, 0, Number.MAX_VALUE, 'expiryYears')
  const { shift = 0 } = inputs
  return {
    f: requireFinite(inputs.forward, 'forward') + shift,
    k: requireFinite(inputs.strike, 'strike') + shift,
  }
}

function requireAboveShift(value: number, shift: number, field: 'forward' | 'strike'): void {
  if (value > 0) return
  throw new TuttiError(
    'invalid-input',
    `${field} plus the shift must be above zero, got ${value}; use a larger shift`,
    {
      field,
      got: String(value - shift),
      expected: `a number > ${-shift}`,
    },
  )
}

/**
 * Implied lognormal (Black) volatility of SABR by Hagan's expansion, annual decimal. With a `shift` it is the volatility
 * of forward + shift struck at strike + shift. At the money and at beta 0 and 1 and nu 0 the limits are taken without
 * loss of accuracy.
 *
 * Throws `invalid-input` for parameters out of range or forward or strike not above -shift, `not-applicable` where the
 * expansion is negative. Source: Hagan, Kumar, Lesniewski & Woodward, "Managing smile risk", Wilmott (Sep 2002), eq. 2.17a.
 */
export function sabrImpliedVolatility(inputs: SabrInputs): number {
  const { f, k } = shiftedInputs(inputs)
  const { expiryYears, alpha, beta, nu, rho, shift = 0 } = inputs
  requireAboveShift(f, shift, 'forward')
  requireAboveShift(k, shift, 'strike')
  return requirePositiveVolatility(sabrLognormalExpansion({ alpha, beta, nu, rho }, f, k, expiryYears), expiryYears)
}

/**
 * Hagan's lognormal expansion for shifted forward `f` and strike `k` > 0, without checks (for fits): not positive where
 * the expansion breaks down.
 */
export function sabrLognormalExpansion(
  { alpha, beta, nu, rho }: SabrParameters,
  f: number,
  k: number,
  expiryYears: number,
): number {
  const logMoneyness = logRatio(f, k)
  const middle = Math.exp((1 - beta) * 0.5 * (Math.log(f) + Math.log(k)))
  const c = ((1 - beta) * logMoneyness) ** 2
  const correction =
    ((1 - beta) * (1 - beta) * alpha * alpha) / (24 * middle * middle) +
    (rho * beta * nu * alpha) / (4 * middle) +
    ((2 - 3 * rho * rho) * nu * nu) / 24
  const z = (nu / alpha) * middle * logMoneyness
  return (alpha / (middle * (1 + c / 24 + (c * c) / 1920))) * skewFactor(z, rho) * (1 + correction * expiryYears)
}

/**
 * Implied normal (Bachelier) volatility of SABR by Hagan's expansion, in units of the forward a root year. At beta 0
 * forward and strike may be negative (the normal SABR model); else both must lie above -shift.
 *
 * Errors as `sabrImpliedVolatility`. Source: Hagan et al. (2002), eq. A.59 and, at beta 0, A.70.
 */
export function sabrNormalVolatility(inputs: SabrInputs): number {
  const { f, k } = shiftedInputs(inputs)
  const { expiryYears, alpha, beta, nu, rho, shift = 0 } = inputs
  const mixing = ((2 - 3 * rho * rho) * nu * nu) / 24
  if (beta === 0) {
    const volatility = alpha * skewFactor((nu / alpha) * (f - k), rho) * (1 + mixing * expiryYears)
    return requirePositiveVolatility(volatility, expiryYears)
  }
  requireAboveShift(f, shift, 'forward')
  requireAboveShift(k, shift, 'strike')
  const logMoneyness = logRatio(f, k)
  const logMiddle = 0.5 * (Math.log(f) + Math.log(k))
  const middle = Math.exp((1 - beta) * logMiddle)
  const c = ((1 - beta) * logMoneyness) ** 2
  const d = logMoneyness * logMoneyness
  const correction =
    (-beta * (2 - beta) * alpha * alpha) / (24 * middle * middle) + (rho * beta * nu * alpha) / (4 * middle) + mixing
  const z = (nu / alpha) * middle * logMoneyness
  const atTimeZero =
    ((alpha * Math.exp(beta * logMiddle) * (1 + d / 24 + (d * d) / 1920)) / (1 + c / 24 + (c * c) / 1920)) *
    skewFactor(z, rho)
  return requirePositiveVolatility(atTimeZero * (1 + correction * expiryYears), expiryYears)
}

/** ln(f / k) without loss of accuracy near the money. */
function logRatio(f: number, k: number): number {
  const excess = (f - k) / k
  return Math.abs(excess) < 0.5 ? Math.log1p(excess) : Math.log(f / k)
}
