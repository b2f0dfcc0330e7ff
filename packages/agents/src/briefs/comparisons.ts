import { type Clause, isNegated, magnitude, slotAt } from './clause.ts'
import type { FilledSlot } from './draft-reading.ts'
import { quote } from './reason.ts'

const kinds = [
  [
    'above',
    'above|over|higher than|greater than|larger than|more than|bigger than|exceed(?:s|ed|ing)?|surpass(?:es|ed)?|beats?|outperforms?|ahead of|tops?|topped|longer than|dearer than|deeper than|(?:higher|larger|greater|bigger) \\w+ than|outstrips?|outpaces?|outweighs?|dwarfs|in excess of|costlier than|(?:harder|harsher|more severe|more damaging) than',
  ],
  [
    'below',
    'below|under|beneath|lower than|less than|smaller than|fewer than|undershoots?|falls short of|short of|undercuts?|shorter than|cheaper than|behind|shallower than|(?:lower|smaller) \\w+ than|trails?|lags?(?: behind)?|(?:exceeded|dwarfed|outweighed|outstripped|surpassed|beaten) by|inferior to|(?:milder|gentler|softer|less severe|less damaging) than',
  ],
  ['at-least', 'at least|no less than|not less than|no lower than|no fewer than'],
  [
    'at-most',
    'at most|no more than|not more than|no higher than|no greater than|up to|(?:inside|within)(?= (?:\\w+ ){0,3}?(?:limit|ceiling|cap|maximum))',
  ],
  ['equal', 'equal to|equals|the same as|identical to|matches'],
] as const
type Relation = (typeof kinds)[number][0]

const words = kinds.map(([name, pattern]) => `(?<${name.replace('-', '')}>${pattern})`).join('|')
const between = `(?:(?!\\b(?:and|but|while|whereas|although|though|with|versus|against|when|if|to|from|by|asks?|needs?|requires?)\\b)[^\ue000;:.()]){0,60}?`
const pattern = new RegExp(
  `(?<a>\ue000)(?<gap>${between}|,? and (?:so|thus|therefore|hence)${between})\\b(?:${words})\\b(?<rest>${between.replace(';:.()', ';:.,()')}(?:, (?:at|with|losing|costing|saving|earning) |\\(|,? (?=\ue000(?:[,.;)]|$)))?)(?<b>\ue000)`,
  'dgi',
)
const inside =
  /(?<a>\ue000)[^\ue000;:.()]{0,40}?\b(?<word>between|outside) [^\ue000;:.()]{0,30}?(?<low>\ue000)[^\ue000;:.()]{0,20}? and [^\ue000;:.()]{0,30}?(?<high>\ue000)/dgi

/** Comparisons between two figures of like unit in a clause that the figures contradict, each as a reason. */
export function comparisons(clause: Clause): string[] {
  const reasons: string[] = []
  let from = 0
  for (;;) {
    pattern.lastIndex = from
    const match = pattern.exec(clause.text)
    if (match === null) break
    const groups = match.indices!.groups!
    from = groups['b'][0]
    const reason = comparison(clause, match)
    if (reason !== undefined) reasons.push(reason)
    const joined = joinedBefore(clause, groups['a'][0])
    if (joined === undefined) continue
    const other = comparison(clause, match, joined)
    if (other !== undefined) reasons.push(other)
  }
  for (const match of clause.text.matchAll(inside)) {
    const { a, low, high, word } = match.indices!.groups!
    const [figure, one, other] = [a, low, high].map(([at]) => magnitude(slotAt(clause, at)))
    if (figure === undefined || one === undefined || other === undefined) continue
    if (figure.kind !== one.kind || one.kind !== other.kind) continue
    const within = figure.value >= Math.min(one.value, other.value) && figure.value <= Math.max(one.value, other.value)
    const claimed = (clause.text.slice(...word).toLowerCase() === 'between') !== isNegated(clause.text, word[0])
    if (within !== claimed)
      reasons.push(
        `${quote(figure.source)} ${within ? 'lies' : 'does not lie'} between ${quote(one.source)} and ${quote(other.source)}; say that`,
      )
  }
  return reasons
}

function comparison(clause: Clause, match: RegExpExecArray, joined?: FilledSlot): string | undefined {
  const groups = match.indices!.groups!
  const first = joined ?? slotAt(clause, groups['a'][0])
  const found = kinds.find(([name]) => groups[name.replace('-', '')] !== undefined)!
  const place = groups[found[0].replace('-', '')]
  const word = clause.text.slice(...place)
  const gap = clause.text.slice(...groups['gap'])
  const ahead = clause.text.slice(0, groups['a'][0])
  const isDifference = /^\s$/.test(gap) && !/\b(?:of|at|with|reaches|hits)\s+$/i.test(ahead)
  const subject: FilledSlot | undefined = isDifference ? figureBefore(clause, groups['a'][0]) : first
  if (isDifference && (magnitude(first)?.value ?? 1) < 0) {
    return `${quote(word)} beside ${quote(first.source)}: a distance below zero is none; choose the word by its sign`
  }
  const a = subject === undefined ? undefined : magnitude(subject)
  const b = magnitude(slotAt(clause, groups['b'][0]))
  if (a === undefined || b === undefined || a.kind !== b.kind) return undefined
  // of changes below zero words of severity mean the size
  if (/harde|harsh|sever|damag|milde|gentl|soft/i.test(word) && Math.min(a.value, b.value) < 0) return undefined
  const denied = isNegated(clause.text, place[0])
  if (holds(found[0], a.value, b.value) !== denied) return undefined
  const order = a.value > b.value ? 'above' : a.value < b.value ? 'below' : 'equal to'
  return `${quote(denied ? `not ${word}` : word)} between ${quote(a.source)} and ${quote(b.source)}: the former is ${order} the latter; say that, or swap the slots`
}

/** The first of "both A and B" or "neither A nor B" where B stands at the index. */
function joinedBefore(clause: Clause, index: number): FilledSlot | undefined {
  const match =
    /\b(?:both|neither)\b[^\ue000;:.]{0,30}(\ue000)[^\ue000;:.]{0,20} (?:and|nor) [^\ue000;:.]{0,20}$/di.exec(
      clause.text.slice(0, index),
    )
  return match === null ? undefined : slotAt(clause, match.indices![1]![0])
}

function figureBefore(clause: Clause, index: number): FilledSlot | undefined {
  const at = clause.text.lastIndexOf('\ue000', index - 1)
  return at < 0 || index === 0 ? undefined : slotAt(clause, at)
}

function holds(relation: Relation, a: number, b: number): boolean {
  if (relation === 'above') return a > b
  if (relation === 'below') return a < b
  if (relation === 'at-least') return a >= b
  if (relation === 'at-most') return a <= b
  return Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(a))
}
