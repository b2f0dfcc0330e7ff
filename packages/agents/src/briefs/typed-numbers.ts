import { numberDefinitions } from '@tutti/workflows/figures'
import { quoteAt } from './reason.ts'
import { inflected, mostWordsOfName, nameKey, type ResultNames, tenorKey, wordStem } from './result-names.ts'

const months = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
]
const month =
  '(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\\.?'
const day = '(?:0?[1-9]|[12]\\d|3[01])(?:st|nd|rd|th)?'
const year = '(?:19|20)\\d\\d'
const countedNext =
  /^\s*(?:%|per ?cent|bps?\b|basis|points?\b|million|billion|thousand|dollars?|euros?|pounds?|units?|shares?|contracts?|paths?|trials?|times\b|strategies|scenarios|configurations|years?\b|months?\b|days?\b)/i
/** Words after which four digits are an amount and no year. */
const paidBefore =
  /\b(?:sav(?:e|es|ed|ing)|costs?|costing|earn(?:s|ed)?|gain(?:s|ed)?|los(?:e|es)|lost|pays?|paid|worth|about|around|roughly|some|nearly|exactly|(?:comes?|came|amount(?:s|ed)?|adds?(?: up)?|added(?: up)?) to|total(?:s|led)|(?:rose|fell|rises|falls|grows|grew|drops|dropped)(?: by)?)\s+$/i

interface DateForm {
  readonly pattern: RegExp
  readonly known: (match: readonly (string | undefined)[], names: ResultNames) => boolean
}

/** Forms of dates and which of the results' dates each names. */
const dateForms: readonly DateForm[] = [
  { pattern: new RegExp(`\\b(${year}-\\d\\d-\\d\\d)\\b`, 'gi'), known: ([, date], { dates }) => dates.includes(date!) },
  {
    pattern: new RegExp(`\\b(${day}) (?:of )?(${month}),? (${year})\\b`, 'gi'),
    known: ([, d, m, y], names) => names.dates.includes(`${y}-${monthOf(m!)}-${dayOf(d!)}`),
  },
  {
    pattern: new RegExp(`\\b(${month}) (${day}),? (${year})\\b`, 'gi'),
    known: ([, m, d, y], names) => names.dates.includes(`${y}-${monthOf(m!)}-${dayOf(d!)}`),
  },
  {
    pattern: new RegExp(`\\b(${month}),? (${year})\\b`, 'gi'),
    known: ([, m, y], { dates }) => dates.some((date) => date.startsWith(`${y}-${monthOf(m!)}-`)),
  },
  {
    pattern: new RegExp(`\\b(${day}) (?:of )?(${month})(?![\\p{L}\\d])(?!,? \\d)`, 'giu'),
    known: ([, d, m], { dates }) => dates.some((date) => date.endsWith(`-${monthOf(m!)}-${dayOf(d!)}`)),
  },
  {
    pattern: new RegExp(`\\b(${month}) (${day})(?![\\p{L}\\d.,%])(?! ?%)`, 'giu'),
    known: ([, m, d], { dates }) => dates.some((date) => date.endsWith(`-${monthOf(m!)}-${dayOf(d!)}`)),
  },
  {
    pattern: new RegExp(
      `\\b(?:the )?(?:([qh])([1-4])|(first|second|third|fourth)[ -](quarter|half) of) ?(${year})\\b`,
      'gi',
    ),
    known: ([, letter, number, word, span, y], { dates }) =>
      dates.some(
        (date) => date.startsWith(`${y}-`) && inPart(date, (letter ?? span!)[0].toLowerCase(), partOf(number, word)),
      ),
  },
  {
    pattern: new RegExp(`\\b(${year})(?: ?[–/] ?| to | and )(${year})\\b`, 'gi'),
    known: ([, from, to], { years }) => years.has(from!) && years.has(to!),
  },
  {
    pattern: /\b((?:19|20)\d)0s\b/gi,
    known: ([, decade], { years }) => [...years].some((one) => one.startsWith(decade!)),
  },
  {
    pattern: new RegExp(`(?<![\\d.,$€£+\u2212-])\\b(?:FY ?)?(${year})\\b(?![.,]\\d)`, 'gi'),
    known: (match, { years }) => years.has(match[1]!),
  },
]

const ordinal =
  /(?<![\d.,])\d{0,2}(?:1st|2nd|3rd|[04-9]th|1[1-3]th)\b(?!\s+(?:per ?cent(?!ile)|%|basis|bps?\b|points?\b|million|billion|of (?:a|the|its|our) (?:portfolio|risk|cost|variance|exposure|total|book|assets)|more|less|higher|lower))/gi
const listNumber = /^([ \t]*)(\d{1,2})[.)](?=[ \t])/gm
const qualified = /\b(?:a|one|by)\s+$/i

/**
 * Digits of a marked paragraph that are neither a name nor a date of the results, an ordinal, a definition or the number of a list
 * item; each as a reason.
 */
export function typedNumbers(text: string, names: ResultNames): string[] {
  if (!/\p{N}/u.test(text)) return []
  const reasons: string[] = []
  let rest = text
  const blank = (pattern: RegExp, allow: (match: RegExpExecArray) => boolean): void => {
    rest = rest.replace(pattern, (...args: unknown[]) => {
      const groups = args.slice(
        0,
        args.findIndex((arg) => typeof arg === 'number'),
      )
      const index = args.find((arg): arg is number => typeof arg === 'number')!
      const match = Object.assign(groups.slice() as string[], { index, input: text }) as unknown as RegExpExecArray
      return allow(match) ? match[0].replace(/[^\n]/g, ' ') : match[0]
    })
  }
  let item = 0
  blank(listNumber, (match) => Number(match[2]) === item + 1 && ++item > 0)
  for (const { pattern, beside } of numberDefinitions) {
    blank(
      pattern,
      (match) =>
        (beside === undefined || beside.test(sentenceAt(text, match.index))) &&
        !paidBefore.test(text.slice(0, match.index)) &&
        !/^\s*(?:odds|chances?|bets?|probability)\b/i.test(text.slice(match.index + match[0].length)) &&
        !(
          match[0].includes('/') &&
          /\b(?:odds|chances?|probability)\b[^.;]{0,40}\b(?:is|are|of)\s$/i.test(text.slice(0, match.index))
        ),
    )
  }
  rest = withoutNames(rest, names)
  for (const { pattern, known } of dateForms) {
    blank(
      pattern,
      (match) =>
        known([...match], names) &&
        !countedNext.test(text.slice(match.index + match[0].length)) &&
        !paidBefore.test(text.slice(0, match.index)),
    )
  }
  blank(ordinal, (match) => !qualified.test(text.slice(0, match.index)))
  blank(/(?<![\p{L}\d])(\d+)[ -]?(day|week|month|year)(?=\b)/giu, ([, count, unit]) =>
    names.tenors.has(tenorKey(count, unit)),
  )
  for (const { 0: found, index } of rest.matchAll(/[+\u2212-]?\p{N}[\p{N}.,/]*/gu)) {
    reasons.push(
      `${quoteAt(text, index, index + found.length)}: a number is typed in that is no name, date, ordinal or definition of the results; cite the figure with a slot {{specialist#/pointer | unit digits}}, a date with the format date, a name with the format text, or leave it out`,
    )
  }
  return reasons
}

/** Units that make a number of the name before them. */
const unitNext =
  /^\s*(?:%|per ?cent\b|percent\b|basis points?\b|bps\b|million\b|billion\b|times (?:larger|smaller|higher|lower|more|less|the|as))/i

/** Words after which a tenor such as "12m" would be read as millions. */
const amountBefore =
  /\b(?:of|by|to|from|about|around|roughly|some|nearly|over|is|are|was|sav(?:e|es|ed|ing)|costs?|earn(?:s|ed)?|gain(?:s|ed)?|los(?:e|es|s)|lost|pays?|USD|EUR|GBP)\s+$/i

/** What a name may stand in: "(the 'X')" and "X's" name X. */
const opening = /^[([‘']+/
const ending = /(?:['’]s)?[)\]’',.;:!?]*$/

/** Before a label that is said in other forms of its words, as a case that is supposed: "if all spreads widen by 300 bp". */
const supposing = /\b(?:if|when|should|were|with|under|assuming|suppos(?:e|ing)|in case|as)(?: the| an?)? $/i

/** The text with the known names that hold digits blanked; a name counts as whole words, whatever its case and punctuation. */
export function withoutNames(text: string, { keys }: ResultNames, holds = /\p{N}/u): string {
  const words = [...text.matchAll(/[^\s"“”«»]+/g)].map(({ 0: word, index }) => ({
    word,
    index,
    end: index + word.length,
    key: nameKey(word),
  }))
  let rest = text
  for (let i = 0; i < words.length; i++) {
    const from = words[i].index + (opening.exec(words[i].word)?.[0].length ?? 0)
    let found: { readonly to: number; readonly last: number } | undefined
    const isSupposed = supposing.test(text.slice(0, from))
    let joined = ''
    let stems = inflected
    for (let last = i; last < Math.min(words.length, i + mostWordsOfName); last++) {
      const { word, end, key } = words[last]
      if (/[\ue000\ue001]/.test(word)) break
      const first = last === i ? word.replace(opening, '') : word
      const to = end - ending.exec(first)![0].length
      const whole = text.slice(from, to)
      if (
        (keys.has(joined + nameKey(first.replace(ending, ''))) ||
          (isSupposed && keys.has(stems + wordStem(first.replace(ending, ''))))) &&
        holds.test(whole) &&
        !unitNext.test(text.slice(to)) &&
        !(/^\d+m$/i.test(whole) && amountBefore.test(text.slice(0, from)))
      )
        found = { to, last }
      joined += last === i ? nameKey(first) : key
      stems += wordStem(first)
    }
    if (found === undefined) continue
    const { to, last } = found
    rest = rest.slice(0, from) + text.slice(from, to).replace(/[^\n]/g, ' ') + rest.slice(to)
    i = last
  }
  return rest
}

/** The sentence that holds the place. */
function sentenceAt(text: string, at: number): string {
  const before = text.slice(0, at)
  const from = Math.max(...['. ', '! ', '? ', '\n', '; '].map((end) => before.lastIndexOf(end) + 1))
  const length = text.slice(at).search(/[.!?;](?:\s|$)|\n/)
  return text.slice(from, length < 0 ? text.length : at + length)
}

function monthOf(name: string): string {
  const at = months.findIndex((one) => one.startsWith(name.slice(0, 3).toLowerCase()))
  return String(at + 1).padStart(2, '0')
}

function dayOf(text: string): string {
  return text.replace(/\D/g, '').padStart(2, '0')
}

function partOf(number: string | undefined, word: string | undefined): number {
  return number !== undefined ? Number(number) : ['first', 'second', 'third', 'fourth'].indexOf(word!.toLowerCase()) + 1
}

function inPart(date: string, span: string, part: number): boolean {
  return Math.ceil(Number(date.slice(5, 7)) / (span === 'q' ? 3 : 6)) === part
}
