import { requireFinite, requirePositive } from '../errors/index.ts'
import type { DiscountCurve } from './discount-curve.ts'
import { requireTime } from './require-time.ts'

/** Parameters of a Nelson-Siegel-Svensson curve; rates are continuously compounded decimals. `beta3` = 0 is Nelson-Siegel. */
export interface NelsonSiegelSvensson {
  /** Level: the long rate. */
  readonly beta0: number
  /** Slope: the short rate is beta0 + beta1. */
  readonly beta1: number
  /** First hump. */
  readonly beta2: number
  /** Second hump. */
  readonly beta3: number
  /** Decay of slope and first hump, years (the divisor of maturity). */
  readonly tau1: number
  /** Decay of the second hump, years. */
  readonly tau2: number
}

/** (1 - e^-x) / x, 1 at 0. */
const decayed = (x: number): number => (x === 0 ? 1 : -Math.expm1(-x) / x)

/**
 * Svensson's curve: zero rate and instantaneous forward of the parametric form that the Federal Reserve (Gurkaynak,
 * Sack & Wright) and many central banks publish. Throws `invalid-input` unless the betas are finite and the taus > 0.
 * Sources: Nelson & Siegel, J. Business 60 (1987), 473-489; Svensson, NBER WP 4871 (1994), eqs 22-23.
 */
export function nelsonSiegelSvenssonCurve(parameters: NelsonSiegelSvensson): DiscountCurve {
  const { beta0, beta1, beta2, beta3, tau1, tau2 } = parameters
  for (const field of ['beta0', 'beta1', 'beta2', 'beta3'] as const) requireFinite(parameters[field], field)
  for (const field of ['tau1', 'tau2'] as const) requirePositive(parameters[field], field)
  const zeroRate = (timeYears: number): number => {
    requireTime(timeYears, 'timeYears')
    const x1 = timeYears / tau1
    const x2 = timeYears / tau2
    return beta0 + beta1 * decayed(x1) + beta2 * (decayed(x1) - Math.exp(-x1)) + beta3 * (decayed(x2) - Math.exp(-x2))
  }
  return {
    zeroRate,
    discountFactor: (timeYears) => Math.exp(-zeroRate(timeYears) * timeYears),
    instantaneousForward: (timeYears) => {
      requireTime(timeYears, 'timeYears')
      const x1 = timeYears / tau1
      const x2 = timeYears / tau2
      return beta0 + (beta1 + beta2 * x1) * Math.exp(-x1) + beta3 * x2 * Math.exp(-x2)
    },
  }
}
