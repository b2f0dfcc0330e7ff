import type { Candidate } from '@tutti/workflows/asset-allocation'
import type { Block, Section, TableRow } from '../document/document.ts'
import type { Text } from '../document/text.ts'
import { textCell } from '../document/result-reading.ts'
import { type Findings, metric } from './findings.ts'
import { boundText, limitGroups, limitStatusCell, limitUnit } from './limit-rows.ts'
import { ruleWords } from './rule-words.ts'

/** Page one, for the committee: decision, rule in plain words, key figures, limits, ties, and what to ask. */
export function summarySection(findings: Findings): Section {
  const { result, slot } = findings
  const { status } = result.decision
  return {
    id: 'summary',
    title: 'Summary for the committee',
    blocks: [
      ...(status === 'withheld' ? withheld(findings) : []),
      { kind: 'paragraph', tone: 'lead', text: slot('text', 'decision', 'headline') },
      ...missingParts(findings),
      ...(status === 'best-compromise' ? compromise(findings) : []),
      ...recommendation(findings),
      ...viewed(findings),
      limitTable(findings),
      { kind: 'paragraph', text: tieText(findings) },
      { kind: 'side-by-side', columns: [...reasons(findings), asked(findings)] },
    ],
  }
}

function withheld({ result, slot }: Findings): Block[] {
  const failed = result.validation.checks.flatMap((check, i) => (check.passed ? [] : [i]))
  const names = failed
    .slice(0, 3)
    .map((i) => slot('text', 'validation', 'checks', i, 'label'))
    .join('; ')
  return [
    {
      kind: 'callout',
      tone: 'stop',
      title: 'Recommendation withheld: do not act on the figures of this report',
      items: [
        `Of ${slot('length', 'validation', 'checks')} checks of the simulated paths against theory, ${slot('length passed false', 'validation', 'checks')} failed${failed.length > 0 ? `: ${names}` : ''}. Figures computed on such paths cannot be trusted; they are shown for diagnosis alone. The section on model validation lists every check.`,
      ],
    },
  ]
}

function compromise({ result, slot }: Findings): Block[] {
  return [
    {
      kind: 'callout',
      tone: 'caution',
      title: 'No evaluated configuration meets the mandate; this is the best compromise, not a recommendation',
      items: result.infeasibility === null ? [] : [slot('text', 'infeasibility', 'text')],
    },
  ]
}

/** Specialists whose failure leaves a gap in the report, and which. */
const gaps: readonly (readonly [string, Text])[] = [
  [
    'allocation-analyst',
    'The allocation analyst: the weight through time, the rivals and the curve of costs are missing from this report.',
  ],
  [
    'market-historian',
    'The market historian: the rule was not walked through history, and luck was not measured on it.',
  ],
  ['reviewer', 'The reviewer: no figure of the decision was confirmed by another method.'],
]

function missingParts({ isMissing }: Findings): Block[] {
  const items = gaps.flatMap(([name, text]) => (isMissing(name) ? [text] : []))
  if (items.length === 0) return []
  return [{ kind: 'callout', tone: 'stop', title: 'Some specialists gave no result', items }]
}

function viewed({ result }: Findings): Block[] {
  if (result.study.viewedWeights === undefined) return []
  return [
    {
      kind: 'callout',
      tone: 'caution',
      title: 'A view on the regimes was accepted',
      items: [
        'The averages of the decision and of the candidates weigh the regimes by this view; those of the search weigh them by the mandate. The table of what each regime assumes has both weights.',
      ],
    },
  ]
}

function recommendation(findings: Findings): Block[] {
  const { result, winner } = findings
  const title = {
    recommended: 'The recommended rule',
    'best-compromise': 'The rule of the best compromise',
    withheld: 'Figures of the rule that the search found, for diagnosis only',
  }[result.decision.status]
  const fresh = winner.fresh ? 'on fresh paths' : 'on the search paths'
  const keys = ['annualReturn', 'volatility', 'sharpe', 'maxDrawdown', 'expectedShortfall', 'cost'] as const
  return [
    { kind: 'heading', text: title },
    // a rule that must not be followed is not spelt out on the first page
    ...(result.decision.status === 'withheld'
      ? []
      : ruleWords(findings).map((text): Block => ({ kind: 'paragraph', text }))),
    {
      kind: 'key-figures',
      caption: `Average over the regimes, ${fresh}. After ±: standard error.`,
      items: keys.map((key) => {
        const figure = findings.metric(winner.average, metric(key))
        return { label: metric(key).name, figure }
      }),
    },
  ]
}

function limitTable(findings: Findings) {
  const { result, cell } = findings
  const { limits } = result.decision
  const rows = limitGroups(limits).map(({ id, lead, tightest, status }): TableRow => {
    const { unit, digits } = limitUnit(id)
    const at = (index: number): readonly (string | number)[] => ['decision', 'limits', index]
    const regime =
      tightest === null
        ? [textCell('average only'), textCell(''), textCell('')]
        : [
            textCell(findings.regimeName(limits[tightest].scope)),
            cell([...at(tightest), 'figure'], unit, digits),
            cell([...at(tightest), 'slack'], unit, digits),
          ]
    return {
      cells: [
        textCell(findings.slot('text', ...at(lead), 'label')),
        textCell(boundText(findings, at(lead), limits[lead])),
        cell([...at(lead), 'figure'], unit, digits),
        cell([...at(lead), 'slack'], unit, digits),
        ...regime,
        limitStatusCell(status),
      ],
    }
  })
  return {
    kind: 'table' as const,
    id: 'limits',
    caption: 'The limits of the mandate',
    columns: ['Limit', 'Required', 'Average', 'Slack', 'Tightest regime', 'Figure there', 'Slack there', 'Verdict'],
    rows,
    note: 'Slack is the distance to the limit, negative where it is broken. Within error: less than two standard errors from the limit, so that the simulation cannot tell. The verdict is the worst over the average and all regimes, on the same paths as the figures above.',
    empty: 'The decision applies no limits.',
  }
}

function tieText(findings: Findings): Text {
  const { result, slot } = findings
  const tied = result.decision.tiedTrials
  if (tied.length === 0) {
    return 'Ties: no other candidate is tied with it; each of them differs by more than twice the standard error of the difference on the same paths.'
  }
  return `Ties: ${slot('length', 'decision', 'tiedTrials')} of the other candidates cannot be told apart from it on the same paths (${tied.length === 1 ? 'trial' : 'trials'} ${slot('list', 'decision', 'tiedTrials')}). Choosing among them is a matter of judgement, not of these figures.`
}

function reasons({ result, slot }: Findings): Block[][] {
  const { reasons: given } = result.decision
  if (given.length === 0) return []
  return [
    [
      { kind: 'heading', text: 'Why' },
      { kind: 'list', items: given.map((_, i) => slot('text', 'decision', 'reasons', i)) },
    ],
  ]
}

function asked(findings: Findings): Block[] {
  return [
    { kind: 'heading', text: 'What to ask' },
    { kind: 'list', items: questions(findings) },
  ]
}

/** Regime in which a candidate has its lowest Sharpe ratio on fresh paths. */
function worstFresh({ freshFigures }: Candidate): string {
  return Object.keys(freshFigures).reduce((worst, id) =>
    freshFigures[id].sharpe.value < freshFigures[worst].sharpe.value ? id : worst,
  )
}

function questions(findings: Findings): Text[] {
  const { result, slot, winner } = findings
  const candidate = result.candidates[winner.candidate]
  const worst =
    candidate === undefined
      ? []
      : [
          `Could the fund bear the regime with the lowest Sharpe ratio on fresh paths, ${findings.regimeName(worstFresh(candidate))}, with ${slot('ratio 2', 'candidates', winner.candidate, 'freshFigures', worstFresh(candidate), 'sharpe')} over ${slot('years', 'study', 'years')}?`,
        ]
  const history =
    result.history === null
      ? findings.isMissing('market-historian')
        ? [
            'The history was not examined in this run: how would the rule have fared in markets that were really observed?',
          ]
        : ['No history was given: how would the rule have fared in markets that were really observed?']
      : result.history.origin === 'simulated'
        ? ['The history of this report is simulated, not a market: what would real prices say?']
        : []
  return [
    'Do the regimes and their weights describe the markets that this committee expects?',
    ...worst,
    `Is a cost of ${slot('ratio 0', 'study', 'planningCostBp')} basis points on each unit traded what this fund really pays?`,
    ...history,
  ]
}
