import {
  adverbs,
  agreed,
  agrees,
  authority,
  bodies,
  consent,
  consented,
  did,
  few,
  has,
  is,
  needed,
  ofConsent,
  onTheWay,
} from './consent-words.ts'
import { plainSentences } from './plain-sentences.ts'
import { quoteAt } from './reason.ts'
import { unasserted } from './unasserted.ts'

const anywhere = (source: string): RegExp => new RegExp(`\\b${source}`, 'gi')
/** No "could", "would" … in the rest of the clause: "with the consent of the board the plan could start" claims nothing. */
const indicative = `(?![^,;]*\\b(?:can|could|may|might|would|will|only|must)\\b)`

/** Claims that somebody has consented or done anything of that kind, from the plainest to idioms. */
const claims: readonly RegExp[] = [
  // "the trustees have consented": whoever has; "the board of the fund endorsed"; "the committee met": no result tells what bodies do
  new RegExp(`(?<!\\b(?:mandate|policy|guidelines?|rules?) )\\b${has}${adverbs}${consented}\\b`, 'gi'),
  anywhere(`${authority} (?:${has})?${adverbs}(?:\\w+ed and )?${agreed}\\b`),
  anywhere(`${bodies} (?:(?:\\w+ ){1,3}and )?(?:${has})?(?:been )?${adverbs}${did}\\b`),
  anywhere(`${bodies} (?:was|were|has been|have been) ${adverbs}(?!asked)\\w*(?:ed|told|shown|given)\\b`),
  // "Ms Jane Doe approved": a person by name
  new RegExp(`\\b(?:(?:Mr|Ms|Mrs|Dr|Sir|Professor)\\.? )?\\p{Lu}\\p{Ll}+ \\p{Lu}\\p{Ll}+ ${consented}\\b`, 'gu'),
  // "was approved", "stands approved": what a mandate authorises is no consent
  anywhere(`${is}${adverbs}${consented}\\b(?! (?:by|in|under|for) (?:the |its |this )?(?:mandate|policy|guidelines))`),
  // "agreed with the sponsor"; a limit accepted by the client is one
  new RegExp(
    `(?<!\\b(?:limits?|policy|mandate|benchmark|targets?|budgets?|guidelines?|minimum|maximum) )\\b${agreed} ${few}(?:by|with) ${few}${authority}\\b`,
    'gi',
  ),
  // "Approved." as a sentence, "the approved package"
  /^\W*(?:approved|agreed|authori[sz]ed|signed off|endorsed|ratified|cleared|consented)(?= (?:by|without|unanimously|in|on|at|as|this)\b|[.,:;!]|$)/gi,
  anywhere(
    `(?:approved|ratified|authori[sz]ed|endorsed) (?:packages?|plans?|hedges?|orders?|decisions?|rules?|proposals?|trades?|recommendations?|strateg(?:y|ies))\\b`,
  ),
  anywhere(`(?:voted|nodded|waved|let) (?:\\w+ ){0,3}through\\b`),
  // "gave its blessing", "has the green light", "consent is on file", "approval: granted"
  anywhere(
    `(?:gave|gives?|grant(?:s|ed)?|issued|extended|obtained|received|secured|won|got|gets|has|have|had|having|holds?|carr(?:y|ies)|enjoys?|bears?|comes? with|came with|met with|meets with|found|finds) ${onTheWay}${consent}\\b${ofConsent}`,
  ),
  anywhere(
    `${consent}(?: (?:of|by|from|for|to) [^,;]{1,60}?)? (?:(?:is|are|was|were|(?:has|have|had) been|has|have) ${adverbs}(?:given|granted|obtained|received|secured|on (?:file|hand|the table)|in (?:hand|place|the file)|complete|unanimous|assured|settled|confirmed|presumed|implied|minuted|filed|at hand|come|arrived|forthcoming|with us|dated|collected|gathered)|came|arrived|dates|stands?)\\b`,
  ),
  anywhere(`${consent}:? ${adverbs}(?:given|granted|obtained|received|secured)\\b`),
  anywhere(
    `(?:with|under|following|thanks to|owing to|in view of|based on|on the strength of) ${onTheWay}${consent} (?:of|from|by) ${few}${authority}\\b${indicative}`,
  ),
  // "enjoys the confidence of the trustees", "passed the committee", "the decision of the board was positive"
  anywhere(
    `(?:found|finds|enjoys?|has|have|won|wins|earned) ${onTheWay}(?:support|backing|confidence|agreement|trust|favou?r) (?:of|from|among|with) ${few}${authority}\\b`,
  ),
  anywhere(
    `(?:passed|went through|came through|got past|got through|survived|convinced|satisfied) (?:the |its |our )?${few}${authority}\\b`,
  ),
  anywhere(
    `(?:(?:decision|resolution|vote|minutes?|signature|verdict|opinion|letter|answer) (?:of|by|from) ${few}${authority}|${authority}(?:['’]s?)? (?:decision|resolution|vote|minutes?|signature|verdict|opinion|letter|answer)) (?:was|were|has been|says?|shows?|(?:is|are) (?:on|in|at|positive|favou?rable|clear|unanimous|final|given|known|taken|yes|to (?:hedge|approve|go|deal|adopt)))\\b`,
  ),
  anywhere(
    `(?:by|on|under|at|with) (?:the )?(?:orders?|instructions?|behest|authority|leave|say-so) (?:of|from) ${few}${authority}\\b${indicative}`,
  ),
  anywhere(`with ${few}${authority} (?:on board|behind|in favou?r|in agreement|agreed|content|happy)\\b${indicative}`),
  anywhere(`(?:was|were|been) (?:allowed|permitted|excused|instructed|told) (?:to \\w+ )?by ${few}${authority}\\b`),
  anywhere(
    `(?:contracts?|papers|paperwork|documents?|agreements?) (?:is|are|was|were|has been|have been) ${adverbs}signed\\b`,
  ),
  anywhere(`no objections? (?:was|were|has been|have been|came|from|by)\\b`),
  anywhere(
    `(?:(?:cleared|good|free|safe) (?:for use|to go(?: ahead)?|to proceed|to deal|to trade)|${consent} (?:may|can) be (?:taken|assumed|presumed)|unanimous(?:ly)?\\b[^.]{0,30}\\b(?:go ahead|proceed|in favou?r)|all systems go)\\b`,
  ),
]

/** The present tense of one who can consent. */
const agreement = anywhere(
  `${authority} (?:(?:\\w+ ){1,4}and )?${adverbs}${agrees}\\b(?![^.;]* (?:if|provided|unless|as long as|once|only)\\b)`,
)
/** Before it, "more than the client accepts"; behind it, "tolerates a loss of X": both are limits. */
const limitBefore =
  /(?:\b(?:than|as|what|which|how much)|(?<!\b(?:report|say|note|know|understand|inform|tell|confirm|state|fact)\w* )\bthat)(?: (?:the|its|our|their))? $/i
const limitBehind = /^ (?!the|this|that|it)(?:\w+ ){0,8}[^\w\s]*\ue001/

/** That no consent is needed any more, or that nobody objects: as much a claim, for only the mandate says who has to approve. */
const dispensed: readonly RegExp[] = [
  anywhere(`(?:needs?|requires?|calls? for|awaits?|wants?|takes?) no ${few}${needed}\\b`),
  anywhere(
    `(?:(?:does|do|did|need|needs) not|don['’]t|doesn['’]t|no longer|never) (?:need|require|call for|depend on|await|wait for|be subject to|subject to)s? ${few}${needed}\\b`,
  ),
  anywhere(
    `no ${few}${needed}(?: (?:of|by|from) [^,;]{1,40}?)? (?:is|are|was|were|will be|would be)? ?(?:needed|required|necessary|called for|due|outstanding|pending|open)\\b`,
  ),
  anywhere(
    `${needed}(?: (?:of|by|from) [^,;]{1,40}?)? (?:is|are|was|were|has|have) (?:been )?(?:(?:not|no longer|hardly) (?:needed|required|necessary|called for)|unnecessary|superfluous|dispens\\w+|no longer pending|moot|a (?:mere |pure )?formality)\\b`,
  ),
  anywhere(
    `(?:nobody|no one|none(?! (?:of|on|in) (?!us|them|those)(?![^,;]{0,40}?${authority}))|no ${authority})(?: (?:of|on|in) [^,;]{1,40}?)? (?:${has})?(?:objects?|objected|dissents?|dissented|opposed|opposes|disagreed|disagrees|protested|complained|minds?|minded|voted against|spoke against)\\b`,
  ),
  anywhere(
    `(?:nothing (?:further|more|else) is (?:needed|required|asked) (?:from|of)|(?:no need|not necessary|not needed|unnecessary|needless) to (?:ask|consult|involve|inform|wait for)) ${few}${authority}\\b`,
  ),
  anywhere(
    `${authority} (?:(?:need|needs) not|(?:do|does) not (?:need|have) to|(?:can|may) be (?:left out|bypassed|skipped|passed over))\\b`,
  ),
  anywhere(`no ${authority} (?:has|have|needs?) to\\b`),
]
/** What leaves these open. */
const open = /\b(?:if|unless|whether|when|would|not|nothing|nobody)\b[^,;:]*$|n['’]t\b[^,;:]*$/i
const goesWithout = anywhere(
  `(?:may|can|will|shall|should|is to|are to|be|been|go|goes|proceeds?|starts?) [^,;.]{0,30}?\\bwithout ${few}${needed}\\b`,
)

/** That a limit or a control holds no longer: only the mandate says so. */
const release = anywhere(
  `(?:limits?|caps?|ceilings?|floors?|checks?|controls?|restrictions?|approvals?|mandate)\\b[^.;:!?]{0,30}?\\b(?:has|have|had) (?:now |already |just )?been (?:lifted|waived|suspended|switched off|disabled|removed|set aside|abolished)\\b`,
)

const consentReason = 'claims a consent: what persons say or do stands on a record of its own; leave it out'
const releaseReason = 'claims that a limit or a control holds no longer: only the mandate says so; leave it out'

/** Claims that somebody has approved, agreed or let pass, that nobody has to, or that a limit is lifted. `text` has marks for slots. */
export function claimedConsents(text: string): string[] {
  return plainSentences(text).flatMap((sentence) => {
    const found = (...patterns: readonly RegExp[]): RegExpExecArray[] =>
      patterns.flatMap((one) => [...sentence.matchAll(one)])
    const asserts = ({ 0: words, index }: RegExpExecArray): boolean =>
      !unasserted(sentence, index, index + words.length)
    const agreements = found(agreement).filter(
      ({ 0: words, index }) =>
        !limitBefore.test(sentence.slice(0, index)) && !limitBehind.test(sentence.slice(index + words.length)),
    )
    const asserted = [...found(...claims), ...agreements, ...found(goesWithout)].filter(asserts)
    const waived = sentence.endsWith('?')
      ? []
      : found(...dispensed).filter(({ index }) => !open.test(sentence.slice(0, index)))
    const [first] = [...asserted, ...waived].sort((one, next) => one.index - next.index)
    const released = found(release).filter((one) => asserts(one) && !/\b(?:no|not|never)\b/i.test(one[0]))
    return [
      ...(first === undefined ? [] : [reasonAt(sentence, first, consentReason)]),
      ...released.map((one) => reasonAt(sentence, one, releaseReason)),
    ]
  })
}

function reasonAt(sentence: string, { 0: words, index }: RegExpExecArray, reason: string): string {
  return `${quoteAt(sentence, index, index + words.length)} ${reason}`
}
