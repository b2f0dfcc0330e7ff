import { type DatedCurve, simpleForwardOn } from '@tutti/analytics/curves'
import { type AccrualPeriod, datedPeriods, legValue, type RateLine } from '@tutti/analytics/rates'
import {
  addBusinessDays,
  adjustedDay,
  advancedDay,
  type Day,
  isoOfDay,
  schedule,
  type ScheduleRule,
  yearFraction,
} from '@tutti/analytics/time'
import { oreAdjustment, oreCalendar, oreDayCount, oreIndex, oreTenor } from './ore-conventions.fixture.ts'
import { at, listAt, oreDay, type OreNode, textAt } from './ore-example.fixture.ts'

/** A leg of a trade in the examples, its dates made from the rules that the trade gives. */
export interface OreLeg {
  readonly kind: 'fixed' | 'floating'
  /** 1 received, -1 paid. */
  readonly sign: 1 | -1
  readonly currency: string
  readonly days: readonly Day[]
  readonly payDays: readonly Day[]
  /** One for each period. */
  readonly notionals: readonly number[]
  /** Fixed rate, or spread. */
  readonly rate: number
  /** Name of the floating index. */
  readonly index: string
  /** Days on which the floating rate of each period is set. */
  readonly fixingDays: readonly Day[]
  readonly exchangesPrincipal: boolean
  readonly node: OreNode
}

/** The leg that a `LegData` describes. */
export function oreLeg(node: OreNode): OreLeg {
  const rules = at(node, 'ScheduleData', 'Rules')
  const calendar = oreCalendar(textAt(rules, 'Calendar'))
  const { days } = schedule({
    effective: oreDay(textAt(rules, 'StartDate')),
    termination: oreDay(textAt(rules, 'EndDate')),
    tenor: oreTenor(textAt(rules, 'Tenor')),
    calendar,
    convention: oreAdjustment(textAt(rules, 'Convention')),
    terminationConvention: oreAdjustment(textAt(rules, 'TermConvention')),
    rule: (textAt(rules, 'Rule') === 'Forward' ? 'forward' : textAt(rules, 'Rule')) as ScheduleRule,
    endOfMonth: textAt(rules, 'EndOfMonth') === 'true',
  })
  const isFixed = textAt(node, 'LegType') === 'Fixed'
  const convention = oreAdjustment(textAt(node, 'PaymentConvention'))
  const index = textAt(node, 'FloatingLegData', 'Index')
  const lag = textAt(node, 'FloatingLegData', 'FixingDays')
  const rate = Number(
    textAt(node, ...(isFixed ? ['FixedLegData', 'Rates', 'Rate'] : ['FloatingLegData', 'Spreads', 'Spread'])),
  )
  const leg = {
    kind: isFixed ? 'fixed' : 'floating',
    sign: textAt(node, 'Payer') === 'true' ? -1 : 1,
    currency: textAt(node, 'Currency'),
    days,
    payDays: days.slice(1).map((day) => adjustedDay(day, convention, calendar)),
    rate,
    index,
    fixingDays: isFixed
      ? []
      : days.slice(0, -1).map((day) => {
          const { calendar: fixing, fixingDays } = oreIndex(index)
          return addBusinessDays(day, -(lag === '' ? fixingDays : Number(lag)), fixing)
        }),
    exchangesPrincipal: textAt(node, 'Notionals', 'Exchanges', 'NotionalFinalExchange') === 'true',
    node,
  } as const
  return { ...leg, notionals: notionalsOf(node, days) }
}

/** Notional of each period, after the amortisations that are given by amount or by part of a notional. */
function notionalsOf(node: OreNode, days: readonly Day[]): readonly number[] {
  const initial = Number(textAt(node, 'Notionals', 'Notional'))
  const [amortisations] = listAt(node, 'Amortizations')
  const notionals = [initial]
  const blocks = amortisations === undefined ? [] : listAt(amortisations, 'AmortizationData')
  for (let i = 1; i < days.length - 1; i++) {
    const before = notionals[i - 1]
    // The block that has begun last.
    const block = blocks.filter((one) => oreDay(textAt(one, 'StartDate')) <= days[i]).at(-1)
    const value = block === undefined ? 0 : Number(textAt(block, 'Value'))
    const type = block === undefined ? 'none' : textAt(block, 'Type')
    const paid = {
      none: 0,
      FixedAmount: value,
      RelativeToInitialNotional: value * initial,
      RelativeToPreviousNotional: value * before,
    }[type]
    if (paid === undefined) throw new Error(`amortisation ${type} is not mapped`)
    notionals.push(before - paid)
  }
  return notionals
}

/** The periods of the leg that are still to be paid, on the axis of the curve. */
export function orePeriods(leg: OreLeg, { referenceDay, dayCount }: DatedCurve): readonly AccrualPeriod[] {
  return datedPeriods({
    days: leg.days,
    payDays: leg.payDays,
    dayCount: oreDayCount(textAt(leg.node, 'DayCounter')),
    ...(leg.kind === 'fixed' ? {} : { indexDayCount: oreIndex(leg.index).dayCount }),
    referenceDay,
    curveDayCount: dayCount,
  })
}

/** What a leg pays, signed for the holder of the trade. */
export function oreLegLines(leg: OreLeg, discount: DatedCurve, projection: DatedCurve, firstRate?: number) {
  const periods = orePeriods(leg, discount)
  const notionals = leg.notionals.slice(leg.notionals.length - periods.length)
  const value = legValue(
    leg.kind === 'fixed'
      ? { kind: 'fixed', periods, rate: leg.rate, notionals }
      : {
          kind: 'floating',
          periods,
          spread: leg.rate,
          notionals,
          projection: projection.curve,
          ...(firstRate === undefined ? {} : { firstRate: firstRate }),
        },
    discount.curve,
  )
  return { periods, notionals, value }
}

/** Largest differences found, by what differs. */
export type Differences = Map<string, number>

function note(differences: Differences, what: string, difference: number): void {
  differences.set(what, Math.max(differences.get(what) ?? 0, Math.abs(difference)))
}

/** The rate that the index of the leg will have on a day, on the projection curve. */
function indexFixing(leg: OreLeg, fixing: Day, projection: DatedCurve): number {
  const { calendar, fixingDays, tenor, convention, endOfMonth, dayCount } = oreIndex(leg.index)
  const start = addBusinessDays(fixing, fixingDays, calendar)
  const end = advancedDay(start, tenor, calendar, convention, endOfMonth)
  return simpleForwardOn(projection, start, end, yearFraction(dayCount, start, end))
}

/**
 * Compares the lines of a leg with the rows of a cash-flow report for it; throws where a day differs.
 * The fixing that a swap reports is the forward over the coupon's period; a bond reports what the index will be over
 * its own tenor, read off `ownTenor`.
 */
export function compareFlows(
  differences: Differences,
  leg: OreLeg,
  lines: readonly RateLine[],
  periods: readonly AccrualPeriod[],
  rows: readonly Record<string, string>[],
  ownTenor?: DatedCurve,
): void {
  if (lines.length !== rows.length) throw new Error(`${lines.length} flows, expected ${rows.length}`)
  const skipped = leg.notionals.length - lines.length
  rows.forEach((row, i) => {
    const { startDay = 0, endDay = 0, payDay = 0 } = periods[i]
    const line = lines[i]
    const days = [startDay, endDay, payDay].map(isoOfDay).join(' ')
    const expected = `${row['AccrualStartDate']} ${row['AccrualEndDate']} ${row['PayDate']}`
    if (days !== expected) throw new Error(`flow ${i + 1}: ${days}, expected ${expected}`)
    if (leg.kind === 'floating') {
      const fixing = isoOfDay(leg.fixingDays[skipped + i])
      if (fixing !== row['fixingDate']) throw new Error(`fixing ${fixing}, expected ${row['fixingDate']}`)
      if (row['FlowType'] === 'InterestProjected') {
        const rate =
          ownTenor === undefined ? line.rate - leg.rate : indexFixing(leg, leg.fixingDays[skipped + i], ownTenor)
        note(differences, 'fixing', rate - Number(row['fixingValue']))
      }
    }
    note(differences, 'accrual', line.accrualYears - Number(row['Accrual']))
    note(differences, 'coupon', line.rate - Number(row['Coupon']))
    note(differences, 'amount', leg.sign * line.amount - Number(row['Amount']))
    note(differences, 'discount factor', line.discountFactor - Number(row['DiscountFactor']))
    note(differences, 'present value', leg.sign * line.presentValue - Number(row['PresentValue']))
  })
}

/** Fails where a difference exceeds what rounding in the report leaves, and says the largest. */
export function requireSmall(differences: Differences, presentValue: number, amount = 5.1e-5): string {
  const allowed: Readonly<Record<string, number>> = {
    accrual: 5.1e-11,
    coupon: 5.1e-11,
    fixing: 5.1e-11,
    amount,
    'discount factor': 5.1e-11,
    'present value': presentValue,
  }
  const texts = [...differences].map(([what, size]) => `${what} ${size.toExponential(1)}`)
  for (const [what, size] of differences) {
    if (!(size <= allowed[what])) throw new Error(`${what} differs by ${size}: ${texts.join(', ')}`)
  }
  return texts.join(', ')
}
