import { zeroSpreadCurve } from '@tutti/analytics/curves'
import { forwardRateAgreementValue, nodeRisk, swapValue } from '@tutti/analytics/rates'
import { z } from 'zod'
import { defineOperation } from '../operation.ts'
import { nonNegative, number, numbers, positive, series } from '../value-schemas.ts'
import { swapCurves, swapCurvesOf, swapFields, swapOf } from './swap-input.ts'
import { plainLine, plainRateLine, rateLineSchema, valueLineSchema } from './value-lines.ts'

const yearly = { startYears: 0, termYears: 5, frequency: 1 }
const halfYearly = { startYears: 0, termYears: 5, frequency: 2 }
const flat = { kind: 'flat' as const, rateContinuous: 0.03 }
const rateAlreadySet = { code: 'missing-data' as const, when: 'a floating period has begun and its rate is not given' }

/** A fixed against a floating leg. */
export const swapOperation = defineOperation({
  name: 'rates/swap',
  title: 'Interest-rate swap',
  description:
    'Present value of a fixed against floating swap (an OIS with overnight curves), par rate and spread, the value of each leg and of a basis point on it, and each payment with its forward and discount factor. Legs are equal periods, dates, or a schedule.',
  source: 'Brigo & Mercurio, Interest Rate Models (2006), 1.5; forwards over the accrual period',
  input: z.strictObject({ ...swapFields, ...swapCurves }),
  output: z.strictObject({
    presentValue: number,
    parRate: number,
    parSpread: number,
    annuity: number.describe('sum of notional x accrual x discount factor of the fixed leg'),
    fixedLegPresentValue: number.describe('to its receiver'),
    floatingLegPresentValue: number.describe('to its receiver'),
    fixedLegBps: number.describe('value of one basis point on the leg, signed for the holder'),
    floatingLegBps: number,
    lines: z.array(rateLineSchema),
  }),
  example: {
    side: 'payer' as const,
    notional: 1e6,
    fixedRate: 0.031,
    fixedLeg: yearly,
    floatingLeg: halfYearly,
    discountCurve: flat,
    projectionCurve: { kind: 'flat' as const, rateContinuous: 0.032 },
  },
  failures: [rateAlreadySet],
  compute: (input) => {
    const value = swapValue(swapOf(input), swapCurvesOf(input))
    return { ...value, lines: value.lines.map(plainRateLine) }
  },
})

/** Sensitivities of a swap to the zero rates of its curve. */
export const swapRiskOperation = defineOperation({
  name: 'rates/swap-risk',
  title: 'Bucketed and parallel DV01 of a swap',
  description:
    'Gain of a swap from a fall of one basis point of the zero rate at each node of the curve, and of all nodes together, as central differences. With a projection spread the floating rates move with the curve.',
  source:
    'central differences of the zero rates at the nodes; Tuckman & Serrat, Fixed Income Securities (2012), chapter 5',
  input: z.strictObject({
    ...swapFields,
    curveDate: swapCurves.curveDate,
    timesYears: z.array(nonNegative).min(1).describe('nodes of the curve, increasing'),
    zeroRates: series.describe('continuous, linear between the nodes and flat outside'),
    projectionSpread: number.optional().describe('decimal, added to the zero rates for the floating rates; 0'),
    bumpBp: positive.optional().describe('half width of the difference; 1'),
  }),
  output: z.strictObject({ presentValue: number, bucketDv01: numbers, parallelDv01: number }),
  example: {
    side: 'receiver' as const,
    notional: 1e6,
    fixedRate: 0.031,
    fixedLeg: yearly,
    floatingLeg: halfYearly,
    timesYears: [1, 2, 5, 10],
    zeroRates: [0.028, 0.029, 0.03, 0.031],
  },
  failures: [rateAlreadySet],
  compute: ({ timesYears, zeroRates, projectionSpread = 0, bumpBp, ...input }) => {
    const swap = swapOf(input)
    return nodeRisk(
      { timesYears, zeroRates },
      (discount) => swapValue(swap, { discount, projection: zeroSpreadCurve(discount, projectionSpread) }).presentValue,
      bumpBp,
    )
  },
})

/** A forward rate agreement. */
export const forwardRateAgreementOperation = defineOperation({
  name: 'rates/forward-rate-agreement',
  title: 'Forward rate agreement',
  description: 'Forward rate and present value of an FRA, settled at the start of its period at the rate that is set.',
  source: 'ISDA 2006 Definitions, 8.4',
  input: z.strictObject({
    side: z.enum(['payer', 'receiver']).describe('payer pays the strike'),
    notional: number,
    strike: number.describe('decimal'),
    startYears: nonNegative,
    endYears: positive,
    accrualYears: positive.describe("by the index's day count"),
    discountCurve: swapCurves.discountCurve,
    projectionCurve: swapCurves.projectionCurve,
  }),
  output: z.strictObject({ forwardRate: number, presentValue: number, lines: z.array(valueLineSchema) }),
  example: {
    side: 'payer' as const,
    notional: 1e6,
    strike: 0.031,
    startYears: 0.5,
    endYears: 0.75,
    accrualYears: 0.25,
    discountCurve: flat,
  },
  compute: ({ startYears, endYears, accrualYears, side, notional, strike, ...curves }) => {
    const period = { startYears, endYears, payYears: endYears, accrualYears }
    const value = forwardRateAgreementValue({ side, notional, strike, period }, swapCurvesOf(curves))
    return { ...value, lines: value.lines.map(plainLine) }
  },
})
