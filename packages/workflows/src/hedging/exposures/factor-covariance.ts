import { compensatedSum } from '@tutti/analytics/statistics'

/** Covariance matrix of factors, row-major, in the order of the factors. */
export interface FactorCovariance {
  readonly size: number
  readonly values: Float64Array
}

/** Covariance of the factors' changes in a set of scenarios (scenarios x factors, row-major), about their means. */
export function factorCovariance(shocks: Float64Array, factors: number): FactorCovariance {
  const count = shocks.length / factors
  const columns = Array.from({ length: factors }, (_, k) => {
    const column = Float64Array.from({ length: count }, (_, s) => shocks[s * factors + k])
    const mean = compensatedSum(column) / count
    return column.map((value) => value - mean)
  })
  const values = new Float64Array(factors * factors)
  for (let k = 0; k < factors; k++) {
    for (let l = 0; l <= k; l++) {
      let sum = 0
      for (let s = 0; s < count; s++) sum += columns[k][s] * columns[l][s]
      values[k * factors + l] = values[l * factors + k] = sum / (count - 1)
    }
  }
  return { size: factors, values }
}
