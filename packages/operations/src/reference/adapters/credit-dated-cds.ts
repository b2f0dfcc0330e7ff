import { TuttiError } from '@tutti/analytics/errors'
import { z } from 'zod'
import * as catalogue from '../../catalogue/credit/index.ts'
import { type ReferenceForm, referenceForm } from '../reference-form.ts'
import { reading, sideOf } from './credit-readings.ts'
import { exactly, list } from './form-inputs.ts'

const dates = z.array(z.string())
const dayCount = z.enum(['ACT/360', 'ACT/365F', '30/360 bond basis', '30/360 US', '30E/360', 'ACT/ACT ISDA'])
type DayCount = z.infer<typeof dayCount>

/** Discount curves of dated swaps. */
const datedDiscount = z.union([
  exactly({
    type: z.string().regex(/^flat,? continuous/i),
    rate: z.number(),
    day_count: dayCount.optional(),
    reference: z.string(),
  }),
  exactly({
    dates,
    discount_factors: list,
    interpolation: z.string().regex(/^log-linear/i),
    reference: z.string().optional(),
    day_count: dayCount.optional(),
  }),
])

/** The day count that a text ends with, such as `flat continuous ACT/365F` or `log-linear in ACT/360 time`. */
const namedDayCount = (text: string): DayCount =>
  reading<DayCount>(text, 'day_count', [
    [/act(ual)?\/360/i, 'ACT/360'],
    [/act(ual)?\/365/i, 'ACT/365F'],
    [/30e\/360/i, '30E/360'],
    [/30\/360 us/i, '30/360 US'],
    [/30\/360/i, '30/360 bond basis'],
  ])

function discountOf(input: z.infer<typeof datedDiscount>) {
  if ('rate' in input) {
    return {
      referenceDate: input.reference,
      dayCount: input.day_count ?? namedDayCount(input.type),
      curve: { kind: 'flat' as const, rateContinuous: input.rate },
    }
  }
  return {
    referenceDate: input.reference ?? input.dates[0],
    dayCount: input.day_count ?? namedDayCount(input.interpolation),
    dates: input.dates,
    discountFactors: input.discount_factors,
  }
}

const swap = {
  evaluation_date: z.string(),
  side: z.string(),
  notional: z.number(),
  running_spread: z.number(),
  schedule: dates,
  premium_day_count: z.string(),
  settles_accrual_on_default: z.boolean(),
  pays_at_default_time: z.boolean(),
  recovery: z.number(),
  discount: datedDiscount,
  method: z.string(),
}
const flatHazard = exactly({
  type: z.string().regex(/^flat/i),
  rate: z.number(),
  day_count: dayCount,
  reference: z.string(),
})
const defaultCurve = exactly({
  dates,
  cumulative_default_probability: list,
  interpolation: z.string().regex(/^piecewise[- ]constant hazard/i),
})

function datedSwap(
  input: z.infer<z.ZodObject<typeof swap>>,
  survival: Parameters<typeof catalogue.datedCdsOperation.run>[0]['survival'],
) {
  const result = catalogue.datedCdsOperation.run({
    valuationDate: input.evaluation_date,
    side: sideOf(input.side),
    notional: input.notional,
    spread: input.running_spread,
    accrualDates: input.schedule,
    premiumDayCount: namedDayCount(input.premium_day_count),
    maturityDayAccrues: reading(input.premium_day_count, 'premium_day_count', [
      [/\b(not|without|exclud\w+|excl\.?)\b/i, false],
      [/includ|plus one day|\+ ?1 day/i, true],
      [
        /^[\w/]+( bond basis| us)?[\s,;]*(\(?(also |for |in )?(the )?(last|all|every) (coupon )?periods?( too| as well| included)?\)?)?$/i,
        false,
      ],
    ]),
    recovery: input.recovery,
    settlesAccrualOnDefault: input.settles_accrual_on_default,
    paysAtDefaultTime: input.pays_at_default_time,
    integration: reading<'mid-point' | 'exact' | 'isda'>(withoutSteps(input.method), 'method', [
      [/^mid[- ]?point/i, 'mid-point'],
      [/\b(no|not|without) (the )?mid[- ]?point/i, 'exact'],
      [/isda/i, 'isda'],
      [/mid[- ]?(point|date|period)|middle|half-?way/i, 'mid-point'],
      [/exact|integra|continuous/i, 'exact'],
    ]),
    discount: discountOf(input.discount),
    survival,
  })
  const received = sideOf(input.side) === 'buy protection' ? 1 : -1
  return {
    npv: result.presentValue,
    fair_spread: result.fairSpread,
    default_leg_npv: received * result.protectionLeg,
    coupon_leg_npv: -received * result.premiumLeg,
  }
}

/**
 * Ways in which a text would depart from the standard contract and model; the form itself names them, so that any other
 * wording describes them in other words.
 */
const departures = [
  /\b(not|non)[- ](the )?(isda|standard)/i,
  /(?<!\b(no|not|without) )\bmid[- ]?point/i,
  /\b(monthly|(semi-?)?annual(ly)?) (IMM\S* )?(coupon|premium)s?\b/i,
  /(coupon|premium|accru)\w*[^;,]*(30e?\/360|act(ual)?\/(act|365))/i,
  /(?<!un)\badjusted maturity/i,
  /(without|no) (rebate|accrual rebate|accrued on default)/i,
  /exclud\w+ (the )?maturity/i,
  /\b(TARGET|(US|UK|London|New York) (holiday|calendar))/i,
]

const upfrontCase = {
  trade_date: z.string(),
  maturity: z.string(),
  notional: z.number(),
  running_coupon: z.number(),
  conventions: z.string().refine((text) => !departures.some((pattern) => pattern.test(text)), {
    message: 'departs from the ISDA standard contract or model',
  }),
  discount_curve: datedDiscount,
}

function standardSwap(
  input: z.infer<z.ZodObject<typeof upfrontCase>>,
  quote: { readonly conventional_spread: number; readonly recovery: number },
) {
  const settlement = /settle\w*[^;,.]*?\bT\s*\+\s*(\d)/i.exec(input.conventions)
  return catalogue.standardCdsOperation.run({
    tradeDate: input.trade_date,
    maturityDate: input.maturity,
    notional: input.notional,
    coupon: input.running_coupon,
    quote: { conventionalSpread: quote.conventional_spread },
    recovery: quote.recovery,
    calendar: 'weekends',
    settlementBusinessDays: settlement === null ? 3 : Number(settlement[1]),
    integration: 'isda',
    discount: discountOf(input.discount_curve),
  })
}

/** Swaps with dates. */
export const datedCdsForms: readonly ReferenceForm[] = [
  referenceForm('cds', exactly({ ...swap, hazard: flatHazard }), (input) =>
    datedSwap(input, {
      kind: 'flat',
      referenceDate: input.hazard.reference,
      dayCount: input.hazard.day_count,
      hazardRate: input.hazard.rate,
    }),
  ),
  referenceForm('cds', exactly({ ...swap, default_curve: defaultCurve }), (input) =>
    datedSwap(input, {
      kind: 'log-linear-survival',
      referenceDate: input.evaluation_date,
      dayCount: namedDayCount(input.default_curve.interpolation),
      ...laterNodes(input.default_curve, input.evaluation_date),
    }),
  ),
  referenceForm(
    'hazard_bootstrap_dated',
    exactly({
      trade_date: z.string(),
      tenors: z.array(z.string()),
      par_spreads: list,
      recovery: z.number(),
      discount: datedDiscount,
      maturities_unadjusted: dates,
      curve_node_dates: dates,
      conventions: z.string(),
      integration: z.string(),
    }),
    (input) => {
      const result = catalogue.datedHazardBootstrapOperation.run({
        tradeDate: input.trade_date,
        quotes: input.tenors.map((label, i) => ({
          label,
          maturityDate: input.maturities_unadjusted[i],
          nodeDate: input.curve_node_dates[i],
          spread: input.par_spreads[i],
        })),
        recovery: input.recovery,
        calendar: reading(input.conventions, 'conventions', [[/weekends[- ]only/i, 'weekends' as const]]),
        settlementBusinessDays: Number(/T\+(\d)/.exec(input.conventions)?.[1] ?? 3),
        integration: reading<'mid-point' | 'exact' | 'isda'>(input.integration, 'integration', [
          [/^mid-?point$/i, 'mid-point'],
          [/^isda/i, 'isda'],
          [/^exact$/i, 'exact'],
        ]),
        discount: discountOf(input.discount),
      })
      return { hazard_rates: result.hazardRates, survival_at_node_dates: result.survivalProbabilities }
    },
  ),
  referenceForm(
    'isda_cds_upfront',
    exactly({
      ...upfrontCase,
      items: z.array(exactly({ conventional_spread: z.number(), recovery: z.number() })),
    }),
    ({ items, ...input }) => {
      const results = items.map((item) => standardSwap(input, item))
      return {
        upfront_amounts: results.map((result) => result.cleanUpfrontAmount),
        implied_flat_hazard: results.map((result) => result.hazardRate),
      }
    },
  ),
  referenceForm(
    'isda_cds_upfront',
    exactly({ ...upfrontCase, conventional_spread: z.number(), recovery: z.number() }),
    (input) => {
      const result = standardSwap(input, input)
      return {
        npv_at_trade_date: result.valueAtTrade,
        accrued: result.accruedPremium,
        cash_settlement_date: result.cashSettlementDate,
        upfront_amount: result.cleanUpfrontAmount,
        implied_flat_hazard: result.hazardRate,
      }
    },
  ),
  referenceForm(
    'cds_accrued',
    exactly({
      notional: z.number(),
      coupon: z.number(),
      maturity: z.string(),
      trade_dates: dates,
      conventions: z.string().regex(/isda|standard/i),
    }),
    (input) => {
      const { accrued } = catalogue.cdsAccruedOperation.run({
        notional: input.notional,
        coupon: input.coupon,
        maturityDate: input.maturity,
        tradeDates: input.trade_dates,
        calendar: 'weekends',
      })
      return { accrued }
    },
  ),
]

/** The nodes of a default curve after its date, where nothing has defaulted yet. */
function laterNodes(curve: z.infer<typeof defaultCurve>, date: string) {
  const from = curve.dates[0] === date && curve.cumulative_default_probability[0] === 0 ? 1 : 0
  return {
    dates: curve.dates.slice(from),
    survivalProbabilities: curve.cumulative_default_probability.slice(from).map((probability) => 1 - probability),
  }
}

/** A sum over steps of days is neither of the integrals that there are. */
function withoutSteps(method: string): string {
  if (!/\bsteps?\b|\bdaily\b|\bweekly\b/i.test(method)) return method
  throw new TuttiError('unsupported', `method says ${method}; no operation sums over steps`, {
    field: 'method',
    got: method,
    expected: 'mid-point of each period, exact integral or ISDA standard model',
  })
}
