import { type LifeUnderwriting, lifeOf, lifeSubmodules, lifeUnderwriting } from '@tutti/analytics/actuarial'
import { z } from 'zod'
import { discountCurveOf, discountCurveSchema } from '../curves/discount-curve-input.ts'
import { defineOperation } from '../operation.ts'
import { isoDate, nonNegative, number } from '../value-schemas.ts'
import { basisOf } from './actuarial-inputs.ts'
import { ageAt, rowOutcomes, rowsUsed } from './liability-outputs.ts'
import { examplePolicyTable, policyAssumptions, policyFields, policyOf, policyRow } from './policy-table.ts'
import { parametersOn, unknownDate, versionOf, versionShape } from './solvency2-inputs.ts'

const chargesShape = z.strictObject({
  mortality: nonNegative,
  longevity: nonNegative,
  disability: nonNegative,
  expense: nonNegative,
  revision: nonNegative,
  lapseUp: nonNegative,
  lapseDown: nonNegative,
  massLapse: nonNegative,
  catastrophe: nonNegative,
})

const bindingLapse = ({ charges }: LifeUnderwriting): 'up' | 'down' | 'mass' | null => {
  if (charges.lapse === 0) return null
  if (charges.massLapse === charges.lapse) return 'mass'
  return charges.lapseUp === charges.lapse ? 'up' : 'down'
}

/** The life underwriting module by valuing a table of policies again under each stress. */
export const lifeChargesOperation = defineOperation({
  name: 'actuarial/life-charges',
  title: 'Solvency II charges for life underwriting risk',
  description:
    'Values a table of life policies again under each stress of the life underwriting module - mortality, longevity, disability, expense, revision, lapse (up, down, mass), catastrophe - and aggregates the losses. Mortality, longevity, catastrophe and lapse count for the policies alone whose liability they raise. The charges fit the life input of actuarial/solvency2-scr.',
  source: 'Delegated Regulation (EU) 2015/35, Articles 136 to 143',
  cost: 'medium',
  input: z.strictObject({
    ...policyFields,
    valuationDate: isoDate.describe('of the valuation; chooses the version of the parameters'),
    curve: discountCurveSchema.describe('risk-free, for the best estimate'),
  }),
  output: z.strictObject({
    ...rowOutcomes,
    version: versionShape,
    bestEstimate: number.describe('positive where the insurer owes'),
    charges: chargesShape.describe('losses of own funds, money'),
    lapse: nonNegative.describe('the largest of the three lapse charges'),
    bindingLapse: z.enum(['up', 'down', 'mass']).nullable().describe('null where there is no lapse charge'),
    life: nonNegative.describe('capital requirement of the module'),
    diversification: number.describe('sum of the seven charges less the requirement'),
    contributions: z.array(z.strictObject({ module: z.string(), contribution: number })),
    cautions: z.array(z.string()),
  }),
  failures: [...unknownDate, { code: 'not-applicable', when: 'no row of the table can be valued' }],
  example: examplePolicyTable,
  compute: (input) => {
    const parameters = parametersOn(input.valuationDate)
    const curve = discountCurveOf(input.curve)
    const calendarYear = Number(input.valuationDate.slice(0, 4))
    const module = lifeUnderwriting(parameters, policyAssumptions(input, curve), curve)
    const { mortality: heavier = 0, longevity: lighter = 0 } = parameters.life ?? {}
    const rows = rowsUsed(
      input.policies,
      policyRow,
      (row) => {
        const basis = basisOf(input.mortality[row.sex])
        const age = ageAt(input.valuationDate, row.birthDate)
        const lifeTimes = (factor: number) =>
          lifeOf({ ...basis, multiplier: (basis.multiplier ?? 1) * factor }, age, { calendarYear })
        module.add({
          policy: policyOf(row, lifeTimes(1)),
          heavierLife: lifeTimes(1 + heavier),
          lighterLife: lifeTimes(1 - lighter),
          revisable: row.revisable ?? false,
          group: row.groupPolicy ?? false,
        })
      },
      'policies',
    )
    const result = module.result()
    const { lapse, ...charges } = result.charges
    return {
      ...rows,
      version: versionOf(input.valuationDate, ['life', 'revision', 'correlations']),
      bestEstimate: result.bestEstimate,
      charges,
      lapse,
      bindingLapse: bindingLapse(result),
      life: result.aggregate.total,
      diversification: result.aggregate.diversification,
      contributions: lifeSubmodules.map((name, i) => ({
        module: name,
        contribution: result.aggregate.contributions[i],
      })),
      cautions: [
        ...(rows.counts.failed === 0
          ? []
          : [`${rows.counts.failed} of ${rows.counts.rows} rows are not in these figures; see failures.`]),
        ...(charges.massLapse > 0 && (input.expenseAnnual ?? 0) > 0
          ? ['Mass lapse lets the expenses of the policies that leave end with them; fixed costs would stay.']
          : []),
        ...(input.policies.some(({ kind }) => kind === 'with-profit')
          ? ['Future bonuses are credited as without the stress: no loss is absorbed by cutting them.']
          : []),
      ],
    }
  },
})
