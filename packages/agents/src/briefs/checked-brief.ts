import type { BriefPart } from '@tutti/workflows/agents-record'
import type { Citables } from './citables.ts'
import { contradictedWords } from './contradicted-words.ts'
import { draftReading } from './draft-reading.ts'
import { numberWords } from './number-words.ts'
import { unplainWords } from './plain-words.ts'
import { spelledDates } from './spelled-dates.ts'
import { wrongTallies } from './tallies.ts'
import { typedNumbers } from './typed-numbers.ts'
import { unitContradictions } from './unit-words.ts'

/** A brief that passed, with its slots filled, or why it was refused: for its writer to mend. */
export type CheckedBrief =
  | { readonly ok: true; readonly template: string; readonly paragraphs: BriefPart[][] }
  | { readonly ok: false; readonly reasons: string[] }

const longestDraft = 6000
const mostReasons = 12

/**
 * A draft checked against the results it may cite: every figure a slot, every slot a declared figure in its unit, and no word of
 * quantity, unit or direction that contradicts them. `docs/briefs.md` says what is checked and what is not.
 */
export function checkedBrief(draft: string, citables: Citables): CheckedBrief {
  const template = draft.normalize('NFC').replace(/\r\n?/g, '\n').trim()
  if (template === '') return refused(['the brief is empty: write at least one sentence'])
  if (template.length > longestDraft) {
    return refused([`the brief has ${template.length} characters; ${longestDraft} are allowed: shorten it`])
  }
  const unplain = unplainWords(template)
  // Characters that pose as others could pose as the marks of slots too: nothing is read before they are gone.
  if (unplain.length > 0) return refused(unplain)
  const { paragraphs, reasons } = draftReading(template, citables)
  const { known } = citables
  const wrong = paragraphs.flatMap((paragraph) => [
    ...typedNumbers(paragraph.text, known),
    ...numberWords(paragraph.text, known),
    ...spelledDates(paragraph.text, known),
    ...unitContradictions(paragraph, citables),
    ...wrongTallies(paragraph),
    ...contradictedWords(paragraph, citables),
  ])
  if (reasons.length + wrong.length > 0) return refused([...reasons, ...wrong])
  return { ok: true, template, paragraphs: paragraphs.map(({ parts }) => [...parts]) }
}

function refused(reasons: readonly string[]): CheckedBrief {
  return { ok: false, reasons: [...new Set(reasons)].slice(0, mostReasons) }
}
