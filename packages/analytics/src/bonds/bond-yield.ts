import { TuttiError, requireFinite } from '../errors/index.ts'
import { presentValueOf, type ValueLine } from '../pricing/index.ts'
import { type Day, isoOfDay, yearFraction } from '../time/index.ts'
import {
  type BondFlow,
  type BondHolding,
  bondHolding,
  type FixedRateBond,
  quasiPeriodsBetween,
} from './fixed-rate-bond.ts'
import { rateAtValue } from './rate-at-value.ts'
import { lowestYield, type YieldConvention, yieldDiscount } from './yield-convention.ts'

/** A bond, when it changes hands and what a yield means for it. */
export interface YieldTerms {
  readonly bond: FixedRateBond
  readonly settlement: Day
  readonly convention: YieldConvention
  /** Whether the next coupon stays with the seller, where that is known; otherwise the bond's rule decides. */
  readonly isExCoupon?: boolean | undefined
}

/** A bond's price at a yield and how it moves with it. Prices are percent of original face. */
export interface YieldAnalytics {
  readonly yield: number
  readonly dirtyPrice: number
  readonly cleanPrice: number
  readonly accrued: number
  readonly isExCoupon: boolean
  /** Average time of payment weighted by present value at the yield, years. */
  readonly macaulayYears: number
  /** -dP/dy / P of the dirty price, years. */
  readonly modifiedYears: number
  /** d2P/dy2 / P of the dirty price, years squared. */
  readonly convexityYearsSquared: number
  /** -dP/dy for a basis point, per 100 of face (PVBP, DV01). */
  readonly dv01: number
  /** Change of price for a yield a basis point higher, per 100 of face. */
  readonly changeForOneBp: number
  /** The dirty price by payment. */
  readonly lines: readonly ValueLine[]
}

interface TimedFlow {
  readonly flow: BondFlow
  readonly years: number
  readonly amount: number
}

interface TimedHolding {
  readonly holding: BondHolding
  readonly timed: readonly TimedFlow[]
  /** Years at the start that bear simple interest. */
  readonly simpleYears: number
}

function timedHolding({ bond, settlement, convention, isExCoupon }: YieldTerms): TimedHolding {
  const holding = bondHolding(bond, settlement, isExCoupon)
  const { flows } = holding
  const years =
    convention.times === 'coupon periods'
      ? periodYears(bond, flows, settlement)
      : dayCountYears(bond, flows, settlement, convention)
  const timed = flows.map((flow, i) => ({ flow, years: years[i], amount: flow.interest + flow.principal }))
  if (!timed.some(({ amount }) => amount > 0) || timed.some(({ amount }) => amount < 0)) {
    throw new TuttiError('not-applicable', 'a yield needs payments that are not negative and not all nothing', {
      field: 'bond',
      got: timed.map(({ amount }) => amount).join(', '),
      expected: 'payments of at least 0, one above',
    })
  }
  if (timed[timed.length - 1].years === 0) {
    throw new TuttiError('not-applicable', 'no time is left on the day count of the bond, so no yield is defined', {
      field: 'settlement',
      got: isoOfDay(settlement),
      expected: 'an earlier settlement',
    })
  }
  return { holding, timed, simpleYears: simpleYearsOf(bond, flows, settlement, convention) }
}

function periodYears(bond: FixedRateBond, flows: readonly BondFlow[], settlement: Day): number[] {
  let periods = 0
  return flows.map((flow) => {
    periods += quasiPeriodsBetween(flow, settlement, flow.end, bond.dayCount)
    return periods / bond.frequency
  })
}

function dayCountYears(
  bond: FixedRateBond,
  flows: readonly BondFlow[],
  settlement: Day,
  { times }: YieldConvention,
): number[] {
  if (times === 'ACT/ACT ICMA' || times === 'coupon periods') return periodYears(bond, flows, settlement)
  const context = { frequency: bond.frequency, terminationDay: bond.maturity, calendar: bond.calendar }
  return flows.map((flow) => yearFraction(times, settlement, flow.end, context))
}

function simpleYearsOf(
  bond: FixedRateBond,
  flows: readonly BondFlow[],
  settlement: Day,
  convention: YieldConvention,
): number {
  const { fractionalPeriod, times } = convention
  const [next] = flows
  const isSimple =
    fractionalPeriod === 'simple' || (fractionalPeriod === 'simple in the last period' && flows.length === 1)
  if (!isSimple) return 0
  const quasiEnd = next.quasiDays.find((day) => day > settlement) ?? next.end
  const end = Math.min(quasiEnd, next.end)
  if (times === 'coupon periods' || times === 'ACT/ACT ICMA')
    return quasiPeriodsBetween(next, settlement, end, bond.dayCount) / bond.frequency
  return yearFraction(times, settlement, end, {
    frequency: bond.frequency,
    terminationDay: bond.maturity,
    calendar: bond.calendar,
  })
}

/**
 * Price, durations and convexity of a bond at an annual yield. Throws `invalid-input` for a yield that loses everything,
 * `not-applicable` for a bond that has matured.
 *
 * Sources: 31 CFR 356 Appendix B, section II (Treasury); UK DMO, Formulae for Calculating Gilt Prices from Yields
 * (2005); ICMA rule 803 (street convention).
 */
export function bondYieldAnalytics(terms: YieldTerms, annualYield: number): YieldAnalytics {
  requireFinite(annualYield, 'yield')
  const { compounding } = terms.convention
  const { holding, timed, simpleYears } = timedHolding(terms)
  let first = 0
  let second = 0
  let weighted = 0
  const lines = timed.map(({ flow, years, amount }): ValueLine => {
    const discount = yieldDiscount(annualYield, compounding, years, Math.min(simpleYears, years))
    first += amount * discount.first
    second += amount * discount.second
    weighted += amount * years * discount.value
    const label = flow.principal === 0 ? 'coupon' : flow.interest === 0 ? 'redemption' : 'coupon and redemption'
    return {
      label,
      timeYears: years,
      day: flow.end,
      amount,
      discountFactor: discount.value,
      presentValue: amount * discount.value,
    }
  })
  const dirtyPrice = presentValueOf(lines).presentValue
  if (!(dirtyPrice > 0 && Number.isFinite(second))) {
    throw new TuttiError(
      'calculation-failed',
      `at a yield of ${annualYield} the price is beyond what can be computed`,
      {
        field: 'yield',
        got: `a price of ${dirtyPrice}`,
        expected: 'a less extreme yield',
      },
    )
  }
  return {
    yield: annualYield,
    dirtyPrice,
    cleanPrice: dirtyPrice - holding.accrued,
    accrued: holding.accrued,
    isExCoupon: holding.isExCoupon,
    macaulayYears: weighted / dirtyPrice,
    modifiedYears: -first / dirtyPrice,
    convexityYearsSquared: second / dirtyPrice,
    dv01: -first * 1e-4,
    changeForOneBp: priceAt(timed, terms.convention, annualYield + 1e-4, simpleYears) - dirtyPrice,
    lines,
  }
}

/** The dirty price alone, without allocation: for searches. Same formula as `yieldDiscount`. */
function priceAt(
  timed: readonly TimedFlow[],
  { compounding }: YieldConvention,
  annualYield: number,
  simpleYears: number,
): number {
  let price = 0
  const simpleFactor = simpleYears === 0 ? 1 : 1 / (1 + annualYield * simpleYears)
  if (compounding === 'simple') {
    for (const { amount, years } of timed) price += (amount * simpleFactor) / (1 + annualYield * (years - simpleYears))
    return price
  }
  const rate =
    compounding === 'continuous'
      ? annualYield
      : compounding.timesPerYear * Math.log1p(annualYield / compounding.timesPerYear)
  for (const { amount, years } of timed) {
    price += amount * simpleFactor * (years === simpleYears ? 1 : Math.exp(-rate * (years - simpleYears)))
  }
  return price
}

/** The price that a yield is sought for, percent of face: with or without accrued interest. */
export type QuotedPrice = { readonly cleanPrice: number } | { readonly dirtyPrice: number }

/**
 * The annual yield at which a bond costs what is quoted: the only one, as prices fall with the yield. Throws
 * `invalid-input` for a price whose dirty value is not above 0, `infeasible` where no yield that a number can hold gives it.
 */
export function bondYield(terms: YieldTerms, quote: QuotedPrice): number {
  const { holding, timed, simpleYears } = timedHolding(terms)
  const dirty =
    'dirtyPrice' in quote
      ? requireFinite(quote.dirtyPrice, 'dirtyPrice')
      : requireFinite(quote.cleanPrice, 'cleanPrice') + holding.accrued
  if (dirty <= 0) {
    throw new TuttiError('invalid-input', 'no yield gives a price of nothing or less', {
      field: 'dirtyPrice' in quote ? 'dirtyPrice' : 'cleanPrice',
      got: `${dirty} with accrued interest`,
      expected: 'a price above 0',
    })
  }
  const longest = timed[timed.length - 1].years
  const lowest = lowestYield(terms.convention, longest, Math.min(simpleYears, longest))
  return rateAtValue({
    valueAt: (rate) => priceAt(timed, terms.convention, rate, simpleYears),
    target: dirty,
    lowest,
    guess: Math.max(0.05, lowest + 0.5),
    what: 'yield',
  })
}
