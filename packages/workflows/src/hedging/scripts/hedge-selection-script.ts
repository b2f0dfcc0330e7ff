import type { ScriptedCall, SpecialistScript } from '../../specialists/index.ts'
import type { HedgeSelection } from '../analyses/hedge-selection.ts'
import { missingDomainSpecialists } from '../analyses/domain-results.ts'
import { effectivenessGroups } from '../packages/index.ts'
import { citing, listed, moneyFormat } from './cited.ts'
import { groupWords } from './group-words.ts'
import { hedgeSelectionFigures } from './hedge-selection-figures.ts'

const name = 'hedge-selection'
const cite = citing(name)
const money = (value: number, ...keys: readonly (string | number)[]): string => cite(moneyFormat(value), ...keys)

/** What is said of the choice, by the lead of the workflow. */
export const hedgeSelectionScript: SpecialistScript = {
  operations: ['risk/', 'xva/', 'execution/transaction-costs', 'optimisation/explained-infeasibility'],
  changes: [
    'change-hedge',
    'exclude-instrument',
    'choose-package',
    'view',
    'further-stress',
    'cost-of-capital',
    'search-region',
  ],
  figures: hedgeSelectionFigures,
  brief: (result, results) => {
    const selection = result as HedgeSelection
    const missing = missingDomainSpecialists(results)
    return [choiceWords(selection), costWords(selection), standWords(selection), againstWords(selection, missing)].join(
      '\n\n',
    )
  },
  calls: (result) => calls(result as HedgeSelection),
}

function choiceWords({ selection, chosen, chosenFigures, unhedgedFigures }: HedgeSelection): string {
  const [before, after] = [unhedgedFigures.fundedStatusAtRisk.value, chosenFigures.fundedStatusAtRisk.value]
  const move = after < before ? 'brings' : 'leaves'
  const what = selection.feasible
    ? chosen.trades.length === 0
      ? 'no hedge is worth its cost within the mandate'
      : `the package “${cite('text', 'chosen', 'id')}” meets every limit that packages are chosen by, at the lowest score`
    : 'none meets every limit of the mandate; the one shown breaks them least and is a compromise, no recommendation'
  const risk =
    chosen.trades.length === 0
      ? `The funded status at risk stays at ${money(before, 'unhedgedFigures', 'fundedStatusAtRisk')}.`
      : `It ${move} the funded status at risk from ${money(before, 'unhedgedFigures', 'fundedStatusAtRisk')} to ${money(after, 'chosenFigures', 'fundedStatusAtRisk')}` +
        ` and the duration gap from ${cite('years 2', 'unhedgedFigures', 'durationGapYears')} to ${cite('years 2', 'chosenFigures', 'durationGapYears')}.`
  return `Of ${cite('length', 'packages')} packages compared, ${what}. ${risk}`
}

function costWords({ chosenFigures, savings, chosen }: HedgeSelection): string {
  const { annualCost, score, executionCost, initialMargin } = chosenFigures
  if (chosen.trades.length === 0) return 'Without trades there is nothing to pay, to margin or to deal.'
  const saving = savings.againstUnhedged
  const worth = saving.tied
    ? 'is within Monte Carlo error of nothing'
    : saving.money > 0
      ? 'is a gain: the risk taken away is worth more than it costs'
      : 'is negative: the limits of the mandate ask for the hedge, not the score'
  return (
    `It costs ${money(annualCost, 'chosenFigures', 'annualCost')} a year, ${money(executionCost, 'chosenFigures', 'executionCost')} to enter, and takes ` +
    `${money(initialMargin, 'chosenFigures', 'initialMargin')} of initial margin. With the cost of capital on the risk that is left its score is ` +
    `${money(score, 'chosenFigures', 'score')} a year. Against no hedge its saving of ${money(saving.money, 'savings', 'againstUnhedged', 'money')} a year ${worth}.`
  )
}

function standWords({ chosenFigures, verdicts, selection }: HedgeSelection): string {
  const held = effectivenessGroups.flatMap((group) =>
    chosenFigures.effectiveness[group] === null
      ? []
      : [`${cite('percent 1', 'chosenFigures', 'effectiveness', group)} on ${groupWords[group]}`],
  )
  const missed = verdicts.flatMap(({ major, held: kept, group }) =>
    major && kept === false ? [groupWords[group]] : [],
  )
  const { fresh } = selection
  return [
    held.length === 0
      ? 'The fund is exposed to none of the groups that can be hedged.'
      : `On the scenarios it is effective by ${listed(held)}.`,
    missed.length === 0
      ? 'The effectiveness asked for is held in every major group, in stresses and crises too.'
      : `The effectiveness asked for is not held everywhere in ${listed(missed)}; the verdicts name where and why.`,
    ...(fresh === null
      ? []
      : [
          `On fresh scenarios that played no part in the choice the funded status at risk is ${money(fresh.fundedStatusAtRisk.fresh, 'selection', 'fresh', 'fundedStatusAtRisk', 'fresh')}.`,
        ]),
  ].join(' ')
}

function againstWords(selection: HedgeSelection, missing: readonly string[]): string {
  const { stress, drawdowns, counterparties, collateral, chosen } = selection
  const worse = stress.rows.flatMap(({ unhedged, hedged }, i) => (unhedged < 0 && hedged < unhedged ? [i] : []))
  const deeper = drawdowns.rows.flatMap((row, i) => (row.package === 'chosen' && (row.removed ?? 0) < 0 ? [i] : []))
  const label = (i: number): string => cite('text', 'stress', 'rows', i, 'label')
  const against = [
    ...(missing.length === 0
      ? []
      : [
          `There is no result of ${listed(missing)}: the choice was made without hedges of theirs, and stands under that reservation.`,
        ]),
    ...(counterparties.status === 'limits exceeded'
      ? ['No split among the counterparties keeps each within its limits.']
      : []),
    ...(chosen.trades.length > 0 && worse.length > 0
      ? [
          `The hedged fund loses more than the unhedged one in ${listed(worse.slice(0, 3).map(label))}${worse.length > 3 ? ' and in further stresses' : ''}.`,
        ]
      : []),
    ...(deeper.length > 0
      ? [
          `Its fall is deeper with the hedge in ${listed(deeper.map((i) => cite('text', 'drawdowns', 'rows', i, 'window')))}.`,
        ]
      : []),
    collateral.standsRequired
      ? `The collateral buffer stands the move of ${cite('basis-points 0', 'collateral', 'requiredBp')} in yields that the mandate asks for.`
      : `The collateral buffer does not stand the move of ${cite('basis-points 0', 'collateral', 'requiredBp')} in yields that the mandate asks for.`,
    ...(selection.selection.tied.length === 0
      ? []
      : [
          'Other packages within the limits have scores within Monte Carlo error of this one: the choice among them is open to judgement.',
        ]),
  ]
  return against.join(' ')
}

function calls({ selection }: HedgeSelection): ScriptedCall[] {
  return [
    { tool: 'read_result', input: { at: `${name}#/chosenFigures` } },
    { tool: 'read_result', input: { at: `${name}#/savings/againstUnhedged` } },
    ...(selection.infeasibility === null
      ? []
      : [{ tool: 'read_result', input: { at: `${name}#/selection/infeasibility` } }]),
    { tool: 'read_result', input: { at: `${name}#/stress/worst` } },
    { tool: 'read_result', input: { at: `${name}#/counterparties/exposures` } },
  ]
}
