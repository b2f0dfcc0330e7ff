import type { Block, Section } from '../document/document.ts'
import { type Findings, textCell } from './findings.ts'
import { limitUnit } from './limit-rows.ts'

/** Whether the mandate can be met; where not, what conflicts, what is attainable, and the smallest relaxation. */
export function infeasibilitySection(findings: Findings): Section {
  return {
    id: 'feasibility',
    title: 'Can the mandate be met?',
    blocks: findings.result.infeasibility === null ? feasible() : infeasible(findings),
  }
}

function feasible(): Block[] {
  return [
    {
      kind: 'callout',
      tone: 'good',
      title: 'Yes: at least one evaluated configuration meets every limit of the mandate',
      items: ['The limits of the chosen rule, with their slack, are in the summary and in the comparison by regime.'],
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
    { kind: 'heading', text: 'What conflicts' },
    { kind: 'list', items: record.conflict.map((_, i) => slot('text', 'infeasibility', 'conflict', i)) },
    {
      kind: 'paragraph',
      text: 'This set is irreducible: no evaluated configuration meets these limits together, and leaving any one of them out resolves this conflict. The statement is about the configurations that were evaluated, not about all that could be.',
    },
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
      note: `With these bounds the best compromise, trial ${slot('count', 'infeasibility', 'compromiseTrial')}, meets the mandate.`,
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
