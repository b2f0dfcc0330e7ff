import { requirePositive, requireSample } from '../errors/index.ts'
import { ssviCurvatureAt, ssviSmile, requireSsvi, type SsviParameters } from './ssvi.ts'
import { sviButterfly } from './svi-butterfly.ts'

/** An arbitrage of an SSVI surface and the at-the-money total variances that show it. */
export interface SsviViolation {
  readonly kind: 'butterfly' | 'calendar'
  /** Index of the expiry (the later one of a calendar). */
  readonly expiry: number
  readonly theta: number
  /** Which condition fails, with its figures. */
  readonly reason: string
}

const GRID_BETWEEN = 16

/**
 * Arbitrages of an SSVI surface at the at-the-money total variances `thetas` of its expiries, in order of expiry; empty
 * for none.
 *
 * Butterfly: the sufficient conditions theta phi (1 + |rho|) < 4 and theta phi^2 (1 + |rho|) <= 4, and where the second
 * fails g >= 0 of the smile itself. Calendar: theta must not fall, and on a grid between the expiries
 * 0 <= d(theta phi)/d theta <= phi (1 + sqrt(1 - rho^2)) / rho^2.
 *
 * Throws `invalid-input`. Source: Gatheral & Jacquier (2014), theorems 4.1 and 4.2.
 */
export function ssviViolations(parameters: SsviParameters, thetas: readonly number[]): SsviViolation[] {
  requireSsvi(parameters)
  requireSample(thetas, 1, 'thetas')
  thetas.forEach((theta, i) => requirePositive(theta, `thetas[${i}]`))
  return thetas.flatMap((theta, i) => [
    ...butterflyOf(parameters, theta, i),
    ...(i === 0 ? [] : calendarOf(parameters, thetas[i - 1], theta, i)),
  ])
}

function butterflyOf(parameters: SsviParameters, theta: number, expiry: number): SsviViolation[] {
  const { phi } = ssviCurvatureAt(parameters.curvature, theta)
  const spread = 1 + Math.abs(parameters.rho)
  const wing = theta * phi * spread
  if (wing > 4) {
    return [{ kind: 'butterfly', expiry, theta, reason: `theta phi (1 + |rho|) = ${wing} is above 4 (Lee's bound)` }]
  }
  if (theta * phi * phi * spread <= 4) return []
  const { violations } = sviButterfly(ssviSmile(parameters, theta))
  return violations.map(({ from, to, factor }) => ({
    kind: 'butterfly' as const,
    expiry,
    theta,
    reason: `the density is negative for log-moneyness in [${from}, ${to}] (g down to ${factor})`,
  }))
}

function calendarOf(parameters: SsviParameters, before: number, theta: number, expiry: number): SsviViolation[] {
  const { rho, curvature } = parameters
  if (theta < before) {
    return [{ kind: 'calendar', expiry, theta, reason: `theta falls from ${before} at the expiry before` }]
  }
  const bound = rho === 0 ? Infinity : (1 + Math.sqrt((1 - rho) * (1 + rho))) / (rho * rho)
  for (let i = 0; i <= GRID_BETWEEN; i++) {
    const between = before * (theta / before) ** (i / GRID_BETWEEN)
    const { phi, productSlope } = ssviCurvatureAt(curvature, between)
    if (productSlope >= 0 && productSlope <= bound * phi * (1 + 1e-12)) continue
    const reason = `at theta ${between} the slope of theta phi is ${productSlope}, outside [0, ${bound * phi}]`
    return [{ kind: 'calendar', expiry, theta, reason }]
  }
  return []
}
