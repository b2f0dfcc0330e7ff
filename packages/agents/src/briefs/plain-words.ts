import { claimedConsents } from './claimed-consent.ts'
import { claimedDealings } from './claimed-dealings.ts'
import { wordsMark } from './draft-reading.ts'
import { ordersToReaders } from './orders-to-readers.ts'
import { quoteAt } from './reason.ts'

/** Letters, digits and marks that a brief is written with; Greek ones stand for the usual symbols and on their own only. */
const allowed = /^[\n -~\u00a0\u202f§£€¥°±×«»\u00c0-\u017e\u0218-\u021b‐‑–—−‘’‚“”„…•≤≥≈αβγδΔσρλθμ]$/u

const markup: readonly (readonly [RegExp, string])[] = [
  [/<\s*[a-z/!?|]/gi, 'is markup: write plain words'],
  [/\]\s*\(/g, 'is a link: write plain words'],
  [
    /\b(?:https?|ftp|file|data|javascript|mailto):\S|\bwww\.|\b[a-z0-9-]+\.(?:com|org|net|io|gov|edu|ai|dev|html?|php)\b/gi,
    'is an address: name the source in words',
  ],
  [/\S@\S+\.\S/g, 'is an address: name the role in words'],
  [/(?<![\w}])\/(?:etc|home|root|usr|var|tmp|proc|dev|opt|sys)\b|\b[a-z]:\//gi, 'is a path: name the source in words'],
  [/`|~~|\\/g, 'is code or an escape: write plain words'],
  [/&(?:#\w+|[a-z]+);/gi, 'is an HTML entity: write the character itself'],
  [/\*\*|__|(?<=^|\s)[*_](?=\p{L})|^#{1,6} /gmu, 'is formatting: write plain words, with "- " for list items at most'],
  [/^\s*\|.*\|/gm, 'is a table: write sentences; tables are made by the report'],
]

const toMachine =
  /\b(?:ignore|disregard|forget|override|bypass)\s+(?:\S+\s+){0,3}?(?:instructions?|prompts?|rules|mandate|limits?|checks?|guidelines)\b|\b(?:system|developer|hidden)\s+(?:prompt|message|instructions?)\b|\b(?:system|assistant|user|developer)\s*:|\byou are (?:now|an? (?:ai|assistant|language model))\b|\bas an? (?:ai|language model)\b|\b(?:call|invoke|run|use|execute) the tool\b|\b(?:do not|don't) (?:check|verify|review) (?:this|the brief|it)\b|\b(?:api[ _-]?key|password|access token)\b|\[\/?INST\]|\bend of (?:the )?(?:brief|prompt|instructions?)\b|\bnew (?:task|instructions?)\s*:|\bthe checker (?:has|is|was|will|must|should)\b/gi

/**
 * What in a draft is not plain prose for a committee: characters that hide or pose as others, markup, addresses, words to a
 * machine, and claims of what no result can hold: consents and dealings.
 */
export function unplainWords(draft: string): string[] {
  const reasons: string[] = []
  for (const character of new Set(draft)) {
    if (allowed.test(character)) continue
    const code = character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')
    reasons.push(
      `the character U+${code} is not used in briefs: ${/[\p{N}]/u.test(character) ? 'cite numbers with slots' : 'use plain letters, digits of names and usual punctuation'}`,
    )
  }
  const words = draft.replace(/\{\{[\s\S]*?\}\}/g, wordsMark)
  for (const [pattern, what] of markup) {
    for (const { 0: found, index } of words.matchAll(pattern))
      reasons.push(`${quoteAt(words, index, index + found.length)} ${what}`)
  }
  for (const { 0: found, index } of words.matchAll(/[αβγδΔσρλθμ](?=[A-Za-z])|(?<=[A-Za-z])[αβγδΔσρλθμ]/gu)) {
    reasons.push(`${quoteAt(words, index, index + found.length)} mixes alphabets in a word: write it in plain letters`)
  }
  for (const { 0: found, index } of words.matchAll(/(?<![\p{L}\p{N}])(?:[a-z] ){4,}[a-z](?![\p{L}\p{N}])/giu)) {
    reasons.push(`${quoteAt(words, index, index + found.length)} is a word in pieces: write it whole`)
  }
  for (const { 0: found, index } of words.matchAll(toMachine)) {
    reasons.push(
      `${quoteAt(words, index, index + found.length)} speaks to a machine: write for the committee, about the results only`,
    )
  }
  reasons.push(...ordersToReaders(words), ...claimedConsents(words), ...claimedDealings(words))
  return reasons
}
