import { TuttiError } from '@tutti/analytics/errors'
import {
  arbitrageFreeJumpWings,
  durrlemanFactor,
  jumpWingSvi,
  leastTotalVariance,
  logMoneynessDensity,
  naturalSvi,
  rawSviOfJumpWings,
  rawSviOfNatural,
  sviButterfly,
  sviCalibration,
  sviSlice,
} from '@tutti/analytics/volatility'
import { z } from 'zod'
import { defineOperation } from '../operation.ts'
import { nonNegative, number, positive } from '../value-schemas.ts'
import { butterflySchema, smileFit, smileQuotesSchema, sviSchema } from './volatility-inputs.ts'

const naturalSchema = z.strictObject({
  delta: number,
  mu: number,
  rho: z.number().gt(-1).lt(1),
  omega: nonNegative,
  zeta: positive,
})
const jumpWingSchema = z.strictObject({
  v: positive.describe('at-the-money variance, annual'),
  psi: number.describe('at-the-money skew'),
  p: nonNegative.describe('slope of the put wing'),
  c: nonNegative.describe('slope of the call wing'),
  vTilde: number.describe('least variance, annual'),
})

/** An SVI smile with its density and arbitrage. */
export const sviSmileOperation = defineOperation({
  name: 'volatility/svi-smile',
  title: 'SVI smile',
  description:
    "Total variance, volatility, Durrleman's g and density of raw SVI at log-moneyness, and where the smile has butterfly arbitrage over all strikes.",
  source: 'Gatheral & Jacquier, Quantitative Finance 14 (2014), 59-71',
  input: z.strictObject({
    parameters: sviSchema,
    expiryYears: positive,
    logMoneyness: z.array(number).min(1).describe('ln(strike / forward)'),
  }),
  output: z.strictObject({
    totalVariances: z.array(nonNegative),
    volsAnnual: z.array(nonNegative),
    durrlemanFactors: z.array(number).describe('g; below zero is butterfly arbitrage'),
    densities: z.array(number).describe('of ln(S / F)'),
    leastTotalVariance: number,
    butterfly: z.strictObject({
      isFree: z.boolean(),
      violations: butterflySchema,
      putWingSlope: nonNegative.describe('above 2 breaks the bound on wings'),
      callWingSlope: nonNegative.describe('above 2 breaks the bound on wings'),
    }),
  }),
  example: {
    parameters: { a: -0.041, b: 0.1331, rho: 0.306, m: 0.3586, sigma: 0.4153 },
    expiryYears: 1,
    logMoneyness: [-1, 0, 0.9],
  },
  failures: [{ code: 'not-applicable', when: 'total variance is zero at one of the points' }],
  compute: ({ parameters, expiryYears, logMoneyness }) => {
    const slice = sviSlice(parameters)
    const points = logMoneyness.map((k, i) => {
      const point = slice(k)
      if (point.totalVariance > 0) return { k, point }
      throw new TuttiError(
        'not-applicable',
        `total variance is zero at logMoneyness[${i}], where there is no density`,
        {
          field: `logMoneyness[${i}]`,
          got: String(k),
        },
      )
    })
    const butterfly = sviButterfly(parameters)
    return {
      totalVariances: points.map(({ point }) => point.totalVariance),
      volsAnnual: points.map(({ point }) => Math.sqrt(point.totalVariance / expiryYears)),
      durrlemanFactors: points.map(({ point, k }) => durrlemanFactor(point, k)),
      densities: points.map(({ point, k }) => logMoneynessDensity(point, k)),
      leastTotalVariance: leastTotalVariance(parameters),
      butterfly: { ...butterfly, violations: [...butterfly.violations] },
    }
  },
})

/** SVI from one of its forms into all of them. */
export const sviFormsOperation = defineOperation({
  name: 'volatility/svi-forms',
  title: 'SVI in its three forms',
  description:
    'Raw, natural and jump-wing SVI parameters of a smile given in any of the three, and jump wings repaired of butterfly arbitrage (null where no call wing repairs them).',
  source: 'Gatheral & Jacquier, Quantitative Finance 14 (2014), lemmas 3.1 and 3.2, section 5.1',
  input: z.strictObject({
    expiryYears: positive,
    smile: z.discriminatedUnion('form', [
      z.strictObject({ form: z.literal('raw'), parameters: sviSchema }),
      z.strictObject({ form: z.literal('natural'), parameters: naturalSchema }),
      z.strictObject({ form: z.literal('jump-wings'), parameters: jumpWingSchema }),
    ]),
  }),
  output: z.strictObject({
    raw: sviSchema,
    natural: naturalSchema,
    jumpWings: jumpWingSchema,
    repairedJumpWings: jumpWingSchema.nullable(),
  }),
  example: {
    expiryYears: 1,
    smile: { form: 'raw' as const, parameters: { a: -0.041, b: 0.1331, rho: 0.306, m: 0.3586, sigma: 0.4153 } },
  },
  failures: [
    { code: 'not-applicable', when: 'the at-the-money variance is zero, or jump wings do not determine the smile' },
  ],
  compute: ({ expiryYears, smile }) => {
    const raw =
      smile.form === 'raw'
        ? smile.parameters
        : smile.form === 'natural'
          ? rawSviOfNatural(smile.parameters)
          : rawSviOfJumpWings(smile.parameters, expiryYears)
    const jumpWings = jumpWingSvi(raw, expiryYears)
    return {
      raw,
      natural: naturalSvi(raw),
      jumpWings,
      repairedJumpWings:
        jumpWings.p + 2 * jumpWings.psi >= 0 && jumpWings.p > 0 ? arbitrageFreeJumpWings(jumpWings) : null,
    }
  },
})

/** SVI fitted to one expiry. */
export const sviCalibrationOperation = defineOperation({
  name: 'volatility/svi-calibration',
  title: 'SVI calibration',
  description:
    'Raw SVI of one expiry by least squares in volatility; butterfly arbitrage is excluded (enforced) or only reported.',
  source: 'Gatheral & Jacquier (2014); Zeliade Systems, Quasi-explicit calibration of SVI (2009)',
  input: smileQuotesSchema.extend({ butterfly: z.enum(['enforced', 'reported']) }),
  output: z.strictObject({
    parameters: sviSchema,
    isConstrained: z.boolean().describe('whether the fit gave up closeness to be free of arbitrage'),
    violations: butterflySchema,
    ...smileFit,
  }),
  example: {
    expiryYears: 0.25,
    logMoneyness: [-0.3, -0.2, -0.1, -0.05, 0, 0.05, 0.1, 0.2],
    volsAnnual: [0.34, 0.29, 0.242, 0.219, 0.198, 0.181, 0.171, 0.169],
    butterfly: 'enforced' as const,
  },
  cost: 'medium',
  failures: [{ code: 'not-converged', when: 'no smile free of arbitrage is found near the quotes' }],
  compute: ({ butterfly, ...quotes }) => {
    const fit = sviCalibration(quotes, butterfly)
    return {
      parameters: fit.parameters,
      isConstrained: fit.isConstrained,
      violations: [...fit.butterfly.violations],
      fittedVols: [...fit.fittedVols],
      errors: [...fit.errors],
      rootMeanSquareError: fit.rootMeanSquareError,
      largestError: fit.largestError,
    }
  },
})
