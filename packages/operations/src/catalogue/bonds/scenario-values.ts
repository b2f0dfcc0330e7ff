import { bondScenarioValues, flowTable } from '@tutti/analytics/bonds'
import { TuttiError } from '@tutti/analytics/errors'
import { dayOf } from '@tutti/analytics/time'
import { z } from 'zod'
import { defineOperation } from '../operation.ts'
import { isoDate, matrix, nonNegative, number, series } from '../value-schemas.ts'
import { fixedRateBondOf, fixedRateBondSchema } from './bond-inputs.ts'

/** Many bonds under many curves. */
export const scenarioValuesOperation = defineOperation({
  name: 'bonds/scenario-values',
  title: 'Bonds under curve scenarios',
  description:
    'Value of each bond position under each scenario of a zero curve (continuous, ACT/365F, linear between key times and flat outside), with the total of the portfolio by scenario. A matured bond is worth nothing.',
  source: 'sum of payments times discount factors under each scenario',
  input: z.strictObject({
    curveDate: isoDate,
    settlement: isoDate.optional().describe('as the date of the curves'),
    positions: z
      .array(
        z.strictObject({
          bond: fixedRateBondSchema,
          face: number.describe('negative for a short position'),
          spreadContinuous: number.optional().describe('z-spread, decimal; 0'),
        }),
      )
      .min(1),
    keyTimesYears: z.array(nonNegative).min(1).describe('increasing'),
    zeroRates: matrix.describe('a row for each scenario, one rate for each key time'),
  }),
  output: z.strictObject({
    values: matrix.describe('a row for each position, one value for each scenario'),
    totals: series.describe('of the portfolio by scenario'),
  }),
  cost: 'medium',
  example: {
    curveDate: '2025-03-14',
    positions: [
      {
        bond: {
          accrualStart: '2024-02-15',
          maturity: '2034-02-15',
          couponRate: 0.04,
          frequency: 2 as const,
          dayCount: 'ACT/ACT ICMA' as const,
        },
        face: 1_000_000,
      },
    ],
    keyTimesYears: [1, 5, 10],
    zeroRates: [
      [0.041, 0.04, 0.043],
      [0.051, 0.05, 0.053],
    ],
  },
  compute: ({ curveDate, settlement, positions, keyTimesYears, zeroRates }) => {
    const keys = keyTimesYears.length
    const ragged = zeroRates.findIndex((row) => row.length !== keys)
    if (ragged >= 0) {
      throw new TuttiError('invalid-input', 'each scenario has a zero rate for each key time', {
        field: `zeroRates[${ragged}]`,
        got: `${zeroRates[ragged].length} rates`,
        expected: String(keys),
      })
    }
    const curveDay = dayOf(curveDate, 'curveDate')
    const table = flowTable(
      positions.map((position) => ({ ...position, bond: fixedRateBondOf(position.bond) })),
      settlement === undefined ? curveDay : dayOf(settlement, 'settlement'),
      curveDay,
    )
    const count = zeroRates.length
    const values =
      table.flowDays.length === 0
        ? new Float64Array(positions.length * count)
        : bondScenarioValues(table, {
            keyTimesYears: Float64Array.from(keyTimesYears),
            zeroRates: Float64Array.from(zeroRates.flat()),
          })
    const rows = positions.map((_, b) => Array.from(values.subarray(b * count, (b + 1) * count)))
    return { values: rows, totals: zeroRates.map((_, s) => rows.reduce((sum, row) => sum + row[s], 0)) }
  },
})
