import {
  generalisedParetoFit,
  generalisedParetoMoments,
  paretoProfileInterval,
  paretoTailRisk,
} from '@tutti/analytics/tails'
import { z } from 'zod'
import { defineOperation } from '../operation.ts'
import { nullableNumber, number, openProbability, positive, wholeFrom } from '../value-schemas.ts'

const interval = z.tuple([number, number]).nullable()
const tailEstimate = z.strictObject({
  value: number,
  standardError: nullableNumber,
  interval: interval.describe('symmetric, by the delta method'),
  profileInterval: z
    .tuple([nullableNumber, nullableNumber])
    .nullable()
    .describe('by the profile likelihood, skewed; null by moments, and for an end that was not found'),
})

/** Peaks over a threshold. */
export const generalisedParetoOperation = defineOperation({
  name: 'statistics/generalised-pareto-tail',
  title: 'Peaks over threshold',
  description:
    'Generalised Pareto tail fitted to the excesses over a threshold, with value at risk and expected shortfall far out in it and their intervals.',
  source: 'Smith, Biometrika 72 (1985); Hosking & Wallis, Technometrics 29 (1987); McNeil & Frey (2000)',
  input: z.strictObject({
    excesses: z.array(positive).min(10).max(5000).describe('loss less threshold, for each loss above it'),
    threshold: number.describe('losses positive'),
    sampleSize: wholeFrom(10).describe('all observations, those below the threshold included'),
    method: z.enum(['maximum-likelihood', 'probability-weighted-moments']),
    confidences: z.array(openProbability).min(1).max(5).describe('of the value at risk and the expected shortfall'),
    level: openProbability.describe('coverage of the intervals'),
  }),
  output: z.strictObject({
    shape: number.describe('xi; above 0 for a power tail'),
    scale: positive.describe('beta of the excesses'),
    shapeStandardError: nullableNumber,
    scaleStandardError: nullableNumber,
    logLikelihood: nullableNumber.describe('null where the moments fit an end that an excess lies beyond'),
    excesses: z.int().positive(),
    exceedanceShare: positive,
    risks: z.array(
      z.strictObject({
        confidence: positive,
        valueAtRisk: tailEstimate,
        expectedShortfall: tailEstimate.nullable().describe('null for a shape of 1 or more: infinite'),
      }),
    ),
    cautions: z.array(z.enum(['few-excesses', 'large-exceedance-share', 'infinite-variance', 'no-standard-errors'])),
  }),
  example: {
    excesses: [0.0021, 0.0154, 0.0007, 0.0089, 0.0042, 0.0311, 0.0016, 0.0063, 0.0118, 0.0035, 0.0009, 0.0192],
    threshold: 0.02,
    sampleSize: 250,
    method: 'maximum-likelihood' as const,
    confidences: [0.99, 0.995],
    level: 0.95,
  },
  cost: 'medium',
  failures: [
    { code: 'not-converged', when: 'the likelihood has no maximum' },
    { code: 'not-applicable', when: 'a value at risk lies below the threshold, or all excesses are equal' },
  ],
  compute: ({ excesses, threshold, sampleSize, method, confidences, level }) => {
    const fit = method === 'maximum-likelihood' ? generalisedParetoFit(excesses) : generalisedParetoMoments(excesses)
    const tail = { threshold, sampleSize }
    const risks = confidences.map((confidence) => {
      const { valueAtRisk, expectedShortfall } = paretoTailRisk(fit, tail, confidence, level)
      const profile = (measure: 'value-at-risk' | 'expected-shortfall'): [number | null, number | null] | null => {
        if (method !== 'maximum-likelihood') return null
        const { lower, upper } = paretoProfileInterval(excesses, fit, tail, measure, confidence, level)
        return [lower, upper]
      }
      return {
        confidence,
        valueAtRisk: { ...plainEstimate(valueAtRisk), profileInterval: profile('value-at-risk') },
        expectedShortfall:
          expectedShortfall === null
            ? null
            : { ...plainEstimate(expectedShortfall), profileInterval: profile('expected-shortfall') },
      }
    })
    const share = excesses.length / sampleSize
    return {
      shape: fit.shape,
      scale: fit.scale,
      shapeStandardError: rootOrNull(fit.parameterCovariance?.[0][0]),
      scaleStandardError: rootOrNull(fit.parameterCovariance?.[1][1]),
      logLikelihood: Number.isFinite(fit.logLikelihood) ? fit.logLikelihood : null,
      excesses: excesses.length,
      exceedanceShare: share,
      risks,
      cautions: [
        ...(excesses.length < 50 ? (['few-excesses'] as const) : []),
        ...(share > 0.15 ? (['large-exceedance-share'] as const) : []),
        ...(fit.shape >= 0.5 ? (['infinite-variance'] as const) : []),
        ...(fit.parameterCovariance === null ? (['no-standard-errors'] as const) : []),
      ],
    }
  },
})

const rootOrNull = (variance: number | undefined): number | null =>
  variance === undefined ? null : Math.sqrt(variance)

const plainEstimate = ({
  value,
  standardError,
  interval: range,
}: {
  readonly value: number
  readonly standardError: number | null
  readonly interval: readonly [number, number] | null
}): Omit<z.infer<typeof tailEstimate>, 'profileInterval'> => ({
  value,
  standardError,
  interval: range === null ? null : [range[0], range[1]],
})
