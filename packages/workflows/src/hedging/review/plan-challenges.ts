import { TuttiError } from '@tutti/analytics/errors'
import type { Challenge } from '../../review/index.ts'
import type { SpecialistResults } from '../../specialists/index.ts'
import type { ExecutionTraderResult } from '../analyses/execution-trader.ts'
import type { HedgeSelection } from '../analyses/hedge-selection.ts'
import type { ExecutionPlan } from '../execution/index.ts'
import type { HedgingCase } from '../hedging-case.ts'
import { rounding } from './fund-challenges.ts'
import { largestOf } from './largest-of.ts'

/** The chosen package in the plan that deals it. Without a plan for what is traded none can be carried out, and says so. */
export const planChallenges: readonly Challenge<HedgingCase>[] = [
  {
    id: 'schedule',
    label: 'what is dealt in the plan of its trade with the largest notional, in base currency',
    method:
      'the tickets of all days, each at the notional of a unit of its instrument, summed: the same schedule by other sums',
    unit: 'money',
    at: (results) => `execution-trader#/plan/costs/${largestDealt(results)}/notional`,
    recompute: async ({ universe }, results) => {
      const plan = planToCheck(results)
      const cost = plan?.costs[largestDealt(results)]
      if (plan === null || cost === undefined) return null
      const { notionalInBase } = universe.find(({ id }) => id === cost.instrument)!
      const dealt = plan.days.flatMap(({ trades }) => trades).filter(({ instrument }) => instrument === cost.instrument)
      const value = dealt.reduce((sum, { quantity }) => sum + Math.abs(quantity) * notionalInBase, 0)
      return {
        figure: { value, standardError: null },
        allowed: rounding * value,
        why: 'rounding of the sums',
      }
    },
  },
  {
    id: 'plan-spread',
    label: 'cost of crossing spreads in the plan',
    method: 'half the spread of each ticket of each day of the same plan, added up anew',
    unit: 'money',
    at: () => 'execution-trader#/plan/total/spread',
    recompute: async ({ universe }, results) => {
      const plan = planToCheck(results)
      if (plan === null) return null
      const value = plan.days
        .flatMap(({ trades }) => trades)
        .reduce((sum, { instrument, notional }) => {
          const { dealing } = universe.find(({ id }) => id === instrument)!
          return sum + (Math.abs(notional) * dealing.halfSpreadBp) / 1e4
        }, 0)
      return {
        figure: { value, standardError: null },
        allowed: rounding * Math.abs(value),
        why: 'rounding of the sums',
      }
    },
  },
]

const planOf = (results: SpecialistResults) => (results['execution-trader'] as ExecutionTraderResult | undefined)?.plan

/** The plan; null where there is none and nothing to deal. Throws `missing-data` where there is none for what is traded. */
function planToCheck(results: SpecialistResults): ExecutionPlan | null {
  const plan = planOf(results)
  if (plan !== undefined) return plan
  if ((results['hedge-selection'] as HedgeSelection).chosen.trades.length === 0) return null
  throw new TuttiError('missing-data', 'there is no execution plan: execution-trader gave no result', {
    field: 'execution-trader',
  })
}

/** Place of the trade of which most is dealt, by notional in base currency; -1 without any. */
function largestDealt(results: SpecialistResults): number {
  const plan = planOf(results)
  return plan === undefined ? -1 : largestOf(plan.costs.map(({ notional }) => Math.abs(notional)))
}
