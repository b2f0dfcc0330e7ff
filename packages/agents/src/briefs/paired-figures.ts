import { type Clause, isNegated, magnitude, slotAt } from './clause.ts'
import { type FilledSlot, partText } from './draft-reading.ts'
import { quote } from './reason.ts'

const beside = '(?:against|versus|vs\\.?|as against|compared (?:with|to))'
const larger =
  'higher|larger|greater|bigger|costlier|dearer|longer|deeper|more(?: (?:effective|expensive|costly|volatile|\\w+s))?'
const smaller = 'lower|smaller|cheaper|shorter|shallower|fewer|less(?: (?:effective|expensive|costly|volatile|\\w+s))?'
const pairForms: readonly RegExp[] = [
  // "the forward costs more than the collar: A against B"
  new RegExp(
    `\\b(?:(?<up>${larger})|(?<down>${smaller}))\\b than [^\ue000;:.,()]{1,40}(?:: |, | \\()(?:at )?(?<a>\ue000) ${beside} (?:the )?(?<b>\ue000)`,
    'dgi',
  ),
  // "its effectiveness is higher (A compared with B)"
  new RegExp(
    `\\b(?:is|are|was|were) (?:clearly |much |somewhat |slightly )?(?:(?<up>${larger})|(?<down>${smaller})),? \\(?(?:at )?(?<a>\ue000) ${beside} (?:the )?(?<b>\ue000)`,
    'dgi',
  ),
]

/** Comparisons whose figures follow their words, "is cheaper than the collar: A against B", that the figures contradict; each as a reason. */
export function pairedFigures(clause: Clause): string[] {
  return pairForms.flatMap((form) =>
    [...clause.text.matchAll(form)].flatMap((match) => {
      const { a, b, up, down } = match.indices!.groups!
      const [one, other] = [a, b].map(([at]) => magnitude(slotAt(clause, at)))
      if (one === undefined || other === undefined || one.kind !== other.kind) return []
      const place = up ?? down
      // of figures below zero some words speak of the size, others of the order
      if (Math.min(one.value, other.value) < 0 && !/^(?:higher|lower|more|less)\b/i.test(clause.text.slice(...place)))
        return []
      const denied = isNegated(clause.text, place[0])
      if ((up === undefined ? one.value < other.value : one.value > other.value) !== denied) return []
      return [
        `${quote(clause.text.slice(...place))} for ${quote(one.source)} against ${quote(other.source)}: the figures say otherwise; say what they say, or swap the slots`,
      ]
    }),
  )
}

const sameForms: readonly RegExp[] = [
  /(?<a>\ue000) and (?:[\p{L}' ]{1,25} )?(?<b>\ue000)(?: are| were| come out)(?: both)? (?<word>one and the same|equal|identical|the same|alike)\b/dgiu,
  /(?<!\b(?:broadly|roughly|almost|nearly|virtually|practically|little|largely|essentially|more or less|not|hardly) )\b(?<word>unchanged|constant|flat|steady|equally weighted|the same)\b[^\ue000;:.]{0,30}?\b(?:from|between|at) (?<a>\ue000)[^\ue000;:.]{0,15}? (?:to|and|after) (?<b>\ue000)/dgiu,
]

/** Claims that two figures are the same although they differ as they are shown, each as a reason. */
export function sameFigures(clause: Clause): string[] {
  return sameForms.flatMap((form) =>
    [...clause.text.matchAll(form)].flatMap((match) => {
      const { a, b, word } = match.indices!.groups!
      const [one, other] = [a, b].map(([at]) => magnitude(slotAt(clause, at)))
      if (one === undefined || other === undefined || one.kind !== other.kind) return []
      if (isNegated(clause.text, word[0]) || shownAlike(slotAt(clause, a[0]), slotAt(clause, b[0]))) return []
      return [
        `${quote(clause.text.slice(...word))} beside ${quote(one.source)} and ${quote(other.source)}: the figures differ; say so`,
      ]
    }),
  )
}

function shownAlike(a: FilledSlot, b: FilledSlot): boolean {
  return partText(a.part) === partText(b.part)
}
