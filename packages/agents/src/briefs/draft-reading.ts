import { TuttiError } from '@tutti/analytics/errors'
import {
  filledText,
  type FilledPart,
  jsonPointer,
  slotText,
  templateParts,
  units,
  valueAtPointer,
  valueText,
} from '@tutti/workflows/figures'
import type { BriefPart } from '@tutti/workflows/agents-record'
import { type Citables, type CitableRow, sourceParts } from './citables.ts'
import { ownValue, pointerKeys } from './pointer-pattern.ts'
import { quote } from './reason.ts'

/** A slot of a draft that could be filled. */
export interface FilledSlot {
  readonly source: string
  readonly part: BriefPart
  /** What is declared about the figure; undefined for words. */
  readonly citable: CitableRow | undefined
  /** Whether the words are a number: a length, or a label that is one. */
  readonly counts: boolean
  /** The items of a list that a length counts; empty for every other slot. */
  readonly counted: readonly unknown[]
}

/** One paragraph with a mark for each slot, so that words beside figures can be read without the figures. */
export interface MarkedParagraph {
  /** Literal words; `figureMark` for a slot with a number, `wordsMark` for one with words. */
  readonly text: string
  /** Slots in the order of their marks. */
  readonly slots: readonly FilledSlot[]
  readonly parts: readonly BriefPart[]
}

/** Stand for slots in a marked paragraph; drafts with these characters are refused before. */
export const figureMark = '\ue000'
export const wordsMark = '\ue001'

const wordFormats = ['text', 'words', 'date', 'year', 'short', 'list', 'length', 'number'] as const
const longestWords = 200

/** The paragraphs of a draft with their slots filled, and what is wrong with the slots; with reasons the paragraphs are incomplete. */
export function draftReading(
  draft: string,
  citables: Citables,
): { readonly paragraphs: readonly MarkedParagraph[]; readonly reasons: readonly string[] } {
  const reasons: string[] = []
  const paragraphs = draft.split(/\n\s*\n/).flatMap((paragraph) => {
    if (paragraph.trim() === '') return []
    const read = paragraphReading(paragraph.trim(), citables)
    reasons.push(...read.reasons)
    return [read.paragraph]
  })
  return { paragraphs, reasons }
}

function paragraphReading(
  text: string,
  citables: Citables,
): { readonly paragraph: MarkedParagraph; readonly reasons: readonly string[] } {
  const slots: FilledSlot[] = []
  const parts: BriefPart[] = []
  const reasons: string[] = []
  let marked = ''
  for (const piece of text.split(/(\{\{[\s\S]*?\}\})/)) {
    if (piece === '') continue
    if (!piece.startsWith('{{')) {
      if (/[{}]/.test(piece)) {
        reasons.push(
          `a brace stands outside a slot near ${quote(piece.slice(Math.max(0, piece.search(/[{}]/) - 20)))}: write slots as {{specialist#/pointer | unit digits}} and use no other braces`,
        )
      }
      parts.push({ kind: 'words', text: piece, source: null })
      marked += piece
      continue
    }
    const filled = filledSlot(piece, citables)
    if (typeof filled === 'string') {
      reasons.push(filled)
      continue
    }
    slots.push(filled)
    parts.push(filled.part)
    marked += filled.part.kind === 'figure' || filled.counts ? figureMark : wordsMark
  }
  return { paragraph: { text: marked, slots, parts }, reasons }
}

/** The slot filled, or what is wrong with it. */
function filledSlot(piece: string, citables: Citables): FilledSlot | string {
  const where = `slot ${quote(piece)}`
  let slot
  try {
    slot = templateParts(piece)[0]
  } catch (error) {
    if (error instanceof TuttiError || error instanceof URIError)
      return `${where} is not well formed: write {{specialist#/pointer | unit digits}}`
    throw error
  }
  if (slot === undefined || 'literal' in slot) return `${where} is empty`
  const { specialist, pointer } = sourceParts(slot.pointer)
  const readable = Object.keys(citables.results)
  if (!readable.includes(specialist)) {
    return `${where} does not name a specialist whose result you can read; those are ${readable.join(', ')}, as in {{${readable[0] ?? 'specialist'}#/pointer | unit digits}}`
  }
  const [name = '', ...args] = slot.format.split(/\s+/)
  const unit = units.find((known) => known === name)
  const words = wordFormats.find((known) => known === name)
  if (unit === undefined && words === undefined) {
    return `${where} asks for an unknown format; use the figure's declared unit with its digits, or text, words, date, year, short, list, length or number`
  }
  const citable = citables.find(slot.pointer)
  if (unit !== undefined || words === 'number') {
    if (citable === undefined)
      return `${where}: no figure that may be cited stands there; look it up in list_figures and copy its slot`
    if (unit !== undefined && citable.unit !== unit)
      return `${where} asks for the unit ${unit}, and the figure is declared in ${citable.unit}: write ${citable.slot}`
    if (unit !== undefined && (args.length > 1 || !/^[0-6]?$/.test(args[0] ?? '')))
      return `${where}: digits are one whole number from 0 to 6, as in ${citable.slot}`
  }
  const format = unit !== undefined && args.length === 0 ? `${unit} ${citable!.digits}` : slot.format
  const at = jsonPointer(specialist, ...pointerKeys(pointer))
  let filled: FilledPart
  try {
    if (pointer !== '' && !pointer.startsWith('/')) return `${where}: a pointer starts with a slash after the #`
    filled = filledText(slotText(at, format), citables.results)[0]
  } catch (error) {
    if (!(error instanceof TuttiError)) throw error
    return error.code === 'missing-data'
      ? `${where} leads nowhere: ${quote(error.details.got ?? '')} is not in the result of ${specialist}; look it up in list_figures`
      : `${where} does not fit what stands there (${quote(error.details.got ?? '')}): ${error.details.expected ?? 'use another format'}`
  }
  if (filled.kind === 'figure') {
    const { value, standardError, digits } = filled.figure
    const source = `${specialist}#${filled.figure.pointer.slice(jsonPointer(specialist).length)}`
    return {
      source,
      part: { kind: 'figure', figure: { source, value, standardError, unit: unit!, digits } },
      citable,
      counts: false,
      counted: [],
    }
  }
  if (filled.text.length > longestWords)
    return `${where} gives ${filled.text.length} characters; cite words of at most ${longestWords}`
  if (words === 'list' && !listsNames(valueAtPointer(citables.results, at)))
    return `${where} leads to a list of other things than names and whole numbers; cite one of them`
  if (filled.text.trim() === '') return `${where} leads to empty words`
  return {
    source: slot.pointer,
    part: { kind: 'words', text: filled.text, source: slot.pointer },
    citable: words === 'number' ? citable : undefined,
    counts: words === 'number' || words === 'length',
    counted: words === 'length' ? countedItems(valueAtPointer(citables.results, at), args) : [],
  }
}

/** The items of a list whose fields have these values, as `length FIELD VALUE …` counts them. */
function countedItems(value: unknown, args: readonly string[]): unknown[] {
  const fits = (item: unknown): boolean =>
    args.every((wanted, i) => i % 2 === 0 || String(ownValue(item, args[i - 1])) === wanted)
  return Array.isArray(value) ? value.filter(fits) : []
}

function listsNames(value: unknown): boolean {
  return Array.isArray(value) && value.every((item) => typeof item === 'string' || Number.isSafeInteger(item))
}

/** A part as a reader sees it. */
export function partText(part: BriefPart): string {
  if (part.kind === 'words') return part.text
  const { source, ...figure } = part.figure
  return valueText({ pointer: source, ...figure })
}
