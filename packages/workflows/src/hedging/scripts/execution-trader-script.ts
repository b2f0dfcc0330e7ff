import type { ScriptedCall, SpecialistScript } from '../../specialists/index.ts'
import type { ExecutionTraderResult } from '../analyses/execution-trader.ts'
import { citable, citing, listed, moneyFormat } from './cited.ts'

const name = 'execution-trader'
const cite = citing(name)
const money = (value: number, ...keys: readonly (string | number)[]): string => cite(moneyFormat(value), ...keys)

/** What the trader says of the plan, and may look up. */
export const executionTraderScript: SpecialistScript = {
  operations: ['execution/', 'risk/square-root-impact', 'risk/liquidity-adjusted-value-at-risk', 'time/'],
  changes: ['change-hedge', 'exclude-instrument', 'choose-package'],
  figures: [
    citable('/plan/limits/dailyVolumePercent', 'limit on the share of a day’s volume', 'percentage', 0),
    citable('/plan/limits/impactBp', 'limit on the impact', 'basis-points', 1),
    citable('/plan/limits/windowDays', 'days of the window', 'days', 0),
    ...(['total', 'costs/*'] as const).flatMap((part) => {
      const of = part === 'total' ? 'of the plan' : 'of a trade'
      return [
        citable(`/plan/${part}/notional`, `notional dealt ${of}`, 'money', 0),
        citable(`/plan/${part}/spread`, `cost of crossing the spread ${of}`, 'money', 3),
        citable(`/plan/${part}/impact`, `cost of impact ${of}`, 'money', 3),
        citable(`/plan/${part}/expected`, `expected cost ${of}`, 'money', 3),
        citable(`/plan/${part}/standardDeviation`, `standard deviation of the cost ${of}`, 'money', 3),
        citable(`/plan/${part}/expectedBp`, `expected cost ${of}, of notional`, 'basis-points', 1),
        citable(`/plan/${part}/standardDeviationBp`, `standard deviation ${of}, of notional`, 'basis-points', 1),
      ]
    }),
    citable('/plan/total/high', 'cost that is exceeded with a probability of 5 %', 'money', 3),
    citable('/plan/costs/*/largestImpactBp', 'largest impact of a day', 'basis-points', 1),
    citable('/plan/costs/*/largestParticipation', 'largest share of a day’s volume', 'percent', 1),
    citable('/plan/days/*/done', 'share of the notional done after a day', 'percent', 0),
    citable('/plan/days/*/fundedStatusAtRisk', 'funded status at risk after a day', 'money', 1, 'loss'),
    citable('/plan/fundedStatusAtRiskBefore', 'funded status at risk before the first trade', 'money', 1, 'loss'),
    citable('/plan/days/*/trades/*/notional', 'notional of a ticket', 'money', 1),
    citable('/plan/days/*/markets/*/participation', 'share of a day’s volume', 'percent', 1),
    citable('/plan/days/*/markets/*/impactBp', 'impact of a day', 'basis-points', 1),
    citable('/plan/shortfalls/*/unexecutedNotional', 'notional that does not fit', 'money', 1),
    citable('/plan/shortfalls/*/unexecutedShare', 'share of a trade that does not fit', 'percent', 0),
    citable('/plan/shortfalls/*/relaxations/moreDays/days', 'days in which a trade would fit', 'days', 0),
  ],
  brief: (result) => brief(result as ExecutionTraderResult),
  calls: (result) => calls(result as ExecutionTraderResult),
}

function brief({ plan }: ExecutionTraderResult): string {
  if (plan.executed.length === 0 && plan.shortfalls.length === 0)
    return `The chosen package holds no trades: there is nothing to deal in the ${cite('days 0', 'plan', 'limits', 'windowDays')} that the mandate allows for it.`
  const { total, days, shortfalls, conditions, fundedStatusAtRiskBefore } = plan
  const last = days.length - 1
  const dealing =
    plan.status === 'complete'
      ? `All of the package can be dealt in the ${cite('days 0', 'plan', 'limits', 'windowDays')} of the mandate within its limits of volume and impact.`
      : `Not all of the package can be dealt in the ${cite('days 0', 'plan', 'limits', 'windowDays')} of the mandate: ` +
        `${shortfalls.map((_, i) => `of ${cite('text', 'plan', 'shortfalls', i, 'label')} ${cite('percent 0', 'plan', 'shortfalls', i, 'unexecutedShare')} is left`).join('; ')}.`
  const cost =
    `The expected cost is ${money(total.expected, 'plan', 'total', 'expected')}: ${money(total.spread, 'plan', 'total', 'spread')} for spreads and ` +
    `${money(total.impact, 'plan', 'total', 'impact')} for impact, ${total.spread === total.impact ? 'as much of one as of the other' : total.spread < total.impact ? 'impact being the larger part' : 'spreads being the larger part'}. ` +
    `Moves of prices while it is worked can take the cost to ${money(total.high, 'plan', 'total', 'high')}, which is exceeded with a probability of 5 %.`
  const after = days[last]?.fundedStatusAtRisk ?? null
  const risk =
    fundedStatusAtRiskBefore === null || after === null
      ? ''
      : ` The funded status at risk goes from ${money(fundedStatusAtRiskBefore.value, 'plan', 'fundedStatusAtRiskBefore')} before the first trade to ` +
        `${money(after.value, 'plan', 'days', last, 'fundedStatusAtRisk')} after the last.`
  const unmet = conditions.flatMap(({ status }, i) =>
    status === 'not met' ? [cite('text', 'plan', 'conditions', i, 'note')] : [],
  )
  const cautions =
    (unmet.length === 0
      ? 'No condition before dealing is broken as things stand'
      : `As things stand these conditions are not met: ${listed([...new Set(unmet)].slice(0, 4))}`) +
    '; those marked to confirm are for a person. Orders are files for the fund’s own systems: nothing is sent.'
  return [dealing + risk, cost, cautions].join('\n\n')
}

function calls({ plan }: ExecutionTraderResult): ScriptedCall[] {
  return [
    { tool: 'read_result', input: { at: `${name}#/plan/total` } },
    { tool: 'read_result', input: { at: `${name}#/plan/costs` } },
    ...(plan.shortfalls.length === 0 ? [] : [{ tool: 'read_result', input: { at: `${name}#/plan/shortfalls` } }]),
  ]
}
