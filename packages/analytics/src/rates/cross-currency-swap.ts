import type { DiscountCurve } from '../curves/index.ts'
import { TuttiError, requirePositive } from '../errors/index.ts'
import { type PresentValue, presentValueOf } from '../pricing/index.ts'
import { legValue, notionalAt, type RateLeg, type RateLine } from './rate-leg.ts'

/** A leg in its own currency, discounted on its own curve under the common collateral. */
export interface CurrencyLeg {
  readonly leg: RateLeg
  readonly discount: DiscountCurve
}

/**
 * Two legs in two currencies. Principal is exchanged as told; with `resetting` the notional of that leg is set anew at the
 * start of each period to the other leg's at the exchange rate of then (mark-to-market), and the difference is paid.
 */
export interface CrossCurrencySwap {
  readonly receive: CurrencyLeg
  readonly pay: CurrencyLeg
  /** Units of the received leg's currency for one of the paid leg's. */
  readonly spot: number
  readonly exchange: { readonly initial: boolean; readonly final: boolean }
  readonly resetting: 'none' | 'receive' | 'pay'
}

export interface CrossCurrencySwapValue extends PresentValue {
  /** All in the received leg's currency; paid lines are converted by the spot in their discount factors. */
  readonly lines: readonly RateLine[]
  /** What each leg is worth to its receiver, in its own currency, exchanges included. */
  readonly receiveLegPresentValue: number
  readonly payLegPresentValue: number
  /** Addition to the received leg's rate (spread or fixed rate), decimal, that makes the swap worth nothing. */
  readonly parReceiveAddition: number
}

/**
 * Present value in the received leg's currency. The notionals of a resetting leg follow the forward exchange rates that
 * the two discount curves imply; the correlation of rates and exchange rate is neglected, as is customary.
 * Throws `invalid-input`, `missing-data`.
 */
export function crossCurrencySwapValue(swap: CrossCurrencySwap): CrossCurrencySwapValue {
  const { receive, pay, spot, exchange, resetting } = swap
  requirePositive(spot, 'spot')
  const receiveLeg =
    resetting === 'receive' ? reset(receive, pay, (t) => spotForward(pay, receive, spot, t)) : receive.leg
  const payLeg = resetting === 'pay' ? reset(pay, receive, (t) => 1 / spotForward(pay, receive, spot, t)) : pay.leg
  const received = legValue(receiveLeg, receive.discount, 'received')
  const paid = legValue(payLeg, pay.discount, 'paid')
  const receivedLines = [...received.lines, ...principals(receiveLeg, receive.discount, exchange, 'received')]
  const paidLines = [...paid.lines, ...principals(payLeg, pay.discount, exchange, 'paid')]
  const lines = [
    ...receivedLines,
    ...paidLines.map((line) => ({
      ...line,
      amount: -line.amount,
      discountFactor: line.discountFactor * spot,
      presentValue: -line.presentValue * spot,
    })),
  ]
  const { presentValue } = presentValueOf(lines)
  return {
    presentValue,
    lines,
    receiveLegPresentValue: presentValueOf(receivedLines).presentValue,
    payLegPresentValue: presentValueOf(paidLines).presentValue,
    parReceiveAddition: -presentValue / received.annuity,
  }
}

/** Received currency for one of the paid currency at `t`, forward. */
const spotForward = (pay: CurrencyLeg, receive: CurrencyLeg, spot: number, t: number): number =>
  (spot * pay.discount.discountFactor(t)) / receive.discount.discountFactor(t)

/** The leg with each period's notional the other leg's, converted at the start of the period. */
function reset({ leg }: CurrencyLeg, { leg: other }: CurrencyLeg, rateAt: (timeYears: number) => number): RateLeg {
  if (typeof other.notionals !== 'number') {
    throw new TuttiError('unsupported', 'the leg that a resetting leg follows has one notional', {
      field: 'notionals',
      got: 'one a period',
      expected: 'a number',
    })
  }
  const { notionals: fixedNotional } = other
  return {
    ...leg,
    notionals: leg.periods.map(({ startYears }, i) => {
      if (startYears >= 0) return fixedNotional * rateAt(startYears)
      // Set when the period began: what the leg itself says.
      return notionalAt(leg.notionals, i, leg.periods.length)
    }),
  }
}

/** The exchanges of principal, received: paid out at the start, returned at the end, changes of it in between. */
function principals(
  leg: RateLeg,
  discount: DiscountCurve,
  exchange: CrossCurrencySwap['exchange'],
  name: string,
): RateLine[] {
  const { periods } = leg
  const count = periods.length
  const line = (what: string, timeYears: number, day: number | undefined, amount: number): RateLine => {
    const discountFactor = discount.discountFactor(timeYears)
    return {
      label: `${name} ${what}`,
      leg: name,
      startYears: timeYears,
      endYears: timeYears,
      accrualYears: 0,
      rate: 0,
      timeYears,
      ...(day === undefined ? {} : { day }),
      amount,
      discountFactor,
      presentValue: amount * discountFactor,
    }
  }
  const lines: RateLine[] = []
  const first = periods[0]
  if (exchange.initial && first.startYears >= 0) {
    lines.push(line('initial exchange', first.startYears, first.startDay, -notionalAt(leg.notionals, 0, count)))
  }
  for (let i = 1; i < count; i++) {
    const change = notionalAt(leg.notionals, i - 1, count) - notionalAt(leg.notionals, i, count)
    const { startYears, startDay } = periods[i]
    if (change !== 0) lines.push(line('change of notional', startYears, startDay, change))
  }
  const last = periods[count - 1]
  if (exchange.final) {
    lines.push(line('final exchange', last.endYears, last.endDay, notionalAt(leg.notionals, count - 1, count)))
  }
  return lines
}
