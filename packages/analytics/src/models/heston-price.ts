import { TuttiError, requireFinite, requirePositive } from '../errors/index.ts'
import { complex, complexExp, complexQuotient, integral, type Complex, type Integral } from '../math/index.ts'
import type { OptionType } from './black-scholes.ts'
import { hestonCumulant, hestonExplosionTime } from './heston-characteristic-function.ts'
import { requireHestonParameters, type HestonParameters } from './heston-parameters.ts'
import { blackImpliedVolatility } from './implied-volatility.ts'

/** A European option in Heston's model; rates are continuously compounded decimals. */
export interface HestonOption {
  readonly type: OptionType
  readonly spot: number
  readonly strike: number
  readonly maturityYears: number
  readonly rateContinuous: number
  readonly dividendYieldContinuous: number
}

/** ln E[(S_T / F_T)^x] of some model for complex x = i u, and the largest strip around [0, 1] of real x where it exists. */
export interface LogReturnTransform {
  readonly cumulant: (u: Complex) => Complex
  readonly lowestMoment: number
  readonly highestMoment: number
  /**
   * The log return w for which cumulant(u) - i u w falls or stays bounded in its leading term as |u| grows, where the
   * cumulant is analytic in the whole plane but for the imaginary axis. With it the path of integration is tilted.
   */
  readonly asymptoticLogReturn?: number
  /** The log return lies within these bounds, infinite where they are not given. */
  readonly lowestLogReturn?: number
  readonly highestLogReturn?: number
}

/** Slope of a tilted path: below 1, so that a Gaussian integrand still falls along it. */
const TILT = 0.5

/** Width of a strip beyond [0, 1] that is too narrow for a line of integration. */
const NARROW = 0.01

/** Logarithm of a price that rounding of the forward hides. */
const LOG_NEGLIGIBLE = Math.log(1e-14)

const LARGEST_MOMENT = 10_000

/** The transform of Heston's model at one maturity. */
export function hestonTransform(parameters: HestonParameters, maturityYears: number): LogReturnTransform {
  const criticalMoment = (inside: number, direction: -1 | 1): number => {
    const exists = (p: number): boolean => hestonExplosionTime(parameters, p) > maturityYears
    let distance = 1e-3
    let low = 0
    let high = distance
    while (exists(inside + direction * distance)) {
      if (distance === LARGEST_MOMENT) return inside + direction * LARGEST_MOMENT
      low = distance
      distance = Math.min(2 * distance, LARGEST_MOMENT)
      high = distance
    }
    for (let i = 0; i < 50; i++) {
      const middle = 0.5 * (low + high)
      if (exists(inside + direction * middle)) low = middle
      else high = middle
    }
    return inside + direction * low
  }
  // The cumulant tends to -(sqrt(1 - rho^2) + i rho) (v0 + kappa theta T) u / sigma; its singularities are imaginary.
  const { v0, kappa, theta, sigma, rho } = parameters
  const asymptoticLogReturn = (-rho * (v0 + kappa * theta * maturityYears)) / sigma
  return {
    cumulant: (u) => hestonCumulant(parameters, maturityYears, u),
    lowestMoment: criticalMoment(0, -1),
    highestMoment: criticalMoment(1, 1),
    asymptoticLogReturn,
    // With rho = -1 or 1 the log return is rho (v_T - v0 - kappa theta T) / sigma - (1/2 - rho kappa / sigma) int v dt.
    ...(rho === -1 && { highestLogReturn: asymptoticLogReturn }),
    ...(rho === 1 && 2 * kappa >= sigma && { lowestLogReturn: asymptoticLogReturn }),
  }
}

/**
 * Undiscounted price, in units of the forward, of the out-of-the-money option with log-moneyness `k` = ln(K/F): the put
 * for k < 0, else the call.
 *
 * Inverse Fourier transform along a horizontal line through the saddle point, where the integrand neither oscillates
 * nor cancels, so that the smallest prices keep their relative accuracy (about 1e-10). Where the transform tells its
 * asymptotic log-return, the line is bent at the saddle point towards the side on which the integrand falls
 * exponentially, so that near rho = -1 and 1, where it falls slowly along the horizontal, it is cut early too.
 * Sources: Lee, J. Computational Finance 7 (2004), 51-86; Lord & Kahl, "Optimal Fourier inversion in semi-analytical
 * option pricing", J. Computational Finance 10 (2007), 1-30.
 */
export function outOfTheMoneyPrice(transform: LogReturnTransform, k: number): number {
  const { cumulant, lowestMoment, highestMoment, asymptoticLogReturn } = transform
  if (k <= (transform.lowestLogReturn ?? -Infinity) || k >= (transform.highestLogReturn ?? Infinity)) return 0
  // Size of the integrand on the real axis at the moment p (p > 1 for calls, p < 0 for puts).
  const size = (p: number): number => cumulant(complex(0, -p)).re - (p - 1) * k - Math.log(Math.abs(p * (p - 1)))
  const inside = k < 0 ? 0 : 1
  const direction = k < 0 ? -1 : 1
  const reach = k < 0 ? -lowestMoment : highestMoment - 1
  // Where the strip ends too near, the line runs within (0, 1) and gives the price less min(F, K), in units of F.
  const isNarrow = reach < NARROW
  const p = isNarrow ? 0.5 : inside + direction * saddle((distance) => size(inside + direction * distance), reach)
  const peak = size(p)
  const tilt = asymptoticLogReturn === undefined ? 0 : k < asymptoticLogReturn ? TILT : -TILT
  const integrand = (v: number): number => {
    // exp(cumulant - i u' k ...) / (i u (i u - 1)) du/dv at u = v - i q, scaled by its size on the axis
    const q = p - tilt * v
    const { re, im } = cumulant(complex(v, -q))
    const exponential = complexExp(complex(re - (q - 1) * k - peak, im - v * k))
    const denominator = complex(q * (q - 1) - v * v, v * (2 * q - 1))
    const quotient = complexQuotient(exponential, denominator)
    return quotient.re - tilt * quotient.im
  }
  // Logarithm of what is left of the integral beyond v, roughly, in the same scale.
  const remainder = (v: number): number =>
    cumulant(complex(v, tilt * v - p)).re -
    (p - tilt * v - 1) * k -
    peak -
    Math.log(v * v + Math.abs(p * (p - 1))) +
    Math.log(v)
  let end = 1
  while (!(remainder(end) < -39)) {
    end *= 1.5
    if (end > 1e8) {
      if (remainder(end) + peak < LOG_NEGLIGIBLE) break
      throw new TuttiError(
        'not-converged',
        'the characteristic function decays too slowly to invert: the total variance is too close to zero',
      )
    }
  }
  const { value } = inverse(integrand, end, peak)
  return Math.max((isNarrow ? Math.exp(Math.min(k, 0)) : 0) + (Math.exp(peak) * value) / Math.PI, 0)
}

/** The integral to a relative 3e-13, or where rounding keeps it from that, to 1e-10 or 1e-14 of the forward. */
function inverse(integrand: (v: number) => number, end: number, peak: number): Integral {
  try {
    return integral(integrand, 0, end, { absoluteTolerance: 0, relativeTolerance: 3e-13, maxPieces: 1000 })
  } catch (error) {
    if (!(error instanceof TuttiError) || error.code !== 'not-converged') throw error
    const absoluteTolerance = Math.exp(Math.min(LOG_NEGLIGIBLE - peak, 700))
    return integral(integrand, 0, end, { absoluteTolerance, relativeTolerance: 1e-10, maxPieces: 4000 })
  }
}

/** Minimiser in (0, reach) of a convex function that is infinite at both ends, to about 1 %. */
function saddle(size: (distance: number) => number, reach: number): number {
  // Golden section in t, distance = reach / (1 + e^-t), so that both ends can be approached.
  const at = (t: number): number => size(reach / (1 + Math.exp(-t)))
  const golden = (Math.sqrt(5) - 1) / 2
  let low = -14
  let high = 14
  let left = high - golden * (high - low)
  let right = low + golden * (high - low)
  let leftSize = at(left)
  let rightSize = at(right)
  while (high - low > 0.02) {
    if (leftSize < rightSize) {
      high = right
      right = left
      rightSize = leftSize
      left = high - golden * (high - low)
      leftSize = at(left)
    } else {
      low = left
      left = right
      leftSize = rightSize
      right = low + golden * (high - low)
      rightSize = at(right)
    }
  }
  return reach / (1 + Math.exp(-0.5 * (low + high)))
}

/** Present value of a European option from its transform. */
export function transformPrice(transform: LogReturnTransform, option: HestonOption): number {
  const { type, spot, strike, maturityYears, rateContinuous, dividendYieldContinuous } = option
  const forward = requirePositive(spot, 'spot') * Math.exp((rateContinuous - dividendYieldContinuous) * maturityYears)
  const outOfTheMoney = forward * outOfTheMoneyPrice(transform, Math.log(requirePositive(strike, 'strike') / forward))
  const sign = type === 'call' ? 1 : -1
  return Math.exp(-rateContinuous * maturityYears) * (outOfTheMoney + Math.max(sign * (forward - strike), 0))
}

/**
 * Price of a European call or put in Heston's model; relative error about 1e-10 of the out-of-the-money price.
 * Throws `invalid-input` for inputs out of range. Cost about a millisecond. Checks the simulation.
 */
export function hestonPrice(parameters: HestonParameters, option: HestonOption): number {
  requireHestonParameters(parameters)
  requirePositive(option.maturityYears, 'maturityYears')
  requireFinite(option.rateContinuous, 'rateContinuous')
  requireFinite(option.dividendYieldContinuous, 'dividendYieldContinuous')
  return transformPrice(hestonTransform(parameters, option.maturityYears), option)
}

/**
 * Black implied volatilities (annual, decimal) of Heston's model for `strikes` on `forward` at one maturity, found from
 * out-of-the-money prices.
 */
export function hestonImpliedVolatilities(
  parameters: HestonParameters,
  forward: number,
  strikes: readonly number[],
  maturityYears: number,
): number[] {
  requireHestonParameters(parameters)
  requirePositive(maturityYears, 'maturityYears')
  requirePositive(forward, 'forward')
  const transform = hestonTransform(parameters, maturityYears)
  return strikes.map((strike, i) => {
    const k = Math.log(requirePositive(strike, `strikes[${i}]`) / forward)
    const price = forward * outOfTheMoneyPrice(transform, k)
    return blackImpliedVolatility(k < 0 ? 'put' : 'call', forward, strike, maturityYears, price)
  })
}
