import type { HedgingResult } from '@tutti/workflows/hedging'
import type { Section, TableBlock } from '../document/document.ts'
import type { Unit } from '@tutti/workflows/figures'
import type { Text } from '../document/text.ts'
import { type Keys, textCell } from '../document/result-reading.ts'
import type { HedgingFindings } from './hedging-findings.ts'
import { estimateOf } from './summary-section.ts'

type SavingsRow = HedgingResult['selection']['savings']['rows'][number]

const shown: Readonly<Record<SavingsRow['unit'], { readonly unit: Unit; readonly digits: number }>> = {
  money: { unit: 'money', digits: 2 },
  share: { unit: 'percent', digits: 2 },
  bp: { unit: 'basis-points', digits: 2 },
}

/** The arithmetic of the savings, line by line. */
export function savingsSection(findings: HedgingFindings): Section {
  const { result, slot } = findings
  const { notes, chosen, naive } = result.selection.savings
  return {
    id: 'savings',
    flows: true,
    title: 'Savings',
    blocks: [
      {
        kind: 'paragraph',
        text: 'What each way of hedging costs a year: its annual cost, and the cost of the risk that it leaves, at the cost of capital of the mandate. A saving is the difference of two totals, with the standard error of the paired difference on common scenarios.',
      },
      ...(chosen.feasible && !naive.feasible
        ? [
            {
              kind: 'paragraph' as const,
              tone: 'note' as const,
              text: 'The naive full hedge breaks limits of the mandate: it stands here for comparison, not as a choice.',
            },
          ]
        : []),
      comparisonTable(findings),
      arithmeticTable(findings),
      ...(notes.length === 0
        ? []
        : [{ kind: 'list' as const, items: notes.map((_, i) => slot('text', 'selection', 'savings', 'notes', i)) }]),
    ],
  }
}

function comparisonTable({ cell, figure, result, currency }: HedgingFindings): TableBlock {
  const ways = [
    ['unhedged', 'No new hedge'],
    ['naive', 'Naive full hedge'],
    ['chosen', 'Chosen package'],
  ] as const
  const { savings } = result.selection
  return {
    kind: 'table',
    id: 'savings-ways',
    caption: `Three ways, a year, m ${currency}`,
    columns: [
      'Way',
      'Carry and roll given up',
      'Dealing',
      'Valuation adjustments',
      'Annual cost',
      'Funded status at risk',
      'Cost of risk',
      'Total',
    ],
    rows: ways.map(([key, name]) => {
      const at: Keys = ['selection', 'savings', key]
      const errors = savings[key].standardErrors
      return {
        emphasis: key === 'chosen',
        cells: [
          textCell(name),
          cell([...at, 'annualCost', 'carryAndRoll'], 'money', 1),
          cell([...at, 'annualCost', 'execution'], 'money', 1),
          cell([...at, 'annualCost', 'charges'], 'money', 1),
          { kind: 'figure', figure: estimateOf(figure([...at, 'annualCost', 'total'], 'money', 1), errors.annualCost) },
          cell([...at, 'fundedStatusAtRisk'], 'money', 0),
          { kind: 'figure', figure: estimateOf(figure([...at, 'riskCost'], 'money', 1), errors.riskCost) },
          { kind: 'figure', figure: estimateOf(figure([...at, 'total'], 'money', 1), errors.total) },
        ],
      }
    }),
    note: 'A negative cost is a gain: carry is earned only if spot rates and the shape of curves stay.',
  }
}

function arithmeticTable({ result, slot, figure }: HedgingFindings): TableBlock {
  const format = (unit: SavingsRow['unit']): Text => `${shown[unit].unit} ${shown[unit].digits}`
  return {
    kind: 'table',
    id: 'arithmetic',
    caption: 'The arithmetic, each line from those above it',
    columns: ['Line', 'How it comes about', 'What goes in', 'Result'],
    rows: result.selection.savings.rows.map((row, i) => {
      const at: Keys = ['selection', 'savings', 'rows', i]
      const terms = row.terms.map((term, t) => {
        const own: Keys = [...at, 'terms', t]
        return `${slot('text', ...own, 'name')} ${slot(format(term.unit), ...own, 'value')}`
      })
      return {
        emphasis: row.id.startsWith('saving'),
        cells: [
          textCell(slot('text', ...at, 'label')),
          textCell(slot('text', ...at, 'formula')),
          textCell(terms.join('; ')),
          {
            kind: 'figure',
            figure: estimateOf(
              figure([...at, 'value'], shown[row.unit].unit, shown[row.unit].digits),
              row.standardError,
            ),
          },
        ],
      }
    }),
  }
}
