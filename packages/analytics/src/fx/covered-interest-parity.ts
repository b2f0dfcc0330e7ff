import { requireFinite, requirePositive } from '../errors/index.ts'

/** Spot, outright and the money-market rates (continuously compounded decimals) of both currencies to one date. */
export interface ParityQuotes {
  readonly spot: number
  readonly outright: number
  readonly timeYears: number
  readonly rateDomesticContinuous: number
  readonly rateForeignContinuous: number
}

/** How far an outright lies from covered interest parity. */
export interface CoveredInterestParity {
  /** Outright that parity gives, S exp((rd - rf) T). */
  readonly parityOutright: number
  /** ln(F / S) / T: what holding foreign forward costs a year; the negative of its carry. */
  readonly forwardPremiumContinuous: number
  /** Foreign rate that the outright implies, rd - ln(F / S) / T. */
  readonly impliedForeignRateContinuous: number
  /** Domestic rate that the outright implies, rf + ln(F / S) / T. */
  readonly impliedDomesticRateContinuous: number
  /**
   * Cross-currency basis on the foreign rate: the implied less the actual foreign rate. Negative when borrowing the
   * domestic currency through the swap costs more than borrowing it directly.
   */
  readonly basisContinuous: number
}

/**
 * Covered interest parity of an outright and its deviation.
 * Source: Du, Tepper & Verdelhan, J. Finance 73 (2018), 915-957, with the dollar as domestic currency.
 */
export function coveredInterestParity(quotes: ParityQuotes): CoveredInterestParity {
  const { spot, outright, timeYears, rateDomesticContinuous: domestic, rateForeignContinuous: foreign } = quotes
  requirePositive(spot, 'spot')
  requirePositive(outright, 'outright')
  requirePositive(timeYears, 'timeYears')
  requireFinite(domestic, 'rateDomesticContinuous')
  requireFinite(foreign, 'rateForeignContinuous')
  const premium = Math.log(outright / spot) / timeYears
  return {
    parityOutright: spot * Math.exp((domestic - foreign) * timeYears),
    forwardPremiumContinuous: premium,
    impliedForeignRateContinuous: domestic - premium,
    impliedDomesticRateContinuous: foreign + premium,
    basisContinuous: domestic - premium - foreign,
  }
}
