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
