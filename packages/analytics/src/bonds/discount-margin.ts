import { TuttiError, requireFinite, requirePositive } from '../errors/index.ts'
import { rateAtValue } from './rate-at-value.ts'

/** One remaining period of a floating-rate note. */
export interface FloatingPeriod {
  /** Length of the whole period, years on the note's day count: what the coupon accrues over. */
  readonly accrualYears: number
  /** The part of it after settlement, years: what it is discounted over. */
  readonly discountYears: number
  /** Index rate of the coupon (fixed already, or projected). */
  readonly couponIndexRate: number
  /** Index rate that discounts the period. */
  readonly discountIndexRate: number
}

/** What is left of a floating-rate note at settlement. */
export interface FloatingRemainder {
  readonly periods: readonly FloatingPeriod[]
  /** Added to the index in each coupon, decimal. */
  readonly quotedMargin: number
  /** Paid with the last coupon; also the face that interest accrues on. */
  readonly face: number
}

/** Dirty value of a floating-rate note whose payments are discounted at index + `margin`, simple in each period. */
export function floatingValueAtMargin({ periods, quotedMargin, face }: FloatingRemainder, margin: number): number {
  let growth = 1
  let value = 0
  for (const { accrualYears, discountYears, couponIndexRate, discountIndexRate } of periods) {
    growth *= 1 + (discountIndexRate + margin) * discountYears
    value += (face * (couponIndexRate + quotedMargin) * accrualYears) / growth
  }
  return value + face / growth
}

function requireRemainder({ periods, quotedMargin, face }: FloatingRemainder): void {
  requireFinite(quotedMargin, 'quotedMargin')
  requirePositive(face, 'face')
  if (periods.length === 0) {
    throw new TuttiError('not-applicable', 'a note without a period to come has no margin', {
      field: 'periods',
      got: 'none',
      expected: 'at least one',
    })
  }
  periods.forEach((period, i) => {
    for (const field of ['accrualYears', 'discountYears'] as const)
      requirePositive(period[field], `periods[${i}].${field}`)
    for (const field of ['couponIndexRate', 'discountIndexRate'] as const)
      requireFinite(period[field], `periods[${i}].${field}`)
  })
}

/**
 * The discount margin: what is added to the index to discount a floating-rate note's payments to its price. Throws
 * `invalid-input` for a price not above 0, `not-applicable` for a note without payments to come or with coupons so
 * negative that its value does not fall with the margin.
 *
 * Source: Fabozzi & Mann, Floating-Rate Securities (2000), ch. 3.
 */
export function discountMargin(remainder: FloatingRemainder, dirtyPrice: number): number {
  requireRemainder(remainder)
  requirePositive(dirtyPrice, 'dirtyPrice')
  const { periods, quotedMargin } = remainder
  if (periods.some(({ couponIndexRate }) => couponIndexRate + quotedMargin < 0)) {
    throw new TuttiError('not-applicable', 'a note with a negative coupon may have no or several margins', {
      field: 'periods',
      got: 'a coupon below 0',
      expected: 'coupons of at least 0: floor the index',
    })
  }
  const lowest = Math.max(
    ...periods.map(({ discountYears, discountIndexRate }) => -1 / discountYears - discountIndexRate),
  )
  return rateAtValue({
    valueAt: (margin) => floatingValueAtMargin(remainder, margin),
    target: dirtyPrice,
    lowest,
    guess: Math.max(0, lowest + 0.5),
    what: 'discount margin',
  })
}

/**
 * The simple margin: quoted margin plus the discount from par earned evenly to maturity, over the price or (as markets
 * quote it) over par. `cleanPrice` is percent of face. Source: Fabozzi & Mann (2000), ch. 3 (spread for life).
 */
export function simpleMargin(cleanPrice: number, quotedMargin: number, yearsToMaturity: number): number {
  requirePositive(cleanPrice, 'cleanPrice')
  requireFinite(quotedMargin, 'quotedMargin')
  requirePositive(yearsToMaturity, 'yearsToMaturity')
  return ((100 - cleanPrice) / yearsToMaturity / 100 + quotedMargin) * (100 / cleanPrice)
}
