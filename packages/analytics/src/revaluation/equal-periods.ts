/** A period of a leg, years from the valuation date. */
export interface EqualPeriod {
  readonly start: number
  readonly end: number
}

/** Times nearer to each other than this are the same day. */
const sameTime = 1e-9

/**
 * Periods of 1 / `frequency` years counted back from `endYears`, the first one shorter where they do not divide the
 * term; those that ended by the valuation date are left out.
 */
export function equalPeriods(startYears: number, endYears: number, frequency: number): readonly EqualPeriod[] {
  const count = Math.ceil((endYears - startYears) * frequency - sameTime)
  const bound = (i: number): number => {
    if (i === count) return endYears
    const time = i === 0 ? startYears : endYears - (count - i) / frequency
    return Math.abs(time) < sameTime ? 0 : time
  }
  return Array.from({ length: count }, (_, i) => ({ start: bound(i), end: bound(i + 1) })).filter(
    ({ end }) => end > sameTime || end === endYears,
  )
}
