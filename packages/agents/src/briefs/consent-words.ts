/** Bodies and offices that decide or watch; none is a specialist of a workflow. */
const body =
  'boards?|committees?|trustees?|chair(?:s|man|woman|person)?|officers?|regulators?|supervisors?|auditors?|(?:supervisory|monetary|regulatory|pensions?|competent|conduct) authority|authorities|actuar(?:y|ies)|counsel|lawyers?|compliance|directors?|executives?|(?<!(?:risk|asset|liability|liquidity|cash|portfolio|collateral|money|fund|treasury|margin) )management|council|governors?|treasurer|secretary|president|fiduciar(?:y|ies)|administrators?|depositary|C[EFIR]Os?|watchdog|departments?|heads? of \\w+'
/** Others who can consent, of whom results may tell other things: what clients pay, what a central bank did. */
const other =
  'clients?|sponsors?|members|beneficiar(?:y|ies)|shareholders?|employers?|owners?|custodians?|government|minist(?:er|ry)|central bank|ECB|FCA|PRA|SEC|CFTC|EIOPA|ESMA|FINMA|BaFin'
/** "… of the fund", "… on investments". */
const office = `(?: (?:of|for|on|at|in) (?:the |our |its |this )?(?!it\\b|this\\b)[a-z]+){0,2}`

/** Those who decide or watch, of whom results hold nothing at all. */
export const bodies = `(?:${body})${office}`
/** Whoever can consent. */
export const authority = `(?:${body}|${other})${office}`

export const adverbs = `(?:(?:all|both|each|now|already|just|since|long|also|even|meanwhile|in (?:principle|full|writing|turn)|\\w+ly) )*`
export const has = `(?:has|have|had|having|['’]ve|['’]s) `
export const is = `(?:is|are|was|were|been|being|stands?|stood|got) `

/** Participles that say consent of whatever subject. */
export const consented = `(?:(?:pre-?)?approved|consented|assented|acquiesced|signed (?:it |them |this )?off|countersigned|ratified|endorsed|authori[sz]ed|sanctioned|rubber-?stamped|green-?li(?:t|ghted)|okayed|ok['’]d|waived|blessed)`
/** Participles that say it of one who can consent. */
export const agreed = `(?:${consented}|agreed|accepted|adopted|amended|backed|supported|welcomed|cleared|confirmed|certified|exempted|excused|permitted|instructed|ordered|resolved|signed|initialled|put (?:its|their|his|her) names?|concurred|given in|said yes|(?:voted|decided) (?:for|to|in favou?r|through|unanimously)|(?:waved|nodded|voted) through|(?:had|made|raised|voiced|seen|saw|found|expressed) no (?:objections?|problems?|concerns?|obstacles?))`
/** The past of what a body may do that no result holds; what it asks, sets or is paid stands in mandates and portfolios. */
export const did = `(?:(?!(?:asked|wanted|requested|required|demanded|expected|wished|set|fixed|prescribed|imposed|paid|provided|received|contributed|based|composed|named|needed|concerned|involved|retired|owed|related|used|called|situated|charged|discussed|debated|noted|looked|worried|considered|followed|learned|raised|planned|convened|gathered|stressed|preferred|faced)\\b)\\w{2,}ed|said|gave|given|took|taken|made|let|found|saw|seen|passed|told|wrote|written|felt|chose|chosen|stood|thought|understood|put)`
/** The same in the present, of one who can consent. */
export const agrees = `(?:approves?|consents?|assents?|endorses?|ratif(?:y|ies)|authori[sz]es?|sanctions?|waives?|agrees?|accepts?|tolerates?|allows?|permits?|rubber-?stamps?|backs?|supports?|favou?rs?|likes?|waves?|welcomes?|concurs?|acquiesces?|considers?|believes?|thinks?|finds?|trusts?|vouch(?:es)? for|stands? behind|signs? off|lets?|(?:has|have|sees?|raises?) no (?:objections?|problems?|concerns?|reservations?|obstacles?|doubts?)|(?:do(?:es)?|did) not (?:object|mind|oppose)|(?:is|are|was|were|being) ${adverbs}(?:happy|sold on|content|comfortable|fine|pleased|satisfied|on board|in (?:favou?r|agreement|accord)|behind|unanimous|agreed|relaxed|at ease|supportive|aware|convinced))`

/** Nouns of consent. */
export const consent = `(?:approvals?|consents?|assent|authori[sz]ations?|sign-?offs?|permission|clearance|blessings?|go-?aheads?|green lights?|thumbs[- ]up|all-?clear|nod|okay|imprimatur|seal of approval|ratification|endorsements?|no-objection(?: letter)?|waivers?|exemptions?|derogation|dispensation)`
/** Nouns of what a decision needs; a waiver it may truly not need. */
export const needed = `(?:approvals?|consents?|authori[sz]ations?|sign-?offs?|permission|clearance|ratification|go-?ahead|vote|assent)`
/** What an approval is asked, ordered and recorded by, which is none. */
export const ofConsent = `(?! (?:process|procedure|rights?|powers?|rules?|forms?|steps?|stages?|records?|requirements?|deadline|dates?|limits?|lists?|nodes?|is (?:needed|required|pending|due|missing|open)|(?:needed|required|pending|outstanding|due|missing|to come)\\b))`
/** Words on the way to a noun of consent, none of which asks for it or denies it. */
export const onTheWay = `(?:(?!(?:no|not|yet|to|for|without|needs?|requires?|awaits?|seeks?|before|until|pending|and|but|or|of|on|asked|sought|requested|if|lack\\w*|than)\\b)[\\w'’\\ue001-]+ ){0,5}?`
export const few = `(?:[\\w-]+ ){0,3}?`
