import { ssviCalibration, ssviSmile, ssviViolations, sviSlice } from '@tutti/analytics/volatility'
import { z } from 'zod'
import { defineOperation } from '../operation.ts'
import { nonNegative, number, positive } from '../value-schemas.ts'
import { smileFit, smileQuotesSchema, ssviCurvatureSchema, ssviSchema, sviSchema } from './volatility-inputs.ts'

const violations = z.array(
  z.strictObject({
    kind: z.enum(['butterfly', 'calendar']),
    expiry: z.int().nonnegative().describe('index of the expiry, the later one of a calendar'),
    theta: positive,
    reason: z.string(),
  }),
)

/** An SSVI surface. */
export const ssviSurfaceOperation = defineOperation({
  name: 'volatility/ssvi-surface',
  title: 'SSVI surface',
  description:
    'Total variances of an SSVI surface at log-moneyness for each at-the-money total variance, its smiles as raw SVI, and its butterfly and calendar arbitrages.',
  source: 'Gatheral & Jacquier, Quantitative Finance 14 (2014), section 4',
  input: z.strictObject({
    parameters: ssviSchema,
    thetas: z.array(positive).min(1).describe('at-the-money total variance of each expiry, in order of expiry'),
    logMoneyness: z.array(number).min(1).describe('ln(strike / forward)'),
  }),
  output: z.strictObject({
    totalVariances: z.array(z.array(positive)).describe('one row a theta'),
    smiles: z.array(sviSchema),
    violations,
  }),
  example: {
    parameters: { rho: -0.6, curvature: { kind: 'bounded-power-law' as const, eta: 0.9, gamma: 0.4 } },
    thetas: [0.01, 0.04],
    logMoneyness: [-0.2, 0, 0.2],
  },
  compute: ({ parameters, thetas, logMoneyness }) => {
    const smiles = thetas.map((theta) => ssviSmile(parameters, theta))
    return {
      totalVariances: smiles.map((smile) => logMoneyness.map((k) => sviSlice(smile)(k).totalVariance)),
      smiles,
      violations: ssviViolations(parameters, thetas),
    }
  },
})

/** SSVI fitted to a chain. */
export const ssviCalibrationOperation = defineOperation({
  name: 'volatility/ssvi-calibration',
  title: 'SSVI calibration',
  description:
    'SSVI of several expiries by least squares in volatility, over surfaces free of butterfly and calendar arbitrage only.',
  source: 'Gatheral & Jacquier, Quantitative Finance 14 (2014), sections 4 and 5',
  input: z.strictObject({
    smiles: z.array(smileQuotesSchema).min(1).describe('in increasing order of expiry'),
    curvature: z.enum(['power-law', 'bounded-power-law', 'heston-like']),
  }),
  output: z.strictObject({
    rho: number,
    curvature: ssviCurvatureSchema,
    thetas: z.array(positive),
    expiries: z.array(z.strictObject(smileFit)),
    rootMeanSquareError: nonNegative,
    largestError: nonNegative,
    violations,
    converged: z.boolean(),
  }),
  example: {
    smiles: [
      { expiryYears: 0.25, logMoneyness: [-0.2, -0.1, 0, 0.1], volsAnnual: [0.29, 0.242, 0.198, 0.171] },
      { expiryYears: 1, logMoneyness: [-0.4, -0.2, 0, 0.2], volsAnnual: [0.28, 0.24, 0.204, 0.179] },
    ],
    curvature: 'bounded-power-law' as const,
  },
  cost: 'medium',
  compute: ({ smiles, curvature }) => {
    const fit = ssviCalibration(smiles, curvature)
    return {
      rho: fit.parameters.rho,
      curvature: fit.parameters.curvature,
      thetas: [...fit.thetas],
      expiries: fit.expiries.map(({ fittedVols, errors, ...figures }) => ({
        fittedVols: [...fittedVols],
        errors: [...errors],
        ...figures,
      })),
      rootMeanSquareError: fit.rootMeanSquareError,
      largestError: fit.largestError,
      violations: [...fit.violations],
      converged: fit.converged,
    }
  },
})
