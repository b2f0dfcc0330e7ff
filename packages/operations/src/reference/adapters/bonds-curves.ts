import { TuttiError } from '@tutti/analytics/errors'
import { addMonths, civilOf, dayOf, isoOfDay } from '@tutti/analytics/time'
import { z } from 'zod'
import * as catalogue from '../../catalogue/bonds/index.ts'
import { type ReferenceForm, referenceForm } from '../reference-form.ts'
import {
  bondDayCount,
  compoundingSaid,
  curveDayCount,
  curveOf,
  datedCurveOf,
  flatCurve,
  nodeCurve,
  paymentsSaid,
  understood,
} from './bonds-texts.ts'
import { exactly, list } from './form-inputs.ts'

const date = z.iso.date()
const frequency = z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4), z.literal(6), z.literal(12)])
const anyCurve = z.union([nodeCurve, flatCurve])

/** A date with words behind it, such as `2004-11-30 (not before issue)`. */
const dateSaid = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}( \(.*\))?$/)
  .transform((text) => text.slice(0, 10))

const curveBond = exactly({
  accrual_start: date.optional(),
  maturity: date,
  first_coupon: date.nullish(),
  next_to_last: date.nullish(),
  coupon: z.number().optional(),
  coupons: list.min(1).optional(),
  frequency: frequency.optional(),
  day_count: z.string().optional(),
  end_of_month: z.boolean().optional(),
})

function given<T>(value: T | undefined | null, field: string): T {
  if (value !== undefined && value !== null) return value
  throw new TuttiError('unsupported', `the case gives no ${field}`, { field, got: 'nothing', expected: 'a value' })
}

/** Clean prices off a curve that starts before settlement. */
const priceFromCurve = referenceForm(
  'bond_price_from_curve',
  exactly({
    evaluation_date: date,
    settlement: dateSaid,
    curve: anyCurve,
    issue: date.optional(),
    frequency: frequency.optional(),
    day_count: z.string().optional(),
    payment_convention: z.string(),
    bonds: z.array(curveBond).min(1),
  }),
  (input) => {
    const results = input.bonds.map((bond) =>
      catalogue.fixedRateBondOperation.run({
        bond: {
          accrualStart: given(bond.accrual_start ?? input.issue, 'accrual_start'),
          maturity: bond.maturity,
          ...(bond.coupons === undefined
            ? { couponRate: given(bond.coupon, 'coupon') }
            : { couponRates: bond.coupons }),
          frequency: given(bond.frequency ?? input.frequency, 'frequency'),
          dayCount: bondDayCount(given(bond.day_count ?? input.day_count, 'day_count')),
          ...(bond.first_coupon ? { firstCoupon: bond.first_coupon } : {}),
          ...(bond.next_to_last ? { nextToLastCoupon: bond.next_to_last } : {}),
          ...(bond.end_of_month === undefined ? {} : { endOfMonth: bond.end_of_month }),
          ...paymentsSaid(input.payment_convention),
        },
        settlement: input.settlement,
        curve: datedCurveOf(input.curve, input.curve.reference ?? input.evaluation_date),
      }),
    )
    return {
      clean_prices: results.map((result) => result.cleanPrice),
      dirty_prices: results.map((result) => result.dirtyPrice),
      accrued: results.map((result) => result.accrued),
    }
  },
)

/** Accrued interest of level coupons of which only the payments are known. */
function accruedOf(dates: readonly string[], amounts: readonly number[], settlement: string): number | undefined {
  if (dates.length < 2) return undefined
  const [first, second] = dates.slice(0, 2).map((text, i) => dayOf(text, `cash_flow_dates[${i}]`))
  const [from, to] = [civilOf(first), civilOf(second)]
  const months = (to.year - from.year) * 12 + to.month - from.month
  const perYear = frequency.safeParse(12 / months)
  if (!perYear.success) return undefined
  return (
    catalogue.cashFlowsOperation.run({
      bond: {
        accrualStart: isoOfDay(addMonths(first, -months)),
        maturity: dates[dates.length - 1],
        couponRate: (amounts[0] * perYear.data) / 100,
        frequency: perYear.data,
        dayCount: 'ACT/ACT ICMA',
      },
      settlement,
    }).accrued ?? undefined
  )
}

const bumpSaid = (text: string) => understood(text, 'bump', [[/^1 ?bp central difference/, 1]])

/** Key-rate durations of dated payments. */
const keyRateDurations = referenceForm(
  'key_rate_durations',
  exactly({
    curve: nodeCurve,
    cash_flow_dates: z.array(date).min(1),
    cash_flows: list.min(1),
    key_rates_years: list.min(1),
    bump: z.string(),
    settlement: date,
    accrued: z.number().optional(),
  }),
  (input) => {
    const accrued = input.accrued ?? accruedOf(input.cash_flow_dates, input.cash_flows, input.settlement)
    const result = catalogue.cashFlowRiskOperation.run({
      curve: curveOf(input.curve),
      curveDate: { date: input.curve.reference, dayCount: curveDayCount(input.curve) },
      dates: input.cash_flow_dates,
      amounts: input.cash_flows,
      settlement: input.settlement,
      keyRatesYears: input.key_rates_years,
      bumpBp: bumpSaid(input.bump),
      accrued,
    })
    return {
      dirty_price: result.value,
      ...(accrued === undefined ? {} : { clean_price: result.cleanValue, accrued }),
      macaulay_duration: result.macaulayYears,
      key_rate_durations: result.keyRateDurationsYears,
      sum_of_key_rate_durations: result.sumOfKeyRateDurationsYears,
      effective_duration: result.effectiveDurationYears,
      effective_convexity: result.effectiveConvexityYearsSquared,
      key_rate_dv01_per_100: result.keyRateDv01,
    }
  },
)

/** Value and durations of a liability at the nodes of its curve. */
const liability = referenceForm(
  'liability_analytics',
  exactly({
    curve: nodeCurve,
    times_years: list.min(1),
    cash_flows: list.min(1),
    key_rates_years: list.min(1).optional(),
    bump: z.string(),
  }),
  (input) => {
    const result = catalogue.cashFlowRiskOperation.run({
      curve: curveOf(input.curve),
      timesYears: input.times_years,
      amounts: input.cash_flows,
      keyRatesYears: input.key_rates_years ?? input.curve.tenors_years,
      bumpBp: bumpSaid(input.bump),
    })
    return {
      present_value: result.presentValue,
      effective_duration: result.effectiveDurationYears,
      effective_convexity: result.effectiveConvexityYearsSquared,
      key_rate_durations: result.keyRateDurationsYears,
      sum_of_key_rate_durations: result.sumOfKeyRateDurationsYears,
      macaulay_duration: result.macaulayYears,
      dv01: result.dv01,
    }
  },
)

/** Changes of value under named moves of the nodes. */
const stress = referenceForm(
  'curve_stress',
  exactly({
    curve: nodeCurve,
    times_years: list.min(1),
    cash_flows: list.min(1),
    shocks_by_tenor: z.record(z.string(), list),
  }),
  (input) => {
    const result = catalogue.cashFlowStressOperation.run({
      curve: curveOf(input.curve),
      timesYears: input.times_years,
      amounts: input.cash_flows,
      tenorsYears: input.curve.tenors_years,
      scenarios: Object.entries(input.shocks_by_tenor).map(([name, shifts]) => ({ name, shifts })),
    })
    return Object.fromEntries(result.scenarios.map((scenario) => [scenario.name, scenario.change]))
  },
)

const zSpreadOfFlows = referenceForm(
  'z_spread',
  exactly({
    curve: anyCurve,
    settlement: date,
    cash_flow_dates: z.array(date).min(1),
    cash_flows: list.min(1),
    accrued: z.number().optional(),
    clean_price: z.number(),
    spread_compounding: z.string(),
  }),
  (input) => {
    const curve = datedCurveOf(input.curve, input.curve.reference ?? input.settlement)
    return {
      z_spread: catalogue.cashFlowZSpreadOperation.run({
        curve: curve.curve,
        curveDate: { date: curve.referenceDate, dayCount: curve.dayCount },
        dates: input.cash_flow_dates,
        amounts: input.cash_flows,
        settlement: input.settlement,
        cleanPrice: input.clean_price,
        accrued: input.accrued,
        compounding: compoundingSaid(input.spread_compounding, 'spread_compounding'),
      }).zSpread,
    }
  },
)

const zSpreadOfBond = referenceForm(
  'z_spread',
  exactly({
    curve: anyCurve,
    settlement: date,
    accrual_start: date,
    maturity: date,
    coupon: z.number(),
    frequency,
    day_count: z.string(),
    end_of_month: z.boolean().optional(),
    clean_price: z.number(),
    spread_day_count: z.string(),
  }),
  (input) => {
    const curve = datedCurveOf(input.curve, input.curve.reference ?? input.settlement)
    if (bondDayCount(input.spread_day_count) !== curve.dayCount) {
      throw new TuttiError('unsupported', 'the spread is measured on the day count of the curve', {
        field: 'spread_day_count',
        got: input.spread_day_count,
        expected: curve.dayCount,
      })
    }
    const at = (text: string): number =>
      catalogue.zSpreadOperation.run({
        bond: {
          accrualStart: input.accrual_start,
          maturity: input.maturity,
          couponRate: input.coupon,
          frequency: input.frequency,
          dayCount: bondDayCount(input.day_count),
          endOfMonth: input.end_of_month,
        },
        settlement: input.settlement,
        curve,
        price: { cleanPrice: input.clean_price },
        compounding: compoundingSaid(text),
      }).zSpread
    return {
      z_spread: at('continuous'),
      z_spread_continuous: at('continuous'),
      z_spread_semiannual: at('semi-annual'),
      z_spread_annual: at('annual'),
      z_spread_quarterly: at('quarterly'),
    }
  },
)

const assetSwapSpread = referenceForm(
  'asset_swap_spread',
  exactly({
    curve: anyCurve,
    maturity_years: z.number(),
    coupon: z.number(),
    frequency: z.int(),
    price: z.number(),
    conventions: z.string(),
  }),
  (input) => {
    const frequencySaid = understood(input.conventions, 'conventions', [
      [/^(semi-?annual).*exact.*no accrued/, 2],
      [/^quarterly.*exact.*no accrued/, 4],
      [/^annual coupons at exact integer years.*floating spread paid annually.*no accrued/, 1],
    ])
    if (frequencySaid !== input.frequency) {
      throw new TuttiError('unsupported', 'the conventions and the frequency differ', { field: 'frequency' })
    }
    const result = catalogue.assetSwapOperation.run({
      curve: curveOf(input.curve),
      maturityYears: input.maturity_years,
      couponRate: input.coupon,
      frequency: input.frequency,
      dirtyPrice: input.price,
    })
    return {
      par_swap_rate: result.parSwapRate,
      annuity: result.annuity,
      bond_model_price: result.modelPrice,
      par_asset_swap_spread: result.parSpread,
      proceeds_asset_swap_spread: result.proceedsSpread,
    }
  },
)

/** Bonds and liabilities off curves. */
export const bondCurveForms: readonly ReferenceForm[] = [
  priceFromCurve,
  keyRateDurations,
  liability,
  stress,
  zSpreadOfFlows,
  zSpreadOfBond,
  assetSwapSpread,
]
