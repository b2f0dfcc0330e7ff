/** The sentences of a text as one reads them: lines that are wrapped joined, the items of a list apart and without their marks. */
export function plainSentences(text: string): string[] {
  return text
    .split(/(?<=[.;!?]["”’)]?)\s+|\n\s*\n|\n(?=[ \t]*(?:[-•]|\d{1,2}[.)])[ \t])/)
    .map((sentence) =>
      sentence
        .replace(/^\s*(?:[-•]|\d{1,2}[.)])\s+/, '')
        .replace(/\s+/g, ' ')
        .trim(),
    )
    .filter((sentence) => sentence !== '')
}
