/** Median of a sample with its range. */
export interface Spread {
  readonly median: number
  readonly min: number
  readonly max: number
}

/** Median (mean of the middle two when even), least and greatest value. */
export function spread(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  const median = sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
  return { median, min: sorted[0], max: sorted.at(-1) ?? NaN }
}

/** Spread of the ratios numerator / denominator, round by round: what a machine with changing speed can tell. */
export function ratioSpread(numerator: readonly number[], denominator: readonly number[]): Spread {
  return spread(numerator.map((x, round) => x / denominator[round]))
}

/** A spread for people: `4.21 (3.90..4.80)`. */
export function spreadText({ median, min, max }: Spread): string {
  return `${digits(median)} (${digits(min)}..${digits(max)})`
}

/** Three significant digits, without an exponent. */
export function digits(x: number): string {
  if (!Number.isFinite(x)) return String(x)
  const places = Math.max(0, 2 - Math.floor(Math.log10(Math.max(Math.abs(x), 1e-12))))
  return x.toFixed(Math.min(places, 6))
}
