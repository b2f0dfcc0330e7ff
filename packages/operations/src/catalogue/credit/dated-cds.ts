import {
  conventionalCdsQuote,
  datedCdsHazardCurve,
  datedCdsValue,
  datedHazardCurve,
  datedSurvivalCurve,
  standardCds,
} from '@tutti/analytics/credit'
import { calendar, calendarNames, dayCounts, dayOf, isoOfDay } from '@tutti/analytics/time'
import { z } from 'zod'
import { defineOperation } from '../operation.ts'
import { plainLines } from '../value-line-schema.ts'
import { isoDate, nonNegative, number, series, settlementDays } from '../value-schemas.ts'
import {
  datedDiscountOf,
  datedDiscountSchema,
  recovery,
  requireAsMany,
  side,
  valuationSchema,
} from './credit-inputs.ts'

const integration = z
  .enum(['isda', 'exact', 'mid-point'])
  .describe('ISDA standard model 1.8.2, default at any time, or at the middle day of a period')
const standardConventions = {
  calendar: z.enum(calendarNames),
  settlementBusinessDays: settlementDays.describe('from trade to cash settlement: 3'),
  integration,
}
const infeasible = {
  code: 'infeasible' as const,
  when: 'a quote cannot be repriced by a hazard rate of at least 0; the tenor and its feasible range are named',
}
const isda = 'ISDA CDS Standard Model 1.8.2; ISDA Standard CDS Converter Specification (2009)'

const survivalSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('flat'),
    referenceDate: isoDate,
    dayCount: z.enum(dayCounts),
    hazardRate: nonNegative,
  }),
  z.strictObject({
    kind: z.literal('piecewise-hazard'),
    referenceDate: isoDate,
    dayCount: z.enum(dayCounts).describe('of the time that hazard rates are constant in'),
    dates: z.array(isoDate).min(1),
    hazardRates: z.array(nonNegative).min(1).describe('up to each date'),
  }),
  z.strictObject({
    kind: z.literal('log-linear-survival'),
    referenceDate: isoDate,
    dayCount: z.enum(dayCounts).describe('of the time that ln Q is linear in'),
    dates: z.array(isoDate).min(1),
    survivalProbabilities: z.array(number).min(1),
  }),
])

function survivalOf(input: z.infer<typeof survivalSchema>) {
  const reference = dayOf(input.referenceDate, 'survival.referenceDate')
  if (input.kind === 'flat') {
    return { ...datedHazardCurve(reference, input.dayCount, [reference + 365], [input.hazardRate]), nodeDays: [] }
  }
  const days = input.dates.map((date, i) => dayOf(date, `survival.dates[${i}]`))
  if (input.kind === 'piecewise-hazard') {
    requireAsMany(input.hazardRates.length, days.length, 'survival.hazardRates')
    return datedHazardCurve(reference, input.dayCount, days, input.hazardRates)
  }
  requireAsMany(input.survivalProbabilities.length, days.length, 'survival.survivalProbabilities')
  return datedSurvivalCurve(reference, input.dayCount, days, input.survivalProbabilities)
}

const exampleDiscount = {
  referenceDate: '2024-05-15',
  dayCount: 'ACT/365F' as const,
  curve: { kind: 'flat' as const, rateContinuous: 0.045 },
}

/** A credit default swap with dates. */
export const datedCdsOperation = defineOperation({
  name: 'credit/dated-cds',
  title: 'Credit default swap with dates',
  description:
    'Value of a credit default swap given by its accrual dates, off a dated discount and a dated survival curve, line by line. A period that has begun pays its full premium.',
  source: isda,
  input: z.strictObject({
    valuationDate: isoDate,
    side,
    notional: number,
    spread: number.describe('running, decimal a year'),
    accrualDates: z.array(isoDate).min(2).describe('start of the first period and the ends of all'),
    paymentDates: z.array(isoDate).optional().describe('one a period; its end unless given'),
    premiumDayCount: z.enum(dayCounts),
    maturityDayAccrues: z.boolean().describe('whether the last premium counts the maturity day'),
    recovery,
    settlesAccrualOnDefault: z.boolean(),
    paysAtDefaultTime: z.boolean().describe('otherwise at the end of the period'),
    integration,
    discount: datedDiscountSchema,
    survival: survivalSchema,
  }),
  output: z.strictObject(valuationSchema),
  example: {
    valuationDate: '2024-05-15',
    side: 'buy protection' as const,
    notional: 10_000_000,
    spread: 0.01,
    accrualDates: ['2024-03-20', '2024-06-20', '2024-09-20', '2024-12-20'],
    premiumDayCount: 'ACT/360' as const,
    maturityDayAccrues: true,
    recovery: 0.4,
    settlesAccrualOnDefault: true,
    paysAtDefaultTime: true,
    integration: 'exact' as const,
    discount: exampleDiscount,
    survival: { kind: 'flat' as const, referenceDate: '2024-05-15', dayCount: 'ACT/365F' as const, hazardRate: 0.02 },
  },
  failures: [{ code: 'not-applicable', when: 'survival leaves no premium to be paid' }],
  compute: ({ accrualDates, paymentDates, valuationDate, discount, survival, ...cds }) => {
    const accrualDays = accrualDates.map((date, i) => dayOf(date, `accrualDates[${i}]`))
    const paymentDays = paymentDates?.map((date, i) => dayOf(date, `paymentDates[${i}]`)) ?? accrualDays.slice(1)
    const curves = { ...datedDiscountOf(discount), survival: survivalOf(survival) }
    const valuationDay = dayOf(valuationDate, 'valuationDate')
    return plainLines(datedCdsValue({ ...cds, accrualDays, paymentDays }, curves, valuationDay))
  },
})

const upfrontQuote = {
  cleanUpfront: number.describe('paid by the protection buyer at cash settlement, fraction of the notional'),
  coupon: number.describe('running spread, decimal a year'),
}
const swapDates = {
  label: z.string().describe('names it in errors'),
  maturityDate: isoDate.describe('unadjusted'),
  nodeDate: isoDate.optional(),
}

/** Hazard rates from quotes of standard swaps. */
export const datedHazardBootstrapOperation = defineOperation({
  name: 'credit/dated-hazard-bootstrap',
  title: 'Hazard rates from standard credit default swaps',
  description:
    'Hazard rates (ACT/365F, constant between node dates) that reprice par spreads or upfronts of standard swaps: full first premium, accrued premium paid back at cash settlement.',
  source: isda,
  input: z.strictObject({
    tradeDate: isoDate,
    quotes: z
      .array(
        z.union([
          z.strictObject({ ...swapDates, spread: number.describe('par, decimal a year') }),
          z.strictObject({ ...swapDates, ...upfrontQuote }),
        ]),
      )
      .min(1)
      .describe('in order of maturity; a node date is where the hazard rate ends, by default the last payment'),
    recovery,
    ...standardConventions,
    discount: datedDiscountSchema,
  }),
  output: z.strictObject({
    nodeDates: z.array(isoDate),
    hazardRates: series,
    survivalProbabilities: series.describe('at the node dates'),
  }),
  example: {
    tradeDate: '2024-05-15',
    quotes: [
      { label: '1Y', maturityDate: '2025-06-20', spread: 0.0055 },
      { label: '5Y', maturityDate: '2029-06-20', spread: 0.0135 },
    ],
    recovery: 0.4,
    calendar: 'weekends' as const,
    settlementBusinessDays: 3,
    integration: 'isda' as const,
    discount: exampleDiscount,
  },
  failures: [infeasible],
  compute: ({ tradeDate, quotes, calendar: name, settlementBusinessDays, discount: parameters, ...terms }) => {
    const { discount, discountNodeDays } = datedDiscountOf(parameters)
    const result = datedCdsHazardCurve(
      dayOf(tradeDate, 'tradeDate'),
      quotes.map((quote, i) => ({
        label: quote.label,
        maturityDay: dayOf(quote.maturityDate, `quotes[${i}].maturityDate`),
        ...(quote.nodeDate === undefined ? {} : { nodeDay: dayOf(quote.nodeDate, `quotes[${i}].nodeDate`) }),
        ...('spread' in quote
          ? { spread: quote.spread }
          : { upfront: quote.cleanUpfront, runningSpread: quote.coupon }),
      })),
      { ...terms, calendar: calendar(name), settlementDays: settlementBusinessDays, discountNodeDays },
      discount,
    )
    return {
      nodeDates: result.nodeDays.map(isoOfDay),
      hazardRates: [...result.hazardRates],
      survivalProbabilities: [...result.survivalProbabilities],
    }
  },
})

/** The two quotes of a standard swap. */
export const standardCdsOperation = defineOperation({
  name: 'credit/standard-cds',
  title: 'ISDA standard credit default swap',
  description:
    'Upfront of a standard swap from its conventional spread, or the spread from a clean upfront, through one flat hazard rate, with accrued premium, dates, and the value on the trade date.',
  source: isda,
  input: z.strictObject({
    tradeDate: isoDate,
    maturityDate: isoDate.describe('unadjusted'),
    notional: number,
    coupon: number.describe('running spread, decimal a year'),
    quote: z.union([
      z.strictObject({ conventionalSpread: number.describe('decimal a year') }),
      z.strictObject({
        cleanUpfront: number.describe('fraction of the notional, paid by the buyer at cash settlement'),
      }),
    ]),
    recovery,
    ...standardConventions,
    discount: datedDiscountSchema,
  }),
  output: z.strictObject({
    hazardRate: nonNegative.describe('flat, ACT/365F'),
    conventionalSpread: number,
    cleanUpfront: number.describe('fraction of the notional'),
    cleanUpfrontAmount: number.describe('at cash settlement, positive when the protection buyer pays'),
    cashSettlementAmount: number.describe('clean upfront less accrued premium'),
    accruedPremium: number.describe('money, paid back to the buyer'),
    accruedDays: z.int(),
    valueAtTrade: number.describe('to the protection buyer, the accrued premium included'),
    riskyAnnuity: number,
    cashSettlementDate: isoDate,
    stepInDate: isoDate,
    accrualDates: z.array(isoDate),
  }),
  example: {
    tradeDate: '2024-05-15',
    maturityDate: '2029-06-20',
    notional: 10_000_000,
    coupon: 0.01,
    quote: { conventionalSpread: 0.0135 },
    recovery: 0.4,
    calendar: 'weekends' as const,
    settlementBusinessDays: 3,
    integration: 'isda' as const,
    discount: exampleDiscount,
  },
  failures: [infeasible],
  compute: ({ tradeDate, maturityDate, notional, coupon, quote, discount: parameters, ...terms }) => {
    const { discount, discountNodeDays } = datedDiscountOf(parameters)
    const tradeDay = dayOf(tradeDate, 'tradeDate')
    const swap = standardCds({
      tradeDay,
      maturityDay: dayOf(maturityDate, 'maturityDate'),
      recovery: terms.recovery,
      calendar: calendar(terms.calendar),
      settlementDays: terms.settlementBusinessDays,
      integration: terms.integration,
    })
    const asked = 'conventionalSpread' in quote ? { spread: quote.conventionalSpread } : quote
    const result = conventionalCdsQuote(swap, tradeDay, coupon, asked, discount, discountNodeDays)
    const cleanUpfrontAmount = notional * result.cleanUpfront
    const accruedPremium = notional * result.accruedPremium
    return {
      hazardRate: result.hazardRate,
      conventionalSpread: result.conventionalSpread,
      cleanUpfront: result.cleanUpfront,
      cleanUpfrontAmount,
      cashSettlementAmount: cleanUpfrontAmount - accruedPremium,
      accruedPremium,
      accruedDays: swap.accruedDays,
      valueAtTrade: notional * result.valueAtTrade,
      riskyAnnuity: result.riskyAnnuity,
      cashSettlementDate: isoOfDay(swap.cashSettlementDay),
      stepInDate: isoOfDay(swap.stepInDay),
      accrualDates: swap.accrualDays.map(isoOfDay),
    }
  },
})

/** Accrued premium of a standard swap. */
export const cdsAccruedOperation = defineOperation({
  name: 'credit/cds-accrued',
  title: 'Accrued premium of a standard credit default swap',
  description: 'Premium accrued to the step-in date, the day after the trade, on each of several trade dates.',
  source: 'ISDA Standard CDS Contract Specification (2009); Markit, The CDS Big Bang (2009)',
  input: z.strictObject({
    notional: number,
    coupon: number.describe('decimal a year'),
    maturityDate: isoDate.describe('unadjusted'),
    tradeDates: z.array(isoDate).min(1),
    calendar: z.enum(calendarNames),
  }),
  output: z.strictObject({ accrued: series.describe('money'), accruedDays: z.array(z.int()) }),
  example: {
    notional: 10_000_000,
    coupon: 0.01,
    maturityDate: '2014-06-20',
    tradeDates: ['2009-03-18', '2009-06-19'],
    calendar: 'weekends' as const,
  },
  compute: ({ notional, coupon, maturityDate, tradeDates, calendar: name }) => {
    const swaps = tradeDates.map((date, i) =>
      standardCds({
        tradeDay: dayOf(date, `tradeDates[${i}]`),
        maturityDay: dayOf(maturityDate, 'maturityDate'),
        recovery: 0,
        calendar: calendar(name),
        settlementDays: 3,
        integration: 'isda',
      }),
    )
    return {
      accrued: swaps.map((swap) => notional * coupon * swap.rebate.accrual),
      accruedDays: swaps.map((swap) => swap.accruedDays),
    }
  },
})
