/**
 * State of the configurations on one path: a row of `STRIDE` doubles for each, fields at the offsets below. One array
 * and not one for each field, because a month touches every field of a configuration and a single base stays in registers.
 */
export const STRIDE = 13
/** Equity weight held from the month's start. */
export const WEIGHT = 0
/** Equity weight drifted to the month's end. */
export const DRIFTED = 1
/** Cost of one unit of traded weight, decimal (constant). */
export const COST = 2
/** Sum of traded weight. */
export const TRADED = 3
/** Portfolio value, its running peak, and the worst ratio of value to peak. */
export const VALUE = 4
export const PEAK = 5
export const WORST = 6
/** Sums of monthly returns, of their squares, and of squared returns in excess of cash. */
export const SUM = 7
export const SQUARES = 8
export const EXCESS_SQUARES = 9
/** Value at the start of the year, and the sum of yearly returns. */
export const YEAR_START = 10
export const ANNUAL_SUM = 11

/** Rows for configurations with the given costs; call `resetState` before each path. */
export function strategyState(cost: Float64Array): Float64Array {
  const state = new Float64Array(STRIDE * cost.length)
  for (let c = 0; c < cost.length; c++) state[c * STRIDE + COST] = cost[c]!
  return state
}

/** Start of a path: value, peak and ratio one, nothing held. The peak of one stands before the first cost. */
export function resetState(state: Float64Array): void {
  for (let i = 0; i < state.length; i += STRIDE) {
    const cost = state[i + COST]
    state.fill(0, i, i + STRIDE)
    state[i + COST] = cost
    state[i + VALUE] = 1
    state[i + PEAK] = 1
    state[i + WORST] = 1
    state[i + YEAR_START] = 1
  }
}

/** Value after the cost of the month's rebalance: the month's first mark. */
export const MARK = 12
