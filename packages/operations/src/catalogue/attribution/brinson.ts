import { brinsonAttribution, geometricBrinson } from '@tutti/analytics/attribution'
import { z } from 'zod'
import { labelled, labels } from '../labels.ts'
import { defineOperation } from '../operation.ts'
import { number } from '../value-schemas.ts'
import { cautions, column, gappyColumn, residual, segmentColumns } from './attribution-schemas.ts'

const baconSegments = {
  portfolioWeights: [0.4, 0.3, 0.3],
  benchmarkWeights: [0.4, 0.2, 0.4],
  portfolioReturns: [0.2, -0.05, 0.06],
  benchmarkReturns: [0.1, -0.04, 0.08],
}

/** Arithmetic attribution of one period. */
export const brinsonOperation = defineOperation({
  name: 'attribution/brinson',
  title: 'Brinson attribution',
  description:
    'Allocation, selection and interaction by segment over one period, adding up to the excess return; weights are never scaled, what they leave of 1 is shown as unassigned.',
  source: 'Brinson, Hood & Beebower (1986); Brinson & Fachler (1985); Bacon (2008), chapter 5',
  input: z.strictObject({
    ...segmentColumns,
    portfolioReturns: gappyColumn.describe('simple returns, decimals; null where the weight is 0 and there is none'),
    benchmarkReturns: gappyColumn.describe('simple returns, decimals; null where the weight is 0 and there is none'),
    model: z
      .enum(['brinson-hood-beebower', 'brinson-fachler'])
      .describe('allocation against the benchmark return of the segment, or against its excess over the benchmark'),
    interaction: z
      .enum(['separate', 'in-selection', 'in-allocation'])
      .describe('in selection for a top-down process, in allocation for a bottom-up one'),
    offBenchmark: z
      .enum(['allocation', 'selection'])
      .optional()
      .describe('effect of a segment that the benchmark has neither weight nor return for; allocation when left out'),
    segments: labels.optional().describe('names of the segments; returned beside the effects'),
    unassignedReturn: number.optional().describe('return of what the weights leave unassigned, 0 when left out'),
  }),
  output: z.strictObject({
    portfolioReturn: number,
    benchmarkReturn: number,
    excessReturn: number,
    segments: labels.optional().describe('of the effects, where the input has them'),
    allocation: column.describe('decimals of the portfolio'),
    selection: column,
    interaction: column.describe('zeros unless separate'),
    unassigned: z.strictObject({ portfolioWeight: number, benchmarkWeight: number, allocation: number }),
    totals: z.strictObject({ allocation: number, selection: number, interaction: number }),
    residual,
    cautions,
  }),
  example: {
    ...baconSegments,
    model: 'brinson-fachler' as const,
    interaction: 'separate' as const,
  },
  failures: [{ code: 'missing-data', when: 'a segment has a weight and no return' }],
  compute: ({ model, interaction, offBenchmark, unassignedReturn, segments, ...columns }) => {
    const result = brinsonAttribution(columns, {
      model,
      interaction,
      ...(offBenchmark === undefined ? {} : { offBenchmark }),
      ...(unassignedReturn === undefined ? {} : { unassignedReturn }),
    })
    return {
      ...result,
      ...labelled('segments', segments, result.allocation.length),
      allocation: [...result.allocation],
      selection: [...result.selection],
      interaction: [...result.interaction],
      cautions: [...result.cautions],
    }
  },
})

/** Geometric attribution of one period. */
export const geometricBrinsonOperation = defineOperation({
  name: 'attribution/geometric-brinson',
  title: 'Geometric Brinson attribution',
  description:
    'Allocation and selection (with interaction) of one period whose totals compound to the geometric excess return.',
  source: 'Burnie, Knowles & Teder, J. Performance Measurement 3 (1998); Bacon (2008), chapter 5',
  input: z.strictObject(segmentColumns),
  output: z.strictObject({
    portfolioReturn: number,
    benchmarkReturn: number,
    semiNotionalReturn: number.describe('benchmark segments at the weights of the portfolio'),
    geometricExcess: number,
    allocation: column,
    selection: column,
    totalAllocation: number,
    totalSelection: number,
    residual,
  }),
  example: baconSegments,
  failures: [{ code: 'not-applicable', when: 'a total return is -100 % or less' }],
  compute: (segments) => {
    const result = geometricBrinson(segments)
    return { ...result, allocation: [...result.allocation], selection: [...result.selection] }
  },
})
