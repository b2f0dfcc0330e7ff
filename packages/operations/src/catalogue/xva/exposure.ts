import { exposureProfile } from '@tutti/analytics/xva'
import { z } from 'zod'
import { correlationReportSchema, estimateSchema } from '../models/hybrid-input.ts'
import { defineOperation } from '../operation.ts'
import { nonNegative, number, openProbability, positive } from '../value-schemas.ts'
import { exampleExposure, exposureInput, exposureOf } from './exposure-input.ts'

/** Simulated exposure of a netting set. */
export const exposureProfileOperation = defineOperation({
  name: 'xva/exposure-profile',
  title: 'Exposure profile',
  description:
    'Simulates a netting set in a multi-currency hybrid, with margin agreement, margin period of risk and initial margin: expected, negative, effective and potential future exposure by date, EPE, ENE and the Basel EEPE, each with its standard error.',
  source: 'Lichters, Stamm & Gallagher (2015), chapter 18; Andersen, Pykhtin & Sokol (2017); Basel Committee, CRE53',
  input: z.strictObject({
    ...exposureInput,
    quantileLevel: openProbability.describe('of the potential future exposure: 0.95'),
  }),
  output: z.strictObject({
    valueToday: number,
    dates: z.array(
      z.strictObject({
        timeYears: positive,
        expectedExposure: estimateSchema.describe('EE, money of the date'),
        negativeExpectedExposure: estimateSchema.describe('NEE, >= 0'),
        discountedExpectedExposure: estimateSchema,
        discountedNegativeExposure: estimateSchema,
        effectiveExpectedExposure: nonNegative,
        potentialFutureExposure: estimateSchema,
      }),
    ),
    expectedPositiveExposure: estimateSchema.describe('EPE: time average'),
    expectedNegativeExposure: estimateSchema.describe('ENE: time average'),
    effectiveExpectedPositiveExposure: estimateSchema.describe('EEPE over the first year'),
    peakPotentialFutureExposure: nonNegative,
    correlation: correlationReportSchema,
  }),
  example: { ...exampleExposure, quantileLevel: 0.95 },
  cost: 'medium',
  failures: [
    { code: 'missing-data', when: 'a floating period runs since before today and its fixing is not given' },
    { code: 'calculation-failed', when: 'a value is not finite at a state that paths reach' },
  ],
  compute: ({ quantileLevel, ...input }) => {
    const { model, exposure } = exposureOf(input)
    const { id: _, ...profile } = exposureProfile(exposure, quantileLevel)
    return {
      ...profile,
      dates: [...profile.dates],
      correlation: {
        ...model.correlation,
        factors: [...model.factors],
        matrix: model.correlation.matrix.map((row) => [...row]),
      },
    }
  },
})
