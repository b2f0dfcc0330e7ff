import { bondHolding, type CouponFrequency } from '@tutti/analytics/bonds'
import { type DiscountCurve, linearZeroCurve } from '@tutti/analytics/curves'
import { addMonths, type Day, dayOf } from '@tutti/analytics/time'
import { asOf, breakEvenYears, currencies, curveYears } from './market-figures.ts'
import type { SimulatedMarket } from './simulated-market.ts'

export type FundCurrency = (typeof currencies)[number]
export const asOfDay = dayOf(asOf)

/** A payment in so many years; of today's money where linked to inflation. */
export interface Payment {
  readonly years: number
  readonly amount: number
}

/** What the fund is priced on: the market's figures as its files show them, on one date. */
export interface PricingDay {
  readonly nominal: Readonly<Record<FundCurrency, DiscountCurve>>
  readonly breakEven: Readonly<Record<FundCurrency, DiscountCurve>>
  /** Dollars for one unit. */
  readonly dollars: Readonly<Record<FundCurrency, number>>
  readonly equity: Readonly<Record<string, number>>
  /** Decimal, by bucket as `USD-BBB`. */
  readonly spreads: Readonly<Record<string, number>>
}

/** The market on its `index`-th day. */
export function pricingDay(market: SimulatedMarket, index: number): PricingDay {
  const at = (columns: Readonly<Record<string, readonly number[]>>, decimals: number): Record<string, number> =>
    Object.fromEntries(Object.entries(columns).map(([name, values]) => [name, Number(values[index].toFixed(decimals))]))
  const curve = (years: readonly number[], columns: Readonly<Record<string, readonly number[]>>): DiscountCurve =>
    linearZeroCurve(
      years,
      Object.values(at(columns, 3)).map((percent) => percent / 100),
    )
  const byCurrency = <T>(make: (index: number) => T): Record<FundCurrency, T> =>
    Object.fromEntries(currencies.map((currency, k) => [currency, make(k)])) as Record<FundCurrency, T>
  const fx = at(market.fx, 4)
  return {
    nominal: byCurrency((k) => curve(curveYears, market.zero[k])),
    breakEven: byCurrency((k) => curve(breakEvenYears, market.breakEven[k])),
    dollars: { USD: 1, EUR: fx.EURUSD, GBP: fx.GBPUSD, JPY: 1 / fx.USDJPY },
    equity: at(market.equity, 2),
    spreads: Object.fromEntries(Object.entries(at(market.spreads, 4)).map(([name, percent]) => [name, percent / 100])),
  }
}

export const yearsTo = (day: Day): number => (day - asOfDay) / 365

/** Payments after the as-of date and interest accrued, per 100 of nominal. */
export function bondPayments(
  maturity: Day,
  coupon: number,
  frequency: CouponFrequency,
): { payments: Payment[]; accrued: number } {
  const years = Math.ceil(yearsTo(maturity)) + 1
  const accrualStart = addMonths(maturity, -12 * years)
  const { flows, accrued } = bondHolding(
    { accrualStart, maturity, frequency, couponRates: [coupon], dayCount: 'ACT/ACT ICMA' },
    asOfDay,
  )
  const payments = flows.map(({ end, interest, principal }) => ({ years: yearsTo(end), amount: interest + principal }))
  return { payments, accrued }
}

/** Present value, and what a fall of all zero rates by a basis point adds to it; linked payments grow by break-evens. */
export function worth(
  payments: readonly Payment[],
  nominal: DiscountCurve,
  spread = 0,
  breakEven?: DiscountCurve,
): { value: number; pv01: number } {
  let value = 0
  let pv01 = 0
  for (const { years, amount } of payments) {
    const growth = breakEven === undefined ? 1 : 1 / breakEven.discountFactor(years)
    const present = amount * growth * nominal.discountFactor(years) * Math.exp(-spread * years)
    value += present
    pv01 += 1e-4 * years * present
  }
  return { value, pv01 }
}

/** Annuity of a swap's fixed leg, and the rate at which a swap over these years is worth nothing. */
export function parRate(curve: DiscountCurve, years: number, frequency: number): { annuity: number; rate: number } {
  let annuity = 0
  for (let k = 1; k <= years * frequency; k++) annuity += curve.discountFactor(k / frequency) / frequency
  return { annuity, rate: (1 - curve.discountFactor(years)) / annuity }
}
