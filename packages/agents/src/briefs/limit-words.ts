/** Words for what a figure may not be above. */
export const upper =
  'limit|cap|ceiling|maximum|upper bound|budget|tolerance|allowance|threshold|constraint|restriction|bound|requirement|mandate'
/** Words for what a figure may not be below. */
export const lower = 'floor|minimum|lower bound'
const bound = `(?:(?<floor>${lower})|(?<cap>${upper}))(?:['’]s)?`
const what = '(?= (?:the|its|our|their|that|this|an?|it|both|all|every)\\b| \ue000)'
const someBound =
  "(?= (?:the|its|our|their|that|every|all|both|each) (?:[\\w’'-]+ ){0,3}?(?:limits?|caps?|ceilings?|floors?|minimum|maximum|mandate|thresholds?|bounds?)\\b)"
const keeps = [
  `keep(?:s|ing)?${someBound}|kept${someBound}|attains?${someBound}|reach(?:es)?${someBound}`,
  'respect(?:s|ed|ing)?|satisf(?:y|ies|ied|ying)|compl(?:y|ies|ied|ying) with|compliant with|honou?r(?:s|ed)?|obey(?:s|ed)?',
  `observes?${what}|(?:is|are|be) observed|(?:meets?|meeting|clears?|passes)${what}|(?:is|are|was|be) (?:\\w+ ){0,2}?met|met(?= (?:at|by|with)\\b)`,
  'keeps? (?:to|within|inside)|kept (?:to|within|inside)|(?:is|are|be) kept(?= (?:by|with|at)\\b|,)|adheres? to|conforms? (?:to|with)|in conformity with|abides? by|sticks? to|fulfil(?:s|led|ling)?|(?:stays?|is|remains?) (?:well )?clear of|fits? (?:in|within|into)',
  `(?:within|inside)(?! (?:the|a|this) (?:year|quarter|month|week|portfolio|fund|book|sample|error|model|next))(?:${what}|(?= (?:bounds?|limits?)\\b))`,
  'in (?:line|compliance|keeping) with|compatible with|acceptable under|(?:permitted|allowed) by|(?:leaves?|has|have|gives?) (?:\\w+ ){0,2}?(?:headroom|room|slack|space|cushion|buffer)',
].join('|')
const breaks =
  'breach(?:es|ed|ing)?|violat(?:es?|ed|ing)|breaks?|breaking|broken|broke|oversteps?|overshoots?|overruns?|in (?:breach|violation|excess) of|(?:a|the) (?:breach|violation) of|outside(?= (?:the |its |our )?(?:\\w+ )?(?:limit|bound|cap|ceiling|mandate|tolerance|\ue000))|fails? to \\w+(?: \\w+)?|fails?|miss(?:es|ed)?|transgresses|infringes?|too (?:high|large|much|big) for|leaves? no (?:headroom|room|slack|space)|(?:runs?|falls?) foul of|contraven(?:es?|ed|ing)|flouts?|flouted|blows? through|over the line|offends? against|incompatible with'
const gap = '(?:(?!\\b(?:and|but|while|whereas|although|though|if|unless|until|because|when|to)\\b)[^\ue000;:.])'
const verb = `(?:(?<breaks>${breaks})|(?<keeps>${keeps}))`
const beyond = '(?:(?<over>over|above|beyond|past|exceed(?:s|ed|ing)?)|(?<under>under|below|beneath|short of))'
const adverbs =
  '(?:(?:clearly|easily|comfortably|narrowly|just|well|still|thus|not|never|no longer|duly|fully|already|even|plainly|amply) )*'

/**
 * A figure `a`, a limit `b` and what is said of them: `keeps`, `breaks`, `over` or `under`; `floor` or `cap` where the limit is called
 * one.
 */
export const forms: readonly RegExp[] = [
  // "A breaches the limit of B", "at A volatility respects the ceiling, B"
  new RegExp(
    `(?<a>\ue000)${gap}{0,70}?\\b${verb}\\b${gap}{0,40}?\\b${bound}(?:[^\ue000;:.]{0,30}?\\b(?:of|at|is|was|for)|,| \\(|:)? ?(?<b>\ue000)`,
    'dgi',
  ),
  // "A breaches B, the limit", "A is within the B that the mandate allows"
  new RegExp(`(?<a>\ue000)${gap}{0,70}?\\b${verb}\\b (?:the )?(?:\\w+ )?(?<b>\ue000)`, 'dgi'),
  // "over its cap of B", "under the floor of B"
  new RegExp(
    `(?<a>\ue000)${gap}{0,60}?\\b${beyond}\\b (?:\\w+ ){0,4}?${bound}(?:[^\ue000;:.]{0,20}?\\b(?:of|at)|,| \\()? ?(?<b>\ue000)`,
    'dgi',
  ),
  // "Bank X is over its limit of B, at A", "volatility respects the limit of B with A"
  new RegExp(
    `(?<!\ue000[^\ue000;:.]{0,60})\\b(?:${verb}|${beyond})\\b${gap}{0,40}?\\b${bound}(?:[^\ue000;:.]{0,20}?\\b(?:of|at)|,| \\()? ?(?<b>\ue000)\\)?,? (?:${gap}{0,25}?\\b)?(?:at|with|being|standing at|running at|reaching|given) (?:an? |the |its )?(?:[\\p{L}-]+ (?:of )?){0,3}?(?<a>\ue000)`,
    'dgiu',
  ),
  // "the limit of B is respected by A", "the limit of B is breached at A"
  new RegExp(
    `\\b${bound}(?:[^\ue000;:.]{0,30}?\\b(?:of|at)|,| \\()? ?(?<b>\ue000)\\)?,? (?:(?:is|are|was|has been|would be|stays|remains) )?${adverbs}(?:(?<keeps>met|respected|observed|kept|satisfied|honou?red|obeyed|adhered to|complied with|safe|intact|leaves? (?:\\w+ ){0,2}?(?:headroom|room|slack))|(?<breaks>breached|broken|violated|missed|overshot|overrun|transgressed|exceeded|leaves? no (?:headroom|room|slack)))\\b(?:,)? ?(?:[^\ue000;:.]{0,50}?\\b(?:by|at|with|is|being|of|for|above)|\\(|:) (?<a>\ue000)`,
    'dgi',
  ),
  // "A against a limit of B is a breach", "A (limit B), a breach"
  new RegExp(
    `(?<a>\ue000),? \\(?(?:against|versus|for|with|limit:?|on)? ?(?:(?:an?|the|its|our) )?(?:[\\w-]+ ){0,2}(?:${bound})?[^\ue000;:.]{0,20}?(?<b>\ue000)\\)?,? (?:(?:which|that|this|and so|so that it|it) )?(?:(?:is|being|means|marks|amounts to) )?(?:an? |in )?(?:(?:clear|plain|slight) )?(?:(?<breaks>breach|violation|overrun|excess)|(?<keeps>compliance|compliant|within bounds))\\b`,
    'dgi',
  ),
]

/** Words that say that a limit is kept, wherever they stand in a sentence of one figure and one limit. */
export const kept = new RegExp(
  `\\b(?:${keeps}|compliant|compliance|acceptable|permissible|admissible|(?<!\\b(?:that|which) )(?:is|are) (?:allowed|permitted|tolerated)|tolerable|in order(?! to)|headroom|room|slack|to spare|(?:(?:limit|cap|ceiling|floor)(?: of \ue000)?|it) holds|on the (?:right|safe) side|intact|honou?r\\w*|unbroken|obey\\w*)\\b`,
  'gi',
)
/** Words that say that it is not. */
export const broken = new RegExp(
  `\\b(?:${breaks}|too (?:high|large|much|big|great)|excessive|inadmissible|unacceptable|on the wrong side|pierc\\w+|burst\\w*|bust\\w*|infring\\w+|breaches|breach|violation|offend\\w*)\\b`,
  'gi',
)
/** On which side of a limit: `over` or `under`. */
export const beyondBound = new RegExp(
  `\\b${beyond}\\b (?:(?:the|its|our|their|that|this) )?(?:[\\w’']+ ){0,2}?(?:${upper}|${lower})\\b`,
  'gi',
)
/** Words that make of it a condition, a demand or a move. */
export const notSaid =
  /\b(?:if|unless|until|whether|must|should|needs?|ha(?:s|ve|d) to|in order to|so as to|to (?:\w+ )?(?:keep|bring|get|respect|meet|stay|comply|satisfy|move|come|fall|restore)|asks?|requires?|calls? for|lest|so that|mends?|cures?|repairs?|from)\b/i
