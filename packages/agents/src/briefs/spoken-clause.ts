import type { Clause } from './clause.ts'
import { figureMark, partText, wordsMark } from './draft-reading.ts'

/** A clause with the words that its slots bring in their places: only figures are marks. */
export function spokenClause({ text, slots }: Clause): Clause {
  let at = -1
  const spoken = text.replace(/[\ue000\ue001]/g, (mark) => {
    at++
    return mark === wordsMark ? partText(slots[at].part).replace(/[\ue000\ue001]/g, ' ') : mark
  })
  const marks = [...text.matchAll(/[\ue000\ue001]/g)].map(([mark]) => mark)
  return { text: spoken, slots: slots.filter((_, i) => marks[i] === figureMark) }
}
