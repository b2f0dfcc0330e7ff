import { compensatedSum } from '../statistics/index.ts'

/** Weights that miss a sum of 1 by no more are taken to meet it. */
export const WEIGHT_ROUNDING = 1e-9

/** What weights leave of 1; 0 where it is rounding. */
export function weightGap(weights: readonly number[]): number {
  const rest = 1 - compensatedSum(weights)
  return Math.abs(rest) <= WEIGHT_ROUNDING ? 0 : rest
}
