import type { ScriptedCall, SpecialistScript } from '../../specialists/index.ts'
import type { HedgeSelection } from '../analyses/hedge-selection.ts'
import { missingDomainSpecialists } from '../analyses/domain-results.ts'
import { effectivenessGroups, type LimitConflict, uncertainLimits } from '../packages/index.ts'
import { againstWords } from './against-words.ts'
import { citing, listed, moneyFormat } from './cited.ts'
import { groupWords } from './group-words.ts'
import { hedgeSelectionFigures } from './hedge-selection-figures.ts'

const name = 'hedge-selection'
const cite = citing(name)
/** Standard errors within which figures are the same. */
const errorsOfTie = 2
/** Effectiveness that reads as none, share. */
const noEffect = 5e-4
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

function choiceWords(record: HedgeSelection): string {
  const { selection, packages } = record
  const compared =
    packages.length === 1
      ? 'There is one package to compare, the fund without new hedges: '
      : `Of ${cite('length', 'packages')} packages compared, `
  const conflict =
    selection.infeasibility === null
      ? []
      : packages.length === 1
        ? [brokenWords(selection.infeasibility)]
        : conflictWords(selection.infeasibility)
  return [`${compared}${verdictWords(record)}.`, ...conflict, riskWords(record)].join(' ')
}

/** Whether the choice is the only one within the limits, the lowest score of several, preferred by somebody, or a compromise. */
function verdictWords({ selection, chosen, packages, chosenFigures }: HedgeSelection): string {
  const feasible = packages.filter((row) => row.feasible)
  const idle = chosen.trades.length === 0
  const label = idle ? 'the fund without new hedges' : `the package “${cite('text', 'chosen', 'id')}”`
  const limits = 'every limit that packages are chosen by'
  if (!selection.feasible) {
    return packages.length === 1
      ? 'it does not meet every limit of the mandate and is a compromise, no recommendation'
      : 'none meets every limit of the mandate; the one shown breaks them least and is a compromise, no recommendation'
  }
  if (packages.length === 1) return `it meets ${limits}, and nothing else stands for choice`
  if (feasible.length === 1) return `${label} is the only one that meets ${limits}`
  const several = `the ${cite('length feasible true', 'packages')} that meet ${limits}`
  if (feasible.some(({ score }) => score < chosenFigures.score)) {
    return `${label} was preferred by whoever proposed it: it meets ${limits}, though not at the lowest score of ${several}`
  }
  return `${label} has the lowest score of ${several}${idle ? ': no hedge is worth its cost' : ''}`
}

/** The limits that the only package breaks. */
function brokenWords({ relaxation }: LimitConflict): string {
  return `It breaks these limits: ${relaxation.map((_, i) => cite('text', 'selection', 'infeasibility', 'relaxation', i, 'label')).join('; ')}.`
}

/** The limits that are in the way, over the packages evaluated. */
function conflictWords({ unattainable, conflict }: LimitConflict): string[] {
  const at = ['selection', 'infeasibility'] as const
  const alone = unattainable.map(({ title }, i) =>
    cite('text', ...at, 'unattainable', i, title === undefined ? 'label' : 'title'),
  )
  const together = conflict.map((_, i) => cite('text', ...at, 'conflict', i, 'label'))
  return [
    ...(alone.length === 0
      ? []
      : [`None of those evaluated meets these limits, even one at a time: ${alone.join('; ')}.`]),
    ...(together.length === 0 ? [] : [`None of those evaluated meets these limits together: ${together.join('; ')}.`]),
  ]
}

function riskWords({ chosen, chosenFigures, unhedgedFigures, savings }: HedgeSelection): string {
  const [before, after] = [unhedgedFigures, chosenFigures].map((figures) => figures.fundedStatusAtRisk.value)
  const from = money(before, 'unhedgedFigures', 'fundedStatusAtRisk')
  if (chosen.trades.length === 0) return `The funded status at risk stays at ${from}.`
  const { risk, standardError } = savings.againstUnhedged
  const told =
    Math.abs(risk) <= errorsOfTie * standardError
      ? ', a difference within Monte Carlo error'
      : after > before
        ? ', which is more'
        : ''
  const [gapBefore, gapAfter] = [unhedgedFigures, chosenFigures].map(({ durationGapYears }) => durationGapYears)
  const gap =
    gapBefore.toFixed(2) === gapAfter.toFixed(2)
      ? `the duration gap stays at ${cite('years 2', 'chosenFigures', 'durationGapYears')}`
      : `the duration gap goes from ${cite('years 2', 'unhedgedFigures', 'durationGapYears')} to ${cite('years 2', 'chosenFigures', 'durationGapYears')}`
  return `With it the funded status at risk goes from ${from} to ${money(after, 'chosenFigures', 'fundedStatusAtRisk')}${told}; ${gap}.`
}

function costWords({ chosenFigures, savings, chosen, collateral }: HedgeSelection): string {
  const { annualCost, score, executionCost, initialMargin } = chosenFigures
  if (chosen.trades.length === 0) return 'Without trades there is nothing to pay, to margin or to deal.'
  const saving = savings.againstUnhedged
  const worth = saving.tied
    ? 'is within Monte Carlo error of nothing'
    : saving.money > 0
      ? 'is a gain: the risk taken away is worth more than it costs'
      : 'is negative: the limits of the mandate ask for the hedge, not the score'
  const split = collateral.initialMargin
  const margin =
    initialMargin === 0
      ? 'no initial margin'
      : `${money(initialMargin, 'chosenFigures', 'initialMargin')} of initial margin` +
        (Math.abs(split - initialMargin) <= 1e-6 * initialMargin
          ? ''
          : `, which is ${split === 0 ? 'none' : money(split, 'collateral', 'initialMargin')} once it is split among the counterparties`)
  return (
    `It costs ${money(annualCost, 'chosenFigures', 'annualCost')} a year, ${money(executionCost, 'chosenFigures', 'executionCost')} to enter, and takes ` +
    `${margin}. With the cost of capital on the risk that is left its score is ` +
    `${money(score, 'chosenFigures', 'score')} a year. Against no hedge its saving of ${money(saving.money, 'savings', 'againstUnhedged', 'money')} a year ${worth}.`
  )
}

function standWords(record: HedgeSelection): string {
  const { chosen, verdicts, selection } = record
  const missed = verdicts.flatMap(({ major, held: kept, group }) =>
    major && kept === false ? [groupWords[group]] : [],
  )
  const { fresh } = selection
  return [
    ...(chosen.trades.length === 0 ? [] : [effectivenessWords(record)]),
    ...uncertainWords(record),
    missed.length === 0
      ? 'The effectiveness asked for is held in every major group, in stresses and crises too.'
      : `The effectiveness asked for is not held everywhere in ${listed(missed)}; the verdicts name where and why.`,
    ...(fresh === null
      ? []
      : [
          `On fresh scenarios that played no part in the choice the funded status at risk is ${money(fresh.fundedStatusAtRisk.fresh, 'selection', 'fresh', 'fundedStatusAtRisk', 'fresh')}` +
            `${Math.abs(fresh.fundedStatusAtRisk.difference) <= errorsOfTie * fresh.fundedStatusAtRisk.standardError ? ', a difference within Monte Carlo error' : ''}.`,
        ]),
  ].join(' ')
}

function effectivenessWords({ chosenFigures: { effectiveness } }: HedgeSelection): string {
  const exposed = effectivenessGroups.filter((group) => effectiveness[group] !== null)
  const idle = exposed.filter((group) => Math.abs(effectiveness[group]!.value) < noEffect)
  const held = exposed
    .filter((group) => !idle.includes(group))
    .map((group) => `${cite('percent 1', 'chosenFigures', 'effectiveness', group)} on ${groupWords[group]}`)
  if (exposed.length === 0) return 'The fund is exposed to none of the groups that can be hedged.'
  const without = idle.length === 0 ? '' : `it does nothing for ${listed(idle.map((group) => groupWords[group]))}`
  if (held.length === 0) return `On the scenarios ${without}.`
  return `On the scenarios its effectiveness is ${listed(held)}${without === '' ? '' : `; ${without}`}.`
}

/** Limits that the simulation cannot tell the package from. */
function uncertainWords({ chosenFigures, selection: { fresh } }: HedgeSelection): string[] {
  const words = uncertainLimits(chosenFigures, fresh).map(({ place, group, freshDiffers }) => {
    const again =
      group === null || freshDiffers === null
        ? ''
        : ` (${cite('percent 1', 'selection', 'fresh', 'effectiveness', group, 'fresh')} on fresh scenarios${freshDiffers ? ', on the other side of it' : ''})`
    return `${cite('text', 'chosenFigures', 'limits', place, 'label')}${again}`
  })
  return words.length === 0
    ? []
    : [`Whether these limits are met cannot be told within Monte Carlo error: ${words.join('; ')}.`]
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
