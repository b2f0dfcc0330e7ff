import { requireFinite, requirePositive } from '../errors/index.ts'
import { presentValueOf, type PresentValue, type ValueLine } from '../pricing/index.ts'
import type { Day } from '../time/index.ts'
import { fxForwardRate, spotToday, type FxMarket } from './fx-market.ts'

/** A forward: `foreignNotional` is received (paid when negative) against the contract rate in domestic currency. */
export interface FxForward {
  readonly foreignNotional: number
  /** Domestic per unit of foreign, > 0. */
  readonly contractRate: number
  readonly settlementYears: number
  readonly settlementDay?: Day | undefined
}

/** Value of a forward in both currencies, with the outright at which it would be worth nothing. */
export interface FxForwardValue extends PresentValue {
  readonly forwardRate: number
  /** The present value in foreign currency, at today's value of spot. */
  readonly presentValueForeign: number
  /** Units of foreign currency that the forward is long today: N Pf(T). */
  readonly spotDeltaForeign: number
}

/** The two payments of an exchange of currencies, in domestic money. */
function exchangeLines(market: FxMarket, forward: FxForward, name: string): readonly ValueLine[] {
  requireFinite(forward.foreignNotional, 'foreignNotional')
  requirePositive(forward.contractRate, 'contractRate')
  const { foreignNotional, contractRate, settlementYears: timeYears, settlementDay } = forward
  const dated = settlementDay === undefined ? { timeYears } : { timeYears, day: settlementDay }
  const line = (label: string, amount: number, discountFactor: number): ValueLine => ({
    label,
    ...dated,
    amount,
    discountFactor,
    presentValue: amount * discountFactor,
  })
  return [
    line(`${name}foreign amount`, foreignNotional, spotToday(market) * market.foreign.discountFactor(timeYears)),
    line(`${name}domestic amount`, -foreignNotional * contractRate, market.domestic.discountFactor(timeYears)),
  ]
}

/**
 * Present value of a forward in domestic currency: its foreign payment at spot and the foreign discount factor, less its
 * domestic payment at the domestic one. Lines: the two payments (the discount factor of the foreign one converts too).
 * Throws `invalid-input` for a rate that is not positive or a time before the valuation date.
 */
export function fxForwardValue(market: FxMarket, forward: FxForward): FxForwardValue {
  const value = presentValueOf(exchangeLines(market, forward, ''))
  return {
    ...value,
    forwardRate: fxForwardRate(market, forward.settlementYears),
    presentValueForeign: value.presentValue / spotToday(market),
    spotDeltaForeign: forward.foreignNotional * market.foreign.discountFactor(forward.settlementYears),
  }
}

/** An FX swap: `foreignNotional` is received at the near date (paid when negative) and returned at the far date. */
export interface FxSwap {
  readonly foreignNotional: number
  readonly nearRate: number
  readonly nearYears: number
  readonly farRate: number
  readonly farYears: number
  /** Foreign amount returned at the far date; as much as at the near date when left out. */
  readonly farForeignNotional?: number | undefined
}

/** Value of an FX swap with the points at which its far leg would be fair. */
export interface FxSwapValue extends PresentValue {
  /** Fair far outright less fair near outright, domestic per unit of foreign. */
  readonly fairSwapPoints: number
  /** The points of the contract: far rate less near rate. */
  readonly contractSwapPoints: number
}

/** Present value of an FX swap in domestic currency: two exchanges in opposite directions. Lines: the four payments. */
export function fxSwapValue(market: FxMarket, swap: FxSwap): FxSwapValue {
  const { foreignNotional, nearRate, nearYears, farRate, farYears, farForeignNotional = foreignNotional } = swap
  requirePositive(farYears - nearYears, 'farYears - nearYears')
  const near = { foreignNotional, contractRate: nearRate, settlementYears: nearYears }
  const far = { foreignNotional: -farForeignNotional, contractRate: farRate, settlementYears: farYears }
  return {
    ...presentValueOf([...exchangeLines(market, near, 'near '), ...exchangeLines(market, far, 'far ')]),
    fairSwapPoints: fxForwardRate(market, farYears) - fxForwardRate(market, nearYears),
    contractSwapPoints: farRate - nearRate,
  }
}

/** A non-deliverable forward, settled in foreign (hard) currency against a fixing of the domestic (restricted) one. */
export interface NonDeliverableForward {
  /** Notional in the foreign currency; positive is long foreign: it gains when the fixing lies above the contract. */
  readonly foreignNotional: number
  /** Domestic per unit of foreign, > 0. */
  readonly contractRate: number
  /** Time of the payment, years. */
  readonly settlementYears: number
  /** The published fixing, once known; the forward rate stands for it when left out. */
  readonly fixing?: number | undefined
}

/**
 * Present value of a non-deliverable forward in foreign currency: it pays N (1 - K / fixing) at settlement. Before the
 * fixing the forward rate stands for it, which is exact: 1 / S_T has the mean 1 / F under the foreign currency's measure.
 */
export function nonDeliverableForwardValue(market: FxMarket, ndf: NonDeliverableForward): FxForwardValue {
  const { foreignNotional, contractRate, settlementYears: timeYears, fixing } = ndf
  requireFinite(foreignNotional, 'foreignNotional')
  requirePositive(contractRate, 'contractRate')
  const forwardRate = fxForwardRate(market, timeYears)
  const settlement = fixing === undefined ? forwardRate : requirePositive(fixing, 'fixing')
  const discountFactor = market.foreign.discountFactor(timeYears)
  const amount = foreignNotional * (1 - contractRate / settlement)
  const value = presentValueOf([
    {
      label: fixing === undefined ? 'expected settlement' : 'fixed settlement',
      timeYears,
      amount,
      discountFactor,
      presentValue: amount * discountFactor,
    },
  ])
  return {
    ...value,
    forwardRate,
    presentValueForeign: value.presentValue,
    spotDeltaForeign: fixing === undefined ? (foreignNotional * discountFactor * contractRate) / forwardRate : 0,
  }
}
