import { filledText } from './filled-text.ts'
import { valueText } from './number-text.ts'

/** The template filled and flattened to plain characters, for charts, titles and page headers. Throws as `filledText`. */
export function plainText(template: string, root: unknown): string {
  return filledText(template, root)
    .map((part) => (part.kind === 'words' ? part.text : valueText(part.figure)))
    .join('')
}
