/** Years between two days (days since 1970-01-01): calendar days over 365.25, so that long spans are whole years. */
export function yearFraction(fromDay: number, toDay: number): number {
  return (toDay - fromDay) / 365.25
}

/** Longest time, in calendar days, over which a rate is carried or a bond goes without a price. */
export const longestQuoteGapDays = 31
