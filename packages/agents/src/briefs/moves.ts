import { type Clause, isNegated, magnitude, signText, slotAt } from './clause.ts'
import { goodWhen, measureHead } from './measure-words.ts'
import { quote } from './reason.ts'

const up =
  'rose|rises?|risen|rising|increas(?:e|es|ed|ing)|(?:grew|grows?|grown|growing)(?! (?:\\w+ )?(?:worse|better|smaller|lower|shorter|narrower|cheaper|safer|less)\\b)|climb(?:s|ed|ing)?|advanc(?:e|es|ed|ing)|jump(?:s|ed|ing)?|(?:went|goes|go|going|moved?|moves|edged|ticked|is|are|was|were|stands) up|widen(?:s|ed|ing)?|lengthen(?:s|ed|ing)?|rais(?:e|es|ed|ing)|lift(?:s|ed|ing)?|surg(?:e|es|ed|ing)|deepen(?:s|ed|ing)?|expand(?:s|ed|ing)?|mount(?:s|ed|ing)?|balloon(?:s|ed|ing)?|swell(?:s|ed|ing)?|swollen|(?:push|creep|step|scal|tak|took|bring|brought)(?:e|es|s|ed|ing|en)? up|(?:higher|deeper|larger)(?=[,:]? (?:moving )?from)'
const down =
  'fell|falls?|fallen|falling|decreas(?:e|es|ed|ing)|declin(?:e|es|ed|ing)|drop(?:s|ped|ping)?|shrank|shrinks?|shrunk|shrinking|reduc(?:e|es|ed|ing)|lower(?:s|ed|ing)|cut(?:s|ting)?|narrow(?:s|ed|ing)?|tighten(?:s|ed|ing)?|(?:went|goes|go|going|comes?|came|moved?|moves|edged|ticked|is|are|was|were|brings?|brought) down|slip(?:s|ped|ping)?|slid|sank|sinks?|eas(?:e|es|ed|ing)|dip(?:s|ped|ping)?|shorten(?:s|ed|ing)?|diminish(?:es|ed|ing)?|erod(?:e|es|ed|ing)|contracted|trim(?:s|med|ming)?|recede[sd]?|(?:push|creep|step|scal|tak|took)(?:e|es|s|ed|ing|en)? down|(?:scal|bring|brought|pull|pare)(?:e|es|s|d|ed|ing)? (?:\\w+ ){0,4}back|(?:shallower|smaller)(?=[,:]? (?:moving )?from)'
const better =
  'improv(?:e|es|ed|ing)|(?:grew|grows?|growing|got|gets?|getting|turn(?:s|ed)?|becomes?|became) (?:much |a little |somewhat )?better'
const worse =
  'worsen(?:s|ed|ing)?|deteriorat(?:e|es|ed|ing)|(?:grew|grows?|growing|got|gets?|getting|turn(?:s|ed)?|becomes?|became) (?:much |a little |somewhat )?worse'
const upNoun = 'rise|increase|growth|jump|widening|climb|uplift|upturn'
const downNoun = 'fall|decrease|decline|drop|reduction|cut|narrowing|tightening|dip|lowering'
const gap = '[^\ue000;:.]'
const moved = `(?:(?<up>${up})|(?<down>${down})|(?<better>${better})|(?<worse>${worse}))`
/** Words up to the next claim of another move. */
const same = `(?:(?!\\b(?:${up}|${down}|${better}|${worse}|while|whereas|but)\\b)${gap})`

/** Claims such as "rose from A to B", "from A it fell to B" and "from A to B, a rise" that the figures contradict, each as a reason. */
export function movesBetween(clause: Clause): string[] {
  const reasons: string[] = []
  const patterns: readonly RegExp[] = [
    new RegExp(
      `\\b(?:(?<up>${up}|${upNoun})|(?<down>${down}|${downNoun})|(?<better>${better})|(?<worse>${worse}))\\b(?:: from|${same}{0,80}?\\bfrom) ${gap}{0,60}?(?<a>\ue000)${gap}{0,60}?\\bto ${gap}{0,60}?(?<b>\ue000)`,
      'dgi',
    ),
    new RegExp(
      `\\bfrom ${gap}{0,60}?(?<a>\ue000)${gap}{0,60}?\\b${moved}\\b${same}{0,40}?\\bto ${gap}{0,50}?(?<b>\ue000)`,
      'dgi',
    ),
    new RegExp(
      `\\bfrom ${gap}{0,60}?(?<a>\ue000)${gap}{0,50}?\\bto ${gap}{0,50}?(?<b>\ue000),? (?:which is |that is |i\\.e\\. )?an? (?:\\w+ )?(?:(?<up>${upNoun})|(?<down>${downNoun}))\\b`,
      'dgi',
    ),
    new RegExp(
      `\\b${moved}\\b${same}{0,40}?\\bto ${gap}{0,30}?(?<b>\ue000),? (?:\\w+ ){0,2}from ${gap}{0,30}?(?<a>\ue000)`,
      'dgi',
    ),
    // "to B (currently A)", "to B, compared with A", "to B, having been A"
    new RegExp(
      `\\b${moved}\\b${same}{0,40}?\\bto ${gap}{0,30}?(?<b>\ue000),? \\(?(?:currently|at present|now|today|before|against|as against|compared (?:with|to)|after|having been|having stood at|previously|up from|down from)(?: the| some| about)? (?<a>\ue000)`,
      'dgi',
    ),
    // "was A and has since risen to B", "stood at A; it has fallen to B", "now A, would rise to B"
    new RegExp(
      `\\b(?:was|were|stood at|stands at|is|now|currently|at present),? (?<a>\ue000)(?: before| today| now| at present)?(?:(?:,| and|; it|; they|; this)(?! (?:the|a|an)\\b))? (?:(?:it|has|have|had|would|will|could|might|since|then|now) )*${moved} (?:back )?to (?<b>\ue000)`,
      'dgi',
    ),
    // "the value at risk of A is pushed up by the hedge, to B"
    new RegExp(
      `\\bof (?<a>\ue000)(?: a year)? (?:(?:is|are|was|were|has|have|would|will|been|be) )+${moved} (?:by (?:the |an? )?[\\w-]+(?: [\\w-]+)?,? |back )?to (?<b>\ue000)`,
      'dgi',
    ),
    // "at A before the hedge, has risen to B"
    new RegExp(
      `\\b(?:at )?(?<a>\ue000) (?:before|today|now|at present|currently)\\b(?: ${gap}{0,25}?)?, (?:it )?(?:(?:has|have|had|would|will|since) )+${moved} to (?<b>\ue000)`,
      'dgi',
    ),
    // "against A today, B is a step down"
    new RegExp(
      `\\b(?:against|compared (?:with|to)|relative to|after|versus|next to) ${gap}{0,30}?(?<a>\ue000)${gap}{0,30}?, (?:the |a )?${gap}{0,25}?(?<b>\ue000) (?:is|was|marks|means|would be) (?:clearly )?an? (?:\\w+ )?(?:(?<up>step up|${upNoun})|(?<down>step down|${downNoun})|(?<better>improvement)|(?<worse>deterioration|step back))\\b`,
      'dgi',
    ),
    // "(was A, now B) has increased"
    new RegExp(
      `\\((?:was|before:?|previously|formerly) (?<a>\ue000)[,;] (?:is )?(?:now|after:?|is) (?<b>\ue000)\\) (?:(?:has|have|had|is|would|will) )*${moved}\\b`,
      'dgi',
    ),
  ]
  for (const pattern of patterns) {
    for (const match of clause.text.matchAll(pattern)) {
      const groups = match.indices!.groups!
      const { a, b } = groups
      const place = groups['up'] ?? groups['down'] ?? groups['better'] ?? groups['worse']
      const from = magnitude(slotAt(clause, a[0]))
      const to = magnitude(slotAt(clause, b[0]))
      if (from === undefined || to === undefined) continue
      const verb = clause.text.slice(...place)
      if (from.kind !== to.kind) {
        reasons.push(
          `${quote(verb)} from ${quote(from.source)} to ${quote(to.source)}: their units are not alike; cite two figures of one kind`,
        )
        continue
      }
      const declared = slotAt(clause, b[0]).citable
      const isJudged = groups['better'] !== undefined || groups['worse'] !== undefined
      // a gap is the better the nearer it is to zero
      const isGap = isJudged && /\bgap$/.test(measureHead(declared?.label ?? '').join(' '))
      const good = isGap ? 'less' : declared === undefined ? undefined : goodWhen(declared.label, declared.sense)
      const rises = isGap ? Math.abs(to.value) > Math.abs(from.value) : to.value > from.value
      const falls = isGap ? Math.abs(to.value) < Math.abs(from.value) : to.value < from.value
      // Whether more is better is known of gains and losses, and of levels by their names.
      if (isJudged && good === undefined) continue
      const claimsRise =
        groups['up'] !== undefined || (isJudged && (groups['better'] !== undefined) === (good === 'more'))
      const claimed = claimsRise ? rises : falls
      const denied = isNegated(clause.text, place[0])
      if (claimed === denied) {
        reasons.push(
          `${quote(denied ? `not ${verb}` : verb)} from ${quote(from.source)} to ${quote(to.source)}: the figures ${rises ? 'rise' : falls ? 'fall' : 'are equal'}; say that, or swap the slots`,
        )
      }
    }
  }
  return reasons
}

/** Claims such as "increased by D", "a fall of D" and "D lower" that the sign of the figure contradicts, each as a reason. */
export function movesBy(clause: Clause): string[] {
  const reasons: string[] = []
  const patterns: readonly RegExp[] = [
    new RegExp(
      `\\b(?:(?<up>${up})|(?<down>${down}))\\b(?:(?!\\b(?:${up}|${down}|from|while|whereas|but)\\b)${gap}){0,70}?\\bby (?:\\w+ ){0,4}?(?<d>\ue000)`,
      'dgi',
    ),
    new RegExp(
      `\\b(?:(?<up>${upNoun})|(?<down>${downNoun}))\\b(?: in (?:[\\w-]+ ){1,4}| )of (?:\\w+ ){0,2}?(?<d>\ue000)`,
      'dgi',
    ),
    new RegExp(`(?<d>\ue000) (?:(?<up>${upNoun}|higher|more|up)|(?<down>${downNoun}|lower|less|down))\\b`, 'dgi'),
    new RegExp(
      `\\b(?:(?<up>(?<!\\b(?:gives?|gave|giving|eats?|uses?) )up|higher by)|(?<down>down|lower by)) (?:by )?(?<d>\ue000)`,
      'dgi',
    ),
    // a change by its nature: "a change of D, that is, upwards", "D, is a clear increase"
    new RegExp(
      `(?<d>\ue000),? (?:(?:that|which|this) )?(?:(?:is|was|means|meaning|i\\.e\\.|namely),? )?(?:an? (?:\\w+ ){0,2}(?:(?<up>${upNoun})|(?<down>${downNoun}))|(?:(?<up>upwards?)|(?<down>downwards?)))\\b`,
      'dgi',
    ),
    new RegExp(
      `\\b(?:(?<up>adds?|added|gains?|gained|picks? up|picked up)|(?<down>gives? up|gave up|sheds?|loses?|lost|sacrific(?:es?|ed)|forgo(?:es)?|shav(?:es?|ed)|suffers? by|suffered by|subtracts?)) (?:some |about |a |another )?(?<change>\ue000)`,
      'dgi',
    ),
    new RegExp(
      `\\b(?:(?<up>rises|rose|climbs|climbed|grows|grew)|(?<down>fell|falls|drops|dropped|declines|declined)) (?:some |about |a )?(?<d>\ue000)`,
      'dgi',
    ),
  ]
  const seen = new Set<number>()
  for (const pattern of patterns) {
    for (const match of clause.text.matchAll(pattern)) {
      const { change: ownChange, up: rise, down: fall } = match.indices!.groups!
      const d = match.indices!.groups!['d'] ?? ownChange
      const slot = slotAt(clause, d[0])
      if (ownChange !== undefined && slot.citable?.sense !== 'change') continue
      const by = magnitude(slot)
      if (by === undefined || seen.has(d[0])) continue
      seen.add(d[0])
      const word = clause.text.slice(...(rise ?? fall))
      const denied = isNegated(clause.text, (rise ?? fall)[0])
      const change = slot.citable?.sense === 'change'
      const claimed = by.value !== 0 && (by.value > 0 ? rise !== undefined || !change : fall !== undefined && change)
      if (claimed === denied && (change || !denied)) {
        reasons.push(
          `${quote(denied ? `not ${word}` : word)} beside ${quote(by.source)}: the figure is ${signText(by.value)}${change ? `, which is ${by.value > 0 ? 'a rise' : by.value < 0 ? 'a fall' : 'no change'}` : ''}; choose the word by its sign`,
        )
      }
    }
  }
  return reasons
}
