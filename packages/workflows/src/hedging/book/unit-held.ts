import type { Holding } from '@tutti/market'
import {
  heldBondFuture,
  heldCurrencyOption,
  heldCurrencySwap,
  heldEquityOption,
  heldForward,
  heldInflationSwap,
  heldProtection,
  heldReturnSwap,
  heldSwap,
  heldSwaption,
} from './held-derivatives.ts'
import { heldBond, heldBondFund, heldEquity, heldLinkedBond } from './held-securities.ts'
import type { LineContext, UnitHeld } from './line-context.ts'

/** The instrument that a unit of a holding is, and how many units are held. Throws for what the market cannot value. */
export function unitHeld(holding: Holding, context: LineContext): UnitHeld {
  switch (holding.kind) {
    case 'cash':
      return { instrument: { kind: 'cash', currency: holding.currency, amount: 1 }, quantity: holding.marketValue }
    case 'bond':
      return heldBond(holding, context)
    case 'inflation-linked-bond':
      return heldLinkedBond(holding, context)
    case 'bond-fund':
    case 'inflation-linked-bond-fund':
      return heldBondFund(holding, context)
    case 'equity':
    case 'equity-fund':
      return heldEquity(holding, context)
    case 'swap':
      return heldSwap(holding, context)
    case 'inflation-swap':
      return heldInflationSwap(holding, context)
    case 'cross-currency-swap':
      return heldCurrencySwap(holding, context)
    case 'fx-forward':
      return heldForward(holding, context)
    case 'fx-option':
      return heldCurrencyOption(holding, context)
    case 'equity-option':
      return heldEquityOption(holding, context)
    case 'swaption':
      return heldSwaption(holding, context)
    case 'bond-future':
      return heldBondFuture(holding, context)
    case 'cds':
    case 'index-cds':
      return heldProtection(holding, context)
    case 'total-return-swap':
      return heldReturnSwap(holding, context)
  }
}
