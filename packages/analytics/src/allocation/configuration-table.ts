import { type StrategyConfiguration, weightFunctions } from './strategy.ts'

/**
 * Configurations as columns, sorted by weight function so that each function runs over one stretch without branches.
 * `order[i]` is the place in the caller's list of the configuration in row i; `start[f]..start[f+1]` are the rows of
 * weight function f. Plain and cloneable: it travels to the workers.
 */
export interface ConfigurationTable {
  readonly count: number
  readonly order: Int32Array
  readonly start: Int32Array
  readonly target: Float64Array
  readonly window: Int32Array
  readonly riskAversion: Float64Array
  /** Cost of one unit of traded weight, decimal. */
  readonly cost: Float64Array
}

/** The configurations as a table for the kernels; the order within a weight function is the caller's. */
export function configurationTable(configurations: readonly StrategyConfiguration[]): ConfigurationTable {
  const count = configurations.length
  const order = new Int32Array(count)
  const start = new Int32Array(weightFunctions.length + 1)
  let row = 0
  weightFunctions.forEach((name, f) => {
    start[f] = row
    configurations.forEach((configuration, i) => {
      if (configuration.weightFunction === name) order[row++] = i
    })
  })
  start[weightFunctions.length] = row
  const inOrder = Array.from(order, (i) => configurations[i])
  return {
    count,
    order,
    start,
    target: Float64Array.from(inOrder, (c) => c.targetVolatility),
    window: Int32Array.from(inOrder, (c) => c.windowMonths),
    riskAversion: Float64Array.from(inOrder, (c) => c.riskAversion),
    cost: Float64Array.from(inOrder, (c) => c.costBp * 1e-4),
  }
}
