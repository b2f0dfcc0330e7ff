import { compensatedSum } from '@tutti/analytics/statistics'

/** Covariances of profits on common scenarios: of units of instruments with each other and with what is hedged. */
export function covarianceOf(
  units: readonly Float64Array[],
  exposure: Float64Array,
): { readonly covariance: number[][]; readonly withExposure: number[] } {
  const deviations = units.map(centred)
  const own = centred(exposure)
  return {
    covariance: deviations.map((a) => deviations.map((b) => product(a, b))),
    withExposure: deviations.map((a) => product(a, own)),
  }
}

function centred(values: Float64Array): Float64Array {
  const mean = compensatedSum(values) / values.length
  return values.map((value) => value - mean)
}

function product(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let s = 0; s < a.length; s++) sum += a[s] * b[s]
  return sum / (a.length - 1)
}
