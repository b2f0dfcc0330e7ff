import type { Block, Section } from '../document/document.ts'
import { textCell } from '../document/result-reading.ts'
import type { AgentsReading } from './agents-reading.ts'
import { briefBlocks, partsText } from './brief-blocks.ts'
import { networkBlocks } from './network-blocks.ts'
import { specialistText } from './specialist-text.ts'

/** Who said what: the brief of every specialist, and whose result is missing. */
export function briefsSection(reading: AgentsReading): Section {
  const { record } = reading
  return {
    id: 'briefs',
    title: 'Who said what',
    blocks: [
      {
        kind: 'paragraph',
        tone: 'note',
        text: 'Every figure in these briefs is a reference to a computed result: click on one to see which. A figure that is typed in, a slot that leads nowhere, a wrong unit or a wrong direction is sent back to the writer.',
      },
      ...missingBlocks(reading),
      ...record.briefs.flatMap((_, i) => briefBlocks(reading, i)),
      ...revisionBlocks(reading),
      ...networkBlocks(reading),
      ...spendingBlocks(reading),
    ],
  }
}

/** Whose result is missing, and why; nothing where all gave one. */
function missingBlocks(reading: AgentsReading): Block[] {
  const { record, slot } = reading
  if (record.missing.length === 0) return []
  return [
    {
      kind: 'callout',
      tone: 'caution',
      title: 'Some specialists gave no result',
      items: record.missing.map((missing, i) => {
        const at = ['agents', 'missing', i]
        const role = specialistText(reading, missing, at)
        const because = slot('text', ...at, 'because')
        return missing.status === 'failed'
          ? `${role} failed: ${because}`
          : `${role} could not start without ${because}.`
      }),
    },
  ]
}

function revisionBlocks({ record, slot }: AgentsReading): Block[] {
  if (record.revisions.length === 0) return []
  return [
    {
      kind: 'table',
      id: 'revisions',
      caption: 'Revisions that the lead asked for',
      columns: ['Asked by', 'Of', 'Question', 'Proposals that came of it'],
      rows: record.revisions.map(({ question, proposals }, i) => ({
        cells: [
          textCell(slot('text', 'agents', 'revisions', i, 'askedBy')),
          textCell(slot('text', 'agents', 'revisions', i, 'specialist')),
          textCell(partsText(question, ['agents', 'revisions', i, 'question'], slot)),
          textCell(proposals.length === 0 ? 'none' : slot('list', 'agents', 'revisions', i, 'proposals')),
        ],
      })),
    },
  ]
}

/** Models, budget and what was spent. */
function spendingBlocks({ record, slot, figure }: AgentsReading): Block[] {
  const offline = record.models.every(({ model }) => model.kind === 'offline')
  if (offline) {
    return [
      {
        kind: 'paragraph',
        tone: 'note',
        text: 'No language model took part in this run: no key, no cost. With one, the same figures stand here and other words.',
      },
    ]
  }
  return [
    {
      kind: 'definitions',
      items: [
        { term: 'Models asked for', text: modelsText(record, slot) },
        {
          term: 'Calls of models',
          text: `${slot('count', 'agents', 'spent', 'modelCalls')}; tokens in ${slot('count', 'agents', 'spent', 'inputTokens')}, out ${slot('count', 'agents', 'spent', 'outputTokens')}; budget ${slot('count', 'agents', 'budget', 'tokens')} tokens`,
        },
        {
          term: 'Cost',
          text:
            figure(['agents', 'spent', 'usd'], 'ratio', 4).value === null
              ? 'not known: the price of a model is not in the table'
              : `${slot('ratio 4', 'agents', 'spent', 'usd')} USD by list prices; budget ${slot('ratio 2', 'agents', 'budget', 'usd')} USD`,
        },
      ],
    },
  ]
}

/** Each model once, with those that it was asked for. */
function modelsText(record: AgentsReading['record'], slot: AgentsReading['slot']): string {
  const ids = [...new Set(record.models.map(({ model }) => model.modelId))]
  return ids
    .map((id) => {
      const of = record.models.flatMap(({ model }, i) => (model.modelId === id ? [i] : []))
      const names = of.map((i) => slot('text', 'agents', 'models', i, 'specialist'))
      return `${slot('text', 'agents', 'models', of[0], 'model', 'modelId')} for ${names.join(', ')}`
    })
    .join('; ')
}
