import { TuttiError } from '@tutti/analytics/errors'

/** Numbers that are definitions, not findings, and may therefore stand in a template. */
const definitions: readonly RegExp[] = [
  /\b95 %/g, // level of intervals, of value at risk and of expected shortfall
  /\b5 %/g, // its complement
  /\b60\/40\b/g, // the name of a policy portfolio
  /\bIFRS 9\b/g, // names of standards
  /\bASC 815\b/g,
  /\bFIX 4\.4\b/g, // the version of a message format
]

/** Throws `invalid-input` when the literal words of a template hold a digit that is no declared definition. */
export function requireNoTypedDigits(literal: string): void {
  const rest = definitions.reduce((text, definition) => text.replace(definition, ''), literal)
  const digit = /\p{Nd}/u.exec(rest)
  if (digit === null) return
  const from = Math.max(0, digit.index - 30)
  throw new TuttiError('invalid-input', `a number is typed into the text "${rest.slice(from, digit.index + 30)}"`, {
    field: 'template',
    got: rest.slice(from, digit.index + 30),
    expected: 'a slot {{pointer | format}} in place of the number',
  })
}
