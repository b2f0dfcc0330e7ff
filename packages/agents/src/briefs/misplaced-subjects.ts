import { type Clause, slotAt } from './clause.ts'
import type { FilledSlot } from './draft-reading.ts'
import type { FigureKin } from './figure-kin.ts'
import type { KinLevel } from './kin-level.ts'
import { type ItemMention, mentionFinder } from './item-mentions.ts'
import { meansMeasure } from './measure-words.ts'
import { quote } from './reason.ts'

const beforeName = `\\s+(?:(?:the|an?|our|this|that|its|their|any|simple|plain|either)\\s+)*["'“‘(]?$`
/** Words before a name after which it is not the one that the figure is said of. */
const aside = new RegExp(
  '(?:\\b(?:than|against|versus|vs\\.?|unlike|over|above|below|beneath|beyond|besides?|without|not|nor|neither|no|except|excluding|instead of|rather than|compared with|next to|apart from|aside from|away from|other than|behind|after|before|outperform\\w*|exceed\\w*|prefer\\w*|dominat\\w*|lik(?:e|es|ed)|such as|same as|well as|as [\\w-]+ as|so \\w+ as|between|and|or|both|alongside|together with|combined with|on top of|ahead of|short of|trail\\w*|lag\\w*|undercut\\w*|whether|even with|since|until|till|during|throughout|outside|following|(?:prefer\\w*|inferior|superior|similar|close|closer|equal|identical|second|prior|contrast|comparison|compared|relative|opposed|add\\w*) to|replac\\w+|drop\\w*|exclud\\w+|beats?|match\\w*|equal\\w*|gives? up|forgo\\w*|(?:mov|switch|chang|shift|migrat|differ|go|com|turn|step|transfer)\\w*(?: \\w+){0,3} from|reject\\w*|refus\\w*|avoid\\w*)' +
    beforeName +
    ')',
  'i',
)
/** Words between a name and a figure after which the figure may be of something else. */
const elsewhere =
  /\b(?:than|against|versus|vs|unlike|instead|rather|replac\w*|others?|former|latter|rest|remainder|alternatives?|recommended|recommendation|chosen|proposed|proposal|winner|runner|rivals?|compet\w*|differ\w*|gap|distance|above|below|beyond|short of|ahead|behind|exceed\w*|compar\w*|relative|combin\w*|together|sum|totals?|average|averages|without|apart|yet|while|whereas|but|although|though|because|since|unless|until|if|when|who|our choice|the one|ones|two|target|policy|benchmark|beats?|beaten|undercut\w*|trail\w*|lag\w*|outperform\w*|forgo\w*|miss\w*|sacrific\w*|(?:cheaper|dearer|costlier|higher|lower|larger|smaller|greater|better|worse|deeper) by|is room|preferr?\w*)\b/i
const comparedAfter =
  /^[^\ue000;:.]{0,40}\b(?:than|against|versus|compared (?:with|to)|relative to|less than|more than)\b/i
/** What may stand between a figure and the name of what it is of. */
const postposed = new RegExp(
  '^(?: (?:a|per) year| annually| per annum| of (?:the |our )?(?:assets|notional|total|portfolio|fund|book|mix|money|weight|risk|exposure))?,? ?(?:' +
    '(?:(?:(?:is|are|was|were|would be|will be|has been|to be) )?(?:(?:to be )?(?:expected|lost|saved|paid|charged|earned|held|invested|seen|needed|due|estimated|incurred|reached|projected|assigned|allocated|put|placed|sitting|kept|achieved|removed) )?)?(?:for|with|under|by|in|on|at|of|from|through|using|into)(?: (?:the|an?|our|this))?(?: (?:case of|scenario|regime|event of)(?: the| an?)?)? ?' +
    '|(?:is|are|was|would be) (?:what|the (?:[\\p{L}-]+ ){1,3}(?:of|for|in|by|under)) (?:the |an? |our )?' +
    '|goes? (?:to|into) (?:the )?' +
    '|\\()["\'“‘]?$',
  'iu',
)
const opening =
  /(?:^(?:[-•–] |\d[.)] )?|[,;:(] ?|\b(?:and|but|while|whereas|although|though|as|because|since|that|where|so|then|for|yet) )(?:(?:in|with|under|for|by|on|of|at|from|through|against|after|before|without|taking|choosing|buying|using) )?(?:(?:the|an?|our|this|today's|plain|simple|chosen|proposed|regime|scenario|stress|case) )*["'“‘(]?$/i
/** Between the name and the figure, such that the figure can be of nothing else. */
const tight = /^["'”’)]*(?:['’]s)?(?:,? (?:[\p{L}-]+,? ){0,6}|[,:(]? ?)["'“‘(]?$/u

/** Words that set a figure of one item against another, or that its label has because that is what it is. */
const ofLabel = /^(?:against|after|before|without|during|behind|following)$/

const fronted = /(?:^|[.;:] )(?:with|at|for|costing|saving|having|showing|holding)\b[^,;:]{0,50}$/i
const afterFront = /^(?: a year| per annum| annually)?,? (?:the |our |an? )?["“‘]?$/i
const verbNext =
  /^(?:["”’])? (?:is|does|has|would|remains|stands|looks|offers|gives|wins|costs|saves|seems|comes|becomes|protects|leaves|can|will|removes|keeps|makes|pays|holds)\b(?! (?:\w+ )?(?:beaten|outdone|behind|no match|not|cheaper|dearer|better|worse|more|less|the other))/i

interface Place {
  readonly clause: Clause
  readonly at: number
  /** Ends of the figure before it, and of the words behind it. */
  readonly from: number
  readonly to: number
  readonly level: KinLevel
  readonly mentions: readonly ItemMention[]
  /** What the figure is called. */
  readonly label: string
}

/** Figures whose sentence says that they are another item's, each as a reason that names both. */
export function misplacedSubjects(sentence: Clause, kinOf: (slot: FilledSlot) => FigureKin | undefined): string[] {
  const places = [...sentence.text.matchAll(/\ue000/g)].map(({ index }) => index)
  return places.flatMap((at, i) => {
    const slot = slotAt(sentence, at)
    const kin = kinOf(slot)
    if (kin === undefined) return []
    for (const level of kin.levels) {
      if (level.names.size < 2) continue
      const mentions = mentionFinder(level)(sentence.text)
      if (mentions.every(({ keys }) => keys.has(level.own))) continue
      const place = {
        clause: sentence,
        at,
        from: i === 0 ? 0 : places[i - 1] + 1,
        to: places[i + 1] ?? sentence.text.length,
        level,
        mentions,
        label: slot.citable?.label ?? '',
      }
      const other = otherBefore(place, kinOf) ?? otherBehind(place) ?? swapped(place, kinOf)
      if (other === undefined) continue
      const own = level.names.get(level.own)?.[0] ?? level.own
      return [
        `${quote(sentence.text.slice(other.from, other.to))} is named beside ${quote(slot.source)}, and that figure is of ${quote(own)}: name what it is of, or cite the figure of what is named`,
      ]
    }
    return []
  })
}

const pronoun = /^(?:It|Its|This (?:strategy|hedge|scenario|stress|instrument|weight|position|regime|one)(?:['’]s)?)\b/

/** Sentences on "it", said of the item that the sentence before speaks of, with the figure of another; each as a reason. */
export function misplacedPronouns(
  sentences: readonly Clause[],
  kinOf: (slot: FilledSlot) => FigureKin | undefined,
): string[] {
  return sentences.flatMap((sentence, i) => {
    const before = sentences[i - 1]?.text
    const at = sentence.text.indexOf('\ue000')
    if (before === undefined || at < 0 || at > 100 || !pronoun.test(sentence.text)) return []
    const slot = slotAt(sentence, at)
    const gap = sentence.text.slice(0, at)
    if (elsewhere.test(gap) || comparedAfter.test(sentence.text.slice(at + 1))) return []
    return (kinOf(slot)?.levels ?? []).flatMap((level) => {
      if (level.names.size < 2) return []
      const finder = mentionFinder(level)
      const [only, ...others] = finder(before)
      if (only === undefined || others.length > 0 || finder(sentence.text).length > 0) return []
      if (only.keys.has(level.own) || !only.strong || isAside(before, only)) return []
      const ahead = before.slice(0, only.from)
      if (!/^(?:(?:The|An?|Our) )?(?:[\p{L}-]+ )?["“]?$|^(?:We|I|There|Next|Then|Consider|Take)\b[^,]*$/u.test(ahead))
        return []
      return [
        `${quote(before.slice(only.from, only.to))} is what ${quote(gap.split(' ')[0])} stands for beside ${quote(slot.source)}, and that figure is of ${quote(level.names.get(level.own)?.[0] ?? level.own)}: name what it is of, or cite the figure of what is named`,
      ]
    })
  })
}

function isOwn({ level }: Place, { keys }: ItemMention): boolean {
  return keys.has(level.own)
}

function otherBefore(place: Place, kinOf: (slot: FilledSlot) => FigureKin | undefined): ItemMention | undefined {
  const { clause, at, from, mentions, to } = place
  const { text } = clause
  const last = mentions.findLast((mention) => mention.to <= at)
  if (last === undefined || isOwn(place, last) || isAside(text, last, place.label)) return undefined
  // "X for the forward": what follows the figure says whose it is
  const next = mentions.find((mention) => mention.from > at && mention.from < to)
  if (next !== undefined && isOwn(place, next) && saysWhose(text.slice(at + 1, next.from))) return undefined
  if (comparedAfter.test(text.slice(at + 1, to)) && next !== undefined) return undefined
  const gap = text.slice(last.to, at)
  if (elsewhere.test(gap)) return undefined
  const opens = opening.test(text.slice(0, last.from)) || isOfMeasure(text.slice(0, last.from), place.label)
  if (last.from >= from) {
    // the name may belong to the figure before it, as in "X for the forward, Y for the collar"
    if (from > 0 && postposed.test(text.slice(from, last.from)) && !/\band\b/.test(gap)) return undefined
    const start = opens ? clauseStart(text, last.from, from) : from
    if (mentions.some((mention) => mention.from >= start && mention.to <= at && isOwn(place, mention))) return undefined
    if (tight.test(gap) && (last.strong || opens) && !/\band\b/.test(gap)) return last
  }
  if (!last.strong || gap.length > 140) return undefined
  if (mentions.some((mention) => isOwn(place, mention))) return undefined
  if (!/^[^;:]*$/.test(gap.replace(/:(?= ?\ue000|\s*$)|[;:](?= (?:its?|this|that|there)\b)/g, ''))) return undefined
  // other figures in between are of what is named, or of nothing that could be named
  const between = [...gap.matchAll(/\ue000/g)].map(({ index }) => slotAt(clause, last.to + index))
  const keeps = between.every((slot) =>
    kinOf(slot)?.levels.every(({ own, names }) => last.keys.has(own) || !sameItems(names, place.level.names)),
  )
  if (
    !keeps ||
    (between.length > 0 &&
      !/\ue000[^\ue000]*\band(?: (?:it|also|its|would|can|still|then))* [\p{L} ]{2,40}$/u.test(gap))
  )
    return undefined
  const later = [...text.slice(at + 1).matchAll(/\ue000/g)].map(({ index }) => slotAt(clause, at + 1 + index))
  const belongsLater = later.some((slot) => kinOf(slot)?.levels.some(({ own }) => last.keys.has(own)))
  return opens && !belongsLater ? last : undefined
}

/** Whether the words before a name say that it is what a measure is of: "the effectiveness on [inflation]". */
function isOfMeasure(ahead: string, label: string): boolean {
  const found =
    /(?:^|[.;:,] )(?:(?:the|its|our|an?) )?(?:[\p{L}-]+ )??(?<noun>[\p{L}]+) (?:on|of|in|for|under) (?:the )?["“]?$/iu.exec(
      ahead,
    )
  return found !== null && meansMeasure(found.groups!['noun'], label)
}

/** Whether the words between a figure and the name behind it say that it is of what is named. */
function saysWhose(gap: string): boolean {
  return (
    postposed.test(gap) ||
    /^[^,;:\ue000]{0,30} (?:for|in|of|under|with|by|to|on)(?: the| our| an?)? ?["“‘]?$/i.test(gap)
  )
}

function otherBehind(place: Place): ItemMention | undefined {
  const { clause, at, from, to, mentions } = place
  const { text } = clause
  const next = mentions.find((mention) => mention.from > at && mention.to <= to)
  if (next === undefined || isOwn(place, next)) return undefined
  const gap = text.slice(at + 1, next.from)
  // "at X a year, the forward is affordable"
  const isFronted =
    fronted.test(text.slice(from, at)) && afterFront.test(gap) && verbNext.test(text.slice(next.to)) && next.strong
  if (!isFronted && !postposed.test(gap)) return undefined
  if (/^['’]s\b/.test(text.slice(next.to))) return undefined
  if (mentions.some((mention) => mention.from >= from && mention.to <= at && isOwn(place, mention))) return undefined
  if (/\(["'“‘]?$/.test(text.slice(at + 1, next.from)) && !/^["'”’]?\)/.test(text.slice(next.to))) return undefined
  return next.strong || /^[,.)]|^$/.test(text.slice(next.to)) ? next : undefined
}

/** "The forward and the collar cost X and Y" with the figures in the other order: the name that stands where its own should. */
function swapped(
  { clause, at, from, to, level, mentions }: Place,
  kinOf: (slot: FilledSlot) => FigureKin | undefined,
): ItemMention | undefined {
  const { text } = clause
  if (to >= text.length || !besideNext.test(text.slice(at + 1, to))) return undefined
  const here = mentions.filter((mention) => mention.from >= from && mention.to <= at)
  // "than the collar, whose cost is X": the nearer figure is of the nearer name
  if (here.length === 2 && /^["”’]?,? (?:whose|which|with|at)\b/i.test(text.slice(here[1].to, at))) return undefined
  if (here.length !== 2 || isAside(text, here[0]) || mentions.some((mention) => mention.from > at && mention.to < to))
    return undefined
  const after = slotAt(clause, to)
  const own = kinOf(after)?.levels.find(({ names }) => sameItems(names, level.names))?.own
  if (own === undefined || own === level.own || after.citable?.label !== slotAt(clause, at).citable?.label)
    return undefined
  const [first, second] = here.map(({ keys }) => keys)
  const isSwapped = first.has(own) && !first.has(level.own) && second.has(level.own) && !second.has(own)
  return isSwapped ? here[0] : undefined
}

const besideNext =
  /^(?: a year| per annum)?,? (?:and|against|versus|vs\.?|compared (?:with|to)|as against|or) (?:of |a |the |at |with )?$/i

/** Whether a name is not what a figure is said of: "than the collar"; "against no hedge" is, of a saving that is labelled so. */
function isAside(text: string, { from, to }: ItemMention, label = ''): boolean {
  const before = aside.exec(text.slice(0, from))?.[0]
  const named = text.slice(from, to)
  const [word] = before?.toLowerCase().split(' ') ?? []
  if (word !== undefined) return !ofLabel.test(word) || !` ${label} `.includes(` ${word} `)
  return /^(?:none|other)\b/i.test(named) || /^no$/i.test(named)
}

/** Where the clause begins that a name opens. */
function clauseStart(text: string, name: number, least: number): number {
  const found = opening.exec(text.slice(0, name))
  return Math.max(least, found === null ? least : found.index)
}

function sameItems(a: KinLevel['names'], b: KinLevel['names']): boolean {
  return a.size === b.size && [...a.keys()].every((key) => b.has(key) && a.get(key)?.[0] === b.get(key)?.[0])
}
