import type { Unit } from '@tutti/workflows/figures'
import type { Citables } from './citables.ts'
import { figureMark, type MarkedParagraph } from './draft-reading.ts'
import type { FigureKin } from './figure-kin.ts'
import { otherPeriod } from './period-words.ts'
import { quote } from './reason.ts'

const after =
  /^[ -]?(?<word>%|per ?cent(?:age points?)?\b|percentage points?\b|basis[- ]points?\b|bps?\b|pp\b|points?\b|m\b|mn\b|bn\b|k\b|millions?\b|billions?\b|trillions?\b|thousands?\b|hundreds?\b|days?\b|weeks?\b|months?\b|years?\b|times\b|fold\b|x\b|(?:(?:Swiss|US|Canadian|Australian|Hong Kong|New Zealand|Singapore) )?(?:dollars?|euros?|pounds?|sterling|yen|francs?|yuan|renminbi|rupees?)\b|cents\b|[$€£¥])/i
const before = /(?<word>\b[A-Z]{1,2}\$|[$€£¥]|\b[A-Z]{3})[ ]?$/
const spelled: Readonly<Record<string, string>> = {
  $: 'USD',
  dollar: 'USD',
  US$: 'USD',
  'us dollar': 'USD',
  'canadian dollar': 'CAD',
  'australian dollar': 'AUD',
  A$: 'AUD',
  C$: 'CAD',
  '€': 'EUR',
  euro: 'EUR',
  '£': 'GBP',
  pound: 'GBP',
  sterling: 'GBP',
  '¥': 'JPY',
  yen: 'JPY',
  franc: 'CHF',
  'swiss franc': 'CHF',
  yuan: 'CNY',
  renminbi: 'CNY',
  rupee: 'INR',
}
const codes = new Set(
  'USD EUR GBP JPY CHF AUD CAD NZD SEK NOK DKK CNY HKD SGD INR BRL MXN ZAR KRW PLN CZK HUF'.split(' '),
)
/** A unit at the start of a text, without a figure before it. */
const leading = new RegExp(after.source.replace('^[ -]?(?<word>', `^(?<word>(?:${[...codes].join('|')})\\b|`), 'i')

type Family = 'percent' | 'basis-points' | 'money' | 'time' | 'times' | 'currency' | 'points'

/**
 * Words of unit beside the figures of a paragraph that repeat or contradict the unit, the currency or the period that a slot brings
 * along, each as a reason.
 */
export function unitContradictions({ text, slots }: MarkedParagraph, { known, kin }: Citables): string[] {
  const reasons: string[] = []
  let at = -1
  for (let i = 0; i < text.length; i++) {
    if (text[i] !== '\ue000' && text[i] !== '\ue001') continue
    at++
    if (text[i] !== figureMark) continue
    const { part, citable, source } = slots[at]
    const unit = part.kind === 'figure' ? part.figure.unit : null
    const say = (problem: string): void => void reasons.push(`slot of ${quote(source)}: ${problem}`)
    const rest = text.slice(i + 1)
    const ahead = text.slice(0, i)
    // an amount "in its own currency" may be in any that the results name; all others are in the base currency
    const currencies = /\bown currency\b/i.test(citable?.label ?? '') ? known.currencies : known.baseCurrencies
    const isOther = (currency: string | null): boolean => currency !== null && !currencies.has(currency)
    if (/^[.,]?[\ue000\d]/.test(rest)) say('another number follows without a space; put words between them')
    if (/(?:^|[\s(])[-−–+~](?: ?)$/.test(ahead) && !/(?:^|\n)\s*[-–] $|[^\s(] [-–−] $/.test(ahead))
      say('a sign stands before it; the slot brings its own sign')
    if (/\bminus $/i.test(ahead)) say('"minus" stands before it; the slot brings its own sign')
    if (/[\p{L}]$/u.test(ahead)) say('a letter touches it; put a space before it')
    const lead = before.exec(ahead)?.groups?.['word']
    if (lead !== undefined) {
      const currency = currencyOf(lead)
      const names = codes.has(lead) && listed.test(ahead.slice(0, -lead.length - 1)) && isOwnItem(kin(source), lead)
      if (unit === 'money' && isOther(currency) && !names)
        say(
          `"${lead}" stands before it, and the results do not say that this money is in ${currency}; leave the currency out`,
        )
      if (/[$€£¥]/.test(lead) && unit !== 'money')
        say(`"${lead}" stands before it, and the figure is no money: leave the sign out`)
    }
    if (
      /^ of (?:a |an |one )?(?:%|per ?cent\b|percentage points?|basis points?|bps?\b|million|billion|thousand)/i.test(
        rest,
      )
    )
      say('a fraction of a unit follows, and the slot brings its unit along: leave the words out')
    const wrongPeriod = part.kind === 'figure' ? otherPeriod(citable?.label ?? '', ahead, rest) : null
    if (wrongPeriod !== null) say(wrongPeriod)
    if (heldIn.test(rest)) continue
    const found = (after.exec(rest) ?? statedUnit(ahead, rest))?.groups
    if (found === undefined) {
      if (/^\p{L}/u.test(rest)) say('a letter touches it; put a space after it')
      const code = /^ ([A-Z]{3})\b/.exec(rest)?.[1]
      if (code !== undefined && codes.has(code) && unit === 'money' && isOther(code))
        say(`"${code}" follows, and the results do not say that this money is in ${code}; leave the currency out`)
      continue
    }
    const word = found['word']
    const family = familyOf(word)
    if (family === 'currency') {
      const currency = currencyOf(word)
      if (unit !== 'money') say(`${quote(word)} follows, and the figure is no money: leave the word out`)
      else if (isOther(currency ?? word))
        say(
          `${quote(word)} follows, and the results do not say that this money is in ${currency}; leave the currency out`,
        )
    } else if (!fitting(unit, citable?.unit, family, word)) {
      say(
        unit === null || unit === 'ratio' || unit === 'count'
          ? `${quote(word)} follows, which is not its unit: leave the word out`
          : `${quote(word)} follows, and the slot brings its unit along (${unit}): leave the word out`,
      )
    }
  }
  return reasons
}

/** Before a currency's code that names the item of a list: "Exposures: EUR X, GBP Y and JPY Z". */
const listed = /(?:^|[,;:(–]|\n|\n- |\b(?:and|for))\s?$/

/** Whether a code is the name of an item on the figure's path. */
function isOwnItem(kin: FigureKin | undefined, code: string): boolean {
  return kin?.levels.some(({ own, names }) => own === code || names.get(own)?.includes(code)) ?? false
}

/** A currency's name behind a figure that belongs to what is held in it: "X of EUR exposure" without the "of". */
const heldIn =
  /^ (?:[A-Z]{3}|euro|sterling|yen|dollar|franc)[ -](?:exposures?|positions?|forwards?|futures|swaps?|options?|puts?|calls?|collars?|bonds?|legs?|books?|payments?|liabilities|assets)\b/

/** The code of a currency by a code, a sign or a word; a nation before the word tells dollars apart. */
function currencyOf(word: string): string | null {
  if (codes.has(word)) return word
  const plain = word.toLowerCase().replace(/(?<=\w)s$/, '')
  const known = Object.entries(spelled).find(([name]) => name === word || name === plain)
  return known?.[1] ?? (/[$]$|\s/.test(word) ? word : null)
}

const statedAfter =
  /^(?: a year| of (?:the |our |all )?assets)?(?:,? \(?in | \(|, (?:counted|measured|stated|expressed|given) in |, (?:which|that) (?:is|are) (?:(?:all|really|counted|measured|given) )?(?:in )?|, (?:being|meaning) )(?=(?:per ?cent|percentage|basis|bps?|millions?|billions?|thousands?|days|weeks|months|years|dollars|euros?|pounds|sterling|yen|francs|yuan|renminbi|rupees|(?:Swiss|US|Canadian|Australian) \w+|[A-Z]{3})\b(?! (?:which|that|of|and|a row|between|advance)))/i
const statedBefore =
  /(?:^|[.;:]\s+)(?:(?:measured|expressed|stated|quoted|counted|reckoned) )?in ([A-Za-z ]{2,20}),[^.;:\ue000]{0,60}$/i

/** A unit that is stated beside the figure: "X, in euros", "In percent, the saving is X". */
function statedUnit(ahead: string, rest: string): RegExpExecArray | null {
  const behind = statedAfter.exec(rest)
  if (behind !== null) return leading.exec(rest.slice(behind[0].length))
  const before = statedBefore.exec(ahead)
  return before === null ? null : leading.exec(before[1])
}

function familyOf(word: string): Family {
  if (/^(?:%|per|pp)/i.test(word)) return 'percent'
  if (/^(?:basis|bp)/i.test(word)) return 'basis-points'
  if (/^points?$/i.test(word)) return 'points'
  if (/^(?:m|mn|bn|k|millions?|billions?|trillions?|thousands?|hundreds?)$/i.test(word)) return 'money'
  if (/^(?:day|week|month|year)/i.test(word)) return 'time'
  return /^(?:times|fold|x)$/i.test(word) ? 'times' : 'currency'
}

/** Whether words of the family may follow a number of the unit; null is a number without one: a length or a label. */
function fitting(unit: Unit | null, declared: Unit | undefined, family: Family, word: string): boolean {
  if (unit === null) return family === 'time' ? sameTime(declared, word) : family === 'times'
  if (unit === 'count') return family === 'time' || family === 'times'
  if (unit === 'ratio') return family === 'time' || family === 'times' || family === 'points'
  return false
}

function sameTime(declared: Unit | undefined, word: string): boolean {
  return (
    declared === undefined ||
    declared === 'count' ||
    declared === 'ratio' ||
    word.toLowerCase().startsWith(declared.slice(0, -1))
  )
}
