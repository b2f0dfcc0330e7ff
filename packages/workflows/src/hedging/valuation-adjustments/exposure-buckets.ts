import { requirePositive } from '@tutti/analytics/errors'

/** Periods in which a default may fall, and the date about the middle of each at which exposure is taken. */
export interface ExposureBuckets {
  /** Years, increasing; a period runs from the end before it, the first from today. */
  readonly endYears: readonly number[]
  /** A date in each period: a default of the period meets the exposure of that date. */
  readonly timesYears: readonly number[]
}

/**
 * Months for a quarter, quarters to two years, years to thirty and pairs of years beyond, up to `longestYears`. The first months
 * are there for forwards of three months, which a quarterly grid would see only when they have settled. Exposure is
 * taken in the middle of a period; in those of a year and more an eighth before and after it by turns, since coupons are paid
 * in the middle of years, and a date that always follows a payment would see none of the interest that accrues.
 */
export function exposureBuckets(longestYears: number): ExposureBuckets {
  requirePositive(longestYears, 'longestYears')
  const ends: number[] = []
  for (let end = next(0); end < longestYears - 1e-6; end = next(end)) ends.push(end)
  ends.push(longestYears)
  const timesYears = ends.map((end, d) => {
    const start = d === 0 ? 0 : ends[d - 1]
    const shift = end - start < 0.99 ? 0 : d % 2 === 0 ? -0.125 : 0.125
    return start + (0.5 + shift) * (end - start)
  })
  return { endYears: ends, timesYears }
}

function next(end: number): number {
  if (end < 0.25 - 1e-6) return (Math.round(end * 12) + 1) / 12
  if (end < 2 - 1e-6) return end + 0.25
  return end < 30 - 1e-6 ? end + 1 : end + 2
}
