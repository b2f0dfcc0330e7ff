/** A name with its article: an inflation-swap, an fx-forward, a swap. */
export function withArticle(name: string): string {
  return `${/^([aeio]|fx)/.test(name) ? 'an' : 'a'} ${name}`
}
