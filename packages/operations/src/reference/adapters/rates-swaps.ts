import { TuttiError } from '@tutti/analytics/errors'
import { z } from 'zod'
import * as catalogue from '../../catalogue/rates/index.ts'
import { type ReferenceForm, referenceForm } from '../reference-form.ts'
import { exactly, list } from './form-inputs.ts'
import {
  conventionSaid,
  datedFlatCurve,
  datedFlatCurveOf,
  dayCountSaid,
  reading,
  sideSaid,
  undatedCurve,
  undatedCurveOf,
} from './rates-texts.ts'

const dates = z.array(z.string())
const zeroCurve = exactly({ type: z.string(), tenors_years: list, zero_rates: list })
const onOneCurve = /^(the )?same curve|^single curve|^discount curve$/

/** What is added to the discount curve's zero rates for the projection, from a text such as `... with 20bp added ...`. */
function projectionSpread(text: string): number {
  const added =
    /^discount curve (?:with|plus) (-?\d+(?:\.\d+)?) ?bps? (?:added )?(?:to|on) the (?:continuous )?zero rates?$/i.exec(
      text.trim(),
    )
  if (added !== null) return Number(added[1]) / 1e4
  return reading(text, 'projection_curve', [[onOneCurve, 0]])
}

/** The maturity that a text such as `1-P(10)` gives to a floating leg. */
function floatingMaturity(text: string): number {
  const match = /^1 ?- ?P\((?:0, ?)?(\d+(?:\.\d+)?)\)$/i.exec(text.trim())
  if (match !== null) return Number(match[1])
  throw new TuttiError('unsupported', `no operation knows a floating leg of ${text}`, {
    field: 'float_leg',
    got: text,
    expected: '1-P(maturity)',
  })
}

/** Half width in basis points of a central difference told as a gain from a fall of one basis point. */
function bumpOf(text: string): number {
  const match =
    /^(?:-\/\+|\+\/-|±) ?(\d+(?:\.\d+)?) ?bp,? central (?:difference )?on each node zero rate, value of a 1 ?bp fall$/i.exec(
      text.trim(),
    )
  if (match !== null) return Number(match[1])
  throw new TuttiError('unsupported', `no operation knows the bump ${text}`, {
    field: 'bump',
    got: text,
    expected: '-/+1bp central on each node zero rate, value of a 1bp fall',
  })
}

/** Swaps, FRAs and overnight rates. */
export const swapForms: readonly ReferenceForm[] = [
  referenceForm(
    'swap',
    exactly({
      evaluation_date: z.string(),
      curve: datedFlatCurve,
      side: z.string(),
      notional: z.number(),
      fixed_rate: z.number(),
      fixed_dates: dates,
      fixed_payment_convention: z.string(),
      fixed_day_count: z.string(),
      floating_dates: dates,
      floating_day_count: z.string(),
      floating_spread: z.number(),
      projection: z.string(),
    }),
    (input) => {
      reading(input.projection, 'projection', [[onOneCurve, true]])
      const { curve, curveDate } = datedFlatCurveOf(input.curve)
      const payment = conventionSaid(input.fixed_payment_convention, 'fixed_payment_convention')
      const result = catalogue.swapOperation.run({
        side: sideSaid(input.side),
        notional: input.notional,
        fixedRate: input.fixed_rate,
        fixedLeg: {
          dates: input.fixed_dates,
          dayCount: dayCountSaid(input.fixed_day_count, 'fixed_day_count'),
          paymentConvention: payment.convention,
          calendar: payment.calendar,
        },
        floatingLeg: {
          dates: input.floating_dates,
          dayCount: dayCountSaid(input.floating_day_count, 'floating_day_count'),
          paymentConvention: 'unadjusted',
          calendar: 'none',
        },
        floatingSpread: input.floating_spread,
        discountCurve: curve,
        curveDate,
      })
      return {
        npv: result.presentValue,
        fair_rate: result.parRate,
        fair_spread: result.parSpread,
        fixed_leg_bps: result.fixedLegBps,
        floating_leg_bps: result.floatingLegBps,
        annuity: result.annuity,
      }
    },
  ),
  referenceForm(
    'swap',
    exactly({
      discount_curve: zeroCurve,
      projection_curve: z.string().optional(),
      maturity_years: z.number(),
      fixed_frequency: z.number(),
      float_frequency: z.number(),
      notional: z.number(),
      fixed_rate: z.number(),
      side: z.string(),
    }),
    (input) => {
      const discountCurve = undatedCurveOf(input.discount_curve)
      const spread = projectionSpread(input.projection_curve ?? 'discount curve')
      const swap = {
        side: sideSaid(input.side),
        fixedRate: input.fixed_rate,
        fixedLeg: { startYears: 0, termYears: input.maturity_years, frequency: input.fixed_frequency },
        floatingLeg: { startYears: 0, termYears: input.maturity_years, frequency: input.float_frequency },
        discountCurve,
        projectionCurve: {
          kind: 'spread-over' as const,
          curve: discountCurve,
          zeroSpreadContinuous: spread,
        },
      }
      const unit = catalogue.swapOperation.run({ ...swap, notional: 1 })
      return {
        annuity: unit.annuity,
        par_rate: unit.parRate,
        float_leg: unit.floatingLegPresentValue,
        npv: catalogue.swapOperation.run({ ...swap, notional: input.notional }).presentValue,
      }
    },
  ),
  referenceForm(
    'swap_risk',
    exactly({
      curve: zeroCurve,
      maturity_years: z.number(),
      fixed_frequency: z.number(),
      fixed_rate: z.number(),
      notional: z.number(),
      side: z.string(),
      float_leg: z.string(),
      bump: z.string(),
    }),
    (input) => {
      reading(input.curve.type, 'curve.type', [[/^zero rates, continuous, linear in rate/, true]])
      const result = catalogue.swapRiskOperation.run({
        side: sideSaid(input.side),
        notional: input.notional,
        fixedRate: input.fixed_rate,
        fixedLeg: { startYears: 0, termYears: input.maturity_years, frequency: input.fixed_frequency },
        floatingLeg: {
          startYears: 0,
          termYears: floatingMaturity(input.float_leg),
          frequency: input.fixed_frequency,
        },
        timesYears: input.curve.tenors_years,
        zeroRates: input.curve.zero_rates,
        bumpBp: bumpOf(input.bump),
      })
      return { npv: result.presentValue, bucket_dv01: result.bucketDv01, parallel_dv01: result.parallelDv01 }
    },
  ),
  referenceForm(
    'fra',
    exactly({
      curve: undatedCurve,
      start_years: z.number(),
      end_years: z.number(),
      accrual: z.number(),
      strike: z.number(),
      notional: z.number(),
      side: z.string(),
      settlement: z.string(),
    }),
    (input) => {
      reading(input.settlement, 'settlement', [
        [/^discounted at the (fra|forward) rate (at|to) the start( date)?$/, true],
      ])
      const result = catalogue.forwardRateAgreementOperation.run({
        side: sideSaid(input.side),
        notional: input.notional,
        strike: input.strike,
        startYears: input.start_years,
        endYears: input.end_years,
        accrualYears: input.accrual,
        discountCurve: undatedCurveOf(input.curve),
      })
      return { forward_rate: result.forwardRate, npv: result.presentValue }
    },
  ),
  referenceForm(
    'compounded_rfr',
    exactly({ fixings: list, days: list, day_count: z.number() }),
    ({ fixings: rates, days, day_count: daysInYear }) => {
      const result = catalogue.compoundedOvernightOperation.run({ rates, days, daysInYear })
      return {
        compounding_factor: result.compoundingFactor,
        annualised_rate: result.compoundedRate,
        simple_average_rate: result.averageRate,
      }
    },
  ),
]
