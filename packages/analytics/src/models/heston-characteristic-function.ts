import { requirePositive } from '../errors/index.ts'
import {
  complex,
  complexDifference,
  complexExp,
  complexLog,
  complexModulus,
  complexProduct,
  complexQuotient,
  complexScaled,
  complexSqrt,
  complexSum,
  type Complex,
} from '../math/index.ts'
import { requireHestonParameters, type HestonParameters } from './heston-parameters.ts'

/** ln(1 + w) without loss of accuracy for small `w`. */
function complexLog1p(w: Complex): Complex {
  if (complexModulus(w) > 0.5) return complexLog(complexSum(complex(1), w))
  return {
    re: 0.5 * Math.log1p(2 * w.re + w.re * w.re + w.im * w.im),
    im: Math.atan2(w.im, 1 + w.re),
  }
}

/**
 * ln E[exp(i u ln(S_T / F_T))] of Heston's model for a complex `u` within the strip where the expectation exists.
 *
 * The "little trap" form, in which the principal logarithm is the continuous one at every maturity; (beta - d) / sigma^2
 * is taken as -(i u + u^2) / (beta + d), so that a small `sigma` loses no digits. No checks: for inner loops.
 * Sources: Heston, RFS 6 (1993), 327-343; Albrecher, Mayer, Schoutens & Tistaert, Wilmott (Jan 2007), 83-92.
 */
export function hestonCumulant(parameters: HestonParameters, maturityYears: number, u: Complex): Complex {
  const { v0, kappa, theta, sigma, rho } = parameters
  const iu = complex(-u.im, u.re)
  const quadratic = complexSum(iu, complexProduct(u, u))
  const beta = complexDifference(complex(kappa), complexScaled(iu, rho * sigma))
  // d^2 = beta^2 + sigma^2 (i u + u^2), its terms in u^2 collected: they cancel where rho is near -1 or 1
  const d = complexSqrt(
    complexSum(
      complexSum(complex(kappa * kappa), complexScaled(iu, sigma * (sigma - 2 * rho * kappa))),
      complexScaled(complexProduct(u, u), (1 - rho) * (1 + rho) * sigma * sigma),
    ),
  )
  // (beta - d) / sigma^2, by whichever form does not cancel
  const root =
    beta.re * d.re + beta.im * d.im > 0
      ? complexScaled(complexQuotient(quadratic, complexSum(beta, d)), -1)
      : complexScaled(complexDifference(beta, d), 1 / (sigma * sigma))
  // (1 - e^(-d T)) / (2 d)
  const annuity =
    d.re === 0 && d.im === 0
      ? complex(maturityYears / 2)
      : complexQuotient(
          complexDifference(complex(1), complexExp(complexScaled(d, -maturityYears))),
          complexScaled(d, 2),
        )
  // (1 - g e^(-d T)) / (1 - g) = 1 + w, with g = (beta - d) / (beta + d)
  const w = complexScaled(complexProduct(root, annuity), sigma * sigma)
  const meanCoefficient = complexDifference(
    complexScaled(root, maturityYears),
    complexScaled(complexLog1p(w), 2 / (sigma * sigma)),
  )
  const varianceCoefficient = complexScaled(
    complexQuotient(complexProduct(quadratic, annuity), complexSum(complex(1), w)),
    -1,
  )
  return complexSum(complexScaled(meanCoefficient, kappa * theta), complexScaled(varianceCoefficient, v0))
}

/**
 * E[exp(i u ln(S_T / F_T))], F_T the forward: the characteristic function of the log return over the forward, for real
 * `u` or complex `u` within the strip of existence. Throws `invalid-input` for parameters out of range.
 */
export function hestonCharacteristicFunction(
  parameters: HestonParameters,
  maturityYears: number,
  u: number | Complex,
): Complex {
  requireHestonParameters(parameters)
  requirePositive(maturityYears, 'maturityYears')
  return complexExp(hestonCumulant(parameters, maturityYears, typeof u === 'number' ? complex(u) : u))
}

/**
 * The time at which E[S_T^p] becomes infinite; Infinity where it never does (always for 0 <= p <= 1).
 * Source: Andersen & Piterbarg, "Moment explosions in stochastic volatility models", Finance and Stochastics 11
 * (2007), 29-50, proposition 3.1.
 */
export function hestonExplosionTime(parameters: HestonParameters, p: number): number {
  const { kappa, sigma, rho } = parameters
  if (p >= 0 && p <= 1) return Infinity
  const beta = kappa - rho * sigma * p
  const discriminant = beta * beta - sigma * sigma * (p * p - p)
  if (discriminant < 0) {
    const frequency = Math.sqrt(-discriminant)
    return (2 / frequency) * (Math.PI / 2 + Math.atan(beta / frequency))
  }
  if (beta > 0) return Infinity
  const root = Math.sqrt(discriminant)
  return root === 0 ? -2 / beta : Math.log((-beta + root) / (-beta - root)) / root
}
