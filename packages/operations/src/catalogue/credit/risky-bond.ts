import { bondCdsBasis, riskyBondSensitivities, riskyBondValue } from '@tutti/analytics/credit'
import { z } from 'zod'
import { discountCurveOf, discountCurveSchema } from '../curves/discount-curve-input.ts'
import { defineOperation } from '../operation.ts'
import { plainLines, presentValueFields } from '../value-line-schema.ts'
import { number, paymentsPerYear, positive } from '../value-schemas.ts'
import { discountKnots, recovery, survivalCurveOf, survivalCurveSchema } from './credit-inputs.ts'

const bond = {
  flows: z
    .array(z.strictObject({ timeYears: positive, amount: number.describe('per 100 face') }))
    .min(1)
    .describe('promised payments in order of time'),
  recovery: recovery.describe('of the face, paid at default'),
}
const curves = { discount: discountCurveSchema, survival: survivalCurveSchema }
const exampleBond = {
  flows: [
    { timeYears: 1, amount: 5 },
    { timeYears: 2, amount: 5 },
    { timeYears: 3, amount: 105 },
  ],
  recovery: 0.4,
  discount: { kind: 'flat' as const, rateContinuous: 0.03 },
  survival: { kind: 'flat' as const, hazardRate: 0.02 },
}
const duffie = 'Duffie & Singleton, Credit Risk (2003), chapters 5 and 6'

/** A bond off a survival curve. */
export const riskyBondOperation = defineOperation({
  name: 'credit/risky-bond',
  title: 'Bond with default risk',
  description:
    'Dirty value per 100 face of promised payments on survival and of the recovery at default, line by line, with its sensitivities to hazard rate, recovery and default.',
  source: duffie,
  input: z.strictObject({ ...bond, ...curves }),
  output: z.strictObject({
    ...presentValueFields,
    hazard01: number.describe('for hazard rates 1 bp higher'),
    recovery01: number.describe('for a recovery 0.01 higher'),
    jumpToDefault: number.describe('recovery less value'),
  }),
  example: exampleBond,
  compute: ({ discount, survival, ...input }) => {
    const market = {
      discount: discountCurveOf(discount),
      survival: survivalCurveOf(survival),
      ...discountKnots(discount),
    }
    return { ...riskyBondSensitivities(input, market), ...plainLines(riskyBondValue(input, market)) }
  },
})

/** A bond against protection on its issuer. */
export const bondCdsBasisOperation = defineOperation({
  name: 'credit/bond-cds-basis',
  title: 'Basis of a bond and its credit default swap',
  description:
    'The parallel move of the issuer\u2019s hazard rates that reprices a bond, the swap spread that it implies, and the basis: swap spread less bond-implied spread.',
  source: `${duffie}; Choudhry, The Credit Default Swap Basis (2006)`,
  input: z.strictObject({
    ...bond,
    ...curves,
    dirtyPrice: positive.describe('per 100 face'),
    paymentsPerYear,
  }),
  output: z.strictObject({
    cdsSpread: number,
    bondImpliedSpread: number,
    basisBp: number,
    hazardShift: number.describe('added to all hazard rates'),
    modelPrice: number.describe('on the issuer\u2019s own curve'),
  }),
  example: { ...exampleBond, dirtyPrice: 101.5, paymentsPerYear: 4 },
  failures: [{ code: 'infeasible', when: 'no hazard rate gives the price' }],
  compute: ({ discount, survival, dirtyPrice, paymentsPerYear, ...input }) => {
    const market = { discount: discountCurveOf(discount), survival: survivalCurveOf(survival) }
    const { basis, ...result } = bondCdsBasis(
      input,
      { ...market, ...discountKnots(discount) },
      dirtyPrice,
      paymentsPerYear,
    )
    return { ...result, basisBp: 1e4 * basis }
  },
})
