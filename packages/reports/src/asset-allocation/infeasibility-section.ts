import type { Block, Section } from '../document/document.ts'
import { textCell } from '../document/result-reading.ts'
import { type Findings } from './findings.ts'
import { limitUnit } from './limit-rows.ts'

/** Whether the mandate can be met; where not, what conflicts, what is attainable, and the smallest relaxation. */
export function infeasibilitySection(findings: Findings): Section {
  return {
    id: 'feasibility',
    title: 'Can the mandate be met?',
    flows: findings.result.infeasibility === null,
    blocks: findings.result.infeasibility === null ? feasible() : infeasible(findings),
  }
}

function feasible(): Block[] {
  return [
    {
      kind: 'callout',
      tone: 'good',
      title: 'Yes: at least one evaluated configuration meets every limit of the mandate on the search paths',
      items: [
        'The chosen rule was measured against the limits again on fresh paths: see the summary and the comparison by regime.',
      ],
    },
  ]
}

function infeasible(findings: Findings): Block[] {
  const { result, slot, cell } = findings
  const record = result.infeasibility!
  const label = (id: string) => {
    const index = result.decision.limits.findIndex((limit) => limit.id === id)
    return index < 0 ? id : slot('text', 'decision', 'limits', index, 'label')
  }
  return [
    {
      kind: 'callout',
      tone: 'caution',
      title: 'No: no evaluated configuration meets every limit of the mandate',
      items: [slot('text', 'infeasibility', 'text')],
    },
    ...(record.unattainable.length === 0
      ? []
      : ([
          { kind: 'heading', text: 'Out of reach' },
          {
            kind: 'list',
            items: record.unattainable.map((_, i) => slot('text', 'infeasibility', 'unattainable', i)),
          },
          { kind: 'paragraph', text: 'No evaluated configuration meets these limits, even taken alone.' },
        ] as const)),
    { kind: 'heading', text: 'What conflicts' },
    ...(record.conflict.length === 0
      ? ([{ kind: 'paragraph', text: 'No conflict among the other limits was found.' }] as const)
      : ([
          { kind: 'list', items: record.conflict.map((_, i) => slot('text', 'infeasibility', 'conflict', i)) },
          {
            kind: 'paragraph',
            text: 'This set is irreducible: no evaluated configuration meets these limits together, and leaving any one of them out resolves this conflict. The statement is about the configurations that were evaluated, not about all that could be.',
          },
        ] as const)),
    {
      kind: 'table',
      id: 'relaxation',
      caption: 'The smallest relaxation found',
      columns: ['Limit', 'Scope', 'From', 'To'],
      rows: record.relaxation.map((item, i) => {
        const { unit, digits } = limitUnit(item.limit)
        const at = ['infeasibility', 'relaxation', i] as const
        return {
          cells: [
            textCell(label(item.limit)),
            textCell(findings.regimeName(item.scope)),
            cell([...at, 'from'], unit, digits),
            cell([...at, 'to'], unit, digits),
          ],
        }
      }),
      note: `With these bounds trial ${slot('count', 'infeasibility', 'relaxationTrial')} meets the mandate. The best compromise is trial ${slot('count', 'infeasibility', 'compromiseTrial')}, which trades the Sharpe ratio against the broken limits.`,
      empty: 'No relaxation was found.',
    },
    {
      kind: 'table',
      id: 'attainable',
      caption: 'The best attainable for each limit alone',
      columns: ['Limit', 'Scope', 'Required', 'Best attained', 'By trial'],
      rows: record.attainable.map((item, i) => {
        const { unit, digits } = limitUnit(item.limit)
        const at = ['infeasibility', 'attainable', i] as const
        return {
          cells: [
            textCell(label(item.limit)),
            textCell(findings.regimeName(item.scope)),
            cell([...at, 'bound'], unit, digits),
            cell([...at, 'best'], unit, digits),
            textCell(slot('count', ...at, 'trial')),
          ],
        }
      }),
      note: 'Each row takes one limit by itself and ignores all others; different rows come from different configurations.',
    },
  ]
}
