import { requireSample, TuttiError } from '../errors/index.ts'
import { requireWhole, type Sample } from './sample.ts'

/**
 * Hill's estimate of the tail index xi (1 / tail exponent) from the `count` largest of `values`:
 * mean(ln X(1..k)) - ln X(k+1). Only the count + 1 largest values enter, and they must be positive.
 *
 * Source: Hill (1975), Annals of Statistics 3.
 */
export function hillEstimator(values: Sample, count: number): number {
  requireSample(values, 2, 'values')
  requireWhole(count, 1, values.length - 1, 'count')
  const largest = Float64Array.from(values).sort().toReversed()
  const threshold = largest[count]
  if (threshold <= 0) {
    throw new TuttiError('not-applicable', `the ${count + 1} largest values must be positive; take fewer`, {
      field: 'count',
      got: `${threshold} at rank ${count + 1}`,
      expected: 'a positive threshold',
    })
  }
  let sum = 0
  for (let i = 0; i < count; i++) sum += Math.log(largest[i] / threshold)
  return sum / count
}
