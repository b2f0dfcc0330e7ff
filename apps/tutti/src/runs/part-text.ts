import type { BriefPart } from '@tutti/workflows/agents-record'
import { figureText } from '@tutti/workflows/figures'

/** A part of a brief as it is read: its words, or its figure with standard error and unit. */
export function partText(part: BriefPart): string {
  return part.kind === 'words' ? part.text : figureText({ ...part.figure, pointer: part.figure.source })
}
