import { type Clause, clausesOf, isNegated, magnitude, slotAt } from './clause.ts'
import type { FilledSlot } from './draft-reading.ts'
import { type FigureKin, speaksOfLimit } from './figure-kin.ts'
import { beyondBound, broken, forms, kept, lower, notSaid, upper } from './limit-words.ts'
import { quote } from './reason.ts'

/** Claims that a figure keeps or breaks a limit which is cited beside it that the two contradict, each as a reason. */
export function keptLimits(clause: Clause, kinOf: (slot: FilledSlot) => FigureKin | undefined): string[] {
  const seen = new Set<string>()
  const reasons = forms.flatMap((form) =>
    [...clause.text.matchAll(form)].flatMap((match) => {
      const groups = match.indices!.groups!
      const [slot, limit] = [groups['a'], groups['b']].map(([at]) => slotAt(clause, at))
      const place = groups['keeps'] ?? groups['breaks'] ?? groups['over'] ?? groups['under']
      if (place === undefined || seen.has(limit.source)) return []
      const called = groups['floor'] !== undefined ? 'floor' : groups['cap'] !== undefined ? 'cap' : undefined
      const pair = limitPair(slot, limit, called)
      if (pair === undefined) return []
      seen.add(limit.source)
      const claimed =
        groups['keeps'] !== undefined ||
        (groups['breaks'] === undefined && (groups['over'] !== undefined) === pair.isFloor)
      const denied = isDenied(clause.text, place[0])
      return pair.within === (claimed !== denied) ? [] : [reasonFor(clause.text.slice(...place), denied, pair)]
    }),
  )
  return seen.size > 0 ? reasons : [...limitOfParts(clause), ...limitNotCited(clause, kinOf)]
}

/** Sentences whose limit is that of the sentence before: "The limit is B. At A it is respected." */
export function limitsBefore(sentences: readonly Clause[]): string[] {
  return sentences.flatMap((sentence, i) => {
    const before = sentences[i - 1]?.slots.filter(isLimit) ?? []
    const [slot, ...others] = sentence.slots.filter(({ part }) => part.kind === 'figure')
    if (before.length !== 1 || slot === undefined || others.length > 0 || notSaid.test(sentence.text)) return []
    if (!/\b(?:it|that|this (?:limit|cap)|the (?:limit|cap|ceiling|mandate|bound))\b/i.test(sentence.text)) return []
    const pair = limitPair(slot, before[0], undefined)
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
function limitPair(slot: FilledSlot, limit: FilledSlot, called: 'cap' | 'floor' | undefined): LimitPair | undefined {
  const figure = magnitude(slot)
  const at = magnitude(limit)
  if (figure === undefined || at === undefined || figure.kind !== at.kind || slot.source === limit.source)
    return undefined
  // of figures below zero a limit may be meant for their size
  if (isLimit(slot) || figure.value < 0 || at.value < 0 || (called === undefined && !isLimit(limit))) return undefined
  const isFloor = called === 'floor' || /\b(?:least|minimum|floor)\b/i.test(nameOf(limit))
  return {
    figure: figure.source,
    limit: at.source,
    isFloor,
    within: isFloor ? figure.value >= at.value : figure.value <= at.value,
    order: figure.value > at.value ? 'above' : figure.value < at.value ? 'below' : 'at',
  }
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
function limitOfParts(sentence: Clause): string[] {
  if (sentence.slots.length === 2) return limitOfSentence(sentence)
  const limits = [...new Set(sentence.slots.filter(isLimit).map(({ source }) => source))]
  if (limits.length !== 1) return []
  const parts = clausesOf(sentence, /;\s+|,? (?=(?:but|while|whereas)\b)|, (?=and\b)/)
  const limit = sentence.slots.find(isLimit)!
  return parts.flatMap((part) => {
    const figures = part.slots.filter((slot) => !isLimit(slot))
    if (figures.length !== 1 || part.slots.length > 2 || notSaid.test(part.text)) return []
    if (part.slots.length === 1 && !/\b(?:it|that|this|the (?:limit|cap|ceiling))\b/i.test(part.text)) return []
    const pair = limitPair(figures[0], limit, undefined)
    return pair === undefined ? [] : heardAgainst(part.text, pair)
  })
}

/** The one figure and the one limit of a sentence, with words that say whether it is kept. */
function limitOfSentence(sentence: Clause): string[] {
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
  const pair = limitPair(slots[1 - at], slots[at], called[at])
  if (pair === undefined) return []
  return heardAgainst(text, pair)
}

/** Its own limit: of no other measure. */
const ownLimit = new RegExp(
  `\\b(?:the|its|our|their) (?:mandate['’]s )?(?:[\\p{L}]+ )?(?:limit|cap|ceiling|floor)\\b(?! (?:of|on|for|to) )|\\b(?:within|inside|outside|breach\\w*|respects?|with|violates?) (?:the|our|its) mandate\\b(?!['’]s)`,
  'iu',
)

/** The one figure of a sentence that speaks of its limit without citing it, where the result has just one for it. */
function limitNotCited(sentence: Clause, kinOf: (slot: FilledSlot) => FigureKin | undefined): string[] {
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
