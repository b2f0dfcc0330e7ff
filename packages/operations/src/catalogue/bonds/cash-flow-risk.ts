import { curveSensitivity, curveStressChanges } from '@tutti/analytics/bonds'
import { presentValueOf } from '@tutti/analytics/pricing'
import { z } from 'zod'
import { defineOperation } from '../operation.ts'
import { plainLines, presentValueFields } from '../value-line-schema.ts'
import { isoDate, nonNegative, number, positive } from '../value-schemas.ts'
import { cashFlowFields, cashFlowsOf } from './cash-flow-inputs.ts'

const exampleCurve = {
  kind: 'linear-zero' as const,
  timesYears: [1, 5, 10, 30],
  zeroRates: [0.04, 0.038, 0.041, 0.043],
}

/** Durations of payments off a curve. */
export const cashFlowRiskOperation = defineOperation({
  name: 'bonds/cash-flow-risk',
  title: 'Effective and key-rate durations of cash flows',
  description:
    'Value, effective duration and convexity, and key-rate durations (triangular moves of zero rates) of a bond, a liability or any fixed payments off a curve, by central differences of full revaluations.',
  source: 'Ho, J. Fixed Income 2 (1992); Fabozzi, Bond Markets, Analysis and Strategies (2016), ch. 4',
  input: z.strictObject({
    ...cashFlowFields,
    settlement: isoDate.optional().describe('when the value is paid; the date of the curve unless given'),
    accrued: number.optional().describe('accrued interest at settlement, for the clean value; 0'),
    keyRatesYears: z.array(nonNegative).min(1).describe('increasing'),
    bumpBp: positive.optional().describe('size of the moves; 1'),
  }),
  output: z.strictObject({
    ...presentValueFields,
    value: number.describe('at settlement'),
    cleanValue: number.describe('value less accrued interest'),
    macaulayYears: number,
    effectiveDurationYears: number,
    effectiveConvexityYearsSquared: number,
    keyRateDurationsYears: z.array(number),
    sumOfKeyRateDurationsYears: number,
    dv01: number.describe('loss for a parallel rise of 0.0001'),
    keyRateDv01: z.array(number).describe('loss for a rise of 0.0001 at each key rate'),
  }),
  failures: [{ code: 'not-applicable', when: 'the value of the payments is 0' }],
  example: {
    curve: exampleCurve,
    timesYears: [1, 2, 3, 4, 5],
    amounts: [4, 4, 4, 4, 104],
    keyRatesYears: [1, 5, 10, 30],
  },
  compute: (input) => {
    const { curve, flows, settlementYears } = cashFlowsOf(input)
    const result = curveSensitivity(flows, curve, input.keyRatesYears, {
      settlementYears,
      bump: (input.bumpBp ?? 1) * 1e-4,
    })
    const lines = flows.map(({ timeYears, amount }) => {
      const discountFactor = curve.discountFactor(timeYears)
      return { label: 'payment', timeYears, amount, discountFactor, presentValue: amount * discountFactor }
    })
    return {
      ...plainLines(presentValueOf(lines)),
      ...result,
      cleanValue: result.value - (input.accrued ?? 0),
      keyRateDurationsYears: [...result.keyRateDurationsYears],
      keyRateDv01: [...result.keyRateDv01],
      sumOfKeyRateDurationsYears: result.keyRateDurationsYears.reduce((sum, part) => sum + part, 0),
      dv01: result.effectiveDurationYears * result.value * 1e-4,
    }
  },
})

/** Changes of value under curve moves. */
export const cashFlowStressOperation = defineOperation({
  name: 'bonds/cash-flow-stress',
  title: 'Cash flows under moves of the curve',
  description:
    'Change of the present value of a bond, a liability or any fixed payments when zero rates move by given amounts at given tenors, linearly between them.',
  source: 'full revaluation at the moved zero rates',
  input: z.strictObject({
    ...cashFlowFields,
    tenorsYears: z.array(nonNegative).min(1).describe('increasing; where the moves are given'),
    scenarios: z
      .array(
        z.strictObject({ name: z.string().min(1), shifts: z.array(number).min(1).describe('decimal, one a tenor') }),
      )
      .min(1),
  }),
  output: z.strictObject({
    presentValue: number,
    scenarios: z.array(
      z.strictObject({ name: z.string(), presentValue: number, change: number, changeFraction: number.nullable() }),
    ),
  }),
  example: {
    curve: exampleCurve,
    timesYears: [5, 10, 20, 30],
    amounts: [100, 200, 200, 100],
    tenorsYears: [2, 30],
    scenarios: [
      { name: 'up 100', shifts: [0.01, 0.01] },
      { name: 'steepener', shifts: [-0.005, 0.005] },
    ],
  },
  compute: (input) => {
    const { curve, flows } = cashFlowsOf(input)
    const { value, changes } = curveStressChanges(
      flows,
      curve,
      input.tenorsYears,
      input.scenarios.map(({ shifts }) => shifts),
    )
    return {
      presentValue: value,
      scenarios: input.scenarios.map(({ name }, i) => ({
        name,
        presentValue: value + changes[i],
        change: changes[i],
        changeFraction: value === 0 ? null : changes[i] / value,
      })),
    }
  },
})
