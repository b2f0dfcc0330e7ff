import type { HedgingResult } from '@tutti/workflows/hedging'
import type { Block, ChartGroup, Section, TableBlock } from '../document/document.ts'
import type { Cell } from '../document/document.ts'
import { type Keys, textCell } from '../document/result-reading.ts'
import type { HedgingFindings } from './hedging-findings.ts'

type HedgeRecord = HedgingResult['selection']['accounting']['relationships'][number]

/** More relationships than these have no chart each: the page would grow heavy. */
const mostCharts = 9

/** Hedge accounting evidence of every designated relationship, with its draft memo. */
export function accountingSection(findings: HedgingFindings): Section {
  const { result, slot } = findings
  const { relationships, notes } = result.selection.accounting
  const at: Keys = ['selection', 'accounting']
  return {
    id: 'accounting',
    flows: true,
    title: 'Hedge accounting',
    blocks: [
      {
        kind: 'paragraph',
        text: `${slot('length', ...at, 'relationships')} relationships, tested on ${slot('count', ...at, 'months')} months of ${findings.market('Market history').toLowerCase()}: today’s items, perfect hedges and instruments revalued under each month’s changes. Drafts for the fund’s accountants and auditors, who decide.`,
      },
      ...(notes.length === 0
        ? []
        : [{ kind: 'list' as const, items: notes.map((_, i) => slot('text', ...at, 'notes', i)) }]),
      relationshipTable(findings),
      ...offsetNotes(findings),
      ...offsetCharts(findings),
      ...relationships.map((record, i) => recordBlock(findings, record, i)),
    ],
  }
}

const verdicts = {
  qualifies: { tone: 'good', text: 'yes' },
  open: { tone: 'caution', text: 'open' },
  'does not qualify': { tone: 'stop', text: 'no' },
} as const

function relationshipTable({ result, slot, cell, currency }: HedgingFindings): TableBlock {
  const { relationships } = result.selection.accounting
  const standards = ['IFRS 9', 'ASC 815'].filter((standard) =>
    relationships.some(({ verdicts }) => verdicts.some((each) => each.standard === standard)),
  )
  return {
    kind: 'table',
    id: 'relationships',
    caption: 'Designated relationships',
    columns: [
      'Relationship',
      `Notional, m ${currency}`,
      'Hedge ratio',
      'Cumulative offset',
      'Months in band',
      'R squared',
      'Slope',
      ...standards,
    ],
    rows: relationships.map((record, i) => {
      const at: Keys = ['selection', 'accounting', 'relationships', i]
      const none = 'no change'
      return {
        cells: [
          textCell(`${slot('text', ...at, 'label')} (${slot('text', ...at, 'type')})`),
          cell([...at, 'notional'], 'money', 0),
          cell([...at, 'hedgeRatio'], 'percent', 1),
          record.dollarOffset === null
            ? textCell('n/a')
            : cell([...at, 'dollarOffset', 'cumulative'], 'percent', 1, none),
          record.dollarOffset === null
            ? textCell('n/a')
            : cell([...at, 'dollarOffset', 'shareInBand'], 'percent', 0, none),
          ...(record.regression === null
            ? [textCell('n/a'), textCell('n/a')]
            : [
                cell([...at, 'regression', 'rSquared'], 'percent', 1),
                slopeCell(cell([...at, 'regression', 'slope'], 'ratio', 3), record),
              ]),
          ...standards.map((standard): Cell => {
            const found = record.verdicts.find((each) => each.standard === standard)
            return found === undefined ? textCell('n/a') : { kind: 'status', ...verdicts[found.verdict] }
          }),
        ],
      }
    }),
    note: 'The last columns: whether it qualifies under the standard. Offset: change of the hedge over that of the items, with the sign turned. Slope: of the items on the hedge; a perfect hedge has minus one.',
    empty: 'No relationship can be designated: the package trades nothing, or nothing that stands against an item.',
  }
}

/** A change of the items below this share of their monthly changes added up has hardly moved in sum. */
const hardlyMoved = 0.2
/** Band within which a cumulative offset needs no word. */
const offsetBand = [0.8, 1.25] as const

/** A word beside each cumulative offset out of the band: why it says little where the regression is the method that decides. */
function offsetNotes({ result, slot }: HedgingFindings): Block[] {
  const { relationships } = result.selection.accounting
  const items = relationships.flatMap(({ dollarOffset, regression, periods }, i) => {
    const offset = dollarOffset?.cumulative ?? null
    if (offset === null || regression === null || (offset >= offsetBand[0] && offset <= offsetBand[1])) return []
    const at: Keys = ['selection', 'accounting', 'relationships', i]
    const gross = periods.reduce((sum, { item }) => sum + Math.abs(item), 0)
    const net = Math.abs(periods.reduce((sum, { item }) => sum + item, 0))
    const why =
      net < hardlyMoved * gross
        ? 'the items barely moved in sum, so that a share of that sum says little'
        : 'outside the usual band'
    return [
      `${slot('text', ...at, 'label')}: cumulative offset ${slot('percent 0', ...at, 'dollarOffset', 'cumulative')}; ${why}.`,
    ]
  })
  return items.length === 0
    ? []
    : [
        {
          kind: 'paragraph',
          text: 'Cumulative offsets out of the usual band. They are shown and do not decide: the regression does.',
        },
        { kind: 'list', items },
      ]
}

function slopeCell(cell: Cell, { regression }: HedgeRecord): Cell {
  return cell.kind === 'figure' && regression !== null
    ? { ...cell, figure: { ...cell.figure, standardError: regression.slopeStandardError } }
    : cell
}

function offsetCharts({ result, slot, figure }: HedgingFindings): ChartGroup[] {
  const { relationships } = result.selection.accounting
  const drawn = relationships
    .map((_, i) => i)
    .filter((i) => relationships[i].periods.length > 1)
    .slice(0, mostCharts)
  if (drawn.length === 0) return []
  return [
    {
      kind: 'chart-group',
      title: 'Monthly change of the items (upright) against that of the hedge (across), millions',
      caption: 'Points on a falling line are a hedge that works. The tables of months below give the figures.',
      charts: drawn.map((i) => {
        const at: Keys = ['selection', 'accounting', 'relationships', i]
        return {
          kind: 'chart',
          id: `offset-${i}`,
          size: 'third',
          title: slot('text', ...at, 'label'),
          caption: '',
          alt: `Scatter chart of the monthly changes of items and hedge of the relationship ${slot('text', ...at, 'label')}. The table of its months gives the figures.`,
          chart: {
            kind: 'scatter',
            x: { label: '', unit: 'money' },
            y: { label: '', unit: 'money' },
            errorBars: false,
            groups: [
              {
                name: 'Months',
                role: 'a',
                style: 'plain',
                marked: 0,
                points: relationships[i].periods.map((_, m) => ({
                  label: slot('date', ...at, 'periods', m, 'to'),
                  x: figure([...at, 'periods', m, 'hedge'], 'money', 1),
                  y: figure([...at, 'periods', m, 'item'], 'money', 1),
                })),
              },
            ],
          },
        }
      }),
    },
  ]
}

/** Tests, sources of ineffectiveness, months and draft memo of one relationship. */
function recordBlock(findings: HedgingFindings, record: HedgeRecord, i: number): Block {
  const { slot, cell } = findings
  const at: Keys = ['selection', 'accounting', 'relationships', i]
  return {
    kind: 'detail',
    id: `relationship-${i}`,
    title: `${slot('text', ...at, 'label')}: tests, months and draft designation memo`,
    blocks: [
      {
        kind: 'table',
        id: `tests-${i}`,
        screenOnly: true,
        compact: true,
        caption: 'Tests of the standards',
        columns: ['Standard', 'Test', 'Paragraphs', 'Required', 'Figure', 'Verdict'],
        rows: record.verdicts.flatMap(({ tests }, v) =>
          tests.map(({ met, figure, decides }, t) => {
            const own: Keys = [...at, 'verdicts', v, 'tests', t]
            return {
              cells: [
                textCell(slot('text', ...at, 'verdicts', v, 'standard')),
                textCell(slot('text', ...own, 'label')),
                textCell(slot('text', ...own, 'paragraph')),
                textCell(slot('text', ...own, 'required')),
                figure === null ? textCell('') : cell([...own, 'figure'], 'ratio', Number.isInteger(figure) ? 0 : 3),
                testStatus(met, decides),
              ],
            }
          }),
        ),
      },
      {
        kind: 'table',
        id: `sources-${i}`,
        screenOnly: true,
        caption: 'Where ineffectiveness comes from, millions',
        columns: ['Source', 'A month (root mean square)', 'All months together'],
        rows: [
          ...record.ineffectiveness.sources.map((_, s) => {
            const own: Keys = [...at, 'ineffectiveness', 'sources', s]
            return {
              cells: [
                textCell(slot('text', ...own, 'label')),
                cell([...own, 'monthly'], 'money', 2),
                cell([...own, 'cumulative'], 'money', 2),
              ],
            }
          }),
          {
            emphasis: true,
            cells: [
              textCell('Recognised in profit or loss'),
              cell([...at, 'ineffectiveness', 'monthly'], 'money', 2),
              cell([...at, 'ineffectiveness', 'cumulative'], 'money', 2),
            ],
          },
        ],
      },
      {
        kind: 'table',
        id: `months-${i}`,
        collapsed: true,
        compact: true,
        caption: 'Dollar offset by month and cumulative, millions',
        columns: ['Month ends', 'Items', 'Perfect hedge', 'Hedge', 'Offset', 'Cumulative'],
        rows: record.periods.map((_, m) => {
          const own: Keys = [...at, 'periods', m]
          return {
            cells: [
              textCell(slot('date', ...own, 'to')),
              cell([...own, 'item'], 'money', 2),
              cell([...own, 'hypothetical'], 'money', 2),
              cell([...own, 'hedge'], 'money', 2),
              cell([...own, 'offset'], 'percent', 1, 'no change'),
              cell([...own, 'cumulativeOffset'], 'percent', 1, 'no change'),
            ],
          }
        }),
        empty: 'The history has no month to test.',
      },
      { kind: 'heading', text: 'Draft designation memo' },
      {
        kind: 'definitions',
        items: record.memo.map(({ template }, m) => ({
          term: slot('text', ...at, 'memo', m, 'heading'),
          text: `${template} (${slot('list', ...at, 'memo', m, 'references')})`,
        })),
      },
      ...(record.notes.length === 0
        ? []
        : [{ kind: 'list' as const, items: record.notes.map((_, n) => slot('text', ...at, 'notes', n)) }]),
    ],
  }
}

function testStatus(met: boolean | null, decides: boolean): Cell {
  if (met === null) return { kind: 'status', tone: 'caution', text: 'open' }
  if (met) return { kind: 'status', tone: 'good', text: 'met' }
  // the regression is the documented method
  return decides
    ? { kind: 'status', tone: 'stop', text: 'not met' }
    : { kind: 'status', tone: 'info', text: 'outside; shown beside the regression, which decides' }
}
