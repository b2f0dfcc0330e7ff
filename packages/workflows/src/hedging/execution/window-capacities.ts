import type { ExecutionInputs } from './execution-inputs.ts'
import { dealingDays } from './dealing-days.ts'
import { windowCapacity, workedTrade } from './worked-trade.ts'

/**
 * The most of each instrument of the universe that fits into the mandate's days, share of volume and impact, notional in base
 * currency; as `executionPlan` has it.
 */
export function windowCapacities(inputs: Pick<ExecutionInputs, 'mandate' | 'universe' | 'asOf'>): Float64Array {
  const { execution, fund } = inputs.mandate
  const { days } = dealingDays(inputs.asOf, execution.start, execution.window_days, fund.base_currency)
  return Float64Array.from(inputs.universe, (_, i) => windowCapacity(workedTrade(inputs, i, 0, days)))
}
