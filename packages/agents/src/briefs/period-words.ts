/** A period as labels and drafts say it: "a year", "per quarter", "monthly"; not "a year later", nor "a day's volume". */
const stated =
  /\b(?:an?|per|each|every) (?<span>day|week|month|quarter|year)\b(?!['’-]| (?:later|earlier|before|ago|ahead|from)\b)|\b(?<often>daily|weekly|monthly|quarterly|yearly|annual|annually|annum)\b/i
/** Right behind a figure, also with what it is a share of between. */
const behind = new RegExp(
  `^(?: of (?:the |our |all )?\\p{L}+)?,? (?:in |for |by )?(?:${stated.source.replaceAll('\\b(', '(')})`,
  'iu',
)
/** Nouns of what is paid or earned over a period. */
const flow =
  '(?:costs?|bill|charges?|fees?|premiums?|expenses?|outlay|price|savings?|earnings|income|carry|roll|drag|gains?|loss(?:es)?|returns?|volatility|turnover)'
/** Before a figure: "a monthly cost of", "the daily bill of the swaps is". */
const adjective = new RegExp(
  `\\b(?<often>daily|weekly|monthly|quarterly|yearly|annual) ${flow}\\b[^.;:,\\ue000]{0,60}$`,
  'i',
)
/** Before a figure: "Every month the forwards cost". */
const opening =
  /(?:^|[.;:!?]\s+|\n)(?:(?:in|for|over) )?(?:each|every|per) (?<span>day|week|month|quarter|year),? [^.,;:\ue000]{0,60}\b(?:costs?|pays?|takes?|loses?|earns?|saves?|gains?|spends?)\s$/i

const spans: Readonly<Record<string, string>> = {
  daily: 'day',
  weekly: 'week',
  monthly: 'month',
  quarterly: 'quarter',
  yearly: 'year',
  annual: 'year',
  annually: 'year',
  annum: 'year',
}

/** What is wrong with the period that words beside a figure state, where its label states another or says that it is paid once. */
export function otherPeriod(label: string, ahead: string, rest: string): string | null {
  const own = /\bonce\b/i.test(label) ? 'once' : spanOf(stated.exec(label))
  if (own === null) return null
  const said = spanOf(behind.exec(rest)) ?? spanOf(adjective.exec(ahead)) ?? spanOf(opening.exec(ahead))
  if (said === null || said === own) return null
  return own === 'once'
    ? `it is said to be for a ${said}, and it is paid once: say that`
    : `it is said to be for a ${said}, and it is for a ${own}: say that`
}

function spanOf(match: RegExpExecArray | null): string | null {
  const { span, often } = match?.groups ?? {}
  return span?.toLowerCase() ?? (often === undefined ? null : spans[often.toLowerCase()])
}
