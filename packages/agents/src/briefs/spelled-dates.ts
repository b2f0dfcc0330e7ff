import { quoteAt } from './reason.ts'
import type { ResultNames } from './result-names.ts'

const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
]
const units = ['first', 'second', 'third', 'fourth', 'fifth', 'sixth', 'seventh', 'eighth', 'ninth']
const teens =
  'tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth'.split(
    ' ',
  )
/** The days of a month, in order. */
const ordinals = [...units, ...teens, ...units.map((unit) => `twenty-${unit}`), 'thirtieth', 'thirty-first']
const month = `(?<month>${months.join('|')})`
const day = `(?<day>(?:twenty|thirty)[- ](?:${units.join('|')})|${ordinals.join('|')})`
/** Days by name, as month and day. */
const feasts: Readonly<Record<string, string>> = {
  'christmas day': '12-25',
  'christmas eve': '12-24',
  "new year's eve": '12-31',
  "new year's day": '01-01',
}

/** Dates in words; those that count from a day on which the draft is read can be in no result. */
const forms: readonly RegExp[] = [
  new RegExp(`\\b[Tt]he ${day}(?: day)? of ${month}\\b`, 'g'),
  new RegExp(
    `\\b(?:[Oo]n|[Uu]ntil|[Bb]y|[Ss]ince|[Ff]rom|[Bb]efore|[Aa]fter) ${month},? (?:the )?${day}\\b(?! [a-z])`,
    'g',
  ),
  new RegExp(`\\b[Tt]he (?<roman>[Ii]des|[Nn]ones|[CcKk]alends)(?: of ${month})?`, 'g'),
  new RegExp(`\\b(?<feast>${Object.keys(feasts).join('|')})\\b`, 'gi'),
  /\b(?:year|month|week|day|quarter) (?:before last|after next|before yesterday|after tomorrow)\b|\byesterday\b(?!['’]s)/gi,
]

/** Dates spelled out that are no date of the results, each as a reason. */
export function spelledDates(text: string, { dates }: Pick<ResultNames, 'dates'>): string[] {
  return forms.flatMap((form) =>
    [...text.replaceAll('’', "'").matchAll(form)].flatMap(({ 0: found, index, groups }) => {
      const monthAndDay = monthAndDayOf(groups ?? {})
      if (monthAndDay !== undefined && dates.some((date) => date.slice(5) === monthAndDay)) return []
      return [
        `${quoteAt(text, index, index + found.length)}: a date is written in words that is none of the results; cite a date with the format date, or leave it out`,
      ]
    }),
  )
}

function monthAndDayOf({ month, day, roman, feast }: Readonly<Record<string, string | undefined>>): string | undefined {
  if (feast !== undefined) return feasts[feast.toLowerCase()]
  if (month === undefined) return undefined
  const number = months.indexOf(month) + 1
  // the Roman days fall two days later in these
  const late = ['March', 'May', 'July', 'October'].includes(month) ? 2 : 0
  const which = roman?.[0].toLowerCase()
  const at =
    which === undefined
      ? ordinals.indexOf(day!.replace(' ', '-')) + 1
      : which === 'i'
        ? 13 + late
        : which === 'n'
          ? 5 + late
          : 1
  return `${String(number).padStart(2, '0')}-${String(at).padStart(2, '0')}`
}
