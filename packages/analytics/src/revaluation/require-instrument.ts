import { requireFinite, requireInRange, requirePositive, TuttiError } from '../errors/index.ts'
import type { Flow, Instrument } from './instrument.ts'

/** Throws `invalid-input` naming the field where an instrument's terms are out of range. Times are above 0, payments from 0 on. */
export function requireInstrument(instrument: Instrument): void {
  switch (instrument.kind) {
    case 'cash':
      requireFinite(instrument.amount, 'amount')
      return
    case 'equity':
      requireFinite(instrument.amount, 'amount')
      requireFinite(instrument.beta, 'beta')
      return
    case 'fixed flows':
    case 'inflation-linked flows':
      requireFlows(instrument.flows, 0)
      requireFinite(instrument.spread, 'spread')
      return
    case 'swap':
      requirePositive(instrument.notional, 'notional')
      requireFinite(instrument.startYears, 'startYears')
      requirePositive(instrument.endYears, 'endYears')
      requirePositive(instrument.endYears - instrument.startYears, 'endYears - startYears')
      requireFinite(instrument.fixedRate, 'fixedRate')
      requirePositive(instrument.fixedFrequency, 'fixedFrequency')
      requirePositive(instrument.floatingFrequency, 'floatingFrequency')
      if (instrument.currentFixing !== undefined) requireFinite(instrument.currentFixing, 'currentFixing')
      return
    case 'zero-coupon inflation swap':
      requirePositive(instrument.notional, 'notional')
      requirePositive(instrument.maturityYears, 'maturityYears')
      requirePositive(1 + requireFinite(instrument.fixedRate, 'fixedRate'), '1 + fixedRate')
      return
    case 'fx forward':
      requirePositive(instrument.buyAmount, 'buyAmount')
      requirePositive(instrument.sellAmount, 'sellAmount')
      requirePositive(instrument.maturityYears, 'maturityYears')
      requireTwo(instrument.buyCurrency, instrument.sellCurrency, 'sellCurrency')
      return
    case 'fx option':
      requirePositive(instrument.notional, 'notional')
      requirePositive(instrument.strike, 'strike')
      requirePositive(instrument.expiryYears, 'expiryYears')
      requireTwo(instrument.currency, instrument.againstCurrency, 'againstCurrency')
      return
    case 'cross-currency swap':
      requirePositive(instrument.receiveNotional, 'receiveNotional')
      requirePositive(instrument.payNotional, 'payNotional')
      requirePositive(instrument.maturityYears, 'maturityYears')
      requireFinite(instrument.receiveSpread, 'receiveSpread')
      requirePositive(instrument.frequency, 'frequency')
      requireTwo(instrument.receiveCurrency, instrument.payCurrency, 'payCurrency')
      return
    case 'swaption':
      requirePositive(instrument.notional, 'notional')
      requirePositive(instrument.expiryYears, 'expiryYears')
      requirePositive(instrument.tenorYears, 'tenorYears')
      requireFinite(instrument.strike, 'strike')
      requirePositive(instrument.fixedFrequency, 'fixedFrequency')
      return
    case 'bond future':
      requirePositive(instrument.deliveryYears, 'deliveryYears')
      requireFlows(instrument.flows, instrument.deliveryYears)
      requireFinite(instrument.price, 'price')
      return
    case 'credit default swap':
      requireFinite(instrument.ownSpread, 'ownSpread')
      requirePositive(instrument.notional, 'notional')
      requirePositive(instrument.maturityYears, 'maturityYears')
      requireFinite(instrument.couponRate, 'couponRate')
      requireInRange(instrument.recovery, 0, 1 - 1e-9, 'recovery')
      return
    case 'total return swap':
      requireFlows(instrument.flows, 0)
      requireFinite(instrument.spread, 'spread')
      requireFinite(instrument.referenceValue, 'referenceValue')
      return
    case 'equity option':
      requirePositive(instrument.units, 'units')
      requirePositive(instrument.strike, 'strike')
      requirePositive(instrument.expiryYears, 'expiryYears')
      return
    case 'equity forward':
      requirePositive(instrument.units, 'units')
      requirePositive(instrument.strike, 'strike')
      requirePositive(instrument.maturityYears, 'maturityYears')
      return
    default:
      refuse('kind', (instrument as Instrument).kind, 'a kind of instrument that can be revalued')
  }
}

function requireFlows(flows: readonly Flow[], firstYears: number): void {
  if (flows.length === 0) refuse('flows', 'none', 'at least one payment')
  flows.forEach(({ years, amount }, i) => {
    requireInRange(years, firstYears, Number.MAX_VALUE, `flows[${i}].years`)
    requireFinite(amount, `flows[${i}].amount`)
  })
}

function requireTwo(first: string, second: string, field: string): void {
  if (first === second) refuse(field, second, `a currency other than ${first}`)
}

function refuse(field: string, got: string, expected: string): never {
  throw new TuttiError('invalid-input', `${field} must be ${expected}, got ${got}`, { field, got, expected })
}
