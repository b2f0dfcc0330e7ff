import { type Clause, isNegated, slotAt } from './clause.ts'
import { type FilledSlot, partText } from './draft-reading.ts'
import type { FigureKin } from './figure-kin.ts'
import { mentionFinder } from './item-mentions.ts'
import { measureHead } from './measure-words.ts'
import { quote } from './reason.ts'
import { comparatives, rightBehind, type Side, superlativeAt } from './superlative-words.ts'

/** What makes one of several of it, ranks it, or says that it is no finding. */
const narrowed =
  /\b(?:(?:second|third|fourth|fifth|next)[- ](?:[\p{L}]+est|most|least|best|worst)|one of|some of|other than|but one|except|excluding|apart from|aside from|save for|outside|possible|attainable|feasible|allowed|permitted|admissible|tolerated|if|whether|could|might|may|seem\w*|claim\w*|believ\w*|look\w* for|search\w*|until|since|ever|so far|to date|on record|in years|in history|remaining|nearly|almost|joint\w*|equal\w*|tied)\b/iu
const ofThose =
  /\b(?:of|among|for) (?:the |all |those )?[\p{L}]+ (?:that|which|who|with|without|below|above|under|over)\b/iu
const ofSome =
  /^[^\ue000,;:.]{0,30}?\b(?:of|among|in|under|on|for) (?:the |our |those |these |all |its |any )*(?:[\p{L}-]+ing|[\p{L}-]+ed|liquid|cheap\w*|option\w*|two|feasible|other|remaining|hedged?|unhedged|[\p{L}-]+[- ]based|simulated|fresh|historical) [\p{L}]+/iu

/** Claims that a figure is the greatest, the least, the best or the worst of its kind that the others contradict; each as a reason. */
export function superlatives(clause: Clause, kinOf: (slot: FilledSlot) => FigureKin | undefined): string[] {
  const { text } = clause
  const places = [...text.matchAll(/\ue000/g)].map(({ index }) => index)
  return places.flatMap((at, i) => {
    // beside other figures only the words that lead to one, and those right behind it, speak of it
    const first = i === 0 ? 0 : places[i - 1] + 1
    const taken = i === 0 ? 0 : (rightBehind.exec(text.slice(first, at))?.[0].length ?? 0)
    const from = first + taken
    const own = text.slice(at + 1, places[i + 1])
    const behind = places.length === 1 ? own : (rightBehind.exec(own)?.[0] ?? '')
    return claimOf(text.slice(from, at + 1) + behind, at - from, slotAt(clause, at), kinOf)
  })
}

function claimOf(
  text: string,
  at: number,
  slot: FilledSlot,
  kinOf: (slot: FilledSlot) => FigureKin | undefined,
): string[] {
  const { citable, part } = slot
  if (citable === undefined || part.kind !== 'figure' || part.figure.value === null) return []
  const kin = kinOf(slot)
  if (kin === undefined || narrowed.test(text) || ofThose.test(text)) return []
  const kinds = kin.levels.map(({ kind }) => kind).filter((kind) => kind !== '')
  const found = superlativeAt(text, at, { ...citable, kinds })
  if (found === undefined) return comparativeOf(text, at, slot, kin)
  const { side, place, word, bare } = found
  if (ofSome.test(text.slice(place + word.length))) return []
  // "its deepest drawdown" is the deepest of its own
  if (!bare && /\b(?:its|their|whose) (?:own |single )?$/i.test(text.slice(0, place))) return []
  const levels = familiesOf(kin, text, place, word)
  if (levels.length === 0) return []
  const families = bare && kin.fields.length > 1 ? [...levels, kin.fields] : levels
  const { value } = part.figure
  const ends = judgedWord.test(word) ? ordered : extremes
  const isExtreme = families.some((family) => ends(side, value, family).some((one) => shownAlike(slot, one)))
  if (found.settled || !isNegated(text, place)) {
    return isExtreme
      ? []
      : [
          `${quote(word)} beside ${quote(slot.source)}: of the figures of its kind another is; say that, or cite that one`,
        ]
  }
  const direct = /\b(?:is|are|was|has|have) not (?:quite )?the $/i.test(text.slice(0, place))
  const alone = families.every(
    (family) =>
      extremes(side, value, family).includes(value) && family.filter((one) => shownAlike(slot, one)).length === 1,
  )
  return direct && alone
    ? [`${quote(`not ${word}`)} beside ${quote(slot.source)}: of the figures of its kind it is; say that`]
    : []
}

const judgedWord = /best|worst|finest|poorest|strongest|weakest|beats|better|worse/i

/**
 * The families in which a figure is said to be the extreme: those of whose items the words name one as the extreme, "X has the highest",
 * "is highest in X"; otherwise the lists that it stands in, or what is declared beside it.
 */
function familiesOf({ levels }: FigureKin, text: string, place: number, word: string): (readonly number[])[] {
  const several = levels.filter(({ values }) => values.length > 1)
  const end = place + word.length
  const named = several.filter((level) =>
    mentionFinder(level)(text).some(
      ({ from, to, keys }) =>
        keys.has(level.own) &&
        (to <= place
          ? /^["”’)]? (?:[\p{L}]+ly )?(?:is|are|has|have|was|holds?|shows?|offers?|carries|bears?|takes?) (?:clearly |by far )?(?:the |its )?$/iu.test(
              text.slice(to, place),
            )
          : /\b(?:is|are|was|remains) (?:the )?$/i.test(text.slice(0, place)) ||
            /\b(?:is|are|was) (?:that |the one |those )?(?:(?:of|on|in|for|under|with) )?(?:the |our )?(?:[\p{L}]+ )?["“]?$/iu.test(
              text.slice(end, from),
            )),
    ),
  )
  const lists = several.filter(({ kind }) => kind !== '')
  return (named.length > 0 ? named : lists.length > 0 ? lists : several).map(({ values }) => values)
}

function comparativeOf(text: string, at: number, slot: FilledSlot, kin: FigureKin): string[] {
  const { citable, part } = slot
  if (citable === undefined || part.kind !== 'figure' || part.figure.value === null) return []
  const { value } = part.figure
  const head = measureHead(citable.label).join(' ')
  for (const [pattern, end, ofLabel] of comparatives) {
    const match = new RegExp(
      `\\bthe (?:${pattern.source}) (?:of (?:the|them|these|both)|one|strategy|choice|option|alternative|hedge|instrument|scenario|stress|portfolio)\\b`,
      'i',
    ).exec(text)
    if (match === null || match.index > at || !ofLabel.test(head) || isNegated(text, match.index)) continue
    // another figure or a "than" may say what it is set against
    if (/\bthan\b|\ue000/.test(text.slice(match.index + match[0].length, at))) continue
    const families = kin.levels.map(({ values }) => values).filter((family) => family.length > 1)
    const isOtherEnd =
      families.length > 0 &&
      families.every(
        (family) =>
          extremes(end, value, family)[0] === value && family.filter((one) => shownAlike(slot, one)).length === 1,
      )
    if (isOtherEnd)
      return [
        `${quote(match[0])} beside ${quote(slot.source)}: no figure of its kind is ${end === 'most' ? 'greater' : 'less'}; say that, or cite the other one`,
      ]
  }
  return []
}

/** The greatest or the least of a family by value alone, where more is better or worse. */
function ordered(side: Side, _: number, family: readonly number[]): number[] {
  return [family.reduce((one, other) => (side === 'most' ? Math.max(one, other) : Math.min(one, other)))]
}

/** The greatest or the least of a family, by value and by size where some are below zero. */
function extremes(side: Side, value: number, family: readonly number[]): number[] {
  const pick = side === 'most' ? Math.max : Math.min
  const reduced = (all: readonly number[]): number => all.reduce((one, other) => pick(one, other))
  const size = reduced(family.map(Math.abs))
  const bySize = [size, -size].filter((one) => family.includes(one))
  const below = family.filter((one) => one < 0)
  const amongLosses = value < 0 && below.length > 1 ? [-reduced(below.map((one) => -one))] : []
  return [reduced(family), ...bySize, ...amongLosses]
}

/** Whether a figure reads the same as another value would in its place. */
function shownAlike({ part }: FilledSlot, value: number): boolean {
  if (part.kind !== 'figure') return false
  const { figure } = part
  if (figure.value === value) return true
  return (
    partText({ kind: 'figure', figure: { ...figure, standardError: null } }) ===
    partText({ kind: 'figure', figure: { ...figure, value, standardError: null } })
  )
}
