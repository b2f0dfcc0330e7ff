import { type Clause, isNegated, magnitude, slotAt } from './clause.ts'
import { type FilledSlot, partText } from './draft-reading.ts'
import { goodWhen } from './measure-words.ts'
import { quote } from './reason.ts'

const beside = '(?:against|versus|vs\\.?|as against|compared (?:with|to))'
const larger =
  'higher|larger|greater|bigger|costlier|dearer|longer|deeper|more(?: (?:effective|expensive|costly|volatile|\\w+s))?'
const smaller = 'lower|smaller|cheaper|shorter|shallower|fewer|less(?: (?:effective|expensive|costly|volatile|\\w+s))?'
const side = `(?:(?<up>${larger})|(?<down>${smaller})|(?<better>better|stronger)|(?<worse>worse|weaker|poorer))`
/** What of it is larger: "a higher Sharpe ratio than". */
const ofWhat = '(?: (?!(?:and|but|or|than)\\b)[\\p{L}-]+){0,3}'
const pairForms: readonly RegExp[] = [
  // "the forward costs more than the collar: A against B", "has a better ratio than X: A against B"
  new RegExp(
    `\\b${side}\\b${ofWhat} than [^\ue000;:.,()]{1,40}(?:: |, | \\()(?:at )?(?<a>\ue000)(?: a year| per annum)?,? ${beside} (?:the )?(?<b>\ue000)`,
    'dgiu',
  ),
  // "costs more than the collar, whose cost is B, against A"
  new RegExp(
    `\\b${side}\\b${ofWhat} than [^\ue000;:.,()]{1,40}, (?:whose|which)\\b[^\ue000;:.,()]{0,40}(?<b>\ue000)(?: a year| per annum)?,? ${beside} (?:its |their |the |an? )?(?:[\\p{L}-]+ of )?(?<a>\ue000)`,
    'dgiu',
  ),
  // "its effectiveness is higher (A compared with B)"
  new RegExp(
    `\\b(?:is|are|was|were) (?:clearly |much |somewhat |slightly )?${side},? \\(?(?:at )?(?<a>\ue000)(?: a year| per annum)?,? ${beside} (?:the )?(?<b>\ue000)`,
    'dgiu',
  ),
  // "impact, at A, is the bigger part, spreads at B the smaller"
  new RegExp(
    `(?<a>\ue000)(?: a year)?,? (?:is|are|was|were|being) (?:clearly |by far )?the ${side}\\b[^\ue000;:.]{0,60}(?<b>\ue000)(?: a year)?,? (?:is |are |being )?the (?:other|lesser|${larger}|${smaller}|better|worse)\\b`,
    'dgiu',
  ),
]

/** Comparisons whose figures follow their words, "is cheaper than the collar: A against B", that the figures contradict; each as a reason. */
export function pairedFigures(clause: Clause): string[] {
  return pairForms.flatMap((form) =>
    [...clause.text.matchAll(form)].flatMap((match) => {
      const { a, b, up, down, better, worse } = match.indices!.groups!
      const [one, other] = [a, b].map(([at]) => magnitude(slotAt(clause, at)))
      if (one === undefined || other === undefined || one.kind !== other.kind) return []
      const place = up ?? down ?? better ?? worse
      const declared = slotAt(clause, a[0]).citable
      const good = declared === undefined ? undefined : goodWhen(declared.label, declared.sense)
      const isJudged = better !== undefined || worse !== undefined
      if (isJudged && good === undefined) return []
      const claimsMore = isJudged ? (better !== undefined) === (good === 'more') : up !== undefined
      // of figures below zero some words speak of the size, others of the order
      if (
        Math.min(one.value, other.value) < 0 &&
        !isJudged &&
        !/^(?:higher|lower|more|less)\b/i.test(clause.text.slice(...place))
      )
        return []
      const denied = isNegated(clause.text, place[0])
      if ((claimsMore ? one.value > other.value : one.value < other.value) !== denied) return []
      return [
        `${quote(clause.text.slice(...place))} for ${quote(one.source)} against ${quote(other.source)}: the figures say otherwise; say what they say, or swap the slots`,
      ]
    }),
  )
}

const sameForms: readonly RegExp[] = [
  // "cost the same, A and B", "cost the same as X: A and B", "equally effective, at A and B"
  /\b(?<word>(?:the same|identical|as much|alike)(?= ?[,:(]| as\b| to\b)|equal(?= ?[,:(])|equally \p{L}+)\b[^\ue000;.()]{0,50}?[,:(] ?(?:both )?(?:at |with )?(?<a>\ue000)(?: a year)? (?:and|against|versus) (?:of |at )?(?<b>\ue000)/dgiu,
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
