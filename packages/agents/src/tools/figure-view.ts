import type { CitableRow } from '../briefs/index.ts'
import { inertSlot } from './encoded-keys.ts'
import { inertText } from './inert-text.ts'

/** A citable figure as a language model sees it: what it is, how to cite it, how that will read. */
export function figureView({ slot, label, of, sense, text }: CitableRow) {
  return {
    slot: inertSlot(slot),
    shown: inertText(text, 60),
    what: of === '' ? inertText(label, 160) : `${inertText(label, 160)}: ${inertText(of, 120)}`,
    ...(sense === 'level' ? {} : { sense: `above zero it is a ${sense === 'change' ? 'rise' : sense}` }),
  }
}
