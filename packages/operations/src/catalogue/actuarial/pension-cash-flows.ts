import {
  type Indexation,
  indexLevels,
  levelAt,
  memberProjection,
  type PensionAssumptions,
  type PensionMember,
} from '@tutti/analytics/actuarial'
import { TuttiError } from '@tutti/analytics/errors'
import { dayOf } from '@tutti/analytics/time'
import { z } from 'zod'
import { discountCurveOf, discountCurveSchema } from '../curves/discount-curve-input.ts'
import { defineOperation } from '../operation.ts'
import { isoDate, nonNegative, number } from '../value-schemas.ts'
import { basisOf, exampleMortality, mortalitySchema } from './actuarial-inputs.ts'
import { indexationOf, indexationSchema } from './indexation-inputs.ts'
import {
  ageAt,
  liabilityMeasures,
  measuresOf,
  paymentsShape,
  rowOutcomes,
  rowsUsed,
  tableRow,
  valueOf,
} from './liability-outputs.ts'

const fraction = z.number().min(0).max(1)

const memberRow = z
  .strictObject({
    id: z.string(),
    birthDate: isoDate,
    sex: z.enum(['female', 'male']),
    status: z.enum(['active', 'deferred', 'pensioner', 'spouse']),
    annualPension: z.number().min(0).max(1e9).optional(),
    salary: z.number().min(0).max(1e9).optional(),
    joiningDate: isoDate.optional(),
    spousePercent: z.number().min(0).max(200).optional(),
    spouseBirthDate: isoDate.optional(),
    guaranteeYears: z.number().min(0).max(50).optional(),
  })
  .refine(
    (row) =>
      row.annualPension !== undefined ||
      (row.status === 'active' && row.joiningDate !== undefined && row.salary !== undefined),
    {
      message: 'give annualPension, or salary and joiningDate of an active member',
      path: ['annualPension'],
    },
  )

const assumptionsShape = z.strictObject({
  mortality: z.strictObject({ female: mortalitySchema, male: mortalitySchema }),
  retirementAge: z.number().min(40).max(85),
  revaluation: indexationSchema.describe('of a pension from leaving to retirement'),
  increases: indexationSchema.describe('of a pension in payment'),
  inflationForwards: z
    .array(z.number().gt(-0.5).max(1))
    .min(1)
    .max(150)
    .describe('price inflation in each year from now; the last is held'),
  salaryGrowthReal: z.number().min(-0.2).max(0.2).optional().describe('a year over inflation; 0'),
  accrualRate: z
    .number()
    .min(0)
    .max(0.1)
    .optional()
    .describe('pension a year of service, in parts of salary, where annualPension is not given; 1/60'),
  withdrawal: z.number().min(0).max(0.9).optional().describe('yearly probability that an active member leaves; 0'),
  illHealth: z.number().min(0).max(0.9).optional().describe('yearly probability that an active member retires ill; 0'),
  commutedFraction: fraction.optional().describe('of the pension at retirement taken as cash; 0'),
  commutationFactor: z.number().min(0).max(100).optional().describe('cash for 1 a year of pension; 0'),
  marriedFraction: fraction.optional().describe('probability of a spouse at death; 1'),
  spouseAgeDifferenceYears: z
    .strictObject({ female: z.number().min(-30).max(30), male: z.number().min(-30).max(30) })
    .optional()
    .describe('age of a member of that sex less that of the spouse; -3 and 3'),
  deathInServiceMultiple: z.number().min(0).max(100).optional().describe('salaries paid on death in service; 0'),
  guaranteeYears: z.number().min(0).max(50).optional().describe('from retirement, for those not retired yet; 0'),
})
type Assumptions = z.infer<typeof assumptionsShape>

const inputShape = z.strictObject({
  valuationDate: isoDate,
  members: z
    .array(tableRow)
    .min(1)
    .max(100_000)
    .describe(
      "rows with the columns id, birthDate (YYYY-MM-DD; ages and service are days / 365.25), sex (female, male), status (active, deferred, pensioner, spouse: a survivor in payment), annualPension (in payment; accrued on today's salary; or revalued to today), salary and joiningDate (active members, instead of annualPension), spousePercent (survivor's pension in percent; 0), spouseBirthDate, guaranteeYears (left of a pension in payment; 0). A bad row costs only itself.",
    ),
  assumptions: assumptionsShape,
  curve: discountCurveSchema,
  keyRatesYears: z.array(nonNegative).min(1).max(50).optional().describe('increasing; 1, 2, 5, 10, 20, 30, 40, 50'),
  sensitivities: z.boolean().optional().describe('value again under each changed assumption; false'),
})

const yearShape = z.strictObject({
  year: z.int().describe('1 is the first year from the valuation'),
  pensions: nonNegative,
  spousePensions: nonNegative,
  lumpSums: nonNegative,
  total: nonNegative.describe('expected payments, nominal'),
  inflationLinked: nonNegative.describe('part of the total that moves with inflation'),
  real: nonNegative.describe('the total in prices of the valuation date'),
})

const plainAssumptions = (input: Assumptions, valuationDate: string): PensionAssumptions => ({
  mortality: { female: basisOf(input.mortality.female), male: basisOf(input.mortality.male) },
  calendarYear: Number(valuationDate.slice(0, 4)),
  retirementAge: input.retirementAge,
  revaluation: indexationOf(input.revaluation),
  increases: indexationOf(input.increases),
  inflationForwards: input.inflationForwards,
  salaryGrowthReal: input.salaryGrowthReal ?? 0,
  withdrawal: input.withdrawal ?? 0,
  illHealth: input.illHealth ?? 0,
  commutedFraction: input.commutedFraction ?? 0,
  commutationFactor: input.commutationFactor ?? 0,
  marriedFraction: input.marriedFraction ?? 1,
  spouseAgeDifference: input.spouseAgeDifferenceYears ?? { female: -3, male: 3 },
  deathInServiceMultiple: input.deathInServiceMultiple ?? 0,
  guaranteeYears: input.guaranteeYears ?? 0,
})

function memberOf(row: z.infer<typeof memberRow>, valuationDate: string, accrualRate: number): PensionMember {
  const age = ageAt(valuationDate, row.birthDate)
  const annualPension =
    row.annualPension ?? accrualRate * (row.salary ?? 0) * serviceYears(row.joiningDate ?? '', valuationDate)
  return {
    age,
    sex: row.sex,
    status: row.status,
    annualPension,
    salary: row.salary ?? 0,
    spouseFraction: (row.spousePercent ?? 0) / 100,
    spouseAgeDifference: row.spouseBirthDate === undefined ? null : age - ageAt(valuationDate, row.spouseBirthDate),
    guaranteeYears: row.guaranteeYears ?? 0,
  }
}

function serviceYears(joiningDate: string, valuationDate: string): number {
  const years = (dayOf(valuationDate, 'valuationDate') - dayOf(joiningDate, 'joiningDate')) / 365.25
  if (years >= 0 && years <= 80) return years
  throw new TuttiError('invalid-input', `joiningDate: ${joiningDate} is not before the valuation`, {
    field: 'joiningDate',
  })
}

const priceIndex: Indexation = { kind: 'inflation', floor: null, cap: null, model: 'deterministic', volAnnual: 0 }

/** Liability of a pension scheme. */
export const pensionCashFlowsOperation = defineOperation({
  name: 'actuarial/pension-cash-flows',
  title: 'Pension liability from a table of members',
  description:
    'Expected payments by year of accrued pensions, member by member, nominal and real: mortality with improvement, salary growth, withdrawal, ill health, revaluation, commutation, guarantee periods, indexation with caps and floors, spouses; their value, durations, convexity, key rates, inflation duration, and the sensitivity to each assumption.',
  source:
    'Dickson, Hardy & Waters, Actuarial Mathematics for Life Contingent Risks (3rd ed. 2020), ch. 11; Brigo & Mercurio, Interest Rate Models (2006), ch. 15 for the limited index',
  cost: 'medium',
  input: inputShape,
  output: z.strictObject({
    ...rowOutcomes,
    ...liabilityMeasures,
    keyRatesYears: z.array(number),
    ie01: number.describe('change of value for a rise of inflation of 0.0001 in all years'),
    inflationDurationYears: number.nullable().describe('ie01 in parts of the value, per unit of inflation'),
    valueByStatus: z.strictObject({ active: number, deferred: number, pensioner: number, spouse: number }),
    inflationLinkedValue: number,
    byYear: z.array(yearShape),
    payments: paymentsShape.describe('the totals at the middle of each year, as bonds/cash-flow-risk takes them'),
    sensitivities: z.array(
      z.strictObject({
        assumption: z.string(),
        presentValue: number,
        change: number,
        changeFraction: number.nullable(),
      }),
    ),
    cautions: z.array(z.string()),
  }),
  failures: [{ code: 'not-applicable', when: 'no row of the table can be valued' }],
  example: {
    valuationDate: '2025-12-31',
    members: [
      {
        id: 'A1',
        birthDate: '1980-05-17',
        sex: 'female',
        status: 'active',
        salary: 52_000,
        joiningDate: '2010-03-01',
        spousePercent: 50,
      },
      { id: 'D1', birthDate: '1972-11-02', sex: 'male', status: 'deferred', annualPension: 8_400, spousePercent: 50 },
      {
        id: 'P1',
        birthDate: '1955-01-20',
        sex: 'male',
        status: 'pensioner',
        annualPension: 15_200,
        spousePercent: 50,
        guaranteeYears: 2,
      },
      { id: 'S1', birthDate: '1948-08-09', sex: 'female', status: 'spouse', annualPension: 6_100 },
    ],
    assumptions: {
      mortality: { female: { ...exampleMortality, multiplier: 0.85 }, male: exampleMortality },
      retirementAge: 65,
      revaluation: { kind: 'inflation' as const, floor: 0, cap: 0.05 },
      increases: { kind: 'inflation' as const, floor: 0, cap: 0.025, model: 'lognormal' as const, volAnnual: 0.012 },
      inflationForwards: [0.028, 0.025, 0.022],
      salaryGrowthReal: 0.01,
      withdrawal: 0.03,
      commutedFraction: 0.2,
      commutationFactor: 18,
      marriedFraction: 0.8,
    },
    curve: { kind: 'flat' as const, rateContinuous: 0.035 },
  },
  compute: (input) => {
    const { valuationDate } = input
    const curve = discountCurveOf(input.curve)
    const keyRatesYears = input.keyRatesYears ?? [1, 2, 5, 10, 20, 30, 40, 50]
    const assumed = plainAssumptions(input.assumptions, valuationDate)
    const accrualRate = input.assumptions.accrualRate ?? 1 / 60
    const members: PensionMember[] = []
    let tinySpousePercents = 0
    const inflated = (by: number) => assumed.inflationForwards.map((rate) => rate + by)
    const projectionOf = () => memberProjection(assumed, [inflated(1e-4), inflated(-1e-4)])
    const projections = {
      active: projectionOf(),
      deferred: projectionOf(),
      pensioner: projectionOf(),
      spouse: projectionOf(),
    }
    const rows = rowsUsed(
      input.members,
      memberRow,
      (row) => {
        const member = memberOf(row, valuationDate, accrualRate)
        projections[row.status].add(member)
        members.push(member)
        if (member.spouseFraction > 0 && member.spouseFraction < 0.01) tinySpousePercents++
      },
      'members',
    )
    const all = Object.values(projections).map(({ flows }) => flows)
    const sum = (k: number, of: 'pensions' | 'spousePensions' | 'lumpSums' | 'inflationLinked') =>
      all.reduce((total, flows) => total + flows[of][k], 0)
    const prices = indexLevels(priceIndex, assumed.inflationForwards, all[0].pensions.length)
    const years = Array.from({ length: all[0].pensions.length }, (_, k) => {
      const [pensions, spousePensions, lumpSums] = [sum(k, 'pensions'), sum(k, 'spousePensions'), sum(k, 'lumpSums')]
      const total = pensions + spousePensions + lumpSums
      return {
        year: k + 1,
        pensions,
        spousePensions,
        lumpSums,
        total,
        inflationLinked: Math.min(total, sum(k, 'inflationLinked')),
        real: total / levelAt(prices, k + 0.5),
      }
    })
    const byYear = years.slice(0, years.findLastIndex(({ total }) => total > 0) + 1)
    const payments = byYear.map(({ year, total }) => ({ timeYears: year - 0.5, amount: total }))
    const measures = measuresOf(payments, curve, keyRatesYears)
    const { presentValue } = measures
    const revalued = (changes: Partial<PensionAssumptions>): number => {
      const projection = memberProjection({ ...assumed, ...changes })
      for (const member of members) projection.add(member)
      return flowsValue(projection.flows, curve)
    }
    const ie01 = Object.values(projections).reduce(
      (total, { otherFlows: [up, down] }) => total + (flowsValue(up, curve) - flowsValue(down, curve)) / 2,
      0,
    )
    const share = (change: number) => (presentValue === 0 ? null : change / presentValue)
    const lighter = (factor: number) => {
      const { female, male } = assumed.mortality
      return {
        mortality: {
          female: { ...female, multiplier: (female.multiplier ?? 1) * factor },
          male: { ...male, multiplier: (male.multiplier ?? 1) * factor },
        },
      }
    }
    const changes: readonly (readonly [string, number | Partial<PensionAssumptions>])[] =
      input.sensitivities === true
        ? [
            ['discount rates +1 percentage point', shiftedValue(payments, curve, 0.01)],
            ['discount rates -1 percentage point', shiftedValue(payments, curve, -0.01)],
            ['inflation +0.5 percentage points', { inflationForwards: inflated(0.005) }],
            ['inflation -0.5 percentage points', { inflationForwards: inflated(-0.005) }],
            ['mortality -10 % at all ages (longevity)', lighter(0.9)],
            ['mortality -20 % at all ages (longevity)', lighter(0.8)],
            ['salary growth +0.5 percentage points', { salaryGrowthReal: assumed.salaryGrowthReal + 0.005 }],
            ['withdrawal x 0.5', { withdrawal: assumed.withdrawal * 0.5 }],
            ['retirement a year earlier', { retirementAge: assumed.retirementAge - 1 }],
            ['commuted fraction 0', { commutedFraction: 0 }],
            ['married fraction +0.1', { marriedFraction: Math.min(1, assumed.marriedFraction + 0.1) }],
          ]
        : []
    return {
      ...rows,
      ...measures,
      keyRatesYears,
      ie01,
      inflationDurationYears: share(ie01 * 1e4),
      valueByStatus: {
        active: flowsValue(projections.active.flows, curve),
        deferred: flowsValue(projections.deferred.flows, curve),
        pensioner: flowsValue(projections.pensioner.flows, curve),
        spouse: flowsValue(projections.spouse.flows, curve),
      },
      inflationLinkedValue: valueOf(
        byYear.map(({ year, inflationLinked }) => ({ timeYears: year - 0.5, amount: inflationLinked })),
        curve,
      ),
      byYear,
      payments: {
        timesYears: payments.map(({ timeYears }) => timeYears),
        amounts: payments.map(({ amount }) => amount),
      },
      sensitivities: changes.map(([assumption, changed]) => {
        const value = typeof changed === 'number' ? changed : revalued(changed)
        return {
          assumption,
          presentValue: value,
          change: value - presentValue,
          changeFraction: share(value - presentValue),
        }
      }),
      cautions: [
        ...(rows.counts.failed === 0
          ? []
          : [`${rows.counts.failed} of ${rows.counts.rows} rows are not in these figures; see failures.`]),
        ...(tinySpousePercents === 0
          ? []
          : [
              `${tinySpousePercents} of ${rows.counts.rows} rows have a spousePercent between 0 and 1, which is read as per cent: 0.5 is half a per cent, 50 a half.`,
            ]),
      ],
    }
  },
})

/** Value of projected payments, each at the middle of its year. */
function flowsValue(
  flows: { readonly pensions: Float64Array; readonly spousePensions: Float64Array; readonly lumpSums: Float64Array },
  curve: ReturnType<typeof discountCurveOf>,
): number {
  const { pensions, spousePensions, lumpSums } = flows
  let value = 0
  pensions.forEach((pension, k) => {
    const total = pension + spousePensions[k] + lumpSums[k]
    if (total > 0) value += total * curve.discountFactor(k + 0.5)
  })
  return value
}

const shiftedValue = (
  payments: readonly { readonly timeYears: number; readonly amount: number }[],
  curve: ReturnType<typeof discountCurveOf>,
  shift: number,
): number =>
  payments.reduce(
    (sum, { timeYears, amount }) => sum + amount * curve.discountFactor(timeYears) * Math.exp(-shift * timeYears),
    0,
  )
