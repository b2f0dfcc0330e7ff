import type { Text } from '../document/text.ts'
import type { Findings } from './findings.ts'

/** The recommended rule in plain words, one thought a sentence. */
export function ruleWords(findings: Findings): Text[] {
  const { slot, result } = findings
  const at = (format: string, key: string): Text => slot(format, 'decision', 'configuration', key)
  const rule = (format: string, key: string): Text => slot(format, 'study', 'rules', key)
  const { rules } = result.study
  const target = at('percent 1', 'targetVolatility')
  const shape: Readonly<Record<string, Text>> = {
    'inverse-vol': `The equity weight is the target volatility of ${target} divided by that volatility.`,
    'inverse-vol-squared': `The equity weight is the square of the target volatility of ${target} divided by that volatility, so that it falls fast in turbulent markets.`,
    'linear-decay': `The portfolio is fully in equities up to a volatility of ${target} and gives up weight in a straight line above it, with slope ${rule('ratio 1', 'linearSlope')}.`,
    sigmoid: `The equity weight is half at a volatility of ${target} and moves smoothly towards all or nothing on either side of it, with slope ${rule('ratio 1', 'sigmoidSlope')}.`,
  }
  const months = rules.rebalanceMonths === 1 ? 'every month' : `every ${rule('months', 'rebalanceMonths')}`
  const band =
    rules.band > 0
      ? ` when the weight is off by more than ${rule('percent 1', 'band')}`
      : rules.noTradeZone > 0
        ? ` to the edge of a no-trade zone of ${rule('percent 1', 'noTradeZone')} either side`
        : ''
  return [
    `Once a month, measure the volatility of equities over the last ${at('months', 'windowMonths')}. ${shape[result.decision.configuration.weightFunction] ?? ''} The rest is held in bonds.`,
    `A risk aversion of ${at('ratio 2', 'riskAversion')} caps the equity weight where equities are too volatile for the premium they are assumed to pay. The weight stays between ${rule('percent 0', 'minimumWeight')} and ${rule('percent 0', 'maximumWeight')} and is traded ${months}${band}. All figures are net of ${slot('ratio 0', 'study', 'planningCostBp')} basis points on each unit traded.`,
  ]
}
