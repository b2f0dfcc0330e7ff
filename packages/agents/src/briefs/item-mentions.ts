import { type ComparedWord, comparedWords } from './compared-words.ts'
import type { KinLevel } from './kin-level.ts'
import { singularOf } from './measure-words.ts'

/** A place in a text that names items of a level. */
export interface ItemMention {
  readonly from: number
  readonly to: number
  /** Keys of the items that go by this name. */
  readonly keys: ReadonlySet<string>
  /** A name that is no everyday word: it names the item wherever it stands. */
  readonly strong: boolean
}

interface Phrase {
  readonly keys: Set<string>
  /** One word of a name. */
  readonly part: boolean
}

/** Words of the longest name that is looked for. */
const longestName = 16

/** Classes of assets, and names of instruments that are of them. */
const assetClasses: readonly (readonly [readonly string[], RegExp])[] = [
  [['equity', 'stock'], /\bS&?P ?\d|equit|stocks?\b|\bMSCI|\bFTSE|stoxx|nikkei|\brussell/i],
  [['bond', 'treasury'], /treasur|\bbonds?\b|gilt|\bbund|\bUST|govt|government/i],
]

/** Words of finance and of reporting that tell no item apart by themselves. */
const everyday = new Set(
  'portfolio total base average mean median value market volatility hedge hedges hedged unhedged risk return returns cost costs none other others all index fund assets liabilities net gross before after change limit limits year years month months rate only alone sale exposure strategy strategies plan share shares price sleeve rule rules figure figures case cases stress test position positions yield spread spreads widening rising falling weight weights trade trades package point points level long short high higher low lower fall falls rise rises fell rose move moves wider tighter narrower bigger cash lead first second third estimate estimated growth income main core with without least most best worst part'.split(
    ' ',
  ),
)
const kindNoun =
  /^(?:['’]s)?[ -](?:scenario|stress|strateg|regime|hedge|sleeve|position|case|overlay|holding|trade|rule|portfolio|shock|group|exposure|leg)/i
const kindAhead = /\b(?:scenario|stress|regime|case|risk group|group) ["'“‘(]?$/i
const determiner =
  /\b(?:the|an?|our|this|that|its|their|each|of|for|in|under|with|by|from|on|both|only|rolling|chosen|proposed|plain|simple)\s+["'“‘(]?$/i
const idiom =
  /\b(?:look(?:s|ing)?|going|go|put|brought|bring|step|way|straight|carry|carried|moving|push(?:ed|es)?)\s+$/i

/** Phrases of each level, worked out once. */
const knownPhrases = new WeakMap<KinLevel, ReadonlyMap<string, Phrase>>()

/** Finds where a text names the items of a level, the longest name at each place. */
export function mentionFinder(level: KinLevel): (text: string) => ItemMention[] {
  const phrases = knownPhrases.get(level) ?? phrasesOf(level)
  knownPhrases.set(level, phrases)
  return (text) => {
    const words = comparedWords(text)
    const mentions: ItemMention[] = []
    for (let i = 0; i < words.length; i++) {
      const found = phraseAt(phrases, words, i)
      if (found === undefined) continue
      const { phrase, last } = found
      const { from, word } = words[i]
      const { to } = words[last]
      const single = last === i
      i = last
      const behind = text.slice(to)
      const before = text.slice(0, from)
      if (single && idiom.test(before)) continue
      const proper =
        /\d|[A-Z]{2}/.test(text.slice(from, to)) || (/[\p{L},] $/u.test(before) && /^[A-Z]/.test(text.slice(from)))
      const plain = single && !proper
      const named = kindNoun.test(behind) || kindAhead.test(before)
      if (plain && everyday.has(word) && !named) continue
      const previous = mentions.at(-1)
      if (
        previous !== undefined &&
        sameKeys(previous.keys, phrase.keys) &&
        joining.test(text.slice(previous.to, from))
      ) {
        mentions[mentions.length - 1] = { ...previous, to, strong: true }
        continue
      }
      mentions.push({
        from,
        to,
        keys: phrase.keys,
        strong: !plain || named || (phrase.part && determiner.test(before)),
      })
    }
    return mentions
  }
}

/** Between two names of one item that stand for it together: "the crisis of 2008". */
const joining = /^(?: of| in|,)? ?(?:the )?["“(]?$/

function sameKeys(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return a.size === b.size && [...a].every((key) => b.has(key))
}

/** The longest phrase that starts at a word, however its words are joined: "S&P 500" is SP500. */
function phraseAt(
  phrases: ReadonlyMap<string, Phrase>,
  words: readonly ComparedWord[],
  first: number,
): { readonly phrase: Phrase; readonly last: number } | undefined {
  let joined = ''
  let found: { readonly phrase: Phrase; readonly last: number } | undefined
  for (let last = first; last < Math.min(words.length, first + longestName); last++) {
    const { word } = words[last]
    const phrase = phrases.get(joined + word) ?? phrases.get(joined + singularOf(word))
    if (phrase !== undefined) found = { phrase, last }
    joined += word
  }
  return found
}

const afterKind = /,| (?:of|on|in|with|by|for|at|matching|sized|to|from|under|against|over)\b/i

/** What an item is by the words that open its name, "bought puts" of those of three months, its plural noun and its codes: "GBP". */
function kindPhrases(name: string): string[][] {
  const codes = (name.match(/\b[A-Z]{3,}\b/g) ?? []).map((code) => [code.toLowerCase()])
  const [head, ...rest] = name.split(afterKind)
  const words = wordsOf(head)
  const last = words.at(-1)
  if (last === undefined || rest.length === 0 || words.length > 4 || /\d/.test(head)) return codes
  const isPlural = /^\p{L}{3,}(?<!s)s$/u.test(last) && !everyday.has(last) && !everyday.has(singularOf(last))
  return [...codes, ...(words.length > 1 ? [words] : []), ...(isPlural ? [[last]] : [])]
}

function wordsOf(name: string): string[] {
  return comparedWords(name).map(({ word }) => word)
}

function holds(words: readonly string[], wanted: readonly string[]): boolean {
  return words.some((_, at) => wanted.every((one, i) => words[at + i] === one))
}

/** Names of the items and the words by which one of them alone may go: "collar" of a zero-cost collar. */
function phrasesOf({ names }: KinLevel): Map<string, Phrase> {
  const phrases = new Map<string, Phrase>()
  const holders = new Map<string, Set<string>>()
  const short: { readonly key: string; readonly words: readonly string[]; readonly name: string }[] = []
  const add = (phrase: string, key: string, part: boolean): void => {
    const known = phrases.get(phrase)
    if (known === undefined) phrases.set(phrase, { keys: new Set([key]), part })
    else known.keys.add(key)
  }
  for (const [key, all] of names) {
    for (const name of all) {
      const words = comparedWords(name).map(({ word }) => word)
      if (words.length === 0 || words.length > longestName || (words.length === 1 && words[0].length < 3)) continue
      add(words.join(''), key, false)
      for (const word of words) holders.set(word, (holders.get(word) ?? new Set()).add(key))
      if (words.length > 1 && words.length <= 4) short.push({ key, words, name })
    }
  }
  for (const { key, words, name } of short) {
    for (const word of words) {
      const tells =
        /^\p{L}{5,}(?<!ing|ed|ly)$|^(?:19|20)\d\d$/u.test(word) ||
        (/^\p{L}{3,}$/u.test(word) && name.includes(word.toUpperCase()))
      if (tells && !everyday.has(word) && holders.get(word)!.size === 1 && !phrases.has(word)) add(word, key, true)
    }
  }
  const spelled = [...names].map(([key, all]) => ({ key, all: all.map((name) => wordsOf(name).map(singularOf)) }))
  const kinds = new Map(
    [...names.values()]
      .flat()
      .flatMap(kindPhrases)
      .map((words) => [words.join(' '), words]),
  )
  for (const words of kinds.values()) {
    const singular = words.map(singularOf)
    // one name may hold another: "par swaps" are part of "par swaps and futures" too
    const holding = spelled.filter(({ all }) => all.some((name) => holds(name, singular)))
    for (const form of new Set([words.join(''), [...words.slice(0, -1), singular.at(-1)].join('')])) {
      if (phrases.has(form)) continue
      phrases.set(form, { keys: new Set(holding.map(({ key }) => key)), part: words.length === 1 })
    }
  }
  for (const [names_, ofClass] of assetClasses) {
    const keys = [...names].flatMap(([key, all]) => (all.some((name) => ofClass.test(name)) ? [key] : []))
    // where several are of the class its name tells none apart
    if (keys.length === 1) for (const word of names_) if (!phrases.has(word)) add(word, keys[0], false)
  }
  // what all of them are called tells none apart
  return new Map([...phrases].filter(([, { keys }]) => keys.size < names.size))
}
