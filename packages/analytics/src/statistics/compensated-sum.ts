import type { Sample } from './sample.ts'

/**
 * Sum of `values` with Neumaier's compensation: the rounding error does not grow with the number of terms.
 *
 * Source: A. Neumaier (1974), Rundungsfehleranalyse einiger Verfahren zur Summation endlicher Summen.
 */
export function compensatedSum(values: Sample): number {
  let sum = 0
  let lost = 0
  for (let i = 0; i < values.length; i++) {
    const x = values[i]
    const t = sum + x
    lost += Math.abs(sum) >= Math.abs(x) ? sum - t + x : x - t + sum
    sum = t
  }
  return sum + lost
}
