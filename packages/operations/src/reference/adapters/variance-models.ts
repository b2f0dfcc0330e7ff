import { z } from 'zod'
import { varianceSwapMarkOperation, varianceSwapStripOperation } from '../../catalogue/equity/index.ts'
import * as catalogue from '../../catalogue/models/index.ts'
import { type ReferenceForm, referenceForm } from '../reference-form.ts'
import { exactly, list, said } from './form-inputs.ts'

/** Variance swaps, realised and implied variance. */
export const varianceModelForms: readonly ReferenceForm[] = [
  referenceForm(
    'variance_swap_heston',
    exactly({ v0: z.number(), kappa: z.number(), theta: z.number(), maturity_years: list }),
    ({ maturity_years, ...parameters }) => ({
      fair_variance: maturity_years.map(
        (maturityYears) => catalogue.hestonFairVarianceOperation.run({ parameters, maturityYears }).fairVariance,
      ),
    }),
  ),
  referenceForm(
    'realized_variance',
    exactly({ prices: list, annualisation: z.number() }),
    ({ prices, annualisation: periodsPerYear }) => {
      const zeroMean = catalogue.realisedVarianceOperation.run({ prices, periodsPerYear, mean: 'zero-mean' })
      const sample = catalogue.realisedVarianceOperation.run({ prices, periodsPerYear, mean: 'sample' })
      return {
        zero_mean: zeroMean.variance,
        sample_mean_adjusted: sample.variance,
        volatility_zero_mean: zeroMean.volatility,
      }
    },
  ),
  referenceForm(
    'variance_swap_replication',
    exactly({
      spot: z.number(),
      rate_continuous: z.number(),
      dividend_yield_continuous: z.number(),
      maturity_years: z.number(),
      boundary_S_star: z.number(),
      puts: z.array(exactly({ strike: z.number(), vol: z.number() })),
      calls: z.array(exactly({ strike: z.number(), vol: z.number() })),
      strike_step: z.number(),
      method: z
        .string()
        .refine(
          (text) =>
            text.startsWith(
              'piecewise-linear replication of f(S)=2/T[(S-S*)/S* - ln(S/S*)] with option weights from slopes',
            ),
          'is not a replication that is understood',
        ),
    }),
    (input) => {
      const strip = (options: readonly { readonly strike: number; readonly vol: number }[]) =>
        options.map(({ strike, vol: volAnnual }) => ({ strike, volAnnual }))
      const result = varianceSwapStripOperation.run({
        spot: input.spot,
        rateContinuous: input.rate_continuous,
        dividendYieldContinuous: input.dividend_yield_continuous,
        maturityYears: input.maturity_years,
        boundary: input.boundary_S_star,
        puts: strip(input.puts),
        calls: strip(input.calls),
        endStep: input.strike_step,
      })
      return {
        fair_variance: result.fairVariance,
        fair_variance_published: result.fairVariance,
        fair_volatility_percent_published: 100 * result.fairVolatility,
        portfolio_cost_times_1e4: 1e4 * result.presentValue,
        weights: result.options.map(({ weight }) => weight),
      }
    },
  ),
  referenceForm(
    'variance_swap_replication_continuum',
    exactly({
      spot: z.number(),
      rate_continuous: z.number(),
      maturity_years: z.number(),
      volatility: z.string().refine((text) => smileOf(text) !== undefined, 'is not a smile that is understood'),
      strikes_from: z.number(),
      strikes_to: z.number(),
    }),
    (input) => {
      const { fairVariance } = catalogue.varianceReplicationOperation.run({
        spot: input.spot,
        rateContinuous: input.rate_continuous,
        dividendYieldContinuous: 0,
        maturityYears: input.maturity_years,
        smile: smileOf(input.volatility)!,
        lowestStrike: input.strikes_from,
        highestStrike: input.strikes_to,
      })
      return { fair_variance: fairVariance, numerical: fairVariance }
    },
  ),
  referenceForm(
    'variance_swap_skew_approx',
    exactly({
      atm_forward_vol: z.number(),
      skew_b: z.number(),
      maturity_years: z.number(),
      formula: said('K_var ~ sigma0^2 (1 + 3 T b^2), sigma(K)=sigma0 - b (K-F)/F'),
    }),
    ({ atm_forward_vol: atmForwardVol, skew_b: skew, maturity_years: maturityYears }) => ({
      fair_variance: catalogue.linearSkewVarianceOperation.run({ atmForwardVol, skew, maturityYears }).fairVariance,
    }),
  ),
  referenceForm(
    'variance_swap_mtm',
    exactly({
      variance_notional: z.number(),
      strike_variance: z.number(),
      elapsed_fraction: z.number(),
      realized_variance_to_date: z.number(),
      implied_variance_remaining: z.number(),
      rate_continuous: z.number(),
      remaining_years: z.number(),
    }),
    (input) => {
      const result = varianceSwapMarkOperation.run({
        varianceNotional: input.variance_notional,
        strikeVariance: input.strike_variance,
        elapsedFraction: input.elapsed_fraction,
        realisedVarianceToDate: input.realized_variance_to_date,
        impliedVarianceRemaining: input.implied_variance_remaining,
        rateContinuous: input.rate_continuous,
        remainingYears: input.remaining_years,
      })
      return { npv: result.presentValue, vega_notional_equivalent: result.vegaNotional }
    },
  ),
  referenceForm(
    'vix_variance',
    exactly({
      forward: z.number(),
      K0: z.number(),
      maturity_years: z.number(),
      rate_continuous: z.number(),
      options: z.array(exactly({ strike: z.number(), call: z.number(), put: z.number() })),
    }).refine(({ K0, forward, options }) => options.findLast(({ strike }) => strike <= forward)?.strike === K0, {
      path: ['K0'],
      message: 'is not the highest strike at or below the forward',
    }),
    ({ forward, maturity_years: maturityYears, rate_continuous: rateContinuous, options }) => {
      const result = catalogue.vixVarianceOperation.run({ forward, maturityYears, rateContinuous, options })
      return { variance: result.variance, index: result.indexPoints }
    },
  ),
]

/**
 * The nodes of a smile told in words: `flat 0.25`, or `0.20-0.001*(K-100) for 40<K<160, 0.26 below, 0.14 above`, where
 * the flat ends must meet the line.
 */
function smileOf(text: string): { strike: number; volAnnual: number }[] | undefined {
  // Written without spaces, `<=` as `<`, and with a comma before each part.
  const plain = text
    .toLowerCase()
    .replace(/\s+/g, '')
    .replace(/<=/g, '<')
    .replace(/;/g, ',')
    .replace(/^sigma\(k\)=/, '')
  const flat = /^flat([\d.]+)$/.exec(plain)
  if (flat !== null) return [{ strike: 1, volAnnual: Number(flat[1]) }]
  const line =
    /^([\d.]+)([+-])([\d.]+)\*?\(k-([\d.]+)\),?for([\d.]+)<k<([\d.]+),([\d.]+)below,(?:and)?([\d.]+)above$/.exec(plain)
  if (line === null) return undefined
  const [level, slope, centre, low, high, below, above] = [1, 3, 4, 5, 6, 7, 8].map((group) => Number(line[group]))
  const vol = (strike: number): number => level + (line[2] === '-' ? -1 : 1) * slope * (strike - centre)
  const meets = Math.abs(vol(low) - below) < 1e-12 && Math.abs(vol(high) - above) < 1e-12 && low < high
  if (!meets) return undefined
  return [
    { strike: low, volAnnual: below },
    { strike: high, volAnnual: above },
  ]
}
