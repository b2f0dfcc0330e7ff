import { addPolicy, lifeOf, noPolicyFlows, type PolicyCashFlows } from '@tutti/analytics/actuarial'
import { TuttiError } from '@tutti/analytics/errors'
import { z } from 'zod'
import { discountCurveOf, discountCurveSchema } from '../curves/discount-curve-input.ts'
import { defineOperation } from '../operation.ts'
import { isoDate, nonNegative, number } from '../value-schemas.ts'
import { basisOf, exampleMortality, mortalitySchema } from './actuarial-inputs.ts'
import {
  ageAt,
  liabilityMeasures,
  measuresOf,
  paymentsShape,
  rowOutcomes,
  rowsUsed,
  tableRow,
} from './liability-outputs.ts'

const amount = z.number().min(0).max(1e12).optional()

const policyRow = z
  .strictObject({
    id: z.string(),
    birthDate: isoDate,
    sex: z.enum(['female', 'male']),
    kind: z.enum(['term', 'whole-life', 'endowment', 'annuity', 'with-profit']),
    sumAssured: amount,
    annuityAnnual: amount,
    premiumAnnual: amount,
    premiumYearsLeft: z.int().min(0).max(120).optional(),
    termYearsLeft: z.int().min(1).max(120).optional(),
    guaranteeYears: z.number().min(0).max(50).optional(),
    fundValue: amount,
    guaranteedRate: z.number().min(-0.05).max(0.2).optional(),
    surrenderChargePercent: z.number().min(0).max(100).optional(),
  })
  .superRefine((row, context) => {
    const needs = {
      term: ['sumAssured', 'termYearsLeft'],
      'whole-life': ['sumAssured'],
      endowment: ['sumAssured', 'termYearsLeft'],
      annuity: ['annuityAnnual'],
      'with-profit': ['fundValue', 'guaranteedRate', 'termYearsLeft'],
    } as const
    for (const column of needs[row.kind]) {
      if (row[column] === undefined)
        context.addIssue({ code: 'custom', message: `a policy of kind ${row.kind} needs it`, path: [column] })
    }
  })

const inputShape = z.strictObject({
  valuationDate: isoDate,
  policies: z
    .array(tableRow)
    .min(1)
    .max(100_000)
    .describe(
      'rows with the columns id, birthDate (YYYY-MM-DD), sex (female, male), kind (term, whole-life, endowment, annuity, with-profit), sumAssured, premiumAnnual and premiumYearsLeft (as long as the cover unless given), termYearsLeft (whole), annuityAnnual, guaranteeYears (annuities), fundValue, guaranteedRate (decimal) and surrenderChargePercent (with-profit). A bad row costs only itself.',
    ),
  mortality: z.strictObject({ female: mortalitySchema, male: mortalitySchema }),
  lapse: z
    .strictObject({
      baseRate: z.number().min(0).max(1).describe('a year'),
      sensitivity: z
        .number()
        .min(-100)
        .max(100)
        .optional()
        .describe('added to the rate per unit of market less credited rate; 0'),
      lowest: z.number().min(0).max(1).optional().describe('0'),
      highest: z.number().min(0).max(1).optional().describe('1'),
    })
    .optional()
    .describe('annuities do not lapse; none unless given'),
  marketRates: z
    .array(z.number().gt(-0.5).max(1))
    .min(1)
    .max(150)
    .optional()
    .describe('annual, in each year from now, the last held; forwards of the curve unless given'),
  participation: z
    .number()
    .min(0)
    .max(2)
    .optional()
    .describe('part of the market rate that a fund is credited, at least its guarantee; 0.9'),
  expenseAnnual: nonNegative.max(1e9).optional().describe('of each policy in force, money; 0'),
  expenseInflation: z.number().min(-0.2).max(0.5).optional().describe('0'),
  curve: discountCurveSchema,
  keyRatesYears: z.array(nonNegative).min(1).max(50).optional().describe('increasing; 1, 2, 5, 10, 20, 30, 40, 50'),
})

/** Liability of life policies. */
export const policyCashFlowsOperation = defineOperation({
  name: 'actuarial/policy-cash-flows',
  title: 'Liability from a table of life policies',
  description:
    'Expected premiums, expenses and benefits by year of term, whole life, endowment, annuity and with-profit policies, with lapses that follow rates; their value, durations and key rates. Positive amounts are paid by the insurer.',
  source: 'Dickson, Hardy & Waters, Actuarial Mathematics for Life Contingent Risks (3rd ed. 2020), ch. 6, 7 and 13',
  cost: 'medium',
  input: inputShape,
  output: z.strictObject({
    ...rowOutcomes,
    ...liabilityMeasures,
    keyRatesYears: z.array(number),
    byYear: z.array(
      z.strictObject({
        year: z.int().describe('1 is the first year from the valuation'),
        premiums: nonNegative.describe('received at its start'),
        expenses: nonNegative.describe('at its start'),
        deaths: nonNegative.describe('at its middle'),
        surrenders: nonNegative.describe('at its middle'),
        annuities: nonNegative.describe('at its middle'),
        maturities: nonNegative.describe('at its end'),
      }),
    ),
    payments: paymentsShape.describe('net of premiums, as bonds/cash-flow-risk takes them'),
    cautions: z.array(z.string()),
  }),
  failures: [{ code: 'not-applicable', when: 'no row of the table can be valued' }],
  example: {
    valuationDate: '2025-12-31',
    policies: [
      {
        id: 'T1',
        birthDate: '1985-02-11',
        sex: 'female',
        kind: 'term',
        sumAssured: 250_000,
        termYearsLeft: 20,
        premiumAnnual: 420,
      },
      {
        id: 'E1',
        birthDate: '1970-07-30',
        sex: 'male',
        kind: 'endowment',
        sumAssured: 60_000,
        termYearsLeft: 9,
        premiumAnnual: 3_900,
      },
      { id: 'A1', birthDate: '1952-03-05', sex: 'female', kind: 'annuity', annuityAnnual: 9_500, guaranteeYears: 4 },
      {
        id: 'W1',
        birthDate: '1978-12-24',
        sex: 'male',
        kind: 'with-profit',
        fundValue: 40_000,
        guaranteedRate: 0.0175,
        termYearsLeft: 15,
        surrenderChargePercent: 3,
      },
    ],
    mortality: { female: { ...exampleMortality, multiplier: 0.85 }, male: exampleMortality },
    lapse: { baseRate: 0.04, sensitivity: 1.5, lowest: 0.01, highest: 0.3 },
    expenseAnnual: 45,
    expenseInflation: 0.02,
    curve: { kind: 'flat' as const, rateContinuous: 0.03 },
  },
  compute: (input) => {
    const curve = discountCurveOf(input.curve)
    const keyRatesYears = input.keyRatesYears ?? [1, 2, 5, 10, 20, 30, 40, 50]
    const flows = noPolicyFlows()
    const years = flows.premiums.length
    const calendarYear = Number(input.valuationDate.slice(0, 4))
    const assumed = {
      lapse: {
        baseRate: input.lapse?.baseRate ?? 0,
        sensitivity: input.lapse?.sensitivity ?? 0,
        lowest: input.lapse?.lowest ?? 0,
        highest: input.lapse?.highest ?? 1,
      },
      marketRates:
        input.marketRates ??
        Array.from({ length: years - 1 }, (_, k) => curve.discountFactor(k) / curve.discountFactor(k + 1) - 1),
      participation: input.participation ?? 0.9,
      expenseAnnual: input.expenseAnnual ?? 0,
      expenseInflation: input.expenseInflation ?? 0,
    }
    const rows = rowsUsed(input.policies, policyRow, (row) => {
      const life = lifeOf(basisOf(input.mortality[row.sex]), ageAt(input.valuationDate, row.birthDate), {
        calendarYear,
      })
      const annuity = row.kind === 'annuity'
      const sumAssured = annuity ? 0 : (row.sumAssured ?? 0)
      const termYears = row.kind === 'whole-life' ? null : (row.termYearsLeft ?? null)
      addPolicy(
        flows,
        {
          life,
          sumAssured,
          maturityBenefit: row.kind === 'endowment' ? sumAssured : 0,
          termYears,
          premiumAnnual: row.premiumAnnual ?? 0,
          premiumYears: row.premiumYearsLeft ?? termYears ?? years,
          annuityAnnual: annuity ? (row.annuityAnnual ?? 0) : 0,
          guaranteeYears: annuity ? (row.guaranteeYears ?? 0) : 0,
          fundValue: row.kind === 'with-profit' ? (row.fundValue ?? 0) : 0,
          guaranteedRate: row.guaranteedRate ?? 0,
          surrenderCharge: (row.surrenderChargePercent ?? 0) / 100,
        },
        assumed,
      )
    })
    if (rows.counts.valued === 0) {
      throw new TuttiError(
        'not-applicable',
        `no row of the table can be valued; the first: ${rows.failures[0]?.reason}`,
        {
          field: 'policies',
          got: `${rows.counts.rows} rows, all unusable`,
          expected: 'at least one row that fits',
        },
      )
    }
    const columns = ['premiums', 'expenses', 'deaths', 'surrenders', 'annuities', 'maturities'] as const
    const last = Math.max(...columns.map((column) => flows[column].findLastIndex((value) => value > 0)))
    const at = (column: keyof PolicyCashFlows, k: number): number => flows[column][k] ?? 0
    const byYear = Array.from({ length: last + 1 }, (_, k) => ({
      year: k + 1,
      premiums: at('premiums', k),
      expenses: at('expenses', k),
      deaths: at('deaths', k),
      surrenders: at('surrenders', k),
      annuities: at('annuities', k),
      maturities: at('maturities', k + 1),
    }))
    const payments = Array.from({ length: last + 2 }, (_, k) => [
      { timeYears: k, amount: at('maturities', k) + at('expenses', k) - at('premiums', k) },
      { timeYears: k + 0.5, amount: at('deaths', k) + at('surrenders', k) + at('annuities', k) },
    ])
      .flat()
      .filter(({ amount: value }) => value !== 0)
    return {
      ...rows,
      ...measuresOf(payments, curve, keyRatesYears),
      keyRatesYears,
      byYear,
      payments: {
        timesYears: payments.map(({ timeYears }) => timeYears),
        amounts: payments.map(({ amount: value }) => value),
      },
      cautions: [
        ...(rows.counts.failed === 0
          ? []
          : [`${rows.counts.failed} of ${rows.counts.rows} rows are not in these figures; see failures.`]),
        ...(assumed.lapse.sensitivity === 0
          ? []
          : [
              'Durations hold lapses and credited rates where they are: they take the payments as fixed when the curve moves.',
            ]),
      ],
    }
  },
})
