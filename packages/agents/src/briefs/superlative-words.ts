import { broken, kept } from './limit-words.ts'
import { goodWhen, meansMeasure, measureHead, singularOf } from './measure-words.ts'

/** Which end of its kind a figure is said to be. */
export type Side = 'most' | 'least'

/** Words for the greatest and the least of plain size. */
const sizes = {
  most: 'highest|largest|biggest|greatest|deepest|widest|longest|steepest|heaviest|maximum|top|(?<=\\bthe )most',
  least: 'lowest|smallest|slightest|shallowest|narrowest|shortest|lightest|tiniest|minimum|(?<=\\bthe )least',
}
/** Words that bring their measure along: which end they mean, and of which labels. */
const ofMeasure: readonly (readonly [RegExp, Side, RegExp])[] = [
  [/(?:cheapest|least (?:expensive|costly|dear)|costs? (?:us )?(?:the )?least|lowest[- ]cost)/, 'least', /\bcosts?\b/],
  [
    /(?:dearest|costliest|priciest|most (?:expensive|costly)|costs? (?:us )?(?:the )?most|highest[- ]cost)/,
    'most',
    /\bcosts?\b/,
  ],
  [
    /(?:most|greatest|best) (?:effective|protective|protection)|protects? (?:us )?(?:the )?(?:best|most)/,
    'most',
    /\beffectiveness\b/,
  ],
  [
    /least (?:effective|protective|protection)|protects? (?:us )?(?:the )?(?:worst|least)/,
    'least',
    /\beffectiveness\b/,
  ],
  [/most volatile/, 'most', /\bvolatility\b/],
  [/least volatile|calmest/, 'least', /\bvolatility\b/],
  [/(?:saves?|saving|earns?) (?:us )?(?:the )?most/, 'most', /\bsavings?\b/],
  [/saves? (?:us )?(?:the )?least/, 'least', /\bsavings?\b/],
  [/(?:harshest|severest)(?! to\b)/, 'most', /^(?:\w+ )?loss\b/],
  [/mildest(?! to\b)/, 'least', /^(?:\w+ )?loss\b/],
  [
    /(?:loses?|lost|hurts?|harms?|costs?|hits?) (?:us |the fund |the portfolio )?(?:the )?(?:most|hardest)|(?:harshest|severest|worst|most (?:severe|harmful|damaging|painful|adverse)) (?:of (?:all |the |our |these |those )*)?(?:scenario|stress(?:es)?|shock|case|outcome|event|episode|loss(?:es)?)s?/,
    'most',
    /^(?:\w+ )?loss\b/,
  ],
  [
    /(?:loses?|lost|hurts?|harms?|costs?|hits?) (?:us |the fund |the portfolio )?(?:the )?least|(?:mildest|least (?:severe|harmful|damaging|painful|adverse)|most benign) (?:of (?:all |the |our |these |those )*)?(?:scenario|stress(?:es)?|shock|case|outcome|event|episode|loss(?:es)?)s?/,
    'least',
    /^(?:\w+ )?loss\b/,
  ],
]
const ofMeasureForms = ofMeasure.map(
  ([pattern, side, ofLabel]) => [new RegExp(`(?<![\\p{L}-])(?:${pattern.source})\\b`, 'iu'), side, ofLabel] as const,
)
const judged = /best|worst|finest|poorest|strongest|weakest/
const plain = new RegExp(`\\b(?:(?<most>${sizes.most})|(?<least>${sizes.least})|(?<judged>${judged.source}))\\b`, 'gi')

/** "The cheaper of them": of that measure's figures at least not the other end. */
export const comparatives: readonly (readonly [RegExp, Side, RegExp])[] = [
  [/cheaper|less (?:expensive|costly)/, 'most', /\bcosts?\b/],
  [/dearer|costlier|more (?:expensive|costly)/, 'least', /\bcosts?\b/],
  [/more effective/, 'least', /\beffectiveness\b/],
  [/less effective/, 'most', /\beffectiveness\b/],
  [/more volatile/, 'least', /\bvolatility\b/],
  [/less volatile|calmer/, 'most', /\bvolatility\b/],
  [/harsher|more severe/, 'least', /^(?:\w+ )?loss\b/],
  [/milder|less severe/, 'most', /^(?:\w+ )?loss\b/],
]

/** Words of rank that say the same without a superlative. */
const ranks: readonly (readonly [RegExp, Side])[] = [
  [
    /\b(?:peaks? at|dominates? (?:the )?(?:\w+ )?(?:mix|portfolio|book|allocation|weights)|tops the (?:list|ranking|table)|leads the (?:field|list|table)|comes (?:out )?on top|ranks (?:first|highest)|(?:the|our) bulk of|heads the (?:list|table|ranking)|second to none|unmatched|unrivall?ed|unbeaten|unsurpassed|the lion['’]s share)\b/i,
    'most',
  ],
  [/\b(?:bottoms? out at|troughs? at|ranks (?:last|lowest)|brings up the rear)\b/i, 'least'],
]
const more = 'higher|larger|bigger|greater|deeper|longer|heavier|more'
const less = 'lower|smaller|shallower|shorter|lighter|less'
const anyOther =
  'than (?:anywhere else|(?:in |under |with |for |at )?(?:any|every|all|each|either)(?: (?:one )?(?:of )?(?:the )?)?(?: ?others?| ?rest| ?alternatives?| other [\\p{L}]+)?)'
/** "No strategy is cheaper than the forward, at X", "cheaper than any other, X". */
const unmatched: readonly RegExp[] = [
  // "nothing beats the collar on cost": of what is better or worse
  /\b(?:nothing|none(?: of \p{L}+(?: \p{L}+)?)?|no(?: other)? \p{L}+) (?:can )?(?<most>beats?|outdoe?s?|matche?s?|comes? close to|rivals?)\b/iu,
  new RegExp(
    `\\bnowhere (?:else )?(?:is|are|does|do)\\b[^\ue000;:.,]{0,50}? (?:(?<most>${more}|dearer|costlier|better)|(?<least>${less}|cheaper|worse))\\b`,
    'iu',
  ),
  new RegExp(
    `\\b(?:no(?: other)? [\\p{L}]+|none(?: of (?:the |them)?[\\p{L}]*)?|nothing) (?:is|are|costs?|has|have|saves?|loses?|does|comes|shows|offers|carries|hurts)(?: us)?(?: an?)? (?:(?<most>${more}|dearer|costlier|better)|(?<least>${less}|cheaper|worse))\\b`,
    'iu',
  ),
  new RegExp(
    `\\b(?:(?<most>${more}|dearer|costlier|better)|(?<least>${less}|cheaper|worse))\\b[^\ue000;:.,]{0,30}? ${anyOther}\\b`,
    'iu',
  ),
]

/** Adjectives that narrow no family. */
const open =
  /^(?:expected|annual|yearly|single|overall|hedged?|mean|average|maximum|assumed|estimated|individual|portfolio|own|net|open|foreign|gross)$/
/** A superlative that belongs to the figure before it: "X, the highest of all". */
export const rightBehind = new RegExp(
  `^(?: a year)?,? (?:(?:which|that|this|and so) )?(?:(?:is|are|was|being) )?(?:(?:clearly|by far|also|still) )?(?:the )?(?:${sizes.most}|${sizes.least}|${judged.source}|cheapest|dearest|costliest|(?:most|least) [\\p{L}]+)\\b[^\ue000,;:.]{0,40}(?=[,;:.]|$)`,
  'iu',
)

/** A superlative that speaks of a figure. */
interface FoundSuperlative {
  readonly side: Side
  readonly place: number
  readonly word: string
  /** Said of the figure itself, without its measure. */
  readonly bare: boolean
  /** Its denial is part of the words. */
  readonly settled?: true
}

/** What is known of a figure whose superlative is looked for. */
interface SpokenFigure {
  readonly label: string
  readonly sense: 'level' | 'change' | 'gain' | 'loss'
  /** What the items of its lists are called each. */
  readonly kinds: readonly string[]
}

/** The superlative of a text that speaks of the figure at an index of it. */
export function superlativeAt(text: string, at: number, figure: SpokenFigure): FoundSuperlative | undefined {
  const { label, sense, kinds } = figure
  for (const [pattern, side, ofLabel] of ofMeasureForms) {
    const match = pattern.exec(text)
    if (match !== null && ofLabel.test(measureHead(label).join(' ')) && !saidInLabel(match[0], label))
      return { side, place: match.index, word: match[0], bare: false }
  }
  const stated = unmatched.map((form) => form.exec(text)).find((match) => match !== null)
  if (stated !== undefined && stated !== null) {
    const { 0: word, index: place, groups = {} } = stated
    const isCost = /\b(?:cheaper|dearer|costlier|costs?|expensive)\b/i.test(text)
    const isJudged = /\b(?:better|worse|beats?|outdoe?s?|matche?s?|close to|rivals?)\b/i.test(word)
    const good = goodWhen(label, sense)
    const up = groups['most'] !== undefined
    const speaks = isCost
      ? /\bcosts?\b/.test(measureHead(label).join(' '))
      : text.split(/[^\p{L}]+/u).some((one) => one !== '' && (meansMeasure(one, label) || sameVerb(one, label)))
    if (speaks && !isJudged) return { side: up ? 'most' : 'least', place, word, bare: false, settled: true }
    if (speaks && good !== undefined)
      return { side: up === (good === 'more') ? 'most' : 'least', place, word, bare: false, settled: true }
  }
  for (const [pattern, side] of ranks) {
    const match = pattern.exec(text)
    if (match === null || match.index > at) continue
    const speaks = text.split(/[^\p{L}]+/u).some((one) => one !== '' && meansMeasure(one, label))
    const weighs = /weight|share/.test(measureHead(label).join(' ')) && /domin|bulk|lion/.test(match[0])
    if (speaks || weighs) return { side, place: match.index, word: match[0], bare: true }
  }
  for (const match of text.matchAll(plain)) {
    const { 0: word, index: place, groups = {} } = match
    if (
      saidInLabel(word, label) ||
      // a minimum that is kept or missed is a limit
      (/^m[ai][xn]imum$/i.test(word) && [kept, broken].some((words) => text.search(words) >= 0)) ||
      (/\b(?:at|the) (?:at )?(?:best|worst|most|least)$/i.test(text.slice(0, place + word.length)) &&
        /\bat $/i.test(text.slice(0, place)))
    )
      continue
    const better = goodWhen(label, sense)
    const side: Side | undefined =
      groups['most'] !== undefined
        ? 'most'
        : groups['least'] !== undefined
          ? 'least'
          : better === undefined
            ? undefined
            : (better === 'more') === /best|finest|strongest/i.test(word)
              ? 'most'
              : 'least'
    if (side === undefined) continue
    const behind = text.slice(place + word.length)
    const nouns = /^[- ]((?:[\p{L}-]+ ?){1,5})/u.exec(behind)?.[1].split(/[ -]/) ?? []
    // "the largest currency, at X": of the figure that stands right there
    const ofKind =
      groups['judged'] === undefined &&
      /^[- ][\p{L} -]+(?:[,:]| is [^,;:\ue000]{1,30},?)? (?:at |with )?$/u.test(
        behind.slice(0, Math.max(0, at - place - word.length)),
      )
    const noun = nouns.findIndex(
      (one) => meansMeasure(one, label) || (ofKind && kinds.includes(singularOf(one.toLowerCase()))),
    )
    const isMeasure =
      noun >= 0 &&
      nouns.slice(0, noun).every(
        (one) =>
          open.test(one.toLowerCase()) ||
          label
            .toLowerCase()
            .split(/[^\p{L}]+/u)
            .includes(one.toLowerCase()),
      )
    if (isMeasure) return { side, place, word, bare: false }
    if (groups['judged'] !== undefined) continue
    const predicate =
      (place > at &&
        /^(?: a year| of (?:the )?(?:assets|portfolio|total))?,? (?:(?:which|this|that|it) )?(?:is |was |being |marks )?(?:clearly |by far |also |still |not )?(?:the )?$/i.test(
          text.slice(at + 1, place),
        ) &&
        /^(?:$|[,.;)!?]| (?:of|among|in|across|by far|by a|overall)\b)/.test(behind)) ||
      (place < at &&
        /^(?:,? (?:of all |of them |by far )?(?:at |with |is |being )?|: )$/i.test(
          behind.slice(0, at - place - word.length),
        )) ||
      // "its cost is the lowest, at X", "effectiveness is highest for the collar, at X"
      (place < at &&
        /\b(?:is|are|was|remains|stays)(?: clearly| by far| also)?(?: the| at (?:its|their))? $/i.test(
          text.slice(0, place),
        ) &&
        text
          .slice(0, place)
          .split(/[^\p{L}]+/u)
          .some((one) => meansMeasure(one, label)) &&
        /^[^\ue000;:]{0,60}?[,:(] ?(?:at |with |namely )?$/i.test(behind.slice(0, at - place - word.length)))
    if (predicate) return { side, place, word, bare: true }
  }
  return undefined
}

/** Whether a verb is that of a measure: "saves" of a saving. */
function sameVerb(word: string, label: string): boolean {
  const head = measureHead(label).at(-1) ?? ''
  return (
    (/^sav(?:e|es|ed)$/i.test(word) && /^savings?$/.test(head)) ||
    (/^los(?:e|es|t)$/i.test(word) && /^loss$/.test(head))
  )
}

function saidInLabel(word: string, label: string): boolean {
  return label.toLowerCase().includes(word.toLowerCase())
}
