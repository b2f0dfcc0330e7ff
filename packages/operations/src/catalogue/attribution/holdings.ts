import { holdingEffects, holdingsAttribution, moneyReconciliation, treeAttribution } from '@tutti/analytics/attribution'
import { TuttiError } from '@tutti/analytics/errors'
import { z } from 'zod'
import { defineOperation } from '../operation.ts'
import { plainNumbers } from '../plain-numbers.ts'
import { nonNegative, nullableNumber, number } from '../value-schemas.ts'
import { cautions, linkingMethod, residual } from './attribution-schemas.ts'
import { moneyReport, plainReport } from './money.ts'

const label = z.string().min(1).max(200)
const row = z.strictObject({
  period: label.describe('any name; periods run in the order of their first row'),
  holding: label,
  segment: label,
  portfolioWeight: number.describe('share of the portfolio at the start of the period; 0 where not held'),
  benchmarkWeight: number,
  return: nullableNumber.describe('simple, decimal; null where missing'),
})
const labels = z.array(label).min(1).max(2_000_000)
const figures = z.array(number).min(1).max(2_000_000)
const rowColumns = z.strictObject({
  period: labels,
  holding: labels,
  segment: labels,
  portfolioWeight: figures,
  benchmarkWeight: figures,
  return: z.array(nullableNumber).min(1).max(2_000_000),
})
const effectShape = { allocation: number, selection: number, interaction: number }

/** Codes of labels by first appearance. */
function codes(values: readonly string[]): { readonly names: string[]; readonly codes: Int32Array } {
  const known = new Map<string, number>()
  const coded = new Int32Array(values.length)
  for (let i = 0; i < values.length; i++) {
    let code = known.get(values[i])
    if (code === undefined) {
      code = known.size
      known.set(values[i], code)
    }
    coded[i] = code
  }
  return { names: [...known.keys()], codes: coded }
}

/** Holdings by period to effects by period, segment, holding, in total and linked. */
export const holdingsAttributionOperation = defineOperation({
  name: 'attribution/holdings',
  title: 'Attribution of holdings over periods',
  description:
    'Brinson attribution of holdings: effects by period and segment, linked over time, with what is unassigned or missing shown; optionally by holding and in money to the cent.',
  source: 'Brinson & Fachler, J. Portfolio Management 11 (1985); Bacon (2008), chapters 5 and 8',
  input: z.strictObject({
    holdings: z
      .union([z.array(row).min(1).max(200_000), rowColumns])
      .describe('rows, or columns of one length; a row is a holding in a period'),
    model: z.enum(['brinson-hood-beebower', 'brinson-fachler']),
    interaction: z.enum(['separate', 'in-selection', 'in-allocation']),
    linking: linkingMethod,
    offBenchmark: z.enum(['allocation', 'selection']).optional().describe('allocation when left out'),
    missingReturns: z
      .enum(['refuse', 'no-contribution'])
      .optional()
      .describe('a held row without return: an error (when left out), or no contribution with its weight shown'),
    unassignedReturns: z.array(number).max(1200).optional().describe('of the rest of 1, one a period; 0 when left out'),
    byHolding: z.boolean().optional().describe('also effects of single holdings'),
    beginValue: z.number().positive().optional().describe('money at the start: linked effects in cents too'),
    tolerance: nonNegative.optional().describe('money that may stay unexplained, 0.01 when left out'),
  }),
  output: z.strictObject({
    periods: z.array(
      z.strictObject({
        period: label,
        portfolioReturn: number,
        benchmarkReturn: number,
        excessReturn: number,
        ...effectShape,
        residual,
        unassignedPortfolioWeight: number,
        unassignedBenchmarkWeight: number,
        missingWeight: number.describe('of the portfolio, without a return'),
        segments: z.array(
          z.strictObject({ segment: label, portfolioWeight: number, benchmarkWeight: number, ...effectShape }),
        ),
      }),
    ),
    linked: z.strictObject({
      portfolioReturn: number,
      benchmarkReturn: number,
      excessReturn: number,
      ...effectShape,
      residual,
      segments: z.array(z.strictObject({ segment: label, ...effectShape })),
      periodFactors: z.array(number),
    }),
    holdings: z
      .array(
        z.strictObject({
          holding: label,
          selection: number.describe('with interaction, linked'),
          activeContribution: number.describe('portfolio less benchmark contribution, linked'),
        }),
      )
      .optional(),
    money: moneyReport.optional(),
    cautions,
  }),
  example: {
    holdings: [
      { period: '2025-Q1', holding: 'A', segment: 'UK', portfolioWeight: 0.4, benchmarkWeight: 0.4, return: 0.1 },
      { period: '2025-Q1', holding: 'B', segment: 'Japan', portfolioWeight: 0.3, benchmarkWeight: 0.2, return: -0.04 },
      { period: '2025-Q1', holding: 'C', segment: 'Japan', portfolioWeight: 0, benchmarkWeight: 0.4, return: 0.08 },
      { period: '2025-Q1', holding: 'D', segment: 'UK', portfolioWeight: 0.3, benchmarkWeight: 0, return: 0.06 },
      { period: '2025-Q2', holding: 'A', segment: 'UK', portfolioWeight: 0.6, benchmarkWeight: 0.5, return: -0.07 },
      { period: '2025-Q2', holding: 'B', segment: 'Japan', portfolioWeight: 0.4, benchmarkWeight: 0.5, return: 0.04 },
    ],
    model: 'brinson-fachler' as const,
    interaction: 'separate' as const,
    linking: 'carino' as const,
    byHolding: true,
    beginValue: 1_000_000,
  },
  failures: [
    { code: 'missing-data', when: 'a held row has no return and that is not allowed' },
    { code: 'not-applicable', when: 'a return of -100 % or less is linked by logarithms' },
  ],
  compute: ({
    holdings,
    byHolding,
    beginValue,
    tolerance,
    unassignedReturns,
    offBenchmark,
    missingReturns,
    ...rest
  }) => {
    const table = Array.isArray(holdings)
      ? {
          period: holdings.map((entry) => entry.period),
          holding: holdings.map((entry) => entry.holding),
          segment: holdings.map((entry) => entry.segment),
          portfolioWeight: holdings.map((entry) => entry.portfolioWeight),
          benchmarkWeight: holdings.map((entry) => entry.benchmarkWeight),
          return: holdings.map((entry) => entry.return),
        }
      : holdings
    const [period, segment, holding] = [codes(table.period), codes(table.segment), codes(table.holding)]
    if (unassignedReturns !== undefined && unassignedReturns.length !== period.names.length) {
      throw new TuttiError('invalid-input', 'unassignedReturns needs one return a period', {
        field: 'unassignedReturns',
        got: `${unassignedReturns.length} values`,
        expected: `${period.names.length} values`,
      })
    }
    if (period.names.length * segment.names.length > 1_000_000) {
      throw new TuttiError('invalid-input', 'more than a million period-segment cells; attribute by coarser segments', {
        field: 'holdings',
        got: `${period.names.length} periods of ${segment.names.length} segments`,
      })
    }
    const columns = {
      periods: period.names.length,
      segments: segment.names.length,
      period: period.codes,
      segment: segment.codes,
      portfolioWeights: Float64Array.from(table.portfolioWeight),
      benchmarkWeights: Float64Array.from(table.benchmarkWeight),
      returns: Float64Array.from(table.return, (value) => value ?? Number.NaN),
    }
    const result = holdingsAttribution(columns, {
      ...rest,
      ...(offBenchmark === undefined ? {} : { offBenchmark }),
      ...(missingReturns === undefined ? {} : { missingReturns }),
      ...(unassignedReturns === undefined ? {} : { unassignedReturns }),
    })
    const width = result.columns
    const names = [...segment.names, 'unassigned']
    const sum = (values: ArrayLike<number>): number => plainNumbers(values).reduce((total, value) => total + value, 0)
    const periods = period.names.map((name, t) => {
      const [from, to] = [t * width, (t + 1) * width]
      return {
        period: name,
        portfolioReturn: result.portfolioReturns[t],
        benchmarkReturn: result.benchmarkReturns[t],
        excessReturn: result.portfolioReturns[t] - result.benchmarkReturns[t],
        allocation: sum(result.allocation.subarray(from, to)),
        selection: sum(result.selection.subarray(from, to)),
        interaction: sum(result.interaction.subarray(from, to)),
        residual: result.residuals[t],
        unassignedPortfolioWeight: result.portfolioWeights[to - 1],
        unassignedBenchmarkWeight: result.benchmarkWeights[to - 1],
        missingWeight: result.missingWeights[t],
        segments: names.map((of, s) => ({
          segment: of,
          portfolioWeight: result.portfolioWeights[from + s],
          benchmarkWeight: result.benchmarkWeights[from + s],
          allocation: result.allocation[from + s],
          selection: result.selection[from + s],
          interaction: result.interaction[from + s],
        })),
      }
    })
    const { linked } = result
    const segments = names.map((of, s) => ({
      segment: of,
      allocation: linked.totals[s],
      selection: linked.totals[width + s],
      interaction: linked.totals[2 * width + s],
    }))
    const single = byHolding === true ? holdingEffects(columns, result, holding.codes, holding.names.length) : undefined
    const money =
      beginValue === undefined
        ? undefined
        : plainReport(
            moneyReconciliation(
              segments.flatMap((line) =>
                (['allocation', 'selection', 'interaction'] as const).map((effect) => ({
                  name: `${line.segment} ${effect}`,
                  amount: line[effect] * beginValue,
                })),
              ),
              linked.excessReturn * beginValue,
              tolerance ?? 0.01,
            ),
          )
    return {
      periods,
      linked: {
        portfolioReturn: linked.portfolioReturn,
        benchmarkReturn: linked.benchmarkReturn,
        excessReturn: linked.excessReturn,
        allocation: sum(segments.map((line) => line.allocation)),
        selection: sum(segments.map((line) => line.selection)),
        interaction: sum(segments.map((line) => line.interaction)),
        residual: linked.residual,
        segments,
        periodFactors: [...linked.periodFactors],
      },
      ...(single === undefined
        ? {}
        : {
            holdings: holding.names.map((name, i) => ({
              holding: name,
              selection: single.selection[i],
              activeContribution: single.activeContribution[i],
            })),
          }),
      ...(money === undefined ? {} : { money }),
      cautions: [...result.cautions],
    }
  },
})

/** Attribution along a tree of segments. */
export const treeAttributionOperation = defineOperation({
  name: 'attribution/tree',
  title: 'Multi-level attribution',
  description:
    'Allocation at each level of a tree (sector, country, ... ) and selection at its leaves, adding up to the excess return.',
  source: 'Brinson & Fachler (1985) at each level; Bacon (2008), chapter 9',
  input: z.strictObject({
    leaves: z
      .array(
        z.strictObject({
          path: z.array(label).min(1).max(12).describe('from the top down to the leaf; all of one length'),
          portfolioWeight: number,
          benchmarkWeight: number,
          portfolioReturn: nullableNumber.describe('null where the weight is 0 and there is none'),
          benchmarkReturn: nullableNumber,
        }),
      )
      .min(1)
      .max(50_000),
  }),
  output: z.strictObject({
    portfolioReturn: number,
    benchmarkReturn: number,
    excessReturn: number,
    nodes: z.array(
      z.strictObject({
        path: z.array(z.string()),
        portfolioWeight: number,
        benchmarkWeight: number,
        portfolioContribution: number,
        benchmarkContribution: number,
        allocation: number.describe('within its parent'),
        selection: number.describe('at leaves, with interaction'),
      }),
    ),
    allocationByLevel: z.array(number),
    selection: number,
    residual,
    cautions,
  }),
  example: {
    leaves: [
      {
        path: ['Equity', 'UK'],
        portfolioWeight: 0.4,
        benchmarkWeight: 0.3,
        portfolioReturn: 0.06,
        benchmarkReturn: 0.05,
      },
      {
        path: ['Equity', 'Japan'],
        portfolioWeight: 0.2,
        benchmarkWeight: 0.3,
        portfolioReturn: -0.02,
        benchmarkReturn: -0.03,
      },
      {
        path: ['Bonds', 'UK'],
        portfolioWeight: 0.4,
        benchmarkWeight: 0.4,
        portfolioReturn: 0.011,
        benchmarkReturn: 0.012,
      },
    ],
  },
  failures: [{ code: 'missing-data', when: 'a leaf has a weight and no return' }],
  compute: ({ leaves }) => {
    const result = treeAttribution(leaves)
    return {
      ...result,
      nodes: result.nodes.map((node) => ({ ...node, path: [...node.path] })),
      allocationByLevel: [...result.allocationByLevel],
      cautions: [...result.cautions],
    }
  },
})
