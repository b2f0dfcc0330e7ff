import { lifeIntegral } from './life-integral.ts'
import type { Life } from './life.ts'

/** Expected number of whole years left: the sum of the survival probabilities at whole years. */
export function curtateExpectation(life: Life): number {
  let sum = 0
  for (let k = 1; k < life.horizonYears; k++) sum += life.survival(k)
  return sum
}

/** Expected time left, years: the integral of survival. */
export function completeExpectation(life: Life): number {
  return lifeIntegral(life, 0, life.horizonYears, (t) => life.survival(t))
}
