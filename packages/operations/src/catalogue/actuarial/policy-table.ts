import type { Life, LifePolicy, PolicyAssumptions } from '@tutti/analytics/actuarial'
import type { DiscountCurve } from '@tutti/analytics/curves'
import { z } from 'zod'
import { isoDate, nonNegative } from '../value-schemas.ts'
import { exampleMortality, mortalitySchema } from './actuarial-inputs.ts'
import { tableRow } from './liability-outputs.ts'

const amount = z.number().min(0).max(1e12).optional()

const policyColumns = {
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
  disabilityBenefit: amount,
  revisable: z.boolean().optional(),
  groupPolicy: z.boolean().optional(),
}

/** A row of a table of life policies, with the columns that its kind needs. */
export const policyRow = z.strictObject(policyColumns).superRefine((row, context) => {
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

/** A table of life policies and what is assumed of them. */
export const policyFields = {
  valuationDate: isoDate,
  policies: z
    .array(tableRow)
    .min(1)
    .max(100_000)
    .describe(
      'rows with the columns id, birthDate (YYYY-MM-DD; ages are days / 365.25), sex (female, male), kind (term, whole-life, endowment, annuity, with-profit), sumAssured, premiumAnnual and premiumYearsLeft (as long as the cover unless given), termYearsLeft (whole), annuityAnnual, guaranteeYears (annuities), fundValue, guaranteedRate (decimal) and surrenderChargePercent (with-profit), disabilityBenefit (lump sum, once), revisable (annuities that may be revised for health or law), groupPolicy (group pension funds, for mass lapse). A bad row costs only itself.',
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
  disabilityRates: z
    .array(z.number().min(0).max(1))
    .min(1)
    .max(150)
    .optional()
    .describe('probability of disability in each year, of those not disabled, the last held; 0'),
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
}

const policyTable = z.strictObject(policyFields)

/** The assumptions with what holds where nothing is given. */
export function policyAssumptions(
  input: Omit<z.infer<typeof policyTable>, 'policies' | 'mortality' | 'valuationDate'>,
  curve: DiscountCurve,
): PolicyAssumptions {
  return {
    lapse: {
      baseRate: input.lapse?.baseRate ?? 0,
      sensitivity: input.lapse?.sensitivity ?? 0,
      lowest: input.lapse?.lowest ?? 0,
      highest: input.lapse?.highest ?? 1,
    },
    marketRates:
      input.marketRates ??
      Array.from({ length: 120 }, (_, k) => curve.discountFactor(k) / curve.discountFactor(k + 1) - 1),
    participation: input.participation ?? 0.9,
    expenseAnnual: input.expenseAnnual ?? 0,
    expenseInflation: input.expenseInflation ?? 0,
    disabilityRates: input.disabilityRates ?? [0],
  }
}

/** The policy that a row describes. */
export function policyOf(row: z.infer<typeof policyRow>, life: Life): LifePolicy {
  const annuity = row.kind === 'annuity'
  const sumAssured = annuity ? 0 : (row.sumAssured ?? 0)
  const termYears = row.kind === 'whole-life' ? null : (row.termYearsLeft ?? null)
  return {
    life,
    sumAssured,
    maturityBenefit: row.kind === 'endowment' ? sumAssured : 0,
    termYears,
    premiumAnnual: row.premiumAnnual ?? 0,
    premiumYears: row.premiumYearsLeft ?? termYears ?? 121,
    annuityAnnual: annuity ? (row.annuityAnnual ?? 0) : 0,
    guaranteeYears: annuity ? (row.guaranteeYears ?? 0) : 0,
    fundValue: row.kind === 'with-profit' ? (row.fundValue ?? 0) : 0,
    guaranteedRate: row.guaranteedRate ?? 0,
    surrenderCharge: (row.surrenderChargePercent ?? 0) / 100,
    disabilityBenefit: row.disabilityBenefit ?? 0,
  }
}

/** Policies of every kind. */
const examplePolicies = [
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
]

/** A table with its assumptions, for examples. */
export const examplePolicyTable = {
  valuationDate: '2025-12-31',
  policies: examplePolicies,
  mortality: { female: { ...exampleMortality, multiplier: 0.85 }, male: exampleMortality },
  lapse: { baseRate: 0.04, sensitivity: 1.5, lowest: 0.01, highest: 0.3 },
  expenseAnnual: 45,
  expenseInflation: 0.02,
  curve: { kind: 'flat' as const, rateContinuous: 0.03 },
}
