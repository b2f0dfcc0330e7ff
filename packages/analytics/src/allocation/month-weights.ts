import { portableExp } from '../math/portable.ts'
import type { ConfigurationTable } from './configuration-table.ts'
import { tradedWeight } from './equity-weight.ts'
import type { StrategyRules } from './strategy.ts'
import { DRIFTED, STRIDE, WEIGHT } from './strategy-state.ts'

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
  let end = start[1]
  for (let c = 0; c < end; c++) state[c * STRIDE + WEIGHT] = target[c] * inverse[window[c]]
  end = start[2]!
  for (let c = start[1]; c < end; c++) {
    const ratio = target[c] * inverse[window[c]]
    state[c * STRIDE + WEIGHT] = ratio * ratio
  }
  end = start[3]!
  for (let c = start[2]; c < end; c++)
    state[c * STRIDE + WEIGHT] = 1 - linearSlope * (volatility[window[c]] - target[c])
  for (let c = start[3]; c < count; c++) {
    state[c * STRIDE + WEIGHT] = 1 / (1 + portableExp(sigmoidSlope * (volatility[window[c]] - target[c])))
  }
  for (let c = 0; c < count; c++) {
    const i = inverse[window[c]]
    const cap = levels[c] * i * i
    const w = state[c * STRIDE + WEIGHT]
    state[c * STRIDE + WEIGHT] = Math.max(minimumWeight, Math.min(w, cap, maximumWeight))
  }
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
