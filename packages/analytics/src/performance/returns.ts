import { requireFinite, requirePositive, requireSample, TuttiError } from '../errors/index.ts'
import { requireSameLength, type Sample } from '../statistics/index.ts'

/** Throws `invalid-input` unless there are `count` simple returns, all finite and >= -1 (a total loss); returns them. */
export function requireReturns<T extends Sample>(returns: T, count: number, field: string): T {
  requireSample(returns, count, field)
  for (let t = 0; t < returns.length; t++) {
    if (returns[t] >= -1) continue
    throw new TuttiError('invalid-input', `${field}[${t}] is a loss of more than everything; are returns in percent?`, {
      field: `${field}[${t}]`,
      got: String(returns[t]),
      expected: 'a simple return as a decimal, >= -1',
    })
  }
  return returns
}

/**
 * Value of `startValue` > 0 invested in `returns`: n + 1 values, the start first.
 */
export function wealthPath(returns: Sample, startValue: number): Float64Array {
  requireReturns(returns, 0, 'returns')
  requirePositive(startValue, 'startValue')
  const path = new Float64Array(returns.length + 1)
  path[0] = startValue
  for (let t = 0; t < returns.length; t++) path[t + 1] = path[t] * (1 + returns[t])
  return path
}

/** Simple returns between consecutive positive `values`: one fewer than the values. */
export function simpleReturns(values: Sample): Float64Array {
  requireSample(values, 2, 'values')
  for (let t = 0; t < values.length; t++) requirePositive(values[t], `values[${t}]`)
  return Float64Array.from({ length: values.length - 1 }, (_, t) => values[t + 1] / values[t] - 1)
}

/** Returns less the risk-free return of the same period; `riskFree` is one per period, or one number for all periods. */
export function excessReturns(returns: Sample, riskFree: Sample | number): Float64Array {
  requireReturns(returns, 1, 'returns')
  if (typeof riskFree === 'number') {
    requireFinite(riskFree, 'riskFree')
    return Float64Array.from(returns, (r) => r - riskFree)
  }
  requireSameLength(returns, riskFree, 'returns', 'riskFree')
  requireSample(riskFree, 1, 'riskFree')
  return Float64Array.from(returns, (r, t) => r - riskFree[t])
}

/** Product of 1 + r, less 1. */
export function totalReturn(returns: Sample): number {
  requireReturns(returns, 1, 'returns')
  let wealth = 1
  for (let t = 0; t < returns.length; t++) wealth *= 1 + returns[t]
  return wealth - 1
}
