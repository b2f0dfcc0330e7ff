import { type BondFitErrors, smoothingSplineBondFit, svenssonBondFit } from '@tutti/analytics/curves'
import { z } from 'zod'
import { defineOperation } from '../operation.ts'
import { nonNegative, number, positive, series } from '../value-schemas.ts'

const bonds = z
  .array(
    z.strictObject({
      id: z.string().min(1),
      price: positive.describe('dirty, in the units of the amounts'),
      timesYears: z.array(positive).min(1).describe('of what it still pays'),
      amounts: z.array(number).min(1),
      weight: positive.optional().describe('of its squared yield error; 1'),
    }),
  )
  .min(1)

const errorsShape = {
  bonds: z.array(
    z.strictObject({
      id: z.string(),
      price: positive,
      modelPrice: number,
      yieldContinuous: number,
      modelYieldContinuous: number,
      yieldErrorBp: number.describe('model less market'),
    }),
  ),
  rootMeanSquarePriceError: nonNegative,
  rootMeanSquareYieldErrorBp: nonNegative,
}

const errorsOf = (errors: BondFitErrors) => ({
  bonds: errors.bonds.map((bond) => ({
    id: bond.id,
    price: bond.price,
    modelPrice: bond.modelPrice,
    yieldContinuous: bond.yield,
    modelYieldContinuous: bond.modelYield,
    yieldErrorBp: 1e4 * bond.yieldError,
  })),
  rootMeanSquarePriceError: errors.rootMeanSquarePrice,
  rootMeanSquareYieldErrorBp: 1e4 * errors.rootMeanSquareYield,
})

const couponBond = (years: number, couponPercent: number, price: number) => ({
  id: `${couponPercent} % ${years}Y`,
  price,
  timesYears: Array.from({ length: years }, (_, i) => i + 1),
  amounts: Array.from({ length: years }, (_, i) => couponPercent + (i === years - 1 ? 100 : 0)),
})

const exampleBonds = [
  couponBond(1, 3, 100.2),
  couponBond(2, 2.5, 99.1),
  couponBond(3, 3, 99.6),
  couponBond(5, 3.5, 100.4),
  couponBond(7, 3, 96.2),
  couponBond(10, 4, 101.1),
  couponBond(20, 4, 97.4),
]

/** Nelson-Siegel or Svensson curve through bond prices. */
export const svenssonBondFitOperation = defineOperation({
  name: 'curves/svensson-bond-fit',
  title: 'Parametric curve fitted to bonds',
  description:
    'Nelson-Siegel or Svensson curve by least squares of bond price errors over dollar duration, with the error of each bond.',
  source: 'Svensson, NBER WP 4871 (1994); Gurkaynak, Sack & Wright, J. Monetary Economics 54 (2007), section 4',
  cost: 'medium',
  failures: [{ code: 'not-converged', when: 'no starting point prices the bonds' }],
  input: z.strictObject({ bonds, model: z.enum(['nelson-siegel', 'svensson']) }),
  output: z.strictObject({
    curve: z
      .strictObject({
        kind: z.literal('nelson-siegel-svensson'),
        beta0: number,
        beta1: number,
        beta2: number,
        beta3: number,
        tau1: positive,
        tau2: positive,
      })
      .describe('as other operations take it'),
    ...errorsShape,
  }),
  example: { bonds: exampleBonds, model: 'nelson-siegel' as const },
  compute: ({ bonds: quotes, model }) => {
    const { parameters, errors } = svenssonBondFit(quotes, model === 'svensson' ? 2 : 1)
    return { curve: { kind: 'nelson-siegel-svensson' as const, ...parameters }, ...errorsOf(errors) }
  },
})

/** Smoothing spline of zero rates through bond prices. */
export const splineBondFitOperation = defineOperation({
  name: 'curves/spline-bond-fit',
  title: 'Smoothing spline fitted to bonds',
  description:
    'Natural cubic spline of zero rates that minimises squared yield errors plus smoothness times its roughness, with the error of each bond.',
  source: 'Fisher, Nychka & Zervos, FEDS 95-1 (1995); Waggoner, Federal Reserve Bank of Atlanta WP 97-10 (1997)',
  cost: 'medium',
  input: z.strictObject({
    bonds,
    knotsYears: z.array(positive).min(1).describe('increasing'),
    smoothness: nonNegative.describe('weight of the roughness; 0 for a regression spline'),
  }),
  output: z.strictObject({
    curve: z.strictObject({
      kind: z.literal('interpolated'),
      interpolation: z.literal('natural-cubic-zero'),
      timesYears: series,
      zeroRates: series,
    }),
    roughness: nonNegative.describe('integral of the squared second derivative of the zero rate'),
    ...errorsShape,
  }),
  example: { bonds: exampleBonds, knotsYears: [1, 3, 7, 20], smoothness: 0.001 },
  compute: ({ bonds: quotes, knotsYears, smoothness }) => {
    const fit = smoothingSplineBondFit(quotes, knotsYears, smoothness)
    const { zeroRates, roughness, errors } = fit
    return {
      curve: {
        kind: 'interpolated' as const,
        interpolation: 'natural-cubic-zero' as const,
        timesYears: [...knotsYears],
        zeroRates: [...zeroRates],
      },
      roughness,
      ...errorsOf(errors),
    }
  },
})
