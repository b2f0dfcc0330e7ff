import { TuttiError, requireInRange, requirePositive } from '../errors/index.ts'
import type { SviParameters } from './svi.ts'

/**
 * How the curvature phi of an SSVI smile falls with its at-the-money total variance theta:
 * - `power-law`: eta theta^-gamma
 * - `bounded-power-law`: eta / (theta^gamma (1 + theta)^(1 - gamma)), free of arbitrage at every theta for
 *   gamma <= 1/2 and eta (1 + |rho|) <= 2
 * - `heston-like`: (1 - (1 - e^-x) / x) / x with x = lambda theta, free at every theta for lambda >= (1 + |rho|) / 4
 */
export type SsviCurvature =
  | { readonly kind: 'power-law'; readonly eta: number; readonly gamma: number }
  | { readonly kind: 'bounded-power-law'; readonly eta: number; readonly gamma: number }
  | { readonly kind: 'heston-like'; readonly lambda: number }

/**
 * Surface SVI: total variance w(k, theta) = theta/2 (1 + rho phi k + sqrt((phi k + rho)^2 + 1 - rho^2)), phi = phi(theta).
 * Source: Gatheral & Jacquier, Quantitative Finance 14 (2014), definition 4.1.
 */
export interface SsviParameters {
  /** In (-1, 1). */
  readonly rho: number
  readonly curvature: SsviCurvature
}

/** Throws `invalid-input` naming the first SSVI parameter out of its range. */
export function requireSsvi({ rho, curvature }: SsviParameters): void {
  requireInRange(rho, -1, 1, 'rho')
  if (Math.abs(rho) === 1) {
    throw new TuttiError('invalid-input', `rho must lie strictly between -1 and 1, got ${rho}`, {
      field: 'rho',
      got: String(rho),
      expected: 'a number in (-1, 1)',
    })
  }
  if (curvature.kind === 'heston-like') requirePositive(curvature.lambda, 'curvature.lambda')
  else {
    requirePositive(curvature.eta, 'curvature.eta')
    requireInRange(curvature.gamma, 0, 1, 'curvature.gamma')
  }
}

/** phi(theta) and the derivative of theta phi(theta), for at-the-money total variance `theta` > 0; no checks. */
export function ssviCurvatureAt(curvature: SsviCurvature, theta: number): { phi: number; productSlope: number } {
  switch (curvature.kind) {
    case 'power-law': {
      const phi = curvature.eta * theta ** -curvature.gamma
      return { phi, productSlope: (1 - curvature.gamma) * phi }
    }
    case 'bounded-power-law': {
      const phi = curvature.eta / (theta ** curvature.gamma * (1 + theta) ** (1 - curvature.gamma))
      return { phi, productSlope: ((1 - curvature.gamma) * phi) / (1 + theta) }
    }
    case 'heston-like': {
      const x = curvature.lambda * theta
      // (1 - (1 - e^-x)/x) / x and (1 - (1 + x) e^-x) / x^2; their series where they cancel.
      if (x < 1e-3) {
        return { phi: 0.5 - x / 6 + (x * x) / 24 - x ** 3 / 120, productSlope: 0.5 - x / 3 + (x * x) / 8 - x ** 3 / 30 }
      }
      return { phi: (1 + Math.expm1(-x) / x) / x, productSlope: -(Math.expm1(-x) + x * Math.exp(-x)) / (x * x) }
    }
  }
}

/**
 * The SSVI smile of at-the-money total variance `theta` > 0 as raw SVI, exactly. Throws `invalid-input`.
 * Source: Gatheral & Jacquier (2014), the natural form with delta = mu = 0, omega = theta, zeta = phi.
 */
export function ssviSmile(parameters: SsviParameters, theta: number): SviParameters {
  requireSsvi(parameters)
  requirePositive(theta, 'theta')
  const { rho, curvature } = parameters
  const { phi } = ssviCurvatureAt(curvature, theta)
  const complement = (1 - rho) * (1 + rho)
  return {
    a: (theta / 2) * complement,
    b: (theta * phi) / 2,
    rho,
    m: -rho / phi,
    sigma: Math.sqrt(complement) / phi,
  }
}
