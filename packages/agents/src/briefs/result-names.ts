import type { SpecialistResults } from '@tutti/workflows/specialists'

/** Names and dates of results, as found and in the forms in which a draft is compared with them. */
export interface ResultNames {
  /** Strings and keys that hold digits and are short enough to be names. */
  readonly names: readonly string[]
  /** ISO dates and years found as text. */
  readonly dates: readonly string[]
  /** Names and labels, also those with number words, without case, spaces and punctuation: `nameKey`. */
  readonly keys: ReadonlySet<string>
  /** Tenors such as `10y`. */
  readonly tenors: ReadonlySet<string>
  readonly years: ReadonlySet<string>
  /** Codes of the currencies that the results name. */
  readonly currencies: ReadonlySet<string>
  /** Codes of the currency in which the results are reckoned; all that are named where none is said to be the base. */
  readonly baseCurrencies: ReadonlySet<string>
}

const mostNames = 20_000
const longestName = 60
/** Fields whose text is what an item is called, also where it is long or holds a quantity: "All spreads wider by 300 bp". */
const labelField = /^(?:label|name|title)$/i
const longestLabel = 160
/** Words of the longest label. */
export const mostWordsOfName = 30
const numberWord =
  /\b(two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|hundred|thousand|million|half|double|triple)\b/i
/** A number with a unit, unsigned: a finding that stands in a text, not a name. */
const quantity =
  /(?<![+\u2212\d.-])(?<!\b(?:up|down|plus|minus) )(?<![\p{L}\d])\d[\d.,]*\s?(%|percent\b|per cent\b|bps?\b|basis points?\b|million\b|billion\b|bn\b|mn?\b|years?\b|months?\b|days?\b)/iu
const spelledQuantity = /\b(?:percent|per cent|basis points?|million|billion|thousand|dozen|times)\b/i

const unitWord =
  /^(?:percent|per|cent|bps?|basis|points?|million|billion|thousand|dozen|times|years?|months?|weeks?|days?)$/i

/** Whether a text of a label's field names something: a quantity alone, or with a single word ("saved 12 %"), does not. */
function isLabel(text: string): boolean {
  const words = text.match(/\p{L}{3,}/gu)?.filter((word) => !unitWord.test(word)) ?? []
  return text.length <= longestLabel && words.length >= 2 && text.trim().split(/\s+/).length <= mostWordsOfName
}

const spelledCounts: Readonly<Record<string, number>> = {
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
  eleven: 11,
  twelve: 12,
  fifteen: 15,
  twenty: 20,
  thirty: 30,
}

/** A tenor in words, such as "ten-year": its count and its unit. */
export const spelledTenor = new RegExp(`\\b(${Object.keys(spelledCounts).join('|')})[ -](day|week|month|year)`, 'i')

/** A tenor as the results' ones are compared: `10y`. */
export function tenorKey(count: string, unit: string): string {
  return `${spelledCounts[count.toLowerCase()] ?? count}${unit[0].toLowerCase()}`
}

/** A name without case, spaces and punctuation; a point between digits and a free-standing sign before a digit stay. */
export function nameKey(name: string): string {
  return name
    .toLowerCase()
    .replace(/\u2212/g, '-')
    .replace(/(^|\s)([+-])(?=\d)/g, (_, before: string, sign: string) => `${before}${sign === '+' ? '⊕' : '⊖'}`)
    .replace(/(\d)\.(?=\d)/g, '$1⊙')
    .replace(/[^\p{L}\p{N}⊕⊖⊙]/gu, '')
}

/** A label as it is compared where its words are inflected: "All spreads wider by 300 bp" as "if all spreads widen by 300 bp". */
function labelKey(label: string): string {
  return label
    .trim()
    .split(/[\s"“”«»]+/)
    .reduce((key, word) => key + wordStem(word), inflected)
}

/** Stands before the keys of labels in inflected words. */
export const inflected = '~'

/** The key of a word without what inflects it: of a longer one its first four letters. */
export function wordStem(word: string): string {
  const key = nameKey(word)
  return /^\p{L}{5,}$/u.test(key) ? key.slice(0, 4) : key
}

/** What stands in the results as text and holds digits: names, dates, years, tenors, currencies. Bounded, whatever the results hold. */
export function resultNames(results: SpecialistResults): ResultNames {
  const names = new Set<string>()
  const keys = new Set<string>()
  const dates = new Set<string>()
  const years = new Set<string>()
  const tenors = new Set<string>()
  const currencies = new Set<string>()
  const bases = new Set<string>()
  const seen = new Set<string>()
  const take = (text: string): void => {
    if (text.length > 200 || seen.has(text) || seen.size >= mostNames) return
    seen.add(text)
    for (const [date, year] of text.matchAll(
      /(?<!\d)((?:19|20)\d\d)-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?!\d)/g,
    )) {
      dates.add(date)
      years.add(year)
    }
    const spelled = spelledTenor.exec(text)
    if (spelled !== null) tenors.add(tenorKey(spelled[1], spelled[2]))
    if (text.length > longestName) return
    const digits = /\d/.test(text)
    if (!digits && !(numberWord.test(text) && /[\s_-]/.test(text.trim()))) return
    if (/^\d{4}-\d\d-\d\d/.test(text) || text.trim().split(/\s+/).length > 7) return
    for (const [year] of text.matchAll(/(?<![\d.,])(?:19|20)\d\d(?![\d.,])/g)) {
      dates.add(year)
      years.add(year)
    }
    if (!(/\p{L}/u.test(text) || /^\d{8,}$/.test(text)) || quantity.test(text) || spelledQuantity.test(text)) return
    if (digits) names.add(text)
    keys.add(nameKey(text))
    for (const token of text.split(/[\s/_:,()-]+/)) {
      if (/\d/.test(token) && /\p{L}/u.test(token)) keys.add(nameKey(token))
      if (/^\d+[dwmy]$/i.test(token)) tenors.add(token.toLowerCase())
    }
    for (const [, count, unit] of text.matchAll(/(\d+)[\s-]?(day|week|month|year)s?\b/gi))
      tenors.add(tenorKey(count, unit))
  }
  const walk = (value: unknown, key: string): void => {
    if (typeof value === 'string') {
      if (/currency/i.test(key) && /^[A-Z]{3}$/.test(value)) currencies.add(value)
      if (/^(?:base|reporting)_?currency$/i.test(key) && /^[A-Z]{3}$/.test(value)) bases.add(value)
      if (labelField.test(key) && keys.size < mostNames && isLabel(value)) keys.add(nameKey(value)).add(labelKey(value))
      take(value)
    } else if (typeof value === 'number') {
      if (/^year$/i.test(key) && Number.isInteger(value)) take(String(value))
    } else if (Array.isArray(value)) {
      // A long list of numbers holds no names.
      if (typeof value[0] !== 'number') for (const item of value) walk(item, key)
    } else if (typeof value === 'object' && value !== null) {
      for (const [inside, item] of Object.entries(value)) {
        if (!/^\d+$/.test(inside)) take(inside)
        walk(item, inside)
      }
    }
  }
  for (const result of Object.values(results)) walk(result, '')
  return {
    names: [...names],
    dates: [...dates],
    keys,
    tenors,
    years,
    currencies,
    baseCurrencies: bases.size > 0 ? bases : currencies,
  }
}
