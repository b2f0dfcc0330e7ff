import { TuttiError } from '@tutti/analytics/errors'
import { z } from 'zod'
import * as catalogue from '../../catalogue/curves/index.ts'
import { type ReferenceForm, referenceForm } from '../reference-form.ts'
import {
  businessDayConventionIn,
  calendarIn,
  dayCountIn,
  endOfMonthIn,
  lagIn,
  legText,
  periodIn,
} from './curves-conventions.ts'
import { interpolationOf } from './curves-points.ts'
import { exactly } from './form-inputs.ts'

type BootstrapInput = Parameters<typeof catalogue.bootstrapOperation.run>[0]
type CalendarInput = ReturnType<typeof calendarIn>

const quotes = z.array(exactly({ tenor: z.string(), rate: z.number() }))

const datedShape = {
  trade_date: z.string(),
  reference_date: z.string(),
  settlement: z.string().optional(),
  interpolation: z.string(),
  curve_day_count: z.string(),
  calendar: z.string(),
  holidays: z.array(z.string()).optional(),
  query_dates: z.array(z.string()).optional(),
}

/** Start of an instrument: a case that gives the settlement date counts from there. */
const spotLag = (text: string, settlement: string | undefined, field: string): number =>
  settlement === undefined || !/spot lag|start on settlement/i.test(text) ? lagIn(field, 'spot', text) : 0

const depositConventions = (text: string, calendar: CalendarInput, settlement?: string) => ({
  calendar,
  spotLagDays: spotLag(text, settlement, 'deposit_conventions'),
  dayCount: dayCountIn('deposit_conventions', text),
  businessDayConvention: businessDayConventionIn('deposit_conventions', text),
  endOfMonth: endOfMonthIn(text, false),
})

function swapConventions(text: string, calendar: CalendarInput, settlement?: string) {
  const field = 'swap_conventions'
  const businessDayConvention = businessDayConventionIn(field, text)
  const [fixed, floating] = [legText(field, text, 'fixed'), legText(field, text, 'float')]
  return {
    calendar,
    spotLagDays: spotLag(text, settlement, field),
    endOfMonth: endOfMonthIn(text, false),
    fixed: { tenor: periodIn(field, fixed), dayCount: dayCountIn(field, fixed), businessDayConvention },
    floating: {
      tenor: /\b(\d+M)\b/.exec(floating)?.[1] ?? periodIn(field, floating),
      dayCount: dayCountIn(field, floating),
      businessDayConvention,
    },
  }
}

function oisConventions(text: string, calendar: CalendarInput) {
  const field = 'ois_conventions'
  const leg = {
    tenor: periodIn(field, text),
    dayCount: dayCountIn(field, text),
    businessDayConvention: businessDayConventionIn(field, text),
    paymentLagDays: /payment lag/i.test(text) ? lagIn(field, 'payment', text) : 0,
  }
  // Overnight swaps from a month's end run to month ends unless the case says otherwise.
  const endOfMonth = endOfMonthIn(text, true)
  return { calendar, spotLagDays: lagIn(field, 'spot', text), endOfMonth, fixed: leg, floating: leg }
}

/** Forward rates from the query dates under a key such as `forward_6m_simple_act360_from_query`. */
function forwardRequest(wanted: readonly string[], queryDates: readonly string[], calendar: CalendarInput) {
  const key = wanted.find((name) => /^forward_\d+m_simple_act36[05]f?_from_query$/.test(name))
  if (key === undefined) return undefined
  const [months, days] = key.match(/\d+/g) ?? []
  // The last query date has no forward of its own.
  const fromDates = queryDates.slice(0, -1)
  const request = {
    tenor: `${months}M`,
    dayCount: days === '360' ? ('ACT/360' as const) : ('ACT/365F' as const),
    businessDayConvention: 'modified following' as const,
    calendar,
    endOfMonth: false,
    fromDates,
  }
  return { key, request }
}

function datedAnswer(
  input: z.infer<ReturnType<typeof exactly<typeof datedShape>>>,
  calendar: CalendarInput,
  parts: Pick<BootstrapInput, 'instruments' | 'conventions' | 'discountCurve'>,
  wanted: readonly string[],
) {
  const queryDates = input.query_dates ?? []
  const forward = forwardRequest(wanted, queryDates, calendar)
  const result = catalogue.bootstrapOperation.run({
    ...parts,
    referenceDate: input.reference_date,
    tradeDate: input.settlement ?? input.trade_date,
    dayCount: dayCountIn('curve_day_count', input.curve_day_count),
    interpolation: interpolationOf(input.interpolation),
    queryDates,
    ...(forward === undefined ? {} : { forwards: forward.request }),
  })
  return {
    node_dates: result.nodes.map(({ date }) => date),
    node_discount_factors: result.nodes.map(({ discountFactor }) => discountFactor),
    query_discount_factors: result.queries.map(({ discountFactor }) => discountFactor),
    query_zero_rates_continuous: result.queries.map(({ zeroRateContinuous }) => zeroRateContinuous),
    ...(forward === undefined ? {} : { [forward.key]: result.forwards.map(({ simpleRate }) => simpleRate) }),
    forward_end_dates: result.forwards.map(({ endDate }) => endDate),
  }
}

const timedShape = exactly({
  instruments: z.array(
    z.discriminatedUnion('type', [
      exactly({ type: z.literal('par swap'), maturity_years: z.number(), rate: z.number() }),
      exactly({ type: z.literal('deposit'), maturity_years: z.number(), rate: z.number() }),
      exactly({
        type: z.literal('bond'),
        maturity_years: z.number(),
        coupon_percent: z.number(),
        price: z.number(),
      }),
    ]),
  ),
  interpolation: z.string().optional(),
  conventions: z.string(),
})

/** Bonds of this form have face 100 and a dirty price today: a text that says otherwise is not served. */
function requireCashPrices(conventions: string): void {
  const face = /\bface (\d+)/i.exec(conventions)?.[1]
  const isClean = /\bclean\b/i.test(conventions) && !/\bdirty\b|\bcash\b/i.test(conventions)
  if ((face === undefined || face === '100') && !isClean) return
  throw new TuttiError('unsupported', `conventions says ${conventions}`, {
    field: 'conventions',
    got: conventions,
    expected: 'face 100 and dirty prices paid today',
  })
}

/** Bootstraps of discount and projection curves. */
export const curveBootstrapForms: readonly ReferenceForm[] = [
  referenceForm('bootstrap', timedShape, ({ instruments, conventions, interpolation }) => {
    const tenor = periodIn('conventions', conventions)
    if (instruments.some(({ type }) => type === 'bond')) requireCashPrices(conventions)
    const frequency = { '1M': 12, '3M': 4, '6M': 2, '1Y': 1 }[tenor]
    const result = catalogue.bootstrapTimesOperation.run({
      interpolation: interpolation === undefined ? 'log-linear-discount' : interpolationOf(interpolation),
      instruments: instruments.map((item) => {
        const maturityYears = item.maturity_years
        if (item.type === 'par swap') return { kind: 'par-swap' as const, maturityYears, rate: item.rate, frequency }
        if (item.type === 'deposit') return { kind: 'deposit' as const, maturityYears, rate: item.rate }
        const couponRate = item.coupon_percent / 100
        return { kind: 'bond' as const, maturityYears, couponRate, frequency, price: item.price }
      }),
    })
    return {
      discount_factors: result.discountFactors,
      zero_rates_continuous: result.zeroRates,
      forward_1y_simple: result.simpleForwards,
    }
  }),
  referenceForm(
    'bootstrap',
    exactly({
      ...datedShape,
      deposits: quotes.optional(),
      deposit_conventions: z.string().optional(),
      swaps: quotes.optional(),
      swap_conventions: z.string().optional(),
      ois: quotes.optional(),
      ois_conventions: z.string().optional(),
    }),
    (input, wanted) => {
      const calendar = calendarIn(input.calendar, input.holidays)
      const { deposits = [], swaps = [], ois = [], settlement } = input
      const conventions = {
        ...(input.deposit_conventions === undefined
          ? {}
          : { deposit: depositConventions(input.deposit_conventions, calendar, settlement) }),
        ...(input.swap_conventions === undefined
          ? {}
          : { swap: swapConventions(input.swap_conventions, calendar, settlement) }),
        ...(input.ois_conventions === undefined ? {} : { ois: oisConventions(input.ois_conventions, calendar) }),
      }
      const instruments = [
        ...deposits.map((quote) => ({ kind: 'deposit' as const, ...quote })),
        ...swaps.map((quote) => ({ kind: 'swap' as const, ...quote })),
        ...ois.map((quote) => ({ kind: 'ois' as const, ...quote })),
      ]
      return datedAnswer(input, calendar, { instruments, conventions }, wanted)
    },
  ),
  referenceForm(
    'bootstrap_projection',
    exactly({
      ...datedShape,
      discount_curve: exactly({ type: z.string(), rate: z.number() }),
      deposit_1m: z.number().optional(),
      deposit_3m: z.number().optional(),
      deposit_6m: z.number().optional(),
      deposit_12m: z.number().optional(),
      deposit_conventions: z.string(),
      swaps: quotes,
      swap_conventions: z.string(),
    }),
    (input, wanted) => {
      const calendar = calendarIn(input.calendar, input.holidays)
      const { type, rate } = input.discount_curve
      const flat = /^flat continuous ?(.*)$/i.exec(type)
      if (
        flat === null ||
        (flat[1] !== '' &&
          dayCountIn('discount_curve', flat[1]) !== dayCountIn('curve_day_count', input.curve_day_count))
      ) {
        throw new TuttiError('unsupported', `the discount curve "${type}" is not known`, {
          field: 'discount_curve.type',
          got: type,
          expected: 'flat continuous on the day count of the curve',
        })
      }
      const deposits = (['1m', '3m', '6m', '12m'] as const).flatMap((tenor) => {
        const quote = input[`deposit_${tenor}`]
        return quote === undefined ? [] : [{ kind: 'deposit' as const, tenor: tenor.toUpperCase(), rate: quote }]
      })
      const conventions = {
        deposit: depositConventions(input.deposit_conventions, calendar, input.settlement),
        swap: swapConventions(input.swap_conventions, calendar, input.settlement),
      }
      const instruments = [...deposits, ...input.swaps.map((quote) => ({ kind: 'swap' as const, ...quote }))]
      const discountCurve = { kind: 'flat' as const, rateContinuous: rate }
      return datedAnswer(input, calendar, { instruments, conventions, discountCurve }, wanted)
    },
  ),
]
