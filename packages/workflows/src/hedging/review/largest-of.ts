/** Place of the largest value above zero; -1 where there is none. */
export function largestOf(values: readonly number[]): number {
  return values.reduce((best, value, i) => (value > (values[best] ?? 0) ? i : best), -1)
}
