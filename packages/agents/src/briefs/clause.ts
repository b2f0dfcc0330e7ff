import type { Unit } from '@tutti/workflows/figures'
import { figureMark, type FilledSlot, type MarkedParagraph, wordsMark } from './draft-reading.ts'

/** A stretch of a marked paragraph between full stops, semicolons and line ends, with its slots. */
export type Clause = Pick<MarkedParagraph, 'text' | 'slots'>

const negated =
  /\b(?:not|n[o']t|never|no|neither|nor|without|hardly|rather than|instead of|cannot|can't|far from)\b(?:\s+(?!but\b|only\b)\S+){0,4}\s*$|n't(?:\s+\S+){0,3}\s*$/i

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

/** The clauses of a paragraph; with another `end`, its sentences. */
export function clausesOf({ text, slots }: Clause, end = /(?<=[.;:!?])\s+|\n+/): Clause[] {
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
  return negated.test(text.slice(Math.max(0, index - 60), index).replace(/^.*,(?=[^,]*$)/, ''))
}

/** Where a value stands to zero, for a reason. */
export function signText(value: number): string {
  return value > 0 ? 'above zero' : value < 0 ? 'below zero' : 'zero'
}
