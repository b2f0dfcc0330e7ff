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
  volatilitySaid,
} from './rates-texts.ts'

const dates = z.array(z.string())

/** The day count of a time told as `ACT/365F from 2002-03-14 to the fixing date`, which starts on the evaluation date. */
function volatilityDayCount(text: string, evaluation: string, field: string) {
  const match =
    /^(\S+) from (evaluation date|the evaluation date|\d{4}-\d{2}-\d{2}) to (?:the )?(?:fixing|exercise)(?: date)?$/i.exec(
      text.trim(),
    )
  if (match === null || (/^\d/.test(match[2]) && match[2] !== evaluation)) {
    throw new TuttiError('unsupported', `no operation knows the volatility time ${text}`, {
      field,
      got: text,
      expected: `a day count from ${evaluation} to the fixing or exercise date`,
    })
  }
  return dayCountSaid(match[1], field)
}

/** The dates of a leg that are its payment dates too. */
const legOf = (accrual: readonly string[], dayCount: string, field: string) => ({
  dates: [...accrual],
  dayCount: dayCountSaid(dayCount, field),
  paymentConvention: 'unadjusted' as const,
  calendar: 'none' as const,
})

/** Caplets share a volatility between one cap's maturity and the next. */
const piecewiseConstant =
  /^caplet (spot )?\(?(shifted )?(black|bachelier|normal|lognormal)?\)? ?volatility constant for all caplets resetting in/i

interface UndatedStrip {
  readonly maturity_years: number
  readonly frequency: number
  readonly first_caplet_excluded: boolean
}

const stripLeg = ({ maturity_years, frequency, first_caplet_excluded }: UndatedStrip) => {
  const startYears = first_caplet_excluded ? 1 / frequency : 0
  return { startYears, termYears: maturity_years - startYears, frequency }
}

/** Options on rates. */
export const rateOptionForms: readonly ReferenceForm[] = [
  referenceForm(
    'cap_floor',
    exactly({
      evaluation_date: z.string(),
      curve: datedFlatCurve,
      notional: z.number(),
      schedule: dates,
      accrual_day_count: z.string(),
      fixing_lag_business_days: z.int(),
      payment_convention: z.string(),
      volatility: z.number(),
      volatility_type: z.string(),
      shift: z.number().optional(),
      volatility_day_count: z.string(),
      cap_strike: z.number(),
      floor_strike: z.number(),
      projection: z.string(),
    }),
    (input) => {
      reading(input.projection, 'projection', [[/^(the )?same curve/, true]])
      const { curve, curveDate } = datedFlatCurveOf(input.curve)
      const payment = conventionSaid(input.payment_convention, 'payment_convention')
      // The schedule is adjusted already, and cases that name no calendar are of the euro market.
      const calendar = payment.calendar === 'weekends' ? 'TARGET' : payment.calendar
      const strip = {
        notional: input.notional,
        volatility: volatilitySaid(input.volatility_type, input.volatility, input.shift ?? 0),
        leg: {
          dates: input.schedule,
          dayCount: dayCountSaid(input.accrual_day_count, 'accrual_day_count'),
          paymentConvention: payment.convention,
          calendar,
        },
        volatilityTime: {
          valuationDate: input.evaluation_date,
          dayCount: volatilityDayCount(input.volatility_day_count, input.evaluation_date, 'volatility_day_count'),
          fixingLagBusinessDays: input.fixing_lag_business_days,
          fixingCalendar: calendar,
        },
        discountCurve: curve,
        curveDate,
      }
      return {
        cap_npv: catalogue.capFloorOperation.run({ ...strip, type: 'cap', strike: input.cap_strike }).presentValue,
        floor_npv: catalogue.capFloorOperation.run({ ...strip, type: 'floor', strike: input.floor_strike })
          .presentValue,
      }
    },
  ),
  referenceForm(
    'cap_floor',
    exactly({
      curve: undatedCurve,
      maturity_years: z.number(),
      frequency: z.number(),
      accrual: z.number(),
      first_caplet_excluded: z.boolean(),
      notional: z.number(),
      strikes: list,
      flat_vols: list,
      volatility_type: z.string(),
      shift: z.number().optional(),
    }).refine((input) => Math.abs(input.accrual * input.frequency - 1) < 1e-12, {
      path: ['accrual'],
      message: 'is not 1 / frequency',
    }),
    (input) => {
      const strip = (type: 'cap' | 'floor') =>
        input.strikes.map((strike, i) =>
          catalogue.capFloorOperation.run({
            type,
            notional: input.notional,
            strike,
            volatility: volatilitySaid(input.volatility_type, input.flat_vols[i], input.shift ?? 0),
            leg: stripLeg(input),
            discountCurve: undatedCurveOf(input.curve),
          }),
        )
      const caps = strip('cap')
      return {
        caps: caps.map(({ presentValue }) => presentValue),
        floors: strip('floor').map(({ presentValue }) => presentValue),
        last_caplet: caps.map(({ lines }) => lines[lines.length - 1].presentValue),
      }
    },
  ),
  referenceForm(
    'caplet_strip',
    exactly({
      curve: undatedCurve,
      strike: z.number(),
      frequency: z.number(),
      first_caplet_excluded: z.boolean(),
      cap_flat_vols: z.array(exactly({ maturity_years: z.number(), vol: z.number() })).min(1),
      volatility_type: z.string().optional(),
      shift: z.number().optional(),
      model: z.string(),
    }),
    (input) => {
      if (!piecewiseConstant.test(input.model.trim())) {
        throw new TuttiError('unsupported', `no operation strips caplets by: ${input.model}`, {
          field: 'model',
          got: input.model,
          expected: 'caplet volatility constant for all caplets resetting between two cap maturities',
        })
      }
      const said = input.volatility_type ?? (/bachelier|normal/i.test(input.model) ? 'normal' : 'lognormal')
      const { kind } = volatilitySaid(said, 0, input.shift ?? 0)
      const excluded = input.first_caplet_excluded ? 1 : 0
      const quotes = input.cap_flat_vols
      const result = catalogue.capletStrippingOperation.run({
        strike: input.strike,
        kind,
        ...(kind === 'shifted-lognormal' ? { shift: input.shift ?? 0 } : {}),
        quotes: quotes.map(({ maturity_years, vol }) => ({
          caplets: Math.round(maturity_years * input.frequency) - excluded,
          volAnnual: vol,
        })),
        leg: stripLeg({ ...input, maturity_years: quotes[quotes.length - 1].maturity_years }),
        discountCurve: undatedCurveOf(input.curve),
      })
      return { cap_prices: result.capPrices, caplet_vols: result.volsAnnual }
    },
  ),
  referenceForm(
    'swaption',
    exactly({
      evaluation_date: z.string(),
      curve: datedFlatCurve,
      exercise: z.string(),
      notional: z.number(),
      side: z.string(),
      strike: z.number(),
      fixed_dates: dates,
      fixed_day_count: z.string(),
      floating_dates: dates,
      floating_day_count: z.string(),
      floating_spread: z.number().optional(),
      volatility: z.number(),
      volatility_type: z.string(),
      shift: z.number().optional(),
      volatility_time: z.string(),
      settlement: z.string(),
    }),
    (input) => {
      const { curve, curveDate } = datedFlatCurveOf(input.curve)
      const settlement = reading(input.settlement, 'settlement', [
        [/^physical/, 'physical' as const],
        [/^(cash )?\(?(collateralised|collateralized)/, 'collateralised-cash' as const],
        [/par[- ]yield/, 'par-yield-cash' as const],
      ])
      const result = catalogue.swaptionOperation.run({
        side: sideSaid(input.side),
        notional: input.notional,
        fixedRate: input.strike,
        fixedLeg: legOf(input.fixed_dates, input.fixed_day_count, 'fixed_day_count'),
        floatingLeg: legOf(input.floating_dates, input.floating_day_count, 'floating_day_count'),
        floatingSpread: input.floating_spread ?? 0,
        discountCurve: curve,
        curveDate,
        exercise: {
          valuationDate: input.evaluation_date,
          exerciseDate: input.exercise,
          dayCount: volatilityDayCount(input.volatility_time, input.evaluation_date, 'volatility_time'),
        },
        settlement,
        volatility: volatilitySaid(input.volatility_type, input.volatility, input.shift ?? 0),
      })
      return {
        npv: result.presentValue,
        atm_forward: result.forwardSwapRate,
        annuity: result.annuity,
        vega: result.vega,
        delta: result.delta,
      }
    },
  ),
  referenceForm(
    'swaption',
    exactly({
      curve: undatedCurve,
      expiry_years: z.number(),
      tenor_years: z.number(),
      fixed_frequency: z.number(),
      accrual: z.number(),
      notional: z.number(),
      items: z
        .array(exactly({ type: z.string(), vol: z.number(), shift: z.number().optional(), strike: z.number() }))
        .min(1),
    }).refine((input) => Math.abs(input.accrual * input.fixed_frequency - 1) < 1e-12, {
      path: ['accrual'],
      message: 'is not 1 / fixed_frequency',
    }),
    (input) => {
      const leg = { startYears: input.expiry_years, termYears: input.tenor_years, frequency: input.fixed_frequency }
      const priced = (side: 'payer' | 'receiver', notional: number) =>
        input.items.map((item) =>
          catalogue.swaptionOperation.run({
            side,
            notional,
            fixedRate: item.strike,
            fixedLeg: leg,
            floatingLeg: leg,
            discountCurve: undatedCurveOf(input.curve),
            exercise: { expiryYears: input.expiry_years },
            settlement: 'physical',
            volatility: volatilitySaid(item.type, item.vol, item.shift ?? 0),
          }),
        )
      const payers = priced('payer', input.notional)
      const unit = priced('payer', 1)[0]
      return {
        annuity: unit.annuity,
        forward_swap_rate: unit.forwardSwapRate,
        payer: payers.map(({ presentValue }) => presentValue),
        receiver: priced('receiver', input.notional).map(({ presentValue }) => presentValue),
        vega: payers.map(({ vega }) => vega),
        payer_delta: payers.map(({ delta }) => delta),
      }
    },
  ),
  referenceForm(
    'implied_vol',
    z.union([
      exactly({
        forward: z.number(),
        strike: z.number(),
        expiry_years: z.number(),
        annuity: z.number(),
        shift: z.number().optional(),
        payer_price: z.number(),
      }),
      exactly({
        forward: z.number(),
        strike: z.number(),
        expiry_years: z.number(),
        annuity: z.number(),
        shift: z.number().optional(),
        receiver_price: z.number(),
      }),
    ]),
    (input) => {
      const result = catalogue.rateImpliedVolatilityOperation.run({
        type: 'payer_price' in input ? 'call' : 'put',
        forward: input.forward,
        strike: input.strike,
        expiryYears: input.expiry_years,
        annuity: input.annuity,
        price: 'payer_price' in input ? input.payer_price : input.receiver_price,
        shift: input.shift ?? 0,
      })
      return {
        lognormal_vol: result.lognormalVolAnnual,
        shifted_lognormal_vol: result.lognormalVolAnnual,
        normal_vol: result.normalVolAnnual,
      }
    },
  ),
  referenceForm(
    'bachelier_implied_vol_roundtrip',
    exactly({
      forward: z.number(),
      bp_vol: z.number(),
      expiry_years: z.number(),
      discount: z.number(),
      strikes: list.min(1),
    }),
    ({ forward, bp_vol: volAnnual, expiry_years: expiryYears, discount: annuity, strikes }) => {
      const prices = strikes.map(
        (strike) =>
          catalogue.rateOptionOperation.run({
            forward,
            strike,
            expiryYears,
            annuity,
            volatility: { kind: 'normal', volAnnual },
          }).call,
      )
      const vols = strikes.map(
        (strike, i) =>
          catalogue.rateImpliedVolatilityOperation.run({
            type: 'call',
            forward,
            strike,
            expiryYears,
            annuity,
            price: prices[i],
          }).normalVolAnnual,
      )
      // One volatility is asked for: that of the strike where it comes back worst.
      const worst = vols.reduce((found, vol) => (Math.abs(vol - volAnnual) > Math.abs(found - volAnnual) ? vol : found))
      return { call_prices: prices, implied_vol: worst }
    },
  ),
]
