import { z } from 'zod'
import * as catalogue from '../../catalogue/credit/index.ts'
import { type ReferenceForm, referenceForm } from '../reference-form.ts'
import { reading, sideOf } from './credit-readings.ts'
import { exactly, list } from './form-inputs.ts'

const exactTimes = z
  .string()
  .refine(
    (text) =>
      /exact times/i.test(text) &&
      /quarterly/i.test(text) &&
      /accru\w+ (premium|interest)? ?(is )?paid at default|accrued premium paid/i.test(text),
  )
const flatContinuous = exactly({ type: z.string().regex(/^flat,? continuous(ly compounded)?$/i), rate: z.number() })

const quarterly = (recovery: number, conventions: string) => ({
  recovery,
  paymentsPerYear: 4,
  integration: reading<'exact' | 'mid-point'>(conventions, 'conventions', [
    [/exact|no mid-?point/i, 'exact'],
    [/mid-?point/i, 'mid-point'],
  ]),
})
const flatCurve = (discount: { readonly rate: number }) => ({ kind: 'flat' as const, rateContinuous: discount.rate })

/** Swaps in exact times, and the credit triangle. */
export const cdsForms: readonly ReferenceForm[] = [
  referenceForm(
    'hazard_bootstrap',
    exactly({
      tenors_years: list,
      par_spreads: list,
      recovery: z.number(),
      discount: flatContinuous,
      conventions: exactTimes,
    }),
    (input) => {
      const result = catalogue.hazardBootstrapOperation.run({
        quotes: input.tenors_years.map((maturityYears, i) => ({ maturityYears, spread: input.par_spreads[i] })),
        ...quarterly(input.recovery, input.conventions),
        discount: flatCurve(input.discount),
      })
      return {
        hazard_rates: result.hazardRates,
        survival: result.survivalProbabilities,
        risky_annuity: result.riskyAnnuities,
        protection_leg: result.protectionLegs,
      }
    },
  ),
  referenceForm(
    'cds_risk',
    exactly({
      tenors_years: list,
      par_spreads: list,
      recovery: z.number(),
      discount: flatContinuous,
      position: exactly({
        side: z.string(),
        maturity_years: z.number(),
        running_spread: z.number(),
        notional: z.number(),
      }),
      conventions: exactTimes,
    }),
    (input, wanted) => {
      const result = catalogue.cdsRiskOperation.run({
        position: {
          side: sideOf(input.position.side),
          notional: input.position.notional,
          spread: input.position.running_spread,
          maturityYears: input.position.maturity_years,
        },
        quotes: input.tenors_years.map((maturityYears, i) => ({ maturityYears, spread: input.par_spreads[i] })),
        ...quarterly(input.recovery, input.conventions),
        discount: flatCurve(input.discount),
      })
      return {
        ...Object.fromEntries(
          wanted.filter((key) => key.startsWith('par_spread_')).map((key) => [key, result.fairSpread]),
        ),
        mtm: result.presentValue,
        cs01_parallel_quotes_1bp: result.cs01Parallel,
        jump_to_default: result.jumpToDefault,
      }
    },
  ),
  referenceForm(
    'index_cds',
    exactly({
      constituents: z.array(
        z.object({ name: z.string(), recovery: z.number(), weight: z.number() }).catchall(z.number()),
      ),
      maturity_years: z.number(),
      coupon: z.number(),
      discount: flatContinuous,
      conventions: exactTimes,
      notional: z.number(),
    }),
    (input) => {
      const result = catalogue.indexCdsOperation.run({
        constituents: input.constituents.map(({ name, recovery, weight, ...quote }) => ({
          name,
          recovery,
          weight,
          quotes: Object.entries(quote).map(([key, spread]) => ({
            maturityYears: Number(reading(key, 'constituents', [[/^flat_par_spread_\d+y$/, key]]).match(/\d+/)![0]),
            spread,
          })),
        })),
        maturityYears: input.maturity_years,
        coupon: input.coupon,
        notional: input.notional,
        paymentsPerYear: 4,
        integration: quarterly(0, input.conventions).integration,
        discount: flatCurve(input.discount),
      })
      return {
        hazards: result.constituents.map(({ hazardRate }) => hazardRate),
        risky_annuities: result.constituents.map(({ riskyAnnuity }) => riskyAnnuity),
        intrinsic_spread: result.intrinsicSpread,
        intrinsic_upfront_fraction: result.intrinsicUpfront,
        average_spread: result.averageSpread,
        intrinsic_upfront_amount: result.intrinsicUpfrontAmount,
      }
    },
  ),
  referenceForm(
    'index_cds_quote',
    exactly({
      upfront_fraction: z.number(),
      coupon: z.number(),
      recovery: z.number(),
      maturity_years: z.number(),
      discount: flatContinuous,
      conventions: exactTimes,
    }),
    (input) => {
      const result = catalogue.cdsQuoteOperation.run({
        quote: { upfront: input.upfront_fraction, runningSpread: input.coupon },
        runningSpread: input.coupon,
        maturityYears: input.maturity_years,
        ...quarterly(input.recovery, input.conventions),
        discount: flatCurve(input.discount),
      })
      return { flat_spread: result.flatSpread, hazard: result.hazardRate, risky_annuity: result.riskyAnnuity }
    },
  ),
  referenceForm(
    'credit_triangle',
    exactly({
      hazard: z.number(),
      recovery: z.number(),
      discount_rate: z.number(),
      premium: z.literal('continuous'),
    }),
    ({ hazard: hazardRate, recovery, discount_rate: rateContinuous }, wanted) => {
      const over = (maturityYears: number) =>
        catalogue.creditTriangleOperation.run({ hazardRate, recovery, rateContinuous, maturityYears })
      return Object.fromEntries(
        wanted.flatMap((key): [string, number][] => {
          const horizon = /^(default_probability|risky_annuity)_(\d+(?:\.\d+)?)y$/.exec(key)
          if (key === 'par_spread') return [[key, over(1).parSpread]]
          if (horizon === null) return []
          const result = over(Number(horizon[2]))
          return [[key, horizon[1] === 'risky_annuity' ? result.riskyAnnuity : result.defaultProbability]]
        }),
      )
    },
  ),
]
