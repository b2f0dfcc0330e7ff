import { TuttiError, requireFinite } from '../errors/index.ts'
import { type PresentValue, presentValueOf } from '../pricing/index.ts'
import { type AccrualPeriod, periodLabel, requirePeriods } from './accrual-period.ts'
import { forwardRate, notionalAt, type RateLine } from './rate-leg.ts'
import { rateOptionGreeks, type RateVolatility } from './rate-option.ts'
import type { SwapCurves } from './vanilla-swap.ts'

/** A period of a cap, with the time to the setting of its rate for the volatility (own day count, own start). */
export interface OptionletPeriod extends AccrualPeriod {
  /** Time to the setting of the rate, years from the valuation; 0 or less is valued at intrinsic. */
  readonly fixingYears: number
}

/** A strip of options on the rates of its periods. */
export interface CapFloor {
  readonly type: 'cap' | 'floor'
  readonly notional: number | readonly number[]
  readonly strike: number
  readonly periods: readonly OptionletPeriod[]
  /** The rate already set, where the first period has begun. */
  readonly firstRate?: number
}

/** A caplet or floorlet in the explanation of its strip. */
export interface OptionletLine extends RateLine {
  /** Years to the setting of its rate. */
  readonly fixingYears: number
  readonly volAnnual: number
  /** d value / d forward and d value / d volatility, discounted. */
  readonly delta: number
  readonly vega: number
}

export interface CapFloorValue extends PresentValue {
  readonly lines: readonly OptionletLine[]
  /** Sum of the vegas, per 1.00 of volatility. */
  readonly vega: number
  /** The rate at which cap and floor are worth the same: the par rate of the swap over the same periods. */
  readonly atTheMoneyRate: number
}

/**
 * Present value of a cap or floor; `volatility` is one for all, or one for each period. A line's `amount` is the
 * undiscounted value and its `rate` the forward. Throws `invalid-input`, `missing-data`.
 * Source: Brigo & Mercurio (2006), 1.6 (Black's formula for caps).
 */
export function capFloorValue(
  { type, notional, strike, periods, firstRate }: CapFloor,
  volatility: RateVolatility | readonly RateVolatility[],
  { discount, projection }: SwapCurves,
): CapFloorValue {
  requirePeriods(periods, 'periods')
  requireFinite(strike, 'strike')
  const option = optionOf(type)
  let annuity = 0
  let floating = 0
  const lines = periods.map((period, i): OptionletLine => {
    requireFinite(period.fixingYears, `periods[${i}].fixingYears`)
    const face = notionalAt(notional, i, periods.length)
    const forward = forwardRate(projection, period, i === 0 ? firstRate : undefined)
    const discountFactor = discount.discountFactor(period.payYears)
    const greeks = rateOptionGreeks(
      option,
      forward,
      strike,
      period.fixingYears,
      volatilityAt(volatility, i, periods.length),
    )
    const scale = face * period.accrualYears
    annuity += scale * discountFactor
    floating += scale * discountFactor * forward
    return {
      label: `${type === 'cap' ? 'caplet' : 'floorlet'} ${periodLabel(period)}`,
      leg: type,
      startYears: period.startYears,
      endYears: period.endYears,
      accrualYears: period.accrualYears,
      fixingYears: period.fixingYears,
      rate: forward,
      volAnnual: greeks.volAnnual,
      timeYears: period.payYears,
      ...(period.payDay === undefined ? {} : { day: period.payDay }),
      amount: scale * greeks.price,
      discountFactor,
      presentValue: scale * greeks.price * discountFactor,
      delta: scale * greeks.delta * discountFactor,
      vega: scale * greeks.vega * discountFactor,
    }
  })
  return {
    presentValue: presentValueOf(lines).presentValue,
    lines,
    vega: lines.reduce((sum, line) => sum + line.vega, 0),
    atTheMoneyRate: annuity === 0 ? strike : floating / annuity,
  }
}

function optionOf(type: 'cap' | 'floor'): 'call' | 'put' {
  if (type === 'cap') return 'call'
  if (type === 'floor') return 'put'
  throw new TuttiError('invalid-input', `type must be 'cap' or 'floor', got ${String(type)}`, {
    field: 'type',
    got: String(type),
    expected: "'cap' or 'floor'",
  })
}

function volatilityAt(
  volatility: RateVolatility | readonly RateVolatility[],
  index: number,
  count: number,
): RateVolatility {
  if (!isList(volatility)) return volatility
  if (volatility.length === count) return volatility[index]
  throw new TuttiError('invalid-input', `each period needs one volatility, got ${volatility.length} for ${count}`, {
    field: 'volatility',
    got: String(volatility.length),
    expected: String(count),
  })
}

const isList = (volatility: RateVolatility | readonly RateVolatility[]): volatility is readonly RateVolatility[] =>
  Array.isArray(volatility)

/** Present value of a collar: a cap bought and a floor sold (`side` buyer), or the reverse. */
export function collarValue(
  collar: Omit<CapFloor, 'type' | 'strike'> & {
    readonly side: 'buyer' | 'seller'
    readonly capStrike: number
    readonly floorStrike: number
  },
  volatility: {
    readonly cap: RateVolatility | readonly RateVolatility[]
    readonly floor: RateVolatility | readonly RateVolatility[]
  },
  curves: SwapCurves,
): PresentValue & { readonly cap: number; readonly floor: number } {
  const { side, capStrike, floorStrike, ...strip } = collar
  const sign = side === 'buyer' ? 1 : -1
  const cap = capFloorValue({ ...strip, type: 'cap', strike: capStrike }, volatility.cap, curves)
  const floor = capFloorValue({ ...strip, type: 'floor', strike: floorStrike }, volatility.floor, curves)
  const signed = (line: OptionletLine, factor: number): OptionletLine => ({
    ...line,
    amount: line.amount * factor,
    presentValue: line.presentValue * factor,
  })
  return {
    ...presentValueOf([
      ...cap.lines.map((line) => signed(line, sign)),
      ...floor.lines.map((line) => signed(line, -sign)),
    ]),
    cap: cap.presentValue,
    floor: floor.presentValue,
  }
}
