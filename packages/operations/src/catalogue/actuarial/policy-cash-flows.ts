import { addPolicy, lifeOf, noPolicyFlows, type PolicyCashFlows } from '@tutti/analytics/actuarial'
import { z } from 'zod'
import { discountCurveOf, discountCurveSchema } from '../curves/discount-curve-input.ts'
import { defineOperation } from '../operation.ts'
import { nonNegative, number } from '../value-schemas.ts'
import { basisOf } from './actuarial-inputs.ts'
import { ageAt, liabilityMeasures, measuresOf, paymentsShape, rowOutcomes, rowsUsed } from './liability-outputs.ts'
import { examplePolicyTable, policyAssumptions, policyFields, policyOf, policyRow } from './policy-table.ts'

const inputShape = z.strictObject({
  ...policyFields,
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
        disabilities: nonNegative.describe('at its middle'),
        surrenders: nonNegative.describe('at its middle'),
        annuities: nonNegative.describe('at its middle'),
        maturities: nonNegative.describe('at its end'),
      }),
    ),
    payments: paymentsShape.describe('net of premiums, as bonds/cash-flow-risk takes them'),
    cautions: z.array(z.string()),
  }),
  failures: [{ code: 'not-applicable', when: 'no row of the table can be valued' }],
  example: examplePolicyTable,
  compute: (input) => {
    const curve = discountCurveOf(input.curve)
    const keyRatesYears = input.keyRatesYears ?? [1, 2, 5, 10, 20, 30, 40, 50]
    const flows = noPolicyFlows()
    const calendarYear = Number(input.valuationDate.slice(0, 4))
    const assumed = policyAssumptions(input, curve)
    const rows = rowsUsed(
      input.policies,
      policyRow,
      (row) => {
        const age = ageAt(input.valuationDate, row.birthDate)
        addPolicy(flows, policyOf(row, lifeOf(basisOf(input.mortality[row.sex]), age, { calendarYear })), assumed)
      },
      'policies',
    )
    const columns = ['premiums', 'expenses', 'deaths', 'disabilities', 'surrenders', 'annuities', 'maturities'] as const
    const last = Math.max(...columns.map((column) => flows[column].findLastIndex((value) => value > 0)))
    const at = (column: keyof PolicyCashFlows, k: number): number => flows[column][k] ?? 0
    const byYear = Array.from({ length: last + 1 }, (_, k) => ({
      year: k + 1,
      premiums: at('premiums', k),
      expenses: at('expenses', k),
      deaths: at('deaths', k),
      disabilities: at('disabilities', k),
      surrenders: at('surrenders', k),
      annuities: at('annuities', k),
      maturities: at('maturities', k + 1),
    }))
    const payments = Array.from({ length: last + 2 }, (_, k) => [
      { timeYears: k, amount: at('maturities', k) + at('expenses', k) - at('premiums', k) },
      {
        timeYears: k + 0.5,
        amount: at('deaths', k) + at('disabilities', k) + at('surrenders', k) + at('annuities', k),
      },
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
