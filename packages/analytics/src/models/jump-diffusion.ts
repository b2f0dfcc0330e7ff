import { TuttiError, requireFinite, requirePositive } from '../errors/index.ts'
import {
  complex,
  complexDifference,
  complexExp,
  complexProduct,
  complexScaled,
  complexSum,
  type Complex,
} from '../math/index.ts'
import { blackForwardPrice } from './black-scholes.ts'
import { requireHestonParameters, type HestonParameters } from './heston-parameters.ts'
import { hestonTransform, transformPrice, type HestonOption } from './heston-price.ts'

/** Lognormal jumps of the spot: intensity a year, mean and standard deviation of the log jump. */
export interface LognormalJumps {
  readonly jumpIntensity: number
  readonly meanLogJump: number
  readonly jumpVolatility: number
}

function requireJumps({ jumpIntensity, meanLogJump, jumpVolatility }: LognormalJumps): void {
  requireFinite(meanLogJump, 'meanLogJump')
  for (const [field, value] of [
    ['jumpIntensity', jumpIntensity],
    ['jumpVolatility', jumpVolatility],
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

/**
 * Price of a European option in Merton's jump diffusion: the Poisson mixture of Black prices, summed until the weight
 * left is below 1e-17. Source: R. C. Merton, J. Financial Economics 3 (1976), 125-144, eq. 19.
 */
export function mertonJumpPrice(volAnnual: number, jumps: LognormalJumps, option: HestonOption): number {
  requireJumps(jumps)
  requirePositive(volAnnual, 'volAnnual')
  requirePositive(option.maturityYears, 'maturityYears')
  const { type, spot, strike, maturityYears, rateContinuous, dividendYieldContinuous } = option
  const { jumpIntensity, meanLogJump, jumpVolatility } = jumps
  const logGrowth = meanLogJump + jumpVolatility ** 2 / 2
  const forward = spot * Math.exp((rateContinuous - dividendYieldContinuous) * maturityYears)
  const compensated = forward * Math.exp(-jumpIntensity * Math.expm1(logGrowth) * maturityYears)
  const mean = jumpIntensity * maturityYears
  let weight = Math.exp(-mean)
  let price = 0
  for (let n = 0; n <= mean || weight * Math.exp(Math.max(logGrowth, 0) * n) > 1e-17; n++) {
    const deviation = Math.sqrt(volAnnual ** 2 * maturityYears + n * jumpVolatility ** 2)
    price += weight * blackForwardPrice(type, compensated * Math.exp(logGrowth * n), strike, deviation)
    weight *= mean / (n + 1)
  }
  return Math.exp(-rateContinuous * maturityYears) * price
}

/**
 * Price of a European option in Bates's model: Heston's with independent lognormal jumps of the spot.
 * Source: D. S. Bates, RFS 9 (1996), 69-107.
 */
export function batesPrice(parameters: HestonParameters, jumps: LognormalJumps, option: HestonOption): number {
  requireHestonParameters(parameters)
  requireJumps(jumps)
  requirePositive(option.maturityYears, 'maturityYears')
  const { jumpIntensity, meanLogJump, jumpVolatility } = jumps
  const compensator = Math.expm1(meanLogJump + jumpVolatility ** 2 / 2)
  const heston = hestonTransform(parameters, option.maturityYears)
  const jumpCumulant = (u: Complex): Complex => {
    const iu = complex(-u.im, u.re)
    const exponent = complexSum(
      complexScaled(iu, meanLogJump),
      complexScaled(complexProduct(u, u), -(jumpVolatility ** 2) / 2),
    )
    const jump = complexDifference(complexExp(exponent), complex(1))
    return complexScaled(complexDifference(jump, complexScaled(iu, compensator)), jumpIntensity * option.maturityYears)
  }
  const reach = largestJumpMoment(jumps)
  const transform = {
    cumulant: (u: Complex) => complexSum(heston.cumulant(u), jumpCumulant(u)),
    lowestMoment: Math.max(heston.lowestMoment, -reach),
    highestMoment: Math.min(heston.highestMoment, 1 + reach),
  }
  return transformPrice(transform, option)
}

/** Moments of the jumps exist to any order; beyond this one, of size e^300, they only overflow. */
function largestJumpMoment({ meanLogJump, jumpVolatility }: LognormalJumps): number {
  const slope = Math.abs(meanLogJump)
  if (slope === 0 && jumpVolatility === 0) return Infinity
  // slope p + jumpVolatility^2 p^2 / 2 = 300
  return 600 / (slope + Math.sqrt(slope * slope + 600 * jumpVolatility * jumpVolatility))
}
