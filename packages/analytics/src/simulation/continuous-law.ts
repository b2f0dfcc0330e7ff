import {
  betaLn,
  chiSquareCdf,
  chiSquareQuantile,
  chiSquareSurvival,
  gammaLn,
  normalCdf,
  normalPdf,
  normalQuantile,
  studentTCdf,
  studentTPdf,
  studentTQuantile,
} from '../math/index.ts'

/** A standardised continuous distribution as the tables of score maps need it. */
export interface ContinuousLaw {
  /** P(X <= x), accurate in the lower tail. */
  readonly lower: (x: number) => number
  /** P(X > x), accurate in the upper tail. */
  readonly upper: (x: number) => number
  readonly density: (x: number) => number
  /** Derivative of the logarithm of the density. */
  readonly logSlope: (x: number) => number
  /** x with P(X <= x) = p. */
  readonly lowerQuantile: (p: number) => number
  /** x with P(X > x) = q. */
  readonly upperQuantile: (q: number) => number
  /** Where the density is not smooth (0 for the symmetric laws): tables start here, on either side. */
  readonly split: number
  /** Whether the law is the same on either side of 0. */
  readonly symmetric: boolean
}

/** The standard normal law. */
export const normalLaw: ContinuousLaw = {
  lower: normalCdf,
  upper: (x) => normalCdf(-x),
  density: normalPdf,
  logSlope: (x) => -x,
  lowerQuantile: normalQuantile,
  upperQuantile: (q) => -normalQuantile(q),
  split: 0,
  symmetric: true,
}

/** Student's t with `nu` > 0 degrees of freedom, unit scale. */
export function studentLaw(nu: number): ContinuousLaw {
  return {
    lower: (x) => studentTCdf(x, nu),
    upper: (x) => studentTCdf(-x, nu),
    density: (x) => studentTPdf(x, nu),
    logSlope: (x) => (-(nu + 1) * x) / (nu + x * x),
    lowerQuantile: (p) => studentTQuantile(p, nu),
    upperQuantile: (q) => -studentTQuantile(q, nu),
    split: 0,
    symmetric: true,
  }
}

/**
 * Hansen's skewed t of mean 0 and variance 1: `nu` > 2, `skewness` in (-1, 1), above 0 for a long right tail.
 *
 * Source: Hansen, Autoregressive conditional density estimation, International Economic Review 35 (1994).
 */
export function skewedStudentLaw(nu: number, skewness: number): ContinuousLaw {
  const c = Math.exp(-betaLn(nu / 2, 0.5)) / Math.sqrt(nu - 2)
  const a = (4 * skewness * c * (nu - 2)) / (nu - 1)
  const b = Math.sqrt(1 + 3 * skewness * skewness - a * a)
  const split = -a / b
  const toT = Math.sqrt(nu / (nu - 2))
  const left = 1 - skewness
  const right = 1 + skewness
  const lower = (x: number): number => {
    const y = (b * x + a) * toT
    return x < split ? left * studentTCdf(y / left, nu) : 1 - right * studentTCdf(-y / right, nu)
  }
  const upper = (x: number): number => {
    const y = (b * x + a) * toT
    return x < split ? 1 - left * studentTCdf(y / left, nu) : right * studentTCdf(-y / right, nu)
  }
  const below = (p: number): number => ((left / toT) * studentTQuantile(p / left, nu) - a) / b
  const above = (q: number): number => ((-right / toT) * studentTQuantile(q / right, nu) - a) / b
  return {
    lower,
    upper,
    density: (x) => {
      const y = (b * x + a) / (x < split ? left : right)
      return b * c * Math.exp(-((nu + 1) / 2) * Math.log1p((y * y) / (nu - 2)))
    },
    logSlope: (x) => {
      const side = x < split ? left : right
      const y = (b * x + a) / side
      return ((-(nu + 1) * y) / (nu - 2 + y * y)) * (b / side)
    },
    lowerQuantile: (p) => (p < left / 2 ? below(p) : above(1 - p)),
    upperQuantile: (q) => (q < right / 2 ? above(q) : below(1 - q)),
    split,
    symmetric: false,
  }
}

/** The logarithm of a chi-square variable with `nu` > 0 degrees of freedom. */
export function logChiSquareLaw(nu: number): ContinuousLaw {
  const constant = -(nu / 2) * Math.LN2 - gammaLn(nu / 2)
  return {
    lower: (y) => chiSquareCdf(Math.exp(y), nu),
    upper: (y) => chiSquareSurvival(Math.exp(y), nu),
    density: (y) => Math.exp(constant + (nu / 2) * y - Math.exp(y) / 2),
    logSlope: (y) => nu / 2 - Math.exp(y) / 2,
    lowerQuantile: (p) => Math.log(chiSquareQuantile(p, nu)),
    upperQuantile: (q) => Math.log(chiSquareQuantile(1 - q, nu)),
    split: Math.log(chiSquareQuantile(0.5, nu)),
    symmetric: false,
  }
}

/** The same law with its tail probabilities remembered, for many tables on one grid of scores. */
export function rememberedLaw(law: ContinuousLaw): ContinuousLaw {
  const remembered = (tail: (x: number) => number): ((x: number) => number) => {
    const known = new Map<number, number>()
    return (x) => {
      const found = known.get(x)
      if (found !== undefined) return found
      const value = tail(x)
      known.set(x, value)
      return value
    }
  }
  return { ...law, lower: remembered(law.lower), upper: remembered(law.upper) }
}
