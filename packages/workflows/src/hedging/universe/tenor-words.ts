/** A length of time in words: `3 months`, `1 year`, `30 years`; decimals of a year where it is neither whole months nor years. */
export function tenorWords(years: number): string {
  if (Number.isInteger(years)) return years === 1 ? '1 year' : `${years} years`
  const months = Math.round(years * 12 * 1e6) / 1e6
  if (!Number.isInteger(months)) return `${Number(years.toFixed(4))} years`
  return months === 1 ? '1 month' : `${months} months`
}
