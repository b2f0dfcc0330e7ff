import { z } from 'zod'
import * as catalogue from '../../catalogue/models/index.ts'
import { type ReferenceForm, referenceForm } from '../reference-form.ts'
import { exactly, list, said } from './form-inputs.ts'

const meanReverting = { kappa: z.number(), theta: z.number(), sigma: z.number() }
const g2 = { a: z.number(), sigma: z.number(), b: z.number(), eta: z.number(), rho: z.number() }
const flatCurve = exactly({ type: said('flat continuous'), rate: z.number() })
const bondOptions = z.array(exactly({ expiry: z.number(), bond_maturity: z.number(), strike: z.number() }))

const curveOf = ({ rate }: { readonly rate: number }) => ({ kind: 'flat' as const, rateContinuous: rate })

const optionOf = (item: { readonly expiry: number; readonly bond_maturity: number; readonly strike: number }) => ({
  expiryYears: item.expiry,
  bondMaturityYears: item.bond_maturity,
  strike: item.strike,
})

const callsAndPuts = (results: readonly { readonly call: number; readonly put: number }[]) => ({
  calls: results.map((result) => result.call),
  puts: results.map((result) => result.put),
})

const future = { future_quote: z.number(), t_start: z.number(), t_end: z.number(), sigma: z.number() }
const hullWhite = z.string().regex(/^\s*(extended vasicek|hull[- ]white( one[- ]factor| 1f)?)\s*$/i)
/** Hull & White's model without mean reversion. */
const hoLee = z.string().regex(/^\s*ho[- ](and )?lee\s*$/i)

/** Short-rate models and what they price. */
export const rateModelForms: readonly ReferenceForm[] = [
  referenceForm(
    'cir_moments',
    exactly({ ...meanReverting, v: z.number(), dt: z.number() }),
    ({ v: value, dt: dtYears, ...parameters }, wanted) => {
      // The names of the results say where: cdf_at_0.04, quantile_99pct.
      const told = (pattern: RegExp) =>
        wanted.flatMap((key) => {
          const match = pattern.exec(key)
          return match === null ? [] : [{ key, at: Number(match[1]) }]
        })
      const points = told(/^cdf_at_(\d*\.?\d+(?:e-?\d+)?)$/)
      const percentiles = told(/^quantile_(\d*\.?\d+)pct$/)
      const law = catalogue.cirTransitionOperation.run({
        parameters,
        value,
        dtYears,
        points: points.map(({ at }) => at),
        probabilities: percentiles.map(({ at }) => at / 100),
      })
      return {
        mean: law.mean,
        variance: law.variance,
        degrees_of_freedom: law.degreesOfFreedom,
        noncentrality: law.noncentrality,
        ...Object.fromEntries(points.map(({ key }, i) => [key, law.cdf[i]])),
        ...Object.fromEntries(percentiles.map(({ key }, i) => [key, law.quantiles[i]])),
      }
    },
  ),
  referenceForm(
    'cir_zero_bond',
    exactly({ items: z.array(exactly({ ...meanReverting, r0: z.number(), maturity_years: z.number() })) }),
    ({ items }) => ({
      prices: items.map(
        ({ r0: shortRate, maturity_years: maturityYears, ...parameters }) =>
          catalogue.cirZeroBondOperation.run({ parameters, shortRate, maturityYears }).price,
      ),
    }),
  ),
  referenceForm(
    'cir_bond_option',
    exactly({
      ...meanReverting,
      r0: z.number(),
      option_expiry: z.number(),
      bond_maturity: z.number(),
      strikes: list,
    }),
    ({ r0: shortRate, option_expiry: expiry, bond_maturity, strikes, ...parameters }) => ({
      calls: strikes.map(
        (strike) =>
          catalogue.cirBondCallOperation.run({
            parameters,
            shortRate,
            option: optionOf({ expiry, bond_maturity, strike }),
          }).price,
      ),
    }),
  ),
  referenceForm(
    'vasicek_zero_bond',
    exactly({ ...meanReverting, r0: z.number(), maturities: list }),
    ({ r0: shortRate, maturities: maturitiesYears, ...parameters }) => ({
      prices: catalogue.vasicekZeroBondsOperation.run({ parameters, shortRate, maturitiesYears }).prices,
    }),
  ),
  referenceForm(
    'vasicek_bond_option',
    exactly({
      ...meanReverting,
      r0: z.number(),
      option_expiry: z.number(),
      bond_maturity: z.number(),
      strikes: list,
    }),
    ({ r0: shortRate, option_expiry: expiry, bond_maturity, strikes, ...parameters }) =>
      callsAndPuts(
        strikes.map((strike) =>
          catalogue.vasicekBondOptionOperation.run({
            parameters,
            shortRate,
            option: optionOf({ expiry, bond_maturity, strike }),
          }),
        ),
      ),
  ),
  referenceForm(
    'hull_white_bond_option',
    exactly({ curve: flatCurve, a: z.number(), sigma: z.number(), items: bondOptions }),
    ({ curve, items, ...model }) =>
      callsAndPuts(
        items.map((item) =>
          catalogue.hullWhiteBondOptionOperation.run({ ...model, curve: curveOf(curve), option: optionOf(item) }),
        ),
      ),
  ),
  referenceForm(
    'hull_white_swaption',
    exactly({
      curve: flatCurve,
      a: z.number(),
      sigma: z.number(),
      notional: z.number(),
      fixed_frequency: z.int(),
      accrual: z.number(),
      items: z.array(exactly({ expiry: z.number(), tenor: z.number(), strike: z.number() })),
    }).refine((input) => input.accrual === 1 / input.fixed_frequency, {
      path: ['accrual'],
      message: 'is not 1 / fixed_frequency',
    }),
    ({ curve, items, fixed_frequency: fixedFrequency, a, sigma, notional }) => {
      const results = items.map(({ expiry, tenor, strike }) =>
        catalogue.hullWhiteSwaptionOperation.run({
          curve: curveOf(curve),
          a,
          sigma,
          notional,
          expiryYears: expiry,
          tenorYears: tenor,
          strike,
          fixedFrequency,
        }),
      )
      return { payer: results.map((result) => result.payer), receiver: results.map((result) => result.receiver) }
    },
  ),
  referenceForm(
    'futures_convexity_bias',
    exactly({
      model: hullWhite,
      future_quote: z.number(),
      t_start: z.number(),
      sigma: z.number(),
      items: z.array(exactly({ t_end: z.number(), a: z.number() })),
    }),
    ({ future_quote: quote, t_start: startYears, sigma, items }) => ({
      forward_rates: items.map(
        ({ t_end: endYears, a }) =>
          catalogue.futuresConvexityOperation.run({ a, sigma, quote, startYears, endYears }).forwardRate,
      ),
    }),
  ),
  referenceForm(
    'futures_convexity_bias',
    exactly({ model: hullWhite, ...future, mean_reversion: z.number() }),
    ({ future_quote: quote, t_start: startYears, t_end: endYears, sigma, mean_reversion: a }) => ({
      forward_rate: catalogue.futuresConvexityOperation.run({ a, sigma, quote, startYears, endYears }).forwardRate,
    }),
  ),
  referenceForm(
    'futures_convexity_bias',
    exactly({ model: hoLee, ...future, mean_reversion: z.literal(0).optional() }),
    ({ future_quote: quote, t_start: startYears, t_end: endYears, sigma }) => ({
      forward_rate: catalogue.futuresConvexityOperation.run({ a: 0, sigma, quote, startYears, endYears }).forwardRate,
    }),
  ),
  referenceForm(
    'futures_convexity_bias',
    exactly({
      model: hoLee,
      future_quote: z.number(),
      t_start: z.number(),
      sigma: z.number(),
      items: z.array(exactly({ t_end: z.number(), a: z.literal(0).optional() })),
    }),
    ({ future_quote: quote, t_start: startYears, sigma, items }) => ({
      forward_rates: items.map(
        ({ t_end: endYears }) =>
          catalogue.futuresConvexityOperation.run({ a: 0, sigma, quote, startYears, endYears }).forwardRate,
      ),
    }),
  ),
  referenceForm(
    'g2_moments',
    exactly({
      ...g2,
      curve: flatCurve,
      t: z.number(),
      // Where the factors start moves their means, not what is answered here.
      x0: z.number(),
      y0: z.number(),
      measure: said('risk-neutral'),
    }),
    ({ curve, t: tYears, a, sigma, b, eta, rho }) => {
      const result = catalogue.g2MomentsOperation.run({ curve: curveOf(curve), a, sigma, b, eta, rho, tYears })
      return { var_x: result.varX, var_y: result.varY, cov_xy: result.covXY, phi_t: result.phi }
    },
  ),
  referenceForm(
    'g2_zero_bond',
    exactly({
      ...g2,
      curve: flatCurve,
      items: z.array(exactly({ t: z.number(), T: z.number(), x: z.number(), y: z.number() })),
    }),
    ({ curve, items, ...model }) => ({
      prices: items.map(
        ({ t: tYears, T: maturityYears, x, y }) =>
          catalogue.g2ZeroBondOperation.run({ ...model, curve: curveOf(curve), tYears, maturityYears, x, y }).price,
      ),
    }),
  ),
  referenceForm(
    'g2_bond_option',
    exactly({ ...g2, curve: flatCurve, items: bondOptions }),
    ({ curve, items, ...model }) =>
      callsAndPuts(
        items.map((item) =>
          catalogue.g2BondOptionOperation.run({ ...model, curve: curveOf(curve), option: optionOf(item) }),
        ),
      ),
  ),
]
