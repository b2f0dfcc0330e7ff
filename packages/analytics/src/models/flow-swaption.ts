import { TuttiError, requireFinite, requirePositive } from '../errors/index.ts'

/**
 * A European option on a swap as fixed amounts: a payer gives the amounts for one unit at the start, a receiver takes
 * them. On one curve a floating leg at par is that unit, so `amounts` are rate x accrual, plus 1 at the last payment.
 */
export interface FlowSwaption {
  readonly side: 'payer' | 'receiver'
  /** Years from the date of the curve. */
  readonly expiryYears: number
  /** Start of the swap, at the expiry or later (a settlement lag). */
  readonly startYears: number
  readonly payYears: readonly number[]
  /** Per unit of notional, one a payment. */
  readonly amounts: readonly number[]
}

/**
 * Throws `invalid-input` unless the flows are paid in order after the start and the last one is positive (with it the
 * swap's value crosses zero once as rates rise, whatever the sign of the coupons); returns the swaption.
 */
export function requireFlowSwaption(swaption: FlowSwaption): FlowSwaption {
  const { side, expiryYears, startYears, payYears, amounts } = swaption
  const fail = (field: string, message: string, got: unknown, expected: string): never => {
    throw new TuttiError('invalid-input', message, { field, got: String(got), expected })
  }
  if (side !== 'payer' && side !== 'receiver')
    fail('side', 'side must be payer or receiver', side, "'payer' or 'receiver'")
  if (!(expiryYears >= 0 && Number.isFinite(expiryYears))) {
    fail('expiryYears', `expiryYears must be finite and at least 0, got ${expiryYears}`, expiryYears, 'a number >= 0')
  }
  if (!(startYears >= expiryYears && Number.isFinite(startYears))) {
    fail(
      'startYears',
      `the swap starts at its expiry or later, got ${startYears}`,
      startYears,
      `at least ${expiryYears}`,
    )
  }
  if (payYears.length === 0 || payYears.length !== amounts.length) {
    fail(
      'amounts',
      'each payment needs one amount',
      `${amounts.length} for ${payYears.length}`,
      'as many, at least one',
    )
  }
  for (let i = 0; i < payYears.length; i++) {
    const before = i === 0 ? startYears : payYears[i - 1]
    if (!(payYears[i] > before && Number.isFinite(payYears[i]))) {
      fail(
        `payYears[${i}]`,
        `payments must follow the start in order, got ${payYears[i]}`,
        payYears[i],
        `after ${before}`,
      )
    }
    if (!Number.isFinite(amounts[i])) fail(`amounts[${i}]`, 'amounts must be finite', amounts[i], 'a finite number')
  }
  const last = amounts[amounts.length - 1]
  if (last <= 0) {
    fail('amounts', `the last amount must be positive, got ${last}: the strike is below -100 % a period`, last, '> 0')
  }
  return swaption
}

/** Equal fixed periods of a swaption whose swap starts at its expiry. */
export interface RegularSwaption {
  readonly side: 'payer' | 'receiver'
  readonly expiryYears: number
  readonly tenorYears: number
  readonly strike: number
  /** Fixed payments a year; accruals are 1 / `fixedFrequency`. */
  readonly fixedFrequency: number
}

/** The flows of a swaption on equal fixed periods. Throws `invalid-input` unless they fill the tenor. */
export function regularSwaptionFlows({
  side,
  expiryYears,
  tenorYears,
  strike,
  fixedFrequency,
}: RegularSwaption): FlowSwaption {
  requirePositive(tenorYears, 'tenorYears')
  requirePositive(fixedFrequency, 'fixedFrequency')
  requireFinite(strike, 'strike')
  const payments = Math.round(tenorYears * fixedFrequency)
  if (!(payments >= 1 && Math.abs(payments - tenorYears * fixedFrequency) <= 1e-9)) {
    throw new TuttiError('invalid-input', `tenorYears must be a whole number of fixed periods, got ${tenorYears}`, {
      field: 'tenorYears',
      got: String(tenorYears),
      expected: `a multiple of ${1 / fixedFrequency}`,
    })
  }
  return {
    side,
    expiryYears,
    startYears: expiryYears,
    payYears: Array.from({ length: payments }, (_, i) => expiryYears + (i + 1) / fixedFrequency),
    amounts: Array.from({ length: payments }, (_, i) => strike / fixedFrequency + (i + 1 === payments ? 1 : 0)),
  }
}
