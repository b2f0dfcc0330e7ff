import type { BriefPart, BriefRecord } from '@tutti/workflows/agents-record'
import { counted } from '../document/counted-words.ts'
import type { Block } from '../document/document.ts'
import type { Keys } from '../document/result-reading.ts'
import type { Text } from '../document/text.ts'
import type { AgentsReading } from './agents-reading.ts'
import { specialistText } from './specialist-text.ts'
import { modelText } from './writers-text.ts'

/** One specialist's brief: who wrote it, what stood in, its paragraphs with every figure in a slot of its own, and how it came about. */
export function briefBlocks(reading: AgentsReading, index: number): Block[] {
  const { record, specialists, slot } = reading
  const brief = record.briefs[index]
  const at: Keys = ['agents', 'briefs', index]
  const listed = specialists.findIndex(({ name }) => name === brief.specialist)
  const responsibility = listed < 0 ? '' : `${slot('text', 'specialists', listed, 'responsibility')} `
  return [
    { kind: 'heading', text: specialistText(reading, brief, at) },
    { kind: 'paragraph', tone: 'note', text: `${responsibility}${authorText(brief, at, reading)}` },
    ...brief.paragraphs.map((parts, p): Block => ({
      kind: 'paragraph',
      text: partsText(parts, [...at, 'paragraphs', p], slot),
    })),
    ...workBlocks(brief, at, reading, index),
  ]
}

/** Parts that were filled in, at these keys of the record: words as they are, figures in slots of their own. */
export function partsText(parts: readonly BriefPart[], at: Keys, slot: AgentsReading['slot']): Text {
  return parts
    .map((part, k) => {
      if (part.kind === 'words') return slot('text', ...at, k, 'text')
      const { unit, digits, value } = part.figure
      return slot(`${unit} ${digits}`, ...at, k, 'figure', ...(value === null ? ['value'] : []))
    })
    .join('')
}

function authorText(brief: BriefRecord, at: Keys, { record, slot }: AgentsReading): Text {
  const { tools, refused, writtenBy } = brief
  const looked =
    tools.length === 0 || isPlain(brief)
      ? ''
      : `, after ${counted(slot('length', ...at, 'tools'), tools.length, 'call of a tool', 'calls of tools')}`
  const sentBack =
    refused.length === 0 ? '' : ` Drafts of the model that were sent back: ${slot('length', ...at, 'refused')}.`
  const writer =
    writtenBy.kind === 'offline'
      ? 'Written from its script, without a language model'
      : `Written ${modelText(writtenBy, slot('text', ...at, 'writtenBy', 'modelId'), slot('text', ...at, 'writtenBy', 'kind'))}`
  const asked = record.models.find(({ specialist }) => specialist === brief.specialist)
  const instead = asked?.model.kind === 'offline' ? '' : 'It stands in for the language model that was asked: '
  const stoodIn = brief.stoodIn === null ? '' : ` ${instead}${slot('text', ...at, 'stoodIn')}`
  return `${writer}${looked}.${sentBack}${stoodIn}`
}

/** Written from its script as asked: there is nothing to tell of how it came about. */
function isPlain({ writtenBy, stoodIn, refused }: BriefRecord): boolean {
  return writtenBy.kind === 'offline' && stoodIn === null && refused.length === 0
}

/** Closed at first: why drafts were sent back, and which tools were called. */
function workBlocks(brief: BriefRecord, at: Keys, { slot }: AgentsReading, index: number): Block[] {
  const { refused, tools } = brief
  if (isPlain(brief)) return []
  const drafts: Block[] = refused.map(({ reasons }, d) => ({
    kind: 'list',
    items: reasons.map((_, r) => slot('text', ...at, 'refused', d, 'reasons', r)),
  }))
  const called = [...new Set(tools.map(({ tool }) => tool))].map((tool) => {
    const first = tools.findIndex((each) => each.tool === tool)
    const name = slot('text', ...at, 'tools', first, 'tool')
    const uses = tools.filter((each) => each.tool === tool)
    // only a plain name can be counted by the slot of a list
    if (!/^[\w-]+$/.test(tool)) return name
    const failed = uses.some(({ ok }) => !ok)
      ? `, ${slot(`length tool ${tool} ok false`, ...at, 'tools')} of them refused or failed`
      : ''
    return `${name}: ${counted(slot(`length tool ${tool}`, ...at, 'tools'), uses.length, 'call')}${failed}`
  })
  const inner: Block[] = [
    ...(drafts.length === 0
      ? []
      : [{ kind: 'paragraph', text: 'Drafts that were sent back, each with the reasons:' } as const, ...drafts]),
    ...(called.length === 0
      ? []
      : [{ kind: 'paragraph', text: `Tools that it called: ${called.join('; ')}.` } as const]),
  ]
  if (inner.length === 0) return []
  return [{ kind: 'detail', id: `brief-work-${index}`, title: 'How this brief came about', blocks: inner }]
}
