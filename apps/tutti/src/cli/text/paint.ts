import { styleText } from 'node:util'

/** Colours for text that goes to a stream; plain text where the stream shows none (a pipe, NO_COLOR). */
export interface Paint {
  readonly bold: (text: string) => string
  readonly faint: (text: string) => string
  readonly good: (text: string) => string
  readonly caution: (text: string) => string
  readonly bad: (text: string) => string
}

/** The colours that a stream shows. */
export function paintFor(stream: NodeJS.WriteStream): Paint {
  const style = (format: Parameters<typeof styleText>[0]) => (text: string) => styleText(format, text, { stream })
  return {
    bold: style('bold'),
    faint: style('dim'),
    good: style('green'),
    caution: style('yellow'),
    bad: style('red'),
  }
}
