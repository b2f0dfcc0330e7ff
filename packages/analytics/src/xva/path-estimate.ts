import type { SimulatedEstimate } from '../hybrid/index.ts'

/** Mean of figures of independent paths with its standard error. */
export function pathEstimate(figures: Float64Array): SimulatedEstimate {
  const paths = figures.length
  let sum = 0
  for (let p = 0; p < paths; p++) sum += figures[p]
  const value = sum / paths
  let squares = 0
  for (let p = 0; p < paths; p++) squares += (figures[p] - value) ** 2
  return { value, standardError: Math.sqrt(squares / (paths - 1) / paths), paths }
}
