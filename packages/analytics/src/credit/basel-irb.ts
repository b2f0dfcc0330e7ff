import { requireInRange, requirePositive } from '../errors/index.ts'
import { normalCdf, normalQuantile } from '../math/index.ts'

/** Exposure classes of the internal-ratings approach. */
export type BaselAssetClass = 'corporate' | 'residential mortgage' | 'qualifying revolving' | 'other retail'

/** One exposure. */
export interface BaselExposure {
  readonly assetClass: BaselAssetClass
  /** One-year probability of default, in (0, 1]. The regulation's floor is for the caller to apply. */
  readonly pd: number
  /** Loss given default, fraction of the exposure, in [0, 1]. */
  readonly lgd: number
  /** Effective maturity, years; only corporates are adjusted for it. */
  readonly maturityYears: number
  /** Annual sales in EUR million, for the lower correlation of a small corporate; at most 50 counts. */
  readonly annualSalesMillion?: number
}

/** Capital for unexpected loss, per unit of exposure. */
export interface BaselCapital {
  readonly assetCorrelation: number
  /** b(PD); 0 for retail. */
  readonly maturityAdjustment: number
  readonly capital: number
  /** 12.5 times the capital, without the former scaling factor of 1.06. */
  readonly riskWeight: number
  readonly expectedLoss: number
}

function assetCorrelation({ assetClass, pd, annualSalesMillion }: BaselExposure): number {
  if (assetClass === 'residential mortgage') return 0.15
  if (assetClass === 'qualifying revolving') return 0.04
  const retail = assetClass === 'other retail'
  const decay = retail ? 35 : 50
  const weight = Math.expm1(-decay * pd) / Math.expm1(-decay)
  const [low, high] = retail ? [0.03, 0.16] : [0.12, 0.24]
  const correlation = low * weight + high * (1 - weight)
  if (retail || annualSalesMillion === undefined) return correlation
  const sales = Math.min(50, Math.max(5, requirePositive(annualSalesMillion, 'annualSalesMillion')))
  return correlation - 0.04 * (1 - (sales - 5) / 45)
}

/**
 * Capital requirement of the Basel internal-ratings formula at the 99.9 % confidence level. Throws `invalid-input`.
 * Source: Basel Committee, CRE31 (2023), 31.5, 31.8 and 31.14 to 31.17.
 */
export function baselCapital(exposure: BaselExposure): BaselCapital {
  const { pd, lgd, maturityYears, assetClass } = exposure
  requirePositive(pd, 'pd')
  requireInRange(pd, 0, 1, 'pd')
  requireInRange(lgd, 0, 1, 'lgd')
  requirePositive(maturityYears, 'maturityYears')
  const correlation = assetCorrelation(exposure)
  const b = assetClass === 'corporate' ? (0.11852 - 0.05478 * Math.log(pd)) ** 2 : 0
  const stressed =
    pd === 1
      ? 1
      : normalCdf((normalQuantile(pd) + Math.sqrt(correlation) * normalQuantile(0.999)) / Math.sqrt(1 - correlation))
  const capital = (lgd * (stressed - pd) * (1 + (maturityYears - 2.5) * b)) / (1 - 1.5 * b)
  return {
    assetCorrelation: correlation,
    maturityAdjustment: b,
    capital,
    riskWeight: 12.5 * capital,
    expectedLoss: pd * lgd,
  }
}
