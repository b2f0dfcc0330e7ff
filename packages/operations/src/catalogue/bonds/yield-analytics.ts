import { bondFlows, bondHolding, bondYield, bondYieldAnalytics } from '@tutti/analytics/bonds'
import { dayOf, isoOfDay } from '@tutti/analytics/time'
import { z } from 'zod'
import { defineOperation } from '../operation.ts'
import { isoDate, number, positive } from '../value-schemas.ts'
import { plainLines, presentValueFields } from '../value-line-schema.ts'
import {
  fixedRateBondOf,
  fixedRateBondSchema,
  quotedPriceSchema,
  yieldConventionOf,
  yieldConventionSchema,
} from './bond-inputs.ts'

const exampleBond = {
  accrualStart: '2024-02-15',
  maturity: '2034-02-15',
  couponRate: 0.04,
  frequency: 2 as const,
  dayCount: 'ACT/ACT ICMA' as const,
}

/** Price, yield and their derivatives. */
export const yieldAnalyticsOperation = defineOperation({
  name: 'bonds/yield-analytics',
  title: 'Bond price, yield, durations',
  description:
    'Price from yield or yield from price of a fixed, stepped, amortising or zero-coupon bond under any yield convention (street, US Treasury with odd periods, gilts with ex-dividend), with accrued interest, Macaulay, modified and dollar duration and convexity.',
  source: '31 CFR 356 Appendix B; UK DMO, Formulae for Calculating Gilt Prices from Yields; ICMA rule 803',
  input: z.strictObject({
    bond: fixedRateBondSchema,
    settlement: isoDate,
    quote: z.union([z.strictObject({ yield: number.describe('annual, decimal') }), quotedPriceSchema]),
    convention: yieldConventionSchema.optional().describe('street convention at the coupon frequency unless given'),
    isExCoupon: z
      .boolean()
      .optional()
      .describe('whether the next coupon stays with the seller, if the bond has no rule'),
    face: positive.optional().describe('of the money amounts; 100'),
  }),
  output: z.strictObject({
    yield: number.describe('annual, decimal'),
    cleanPrice: number.describe('percent of face'),
    dirtyPrice: positive.describe('percent of face'),
    accrued: number.describe('percent of face; negative in the ex-coupon period'),
    isExCoupon: z.boolean(),
    macaulayYears: number,
    modifiedYears: number.describe('-dP/dy / P'),
    convexityYearsSquared: number.describe('d2P/dy2 / P'),
    dv01: number.describe('-dP/dy for 0.0001, money for the face'),
    changeForOneBp: number.describe('revalued change for a yield 0.0001 higher, money for the face'),
    ...presentValueFields,
  }),
  failures: [
    { code: 'not-applicable', when: 'settlement is on or after maturity' },
    { code: 'infeasible', when: 'no yield that a number can hold gives the price' },
  ],
  example: { bond: exampleBond, settlement: '2025-03-14', quote: { cleanPrice: 98.25 } },
  compute: (input) => {
    const bond = fixedRateBondOf(input.bond)
    const terms = {
      bond,
      settlement: dayOf(input.settlement, 'settlement'),
      convention: yieldConventionOf(input.convention, bond.frequency),
      isExCoupon: input.isExCoupon,
    }
    const { quote } = input
    const annualYield = 'yield' in quote ? quote.yield : bondYield(terms, quote)
    const { lines, dv01, changeForOneBp, ...result } = bondYieldAnalytics(terms, annualYield)
    const money = (input.face ?? 100) / 100
    return {
      ...result,
      dv01: dv01 * money,
      changeForOneBp: changeForOneBp * money,
      presentValue: result.dirtyPrice * money,
      ...plainLines({
        lines: lines.map((line) => ({
          ...line,
          amount: line.amount * money,
          presentValue: line.presentValue * money,
        })),
      }),
    }
  },
})

const flowSchema = z.strictObject({
  periodStart: isoDate,
  periodEnd: isoDate,
  paymentDate: isoDate,
  outstanding: number.describe('face that accrues interest'),
  couponRate: number,
  interest: number,
  principal: number,
})

/** What a bond pays and what has accrued. */
export const cashFlowsOperation = defineOperation({
  name: 'bonds/cash-flows',
  title: 'Bond cash flows',
  description:
    'Every payment of a fixed, stepped, amortising or zero-coupon bond over its life, stubs by its day count, and accrued interest at a settlement date.',
  source: 'ICMA rule 251; 31 CFR 356 Appendix B, section I',
  input: z.strictObject({
    bond: fixedRateBondSchema,
    face: positive.optional().describe('100'),
    settlement: isoDate.optional().describe('for accrued interest'),
  }),
  output: z.strictObject({
    flows: z.array(flowSchema),
    accrued: number.nullable().describe('at settlement, for the face; null without one'),
    isExCoupon: z.boolean().nullable(),
  }),
  failures: [{ code: 'not-applicable', when: 'settlement is on or after maturity' }],
  example: {
    bond: { ...exampleBond, firstCoupon: '2024-11-15', maturity: '2030-05-15' },
    face: 1000,
    settlement: '2024-06-03',
  },
  compute: (input) => {
    const bond = fixedRateBondOf(input.bond)
    const money = (input.face ?? 100) / 100
    const holding = input.settlement === undefined ? null : bondHolding(bond, dayOf(input.settlement, 'settlement'))
    return {
      flows: bondFlows(bond).map((flow) => ({
        periodStart: isoOfDay(flow.start),
        periodEnd: isoOfDay(flow.end),
        paymentDate: isoOfDay(flow.payDay),
        outstanding: flow.outstanding * money,
        couponRate: flow.couponRate,
        interest: flow.interest * money,
        principal: flow.principal * money,
      })),
      accrued: holding === null ? null : holding.accrued * money,
      isExCoupon: holding === null ? null : holding.isExCoupon,
    }
  },
})
