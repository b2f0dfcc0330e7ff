import { z } from 'zod'
import * as catalogue from '../../catalogue/curves/index.ts'
import { type ReferenceForm, referenceForm } from '../reference-form.ts'
import { exactly, list, said } from './form-inputs.ts'

const smithWilsonInputs = {
  observed_maturities: list,
  observed_zero_rates: list,
  rate_compounding: said('annual'),
  ufr: z.number(),
}

type SmithWilsonInputs = z.infer<ReturnType<typeof exactly<typeof smithWilsonInputs>>>

const zeroPrices = (input: SmithWilsonInputs) => ({
  maturitiesYears: input.observed_maturities,
  zeroRatesAnnual: input.observed_zero_rates,
  ultimateForwardRate: input.ufr,
})

/** Nelson-Siegel-Svensson and Smith-Wilson curves and their fits. */
export const curveParametricForms: readonly ReferenceForm[] = [
  referenceForm(
    'nelson_siegel_svensson',
    exactly({
      beta0: z.number(),
      beta1: z.number(),
      beta2: z.number(),
      beta3: z.number(),
      tau1: z.number(),
      tau2: z.number().nullable(),
      times: list,
      compounding: said('continuous'),
    }),
    ({ beta0, beta1, beta2, beta3, tau1, tau2, times: timesYears }) => {
      const result = catalogue.nelsonSiegelSvenssonOperation.run({
        beta0,
        beta1,
        beta2,
        beta3,
        tau1,
        timesYears,
        ...(tau2 === null ? {} : { tau2 }),
      })
      return { zero_rates: result.zeroRates, instantaneous_forwards: result.instantaneousForwards }
    },
  ),
  referenceForm(
    'nelson_siegel_fit',
    exactly({
      maturities_months: list,
      yields_percent: list,
      lambda_per_month: z.number(),
      method: z.string().regex(/least squares.*loadings.*fixed lambda/i),
    }),
    (input) => {
      const fit = catalogue.nelsonSiegelFitOperation.run({
        maturities: input.maturities_months,
        yields: input.yields_percent,
        lambda: input.lambda_per_month,
      })
      const { level, slope, curvature } = fit
      return { level, slope, curvature, rss: fit.residualSumOfSquares, fitted_percent: fit.fitted }
    },
  ),
  referenceForm(
    'smith_wilson',
    exactly({ ...smithWilsonInputs, alpha: z.number(), query_maturities: list }),
    (input) => {
      const result = catalogue.smithWilsonOperation.run({
        ...zeroPrices(input),
        alpha: input.alpha,
        timesYears: input.query_maturities,
      })
      return {
        zero_rates: result.zeroRatesAnnual,
        discount_factors: result.discountFactors,
      }
    },
  ),
  referenceForm('smith_wilson_fit', exactly({ ...smithWilsonInputs, alpha: z.number() }), (input) => {
    const timesYears = input.observed_maturities
    const fit = catalogue.smithWilsonOperation.run({ ...zeroPrices(input), alpha: input.alpha, timesYears })
    // The case takes the weights with the opposite sign: P = e^(-wt) - W zeta.
    return { zeta: fit.weights.map((weight) => -weight) }
  }),
  referenceForm(
    'smith_wilson_alpha',
    exactly({
      ...smithWilsonInputs,
      last_liquid_point: z.number(),
      convergence_maturity: z.number(),
      tolerance_bp: z.number(),
      alpha_lower_bound: z.number(),
    }),
    (input) => ({
      alpha: catalogue.smithWilsonAlphaOperation.run({
        ...zeroPrices(input),
        convergenceYears: input.convergence_maturity,
        toleranceBp: input.tolerance_bp,
        lowestAlpha: input.alpha_lower_bound,
      }).alpha,
    }),
  ),
  referenceForm(
    'wilson_function',
    exactly({ t1: list, t2: list, ufr: z.number(), alpha: z.number() }),
    ({ t1, t2, ufr, alpha }) => ({
      W: catalogue.wilsonKernelOperation.run({ firstYears: t1, secondYears: t2, ultimateForwardRate: ufr, alpha })
        .kernel,
    }),
  ),
]
