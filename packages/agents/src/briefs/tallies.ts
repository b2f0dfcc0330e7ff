import { clausesOf, slotAt } from './clause.ts'
import { figureMark, type FilledSlot, type MarkedParagraph } from './draft-reading.ts'
import { ownValue } from './pointer-pattern.ts'
import { quote } from './reason.ts'

/** What a yes or no of an item is called in prose, and what its contrary is; other fields go by their own name and un-, in-, dis-. */
const keeping = String.raw`(?:meets?|met|keeps?|kept|respect(?:s|ed)?|satisf(?:y|ies|ied)|(?:is|are|was|were|stays?) within)(?= (?:\w+ ){0,2}limits?\b)`
const breaking = String.raw`(?:breaks?|broke|breach(?:es|ed)?|violate[sd]?|miss(?:es|ed)?|exceed(?:s|ed)?)(?= (?:\w+ ){0,2}limits?\b)`
const spoken: Readonly<Record<string, { readonly yes: string; readonly no: string }>> = {
  agrees: { yes: String.raw`agree(?:s|d|ment)?`, no: String.raw`disagree\w*|differ(?:s|ed)?|contradict\w*` },
  passed: { yes: String.raw`pass(?:es|ed)?`, no: String.raw`fail(?:s|ed|ures?)?` },
  feasible: { yes: `feasible|${keeping}`, no: `infeasible|${breaking}` },
  met: { yes: String.raw`met|meets?|${keeping}`, no: String.raw`unmet|missed|${breaking}` },
  within: { yes: keeping, no: breaking },
}

/** Before a number of items: what share of them is spoken of. */
const allOf =
  /(?<!\b(?:not|n't|nearly|almost|if|whether|unless|until|once|that) )\b(?:all|each|every one)(?: of)?(?: the| our| these| its)? $/i
const noneOf = /\b(?:none|not one|no one|not a single one|not any) of(?: the| our| these| its)? $/i
/** Before a number of items that stands without either: all of those that are counted are meant. */
const plain = /(?:^|[,;:(]\s?|\b(?:and|but|of which|of whom) )$/i
/** Up to where words belong to the number before them. */
const reach =
  /^[^,;:.!?\ue000\ue001]*?(?=[,;:.!?\ue000\ue001]|$| (?:and|but|which|that|where|while|except|save|if|when|only)\b)/
const unsure = /\b(?:would|should|must|could|may|might|need|to|if|unless)\b/i
const denial = /\b(?:no|not|never|neither|without|cannot|fail(?:s|ed)? to)\b(?: \w+){0,2} $|n't (?:\w+ )?$/i

/**
 * Numbers of items of which words say, of all of them or of none, what a yes or no of each item contradicts: "All 150 tests passed",
 * where one did not. Each as a reason.
 */
export function wrongTallies(paragraph: MarkedParagraph): string[] {
  return clausesOf(paragraph).flatMap((clause) =>
    [...clause.text.matchAll(new RegExp(figureMark, 'g'))].flatMap(({ index }) => {
      const slot = slotAt(clause, index)
      if (slot.counted.length === 0) return []
      const ahead = clause.text.slice(0, index)
      const words = reach.exec(clause.text.slice(index + 1))?.[0] ?? ''
      const isNone = noneOf.test(ahead)
      if ((!isNone && !allOf.test(ahead) && !plain.test(ahead)) || unsure.test(words)) return []
      const answers = fieldsOf(slot).flatMap((field) => answersTo(slot, field, words))
      const holds = answers.some((each) => each.every((answer) => answer !== isNone))
      if (answers.length === 0 || holds) return []
      return [
        `slot of ${quote(slot.source)}: ${quote(words)} is said of ${isNone ? 'none' : 'all'} of the items that it counts, and that does not hold; count those that are meant with "length FIELD VALUE", or say less`,
      ]
    }),
  )
}

function fieldsOf({ counted }: FilledSlot): string[] {
  return typeof counted[0] === 'object' && counted[0] !== null ? Object.keys(counted[0]) : []
}

/** Of each counted item whether it is what the words say by a field that is a yes or no; empty where they do not speak of the field. */
function answersTo({ counted }: FilledSlot, field: string, words: string): boolean[][] {
  const values = counted.map((item) => ownValue(item, field))
  if (!values.every((value) => typeof value === 'boolean')) return []
  const { yes, no } = Object.hasOwn(spoken, field) ? spoken[field] : { yes: field, no: `(?:un|in|dis|not )${field}` }
  const found = (form: string): RegExpExecArray | null => new RegExp(`\\b(?:${form})\\b`, 'i').exec(words)
  const contrary = found(no)
  const said = contrary ?? found(yes)
  if (said === null) return []
  const isYes = (contrary === null) !== denial.test(words.slice(0, said.index))
  return [values.map((value) => value === isYes)]
}
