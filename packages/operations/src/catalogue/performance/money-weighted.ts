import { modifiedDietz, timeWeightedReturn, xirr } from '@tutti/analytics/performance'
import { z } from 'zod'
import { defineOperation } from '../operation.ts'
import { isoDate, nonNegative, number, positive } from '../value-schemas.ts'

/** A period's return with flows weighted by time. */
export const modifiedDietzOperation = defineOperation({
  name: 'performance/modified-dietz',
  title: 'Modified Dietz return',
  description:
    'Return over one period whose flows count for the share of the period that they were invested; flows at the end of their day.',
  source: 'Dietz (1968); GIPS Standards',
  input: z.strictObject({
    beginValue: number,
    endValue: number,
    periodDays: positive,
    flows: z.array(z.strictObject({ amount: number.describe('positive: paid in'), day: nonNegative })),
  }),
  output: z.strictObject({ return: number }),
  example: { beginValue: 1_000_000, endValue: 1_060_000, periodDays: 30, flows: [{ amount: 40_000, day: 12 }] },
  compute: (input) => ({ return: modifiedDietz(input.beginValue, input.endValue, input.flows, input.periodDays) }),
})

/** The linked return between flows. */
export const timeWeightedReturnOperation = defineOperation({
  name: 'performance/time-weighted-return',
  title: 'Time-weighted return',
  description: 'Linked returns of the subperiods between flows, each valued just before it.',
  source: 'GIPS Standards',
  input: z.strictObject({
    beginValue: positive,
    endValue: number,
    flows: z.array(z.strictObject({ amount: number.describe('positive: paid in'), valueBefore: number })),
  }),
  output: z.strictObject({ return: number }),
  example: { beginValue: 1_000_000, endValue: 1_060_000, flows: [{ amount: 40_000, valueBefore: 1_012_000 }] },
  compute: (input) => ({ return: timeWeightedReturn(input.beginValue, input.endValue, input.flows) }),
})

/** The rate that makes dated cash flows worth zero. */
export const internalRateOfReturnOperation = defineOperation({
  name: 'performance/internal-rate-of-return',
  title: 'Internal rate of return of dated cash flows (XIRR)',
  description:
    'The annually compounded rate on ACT/365F times at which the flows are worth zero; an error where there is none or more than one.',
  source: 'the definition of the internal rate of return; ACT/365F time',
  input: z.strictObject({
    cashFlows: z
      .array(z.strictObject({ amount: number.describe('negative: paid by the investor'), date: isoDate }))
      .min(2),
  }),
  output: z.strictObject({ rate: number }),
  example: {
    cashFlows: [
      { amount: -1000, date: '2022-01-15' },
      { amount: 40, date: '2022-12-01' },
      { amount: 1050, date: '2024-01-15' },
    ],
  },
  compute: ({ cashFlows }) => ({ rate: xirr(cashFlows) }),
})
