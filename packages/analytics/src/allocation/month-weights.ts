import { portableExp } from '../math/portable.ts'
import type { ConfigurationTable } from './configuration-table.ts'
import { tradedWeight } from './equity-weight.ts'
import type { StrategyRules } from './strategy.ts'
import { DRIFTED as DRIFTED_, STRIDE as STRIDE_, WEIGHT as WEIGHT_ } from './strategy-state.ts'

// local names for the offsets: V8 folds them into the code, imported constants it loads at every access
const DRIFTED = DRIFTED_
const STRIDE = STRIDE_
const WEIGHT = WEIGHT_

/** Level of the Merton cap of each configuration, premium / gamma: the cap is this over the variance. */
export function mertonLevels(table: ConfigurationTable, rules: StrategyRules): Float64Array {
  return table.riskAversion.map((gamma) => rules.equityPremium / gamma)
}

/**
 * Writes the target weights of all configurations for one month into the state rows, from the realised volatilities by
 * window length: `volatility[L]` and `inverse[L]` = 1 / volatility. Same figures as `targetWeight`, in bulk: first the
 * weight function of each stretch of rows, then caps and limits.
 */
export function writeTargetWeights(
  table: ConfigurationTable,
  rules: StrategyRules,
  levels: Float64Array,
  volatility: Float64Array,
  inverse: Float64Array,
  state: Float64Array,
): void {
  const { start, target, window, count } = table
  const { linearSlope, sigmoidSlope, minimumWeight, maximumWeight } = rules
  for (let c = start[3]; c < count; c++) {
    state[c * STRIDE + WEIGHT] = sigmoidSlope * (volatility[window[c]] - target[c])
  }
  exponentials(state, start[3] * STRIDE + WEIGHT, count * STRIDE, STRIDE)
  const end1 = start[1]
  for (let c = 0, at = WEIGHT; c < end1; c++, at += STRIDE) {
    const i = inverse[window[c]]
    const w = target[c] * i
    const cap = levels[c] * i * i
    state[at] = limitedWeight(w, cap, minimumWeight, maximumWeight)
  }
  const end2 = start[2]
  for (let c = end1, at = end1 * STRIDE + WEIGHT; c < end2; c++, at += STRIDE) {
    const i = inverse[window[c]]
    const ratio = target[c] * i
    const w = ratio * ratio
    const cap = levels[c] * i * i
    state[at] = limitedWeight(w, cap, minimumWeight, maximumWeight)
  }
  const end3 = start[3]
  for (let c = end2, at = end2 * STRIDE + WEIGHT; c < end3; c++, at += STRIDE) {
    const L = window[c]
    const i = inverse[L]
    const w = 1 - linearSlope * (volatility[L] - target[c])
    const cap = levels[c] * i * i
    state[at] = limitedWeight(w, cap, minimumWeight, maximumWeight)
  }
  for (let c = end3, at = end3 * STRIDE + WEIGHT; c < count; c++, at += STRIDE) {
    const i = inverse[window[c]]
    const w = 1 / (1 + state[at])
    const cap = levels[c] * i * i
    state[at] = limitedWeight(w, cap, minimumWeight, maximumWeight)
  }
}

function limitedWeight(w: number, cap: number, minimum: number, maximum: number): number {
  const capped = w < cap ? w : cap
  const limited = capped < maximum ? capped : maximum
  return limited > minimum ? limited : minimum
}

function exponentials(values: Float64Array, from: number, to: number, stride: number): void {
  for (let i = from; i < to; i += stride) values[i] = portableExp(values[i])
}

/** Replaces targets by the weights actually held after bands, no-trade zone and rebalancing dates. */
export function applyTradingRule(rules: StrategyRules, month: number, state: Float64Array): void {
  for (let i = 0, end = state.length; i < end; i += STRIDE) {
    state[i + WEIGHT] = tradedWeight(rules, month, state[i + WEIGHT], state[i + DRIFTED])
  }
}

/** True when the rules trade to the target every month, so that `applyTradingRule` can be left out. */
export function tradesEveryMonth(rules: StrategyRules): boolean {
  return rules.rebalanceMonths === 1 && rules.band === 0 && rules.noTradeZone === 0
}
