import { creditHoldings } from './credit-holdings.ts'
import { indexProtection, issuerProtection } from './credit-protection.ts'
import type { HedgeInstrument } from './hedge-instrument.ts'
import { totalReturnSwaps } from './total-return-swaps.ts'
import { isAllowed, type UniverseContext } from './universe-context.ts'

/**
 * Hedges of credit spreads; a unit is one unit of notional, and a positive quantity gains when spreads widen: protection
 * bought on the mandate's indices and on the fund's largest issuers, at their running coupons with the rest up front, and
 * total return swaps that pay the return of the fund's own bonds of a bucket (a unit is one unit of their value).
 */
export function creditInstruments(context: UniverseContext): HedgeInstrument[] {
  const { mandate } = context
  const holdings = creditHoldings(context)
  return [
    ...(isAllowed(mandate, 'index-cds') ? indexProtection(context) : []),
    ...(isAllowed(mandate, 'cds') ? issuerProtection(context, holdings) : []),
    ...(isAllowed(mandate, 'total-return-swap') ? totalReturnSwaps(context, holdings) : []),
  ]
}
