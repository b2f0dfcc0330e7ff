import { replicatedFairVariance, type VarianceReplication } from '../models/index.ts'

/** Fair variance from a smile, with what the strikes left out. */
export interface VarianceFromSmile {
  /** Annual variance from the options between the lowest and the highest strike. */
  readonly fairVariance: number
  readonly fairVolatility: number
  /** Variance of the options beyond the strikes if volatility stayed at its value there: the truncation error. */
  readonly truncatedVariance: number
  /** sqrt(fairVariance + truncatedVariance). */
  readonly extendedFairVolatility: number
}

/**
 * Fair variance of a variance swap from a volatility function of the strike (a slice of a surface) between two strikes,
 * with the value that the cut-off wings would add under flat extrapolation. See `replicatedFairVariance` for the method
 * and errors. Source: Demeterfi, Derman, Kamal & Zou (1999); Jiang & Tian, RFS 18 (2005), on truncation.
 */
export function varianceFromSmile(smile: VarianceReplication): VarianceFromSmile {
  const { forward, maturityYears, volOfStrike, lowestStrike, highestStrike, breaks = [] } = smile
  const fairVariance = replicatedFairVariance(smile)
  const clamped = (strike: number): number => volOfStrike(Math.min(Math.max(strike, lowestStrike), highestStrike))
  const rootT = Math.sqrt(maturityYears)
  // Twelve deviations and the shift of the share measure: what lies beyond is below the last digit.
  const reach = (vol: number): number => Math.exp(12 * vol * rootT + vol * vol * maturityYears)
  const extended = replicatedFairVariance({
    forward,
    maturityYears,
    volOfStrike: clamped,
    lowestStrike: lowestStrike / reach(volOfStrike(lowestStrike)),
    highestStrike: highestStrike * reach(volOfStrike(highestStrike)),
    breaks: [...breaks, lowestStrike, highestStrike],
  })
  return {
    fairVariance,
    fairVolatility: Math.sqrt(fairVariance),
    truncatedVariance: Math.max(extended - fairVariance, 0),
    extendedFairVolatility: Math.sqrt(Math.max(extended, fairVariance)),
  }
}
