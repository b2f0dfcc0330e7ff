import { type Clause, clausesOf, withoutAsides } from './clause.ts'
import { comparisons } from './comparisons.ts'
import { gainsAndLosses } from './gains-and-losses.ts'
import { movesBetween, movesBy } from './moves.ts'
import { pairedFigures, sameFigures } from './paired-figures.ts'
import { quote } from './reason.ts'

/** Words of direction, of gain and loss and of comparison that the figures beside them contradict, each as a reason. */
export function contradictedWords(paragraph: Clause): string[] {
  const claims = clausesOf(paragraph).flatMap((clause) => [
    ...movesBy(clause),
    ...gainsAndLosses(clause),
    ...sameFigures(clause),
  ])
  const sentences = clausesOf(paragraph, /(?<=[.!?])\s+|\n+/)
  const plain = { ...paragraph, text: withoutAsides(paragraph.text) }
  return [
    ...sentences.flatMap(missingClaims),
    ...sentences.flatMap(movesBetween),
    ...claims,
    ...clausesOf(plain).flatMap(comparisons),
    ...sentences.flatMap(pairedFigures),
  ]
}

/** Figures that are missing in a sentence that does not say so. */
function missingClaims(clause: Clause): string[] {
  const says =
    /\b(?:not|no|n\/a|un(?:available|known)|missing|absent|without|lacks?|lacking|could not|cannot|none|undefined|open|outstanding)\b|n't\b/i
  return clause.slots.flatMap(({ part, source }) =>
    part.kind === 'figure' && part.figure.value === null && !says.test(clause.text)
      ? [`slot of ${quote(source)} has no figure ("n/a"): say that it is not available, or leave it out`]
      : [],
  )
}
