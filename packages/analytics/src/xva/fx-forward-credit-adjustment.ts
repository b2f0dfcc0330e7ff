import { requireFinite, requireInRange, requirePositive } from '../errors/index.ts'
import { integral } from '../math/index.ts'
import { blackForwardPrice } from '../models/index.ts'

/** An FX forward with a counterparty of constant default intensity; the spot is lognormal, rates are constant. */
export interface FxForwardCreditInputs {
  /** Domestic per unit of foreign currency. */
  readonly spot: number
  readonly strike: number
  readonly maturityYears: number
  readonly domesticRateContinuous: number
  readonly foreignRateContinuous: number
  readonly volAnnual: number
  readonly hazard: number
  readonly recovery: number
  readonly notionalForeign: number
  readonly side: 'long foreign' | 'short foreign'
}

/** Default in continuous time: today's expected exposure at each time and the adjustment that integrates it. */
export interface FxForwardCreditAdjustment {
  /** In the domestic currency, a loss >= 0. */
  readonly adjustment: number
  /** Discounted expected positive exposure at the times asked for. */
  readonly discountedPositiveExposure: readonly number[]
}

/**
 * CVA of an FX forward: (1 - R) times the integral of the default density and the discounted exposure, which at time t is
 * an option on the forward price, P(0, T) Black(F, K, vol sqrt t). No wrong-way risk.
 *
 * Throws `invalid-input` for spot, strike, maturity or notional not above 0, negative volatility or hazard, and times
 * outside [0, maturity]. Source: Brigo, Morini & Pallavicini, Counterparty Credit Risk, Collateral and Funding (2013), 7.
 */
export function fxForwardCreditAdjustment(
  inputs: FxForwardCreditInputs,
  timesYears: readonly number[] = [],
): FxForwardCreditAdjustment {
  const { spot, strike, maturityYears, volAnnual, hazard, recovery, notionalForeign, side } = inputs
  for (const [field, value] of Object.entries({ spot, strike, maturityYears, notionalForeign })) {
    requirePositive(value, field)
  }
  requireInRange(volAnnual, 0, Number.MAX_VALUE, 'volAnnual')
  requireInRange(hazard, 0, Number.MAX_VALUE, 'hazard')
  requireInRange(recovery, 0, 1, 'recovery')
  const domestic = requireFinite(inputs.domesticRateContinuous, 'domesticRateContinuous')
  const foreign = requireFinite(inputs.foreignRateContinuous, 'foreignRateContinuous')
  const forward = spot * Math.exp((domestic - foreign) * maturityYears)
  const scale = notionalForeign * Math.exp(-domestic * maturityYears)
  const type = side === 'long foreign' ? 'call' : 'put'
  const exposure = (t: number): number =>
    scale * blackForwardPrice(type, forward, strike, volAnnual * Math.sqrt(requireInRange(t, 0, maturityYears, 'time')))
  // Near 0 the exposure grows with the square root of time, so the integral runs over that root.
  const defaults = integral(
    (root) => 2 * root * hazard * Math.exp(-hazard * root * root) * (exposure(root * root) / scale),
    0,
    Math.sqrt(maturityYears),
    { absoluteTolerance: 1e-15 * Math.max(forward, strike), relativeTolerance: 1e-12 },
  ).value
  return {
    adjustment: (1 - recovery) * scale * defaults,
    discountedPositiveExposure: timesYears.map((t) => exposure(t)),
  }
}
