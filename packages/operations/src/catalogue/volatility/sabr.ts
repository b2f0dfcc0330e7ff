import { sabrCalibration, sabrImpliedVolatility, sabrNormalVolatility } from '@tutti/analytics/volatility'
import { z } from 'zod'
import { defineOperation } from '../operation.ts'
import { nonNegative, number, positive } from '../value-schemas.ts'
import { smileFit, strikeWeights } from './volatility-inputs.ts'

const shift = number.optional().describe('added to forward and strikes before the model applies; 0 unless given')

const sabrParameters = z.strictObject({
  alpha: positive.describe('volatility today, in units of forward^(1 - beta)'),
  beta: z.number().min(0).max(1),
  nu: nonNegative.describe('volatility of volatility, annual'),
  rho: z.number().gt(-1).lt(1),
  shift,
})

/** Volatilities of the SABR model. */
export const sabrVolatilityOperation = defineOperation({
  name: 'volatility/sabr-volatility',
  title: 'SABR volatility',
  description:
    "Black (lognormal) or Bachelier (normal) volatilities of the SABR model at strikes, by Hagan's expansion; with a shift those of forward and strike plus the shift.",
  source: 'Hagan, Kumar, Lesniewski & Woodward, Wilmott (Sep 2002), eq. 2.17a and A.59',
  input: z.strictObject({
    forward: number,
    strikes: z.array(number).min(1),
    expiryYears: nonNegative,
    parameters: sabrParameters,
    quoting: z.enum(['lognormal', 'normal']),
  }),
  output: z.strictObject({
    volsAnnual: z.array(positive).describe('decimals (lognormal), or in units of the forward (normal)'),
  }),
  example: {
    forward: 0.0325,
    strikes: [0.01, 0.0325, 0.06],
    expiryYears: 5,
    parameters: { alpha: 0.035, beta: 0.5, nu: 0.45, rho: -0.25 },
    quoting: 'lognormal' as const,
  },
  failures: [
    { code: 'not-applicable', when: 'the expansion gives no positive volatility, far out or at a long expiry' },
  ],
  compute: ({ forward, strikes, expiryYears, parameters, quoting }) => {
    const volatility = quoting === 'normal' ? sabrNormalVolatility : sabrImpliedVolatility
    return { volsAnnual: strikes.map((strike) => volatility({ ...parameters, forward, strike, expiryYears })) }
  },
})

/** SABR fitted to a smile. */
export const sabrCalibrationOperation = defineOperation({
  name: 'volatility/sabr-calibration',
  title: 'SABR calibration',
  description:
    'SABR parameters of a smile by least squares in lognormal volatility; any of the parameters may be held.',
  source: 'Hagan, Kumar, Lesniewski & Woodward, Wilmott (Sep 2002), 3.1',
  input: z.strictObject({
    forward: number,
    expiryYears: positive,
    strikes: z.array(number).min(1),
    volsAnnual: z.array(positive).min(1).describe('lognormal volatilities of forward + shift'),
    weights: strikeWeights,
    shift,
    fixed: sabrParameters.omit({ shift: true }).partial().optional(),
  }),
  output: z.strictObject({
    parameters: sabrParameters,
    converged: z.boolean(),
    ...smileFit,
  }),
  example: {
    forward: 0.0325,
    expiryYears: 5,
    strikes: [0.01, 0.02, 0.03, 0.04, 0.06, 0.1],
    volsAnnual: [0.4147, 0.2843, 0.2166, 0.1922, 0.2058, 0.2459],
    fixed: { beta: 0.5 },
  },
  cost: 'medium',
  failures: [{ code: 'not-applicable', when: 'the expansion has no positive volatility near the quotes' }],
  compute: (input) => {
    const { parameters, converged, fittedVols, errors, rootMeanSquareError, largestError } = sabrCalibration(input)
    return {
      parameters,
      converged,
      fittedVols: [...fittedVols],
      errors: [...errors],
      rootMeanSquareError,
      largestError,
    }
  },
})
