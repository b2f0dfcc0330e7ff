import { requireFinite, requirePositive } from '../errors/index.ts'
import { blackForwardPrice, type OptionType } from './black-scholes.ts'
import { requireZeroBondOption, type ZeroBondOption } from './cir.ts'
import { integratedOrnsteinUhlenbeck, ornsteinUhlenbeckLoading } from './ornstein-uhlenbeck.ts'

/** Parameters of the Vasicek short rate dr = kappa (theta - r) dt + sigma dW; kappa and sigma > 0. */
export interface VasicekParameters {
  readonly kappa: number
  readonly theta: number
  readonly sigma: number
}

function requireVasicek({ kappa, theta, sigma }: VasicekParameters): void {
  requirePositive(kappa, 'kappa')
  requireFinite(theta, 'theta')
  requirePositive(sigma, 'sigma')
}

/**
 * Price of a zero-coupon bond per unit of face when the short rate is `shortRate` (continuous, decimal).
 * Source: Vasicek, J. Financial Economics 5 (1977), eq. 27.
 */
export function vasicekZeroBond(parameters: VasicekParameters, shortRate: number, maturityYears: number): number {
  requireVasicek(parameters)
  requireFinite(shortRate, 'shortRate')
  requirePositive(maturityYears, 'maturityYears')
  const { kappa, theta, sigma } = parameters
  const loading = ornsteinUhlenbeckLoading(kappa, maturityYears)
  const { integralVariance } = integratedOrnsteinUhlenbeck(kappa, sigma, maturityYears)
  return Math.exp(-theta * maturityYears - (shortRate - theta) * loading + integralVariance / 2)
}

/** Price of a European option on a zero-coupon bond. Source: Jamshidian, J. Finance 44 (1989), 205-209. */
export function vasicekBondOption(
  parameters: VasicekParameters,
  shortRate: number,
  type: OptionType,
  option: ZeroBondOption,
): number {
  requireZeroBondOption(option)
  const { expiryYears, bondMaturityYears, strike } = option
  const discount = vasicekZeroBond(parameters, shortRate, expiryYears)
  const forward = vasicekZeroBond(parameters, shortRate, bondMaturityYears) / discount
  const { stateVariance } = integratedOrnsteinUhlenbeck(parameters.kappa, parameters.sigma, expiryYears)
  const loading = ornsteinUhlenbeckLoading(parameters.kappa, bondMaturityYears - expiryYears)
  return discount * blackForwardPrice(type, forward, strike, Math.sqrt(stateVariance) * loading)
}
