import { linearZeroCurve } from '../curves/index.ts'
import type { FlowTable, ZeroRateScenarios } from './bond-scenario-values.ts'

/**
 * What `bondScenarioValues` computes, payment by payment: the plain text that it is checked against. Cost: one
 * exponential and one interpolation for each flow in each scenario.
 */
export function bondScenarioValuesByFlow(
  { flowDays, flowAmounts, bondStarts, bondSpreads }: FlowTable,
  { keyTimesYears, zeroRates }: ZeroRateScenarios,
): Float64Array {
  const keys = keyTimesYears.length
  const count = zeroRates.length / keys
  const bonds = bondStarts.length - 1
  const values = new Float64Array(bonds * count)
  for (let s = 0; s < count; s++) {
    const curve = linearZeroCurve([...keyTimesYears], [...zeroRates.subarray(s * keys, (s + 1) * keys)])
    for (let b = 0; b < bonds; b++) {
      let value = 0
      for (let i = bondStarts[b]; i < bondStarts[b + 1]; i++) {
        const t = flowDays[i] / 365
        value += flowAmounts[i] * curve.discountFactor(t) * Math.exp(-(bondSpreads?.[b] ?? 0) * t)
      }
      values[b * count + s] = value
    }
  }
  return values
}
