import type { ExecutionInputs } from './execution-inputs.ts'
import { dealingDays } from './dealing-days.ts'
import { windowCapacity, workedTrade } from './worked-trade.ts'

/**
 * The most of each instrument of the universe that fits into the mandate's days, share of volume and impact, notional in base
 * currency; as `executionPlan` has it, but nothing where it is less than a billionth of the market's volume: figures that small would
 * leave the programmes of packages badly scaled.
 */
export function windowCapacities(inputs: Pick<ExecutionInputs, 'mandate' | 'universe' | 'asOf'>): Float64Array {
  const { execution, fund } = inputs.mandate
  const { days } = dealingDays(inputs.asOf, execution.start, execution.window_days, fund.base_currency)
  return Float64Array.from(inputs.universe, (_, i) => {
    const trade = workedTrade(inputs, i, 0, days)
    return trade.participationCap < leastShare ? 0 : windowCapacity(trade)
  })
}

const leastShare = 1e-9
