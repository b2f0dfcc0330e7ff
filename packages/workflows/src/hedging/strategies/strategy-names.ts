/** `3m`, `1y`, `18m`: whole months where they are not whole years; `0.02y` where neither. */
export function tenorName(years: number): string {
  if (Number.isInteger(years)) return `${years}y`
  const months = Math.round(years * 12 * 1e6) / 1e6
  return Number.isInteger(months) ? `${months}m` : `${Number(years.toFixed(4))}y`
}

/** Id of a style at a ratio, and the ratio in percent: `forward-3m-75`, `75 %`. */
export function ratioName(style: string, ratio: number): { readonly id: string; readonly percent: string } {
  const percent = Number((ratio * 100).toFixed(4))
  return { id: `${style}-${percent}`, percent: `${percent} %` }
}

/** Longest list of names in one sentence, characters: with its words at most 200 together. */
const longestList = 90

/** The same words about several names: a sentence for as many of them as fit, `EUR-A, EUR-AA: no allowed instrument …`. */
export function namedTogether(names: readonly string[], words: (several: boolean) => string): string[] {
  const lists: string[][] = []
  for (const name of names) {
    const last = lists.at(-1)
    if (last !== undefined && [...last, name].join(', ').length <= longestList) last.push(name)
    else lists.push([name])
  }
  return lists.map((list) => `${list.join(', ')}: ${words(list.length > 1)}`)
}
