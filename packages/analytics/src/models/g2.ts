import type { DiscountCurve } from '../curves/index.ts'
import { TuttiError, requireInRange, requirePositive } from '../errors/index.ts'
import { blackForwardPrice, type OptionType } from './black-scholes.ts'
import { requireZeroBondOption, type ZeroBondOption } from './cir.ts'
import { integratedOrnsteinUhlenbeck, ornsteinUhlenbeckLoading } from './ornstein-uhlenbeck.ts'

/**
 * Two-factor Gaussian short rate G2++: r = x + y + phi(t), dx = -a x dt + sigma dW1, dy = -b y dt + eta dW2,
 * corr(dW1, dW2) = rho, x(0) = y(0) = 0, fitted to `curve`. a, b, sigma, eta > 0, rho in [-1, 1].
 */
export interface G2 {
  readonly a: number
  readonly sigma: number
  readonly b: number
  readonly eta: number
  readonly rho: number
  readonly curve: DiscountCurve
}

function requireG2(model: G2): void {
  for (const field of ['a', 'sigma', 'b', 'eta'] as const) requirePositive(model[field], field)
  requireInRange(model.rho, -1, 1, 'rho')
}

/** Variance of the integral of x + y over `tauYears`, given the start. Source: Brigo & Mercurio (2006), eq. 4.10. */
function integralVariance({ a, sigma, b, eta, rho }: G2, tauYears: number): number {
  const x = integratedOrnsteinUhlenbeck(a, sigma, tauYears).integralVariance
  const y = integratedOrnsteinUhlenbeck(b, eta, tauYears).integralVariance
  const cross =
    tauYears -
    ornsteinUhlenbeckLoading(a, tauYears) -
    ornsteinUhlenbeckLoading(b, tauYears) +
    ornsteinUhlenbeckLoading(a + b, tauYears)
  return x + y + ((2 * rho * sigma * eta) / (a * b)) * cross
}

/** Variances and covariance of the two factors at `tYears` and the deterministic shift phi there. */
export interface G2Moments {
  readonly varX: number
  readonly varY: number
  readonly covXY: number
  readonly phi: number
}

/** The moments above, risk-neutral. Source: Brigo & Mercurio (2006), eqs 4.6, 4.12. */
export function g2Moments(model: G2, tYears: number): G2Moments {
  requireG2(model)
  requirePositive(tYears, 'tYears')
  const { a, sigma, b, eta, rho, curve } = model
  const loadingX = ornsteinUhlenbeckLoading(a, tYears)
  const loadingY = ornsteinUhlenbeckLoading(b, tYears)
  return {
    varX: sigma * sigma * ornsteinUhlenbeckLoading(2 * a, tYears),
    varY: eta * eta * ornsteinUhlenbeckLoading(2 * b, tYears),
    covXY: rho * sigma * eta * ornsteinUhlenbeckLoading(a + b, tYears),
    phi:
      curve.instantaneousForward(tYears) +
      0.5 * (sigma * loadingX) ** 2 +
      0.5 * (eta * loadingY) ** 2 +
      rho * sigma * eta * loadingX * loadingY,
  }
}

/** The price at `t` of the bond maturing at `T` as e^(intercept - loadingX x - loadingY y). */
export interface G2BondCoefficients {
  readonly intercept: number
  readonly loadingX: number
  readonly loadingY: number
}

/** The coefficients above, for a grid of states; 0 <= `t` <= `T`. Source: Brigo & Mercurio, theorem 4.2.1. */
export function g2BondCoefficients(model: G2, t: number, T: number): G2BondCoefficients {
  requireG2(model)
  if (!(T >= t && t >= 0)) {
    throw new TuttiError('invalid-input', `bond times must satisfy 0 <= t <= T, got t = ${t}, T = ${T}`, {
      field: 't, T',
      got: `${t}, ${T}`,
      expected: '0 <= t <= T',
    })
  }
  const { curve } = model
  const adjustment = 0.5 * (integralVariance(model, T - t) - integralVariance(model, T) + integralVariance(model, t))
  return {
    intercept: Math.log(curve.discountFactor(T) / curve.discountFactor(t)) + adjustment,
    loadingX: ornsteinUhlenbeckLoading(model.a, T - t),
    loadingY: ornsteinUhlenbeckLoading(model.b, T - t),
  }
}

/** Price at `t` of one unit paid at `T`, when the factors stand at `x` and `y`. Source: Brigo & Mercurio, theorem 4.2.1. */
export function g2ZeroBond(model: G2, t: number, T: number, x: number, y: number): number {
  const { intercept, loadingX, loadingY } = g2BondCoefficients(model, t, T)
  return Math.exp(intercept - loadingX * x - loadingY * y)
}

/** Price today of a European option on a zero-coupon bond of unit face. Source: Brigo & Mercurio (2006), theorem 4.2.2. */
export function g2BondOption(model: G2, type: OptionType, option: ZeroBondOption): number {
  requireZeroBondOption(option)
  const { expiryYears, bondMaturityYears, strike } = option
  const { varX, varY, covXY } = g2Moments(model, expiryYears)
  const loadingX = ornsteinUhlenbeckLoading(model.a, bondMaturityYears - expiryYears)
  const loadingY = ornsteinUhlenbeckLoading(model.b, bondMaturityYears - expiryYears)
  const variance = loadingX ** 2 * varX + loadingY ** 2 * varY + 2 * loadingX * loadingY * covXY
  const discount = model.curve.discountFactor(expiryYears)
  const forward = model.curve.discountFactor(bondMaturityYears) / discount
  return discount * blackForwardPrice(type, forward, strike, Math.sqrt(variance))
}
