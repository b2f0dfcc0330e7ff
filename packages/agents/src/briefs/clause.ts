import type { Unit } from '@tutti/workflows/figures'
import { figureMark, type FilledSlot, type MarkedParagraph, wordsMark } from './draft-reading.ts'

/** A stretch of a marked paragraph between full stops, semicolons and line ends, with its slots. */
export type Clause = Pick<MarkedParagraph, 'text' | 'slots'>

/** Words that deny what follows within a few words. */
const negated =
  /\b(?:not|n[o']t|never|neither|nor|hardly|cannot|can't|fails? to|failed to|no (?:reason|sign|evidence|case|way))\b(?:\s+(?!but\b|only\b)\S+){0,4}\s*$|\bno\b(?:\s+\S+)?\s*$|n't(?:\s+\S+){0,3}\s*$/i
/** Words that deny a noun or a participle right behind them: "without a rise", "far from falling". */
const denied = /\b(?:without|rather than|instead of|far from)(?:\s+(?:an?|any|the|its|their|much|further)){0,2}\s*$/i
/** A participle that belongs to the noun before it: in "notional not cleared rises" nothing denies the rise. */
const ofNoun =
  /(?<!\b(?:is|are|was|were|be|been|has|have|had|do|does|did|will|would|could|can|may|might|should|must)\s+)\bnot\s+(?:yet\s+)?\w+(?:ed|lt|en)\s*$/i

const scale: Readonly<Record<Unit, { readonly kind: string; readonly factor: number }>> = {
  percent: { kind: 'share', factor: 1 },
  bp: { kind: 'share', factor: 1 },
  percentage: { kind: 'share', factor: 0.01 },
  'basis-points': { kind: 'share', factor: 1e-4 },
  ratio: { kind: 'ratio', factor: 1 },
  count: { kind: 'count', factor: 1 },
  money: { kind: 'money', factor: 1 },
  months: { kind: 'time', factor: 1 / 12 },
  years: { kind: 'time', factor: 1 },
  days: { kind: 'time', factor: 1 / 365.25 },
}

/** A figure with a unit, in a base that like units share. */
interface Magnitude {
  readonly value: number
  readonly kind: string
  readonly source: string
}

/** The magnitude of a slot; undefined for words, labels and figures that are missing. */
export function magnitude({ part, source }: FilledSlot): Magnitude | undefined {
  if (part.kind !== 'figure' || part.figure.value === null) return undefined
  const { kind, factor } = scale[part.figure.unit]
  return { value: part.figure.value * factor, kind, source }
}

/** The clauses of a paragraph, a figure right behind a colon with what leads to it; with another `end`, its sentences. */
export function clausesOf({ text, slots }: Clause, end = /(?<=[.;!?])\s+|(?<=:)\s+(?!\ue000)|\n+/): Clause[] {
  let used = 0
  return text.split(end).map((clause) => {
    const own = slots.slice(used, used + marksIn(clause))
    used += own.length
    return { text: clause, slots: own }
  })
}

function marksIn(text: string): number {
  return text.split(figureMark).length + text.split(wordsMark).length - 2
}

/** The slot whose mark stands at an index of a clause. */
export function slotAt({ text, slots }: Clause, index: number): FilledSlot {
  return slots[marksIn(text.slice(0, index))]
}

/** Whether the words before a place deny what follows. */
export function isNegated(text: string, index: number): boolean {
  const ahead = text.slice(Math.max(0, index - 60), index).replace(/^[^]*[,;:](?=[^,;:]*$)/, '')
  return (negated.test(ahead) && !ofNoun.test(ahead)) || denied.test(ahead)
}

/** Where a value stands to zero, for a reason. */
export function signText(value: number): string {
  return value > 0 ? 'above zero' : value < 0 ? 'below zero' : 'zero'
}

/** The text with "(cost: X)" as "X": an aside that is nothing but a figure and its name. */
export function withoutAsides(text: string): string {
  return text.replace(/\((?:[\p{L}' ]{1,25}:? )?(\ue000)\)/gu, '$1')
}
