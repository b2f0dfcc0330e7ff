import { requireInRange, requirePositive, TuttiError } from '../errors/index.ts'
import { normalQuantile } from '../math/index.ts'
import type { SimulatedExposure } from './simulated-exposure.ts'

/**
 * Initial margin of a netting set on each date and path (dates x paths): the normal quantile of the change of value over
 * the margin period given the value at its start, the conditional variance by a quadratic regression over the paths.
 * `confidence` such as 0.99; `horizonYears` scales from the simulated margin period by the square root of time.
 *
 * A regression's error is not in the standard errors of what is computed from it. Throws `invalid-input` without a margin
 * period (values then do not change). Source: Anfuso, Aziz, Giltinan & Loukopoulos, "A sound modelling and backtesting
 * framework for forecasting initial margin requirements", Risk (May 2017).
 */
export function initialMarginPaths(
  simulated: SimulatedExposure,
  index: number,
  terms: { readonly confidence: number; readonly marginPeriodYears: number; readonly horizonYears: number },
): Float64Array {
  const set = simulated.nettingSets.at(index)
  if (set === undefined) throw new TuttiError('invalid-input', `there is no netting set ${index}`, { field: 'index' })
  const confidence = requireInRange(terms.confidence, 0.5, 1 - 1e-9, 'confidence')
  requirePositive(terms.marginPeriodYears, 'marginPeriodYears')
  const scale =
    normalQuantile(confidence) *
    Math.sqrt(requirePositive(terms.horizonYears, 'horizonYears') / terms.marginPeriodYears)
  const { paths } = simulated
  const margin = new Float64Array(set.value.length)
  for (let d = 0; d < simulated.timesYears.length; d++) {
    const row = <T>(array: Float64Array, use: (part: Float64Array) => T): T =>
      use(array.subarray(d * paths, (d + 1) * paths))
    const before = row(set.valueBefore, (part) => part)
    const squares = Float64Array.from(before, (value, p) => {
      const change = set.value[d * paths + p] + set.paidSince[d * paths + p] - value
      return change * change
    })
    const variance = conditionalMean(before, squares)
    for (let p = 0; p < paths; p++) margin[d * paths + p] = scale * Math.sqrt(Math.max(variance[p], 0))
  }
  return margin
}

/** Least squares of y on 1, x and x^2 by orthogonal polynomials; where x does not vary, the mean. */
function conditionalMean(x: Float64Array, y: Float64Array): Float64Array {
  const count = x.length
  const mean = x.reduce((a, b) => a + b, 0) / count
  const spread = Math.sqrt(x.reduce((a, b) => a + (b - mean) ** 2, 0) / count)
  const level = y.reduce((a, b) => a + b, 0) / count
  const fitted = new Float64Array(count).fill(level)
  if (!(spread > 1e-12 * Math.max(Math.abs(mean), 1e-300))) return fitted
  const linear = x.map((value) => (value - mean) / spread)
  const skewness = linear.reduce((a, z) => a + z ** 3, 0) / count
  const quadratic = linear.map((z) => z * z - skewness * z - 1)
  for (const basis of [linear, quadratic]) {
    let weight = 0
    let product = 0
    for (let p = 0; p < count; p++) {
      weight += basis[p] * basis[p]
      product += basis[p] * y[p]
    }
    if (!(weight > 1e-12 * count)) continue
    for (let p = 0; p < count; p++) fitted[p] += (product / weight) * basis[p]
  }
  return fitted
}
