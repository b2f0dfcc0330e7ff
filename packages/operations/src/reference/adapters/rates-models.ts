import { TuttiError } from '@tutti/analytics/errors'
import { addTenor, advancedDay, calendar, dayOf, isoOfDay, tenorOf } from '@tutti/analytics/time'
import { z } from 'zod'
import * as catalogue from '../../catalogue/models/index.ts'
import { type ReferenceForm, referenceForm } from '../reference-form.ts'
import { exactly, list } from './form-inputs.ts'
import {
  datedFlatCurve,
  datedFlatCurveOf,
  dayCountSaid,
  reading,
  sideSaid,
  undatedCurve,
  undatedCurveOf,
} from './rates-texts.ts'

const g2 = { a: z.number(), sigma: z.number(), b: z.number(), eta: z.number(), rho: z.number() }

function unsupported(field: string, got: string, expected: string): never {
  throw new TuttiError('unsupported', `no operation knows this ${field}: ${got}`, { field, got, expected })
}

/** The part of a text that a pattern captures. */
function captured(text: string, pattern: RegExp, field: string): RegExpExecArray {
  return pattern.exec(text) ?? unsupported(field, text, String(pattern))
}

const tenorSaid = (text: string, field: string) =>
  reading(text, field, [
    [/^annual(ly)?$/, '1Y' as const],
    [/^semi-?annual(ly)?$/, '6M' as const],
    [/^quarterly$/, '3M' as const],
  ])

const fixedLegPattern = /fixed (annual|semi-?annual|quarterly) (.+?)( unadjusted)?[,;]/i
const floatingPattern = /(?:EURIBOR|LIBOR|EURLIBOR) ?(\d+M|1Y)/i
const floatingDayCountPattern = /floating (?:.*?)(ACT\/\S+?)(?:[ ;,]|$)/i

/** What a text on the conventions of a swaption market says; whatever it leaves open is refused. */
function marketSaid(text: string) {
  const fixed = captured(text, fixedLegPattern, 'conventions')
  const floating = captured(text, floatingPattern, 'conventions')
  const floatingDayCount = captured(text, floatingDayCountPattern, 'conventions')
  for (const needed of [/\bATM\b/i, /\bTARGET\b/, /relative to (the )?market/i, /at-par/i])
    captured(text, needed, 'conventions')
  return {
    calendar: 'TARGET' as const,
    fixedTenor: tenorSaid(fixed[1], 'conventions'),
    fixedDayCount: dayCountSaid(fixed[2], 'conventions'),
    floatingTenor: floating[1].toUpperCase(),
    floatingDayCount: dayCountSaid(floatingDayCount[1], 'conventions'),
  }
}

/**
 * The legs that a text such as `payer swap starting 1y after settlement (2003-02-19), 5y, fixed annual 30/360 bond basis
 * unadjusted, floating EURIBOR 6M semi-annual ACT/360 modified following (TARGET)` describes; settlement is the date of
 * the curve.
 */
function underlyingSaid(text: string, settlement: string) {
  const start = captured(
    text,
    /^(payer|receiver) swap starting (\d+ ?[dwmy]) after settlement(?: \((\d{4}-\d{2}-\d{2})\))?, (\d+ ?[my]),/i,
    'underlying',
  )
  const fixed = captured(text, fixedLegPattern, 'underlying')
  if (fixed[3] === undefined) unsupported('underlying', text, 'a fixed leg that accrues unadjusted')
  const floatingTenor = captured(text, floatingPattern, 'underlying')[1].toUpperCase()
  const dayCount = dayCountSaid(captured(text, floatingDayCountPattern, 'underlying')[1], 'underlying')
  captured(text, /modified following \(TARGET\)$/i, 'underlying')
  const days = calendar('TARGET')
  const from = dayOf(settlement, 'curve.reference')
  const tenor = (said: string) => tenorOf(said.replace(' ', '').toUpperCase(), 'underlying')
  const first = advancedDay(from, tenor(start[2]), days, 'modified following')
  if (
    start[3] !== undefined &&
    dayOf(start[3], 'underlying') !== first &&
    addTenor(from, tenor(start[2])) !== dayOf(start[3])
  ) {
    unsupported('underlying', text, `a start on ${isoOfDay(first)}`)
  }
  const effective = isoOfDay(first)
  const termination = isoOfDay(advancedDay(first, tenor(start[4]), days, 'modified following'))
  const payment = { calendar: 'TARGET' as const, paymentConvention: 'modified following' as const }
  const dates = { effective, termination, rule: 'forward' as const, endOfMonth: false }
  return {
    side: sideSaid(start[1]),
    fixedLeg: {
      schedule: { ...dates, tenor: tenorSaid(fixed[1], 'underlying'), convention: 'unadjusted' as const },
      dayCount: dayCountSaid(fixed[2], 'underlying'),
      ...payment,
    },
    floatingLeg: {
      schedule: { ...dates, tenor: floatingTenor, convention: 'modified following' as const },
      dayCount,
      ...payment,
    },
  }
}

const bermudanInput = {
  evaluation_date: z.string(),
  curve: datedFlatCurve,
  notional: z.number(),
  underlying: z.string(),
  strikes_relative_to_atm: list.min(1),
  exercise_dates: z.string(),
}

const bermudanOf = (input: z.infer<ReturnType<typeof exactly<typeof bermudanInput>>>) => {
  reading(input.exercise_dates, 'exercise_dates', [[/^start( date)? of (every|each) fixed period$/, true]])
  const { curve, curveDate } = datedFlatCurveOf(input.curve)
  return {
    curve,
    curveDate,
    ...underlyingSaid(input.underlying, input.curve.reference),
    notional: input.notional,
    exercises: 'fixed period starts' as const,
  }
}

const grid = { kind: 'grid' as const }
/** Lattices move the start of a floating period onto an exercise that a holiday parts from it. */
const lattice = { kind: 'lattice' as const, steps: 50, snapDays: 7 }

/** Short-rate models of swaptions. */
export const swaptionModelForms: readonly ReferenceForm[] = [
  referenceForm(
    'hull_white_calibration',
    exactly({
      evaluation_date: z.string(),
      curve: datedFlatCurve,
      swaptions: z
        .array(
          z.union([
            exactly({ expiry_years: z.int(), tenor_years: z.int(), lognormal_vol: z.number() }),
            exactly({ expiry_years: z.int(), tenor_years: z.int(), normal_vol: z.number() }),
          ]),
        )
        .min(1),
      conventions: z.string(),
    }),
    (input, wanted) => {
      const { curve, curveDate } = datedFlatCurveOf(input.curve)
      const quotes = {
        market: {
          ...marketSaid(input.conventions),
          valuationDate: input.evaluation_date,
          curveDate: curveDate.date,
          curveDayCount: curveDate.dayCount,
          volatilityDayCount: 'ACT/365F' as const,
          convention: 'modified following' as const,
          settlementLagBusinessDays: 2,
        },
        swaptions: input.swaptions.map((quote) => ({
          expiry: `${quote.expiry_years}Y`,
          tenor: `${quote.tenor_years}Y`,
          volatility:
            'lognormal_vol' in quote
              ? { kind: 'lognormal' as const, volAnnual: quote.lognormal_vol }
              : { kind: 'normal' as const, volAnnual: quote.normal_vol },
        })),
      }
      const free = catalogue.hullWhiteCalibrationOperation.run({ curve, quotes })
      // The name of a result says at which mean reversion it is wanted: fixed_a_0.05_sigma.
      const fixed = wanted.flatMap((key) => {
        const match = /^fixed_a_([\d.]+)_sigma$/.exec(key)
        if (match === null) return []
        const fixedMeanReversion = Number(match[1])
        return [[key, catalogue.hullWhiteCalibrationOperation.run({ curve, quotes, fixedMeanReversion }).sigma]]
      })
      return { free_a: free.a, free_sigma: free.sigma, ...Object.fromEntries(fixed) }
    },
  ),
  referenceForm(
    'hull_white_bermudan',
    exactly({ ...bermudanInput, a: z.number(), sigma: z.number() }),
    ({ a, sigma, ...input }) => {
      const swap = { ...bermudanOf(input), a, sigma }
      const values = (method: typeof grid | typeof lattice) =>
        input.strikes_relative_to_atm.map(
          (timesParRate) =>
            catalogue.hullWhiteBermudanOperation.run({ ...swap, strike: { timesParRate }, method }).presentValue,
        )
      return { fdm: values(grid), tree_50_steps: values(lattice) }
    },
  ),
  referenceForm('g2_bermudan', exactly({ ...bermudanInput, ...g2 }), ({ a, sigma, b, eta, rho, ...input }) => {
    const swap = { ...bermudanOf(input), a, sigma, b, eta, rho }
    const values = (method: typeof grid | typeof lattice) =>
      input.strikes_relative_to_atm.map(
        (timesParRate) => catalogue.g2BermudanOperation.run({ ...swap, strike: { timesParRate }, method }).presentValue,
      )
    return { fdm: values(grid), tree_50_steps: values(lattice) }
  }),
  referenceForm(
    'g2_swaption',
    exactly({
      curve: undatedCurve,
      ...g2,
      notional: z.number(),
      side: z.string(),
      fixed_frequency: z.int(),
      accrual: z.number(),
      items: z.array(exactly({ expiry: z.number(), tenor: z.number(), strike: z.number() })),
    }).refine((input) => Math.abs(input.accrual * input.fixed_frequency - 1) < 1e-12, {
      path: ['accrual'],
      message: 'is not 1 / fixed_frequency',
    }),
    ({ curve, side, items, fixed_frequency: fixedFrequency, notional, a, sigma, b, eta, rho }) => {
      reading(side, 'side', [[/^(payer|receiver|both|payer and receiver)$/, true]])
      const results = items.map(({ expiry, tenor, strike }) =>
        catalogue.g2SwaptionOperation.run({
          curve: undatedCurveOf(curve),
          a,
          sigma,
          b,
          eta,
          rho,
          notional,
          expiryYears: expiry,
          tenorYears: tenor,
          strike,
          fixedFrequency,
        }),
      )
      return { payer: results.map(({ payer }) => payer), receiver: results.map(({ receiver }) => receiver) }
    },
  ),
]
