import type { Citables } from './citables.ts'
import { type Clause, clausesOf, withoutAsides } from './clause.ts'
import { comparisons } from './comparisons.ts'
import type { FilledSlot } from './draft-reading.ts'
import type { FigureKin } from './figure-kin.ts'
import { keptLimits, limitsBefore } from './kept-limits.ts'
import { misplacedStates } from './figure-states.ts'
import { gainsAndLosses } from './gains-and-losses.ts'
import { misnamedMeasures } from './misnamed-measures.ts'
import { misplacedPronouns, misplacedSubjects } from './misplaced-subjects.ts'
import { movesBetween, movesBy } from './moves.ts'
import { pairedFigures, sameFigures } from './paired-figures.ts'
import { quote } from './reason.ts'
import { spokenClause } from './spoken-clause.ts'
import { superlatives } from './superlatives.ts'

/** Words of direction, of gain and loss and of comparison that the figures beside them contradict, each as a reason. */
export function contradictedWords(paragraph: Clause, { kin, labels }: Pick<Citables, 'kin' | 'labels'>): string[] {
  const kinOf = ({ source }: FilledSlot): FigureKin | undefined => kin(source)
  const claims = clausesOf(paragraph).flatMap((clause) => [
    ...movesBy(clause),
    ...gainsAndLosses(clause),
    ...sameFigures(clause),
  ])
  const sentences = clausesOf(paragraph, /(?<=[.!?])\s+|\n+/)
  const spoken = sentences.map(spokenClause)
  const plain = { ...paragraph, text: withoutAsides(paragraph.text) }
  return [
    ...sentences.flatMap(missingClaims),
    ...sentences.flatMap(movesBetween),
    ...claims,
    ...clausesOf(plain).flatMap(comparisons),
    ...sentences.flatMap(pairedFigures),
    ...sentences.flatMap((sentence) => keptLimits(sentence, kinOf)),
    ...limitsBefore(sentences),
    // a superlative holds for "it" behind a colon or a semicolon too
    ...clausesOf(paragraph, /(?<=[.!?])\s+|(?<=;)\s+(?!its?\b)|\n+/)
      .map(spokenClause)
      .flatMap((clause) => superlatives(clause, kinOf)),
    ...clausesOf(paragraph)
      .map(spokenClause)
      .flatMap((clause) => [...misplacedStates(clause, kinOf, labels), ...misnamedMeasures(clause, kinOf, labels)]),
    ...spoken.flatMap((sentence) => misplacedSubjects(sentence, kinOf)),
    ...misplacedPronouns(spoken, kinOf),
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
