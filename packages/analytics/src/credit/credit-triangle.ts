import { requireFinite, requireInRange, requirePositive } from '../errors/index.ts'
import { requireRecovery } from './require-recovery.ts'

/** A flat hazard rate and a flat rate, with a premium paid continuously. */
export interface CreditTriangle {
  /** s = h (1 - R). */
  readonly parSpread: number
  readonly defaultProbability: number
  /** Worth today of one a year until default or maturity. */
  readonly riskyAnnuity: number
}

/**
 * The credit triangle over `maturityYears`. Throws `invalid-input` for a hazard rate below 0 or a recovery outside [0, 1).
 * Source: O'Kane, Modelling Single-name and Multi-name Credit Derivatives (2008), 3.10.
 */
export function creditTriangle(
  hazardRate: number,
  recovery: number,
  rateContinuous: number,
  maturityYears: number,
): CreditTriangle {
  requireInRange(hazardRate, 0, Number.MAX_VALUE, 'hazardRate')
  requireRecovery(recovery)
  requireFinite(rateContinuous, 'rateContinuous')
  requirePositive(maturityYears, 'maturityYears')
  const y = (rateContinuous + hazardRate) * maturityYears
  return {
    parSpread: hazardRate * (1 - recovery),
    defaultProbability: -Math.expm1(-hazardRate * maturityYears),
    riskyAnnuity: y === 0 ? maturityYears : (-Math.expm1(-y) / y) * maturityYears,
  }
}
