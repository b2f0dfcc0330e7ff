import {
  fractionalAges,
  type Life,
  type LifeAnnuity,
  lifeOf,
  type MortalityBasis,
  wholeLifeAnnuity,
} from '@tutti/analytics/actuarial'
import { type DiscountCurve, flatCurve } from '@tutti/analytics/curves'
import { TuttiError } from '@tutti/analytics/errors'
import { z } from 'zod'
import { discountCurveOf, discountCurveSchema } from '../curves/discount-curve-input.ts'
import { nonNegative, number, positive } from '../value-schemas.ts'

const probability = z.number().min(0).max(1)

/** A scale of falling mortality. */
const improvementSchema = z
  .strictObject({
    baseYear: z.int().describe('calendar year in which the base mortality holds'),
    firstAge: z.int().min(0).max(150),
    firstYear: z.int(),
    rates: z
      .array(z.array(z.number().min(-1).max(0.99)).min(1).max(300))
      .min(1)
      .max(151)
      .describe('a row for each age, an entry for each year: part by which q falls in that year'),
    afterLastYear: z.enum(['last-rate', 'none']).describe('what holds after the last year of the scale'),
  })
  .meta({ title: 'mortality improvement scale' })

const everyBasis = {
  multiplier: z
    .number()
    .min(0.01)
    .max(100)
    .optional()
    .describe('of mortality at all ages: of the force of a law, of the q of a table; 1'),
  improvement: improvementSchema.optional().describe('falling mortality by age and calendar year'),
}

/** A basis of mortality as data. */
export const mortalitySchema = z
  .discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('gompertz-makeham').describe('force A + B c^x a year'),
      A: number,
      B: nonNegative,
      c: positive,
      ...everyBasis,
    }),
    z.strictObject({
      kind: z.literal('gompertz').describe('force B c^x a year'),
      B: positive,
      c: positive,
      ...everyBasis,
    }),
    z.strictObject({
      kind: z.literal('gompertz-modal').describe('force exp((x - m) / b) / b a year'),
      modalAge: number,
      dispersion: positive,
      ...everyBasis,
    }),
    z.strictObject({
      kind: z.literal('de-moivre').describe('force 1 / (limit - x) a year'),
      limitingAge: positive,
      ...everyBasis,
    }),
    z.strictObject({
      kind: z.literal('weibull').describe('force (k / s) (x / s)^(k - 1) a year'),
      scale: positive.describe('s, years'),
      shape: positive.describe('k'),
      ...everyBasis,
    }),
    z.strictObject({ kind: z.literal('constant-force'), force: positive.describe('a year'), ...everyBasis }),
    z.strictObject({
      kind: z.literal('table'),
      firstAge: z.int().min(0).max(150),
      deathProbabilities: z
        .array(probability)
        .min(1)
        .max(151)
        .describe('q within a year from the first age on; the last is 1. Ultimate where there is a select period'),
      selectDeathProbabilities: z
        .array(z.array(probability).min(1).max(50))
        .max(151)
        .optional()
        .describe('row i: q in the 1st, 2nd, ... year since selection at the first age + i'),
      fractionalAge: z.enum(fractionalAges).describe('how deaths fall within a year of age'),
      ...everyBasis,
    }),
  ])
  .meta({ title: 'mortality' })

/** Age in years, whole or not. */
export const ageSchema = z.number().min(0).max(149).describe('years, whole or not')

/** Which mortality, at which age, seen when. */
export const lifeFields = {
  mortality: mortalitySchema,
  age: ageSchema,
  calendarYear: z.int().optional().describe('of the valuation; needed where mortality improves'),
  selectedYearsAgo: z.int().min(0).optional().describe('of a select table; ultimate unless given'),
}

/** The basis and the life that the data describe. */
export function lifeOfInput(input: {
  readonly mortality: z.infer<typeof mortalitySchema>
  readonly age: number
  readonly calendarYear?: number | undefined
  readonly selectedYearsAgo?: number | undefined
}): Life {
  const { mortality, age, calendarYear, selectedYearsAgo } = input
  return lifeOf(basisOf(mortality), age, { calendarYear, selectedYearsAgo })
}

/** The parsed data as a basis. */
export const basisOf = (mortality: z.infer<typeof mortalitySchema>): MortalityBasis => mortality

/** Interest: flat or off a curve. */
export const interestFields = {
  interestAnnual: z.number().gt(-0.99).max(10).optional().describe('flat rate, effective a year'),
  curve: discountCurveSchema.optional().describe('instead of a flat rate'),
}

/** The discount curve of a flat rate or a curve, of which exactly one is given. */
export function interestCurveOf(input: {
  readonly interestAnnual?: number | undefined
  readonly curve?: z.infer<typeof discountCurveSchema> | undefined
}): DiscountCurve {
  const { interestAnnual, curve } = input
  if (curve !== undefined && interestAnnual === undefined) return discountCurveOf(curve)
  if (interestAnnual !== undefined && curve === undefined) return flatCurve(Math.log1p(interestAnnual))
  throw new TuttiError('invalid-input', 'interest is given either by a flat rate or by a curve', {
    field: 'interestAnnual',
    got: curve === undefined ? 'neither' : 'both',
    expected: 'interestAnnual or curve',
  })
}

/** Terms of an annuity of 1 a year. */
export const annuityFields = {
  paymentsPerYear: z
    .union([z.int().min(1).max(366), z.literal('continuous')])
    .optional()
    .describe('1 unless given'),
  timing: z.enum(['advance', 'arrears']).optional().describe('start or end of each period; advance unless given'),
  deferralYears: z.number().min(0).max(150).optional().describe('before the first period; 0'),
  termYears: z.number().min(0).max(150).optional().describe('of payments; for life unless given'),
  guaranteeYears: z.number().min(0).max(150).optional().describe('paid whatever happens from the first period on; 0'),
  increaseAnnual: z.number().min(-0.99).max(1).optional().describe('growth of the yearly amount, decimal; 0'),
  stepAnnual: z
    .number()
    .min(-1)
    .max(100)
    .optional()
    .describe('added to the yearly amount each year, in parts of the first; 0'),
}

const annuityShape = z.strictObject(annuityFields)

/** The annuity that the data describe. */
export function annuityOf(input: z.infer<typeof annuityShape>): LifeAnnuity {
  const { paymentsPerYear, timing, deferralYears, termYears, guaranteeYears, increaseAnnual, stepAnnual } = input
  return wholeLifeAnnuity({
    ...(paymentsPerYear === undefined ? {} : { paymentsPerYear }),
    ...(timing === undefined ? {} : { timing }),
    deferralYears: deferralYears ?? 0,
    termYears: termYears ?? null,
    guaranteeYears: guaranteeYears ?? 0,
    increaseAnnual: increaseAnnual ?? 0,
    stepAnnual: stepAnnual ?? 0,
  })
}

/** The standard ultimate survival model of the Society of Actuaries, for examples. */
export const exampleMortality = { kind: 'gompertz-makeham' as const, A: 0.00022, B: 2.7e-6, c: 1.124 }
