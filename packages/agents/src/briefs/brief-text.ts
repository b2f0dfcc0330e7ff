import type { BriefPart } from '@tutti/workflows/agents-record'
import { partText } from './draft-reading.ts'

/** A brief as plain text, its slots filled: paragraphs parted by empty lines. */
export function briefText(paragraphs: readonly (readonly BriefPart[])[]): string {
  return paragraphs.map((parts) => parts.map(partText).join('')).join('\n\n')
}
