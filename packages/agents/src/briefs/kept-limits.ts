import { type Clause, clausesOf, isNegated, magnitude, slotAt } from './clause.ts'
import type { FilledSlot } from './draft-reading.ts'
import { type FigureKin, speaksOfLimit } from './figure-kin.ts'
import { beyondBound, broken, forms, kept, lower, notSaid, upper } from './limit-words.ts'
import type { LimitRecord } from './limit-records.ts'
import { meansMeasure } from './measure-words.ts'
import { quote } from './reason.ts'

type KinOf = (slot: FilledSlot) => FigureKin | undefined

/** Claims that a figure keeps or breaks a limit which is cited beside it that the two contradict, each as a reason. */
export function keptLimits(clause: Clause, kinOf: KinOf): string[] {
  const seen = new Set<string>()
  const reasons = forms.flatMap((form) =>
    [...clause.text.matchAll(form)].flatMap((match) => {
      const groups = match.indices!.groups!
      const [slot, limit] = [groups['a'], groups['b']].map(([at]) => slotAt(clause, at))
      const place = groups['keeps'] ?? groups['breaks'] ?? groups['over'] ?? groups['under']
      if (place === undefined || seen.has(limit.source)) return []
      const called = groups['floor'] !== undefined ? 'floor' : groups['cap'] !== undefined ? 'cap' : undefined
      const pair = limitPair(slot, limit, called, kinOf)
      if (pair === undefined) return []
      seen.add(limit.source)
      const claimed =
        groups['keeps'] !== undefined ||
        (groups['breaks'] === undefined && (groups['over'] !== undefined) === pair.isFloor)
      const denied = isDenied(clause.text, place[0])
      return pair.within === (claimed !== denied) ? [] : [reasonFor(clause.text.slice(...place), denied, pair)]
    }),
  )
  return seen.size > 0 ? reasons : [...limitOfParts(clause, kinOf), ...limitNotCited(clause, kinOf)]
}

/** Sentences whose limit is that of the sentence before: "The limit is B. At A it is respected." */
export function limitsBefore(sentences: readonly Clause[]): string[] {
  return sentences.flatMap((sentence, i) => {
    const before = sentences[i - 1]?.slots.filter(isLimit) ?? []
    const [slot, ...others] = sentence.slots.filter(({ part }) => part.kind === 'figure')
    if (before.length !== 1 || slot === undefined || others.length > 0 || notSaid.test(sentence.text)) return []
    if (!/\b(?:it|that|this (?:limit|cap)|the (?:limit|cap|ceiling|mandate|bound))\b/i.test(sentence.text)) return []
    const pair = limitPair(slot, before[0], undefined, () => undefined)
    return pair === undefined ? [] : heardAgainst(sentence.text, pair)
  })
}

interface LimitPair {
  readonly figure: string
  readonly limit: string
  readonly isFloor: boolean
  readonly within: boolean
  readonly order: string
}

/** A figure and its limit; undefined where the two cannot be held against one another. */
function limitPair(
  slot: FilledSlot,
  limit: FilledSlot,
  called: 'cap' | 'floor' | undefined,
  kinOf: KinOf,
): LimitPair | undefined {
  const figure = magnitude(slot)
  const at = magnitude(limit)
  if (figure === undefined || at === undefined || figure.kind !== at.kind || slot.source === limit.source)
    return undefined
  if (isLimit(slot) || at.value < 0 || (called === undefined && !isLimit(limit))) return undefined
  const records = recordsOf(slot, called, kinOf)
  const isFloor =
    called === 'floor' || /\b(?:least|minimum|floor)\b/i.test(nameOf(limit)) || (records[0]?.isFloor ?? false)
  const within = isFloor ? figure.value >= at.value : figure.value <= at.value
  // of figures below zero a limit may be meant for their size: the result says which
  const bySize = isFloor ? -figure.value >= at.value : -figure.value <= at.value
  const said = figure.value < 0 && within !== bySize ? records[0]?.kept : within
  if (said === undefined) return undefined
  const size = said === within ? figure.value : -figure.value
  return {
    figure: figure.source,
    limit: at.source,
    isFloor,
    within: said,
    order: size > at.value ? 'above' : size < at.value ? 'below' : 'at',
  }
}

/** What the result says of a figure and its limit, of caps or floors alone where the draft speaks of one; nothing where it says both. */
function recordsOf(slot: FilledSlot, called: 'cap' | 'floor' | undefined, kinOf: KinOf): readonly LimitRecord[] {
  const all = kinOf(slot)?.records ?? []
  const meant = all.filter(({ isFloor }) => called === undefined || isFloor === (called === 'floor'))
  // "limit" is said of floors too
  const records = meant.length > 0 || called === 'floor' ? meant : all
  return records.every(({ kept: one }) => one === records[0].kept) ? records : []
}

function reasonFor(word: string, denied: boolean, { figure, limit, isFloor, order }: LimitPair): string {
  return `${quote(denied ? `not ${word}` : word)} between ${quote(figure)} and the ${isFloor ? 'floor' : 'limit'} ${quote(limit)}: the figure is ${order} it; say that`
}

function isDenied(text: string, at: number): boolean {
  return (
    isNegated(text, at) ||
    /\b(?:not|never|no longer|non-?) ?(?:\w+ )?$|\b(?:nothing|none|nowhere)(?: \w+){0,3} $/i.test(text.slice(0, at))
  )
}

/** A sentence of one limit, part by part: each with its one figure. */
function limitOfParts(sentence: Clause, kinOf: KinOf): string[] {
  if (sentence.slots.length === 2) return limitOfSentence(sentence, kinOf)
  const limits = [...new Set(sentence.slots.filter(isLimit).map(({ source }) => source))]
  if (limits.length !== 1) return []
  const parts = clausesOf(sentence, /;\s+|,? (?=(?:but|while|whereas)\b)|, (?=and\b)/)
  const limit = sentence.slots.find(isLimit)!
  return parts.flatMap((part) => {
    const figures = part.slots.filter((slot) => !isLimit(slot))
    if (figures.length !== 1 || part.slots.length > 2 || notSaid.test(part.text)) return []
    if (part.slots.length === 1 && !/\b(?:it|that|this|the (?:limit|cap|ceiling))\b/i.test(part.text)) return []
    const pair = limitPair(figures[0], limit, undefined, kinOf)
    return pair === undefined ? [] : heardAgainst(part.text, pair)
  })
}

/** The one figure and the one limit of a sentence, with words that say whether it is kept. */
function limitOfSentence(sentence: Clause, kinOf: KinOf): string[] {
  const { text } = sentence
  const places = [...text.matchAll(/\ue000/g)].map(({ index }) => index)
  if (places.length !== 2 || notSaid.test(text)) return []
  const slots = places.map((at) => slotAt(sentence, at))
  const called = places.map((at) => {
    const beside = new RegExp(
      `\\b(?:(?<floor>${lower})|(?<cap>${upper}))(?:['’]s)?,? (?:[\\w-]+ ){0,3}?(?:(?:of|at|is|was) )?\\(?$`,
      'i',
    ).exec(text.slice(Math.max(0, at - 60), at))?.groups
    const behind = new RegExp(`^ (?:(?<floor>${lower})|(?<cap>${upper}))\\b`, 'i').exec(text.slice(at + 1))?.groups
    const found = beside ?? behind
    return found === undefined ? undefined : found['floor'] !== undefined ? ('floor' as const) : ('cap' as const)
  })
  const limits = [0, 1].filter((i) => isLimit(slots[i]) || called[i] !== undefined)
  if (limits.length !== 1) return []
  const [at] = limits
  const pair = limitPair(slots[1 - at], slots[at], called[at], kinOf)
  if (pair === undefined) return []
  return heardAgainst(text, pair)
}

/** Its own limit: of no other measure. */
const ownLimit = new RegExp(
  `\\b(?:the|its|our|their) (?:mandate['’]s )?(?:[\\p{L}]+ )?(?:limit|cap|ceiling|floor)\\b(?! (?:of|on|for|to) )|\\b(?:within|inside|outside|breach\\w*|respects?|with|violates?) (?:the|our|its) mandate\\b(?!['’]s)`,
  'iu',
)

/** A limit in words, and what it is said to be on: "the minimum protection of the mandate", "its limit on the duration gap". */
const boundInWords = new RegExp(
  `\\b(?:the|its|our|their|that) (?:mandate['’]s |\\p{L}+ ){0,2}?(?:(?<floor>floor|minimum)|(?<cap>cap|ceiling|maximum)|limit|threshold|bound|(?<several>limits|bounds))\\b(?<on>(?: (?:of|on|for)(?: the| its| our| that)?)?(?: (?!(?:of|with|at|by|in|and|but|is|are|as)\\b)[\\p{L}]+){0,3})`,
  'iu',
)
/** Words about whose limit it is, and of how it is kept, that say nothing of what is limited. */
const saysNoMeasure =
  /^(?:mandate|domain|fund|policy|rule|board|risk|own|clearly|comfortably|narrowly|too|today|so|far|easily)$/i

/** The one figure of a sentence that speaks of its limit, where the result has a record of whether it is kept; undefined without. */
function limitOfRecord(sentence: Clause, kinOf: KinOf): string[] | undefined {
  const { text } = sentence
  const at = text.indexOf('\ue000')
  const said = boundInWords.exec(text)
  if (at < 0 || text.includes('\ue000', at + 1) || said === null) return undefined
  const slot = slotAt(sentence, at)
  const { floor, cap, several, on = '' } = said.groups!
  const [record] = recordsOf(slot, floor !== undefined ? 'floor' : cap !== undefined ? 'cap' : undefined, kinOf)
  // one limit that is kept says nothing of the others
  if (record === undefined || notSaid.test(text) || (several !== undefined && record.kept)) return undefined
  const told = `${slot.citable?.label} ${record.label}`.toLowerCase()
  const measures = on
    .split(/[^\p{L}]+/u)
    .filter((word) => word !== '' && !/^(?:of|on|for|the|its|our|that)$/.test(word) && !saysNoMeasure.test(word))
  if (measures.length > 0 && !measures.some((word) => told.includes(word.toLowerCase()) || meansMeasure(word, told)))
    return undefined
  const { isFloor, kept: within } = record
  return heardAgainst(text, {
    figure: slot.source,
    limit: record.label === '' ? 'its limit' : record.label,
    isFloor,
    within,
    order: within ? 'within' : 'beyond',
  })
}

/** The one figure of a sentence that speaks of its limit without citing it, where the result has just one for it. */
function limitNotCited(sentence: Clause, kinOf: KinOf): string[] {
  const recorded = limitOfRecord(sentence, kinOf)
  if (recorded !== undefined) return recorded
  const { text } = sentence
  const at = text.indexOf('\ue000')
  const said = ownLimit.exec(text)
  if (at < 0 || text.includes('\ue000', at + 1) || said === null || notSaid.test(text)) return []
  const slot = slotAt(sentence, at)
  const figure = magnitude(slot)
  const limits = kinOf(slot)?.limits ?? []
  if (figure === undefined || limits.length !== 1 || slot.part.kind !== 'figure' || slot.part.figure.value === null)
    return []
  const [limit] = limits
  const adjective = /\b(?:the|its|our|their) (?:mandate['’]s )?([\p{L}]+) (?:limit|cap|ceiling|floor)$/iu
    .exec(said[0])?.[1]
    .toLowerCase()
  if (
    adjective !== undefined &&
    !/^(?:own|mandated|agreed|set|present|current|strict)$/.test(adjective) &&
    !`${slot.citable?.label} ${limit.label}`.toLowerCase().includes(adjective)
  )
    return []
  const { value } = slot.part.figure
  if (value < 0 || limit.value < 0) return []
  const isFloor = /\b(?:least|minimum|floor)\b/i.test(limit.label)
  return heardAgainst(text, {
    figure: slot.source,
    limit: limit.pointer,
    isFloor,
    within: isFloor ? value >= limit.value : value <= limit.value,
    order: value > limit.value ? 'above' : value < limit.value ? 'below' : 'at',
  })
}

/** What the words of a sentence say of a figure and its limit, where they all say the same and it is not so. */
function heardAgainst(text: string, pair: LimitPair): string[] {
  const readings = [
    ...[...text.matchAll(broken)].map((match) => ({ match, says: false })),
    ...[...text.matchAll(kept)].map((match) => ({ match, says: true })),
    ...[...text.matchAll(beyondBound)].map((match) => ({
      match,
      says: (match.groups!['over'] !== undefined) === pair.isFloor,
    })),
  ]
  const heard = readings
    .filter(({ match }, i) => !readings.slice(0, i).some((one) => overlaps(one.match, match)))
    .map(({ match, says }) => {
      const denied = isDenied(text, match.index)
      return { match, denied, says: says !== denied }
    })
  if (heard.length === 0 || heard.some(({ says }) => says !== heard[0].says) || heard[0].says === pair.within) return []
  return [reasonFor(heard[0].match[0], heard[0].denied, pair)]
}

function overlaps(a: RegExpExecArray, b: RegExpExecArray): boolean {
  return a.index < b.index + b[0].length && b.index < a.index + a[0].length
}

function nameOf({ citable }: FilledSlot): string {
  return citable === undefined ? '' : `${citable.label} ${citable.source.replace(/(?<=[a-z])(?=[A-Z])/g, ' ')}`
}

function isLimit(slot: FilledSlot): boolean {
  return speaksOfLimit(slot.citable?.label ?? '')
}
