import { TuttiError } from '@tutti/analytics/errors'

/** A number that is a definition, not a finding. */
export interface NumberDefinition {
  readonly pattern: RegExp
  /** What a sentence speaks of where it is this definition; others of the same looks are findings. Our own templates need none. */
  readonly beside?: RegExp
}

const tail = /\b(value at risk|var|cvar|shortfall|confidence|interval|level|quantile|percentile|tail|worst|exceeded)\b/i

/** Numbers that are definitions, not findings, and may therefore stand in a template. */
export const numberDefinitions: readonly NumberDefinition[] = [
  // level of intervals, of value at risk and of expected shortfall
  { pattern: /\b95 %/g, beside: tail },
  // its complement
  { pattern: /\b5 %/g, beside: tail },
  // the name of a policy portfolio
  { pattern: /\b60\/40\b/g },
  // names of standards
  { pattern: /\bIFRS 9\b/g },
  { pattern: /\bASC 815\b/g },
  // the version of a message format
  { pattern: /\bFIX 4\.4\b/g },
]

/** Throws `invalid-input` when the literal words of a template hold a digit that is no declared definition. */
export function requireNoTypedDigits(literal: string): void {
  const rest = numberDefinitions.reduce((text, { pattern }) => text.replace(pattern, ''), literal)
  const digit = /\p{Nd}/u.exec(rest)
  if (digit === null) return
  const from = Math.max(0, digit.index - 30)
  throw new TuttiError('invalid-input', `a number is typed into the text "${rest.slice(from, digit.index + 30)}"`, {
    field: 'template',
    got: rest.slice(from, digit.index + 30),
    expected: 'a slot {{pointer | format}} in place of the number',
  })
}
