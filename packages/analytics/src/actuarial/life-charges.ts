import type { DiscountCurve } from '../curves/index.ts'
import { requireInRange } from '../errors/index.ts'
import type { Life } from './life.ts'
import { addPolicy, type LifePolicy, noPolicyFlows, type PolicyAssumptions } from './policy-projection.ts'
import { aggregatedCapital, type AggregatedCapital } from './solvency2-aggregation.ts'
import { heldPart, type Solvency2Parameters } from './solvency2-parameters.ts'

/** A policy as the life underwriting module sees it: also under raised and under lowered mortality. */
export interface StressedPolicy {
  readonly policy: LifePolicy
  /** The life with its mortality rates raised by the mortality stress. */
  readonly heavierLife: Life
  /** The life with its mortality rates lowered by the longevity stress. */
  readonly lighterLife: Life
  /** Whether the annuity may be revised for the state of health or the law. */
  readonly revisable: boolean
  /** Whether the heavier mass lapse of group pension funds holds. */
  readonly group: boolean
}

/** Losses of own funds under the stresses of life underwriting risk, money. */
export interface LifeCharges {
  readonly mortality: number
  readonly longevity: number
  readonly disability: number
  readonly expense: number
  readonly revision: number
  readonly lapseUp: number
  readonly lapseDown: number
  readonly massLapse: number
  /** The largest of the three. */
  readonly lapse: number
  readonly catastrophe: number
}

/** The order of the life sub-modules in the correlations. */
export const lifeSubmodules = [
  'mortality',
  'longevity',
  'disability',
  'expense',
  'revision',
  'lapse',
  'catastrophe',
] as const

/** Life underwriting capital of a portfolio of policies, and what it is made of. */
export interface LifeUnderwriting {
  /** Best estimate of the liabilities, positive where the insurer owes. */
  readonly bestEstimate: number
  readonly charges: LifeCharges
  /** The module; contributions in the order of `lifeSubmodules`. */
  readonly aggregate: AggregatedCapital
}

/** The life with `increase` added to its probability of dying within the next year, spread evenly in force over it. */
function lifeThroughCatastrophe(life: Life, increase: number): Life {
  const alive = life.survival(1)
  const factor = alive === 0 ? 1 : Math.max(0, alive - increase) / alive
  return {
    ...life,
    survival: (years) => life.survival(years) * Math.pow(factor, Math.min(years, 1)),
    force: (years) => life.force(years) - (years < 1 ? Math.log(factor) : 0),
  }
}

/** The same life, its survival at whole and half years worked out once. */
function tabulatedLife(life: Life): Life {
  const known = new Float64Array(2 * REMEMBERED_YEARS).fill(NaN)
  return {
    ...life,
    survival: (years) => {
      const at = 2 * years
      if (!Number.isInteger(at) || at >= known.length) return life.survival(years)
      if (Number.isNaN(known[at])) known[at] = life.survival(years)
      return known[at]
    },
  }
}

/** Years for which `tabulatedLife` remembers. */
const REMEMBERED_YEARS = 125

/**
 * Values policies as they are and under each stress of the life underwriting module. `add` throws for a policy that does
 * not fit, and then adds nothing.
 *
 * Mortality, longevity, catastrophe and the lapse stresses count for those policies alone whose liability they raise
 * (Articles 137, 138, 142 and 143); expense, disability and revision for all together. Mass lapse is immediate: the part
 * that leaves is paid its surrender value now, the expenses of each policy end with it. Assets, future discretionary
 * benefits and the risk margin stay as they are. Disability benefits are lump sums, so that no recovery rate is stressed.
 *
 * Throws `missing-data` where the version of the parameters holds no life stresses. Source: Delegated Regulation (EU)
 * 2015/35, Articles 136 to 143.
 */
export function lifeUnderwriting(
  p: Solvency2Parameters,
  assumed: PolicyAssumptions,
  curve: DiscountCurve,
): { add(policy: StressedPolicy): void; result(): LifeUnderwriting } {
  const stress = heldPart(p, p.life, 'life')
  const flows = noPolicyFlows()
  const columns = Object.values(flows) as Float64Array[]
  const whole = flows.premiums.map((_, k) => curve.discountFactor(k))
  const middle = flows.premiums.map((_, k) => curve.discountFactor(k + 0.5))
  const [first, ...later] = assumed.disabilityRates
  const disabilityRates = [
    Math.min(1, requireInRange(first, 0, 1, 'disabilityRates[0]') * (1 + stress.disabilityFirstYear)),
    ...(later.length === 0 ? [first] : later).map((rate) => Math.min(1, rate * (1 + stress.disabilityLater))),
  ]
  const dearer: PolicyAssumptions = {
    ...assumed,
    expenseAnnual: assumed.expenseAnnual * (1 + stress.expense),
    expenseInflation: assumed.expenseInflation + stress.expenseInflation,
  }
  const moreDisabled: PolicyAssumptions = { ...assumed, disabilityRates }
  const moreLapse: PolicyAssumptions = {
    ...assumed,
    stressedLapse: (rate) => Math.min(1, rate * (1 + stress.lapse)),
  }
  const fewerLapse: PolicyAssumptions = {
    ...assumed,
    stressedLapse: (rate) => rate - Math.min(rate * stress.lapse, stress.lapseDownAtMost),
  }

  /** Value of one policy; the flows are left as they are for a look at their parts. */
  function value(policy: LifePolicy, under: PolicyAssumptions): number {
    for (const column of columns) column.fill(0)
    addPolicy(flows, policy, under)
    let sum = 0
    for (let k = 0; k < whole.length; k++) {
      sum +=
        whole[k] * (flows.maturities[k] + flows.expenses[k] - flows.premiums[k]) +
        middle[k] * (flows.deaths[k] + flows.disabilities[k] + flows.surrenders[k] + flows.annuities[k])
    }
    return sum
  }

  const total = {
    bestEstimate: 0,
    mortality: 0,
    longevity: 0,
    disability: 0,
    expense: 0,
    revision: 0,
    lapseUp: 0,
    lapseDown: 0,
    massLapse: 0,
    catastrophe: 0,
  }
  return {
    add: ({ policy: given, heavierLife, lighterLife, revisable, group }) => {
      const policy = { ...given, life: tabulatedLife(given.life) }
      const annuity = policy.annuityAnnual > 0
      const base = value(policy, assumed)
      let annuities = 0
      flows.annuities.forEach((amount, k) => (annuities += amount * middle[k]))
      const change = (life: Life, under = assumed): number => value({ ...policy, life }, under) - base
      const leaving = annuity ? 0 : group ? stress.massLapseGroup : stress.massLapse
      const changes = {
        bestEstimate: base,
        mortality: Math.max(0, change(heavierLife)),
        longevity: Math.max(0, change(lighterLife)),
        catastrophe: Math.max(0, change(lifeThroughCatastrophe(policy.life, stress.catastrophe))),
        lapseUp: annuity ? 0 : Math.max(0, change(policy.life, moreLapse)),
        lapseDown: annuity ? 0 : Math.max(0, change(policy.life, fewerLapse)),
        massLapse: leaving * Math.max(0, policy.fundValue * (1 - policy.surrenderCharge) - base),
        expense: assumed.expenseAnnual > 0 ? change(policy.life, dearer) : 0,
        disability: policy.disabilityBenefit > 0 ? change(policy.life, moreDisabled) : 0,
        revision: revisable ? stress.revision * annuities : 0,
      }
      for (const key of Object.keys(changes) as (keyof typeof changes)[]) total[key] += changes[key]
    },
    result: () => {
      const { bestEstimate, ...parts } = total
      const charges: LifeCharges = {
        ...parts,
        expense: Math.max(0, parts.expense),
        disability: Math.max(0, parts.disability),
        lapse: Math.max(parts.lapseUp, parts.lapseDown, parts.massLapse),
      }
      const aggregate = aggregatedCapital(
        lifeSubmodules.map((part) => charges[part]),
        p.correlations.life,
      )
      return { bestEstimate, charges, aggregate }
    },
  }
}
