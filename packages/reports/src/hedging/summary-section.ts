import type { Block, KeyFigure, Section } from '../document/document.ts'
import type { Text } from '../document/text.ts'
import type { Keys } from '../document/result-reading.ts'
import { concentrationText, overhedgingLines, tightLimits } from './hedge-cautions.ts'
import { effectivenessLines } from './effectiveness-words.ts'
import type { HedgingFindings } from './hedging-findings.ts'
import { infeasibilityBlocks } from './infeasibility-blocks.ts'
import { missingBlocks } from './missing-blocks.ts'
import { missingPlanQuestions } from './missing-plan.ts'
import { proposalOfPackage } from './package-origin.ts'
import { limitTable } from './limit-cells.ts'
import { tradeTable } from './trade-table.ts'

/** Page one, for the committee: decision, key figures, trades, effectiveness, limits, ties, reasons, and what to ask. */
export function summarySection(findings: HedgingFindings): Section {
  const { result, slot } = findings
  const infeasible = result.selection.selection.infeasibility !== null
  return {
    id: 'summary',
    title: 'Summary for the committee',
    blocks: [
      ...(result.study.origin === 'simulated' ? [simulatedNotice] : []),
      { kind: 'paragraph', tone: 'lead', text: slot('text', 'decision', 'headline') },
      ...missingBlocks(findings),
      ...(infeasible ? infeasibilityBlocks(findings) : []),
      ...keyFigures(findings),
      { kind: 'heading', text: infeasible ? 'The package of the best compromise' : 'The package' },
      { kind: 'paragraph', text: packageText(findings) },
      tradeTable(findings),
      { kind: 'heading', text: 'Does it hold?' },
      { kind: 'list', items: [...effectivenessLines(findings), ...overhedged(findings)] },
      limitTable(findings),
      { kind: 'paragraph', text: tieText(findings) },
      {
        kind: 'side-by-side',
        columns: [
          [
            { kind: 'heading', text: 'Why' },
            { kind: 'list', items: result.decision.reasons.map((_, i) => slot('text', 'decision', 'reasons', i)) },
          ],
          [
            { kind: 'heading', text: 'What to ask' },
            { kind: 'list', items: questions(findings) },
          ],
        ],
      },
    ],
  }
}

const simulatedNotice: Block = {
  kind: 'callout',
  tone: 'caution',
  title: 'Simulated fund and market',
  items: [
    'The holdings, the liabilities and the market data of this report were made by a simulation. They show how the study works and say nothing about any fund or market.',
  ],
}

function keyFigures(findings: HedgingFindings): Block[] {
  const { result, figure, chosen, unhedged, slot } = findings
  const row: Keys = ['selection', 'packages', chosen]
  const before: readonly KeyFigure[] =
    unhedged === null
      ? []
      : [
          {
            label: 'Funded status at risk now, of assets',
            figure: figure(['selection', 'packages', unhedged, 'ofAssets', 'fundedStatusAtRisk'], 'percent', 1),
          },
        ]
  const after = figure([...row, 'ofAssets', 'fundedStatusAtRisk'], 'percent', 1)
  const savings: Keys = ['selection', 'savings']
  return [
    {
      kind: 'key-figures',
      caption:
        'Funded status at risk: the loss of surplus over the horizon that is exceeded with the probability that the mandate leaves. A negative cost is a gain. After ±: standard error.',
      items: [
        { label: 'Funded ratio today', figure: figure(['exposures', 'fundedRatio'], 'percent', 1) },
        ...before,
        { label: 'The same with the package', figure: after },
        {
          label: 'Risk taken away',
          figure: figure(['selection', 'chosenFigures', 'riskReduction'], 'percent', 1, 'the fund has no such risk'),
        },
        { label: 'Cost a year, of assets', figure: figure([...row, 'ofAssets', 'annualCostBp'], 'basis-points', 1) },
        { label: 'Cost a year, millions', figure: figure([...row, 'annualCost'], 'money', 1) },
      ],
    },
    {
      kind: 'key-figures',
      caption: `Savings: annual cost and cost of the remaining risk together, less those of the package; a year, against ${result.selection.savings.naivePackage.trades.length === 0 ? 'nothing' : 'everything hedged in full by the plainest instruments'} and against no hedge.`,
      items: [
        {
          label: 'Saved against no hedge, millions a year',
          figure: estimateOf(
            figure([...savings, 'againstUnhedged', 'money'], 'money', 1),
            result.selection.savings.againstUnhedged.standardError,
          ),
        },
        {
          label: 'Of assets',
          figure: estimateOf(
            figure([...savings, 'againstUnhedged', 'bp'], 'basis-points', 1),
            result.selection.savings.againstUnhedged.standardErrorBp,
          ),
        },
        {
          label: 'Saved against the naive full hedge, millions a year',
          figure: estimateOf(
            figure([...savings, 'againstNaive', 'money'], 'money', 1),
            result.selection.savings.againstNaive.standardError,
          ),
        },
        {
          label: 'Of assets',
          figure: estimateOf(
            figure([...savings, 'againstNaive', 'bp'], 'basis-points', 1),
            result.selection.savings.againstNaive.standardErrorBp,
          ),
        },
      ],
    },
    {
      kind: 'key-figures',
      caption:
        'Collateral need: initial margin and the margin called in that share of the joint scenarios at most. The mandate’s own move of yields is a stress beside them, in its worse direction, with initial margin as the trades are split.',
      items: [
        {
          label: 'Initial margin, before the split among counterparties',
          figure: figure(['selection', 'chosenFigures', 'initialMargin'], 'money', 0),
        },
        {
          label: `Collateral need, ${slot('percent 0', 'exposures', 'risk', 'confidence')} of scenarios`,
          figure: figure(['selection', 'chosenFigures', 'collateralNeed'], 'money', 0),
        },
        ...requiredMove(findings),
      ],
    },
  ]
}

/** What the move of yields of the mandate calls for, in its worse direction; with initial margin as trades are split. */
function requiredMove({ result, figure, slot }: HedgingFindings): KeyFigure[] {
  const { rows, requiredBp } = result.selection.collateral
  const worse = rows
    .map(({ shockBp, need }, i) => ({ shockBp, need, i }))
    .filter(({ shockBp }) => Math.abs(shockBp) === requiredBp)
    .toSorted((a, b) => b.need - a.need)
    .at(0)
  if (worse === undefined) return []
  return [
    {
      label: `Margin called by the mandate’s move of yields, ${slot('basis-points 0', 'selection', 'collateral', 'rows', worse.i, 'shockBp')}`,
      figure: figure(['selection', 'collateral', 'rows', worse.i, 'need'], 'money', 0),
    },
  ]
}

function overhedged(findings: HedgingFindings): Text[] {
  const lines = overhedgingLines(findings)
  return lines.length === 0 ? [] : [`Hedged too far, so that the opposite move now hurts: ${lines.join('; ')}.`]
}

function packageText(findings: HedgingFindings): Text {
  const { result, slot, strategyLabel, currency } = findings
  const proposed = proposalOfPackage(findings, result.decision.package)
  const row = result.selection.packages.find(({ id }) => id === result.decision.package)
  const strategies = row?.strategies ?? null
  const made =
    strategies === null
      ? proposed === null
        ? 'the optimiser’s own, beyond the packages of the grid'
        : `proposed by ${proposed}, accepted, and recomputed as all others were`
      : (['currency', 'rates', 'inflation', 'credit'] as const)
          .map((domain): Text => strategyLabel(domain, strategies[domain]))
          .join('; ')
  return `Package ${slot('text', 'decision', 'package')}: ${made}. ${choiceText(findings)} Money in this report is in ${currency}; m is a million.`
}

/** Among how many packages the chosen one was chosen, and by what: the score chooses among those within the limits alone. */
function choiceText({ result, slot }: HedgingFindings): Text {
  const { packages, selection, chosenFigures } = result.selection
  const revalued = `fully revalued on the same ${slot('count', 'study', 'scenarios', 'count')} joint scenarios`
  const sum = `sum of annual cost and cost of capital (${slot('percent 1', 'objectives', 'costOfCapital')} of funded status at risk)`
  if (packages.length === 1) return `It is the only one compared, ${revalued}; packages are compared by the ${sum}.`
  const among = `It was chosen among ${slot('length', 'selection', 'packages')} packages, each ${revalued}, `
  if (selection.infeasibility !== null) {
    return `${among}as the one that breaks the limits of the mandate least, each breach taken as a share of its limit: none is within all of them. The ${sum} would choose among packages within the limits; it did not choose this one.`
  }
  const within = 'within all limits of the mandate that packages are chosen by'
  const feasible = packages.filter((row) => row.feasible)
  if (feasible.length === 1) return `${among}as the only one ${within}. Several such would be compared by the ${sum}.`
  const several = `${slot('length feasible true', 'selection', 'packages')} ${within}`
  return feasible.some(({ score }) => score < chosenFigures.score)
    ? `${among}by choice of those who accepted it, from the ${several}, though another of these has a lower ${sum}.`
    : `${among}as the one with the lowest ${sum} among the ${several}.`
}

function tieText({ result, slot }: HedgingFindings): Text {
  const { tied } = result.selection.selection
  if (tied.length === 0) {
    return 'Ties: no other package that meets the mandate is tied with it; each of them differs by more than twice the standard error of the difference on the same scenarios.'
  }
  return `Ties: ${slot('length', 'selection', 'selection', 'tied')} of the other packages cannot be told apart from it on the same scenarios. Choosing among them is a matter of judgement, not of these figures; the section on why not lists them.`
}

function questions(findings: HedgingFindings): Text[] {
  const { result, slot } = findings
  const { collateral, savings } = result.selection
  const { execution } = result
  const carry =
    savings.chosen.annualCost.total < 0
      ? [
          'The package earns carry in these figures. Would the committee still want it if spot rates moved so that this carry were lost?',
        ]
      : []
  const tight = tightLimits(findings)
  const concentration = concentrationText(findings)
  return [
    ...carry,
    ...(tight.length === 0
      ? []
      : [
          `Limits without slack: ${tight.join('; ')}. Does the package still meet them when the market has moved a little?`,
        ]),
    ...(concentration === null ? [] : [`${concentration}: is that more than the fund wants with one bank?`]),
    ...(collateral.standsRequired
      ? []
      : [
          `The buffer does not stand a move of yields by ${slot('basis-points 0', 'selection', 'collateral', 'requiredBp')}: from where would collateral come?`,
        ]),
    ...(execution === null
      ? missingPlanQuestions(findings)
      : execution.plan.status === 'complete'
        ? []
        : [
            `Not all of it fits into ${slot('days 0', 'execution', 'plan', 'limits', 'windowDays')} of dealing: more days, wider limits, or other instruments?`,
          ]),
    `Is ${slot('percent 1', 'objectives', 'costOfCapital')} a year what the sponsor really pays for risk? The choice weighs cost against risk at this price.`,
    'Equity risk is taken for its reward and left alone: is it still the size that the fund wants once the rest is hedged?',
    ...(result.study.origin === 'simulated'
      ? ['The market of this report is simulated: what would real prices say?']
      : []),
  ]
}

/** A figure whose standard error stands beside it in the result. */
export function estimateOf(figure: KeyFigure['figure'], standardError: number): KeyFigure['figure'] {
  return { ...figure, standardError }
}
