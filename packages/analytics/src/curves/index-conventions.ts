import type { BusinessDayConvention, CalendarName, DayCount } from '../time/index.ts'

/** How an overnight index and the swaps on it are quoted. */
export interface OvernightIndexConvention {
  readonly currency: string
  readonly calendar: CalendarName
  readonly dayCount: DayCount
  /** Business days from trade to the start of a standard swap. */
  readonly spotLagDays: number
  /** Business days from the end of a period to its payment. */
  readonly paymentLagDays: number
  /** Of both legs, counted back from the end: a swap that is no longer pays once. */
  readonly paymentTenor: string
  readonly convention: BusinessDayConvention
}

/** How a term (IBOR-like) index and the swaps on it are quoted. */
export interface TermIndexConvention {
  readonly currency: string
  readonly calendar: CalendarName
  readonly tenor: string
  readonly dayCount: DayCount
  readonly fixingLagDays: number
  readonly convention: BusinessDayConvention
  readonly endOfMonth: boolean
  /** Fixed leg of the standard swap. */
  readonly fixedTenor: string
  readonly fixedDayCount: DayCount
}

const following = { convention: 'modified following' } as const

/**
 * Overnight indices by name. Sources: ISDA 2021 definitions and the administrators' rule books (New York Fed, ECB, Bank of
 * England, Bank of Japan, Bank of Canada, RBA, SIX); swap lags as cleared by LCH and CME.
 */
export const overnightIndexConventions = {
  SOFR: {
    currency: 'USD',
    calendar: 'US government bond',
    dayCount: 'ACT/360',
    spotLagDays: 2,
    paymentLagDays: 2,
    paymentTenor: '1Y',
    ...following,
  },
  ESTR: {
    currency: 'EUR',
    calendar: 'TARGET',
    dayCount: 'ACT/360',
    spotLagDays: 2,
    paymentLagDays: 1,
    paymentTenor: '1Y',
    ...following,
  },
  SONIA: {
    currency: 'GBP',
    calendar: 'UK',
    dayCount: 'ACT/365F',
    spotLagDays: 0,
    paymentLagDays: 0,
    paymentTenor: '1Y',
    ...following,
  },
  TONA: {
    currency: 'JPY',
    calendar: 'JP',
    dayCount: 'ACT/365F',
    spotLagDays: 2,
    paymentLagDays: 2,
    paymentTenor: '1Y',
    ...following,
  },
  CORRA: {
    currency: 'CAD',
    calendar: 'CA',
    dayCount: 'ACT/365F',
    spotLagDays: 1,
    paymentLagDays: 1,
    paymentTenor: '6M',
    ...following,
  },
  AONIA: {
    currency: 'AUD',
    calendar: 'AU',
    dayCount: 'ACT/365F',
    spotLagDays: 1,
    paymentLagDays: 2,
    paymentTenor: '1Y',
    ...following,
  },
  SARON: {
    currency: 'CHF',
    calendar: 'CH',
    dayCount: 'ACT/360',
    spotLagDays: 2,
    paymentLagDays: 2,
    paymentTenor: '1Y',
    ...following,
  },
} as const satisfies Readonly<Record<string, OvernightIndexConvention>>
export type OvernightIndex = keyof typeof overnightIndexConventions

const euribor = {
  currency: 'EUR',
  calendar: 'TARGET',
  dayCount: 'ACT/360',
  fixingLagDays: 2,
  endOfMonth: true,
  fixedTenor: '1Y',
  fixedDayCount: '30/360 bond basis',
  ...following,
} as const

/** Term indices by name. Sources: EMMI, JBA TIBOR and ASX rule books; CME for Term SOFR; ISDA 2021 definitions. */
export const termIndexConventions = {
  'EURIBOR 1M': { ...euribor, tenor: '1M' },
  'EURIBOR 3M': { ...euribor, tenor: '3M' },
  'EURIBOR 6M': { ...euribor, tenor: '6M' },
  'EURIBOR 12M': { ...euribor, tenor: '12M' },
  'TERM SOFR 1M': {
    currency: 'USD',
    calendar: 'US government bond',
    tenor: '1M',
    dayCount: 'ACT/360',
    fixingLagDays: 2,
    endOfMonth: true,
    fixedTenor: '1Y',
    fixedDayCount: 'ACT/360',
    ...following,
  },
  'TERM SOFR 3M': {
    currency: 'USD',
    calendar: 'US government bond',
    tenor: '3M',
    dayCount: 'ACT/360',
    fixingLagDays: 2,
    endOfMonth: true,
    fixedTenor: '1Y',
    fixedDayCount: 'ACT/360',
    ...following,
  },
  'TIBOR 6M': {
    currency: 'JPY',
    calendar: 'JP',
    tenor: '6M',
    dayCount: 'ACT/365F',
    fixingLagDays: 2,
    endOfMonth: true,
    fixedTenor: '6M',
    fixedDayCount: 'ACT/365F',
    ...following,
  },
  'BBSW 3M': {
    currency: 'AUD',
    calendar: 'AU',
    tenor: '3M',
    dayCount: 'ACT/365F',
    fixingLagDays: 0,
    endOfMonth: false,
    fixedTenor: '3M',
    fixedDayCount: 'ACT/365F',
    ...following,
  },
  'BBSW 6M': {
    currency: 'AUD',
    calendar: 'AU',
    tenor: '6M',
    dayCount: 'ACT/365F',
    fixingLagDays: 0,
    endOfMonth: false,
    fixedTenor: '6M',
    fixedDayCount: 'ACT/365F',
    ...following,
  },
} as const satisfies Readonly<Record<string, TermIndexConvention>>
export type TermIndex = keyof typeof termIndexConventions
