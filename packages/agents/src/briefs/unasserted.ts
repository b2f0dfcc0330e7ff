import { isNegated } from './clause.ts'

/** Words that make what follows a condition, a duty, a question or a thing to come. */
const condition =
  /\b(?:if|unless|until|till|once|when(?:ever)?|whether|before|after|as soon as|as long as|by the time|provided|assuming|supposing|in case|lest|should|must|may|might|can|could|will|would|shall|to be|to have|to get|subject to|pending|only|ought to)\b/i
/** Words of time that only a condition in the present or the perfect makes open: "when the board approved it" says that it did. */
const time = /\b(?:once|when|before|after|by the time)\b/i
/** A wish that ends where its subject starts: "we ask that the", "let the", "for the". */
const wish =
  /\b(?:(?:ask|request|recommend|propose|suggest|invite|require|demand|urge|advise|insist|desire)(?:s|ed)?|needs?|wants?|hopes?|wish(?:es)?|expects?|let|lets|have|makes?|(?:necessary|essential|important|desirable|time)(?= (?:that|for)))(?: on| for)?(?: that)?(?: (?:all|both|each|the|our|its|their)){0,2} $/i
/** Subjects and openings that deny what is said of them. */
const denied =
  /\b(?:nobody|no one|no-one|none|nothing|nowhere|no (?:record|word|sign|evidence)|(?:wrong|false|untrue|premature|a mistake) to \w+)\b/i
/** Denials by form that deny nothing. */
const notDenied = /\bno(?:t)? (?:doubt|surprisingly|wonder|less)\b/gi

/** Whether a sentence does not assert what its words from `from` to `to` say: a question, a condition, a wish or a denial. */
export function unasserted(sentence: string, from: number, to: number): boolean {
  if (/\?["”’)]*\s*$/.test(sentence)) return true
  const before = sentence.slice(0, from).replace(notDenied, (found) => ' '.repeat(found.length))
  const piece = /[^,:;()–—]*$/.exec(before)![0]
  // Behind an aside the clause goes on: "once the board, on advice, has …".
  const lead = piece.trim() === '' ? before : piece
  const words = sentence.slice(from, to)
  const past = /(?:ed|gave|came|got|won|lit)\b/i.test(words) && !/\b(?:is|are|has|have)\b|['’]ve\b/i.test(words)
  return (
    condition.test(past ? lead.replace(new RegExp(time, 'gi'), ' ') : lead) ||
    wish.test(lead) ||
    denied.test(lead) ||
    isNegated(before, from)
  )
}
