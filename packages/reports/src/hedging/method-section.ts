import type { Section } from '../document/document.ts'
import type { Text } from '../document/text.ts'
import { textCell } from '../document/result-reading.ts'
import { roleText } from './missing-blocks.ts'
import { hedgingGlossary } from './glossary.ts'
import type { HedgingFindings } from './hedging-findings.ts'

/** How the figures were made, what they cannot say, where they came from, and what the words mean. */
export function methodSection(findings: HedgingFindings): Section {
  const { result, slot } = findings
  const { study } = result
  return {
    id: 'method',
    flows: true,
    title: 'Method, limits and provenance',
    blocks: [
      { kind: 'heading', text: 'Limits of this study' },
      { kind: 'list', items: result.limitations.map((_, i) => slot('text', 'limitations', i)) },
      { kind: 'heading', text: 'How it was done' },
      { kind: 'list', items: method(findings) },
      ...freshBlocks(findings),
      {
        kind: 'table',
        id: 'specialists',
        caption: 'Who did what',
        columns: ['Specialist', 'Responsibility', 'Starts from'],
        rows: result.specialists.map(({ needs }, i) => ({
          cells: [
            textCell(roleText(findings, i)),
            textCell(slot('text', 'specialists', i, 'responsibility')),
            textCell(needs.length === 0 ? 'the fund’s files' : slot('list', 'specialists', i, 'needs')),
          ],
        })),
      },
      { kind: 'heading', text: 'Where it came from' },
      { kind: 'run-facts' },
      {
        kind: 'definitions',
        items: [
          { term: 'Study', text: slot('text', 'study', 'name') },
          { term: 'Seed', text: slot('count', 'study', 'seed') },
          { term: 'As of', text: slot('date', 'study', 'asOf') },
          {
            term: 'Market data',
            text: `${study.origin === 'simulated' ? 'simulated' : 'real'}; content hash ${slot('text', 'study', 'marketHash')}`,
          },
          ...study.files.map((_, i) => ({
            term: slot('text', 'study', 'files', i, 'file'),
            text: `${slot('count', 'study', 'files', i, 'rows')} rows; SHA ${slot('text', 'study', 'files', i, 'sha256')}`,
          })),
          {
            term: 'Size',
            text: `${slot('count', 'study', 'holdings')} holdings, ${slot('count', 'study', 'instruments')} hedge instruments, ${slot('count', 'study', 'factors')} risk factors, ${slot('count', 'study', 'scenarios', 'count')} joint scenarios, ${slot('count', 'study', 'exposurePaths')} exposure paths`,
          },
        ],
      },
      ...notes(
        'What to know of the market data',
        study.notes.map((_, i) => slot('text', 'study', 'notes', i)),
      ),
      ...notes(
        'Assumptions of the exposure simulation',
        study.assumptions.map((_, i) => slot('text', 'study', 'assumptions', i)),
      ),
      { kind: 'heading', text: 'Words' },
      { kind: 'definitions', items: hedgingGlossary },
    ],
  }
}

function notes(title: Text, items: readonly Text[]) {
  return items.length === 0
    ? []
    : ([
        { kind: 'heading', text: title },
        { kind: 'list', items },
      ] as const)
}

function method({ slot }: HedgingFindings): Text[] {
  return [
    'One set of curves: assets, liabilities, derivatives held and hedges are instruments of one market and are valued by one engine; there is no other valuation anywhere in this report.',
    `Scenarios: ${slot('text', 'study', 'scenarios', 'method')}. History used: ${slot('date', 'study', 'scenarios', 'from')} to ${slot('date', 'study', 'scenarios', 'to')}.`,
    'Revaluation: every instrument is fully revalued in every scenario; value is linear in quantity, so that each hedge instrument is revalued once for one unit and packages are sums.',
    `Seed: all random numbers follow from the seed ${slot('count', 'study', 'seed')}, with a stream for each use. The same seed gives the same figures for any number of workers.`,
    'Score: annual cost and cost of capital on the funded status at risk. The package with the lowest score among those that meet every limit that packages are chosen by is chosen, unless somebody’s choice of another of them was accepted; where none meets them all, the one that breaks them least.',
    `Cost a year: carry and roll given up, dealing cost spread over the holding period, valuation adjustments over the life of the trades. The funding of initial margin is among these. Of the carry and roll that a trade would earn if nothing moved, ${slot('percent 0', 'study', 'mandate', 'objectives', 'carry_credit')} count against cost; what a trade pays counts in full.`,
    'Effectiveness of a group: one less the variance of the surplus with the hedge over that without, on the same scenarios with only this group moved. Under one stress: one less the loss with the hedge over that without.',
    'Figures: each figure of this page is read from the result file by the pointer that its tooltip shows; none is typed.',
  ]
}

/** How the chosen package does on scenarios that had no part in choosing it. */
function freshBlocks({ result, figure, slot }: HedgingFindings) {
  const { fresh } = result.selection.selection
  if (fresh === null) return []
  const row = (name: Text, key: 'fundedStatusAtRisk' | 'expectedShortfall' | 'score') => {
    const at = ['selection', 'selection', 'fresh', key] as const
    return {
      cells: [
        textCell(name),
        { kind: 'figure' as const, figure: figure([...at, 'first'], 'money', 1) },
        { kind: 'figure' as const, figure: figure([...at, 'fresh'], 'money', 1) },
        {
          kind: 'figure' as const,
          figure: { ...figure([...at, 'difference'], 'money', 1), standardError: fresh[key].standardError },
        },
      ],
    }
  }
  return [
    {
      kind: 'table' as const,
      id: 'fresh',
      caption: `The chosen package on ${slot('count', 'selection', 'selection', 'fresh', 'scenarios')} fresh scenarios that played no part in the choice, m`,
      columns: ['Figure', 'As chosen', 'Fresh', 'Difference'],
      rows: [
        row('Funded status at risk', 'fundedStatusAtRisk'),
        row('Expected shortfall', 'expectedShortfall'),
        row('Score a year', 'score'),
      ],
      note: 'A difference of more than two standard errors would be the luck of the choice.',
    },
  ]
}
