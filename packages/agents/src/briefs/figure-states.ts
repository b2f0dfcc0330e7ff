import { type Clause, slotAt } from './clause.ts'
import type { FilledSlot } from './draft-reading.ts'
import type { FigureKin } from './figure-kin.ts'
import { quote } from './reason.ts'
import { type State, stateIn } from './state-words.ts'

const saysEarlier =
  /\b(?:present(?:ly)?|today['’]?s?|current(?:ly)?|unhedged|without (?:(?:the|an?|any|new|further) )*(?:hedge|overlay|hedges|programme|change|proposal|package)|before (?:(?:the|any|new) )*(?:hedg\w+|overlay|change|rebalanc\w+|trad\w+|move)|as things stand|(?:fund|portfolio|book) as it stands|at the moment|status quo|existing)\b/i
const saysLater =
  /\b(?:under the (?:proposal|proposed|new|plan|overlay|hedge|recommend\w+)|(?:with|given) (?:the )?(?:chosen |new )?(?:weights|mix|overlay|hedges?|package|proposal|proposed)|after (?:the |its )?(?:hedg\w+|overlay|change|rebalanc\w+|trad\w+|move|proposal)|the proposed|(?<!un)hedged|once (?:the )?(?:\w+ ){0,2}(?:is|are) (?:in place|hedged|done)|new weights|proposal would|(?:we|i) (?:propose|recommend|suggest))\b/i
/** Any word that leaves open of which state the clause speaks. */
const either =
  /\b(?:from|than|against|versus|compared|relative|still|used to|previously|so far|until|unchanged|as (?:before|today)|remains?|stays?|not|no|never|leaves?|if|instead|would have|improve\w*|difference|change\w*|back to|starting|(?:above|below|over) (?:the|its|today)|the same|limit|replac\w+|away|leav\w+|keep\w*|kept|rais\w+|lift\w*|cut\w*|lower\w*|increas\w*|reduc\w*)\b/i

const undone =
  /\b(?:back|remov\w+|unw(?:ind|ound)\w*|lift\w*|laps\w+|expir\w+|undo\w*|drop\w*|if|without|not|no|never|instead|than|away)\b/i

/** A figure of today that is said of the proposal, or the other way round, and moves that run from the one to the other backwards; each as a reason. */
export function misplacedStates(
  clause: Clause,
  kinOf: (slot: FilledSlot) => FigureKin | undefined,
  labels: readonly string[],
): string[] {
  const at = clause.text.indexOf('\ue000')
  const move = /\bfrom [^\ue000;:.]{0,30}(\ue000)[^\ue000;:.]{0,30}? to [^\ue000;:.]{0,30}(\ue000)/d.exec(clause.text)
  if (move !== null && saysLater.test(clause.text) && !undone.test(clause.text)) {
    const [from, to] = [1, 2].map((group) => slotAt(clause, move.indices![group]![0]))
    if (
      from.citable !== undefined &&
      from.citable.label === to.citable?.label &&
      stateOf(from, kinOf(from), labels) === 'later' &&
      stateOf(to, kinOf(to), labels) !== 'later'
    ) {
      return [
        `from ${quote(from.source)} to ${quote(to.source)}: the former is the figure after the change; swap the slots`,
      ]
    }
  }
  if (at < 0) return []
  if (clause.text.includes('\ue000', at + 1)) return statesBeside(clause, kinOf, labels)
  const slot = slotAt(clause, at)
  const state = stateOf(slot, kinOf(slot), labels)
  if (state === undefined) return []
  const now = saysEarlier.test(clause.text)
  const then = saysLater.test(clause.text)
  if (now === then || (state === 'earlier' ? now : then) || either.test(clause.text)) return []
  const [words] = (now ? saysEarlier : saysLater).exec(clause.text)!
  const rest = clause.text.replace(words, '')
  if (state === 'later' && /\b(?:would|will|proposal|proposed|new|recommend\w*|after|with the)\b/i.test(rest)) return []
  if (state === 'earlier' && /\b(?:before|now|today|without|was|were|had)\b/i.test(rest)) return []
  return [reasonFor(words, slot.source, state)]
}

const nowWords =
  "(?:today(?:['’]s)?|at present|currently|as things stand|at the moment|before (?:the )?(?:hedg\\w+|overlay|change|rebalanc\\w+|trad\\w+)|without (?:it|(?:(?:the|an?|any|new|further) )*(?:hedges?|overlay|package))|unhedged)"
const thenWords =
  '(?:under the (?:proposal|new weights|hedge|overlay)|after (?:it|the )?(?:hedg\\w+|overlay|change|rebalanc\\w+|trad\\w+)?|with (?:it|the (?:chosen |new )?(?:hedges?|overlay|weights|package|proposal))|(?:once |when )?hedged)'
const behind = new RegExp(
  `^ (?:a year )?\\(?(?:(?<now>${nowWords})|(?<then>${thenWords}))\\b(?=\\)?(?:[,.;)]|$| (?:and|against|versus|to|but|while|compared)\\b))`,
  'i',
)
const ahead = new RegExp(
  `(?:^|,|;|\\b(?:and|but|while|whereas|against|versus)) ?(?:(?:(?<now>${nowWords})|(?<then>${thenWords})),? (?:(?!from\\b|to\\b|than\\b|by\\b)[\\p{L}-]+ ){0,5}?)$`,
  'iu',
)

/** Of several figures those with words of the other state right beside them. */
function statesBeside(
  { text, slots }: Clause,
  kinOf: (slot: FilledSlot) => FigureKin | undefined,
  labels: readonly string[],
): string[] {
  const places = [...text.matchAll(/\ue000/g)].map(({ index }) => index)
  return places.flatMap((at, i) => {
    const slot = slotAt({ text, slots }, at)
    const state = stateOf(slot, kinOf(slot), labels)
    if (state === undefined) return []
    const after = behind.exec(text.slice(at + 1, places[i + 1]))
    const before = ahead.exec(text.slice(i === 0 ? 0 : places[i - 1] + 1, at))
    const found = after ?? before
    if (found === null || (after !== null && before !== null)) return []
    const said = found.groups!['now'] !== undefined ? 'earlier' : 'later'
    return said === state ? [] : [reasonFor(found.groups!['now'] ?? found.groups!['then'], slot.source, state)]
  })
}

function reasonFor(words: string, source: string, state: State): string {
  return `${quote(words)} beside ${quote(source)}, which is the figure ${state === 'earlier' ? 'before the change' : 'after the change'}: say that, or cite the other one`
}

/**
 * Whether the figure is that of today or that of the proposal, by the words of its path and its label; where those say neither, by
 * what they say of the figures that it stands beside.
 */
function stateOf({ citable }: FilledSlot, kin: FigureKin | undefined, labels: readonly string[]): State | undefined {
  if (citable === undefined || kin === undefined || citable.sense === 'change') return undefined
  const own = stateIn([...kin.path, citable.label])
  if (own !== undefined) return own
  if (
    labels.some(
      (label) => label !== citable.label && label.startsWith(`${citable.label} `) && stateIn([label]) === 'earlier',
    )
  )
    return 'later'
  const others = new Set(kin.states)
  if (others.size === 1) return others.has('earlier') ? 'later' : 'earlier'
  const beside = kin.levels.flatMap(({ own: key, names }) => [...names.keys()].filter((other) => other !== key))
  const states = new Set(beside.map((key) => stateIn([key])))
  return states.size === 1 && states.has('later') ? 'earlier' : undefined
}
