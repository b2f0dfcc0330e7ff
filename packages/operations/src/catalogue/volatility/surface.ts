import { TuttiError } from '@tutti/analytics/errors'
import {
  forwardVolatility,
  localVolatility,
  modelFreeVariance,
  quoteViolations,
  smileMeasures,
  surfaceForward,
  surfacePoint,
  surfaceViolations,
} from '@tutti/analytics/volatility'
import { z } from 'zod'
import { defineOperation, type OperationFailure } from '../operation.ts'
import { nonNegative, nullableNumber, number, positive } from '../value-schemas.ts'
import {
  exampleSurface,
  strikeSmilesSchema,
  volatilitySurfaceOf,
  volatilitySurfaceSchema,
} from './volatility-surface-input.ts'

const noVariance: OperationFailure = {
  code: 'not-applicable',
  when: 'an interpolated smile has no positive variance at a point asked for',
}

/** Volatilities of a surface. */
export const surfaceVolatilitiesOperation = defineOperation({
  name: 'volatility/surface-volatilities',
  title: 'Volatilities of a surface',
  description:
    'Black volatility, total variance and forward at strikes and expiries of a surface given by strikes, by deltas, or by SVI or SSVI parameters.',
  source: 'total variance linear in time at constant forward moneyness; Gatheral, The Volatility Surface (2006)',
  input: z.strictObject({
    surface: volatilitySurfaceSchema,
    points: z.array(z.strictObject({ strike: positive, expiryYears: positive })).min(1),
  }),
  output: z.strictObject({
    points: z.array(
      z.strictObject({ volAnnual: positive, totalVariance: positive, forward: positive, logMoneyness: number }),
    ),
  }),
  example: {
    surface: exampleSurface,
    points: [
      { strike: 95, expiryYears: 0.5 },
      { strike: 110, expiryYears: 2 },
    ],
  },
  failures: [noVariance],
  compute: ({ surface: input, points }) => {
    const surface = volatilitySurfaceOf(input)
    return {
      points: points.map(({ strike, expiryYears }) => {
        const forward = surfaceForward(surface, expiryYears)
        const logMoneyness = Math.log(strike / forward)
        const { totalVariance } = surfacePoint(surface, logMoneyness, expiryYears)
        return { volAnnual: Math.sqrt(totalVariance / expiryYears), totalVariance, forward, logMoneyness }
      }),
    }
  },
})

/** Arbitrage of a surface. */
export const surfaceArbitrageOperation = defineOperation({
  name: 'volatility/surface-arbitrage',
  title: 'Arbitrage of a surface',
  description:
    'Butterfly arbitrage of each smile and calendar arbitrage between neighbouring expiries of a surface, with the strikes and expiries that show it.',
  source: 'Gatheral & Jacquier, Quantitative Finance 14 (2014), lemmas 2.1 and 2.2',
  input: z.strictObject({
    surface: volatilitySurfaceSchema,
    deviations: positive.describe('how far from the forward to look, in at-the-money deviations; 4 is wide'),
  }),
  output: z.strictObject({
    isFree: z.boolean(),
    violations: z.array(
      z.strictObject({
        kind: z.enum(['butterfly', 'calendar']),
        expiryYears: positive,
        earlierExpiryYears: nullableNumber.describe('of a calendar; else null'),
        fromStrike: positive,
        toStrike: positive,
        worstStrike: positive,
        amount: number.describe('g, or the change of total variance, at the worst strike; below zero'),
      }),
    ),
  }),
  example: { surface: exampleSurface, deviations: 3 },
  compute: ({ surface, deviations }) => {
    const violations = surfaceViolations(volatilitySurfaceOf(surface), deviations)
    return { isFree: violations.length === 0, violations }
  },
})

/** Arbitrage between quotes. */
export const quoteArbitrageOperation = defineOperation({
  name: 'volatility/quote-arbitrage',
  title: 'Arbitrage between quotes',
  description:
    'Call spreads, butterflies and calendar spreads of neighbouring quotes that cost less than nothing, without any interpolation.',
  source: 'Carr & Madan, Finance Research Letters 2 (2005), 125-130',
  input: z.strictObject({
    smiles: strikeSmilesSchema,
    tolerance: nonNegative.describe('cost overlooked, in units of the forward'),
  }),
  output: z.strictObject({
    isFree: z.boolean(),
    violations: z.array(
      z.strictObject({
        kind: z.enum(['vertical', 'butterfly', 'calendar']),
        expiryYears: positive,
        earlierExpiryYears: nullableNumber,
        strikes: z.array(positive),
        cost: number.describe('undiscounted, in units of the forward'),
      }),
    ),
  }),
  example: { smiles: exampleSurface.smiles, tolerance: 0 },
  compute: ({ smiles, tolerance }) => {
    const violations = quoteViolations(smiles, tolerance).map(({ strikes, ...rest }) => ({
      ...rest,
      strikes: [...strikes],
    }))
    return { isFree: violations.length === 0, violations }
  },
})

/** Local volatility on a grid. */
export const localVolatilityOperation = defineOperation({
  name: 'volatility/local-volatility',
  title: 'Local volatility',
  description:
    "Dupire's local volatility at levels and times; where the surface has arbitrage a point has no value but the reason.",
  source: 'Dupire, Risk 7 (1994), 18-20; Gatheral, The Volatility Surface (2006), eq. 1.10',
  input: z.strictObject({
    surface: volatilitySurfaceSchema,
    points: z.array(z.strictObject({ level: positive, timeYears: nonNegative })).min(1),
  }),
  output: z.strictObject({
    points: z.array(z.strictObject({ volAnnual: nullableNumber, reason: z.string().nullable() })),
  }),
  example: {
    surface: exampleSurface,
    points: [
      { level: 90, timeYears: 0.5 },
      { level: 100, timeYears: 0 },
    ],
  },
  compute: ({ surface: input, points }) => {
    const surface = volatilitySurfaceOf(input)
    return {
      points: points.map(({ level, timeYears }) => {
        try {
          const logMoneyness = Math.log(level / surfaceForward(surface, timeYears))
          return { volAnnual: localVolatility(surface, logMoneyness, timeYears), reason: null }
        } catch (error) {
          if (error instanceof TuttiError && error.code === 'not-applicable') {
            return { volAnnual: null, reason: error.message }
          }
          throw error
        }
      }),
    }
  },
})

/** Volatility between two expiries. */
export const forwardVolatilityOperation = defineOperation({
  name: 'volatility/forward-volatility',
  title: 'Forward volatility',
  description: 'Volatility at which total variance grows between two times at constant ln(strike / forward).',
  source: 'additivity of variance in time; Gatheral, The Volatility Surface (2006)',
  input: z.strictObject({
    surface: volatilitySurfaceSchema,
    periods: z
      .array(
        z.strictObject({
          fromYears: nonNegative,
          toYears: positive,
          logMoneyness: number.describe('0 is at the money'),
        }),
      )
      .min(1),
  }),
  output: z.strictObject({ volsAnnual: z.array(nonNegative) }),
  example: { surface: exampleSurface, periods: [{ fromYears: 0.25, toYears: 1, logMoneyness: 0 }] },
  failures: [noVariance, { code: 'not-applicable', when: 'total variance falls over a period (calendar arbitrage)' }],
  compute: ({ surface: input, periods }) => {
    const surface = volatilitySurfaceOf(input)
    return {
      volsAnnual: periods.map(({ fromYears, toYears, logMoneyness }) =>
        forwardVolatility(surface, fromYears, toYears, logMoneyness),
      ),
    }
  },
})

/** Model-free implied variance. */
export const modelFreeVarianceOperation = defineOperation({
  name: 'volatility/model-free-variance',
  title: 'Model-free implied variance',
  description: 'Fair annual variance to each expiry from the out-of-the-money options of a surface at all strikes.',
  source: 'Demeterfi, Derman, Kamal & Zou (1999); Britten-Jones & Neuberger, J. Finance 55 (2000)',
  input: z.strictObject({ surface: volatilitySurfaceSchema, expiryYears: z.array(positive).min(1) }),
  output: z.strictObject({
    expiries: z.array(
      z.strictObject({
        fairVariance: positive,
        fairVolatility: positive,
        lowestStrike: positive,
        highestStrike: positive,
      }),
    ),
  }),
  example: { surface: exampleSurface, expiryYears: [0.25, 1] },
  failures: [noVariance],
  compute: ({ surface: input, expiryYears }) => {
    const surface = volatilitySurfaceOf(input)
    return { expiries: expiryYears.map((years) => modelFreeVariance(surface, years)) }
  },
})

/** Level, skew and curvature of smiles. */
export const smileMeasuresOperation = defineOperation({
  name: 'volatility/smile-measures',
  title: 'Smile measures',
  description:
    'At-the-money volatility and slope, volatilities and strikes of a delta, risk reversal, butterfly and put skew of a surface at expiries.',
  source: 'Gatheral, The Volatility Surface (2006); market usage',
  input: z.strictObject({
    surface: volatilitySurfaceSchema,
    expiryYears: z.array(positive).min(1),
    delta: z.number().min(0.01).max(0.45).describe('of the forward; 0.25 as a rule'),
  }),
  output: z.strictObject({
    expiries: z.array(
      z.strictObject({
        expiryYears: positive,
        atmVol: positive,
        atmSlope: number.describe('d volatility / d ln(strike)'),
        putVol: positive,
        callVol: positive,
        putStrike: positive,
        callStrike: positive,
        riskReversal: number.describe('call less put volatility'),
        butterfly: number,
        putSkew: number.describe('put less at-the-money volatility'),
      }),
    ),
  }),
  example: { surface: exampleSurface, expiryYears: [0.25, 0.5, 1], delta: 0.25 },
  failures: [noVariance, { code: 'not-applicable', when: 'no strike has the delta' }],
  compute: ({ surface: input, expiryYears, delta }) => {
    const surface = volatilitySurfaceOf(input)
    return { expiries: expiryYears.map((years) => smileMeasures(surface, years, delta)) }
  },
})
