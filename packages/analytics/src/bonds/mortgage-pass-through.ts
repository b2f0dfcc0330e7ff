import { TuttiError, requireFinite, requireInRange, requirePositive } from '../errors/index.ts'
import { compensatedSum } from '../statistics/index.ts'
import { smmOfCpr } from './prepayment.ts'
import { rateAtValue } from './rate-at-value.ts'
import { requireComputed } from './require-computed.ts'

/** A pool of level-payment mortgages and the rate that is passed through. */
export interface MortgagePool {
  /** Outstanding now, in money. */
  readonly balance: number
  /** Weighted average coupon of the loans, annual nominal with monthly payments. */
  readonly wac: number
  /** Rate paid to the holder, annual; the rest is servicing. */
  readonly passThroughRate: number
  /** Weighted average months to maturity. */
  readonly remainingMonths: number
  /** Weighted average age now, months. */
  readonly ageMonths: number
}

/** What a pool pays in one month. */
export interface MortgageMonth {
  /** From now, 1 for the next. */
  readonly month: number
  /** At the start of the month. */
  readonly balance: number
  readonly smm: number
  /** Of the borrowers, before servicing: interest and scheduled principal. */
  readonly scheduledPayment: number
  /** To the holder. */
  readonly interest: number
  readonly scheduledPrincipal: number
  readonly prepayment: number
  /** Interest, scheduled principal and prepayment. */
  readonly cashFlow: number
}

/**
 * Monthly cash flows of a pool; `cprAt(month, ageMonths)` is the annual prepayment rate of a month (age is that at its
 * end). Each month's level payment is that of a loan with the balance and the months then left, so scheduled principal follows the survivors.
 * Throws `invalid-input` for a balance not above 0, months that are no whole number above 0, or rates out of range.
 *
 * Source: Public Securities Association, Standard Formulas for the Analysis of Mortgage-Backed Securities (1990).
 */
export function mortgageCashFlows(
  pool: MortgagePool,
  cprAt: (month: number, ageMonths: number) => number,
): MortgageMonth[] {
  const { wac, remainingMonths, ageMonths } = pool
  requirePositive(pool.balance, 'balance')
  requireInRange(wac, -0.5, 10, 'wac')
  requireInRange(pool.passThroughRate, -0.5, wac, 'passThroughRate')
  requireInRange(ageMonths, 0, 1200, 'ageMonths')
  if (!Number.isInteger(remainingMonths) || remainingMonths < 1 || remainingMonths > 1200) {
    throw new TuttiError('invalid-input', 'a pool has a whole number of months left', {
      field: 'remainingMonths',
      got: String(remainingMonths),
      expected: 'a whole number from 1 to 1200',
    })
  }
  const rate = wac / 12
  const months: MortgageMonth[] = []
  let balance = pool.balance
  for (let month = 1; month <= remainingMonths && balance > 0; month++) {
    const left = remainingMonths - month + 1
    const scheduledPayment = rate === 0 ? balance / left : (balance * rate) / -Math.expm1(-left * Math.log1p(rate))
    const scheduledPrincipal = left === 1 ? balance : Math.min(balance, scheduledPayment - balance * rate)
    const smm = smmOfCpr(cprAt(month, ageMonths + month))
    const prepayment = smm * (balance - scheduledPrincipal)
    const interest = (balance * pool.passThroughRate) / 12
    months.push({
      month,
      balance,
      smm,
      scheduledPayment,
      interest,
      scheduledPrincipal,
      prepayment,
      cashFlow: interest + scheduledPrincipal + prepayment,
    })
    balance -= scheduledPrincipal + prepayment
  }
  return months
}

/** Weighted average life: average time of principal, years of 12 equal months. */
export function averageLifeYears(months: readonly MortgageMonth[]): number {
  const principal = months.map((item) => item.scheduledPrincipal + item.prepayment)
  const total = requirePositive(compensatedSum(principal), 'principal')
  return compensatedSum(months.map(({ month }, i) => month * principal[i])) / (12 * total)
}

/**
 * Value of a pool's cash flows, discounted monthly at an annual cash-flow yield compounded 12 times a year; the payment of month m
 * arrives `delayDays` after m months of 30 days. In the money of the pool.
 */
export function mortgageValueAtYield(months: readonly MortgageMonth[], yieldMonthly: number, delayDays = 0): number {
  requireFinite(yieldMonthly, 'yieldMonthly')
  requireInRange(delayDays, 0, 360, 'delayDays')
  if (yieldMonthly <= -12) {
    throw new TuttiError('invalid-input', `a yield of ${yieldMonthly} loses everything within a month`, {
      field: 'yieldMonthly',
      got: String(yieldMonthly),
      expected: 'a yield above -12',
    })
  }
  const growth = Math.log1p(yieldMonthly / 12)
  const value = compensatedSum(
    months.map(({ month, cashFlow }) => cashFlow * Math.exp(-growth * (month + delayDays / 30))),
  )
  return requireComputed(value, 'the value of the pool')
}

/** The cash-flow yield (compounded monthly) of a pool at a price: its value in money, accrued interest included. */
export function mortgageYield(months: readonly MortgageMonth[], value: number, delayDays = 0): number {
  requirePositive(value, 'value')
  return rateAtValue({
    valueAt: (rate) => mortgageValueAtYield(months, rate, delayDays),
    target: value,
    lowest: -12,
    guess: 0.05,
    what: 'cash-flow yield',
  })
}

/** Bond-equivalent yield of a cash-flow yield that compounds monthly: 2 ((1 + y/12)^6 - 1). */
export function bondEquivalentOfMonthly(yieldMonthly: number): number {
  return 2 * Math.expm1(6 * Math.log1p(yieldMonthly / 12))
}
