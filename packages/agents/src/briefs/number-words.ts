import { quoteAt } from './reason.ts'
import { type ResultNames, spelledTenor, tenorKey } from './result-names.ts'
import { withoutNames } from './typed-numbers.ts'

const small =
  'two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|fou?rty|fifty|sixty|seventy|eighty|ninety'
const large = 'hundreds?|thousands?|millions?|billions?|trillions?|dozens?'
const unit =
  'per ?cent(?:age)?|percentage|basis points?|points?|bps?|hundred|thousand|million|billion|trillion|dozen|dollars?|euros?|pounds?|yen|francs?|cents?|standard deviations?|sigmas?|years?|months?|weeks?|days?|times'

/** Words that look like numbers and are none; blanked before the search. */
const idioms: readonly RegExp[] = [
  new RegExp(
    `\\b(?:one|${small})-(?:sided|way|tailed|tiered?|steps?|stage|parts?|dimensional|factor|pronged|legged|eyes?|horse|edged|faced|fund theorem)\\b`,
    'gi',
  ),
  /\bfour[- ]eyes\b/gi,
  /\b(?:the|these|those|between|all)(?: other| latter| former)? two\b(?!-| +\S+s\b)(?![ -](?:thirds|per|basis|points|hundred|thousand|million|billion|fifths|quarters))/gi,
  /\b(?:phase|step|stage|tier|option|part|pillar|plan|point|question|case|leg) (?:one|two|three|four|five)\b(?![ -](?:per|basis|points|percent|hundred|thousand|million|billion))/gi,
  /\bmagnificent seven\b|\bgroup of (?:seven|ten|twenty)\b|\bbig (?:four|three)\b|\bchapter eleven\b/gi,
  /\bdouble[- ](?:check|count|edged|tax|entry|a\b|b\b|c\b)\w*/gi,
  /\btriple[- ](?:a|b|c|witching)\b/gi,
  /\bhalf[- ]?(?:year|life|hearted|way|yearly)\w*|\b(?:first|second|latter|former|better|other|upper|lower) half\b/gi,
  /\b(?:first|second|third|fourth|last|next|this|each|every|per|previous|current|the)[- ]quarters?\b(?! of (?:the|its|our|all))/gi,
  /\bquarter[- ](?:end|ly)\w*/gi,
  /\bthink twice\b/gi,
  /\bzero[- ](?:cost|coupon|rate|curve|beta|sum|lower|bound|mean|premium)\w*|\bnet zero\b/gi,
  /\b(?:is|are|was|were|be|seems?|remains?) twofold\b|\btwofold (?:aim|purpose|reason|role|task|question)s?\b/gi,
  /\bsix sigma\b|\bat sixes\b|\bsecond to none\b|\bin two minds\b/gi,
]

/** Tens, hundreds, scales and per cent of German, French, Spanish and Italian, in whatever word they stand. */
const foreign = [
  String.raw`\p{L}*(?:zwanzig|drei(?:ß|ss)ig|(?:vier|fünf|fuenf|sech|sieb|acht|neun)zig|hundert|tausend)\p{L}*|millionen|milliarden?|prozent`,
  'vingts?|trente|quarante|cinquante|soixante|cents? millions|milliards?|pour ?cent|pourcents?',
  'veinte|treinta|cuarenta|cincuenta|sesenta|setenta|ochenta|noventa|cien|millón|millones|por ciento',
  'venti|trenta|quaranta|cinquanta|sessanta|settanta|ottanta|novanta|milione|milioni|miliardi|per cento',
].join('|')

/** Number words that state a quantity. */
const quantities: readonly RegExp[] = [
  new RegExp(String.raw`(?<!\p{L})(?:${foreign})(?!\p{L})`, 'giu'),
  new RegExp(`\\b(?:${small})(?:[ -](?:one|two|three|four|five|six|seven|eight|nine))?\\b`, 'gi'),
  new RegExp(`\\b(?:a |an |one |several |some |many )?(?:${large})\\b`, 'gi'),
  new RegExp(`\\b(?:one|single|zero|nil|nought|no)[ -](?:${unit})\\b`, 'gi'),
  /\bone[ -](?:half|third|quarter|fourth|fifth|sixth|seventh|eighth|ninth|tenth|twelfth|twentieth|hundredth)\b/gi,
  /\b(?:is|are|was|were|of|to|at|by|equals|costs?|nearly|about|almost|exactly) (?:zero|nil|nought|unity)\b(?![ -](?:cost|coupon|rate|curve|beta|sum|lower|bound))/gi,
  /\b(?:by |in |a |the |its |about |nearly |almost |roughly |over )?hal(?:f|ves?|ved|ving)\b/gi,
  /\b(?:doubl|tripl|trebl|quadrupl|quintupl)(?:e|es|ed|ing|y)\b/gi,
  /\b(?:twice|thrice)\b/gi,
  new RegExp(`\\b(?:${small}|hundred|thousand)-?folds?\\b`, 'gi'),
  /\b(?:a|by a|nearly a|about a|over a|almost a|roughly a) (?:third|quarter|fourth|fifth|sixth|seventh|eighth|ninth|tenth|twelfth|twentieth|hundredth|thousandth|couple)(?= (?:of|more|less|higher|lower|in|off)\b|[.,;]|$)/gi,
  /\ba (?:good|full|mere|solid|bare|better|cool) (?:third|quarter|fifth|sixth|eighth|tenth|dozen) of\b/gi,
  /\bevery (?:second|third|fourth|fifth|sixth|tenth|twentieth|hundredth) (?:path|scenario|trial|simulation|draw|case|outcome|position)s?\b/gi,
  /\ba score of (?:points|paths|positions|scenarios|trials|strategies)\b/gi,
  /\b(?:low|mid|high|upper|lower)[- ](?:teens|twenties|thirties|forties|fifties|sixties|seventies|eighties|nineties)\b/gi,
  /\b(?:zilch|naught)\b|\b(?:at|for) no (?:extra |additional |further )?cost\b(?= (?:whatever|at all|whatsoever)|[.,;]|$)|\bfree of (?:charge|cost)\b/gi,
  /\b(?:is|are|was|of|over|lasts?|by|within|for|half) a (?:decade|century|fortnight)\b/gi,
  /\bby a (?:third|quarter|fifth|sixth|eighth|tenth)\b/gi,
  /\b(?:thirds|quarters|fourths|fifths|sixths|sevenths|eighths|ninths|tenths|twentieths|hundredths|thousandths)\b(?<!(?:consecutive|previous|recent|past|these|those|both|several|few|some|many|most|all|following|later|earlier|the|over|in|of|and) quarters)/gi,
  /\b(?:lO|IO|lOO|IOO|l{2,}|O{2,}|[lI]+O+[lIO]*|[IVXLCDM]{1,7}) ?(?=%|per ?cent|percentage|basis|bps?\b|million|billion|years|months|points|strategies|scenarios|times|trials)/g,
  /\b(?:by|to|from|of|about) (?=[IVXLCDM]{2,}\b)M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})\b(?= (?:per|%|and|of|out|a year|in))/g,
  /(?<=\b(?:is|are|was|of|by|to|at|about|around|roughly|some|nearly|only|a|an) )(?:one|single|double|triple|high|low|mid)[- ](?:digits?|single[- ]digits?)\b/gi,
]

/** Number words of a marked paragraph that state a quantity, each as a reason. Names of the results may hold them. */
export function numberWords(text: string, names: ResultNames): string[] {
  const blanked = (from: string, pattern: RegExp): string => from.replace(pattern, (found) => ' '.repeat(found.length))
  const rest = idioms.reduce(blanked, withoutNames(text, names, /\p{L}/u))
  const reasons: string[] = []
  const taken: { readonly from: number; readonly to: number }[] = []
  for (const pattern of quantities) {
    for (const { 0: found, index } of rest.matchAll(pattern)) {
      const to = index + found.length
      if (found.trim() === '' || isTenor(text, index, names) || taken.some((one) => index < one.to && to > one.from))
        continue
      taken.push({ from: index, to })
      reasons.push(
        `${quoteAt(text, index, to)}: a quantity is written in words; cite the figure with a slot {{specialist#/pointer | unit digits}}, or say it without a number ("several", "most")`,
      )
    }
  }
  return reasons
}

/** Whether a number word opens a tenor that the results name, as in "ten-year". */
function isTenor(text: string, at: number, { tenors }: ResultNames): boolean {
  const found = spelledTenor.exec(text.slice(at))
  // In the plural it is a length, and lengths are figures.
  return found?.index === 0 && text[at + found[0].length] !== 's' && tenors.has(tenorKey(found[1], found[2]))
}
