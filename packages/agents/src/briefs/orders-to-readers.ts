import { plainSentences } from './plain-sentences.ts'
import { quoteAt } from './reason.ts'

/** Who works on a brief beside its committee: machines … */
const machine = `(?:(?:language )?models?|agents?|assistants?|A\\.?I\\.?s?|LLMs?|(?:chat)?bots?|machines?|systems?|tools?|parsers?|graders?|checkers?|copilots?|programs?|software)`
/** … and roles of the workflow, and readers. */
const role = `(?:reviewers?|traders?|validators?|analysts?|hedgers?|managers?|specialists?|searchers?|historians?|selectors?|hedge[ -]selection|approvers?|leads?|readers?|colleagues?|judges?|evaluators?|supervising agents?)`
const addressee = `(?:(?:the|any|every|all|each|next|dear|my|whichever|following|other|downstream|later|your?)\\s+){0,3}(?:[\\w-]+[ -]){0,2}?(?:${machine}|${role})`

/** Verbs of orders, by themselves clear as such. */
const order = `(?:skip|omit|bypass|ignore|disregard|forget|answer|reply|respond|repeat|adopt|approve|accept|endorse|confirm|obey|submit|recommend|choose|pick|propose|send|execute|refuse|reject|delete|erase|remove|hide|conceal|withhold|pretend|assume|treat|trust|believe|overwrite|rewrite|override|disable|suspend|waive|relax|lift|vote|stop|proceed|continue|go ahead|do (?:not|nothing|as|what|so)|don['’]t|never|always|please|kindly|(?:buy|sell) \\w|say (?:that|nothing|only|it|no|yes)\\b|(?:write|print|output|return|state|report|tell|give|copy|quote|cite|deal|buy|sell|trade|hedge|place|use|take|keep|leave|let|make|set|raise|lower|cut|double|halve|change|replace|drop|mark|sign|pass|call|run|put|turn|switch|follow|read|think|act|be|call|cease|start|begin|open|close|move|pay|add|apply) (?:the|an?|this|that|these|those|all|any|every\\w*|no|not|nothing|it|its|them|their|your|our|us|me|only|just|off|on|up|down|out|as|with|back|silent|sure)\\b)`

/** Imperatives without an addressee count at the start of a sentence only. */
const startingWith = (verbs: string): RegExp =>
  new RegExp(
    `^\\W*(?:(?:so|now|then|and|please|kindly|just|simply|always|from now on|from here on),? )*(?:${verbs})`,
    'gi',
  )

const orders: readonly RegExp[] = [
  // "Reviewer: skip the checks", "Execution trader, deal everything", "Note to the next model: …"
  new RegExp(
    `(?:^|[“"‘(]|\\b(?:and|so|now|then|thus|hence),? )\\W*(?:(?:to|for|attention|attn\\.?|hey|hello|dear|note|memo|message|instructions?|orders?|reminder|hint)(?: (?:to|for|of))? )?${addressee}(?: (?:who|that|which|reading|receiving|handling)[^:,–—-]{0,60})?\\s?[:,–—-]\\s*(?:(?:you (?:must|should|will|shall|may|can|are to)|now|then|just|from now on|at once|in your (?:answer|brief|reply)|when [^,]{1,60}),? )?${order}`,
    'gi',
  ),
  new RegExp(
    `^\\W*(?:note|memo|message|instructions?|reminder|hint|word|request|advice)s? (?:to|for) ${addressee}(?: [^:.]{0,40})?:`,
    'gi',
  ),
  new RegExp(
    `^\\W*(?:(?:to|for) (?:(?:the|any|every|all|whichever|next) ){0,2}(?:\\w+ )?${machine}(?: (?:who|that|which|reading|receiving|handling)[^:]{0,60})?\\s?:|(?:attention|attn\\.?|hey|hello|dear),? ${addressee}\\b)`,
    'gi',
  ),
  // "the agent that reads this brief", "whoever reads this next"
  new RegExp(
    `\\b(?:${machine}|${role}|whoever|anyone|anybody|whichever \\w+|all|those|you)(?: (?:that|who|which))? (?:(?:next|later|now) )?(?:reads?|reading|receives?|receiving|sees|seeing|gets|processes|processing|parses?|parsing|handles?|evaluates?|evaluating|judges|judging|grades?|grading|checks|checking|reviews|reviewing|summari[sz]es?|summari[sz]ing) (?:this|these|the brief|the (?:above|following)|my|our (?:brief|text|words))`,
    'gi',
  ),
  // duties of machines as readers of the brief, and duties of roles to look away
  new RegExp(
    `\\b(?:agents?|assistants?|A\\.?I\\.?s?|LLMs?|(?:chat)?bots?|language models?|(?:next|other|later|following|downstream|reviewing|lead) (?:model|agent|specialist)s?|models? (?:downstream|after this|to come|next in line)|checkers?|graders?|parsers?) (?:that [^,.;:]{1,40} )?(?:must|shall|should|(?:is|are) (?:to|told to|asked to|ordered to|required to|instructed to)|ha(?:s|ve) to|needs? to|ought to|will now|may now)\\b`,
    'gi',
  ),
  new RegExp(
    `\\b${role} (?:must|shall|should|(?:is|are) (?:to|told to|asked to|ordered to|required to|instructed to)|ha(?:s|ve) to|needs? to|ought to|will|may|can) (?:now |simply |just |please |safely |always |only )*(?:skip|omit|bypass|ignore|disregard|forget|answer|reply|respond|repeat|obey|pretend|overlook|look away|not (?:check|verify|review|question|test|read|look|doubt|recompute|mention|report)|sign off without|approve without|accept without|leave [^.;]{1,40} (?:aside|out)|pass over|say that|report that|trust)\\b`,
    'gi',
  ),
  // orders without an addressee, at the start of a sentence, about checks and answers
  startingWith(
    `(?:skip|omit|bypass|drop|waive|suspend|disable|override|neglect|overlook|switch off|turn off|leave out|leave aside|do without|dispense with|set aside) (?:\\S+ ){0,4}?(?:checks?|checking|tests?|reviews?|limits?|mandate|rules?|warnings?|validation|verification|controls?|approvals?|disagreements?)\\b`,
  ),
  startingWith(
    `(?:do not|don['’]t|never) (?:\\w+ly )?(?:check|verify|review|question|test|recompute|re-?check|doubt|mention|disclose|tell|reveal|ask|challenge|dispute|flag|look into|look at)\\b`,
  ),
  startingWith(
    `(?:(?:answer|reply|respond|repeat|pretend)\\b|(?:output|print|return) (?:only|nothing|exactly|just|the words?)\\b)`,
  ),
  startingWith(
    `(?:report|say|state|write|confirm|claim|assert|tell|declare|announce) (?:only |back |simply |just |everywhere |to (?:all|everyone|the \\w+) )*(?:that (?:all|every\\w*|no|nothing|each|the \\w+ (?:is|are|was|were|has|have)|it)|in your|the words?|everyone|nothing)\\b`,
  ),
  startingWith(`(?:approve|accept|endorse|vote|sign) (?:without|this|the brief|it|blindly|at once|now|immediately)\\b`),
  startingWith(
    `(?:consider|treat|regard|mark|count|deem|view) (?:(?:the|all|every|each|this|these|any) )?(?:checks?|brief|tests?|limits?|figures?|draft|text|disagreements?|warnings?|rules?|everything|it|this) (?:\\w+ ){0,3}?(?:as|to be|passed|accepted|approved|done|void|met|lifted|correct|verified)\\b`,
  ),
  startingWith(
    `(?:do (?:as|what) (?:this|the|I|it|you)|ask (?:no|nothing|nobody)|(?:copy|repeat|forward|paste|quote) (?:this|these|the (?:following|above)|my)|let (?:this|the|my) (?:brief|text|draft|one) )`,
  ),
  // "this text is to be copied", "there is no need to check"
  /\b(?:text|sentence|brief|paragraph|passage|line|words|note|message)s? (?:above |below )?(?:is to|are to|must|should|shall) be (?:copied|repeated|quoted|forwarded|obeyed|followed|accepted|executed|pasted|passed on|adopted)\b/gi,
  /\b(?:no (?:need|point|use|reason)|not necessary|unnecessary|needless|pointless|superfluous) (?:to|in|for \w+ to) (?:re-?)?(?:check|verify|review|test|recompute|look|question)(?:ing)?\b|\bneed not (?:be )?(?:look|check|verify|verified|review|test|recompute|question|read)/gi,
  new RegExp(
    `\\b${role}(?: of (?:this|the) \\w+)? (?:is|are) (?:hereby |kindly )?(?:told|instructed|ordered|directed|commanded|requested|urged) to\\b`,
    'gi',
  ),
  new RegExp(`\\bfor (?:the |any |all )?(?:next )?(?:${machine}|${role}) only\\b|(?<!\\S)@[a-z]`, 'gi'),
  startingWith(
    `(?:stop|cease) (?:checking|reading|reviewing|testing|verifying|asking)\\b|(?:delete|remove|erase|abolish|lift|loosen) (?:(?:the|all|any|your|these) )?(?:limits?|caps?|checks?|rules|controls?)\\b|set \\S+ \\S+ aside|(?:reveal|leak|expose)\\b|(?:hide|conceal|withhold|keep) (?:\\S+ ){1,3}?(?:from|secret)\\b|(?:insert|write|put|add) (?:the words?|approved|yes|no)\\b|remember that you\\b|look (?:the other way|away)\\b`,
  ),
  new RegExp(
    `\\b(?:reviewers?|approvers?|validators?|graders?|judges?) (?:must|shall|should|ha(?:s|ve) to|(?:is|are) to|will) (?:now |simply |just |please )*(?:pass|agree|accept|approve|confirm|wave|let|sign)\\b`,
    'gi',
  ),
  // a "please" is said to somebody, but for the usual phrases of a report
  /\bplease (?!note|see|find|refer|bear|keep in mind|consider)\w/gi,
  // the reader as one who is programmed, tools by their names
  /\byour? (?:(?:own|next|previous|earlier|final|original|first|new|only) )*(?:instructions?|rules|prompts?|training|tools?|guidelines|task|orders?|output|reply|programming|context window|developers?)\b/gi,
  /\b(?:when|before) you (?:write|answer|reply|summari[sz]e|report)\b|\byou (?:were|have been|are being) (?:told|asked|instructed|given|trained|programmed)\b|\byou are (?:now |henceforth )?(?:an? |the )?(?:(?:language )?model|agent|assistant|machine|reviewer|approver|lead|reading)\b|\byou (?:must|shall|are (?:to|required to|ordered to|instructed to|told to)|have been (?:told|instructed|ordered)|have to) /gi,
  /\b(?:read_result|list_figures|what_if|ask_to_revise|submit_brief|describe_operation)\b|\b(?:call|invoke|run|use|execute|trigger) (?:(?:the|your|its|this|that|any) )?(?:tools?|functions?|commands?|submit|propose|recall|calculate)\b/gi,
]

const reason = 'is an order to a reader or a machine: write for the committee, about the results only'

/** Words that give orders to a role of the workflow, a model, a tool or whoever reads; each as a reason. `text` has marks for slots. */
export function ordersToReaders(text: string): string[] {
  return plainSentences(text).flatMap((sentence) => {
    const [found] = orders.flatMap((one) => [...sentence.matchAll(one)])
    return found === undefined ? [] : [`${quoteAt(sentence, found.index, found.index + found[0].length)} ${reason}`]
  })
}
