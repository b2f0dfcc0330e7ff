import { plainSentences } from './plain-sentences.ts'
import { quoteAt } from './reason.ts'
import { unasserted } from './unasserted.ts'

/** What a plan would have dealt, were it ever dealt. */
const orders = `(?:orders?|trades?|deals?|fills?|tickets?|slices?|blocks?|executions?|instructions to deal|plan|packages?|hedges?|proposals?|transactions?)(?: (?:of|in|for|on) (?!which\\b|whom\\b)[^,;.]{1,40}?)?`
const done = `(?:executed|settled|filled(?! up)|purchased|bought|sold|sent(?: off| out)?|dealt|placed|booked|matched|routed|transmitted|released|traded|transacted|carried out|implemented|put on|concluded|closed out|worked off|submitted to)`
/** Who deals. */
const dealer = `(?:we|the desk|(?:the )?(?:\\w+ )?traders?|(?:the )?dealers?|(?:the )?brokers?|(?:the )?counterpart(?:y|ies)|(?:the )?banks?|(?:the )?custodians?)`
const adverbs = `(?:(?:all|both|now|already|just|since|duly|long|\\w+ly|in full) )*`

/** Claims that something was dealt. What a plan will do, and what a simulation did, are no such claims. */
const claims: readonly RegExp[] = [
  new RegExp(
    `\\b${orders} (?:has|have|had|was|were|are all|is all)(?: been)? ${adverbs}(?:been )?${adverbs}${done}\\b`,
    'gi',
  ),
  new RegExp(
    `\\b${dealer} (?:has|have|had|['’]ve) ${adverbs}(?:sent|placed|executed|dealt|filled|settled|transmitted|booked|confirmed|matched|traded|carried out|bought|sold|hedged|closed|accepted|received) (?:all |the |both |every |these |those |its |our |\\w+ of )*(?:new )?(?:orders?|trades?|fills?|deals?|packages?|plan|hedges?|slices?|blocks?|forwards?|swaps?|collars?|options?|puts?|futures|swaptions?|equities|bonds|exposures?|gap|currenc(?:y|ies))\\b`,
    'gi',
  ),
  new RegExp(
    `\\b${dealer} ${adverbs}(?:sent|placed|executed|dealt|filled|settled|transmitted|booked|confirmed|matched|carried out) (?:all |the |both |every |these |those |its |our |\\w+ of )*(?:new )?(?:orders?|trades?|fills?|deals?|packages?|plan|slices?|blocks?)\\b`,
    'gi',
  ),
  /\b(?:dealing|trading|execution|settlement)(?: of [^,;.]{1,30}?)? (?:(?:has|had) (?:now |already |just )?(?:begun|started|ended|finished|been completed)|is (?:now |already )?(?:under ?way|in progress|complete|completed|done|finished)|began|started|ended|finished)\b/gi,
  new RegExp(
    `\\b${orders} (?:settled|went (?:out|through|live)|is (?:now )?live|(?:is|are|were) (?:now |already )?(?:with|at) (?:the )?(?:dealers?|banks?|brokers?|market)|(?:is|are) (?:now |already )?(?:in the market|on the books|in place and dealt))\\b`,
    'gi',
  ),
  /\b(?:confirmations?|fills?) (?:of|from|by) (?:the )?(?:dealers?|brokers?|banks?|counterpart(?:y|ies))(?: for [^,;.]{1,30}?)? (?:has|have|is|are|was|were|came|arrived)\b|\bnew (?:positions?|hedges?|contracts?|swaps?|forwards?) (?:is|are|stands?) (?:now |already )?(?:on the books|in place|live)\b|\b(?:market|dealers|banks|brokers) took (?:the|all) (?:orders?|trades?|size)\b/gi,
  new RegExp(
    `\\b(?:forwards?|puts|swaps|collars?|futures|swaptions|options|protection|premium) (?:(?:has|have) ${adverbs}been ${adverbs}|(?:is|are) ${adverbs}(?=\\w+ and paid))(?:bought|sold|purchased|dealt|executed|novated|traded|debited|paid|settled|entered into)\\b`,
    'gi',
  ),
  new RegExp(`\\b${orders} (?:is|are) ${adverbs}(?:done|dealt|bought|over)(?=[.,;]|$)`, 'gi'),
  new RegExp(
    `\\b(?:we|the desk|the (?:\\w+ )?trader) ${adverbs}(?:bought|sold|purchased|dealt) (?:the|all|both)\\b`,
    'gi',
  ),
  /\b(?:fills?|executions?|dealing) (?:came in|went (?:well|smoothly|badly|as planned|through|without))\b/gi,
]
/** Where dealings belong to a history that is simulated or assumed. */
const simulated =
  /\b(?:simulat\w+|back-?test\w*|paths?|scenarios?|histor\w+|sample|assum\w+|as if|existing|in the data|window)\b/i

/** Claims that orders were sent or dealt: a workflow ends with a decision and sends nothing. `text` has marks for slots. */
export function claimedDealings(text: string): string[] {
  return plainSentences(text).flatMap((sentence) => {
    if (simulated.test(sentence)) return []
    const found = claims
      .flatMap((one) => [...sentence.matchAll(one)])
      .find(({ 0: words, index }) => !unasserted(sentence, index, index + words.length))
    return found === undefined
      ? []
      : [
          `${quoteAt(sentence, found.index, found.index + found[0].length)} claims a dealing: nothing is sent or dealt by this workflow; say what the plan would do, or leave it out`,
        ]
  })
}
