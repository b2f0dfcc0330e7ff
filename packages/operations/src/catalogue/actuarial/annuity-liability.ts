import { annuityPayments, lifeWithForceTimes } from '@tutti/analytics/actuarial'
import { curveSensitivity } from '@tutti/analytics/bonds'
import { z } from 'zod'
import { discountCurveOf, discountCurveSchema } from '../curves/discount-curve-input.ts'
import { defineOperation } from '../operation.ts'
import { nonNegative, number, positive } from '../value-schemas.ts'
import { annuityFields, annuityOf, exampleMortality, lifeFields, lifeOfInput } from './actuarial-inputs.ts'

/** One annuity as a liability. */
export const annuityLiabilityOperation = defineOperation({
  name: 'actuarial/annuity-liability',
  title: 'Liability of one life annuity',
  description:
    'Expected payments of an annuity to one life, their value, effective duration and convexity off a curve (central differences of full revaluations), and the value where the force of mortality is multiplied.',
  source: 'Dickson, Hardy & Waters, Actuarial Mathematics for Life Contingent Risks, ch. 5; Fabozzi (2016), ch. 4',
  input: z.strictObject({
    ...lifeFields,
    annualBenefit: positive.describe('yearly amount, money'),
    ...annuityFields,
    paymentsPerYear: z.int().min(1).max(366).optional().describe('1 unless given'),
    curve: discountCurveSchema,
    shockedForceFactor: z.number().min(0.01).max(100).optional().describe('multiplies the force of mortality; 0.8'),
    bumpBp: positive.max(500).optional().describe('parallel move of zero rates for the duration; 1'),
  }),
  output: z.strictObject({
    presentValue: nonNegative,
    macaulayYears: nonNegative,
    effectiveDurationYears: number,
    effectiveConvexityYearsSquared: number,
    presentValueShocked: nonNegative,
    timesYears: z.array(nonNegative).describe('of the expected payments, as bonds/cash-flow-risk takes them'),
    amounts: z.array(number),
  }),
  failures: [
    { code: 'missing-data', when: 'a table lacks the age' },
    { code: 'not-applicable', when: 'the payments are worth nothing' },
  ],
  example: {
    mortality: exampleMortality,
    age: 65,
    annualBenefit: 12_000,
    termYears: 50,
    increaseAnnual: 0.02,
    curve: { kind: 'linear-zero' as const, timesYears: [1, 10, 30], zeroRates: [0.031, 0.029, 0.0305] },
  },
  compute: (input) => {
    const life = lifeOfInput(input)
    const annuity = annuityOf(input)
    const curve = discountCurveOf(input.curve)
    const paid = (of: typeof life) =>
      annuityPayments(of, annuity).map(({ timeYears, amount }) => ({ timeYears, amount: amount * input.annualBenefit }))
    const payments = paid(life)
    const result = curveSensitivity(payments, curve, [], { bump: (input.bumpBp ?? 1) * 1e-4 })
    const shocked = paid(lifeWithForceTimes(life, input.shockedForceFactor ?? 0.8))
    return {
      presentValue: result.value,
      macaulayYears: result.macaulayYears,
      effectiveDurationYears: result.effectiveDurationYears,
      effectiveConvexityYearsSquared: result.effectiveConvexityYearsSquared,
      presentValueShocked: shocked.reduce(
        (sum, { timeYears, amount }) => sum + amount * curve.discountFactor(timeYears),
        0,
      ),
      timesYears: payments.map(({ timeYears }) => timeYears),
      amounts: payments.map(({ amount }) => amount),
    }
  },
})
