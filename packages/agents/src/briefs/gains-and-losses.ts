import { type Clause, isNegated, magnitude, signText, slotAt } from './clause.ts'
import { quote } from './reason.ts'

const gainWords = 'gains?|gained|sav(?:e|es|ed|ing)|savings|earn(?:s|ed|ing)?|benefits?|profits?|adds?|pick-?up'
const lossWords = 'loss(?:es)?|los(?:e|es|ing)|lost|costs?|costing|charges?|drag'

/** Claims such as "saves X", "a gain of X" and "costs X" that sign and sense of the figure contradict, each as a reason. */
export function gainsAndLosses(clause: Clause): string[] {
  const reasons: string[] = []
  const between =
    '(?: (?:of|is|was|are|be|would be|amounts? to|comes? to|about|some|roughly|around|an?|the|us|expected|in expectation|estimated|another|up to|only|just|it|on average|net|comes? out at))*'
  const patterns: readonly RegExp[] = [
    new RegExp(`\\b(?:(?<gain>${gainWords})|(?<loss>${lossWords}))\\b${between} (?<x>\ue000)`, 'dgi'),
    new RegExp(
      `(?<x>\ue000) (?:in |of )?(?:(?<gain>gains?|savings?|profits?|benefits?)|(?<loss>loss(?:es)?|costs?))\\b`,
      'dgi',
    ),
    new RegExp(
      `(?<x>\ue000) (?:is|are|was) (?:saved|(?<gain>gained|earned|saved))\\b|(?<y>\ue000) (?:is|are|was) (?<loss>lost)\\b`,
      'dgi',
    ),
  ]
  for (const pattern of patterns) {
    for (const match of clause.text.matchAll(pattern)) {
      const { x, y, gain, loss } = match.indices!.groups!
      const place = x ?? y
      const word = gain ?? loss
      if (word === undefined) continue
      const slot = slotAt(clause, place[0])
      const figure = magnitude(slot)
      const sense = slot.citable?.sense
      if (figure === undefined || sense === undefined || isNegated(clause.text, word[0])) continue
      const { value } = figure
      const wrong =
        gain !== undefined
          ? sense === 'loss' || value < 0
          : (sense === 'gain' && value >= 0) || (sense === 'loss' && value < 0)
      if (wrong) {
        reasons.push(
          `${quote(clause.text.slice(...word))} beside ${quote(figure.source)}: the figure is ${signText(value)} and its sense is ${sense}; choose the word by sign and sense`,
        )
      }
    }
  }
  return reasons
}
