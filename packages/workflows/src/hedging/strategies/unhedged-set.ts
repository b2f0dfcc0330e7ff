import type { HedgeDomain } from '../universe/hedge-instrument.ts'
import type { StrategySet } from './strategy.ts'
import type { StrategyInputs } from './strategy-inputs.ts'
import { assessedStrategy } from './assessed-strategy.ts'

/** A strategy that holds no trades. */
export const none = { id: 'none', style: 'none', label: 'No hedge', ratio: 0, trades: [] } as const

/** A domain with `none` alone; `reasons` say why, in words without figures. */
export function unhedgedSet(inputs: StrategyInputs, domain: HedgeDomain, reasons: readonly string[]): StrategySet {
  const { strategy } = assessedStrategy(inputs, domain, none)
  return { domain, strategies: [strategy], recommended: none.id, reasons, unhedgeable: [] }
}
