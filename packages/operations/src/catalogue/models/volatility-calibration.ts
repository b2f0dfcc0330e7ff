import { batesCalibration, hestonCalibration } from '@tutti/analytics/models'
import { z } from 'zod'
import { defineOperation } from '../operation.ts'
import { nonNegative, nullableNumber, number, positive } from '../value-schemas.ts'
import { hestonSchema } from './model-inputs.ts'

const optionVolQuotes = z.array(
  z.strictObject({
    expiryYears: positive,
    forward: positive,
    strike: positive,
    volAnnual: positive.describe('Black volatility, decimal'),
    bidVolAnnual: nonNegative.optional(),
    askVolAnnual: nonNegative.optional(),
    weight: nonNegative.optional().describe('of the volatility error; 1 unless given'),
  }),
)

const fit = {
  fellerRatio: nonNegative.describe('2 kappa theta / sigma^2; below 1 the variance can reach zero'),
  converged: z.boolean(),
  iterations: z.int().nonnegative(),
  atBound: z.array(z.string()).describe('parameters pressed against a bound of the search'),
  fittedVols: z.array(positive),
  errors: z.array(number).describe('fitted less quoted volatility'),
  rootMeanSquareError: nonNegative,
  largestError: nonNegative,
  bidAskHitShare: nullableNumber.describe('share of two-sided quotes fitted within bid and ask; null without such'),
}

const feller = z
  .enum(['free', 'enforced'])
  .describe('whether 2 kappa theta >= sigma^2 is enforced; equity smiles seldom admit it')

const exampleQuotes = [
  [0.25, 85, 0.265],
  [0.25, 95, 0.22],
  [0.25, 100, 0.199],
  [0.25, 108, 0.178],
  [1, 75, 0.262],
  [1, 90, 0.224],
  [1, 100, 0.203],
  [1, 115, 0.183],
  [2, 70, 0.254],
  [2, 100, 0.208],
  [2, 125, 0.188],
].map(([expiryYears, strike, volAnnual]) => ({ expiryYears, forward: 100, strike, volAnnual }))

/** Heston's model fitted to a surface. */
export const hestonCalibrationOperation = defineOperation({
  name: 'models/heston-calibration',
  title: 'Heston calibration',
  description:
    'Parameters of Heston’s model from quoted volatilities of any strikes and expiries, by least squares in volatility, with the error of every quote.',
  source: 'Heston, RFS 6 (1993); Cui, del Baño Rollin & Germano, EJOR 263 (2017), 625-638',
  input: z.strictObject({ quotes: optionVolQuotes.min(5), feller }),
  output: z.strictObject({ parameters: hestonSchema, ...fit }),
  example: { quotes: exampleQuotes, feller: 'free' as const },
  cost: 'medium',
  compute: ({ quotes, feller: condition }) => {
    const { atBound, fittedVols, errors, ...rest } = hestonCalibration(quotes, condition)
    return { ...rest, atBound: [...atBound], fittedVols: [...fittedVols], errors: [...errors] }
  },
})

/** Bates's model fitted to a surface. */
export const batesCalibrationOperation = defineOperation({
  name: 'models/bates-calibration',
  title: 'Bates calibration',
  description:
    'Parameters of Bates’s model (Heston’s with lognormal jumps) from quoted volatilities, by least squares in volatility, with the error of every quote.',
  source: 'Bates, RFS 9 (1996), 69-107',
  input: z.strictObject({ quotes: optionVolQuotes.min(8), feller }),
  output: z.strictObject({
    parameters: hestonSchema,
    jumps: z.strictObject({
      jumpIntensity: nonNegative.describe('jumps a year'),
      meanLogJump: number,
      jumpVolatility: nonNegative,
    }),
    ...fit,
  }),
  example: { quotes: exampleQuotes, feller: 'free' as const },
  cost: 'medium',
  compute: ({ quotes, feller: condition }) => {
    const { atBound, fittedVols, errors, ...rest } = batesCalibration(quotes, condition)
    return { ...rest, atBound: [...atBound], fittedVols: [...fittedVols], errors: [...errors] }
  },
})
