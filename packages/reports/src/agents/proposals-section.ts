import type { ProposalRecord } from '@tutti/workflows/agents-record'
import type { ChangeVerdict } from '@tutti/workflows/changes'
import type { Block, Cell, Section, TableRow, Tone } from '../document/document.ts'
import { type Keys, textCell } from '../document/result-reading.ts'
import type { Text } from '../document/text.ts'
import type { AgentsReading } from './agents-reading.ts'
import { partsText } from './brief-blocks.ts'
import { termsText } from '../document/terms-text.ts'
import { unitDigits } from './unit-digits.ts'

const verdicts: Readonly<Record<ChangeVerdict, { readonly tone: Tone; readonly text: string }>> = {
  helps: { tone: 'good', text: 'helps' },
  'no-help': { tone: 'info', text: 'no help' },
  'outside-mandate': { tone: 'stop', text: 'outside the mandate' },
  'needs-person': { tone: 'caution', text: 'for a person' },
  evidence: { tone: 'info', text: 'evidence' },
}

/** Every proposal with what it came to; undefined where nobody made one. */
export function proposalsSection(reading: AgentsReading): Section | undefined {
  const { record } = reading
  if (record.proposals.length === 0) return undefined
  const measures = measureTexts(reading)
  return {
    id: 'proposals',
    title: 'What was proposed, and what came of it',
    flows: true,
    blocks: [
      {
        kind: 'table',
        id: 'proposals-table',
        caption: 'Every proposal, recomputed by the code that made the result',
        columns: ['Proposal', 'Kind', 'Verdict', 'Before', 'After', 'Difference', 'Accepted by'],
        rows: record.proposals.map((proposal, i) => proposalRow(reading, proposal, i)),
        note: `${measures.length === 0 ? '' : `Before, after and difference: ${measures.join('; ')}. `}A proposal counts only within the mandate and where it helps by the mandate’s own measure beyond Monte Carlo error, or where a person accepts it. Money is in millions.`,
      },
      ...record.proposals.map((proposal, i) => proposalDetail(reading, proposal, i)),
    ],
  }
}

/** Each measure of the proposals once, by its name. */
function measureTexts({ record, slot }: AgentsReading): Text[] {
  const names = record.proposals.map(({ effect }) => effect?.measure?.name)
  return names.flatMap((name, i) =>
    name === undefined || names.indexOf(name) < i
      ? []
      : [slot('text', 'agents', 'proposals', i, 'effect', 'measure', 'name')],
  )
}

function proposalRow({ slot, cell }: AgentsReading, { effect, acceptedBy }: ProposalRecord, i: number): TableRow {
  const at: Keys = ['agents', 'proposals', i]
  const measure = (key: 'before' | 'after' | 'difference'): Cell => {
    const unit = effect?.measure?.unit
    return unit === undefined ? textCell('n/a') : cell([...at, 'effect', 'measure', key], unit, unitDigits[unit])
  }
  return {
    emphasis: acceptedBy !== null,
    cells: [
      textCell(slot('text', ...at, 'proposal', 'id')),
      textCell(slot('text', ...at, 'proposal', 'kind')),
      effect === null
        ? { kind: 'status', tone: 'stop', text: 'not recomputed' }
        : { kind: 'status', ...verdicts[effect.verdict] },
      measure('before'),
      measure('after'),
      measure('difference'),
      textCell(acceptedBy === null ? 'not accepted' : slot('text', ...at, 'acceptedBy')),
    ],
  }
}

/** Closed at first: who asked for what and why, the reasons of the verdict, and further figures before and after. */
function proposalDetail(reading: AgentsReading, proposal: ProposalRecord, i: number): Block {
  const { slot, cell } = reading
  const at: Keys = ['agents', 'proposals', i]
  const { effect, problem, why } = proposal
  const reasons = effect?.reasons ?? []
  const figures = effect?.figures ?? []
  const items: { term: Text; text: Text }[] = [
    {
      term: 'Proposed by',
      text: `${slot('text', ...at, 'proposal', 'by')}${byPerson(reading, proposal) ? ', a person' : ''}`,
    },
    { term: 'Change', text: termsText(proposal.proposal.terms, [...at, 'proposal', 'terms'], slot) },
    ...(why.length === 0 ? [] : [{ term: 'Why', text: partsText(why, [...at, 'why'], slot) }]),
    ...(effect?.measure ? [{ term: 'Measured by', text: slot('text', ...at, 'effect', 'measure', 'name') }] : []),
    ...(problem === null ? [] : [{ term: 'Not recomputed, since', text: slot('text', ...at, 'problem') }]),
    ...(reasons.length === 0
      ? []
      : [
          {
            term: 'Reasons of the verdict',
            text: reasons.map((_, r) => slot('text', ...at, 'effect', 'reasons', r)).join(' '),
          },
        ]),
  ]
  return {
    kind: 'detail',
    id: `proposal-${i}`,
    title: `${slot('text', ...at, 'proposal', 'id')}: ${slot('text', ...at, 'proposal', 'kind')}`,
    blocks: [
      { kind: 'definitions', items },
      ...(figures.length === 0
        ? []
        : [
            {
              kind: 'table' as const,
              id: `proposal-figures-${i}`,
              caption: 'Further figures, before and after',
              columns: ['Figure', 'Before', 'After'],
              rows: figures.map(({ unit, before }, f) => ({
                cells: [
                  textCell(slot('text', ...at, 'effect', 'figures', f, 'name')),
                  before === null
                    ? textCell('n/a')
                    : cell([...at, 'effect', 'figures', f, 'before'], unit, unitDigits[unit]),
                  cell([...at, 'effect', 'figures', f, 'after'], unit, unitDigits[unit]),
                ],
              })),
            },
          ]),
    ],
  }
}

/** Whether a person made the proposal: as an edit, or under a name that is no specialist's. */
function byPerson({ record, specialists }: AgentsReading, { proposal: { id, by } }: ProposalRecord): boolean {
  if (record.approval.records.some(({ edit }) => edit?.id === id)) return true
  const named = [...record.briefs, ...record.missing, ...record.models].map(({ specialist }) => specialist)
  return ![...named, ...specialists.map(({ name }) => name)].includes(by)
}
