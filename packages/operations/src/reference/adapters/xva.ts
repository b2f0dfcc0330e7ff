import { TuttiError } from '@tutti/analytics/errors'
import { z } from 'zod'
import * as catalogue from '../../catalogue/xva/index.ts'
import { type ReferenceForm, referenceForm } from '../reference-form.ts'
import { exactly, list } from './form-inputs.ts'

/** The one of `known` that the text begins with, whatever its case and spacing; refused where there is none. */
function beginning<T extends string>(text: string, known: readonly T[], field: string): T {
  const plain = text
    .trim()
    .toLowerCase()
    .replaceAll(/[\s_-]+/g, ' ')
  const found = known.find((word) => plain.startsWith(word))
  if (found !== undefined) return found
  throw new TuttiError('unsupported', `${field} "${text}" is not known`, {
    field,
    got: text,
    expected: known.join(', '),
  })
}

const numbersOrNull = z.number().nullable()

/** Credit valuation adjustments. */
export const xvaForms: readonly ReferenceForm[] = [
  referenceForm(
    'cva_discrete',
    exactly({
      times: list,
      expected_exposure: list,
      discount_factors: list,
      survival: list,
      recovery: z.number(),
    }),
    ({ times, expected_exposure, discount_factors, survival, recovery }) => ({
      cva: catalogue.creditAdjustmentOperation.run({
        timesYears: times,
        expectedExposure: expected_exposure,
        discountFactors: discount_factors,
        survival,
        recovery,
      }).adjustment,
    }),
  ),
  referenceForm(
    'cva_swap',
    exactly({
      notional: z.number(),
      maturity_years: z.number(),
      side: z.string(),
      rate_continuous: z.number(),
      fixed_rate: numbersOrNull,
      normal_volatility_of_forward_swap_rates: z.number(),
      counterparty_hazard: z.number(),
      own_hazard: z.number(),
      recovery: z.number(),
      default_buckets: z.string(),
    }),
    (input) => {
      beginning(input.default_buckets, ['yearly, exposure at the end of each year'], 'default_buckets')
      const result = catalogue.swapCreditAdjustmentOperation.run({
        curve: { kind: 'flat', rateContinuous: input.rate_continuous },
        notional: input.notional,
        side: beginning(input.side, ['payer', 'receiver'], 'side'),
        maturityYears: input.maturity_years,
        fixedRate: input.fixed_rate,
        normalVolAnnual: input.normal_volatility_of_forward_swap_rates,
        counterpartyHazard: input.counterparty_hazard,
        ownHazard: input.own_hazard,
        recovery: input.recovery,
      })
      return {
        par_rate: result.parRate,
        discounted_epe_by_year: result.discountedPositiveExposure,
        discounted_ene_by_year: result.discountedNegativeExposure,
        cva: result.cva,
        dva: result.dva,
      }
    },
  ),
  referenceForm(
    'cva_fx_forward',
    exactly({
      spot: z.number(),
      strike: z.number(),
      maturity_years: z.number(),
      rate_domestic_continuous: z.number(),
      rate_foreign_continuous: z.number(),
      volatility: z.number(),
      hazard: z.number(),
      recovery: z.number(),
      notional_foreign: z.number(),
      side: z.string(),
    }),
    (input, wanted) => {
      const keys = wanted.flatMap((name) => {
        const years = /^discounted_epe_at_(\d+(?:\.\d+)?)y$/.exec(name)?.[1]
        return years === undefined ? [] : [{ name, years: Number(years) }]
      })
      const result = catalogue.fxForwardCreditAdjustmentOperation.run({
        spot: input.spot,
        strike: input.strike,
        maturityYears: input.maturity_years,
        domesticRateContinuous: input.rate_domestic_continuous,
        foreignRateContinuous: input.rate_foreign_continuous,
        volAnnual: input.volatility,
        hazard: input.hazard,
        recovery: input.recovery,
        notionalForeign: input.notional_foreign,
        side: beginning(input.side, ['long foreign', 'short foreign'], 'side'),
        exposureTimesYears: keys.map((key) => key.years),
      })
      return {
        cva_continuous: result.cva,
        ...Object.fromEntries(keys.map((key, i) => [key.name, result.discountedPositiveExposure[i]])),
      }
    },
  ),
]
