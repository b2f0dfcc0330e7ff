/** Words or slots as a list in a sentence: `a, b and c`. */
export function wordList(items: readonly string[]): string {
  if (items.length < 2) return items.join('')
  return `${items.slice(0, -1).join(', ')} and ${items[items.length - 1]}`
}
