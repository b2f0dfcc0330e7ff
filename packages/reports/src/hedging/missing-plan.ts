import type { Block } from '../document/document.ts'
import type { Text } from '../document/text.ts'
import type { Keys } from '../document/result-reading.ts'
import type { HedgingFindings } from './hedging-findings.ts'

const terms: Keys = ['study', 'mandate', 'execution']

const isIdle = ({ result }: HedgingFindings): boolean => result.selection.chosen.trades.length === 0

/** For page one: what the lack of a plan means for the decision. */
export function missingPlanWords(findings: HedgingFindings): Text {
  return isIdle(findings)
    ? 'there is no execution plan; nothing is traded either.'
    : 'there is no execution plan, and there are no files of orders. A plan must be made before dealing.'
}

/** For the section on execution: that there is no plan, what must be done before dealing, and what a plan starts from. */
export function missingPlanBlocks(findings: HedgingFindings): Block[] {
  const { slot, figure } = findings
  if (isIdle(findings)) {
    return [
      {
        kind: 'callout',
        tone: 'caution',
        title: 'There is no execution plan, and nothing to deal',
        items: ['The execution trader gave no result. The decision holds no trades, so that none is needed.'],
      },
    ]
  }
  return [
    {
      kind: 'callout',
      tone: 'stop',
      title: 'There is no execution plan',
      items: [
        'The execution trader gave no result. On which days the package is dealt, what that costs day by day, and whether it fits into the window of the mandate is not worked out.',
        'Before dealing a plan must be made, and its conditions checked: volume, impact, cash for margin and premiums, lines of counterparties, annexes, designations.',
        'There are no files of orders beside this report, and nothing is ever sent.',
        `What a plan has to keep to: ${slot('percentage 0', ...terms, 'max_daily_volume_percent')} of a day’s volume, ${slot('basis-points 1', ...terms, 'max_market_impact_bp')} of impact in the unit of each quote, ${slot('days 0', ...terms, 'window_days')} of dealing. With whom each trade is to be dealt stands in the section on counterparties.`,
      ],
    },
    {
      kind: 'key-figures',
      caption:
        'What packages were compared by: half the spread and the impact of each trade spread evenly over the window.',
      items: [
        {
          label: 'Cost to enter the package, without a plan',
          figure: figure(['selection', 'chosenFigures', 'executionCost'], 'money', 2),
        },
      ],
    },
  ]
}

/** For page one: what the committee has to ask of a package without a plan. */
export function missingPlanQuestions(findings: HedgingFindings): Text[] {
  return isIdle(findings)
    ? []
    : ['There is no execution plan: who makes one, and who checks the conditions before anything is dealt?']
}
