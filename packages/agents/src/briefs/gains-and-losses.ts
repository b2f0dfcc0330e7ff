import { type Clause, isNegated, magnitude, signText, slotAt } from './clause.ts'
import type { CitableFigure } from '@tutti/workflows/specialists'
import type { FilledSlot } from './draft-reading.ts'
import { quote } from './reason.ts'

const gainWords =
  'gains?|gained|sav(?:e|es|ed|ing)|savings|earn(?:s|ed|ing)?|benefits?|profits?|adds?|pick-?up|yields?|yielded|brings? in|brought in|receiv(?:e|es|ed)|rebate|windfalls?|boons?|pays?(?= (?:us|the fund|the portfolio)\\b)|surplus|better off|outperform(?:s|ance)?|(?:fund|portfolio|book|we|hedge|forward|collar|overlay|strategy|programme) (?:makes?|returns?)|makes (?:us|money)(?: for us)?'
const lossWords =
  'loss(?:es)?|los(?:e|es|ing)|lost|costs?|costing|charges?|drag|drains?|drained|burns?|burnt|eats? up|ate up|worse off|out of pocket|(?<!expected )shortfall|underperform(?:s|ance)?|(?:trails?|lags?|falls? behind|behind) the (?:policy|benchmark|index)|(?:policy|benchmark|index) beats us|deficit'

const signs =
  /(?<x>\ue000)(?: a year| in expectation| on average)* (?:is|are|was|were|stays?|remains?|comes out) (?:(?<negative>negative)|(?<positive>positive))\b/dgi

/** Says of the figure just before that it is below zero. */
const saidNegative =
  /^(?: a year| in expectation| on average)*,? (?:(?:which|that) )?(?:is|are|was|were|means|stays?|remains?|comes out) (?:negative|an? (?:\w+ )?(?:deficit|shortfall|loss|cost))\b/i
/** Names what a figure is of, whatever its sign: "the surplus is". */
const named =
  /\b(?:the|its|our|their)(?: (?:present|current|whole|overall|total))? (?:surplus|gain|saving|profit|benefit)s?$/i
const says = /^ (?:is|was|stands at|amounts to|comes to|would be|now)\b/i

/** Claims such as "saves X", "a gain of X" and "costs X" that sign and sense of the figure contradict, each as a reason. */
export function gainsAndLosses(clause: Clause): string[] {
  const reasons: string[] = []
  const between =
    '(?: (?:of|is|was|are|be|would be|amounts? to|comes? to|about|some|roughly|around|an?|the|us|(?:unhedged |hedged )?(?:fund|portfolio|book)|expected|in expectation|estimated|by|against the (?:policy|benchmark|index)|relative to the (?:policy|benchmark|index)|another|up to|only|just|it|on average|net|comes? out at))*[,:]?'
  const patterns: readonly RegExp[] = [
    new RegExp(`\\b(?:(?<gain>${gainWords})|(?<loss>${lossWords}))\\b${between} (?<x>\ue000)`, 'dgi'),
    new RegExp(
      `(?<x>\ue000) (?:in |of )?(?:(?<gain>gains?|savings?|profits?|benefits?|better off)|(?<loss>loss(?:es)?|costs?|out of pocket|worse off|a year out of pocket))\\b`,
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
      const sense = senseOf(slot)
      if (figure === undefined || sense === undefined || isNegated(clause.text, word[0])) continue
      if (figure.value < 0 && gain !== undefined && saidNegative.test(clause.text.slice(place[1]))) continue
      if (sense === 'level' && named.test(clause.text.slice(0, word[1])) && says.test(clause.text.slice(word[1])))
        continue
      const { value } = figure
      const wrong =
        gain !== undefined
          ? (sense === 'loss' && !/^adds?$/i.test(clause.text.slice(...word))) || value < 0
          : (sense === 'gain' && value >= 0) || (sense === 'loss' && value < 0)
      if (wrong) {
        reasons.push(
          `${quote(clause.text.slice(...word))} beside ${quote(figure.source)}: the figure is ${signText(value)} and its sense is ${sense}; choose the word by sign and sense`,
        )
      }
    }
  }
  for (const match of clause.text.matchAll(signs)) {
    const { x, negative } = match.indices!.groups!
    const figure = magnitude(slotAt(clause, x[0]))
    if (figure === undefined || figure.value < 0 === (negative !== undefined)) continue
    reasons.push(
      `a sign is named beside ${quote(figure.source)}, and the figure is ${signText(figure.value)}; say that`,
    )
  }
  return [...reasons, ...fundedWords(clause)]
}

const funded = /\b(?:(?<over>overfunded|fully funded|above par)|(?<under>underfunded|below par))\b/i

/** That a fund has more or less than it owes, beside a funded ratio that is not on that side of one. */
function fundedWords(clause: Clause): string[] {
  const found = funded.exec(clause.text)
  const [slot, ...others] = clause.slots
  if (found === null || slot === undefined || others.length > 0 || slot.citable?.label !== 'funded ratio') return []
  const figure = magnitude(slot)
  if (
    figure === undefined ||
    isNegated(clause.text, found.index) ||
    /\b(?:if|until|would|nearly|almost|to)\b/i.test(clause.text)
  )
    return []
  return (found.groups!['over'] !== undefined) === figure.value >= 1
    ? []
    : [
        `${quote(found[0])} beside ${quote(figure.source)}: the ratio is ${figure.value < 1 ? 'below' : 'not below'} one; say that`,
      ]
}

/** The declared sense; a level that is called a cost or a loss is one. */
function senseOf({ citable }: FilledSlot): CitableFigure['sense'] | undefined {
  const isCost = /^(?:expected |annual |trading |assumed |maximum )*(?:costs?|loss|losses|shortfall|drawdown)\b/i
  if (citable?.sense === 'level' && isCost.test(citable.label)) return 'loss'
  return citable?.sense
}
