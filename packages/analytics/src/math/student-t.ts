import { TuttiError, requirePositive } from '../errors/index.ts'
import { brentRoot } from './brent-root.ts'
import { betaLn } from './gamma.ts'
import { normalQuantile } from './normal-quantile.ts'
import { regularizedBeta } from './regularized-beta.ts'

/** Density of Student's t distribution with `degreesOfFreedom` > 0 (not necessarily an integer) at `t`. */
export function studentTPdf(t: number, degreesOfFreedom: number): number {
  requirePositive(degreesOfFreedom, 'degreesOfFreedom')
  const nu = degreesOfFreedom
  const logConstant = -betaLn(nu / 2, 0.5) - 0.5 * Math.log(nu)
  return Math.exp(logConstant - ((nu + 1) / 2) * Math.log1p((t * t) / nu))
}

/**
 * Distribution function of Student's t with `degreesOfFreedom` > 0 (not necessarily an integer).
 * Relative error about 1e-13 in the lower tail. Source: Abramowitz & Stegun 26.7.1.
 */
export function studentTCdf(t: number, degreesOfFreedom: number): number {
  requirePositive(degreesOfFreedom, 'degreesOfFreedom')
  if (Number.isNaN(t)) return NaN
  if (t === Infinity) return 1
  if (t === -Infinity) return 0
  const square = t * t
  const total = degreesOfFreedom + square
  const tail = 0.5 * regularizedBeta(degreesOfFreedom / total, degreesOfFreedom / 2, 0.5, square / total)
  return t < 0 ? tail : 1 - tail
}

/**
 * Quantile of Student's t: the `t` with P(T <= t) = `probability`, for `probability` in (0, 1).
 * Relative error about 1e-12. Throws `invalid-input` outside (0, 1).
 */
export function studentTQuantile(probability: number, degreesOfFreedom: number): number {
  requirePositive(degreesOfFreedom, 'degreesOfFreedom')
  if (!(probability > 0 && probability < 1)) {
    throw new TuttiError('invalid-input', `probability must lie in (0, 1), got ${probability}`, {
      field: 'probability',
      got: String(probability),
      expected: 'a number in (0, 1)',
    })
  }
  if (probability === 0.5) return 0
  const tail = Math.min(probability, 1 - probability)
  const logTail = Math.log(tail)
  const logExcess = (t: number): number => Math.log(studentTCdf(-t, degreesOfFreedom)) - logTail
  let high = Math.max(1, -2 * normalQuantile(tail))
  while (logExcess(high) > 0) high *= 4
  const t = brentRoot(logExcess, 0, high, { tolerance: 1e-15 })
  return probability < 0.5 ? -t : t
}
