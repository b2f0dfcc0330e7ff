import { addMonths, dayOf, isoOfDay } from '@tutti/analytics/time'
import { z } from 'zod'
import * as catalogue from '../../catalogue/bonds/index.ts'
import { type ReferenceForm, referenceForm } from '../reference-form.ts'
import { bondDayCount, calendarSaid, compoundingSaid, paymentsSaid, understood } from './bonds-texts.ts'
import { exactly } from './form-inputs.ts'

const date = z.iso.date()
const frequency = z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4), z.literal(6), z.literal(12)])

type YieldInput = Parameters<typeof catalogue.yieldAnalyticsOperation.run>[0]
type BondInput = YieldInput['bond']
type Analytics = ReturnType<typeof catalogue.yieldAnalyticsOperation.run>

/** ACT/ACT ICMA yields count coupon periods, other yields measure times by the day count from settlement. */
const timesOf = (dayCount: BondInput['dayCount']) =>
  dayCount === 'ACT/ACT ICMA' ? ('coupon periods' as const) : dayCount

/** A coupon date before the first settlement, where a case gives no accrual start. */
function startBefore(maturity: string, settlement: string, perYear: number): string {
  const end = dayOf(maturity, 'maturity')
  const first = dayOf(settlement, 'settlement')
  let k = 1
  while (addMonths(end, (-12 / perYear) * k) > first) k++
  return isoOfDay(addMonths(end, (-12 / perYear) * (k + 1)))
}

const exDividendSettlement = z.union([date, exactly({ date, ex_dividend: z.boolean().optional() })])

/** Price from yield by the convention that a text names. */
const priceFromYield = referenceForm(
  'bond_price_from_yield',
  exactly({
    convention: z.string(),
    accrual_start: date.nullish(),
    first_coupon: date.nullish(),
    maturity: date,
    coupon_percent: z.number(),
    yield_percent: z.number(),
    settlement: date.optional(),
    settlements: z.array(exDividendSettlement).min(1).optional(),
  }).refine((input) => (input.settlement === undefined) !== (input.settlements === undefined), {
    path: ['settlement'],
    message: 'give either settlement or settlements',
  }),
  (input) => {
    const perYear = understood(input.convention, 'convention', [
      [/semi-?annual/, 2 as const],
      [/quarterly/, 4 as const],
      [/annual/, 1 as const],
    ])
    const fractionalPeriod = understood(input.convention, 'convention', [
      [/simple interest in the (fractional|first)/, 'simple' as const],
      [/street|including the fractional period|dmo|gilt/, 'compounded' as const],
      [/31 cfr/, 'simple' as const],
    ])
    const isGilt = /gilt|dmo/i.test(input.convention)
    const settlements = (input.settlements ?? [input.settlement ?? '']).map((item) =>
      typeof item === 'string' ? { date: item, ex_dividend: undefined } : item,
    )
    const earliest = settlements.map((item) => item.date).sort()[0]
    const bond: BondInput = {
      accrualStart: input.accrual_start ?? startBefore(input.maturity, earliest, perYear),
      maturity: input.maturity,
      couponRate: input.coupon_percent / 100,
      frequency: perYear,
      dayCount: understood(input.convention, 'convention', [
        [/act(ual)?\/act(ual)?/, 'ACT/ACT ICMA' as const],
        [/30e\/360/, '30E/360' as const],
        [/30\/360/, '30/360 bond basis' as const],
      ]),
      ...(/treasury/i.test(input.convention) ? { endOfMonth: true } : {}),
      ...(input.first_coupon ? { firstCoupon: input.first_coupon } : {}),
      // The gilt rule counts 7 business days and speaks of settlement after that day: from 6 days before on.
      ...(isGilt ? { exCoupon: { days: 6, unit: 'business' as const }, calendar: 'UK' as const } : {}),
    }
    const results = settlements.map((item) =>
      catalogue.yieldAnalyticsOperation.run({
        bond,
        settlement: item.date,
        quote: { yield: input.yield_percent / 100 },
        convention: { compounding: { timesPerYear: perYear }, fractionalPeriod },
        isExCoupon: item.ex_dividend,
      }),
    )
    const many = {
      clean_prices: results.map((result) => result.cleanPrice),
      dirty_prices: results.map((result) => result.dirtyPrice),
      accrued: results.map((result) => result.accrued),
    }
    const [only] = results
    return input.settlements === undefined
      ? { ...many, clean_price: only.cleanPrice, dirty_price: only.dirtyPrice, accrued: only.accrued }
      : many
  },
)

const compoundingKeys: readonly (readonly [string, RegExp])[] = [
  ['yield_semiannual', /^(semi|2)/i],
  ['yield_continuous', /^cont/i],
  ['yield_annual', /^(annual|1 )/i],
  ['yield_quarterly', /^(quart|4 )/i],
  ['yield_monthly', /^(month|12 )/i],
  ['yield_simple', /^simple/i],
]

const datedBond = {
  accrual_start: date,
  first_coupon: date.nullish(),
  next_to_last: date.nullish(),
  maturity: date,
  coupon: z.number(),
  frequency,
  end_of_month: z.boolean().optional(),
}

const bondOf = (input: z.infer<ReturnType<typeof exactly<typeof datedBond>>>, dayCount: string): BondInput => ({
  accrualStart: input.accrual_start,
  maturity: input.maturity,
  couponRate: input.coupon,
  frequency: input.frequency,
  dayCount: bondDayCount(dayCount),
  ...(input.first_coupon ? { firstCoupon: input.first_coupon } : {}),
  ...(input.next_to_last ? { nextToLastCoupon: input.next_to_last } : {}),
  ...(input.end_of_month === undefined ? {} : { endOfMonth: input.end_of_month }),
})

/** Prices from yields and yields from prices of one bond under several compoundings. */
const priceYield = referenceForm(
  'bond_price_yield',
  exactly({
    ...datedBond,
    day_count: z.string(),
    settlement: date,
    cases: z.array(exactly({ yield: z.number(), compounding: z.string() })).default([]),
    prices_to_yield: z.array(exactly({ clean: z.number(), compounding: z.string() })).default([]),
  }),
  ({ cases, prices_to_yield: quotes, settlement, day_count, ...terms }) => {
    const bond = bondOf(terms, day_count)
    const run = (quote: YieldInput['quote'], compounding: string): Analytics =>
      catalogue.yieldAnalyticsOperation.run({
        bond,
        settlement,
        quote,
        convention: { compounding: compoundingSaid(compounding), times: timesOf(bond.dayCount) },
      })
    const prices = cases.map((item) => run({ yield: item.yield }, item.compounding).cleanPrice)
    const yields = quotes.map((item) => run({ cleanPrice: item.clean }, item.compounding).yield)
    const named = quotes.map((item, i) => {
      const key = compoundingKeys.find(([, pattern]) => pattern.test(item.compounding))
      return [key?.[0] ?? `yield_${item.compounding}`, yields[i]]
    })
    return {
      clean_price_from_yield: prices.length === 1 ? prices[0] : prices,
      clean_prices_from_yields: prices,
      yields,
      ...Object.fromEntries(named),
    }
  },
)

/** One bond at one or several settlements. */
const analytics = referenceForm(
  'bond_analytics',
  exactly({
    ...datedBond,
    schedule: z.array(date).min(1).optional(),
    day_count: z.string(),
    settlement: date.optional(),
    settlements: z.array(date).min(1).optional(),
    yield: z.number().optional(),
    clean_price: z.number().optional(),
    dirty_price: z.number().optional(),
    clean_price_at_first_settlement: z.number().optional(),
    compounding: z.string(),
    payments: z.string().optional(),
    ex_coupon_business_days: z.int().optional(),
    ex_coupon_calendar_days: z.int().optional(),
    calendar: z.string().optional(),
    face: z.number().optional(),
  })
    .refine((input) => (input.settlement === undefined) !== (input.settlements === undefined), {
      path: ['settlement'],
      message: 'give either settlement or settlements',
    })
    .refine(
      (input) =>
        [input.yield, input.clean_price, input.dirty_price, input.clean_price_at_first_settlement].filter(
          (quote) => quote !== undefined,
        ).length === 1,
      { path: ['yield'], message: 'give one of a yield and the prices' },
    ),
  (input) => {
    const bond: BondInput = {
      ...bondOf(input, input.day_count),
      ...(input.schedule === undefined
        ? {}
        : { dates: wholeSchedule(input.schedule, input.accrual_start, input.maturity) }),
      ...(input.payments === undefined ? {} : paymentsSaid(input.payments)),
      ...(input.calendar === undefined ? {} : { calendar: calendarSaid(input.calendar) }),
      ...(input.ex_coupon_business_days === undefined
        ? {}
        : { exCoupon: { days: input.ex_coupon_business_days, unit: 'business' as const } }),
      ...(input.ex_coupon_calendar_days === undefined
        ? {}
        : { exCoupon: { days: input.ex_coupon_calendar_days, unit: 'calendar' as const } }),
    }
    const convention = {
      compounding: compoundingSaid(input.compounding),
      times: yieldTimes(input.compounding, bond.dayCount),
    }
    const run = (settlement: string, quote: YieldInput['quote']): Analytics =>
      catalogue.yieldAnalyticsOperation.run({ bond, settlement, quote, convention, face: input.face })
    const settlements = input.settlements ?? [input.settlement ?? '']
    const atFirst = input.clean_price_at_first_settlement
    const firstYield = atFirst === undefined ? undefined : run(settlements[0], { cleanPrice: atFirst }).yield
    const quote: YieldInput['quote'] =
      firstYield !== undefined
        ? { yield: firstYield }
        : input.yield !== undefined
          ? { yield: input.yield }
          : input.clean_price !== undefined
            ? { cleanPrice: input.clean_price }
            : { dirtyPrice: input.dirty_price ?? 0 }
    const results = settlements.map((settlement) => run(settlement, quote))
    const each = (figure: (result: Analytics) => number) => {
      const figures = results.map(figure)
      return input.settlements === undefined ? figures[0] : figures
    }
    const { flows } = catalogue.cashFlowsOperation.run({ bond, face: input.face })
    return {
      yield: firstYield ?? each((result) => result.yield),
      accrued: each((result) => result.accrued),
      clean_price: each((result) => result.cleanPrice),
      dirty_price: each((result) => result.dirtyPrice),
      macaulay_duration: each((result) => result.macaulayYears),
      modified_duration: each((result) => result.modifiedYears),
      convexity: each((result) => result.convexityYearsSquared),
      dv01_per_100: each((result) => (result.dv01 * 100) / (input.face ?? 100)),
      minus_modified_duration_times_dirty_value_times_1bp: each((result) => -result.dv01),
      repriced_change_for_plus_1bp: each((result) => result.changeForOneBp),
      coupon_amounts: flows.map((flow) => flow.interest),
    }
  },
)

/** A compounding may say after a comma how times are measured. */
function yieldTimes(compounding: string, dayCount: BondInput['dayCount']) {
  const said = /times measured (.+?) from settlement/i.exec(compounding)
  if (said === null) {
    return understood(compounding, 'compounding', [
      [/^[a-z0-9 -]+( per year)?$/, timesOf(dayCount)],
      [/street|fractional/, 'coupon periods' as const],
    ])
  }
  return said[1].toLowerCase() === '30/360' && dayCount.startsWith('30') ? dayCount : bondDayCount(said[1])
}

function wholeSchedule(dates: readonly string[], start: string, end: string): string[] {
  return [...(dates[0] === start ? [] : [start]), ...dates, ...(dates[dates.length - 1] === end ? [] : [end])]
}

/** Street yields of several bonds from their clean prices. */
const yields = referenceForm(
  'bond_yield',
  exactly({
    settlement: date,
    day_count: z.string(),
    compounding: z.string().optional(),
    bonds: z.array(exactly({ ...datedBond, clean_price: z.number() })),
  }),
  ({ settlement, day_count, compounding, bonds }) => ({
    yields: bonds.map(({ clean_price: cleanPrice, ...terms }) => {
      const bond = bondOf(terms, day_count)
      return catalogue.yieldAnalyticsOperation.run({
        bond,
        settlement,
        quote: { cleanPrice },
        convention: {
          compounding: compounding === undefined ? { timesPerYear: terms.frequency } : compoundingSaid(compounding),
          times: timesOf(bond.dayCount),
        },
      }).yield
    }),
  }),
)

/** Bonds by price and yield. */
export const bondYieldForms: readonly ReferenceForm[] = [priceFromYield, priceYield, analytics, yields]
