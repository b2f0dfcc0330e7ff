import type { DiscountCurve } from '../curves/index.ts'
import { TuttiError, requireFinite, requirePositive } from '../errors/index.ts'
import { blackForwardPrice, type OptionType } from './black-scholes.ts'
import { requireZeroBondOption, type ZeroBondOption } from './cir.ts'
import { integratedOrnsteinUhlenbeck, ornsteinUhlenbeckLoading } from './ornstein-uhlenbeck.ts'

/**
 * Hull-White (extended Vasicek) short rate fitted to `curve`: r(t) = x(t) + alpha(t), dx = -a x dt + sigma dW, x(0) = 0,
 * under the risk-neutral measure. `a` >= 0 (0 is Ho-Lee), `sigma` >= 0, annual.
 */
export interface HullWhite {
  readonly a: number
  readonly sigma: number
  readonly curve: DiscountCurve
}

/** Throws `invalid-input` unless `a` and `sigma` are finite and at least zero. */
export function requireHullWhite({ a, sigma }: Pick<HullWhite, 'a' | 'sigma'>): void {
  for (const [field, value] of [
    ['a', a],
    ['sigma', sigma],
  ] as const) {
    if (!(value >= 0 && Number.isFinite(value))) {
      throw new TuttiError('invalid-input', `${field} must be finite and at least 0, got ${value}`, {
        field,
        got: String(value),
        expected: 'a number >= 0',
      })
    }
  }
}

/** alpha(t) = f(0, t) + (sigma B(0, t))^2 / 2: the short rate at `timeYears` when the state x is zero. */
export function hullWhiteShift(model: HullWhite, timeYears: number): number {
  requireHullWhite(model)
  const loading = ornsteinUhlenbeckLoading(model.a, timeYears)
  return model.curve.instantaneousForward(timeYears) + 0.5 * (model.sigma * loading) ** 2
}

/**
 * ln of the price at `t` of the bond maturing at `T` >= t, as intercept - loading * x(t): P(t, T) = e^(intercept - loading x).
 * Precompute it for a grid of times. Source: Brigo & Mercurio (2006), eq. 3.39, in terms of x.
 */
export function hullWhiteBondCoefficients(
  model: HullWhite,
  t: number,
  T: number,
): { readonly intercept: number; readonly loading: number } {
  requireHullWhite(model)
  if (!(T >= t && t >= 0)) {
    throw new TuttiError('invalid-input', `bond times must satisfy 0 <= t <= T, got t = ${t}, T = ${T}`, {
      field: 't, T',
      got: `${t}, ${T}`,
      expected: '0 <= t <= T',
    })
  }
  const { a, sigma, curve } = model
  const loading = ornsteinUhlenbeckLoading(a, T - t)
  const { stateVariance, covariance } = integratedOrnsteinUhlenbeck(a, sigma, t)
  return {
    intercept:
      Math.log(curve.discountFactor(T) / curve.discountFactor(t)) -
      loading * covariance -
      0.5 * loading * loading * stateVariance,
    loading,
  }
}

/** Price at `t` of one unit paid at `T`, when the state is `x` (the short rate is x + alpha(t)). */
export function hullWhiteZeroBond(model: HullWhite, t: number, T: number, x: number): number {
  const { intercept, loading } = hullWhiteBondCoefficients(model, t, T)
  return Math.exp(intercept - loading * x)
}

/**
 * Exact Gaussian transition of the state and of the bank account over [t, t + dt]: with independent standard normals
 * z1, z2,
 *   x' = decay x + stateDeviation z1
 *   integral of r = integralShift + loading x + integralOnState z1 + integralDeviation z2
 * The bank account grows by e^(integral of r) and E[1 / account(t)] = P(0, t) exactly.
 */
export interface HullWhiteTransition {
  readonly decay: number
  readonly stateDeviation: number
  readonly loading: number
  /** Integral of alpha over the step. */
  readonly integralShift: number
  readonly integralOnState: number
  readonly integralDeviation: number
  /** Correlation of the innovations of x and of the integral of r, near sqrt(3)/2 for short steps. */
  readonly correlation: number
}

/** The transition above from `tYears` over `dtYears` > 0. Throws `invalid-input`. Source: Glasserman (2003), 3.3.2. */
export function hullWhiteTransition(model: HullWhite, tYears: number, dtYears: number): HullWhiteTransition {
  requireHullWhite(model)
  requirePositive(dtYears, 'dtYears')
  const { a, sigma, curve } = model
  const step = integratedOrnsteinUhlenbeck(a, sigma, dtYears)
  const before = integratedOrnsteinUhlenbeck(a, sigma, tYears)
  const after = integratedOrnsteinUhlenbeck(a, sigma, tYears + dtYears)
  const stateDeviation = Math.sqrt(step.stateVariance)
  const integralOnState = stateDeviation === 0 ? 0 : step.covariance / stateDeviation
  const integralDeviation = Math.sqrt(Math.max(step.integralVariance - integralOnState ** 2, 0))
  return {
    decay: step.decay,
    stateDeviation,
    loading: step.loading,
    integralShift:
      Math.log(curve.discountFactor(tYears) / curve.discountFactor(tYears + dtYears)) +
      0.5 * (after.integralVariance - before.integralVariance),
    integralOnState,
    integralDeviation,
    correlation: stateDeviation === 0 ? 0 : integralOnState / Math.sqrt(step.integralVariance),
  }
}

/** Price today of a European option on a zero-coupon bond of unit face. Source: Brigo & Mercurio (2006), eqs 3.40-3.41. */
export function hullWhiteBondOption(model: HullWhite, type: OptionType, option: ZeroBondOption): number {
  requireHullWhite(model)
  requireZeroBondOption(option)
  const { a, sigma, curve } = model
  const { expiryYears, bondMaturityYears, strike } = option
  const discount = curve.discountFactor(expiryYears)
  const { stateVariance } = integratedOrnsteinUhlenbeck(a, sigma, expiryYears)
  const loading = ornsteinUhlenbeckLoading(a, bondMaturityYears - expiryYears)
  const forward = curve.discountFactor(bondMaturityYears) / discount
  return discount * blackForwardPrice(type, forward, strike, Math.sqrt(stateVariance) * loading)
}

/** A futures contract on the simple rate from `startYears` to `endYears`, quoted as 100 - percent. */
export interface RateFuture {
  readonly quote: number
  readonly startYears: number
  readonly endYears: number
}

/**
 * Futures rate less forward rate (simple, decimal) in the Hull-White model with continuous marking to market; with
 * `endYears` = `startYears` the instantaneous limit. Source: Kirikos & Novak, "Convexity conundrums", Risk (March 1997).
 */
export function futuresConvexityBias(model: Pick<HullWhite, 'a' | 'sigma'>, future: RateFuture): number {
  const { quote, startYears, endYears } = future
  requireFinite(quote, 'quote')
  requirePositive(startYears, 'startYears')
  if (!(endYears >= startYears)) {
    throw new TuttiError('invalid-input', `endYears must not be before startYears = ${startYears}, got ${endYears}`, {
      field: 'endYears',
      got: String(endYears),
      expected: `a number >= ${startYears}`,
    })
  }
  requireHullWhite(model)
  const { a, sigma } = model
  const { stateVariance, covariance } = integratedOrnsteinUhlenbeck(a, sigma, startYears)
  const accrual = endYears - startYears
  if (accrual === 0) return covariance
  const loading = ornsteinUhlenbeckLoading(a, accrual)
  const exponent = loading * loading * stateVariance + loading * covariance
  const futuresRate = (100 - quote) / 100
  return -Math.expm1(-exponent) * (futuresRate + 1 / accrual)
}
