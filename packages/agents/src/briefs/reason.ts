/** A piece of a draft for a reason: one line, at most 60 characters, without control characters or quotes of its own. */
export function quote(text: string): string {
  const plain = text
    .replace(/[\ue000\ue001]/g, '…')
    .replace(/[\p{C}\p{Z}\s]+/gu, ' ')
    .replace(/["`<>]/g, "'")
    .trim()
  return `"${plain.length > 60 ? `${plain.slice(0, 57)}…` : plain}"`
}

/** The words of `text` about a place in it, for a reason. */
export function quoteAt(text: string, from: number, to: number): string {
  const start = Math.max(0, from - 20)
  return quote(text.slice(start, Math.min(text.length, Math.max(to, from + 1) + 20)))
}

/** A reason for the record: without the draft's own words. */
export function reasonWithoutQuotes(reason: string): string {
  return reason.replace(/"[^"]*"/g, '"…"')
}
