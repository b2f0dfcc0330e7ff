import {
  averageLifeYears,
  bondEquivalentOfMonthly,
  type MortgageMonth,
  mortgageCashFlows,
  type MortgagePool,
  mortgageValueAtYield,
  mortgageYield,
  psaCpr,
  refinancingCpr,
  staticMortgageValue,
} from '@tutti/analytics/bonds'
import { TuttiError } from '@tutti/analytics/errors'
import { z } from 'zod'
import { discountCurveOf, discountCurveSchema } from '../curves/discount-curve-input.ts'
import { defineOperation } from '../operation.ts'
import { nonNegative, number, positive, wholeFrom } from '../value-schemas.ts'

const poolFields = {
  balance: positive.describe('outstanding now, money'),
  wac: number.describe('weighted average coupon of the loans, annual, decimal'),
  passThroughRate: number.describe('paid to the holder, annual, decimal'),
  remainingMonths: wholeFrom(1).max(1200),
  ageMonths: nonNegative.describe('of the loans now'),
}

const rate = z.number().min(0).max(1)

const prepaymentSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('psa'), psa: nonNegative.describe('100 is the standard') }),
  z.strictObject({ kind: z.literal('cpr'), cprAnnual: rate }),
  z.strictObject({ kind: z.literal('smm'), smmMonthly: rate }),
  z.strictObject({
    kind: z.literal('refinancing'),
    marketRates: z.array(number).min(1).describe('mortgage rate by month from now; the last one holds later on'),
    baseCpr: rate.describe('at no incentive'),
    maximumCpr: rate,
    midpoint: number.describe('incentive at which it is halfway, decimal'),
    slope: nonNegative.describe('per unit of incentive, such as 400'),
    seasoningMonths: nonNegative,
  }),
])

/** The annual prepayment rate of each month, when the market's mortgage rates are `move` higher. */
function cprOf(
  prepayment: z.infer<typeof prepaymentSchema>,
  pool: MortgagePool,
): (month: number, ageMonths: number, move: number) => number {
  switch (prepayment.kind) {
    case 'psa':
      return (_, age) => psaCpr(prepayment.psa, age)
    case 'cpr':
      return () => prepayment.cprAnnual
    case 'smm':
      return () => (prepayment.smmMonthly === 1 ? 1 : -Math.expm1(12 * Math.log1p(-prepayment.smmMonthly)))
    case 'refinancing': {
      const { marketRates } = prepayment
      return (month, age, move) =>
        refinancingCpr(prepayment, pool.wac, marketRates[Math.min(month, marketRates.length) - 1] + move, age)
    }
  }
}

const monthSchema = z.strictObject({
  month: z.int(),
  balance: number.describe('at the start of the month'),
  smm: number,
  scheduledPayment: number,
  interest: number.describe('to the holder'),
  scheduledPrincipal: number,
  prepayment: number,
  cashFlow: number,
})

const emptyMonth = (month: number): MortgageMonth => ({
  month,
  balance: 0,
  smm: 0,
  scheduledPayment: 0,
  interest: 0,
  scheduledPrincipal: 0,
  prepayment: 0,
  cashFlow: 0,
})

/** Cash flows and static value of a pool. */
export const mortgagePassThroughOperation = defineOperation({
  name: 'bonds/mortgage-pass-through',
  title: 'Mortgage pass-through',
  description:
    'Monthly cash flows of a pool of level-payment mortgages under PSA, CPR, SMM or a refinancing S-curve, average life, and price at a cash-flow yield or the yield at a price. The prepayment path is fixed: no option value is in it.',
  source: 'Public Securities Association, Standard Formulas for the Analysis of Mortgage-Backed Securities (1990)',
  input: z.strictObject({
    ...poolFields,
    prepayment: prepaymentSchema,
    monthsReported: z.array(wholeFrom(1)).optional().describe('all unless given'),
    valuation: z
      .union([
        z.strictObject({ yieldMonthly: number.describe('cash-flow yield, compounded monthly') }),
        z.strictObject({ price: positive.describe('percent of the balance, accrued interest included') }),
      ])
      .optional(),
    delayDays: z.number().min(0).max(360).optional().describe('of the payments after the end of a month; 0'),
  }),
  output: z.strictObject({
    months: z.array(monthSchema),
    averageLifeYears: number,
    totalInterest: number,
    totalPrincipal: number,
    valuation: z
      .strictObject({
        yieldMonthly: number,
        bondEquivalentYield: number,
        price: number.describe('percent of the balance'),
        presentValue: number.describe('money'),
      })
      .nullable(),
  }),
  failures: [{ code: 'infeasible', when: 'no cash-flow yield gives the price' }],
  example: {
    balance: 400e6,
    wac: 0.08125,
    passThroughRate: 0.075,
    remainingMonths: 357,
    ageMonths: 3,
    prepayment: { kind: 'psa' as const, psa: 165 },
    monthsReported: [1, 27, 357],
    valuation: { price: 101 },
  },
  compute: ({ prepayment, monthsReported, valuation, delayDays = 0, ...pool }) => {
    const cprAt = cprOf(prepayment, pool)
    const months = mortgageCashFlows(pool, (month, age) => cprAt(month, age, 0))
    const late = monthsReported?.find((month) => month > pool.remainingMonths)
    if (late !== undefined) {
      throw new TuttiError('invalid-input', `the pool pays for ${pool.remainingMonths} months`, {
        field: 'monthsReported',
        got: String(late),
        expected: `months from 1 to ${pool.remainingMonths}`,
      })
    }
    const yieldMonthly =
      valuation === undefined
        ? undefined
        : 'price' in valuation
          ? mortgageYield(months, (valuation.price * pool.balance) / 100, delayDays)
          : valuation.yieldMonthly
    const value = yieldMonthly === undefined ? 0 : mortgageValueAtYield(months, yieldMonthly, delayDays)
    return {
      months: (monthsReported ?? months.map(({ month }) => month)).map((month) => ({
        ...(months[month - 1] ?? emptyMonth(month)),
      })),
      averageLifeYears: averageLifeYears(months),
      totalInterest: months.reduce((sum, { interest }) => sum + interest, 0),
      totalPrincipal: months.reduce((sum, item) => sum + item.scheduledPrincipal + item.prepayment, 0),
      valuation:
        yieldMonthly === undefined
          ? null
          : {
              yieldMonthly,
              bondEquivalentYield: bondEquivalentOfMonthly(yieldMonthly),
              price: (100 * value) / pool.balance,
              presentValue: value,
            },
    }
  },
})

/** Static spread and effective duration of a pool. */
export const mortgageStaticSpreadOperation = defineOperation({
  name: 'bonds/mortgage-static-spread',
  title: 'Static spread of a mortgage pass-through',
  description:
    'Static (zero-volatility) spread of a pool at a price, or its price at a spread, with effective duration and convexity when prepayments respond to rates. The option of the borrowers beyond that response is left out: the option-adjusted spread is lower.',
  source: 'Hayre (ed.), Salomon Smith Barney Guide to Mortgage-Backed Securities (2001), ch. 2 and 4',
  input: z.strictObject({
    ...poolFields,
    prepayment: prepaymentSchema,
    curve: discountCurveSchema,
    quote: z.union([
      z.strictObject({ price: positive.describe('percent of the balance, accrued interest included') }),
      z.strictObject({ staticSpread: number.describe('decimal, continuous') }),
    ]),
    delayDays: z.number().min(0).max(360).optional().describe('0'),
    moveBp: positive.optional().describe('of zero and mortgage rates for the durations; 25'),
  }),
  output: z.strictObject({
    price: positive.describe('percent of the balance'),
    presentValue: positive.describe('money'),
    staticSpread: number,
    effectiveDurationYears: number,
    effectiveConvexityYearsSquared: number,
  }),
  failures: [{ code: 'infeasible', when: 'no spread gives the price' }],
  example: {
    balance: 1e6,
    wac: 0.065,
    passThroughRate: 0.06,
    remainingMonths: 350,
    ageMonths: 10,
    prepayment: {
      kind: 'refinancing' as const,
      marketRates: [0.0625],
      baseCpr: 0.06,
      maximumCpr: 0.5,
      midpoint: 0.01,
      slope: 400,
      seasoningMonths: 30,
    },
    curve: { kind: 'linear-zero' as const, timesYears: [1, 5, 10, 30], zeroRates: [0.042, 0.04, 0.043, 0.045] },
    quote: { price: 101.5 },
  },
  compute: ({ prepayment, curve, quote, delayDays, moveBp, ...pool }) => {
    const cprAt = cprOf(prepayment, pool)
    const value = staticMortgageValue({ pool, cprAt, curve: discountCurveOf(curve), delayDays }, quote, moveBp)
    return { ...value, presentValue: (value.price * pool.balance) / 100 }
  },
})
