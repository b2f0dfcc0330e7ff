import { portableExp } from '../math/portable.ts'
import type { StrategyConfiguration, StrategyRules } from './strategy.ts'

/** The weight function's own answer, before caps and limits. `volatility` is realised, annual, > 0. */
export function rawWeight(configuration: StrategyConfiguration, rules: StrategyRules, volatility: number): number {
  const target = configuration.targetVolatility
  switch (configuration.weightFunction) {
    case 'inverse-vol':
      return target / volatility
    case 'inverse-vol-squared':
      return (target / volatility) ** 2
    case 'linear-decay':
      return 1 - rules.linearSlope * (volatility - target)
    case 'sigmoid':
      return 1 / (1 + portableExp(rules.sigmoidSlope * (volatility - target)))
  }
}

/** Merton share: the weight a mean-variance investor of risk aversion gamma would not exceed, premium / (gamma vol^2). */
export function mertonCap(configuration: StrategyConfiguration, rules: StrategyRules, volatility: number): number {
  return rules.equityPremium / (configuration.riskAversion * volatility * volatility)
}

/**
 * Target equity weight for a realised volatility: max(minimum, min(raw, Merton cap, maximum)).
 * Source: the weight functions of the dynamic asset allocation document, section 5; the cap after Merton (1969).
 */
export function targetWeight(configuration: StrategyConfiguration, rules: StrategyRules, volatility: number): number {
  const capped = Math.min(
    rawWeight(configuration, rules, volatility),
    mertonCap(configuration, rules, volatility),
    rules.maximumWeight,
  )
  return Math.max(rules.minimumWeight, capped)
}

/**
 * Weight actually held after the trading rule: outside rebalancing months, or within the band, the drifted weight is
 * kept; with a no-trade zone only the distance beyond its edge is traded. The first month always trades to the target.
 */
export function tradedWeight(rules: StrategyRules, month: number, target: number, drifted: number): number {
  if (month === 0) return target
  if (month % rules.rebalanceMonths !== 0) return drifted
  const distance = target - drifted
  if (Math.abs(distance) <= rules.band) return drifted
  if (rules.noTradeZone > 0) {
    if (distance > rules.noTradeZone) return target - rules.noTradeZone
    if (distance < -rules.noTradeZone) return target + rules.noTradeZone
    return drifted
  }
  return target
}
