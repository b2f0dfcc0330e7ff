import { TuttiError } from '../errors/index.ts'
import { type Day, isoOfDay } from '../time/index.ts'
import type { FlowTable } from './bond-scenario-values.ts'
import { bondHolding, type FixedRateBond } from './fixed-rate-bond.ts'

/** So much face of a bond. */
export interface BondPosition {
  readonly bond: FixedRateBond
  /** Negative for a short position. */
  readonly face: number
  /** z-spread over the zero rates, continuous, decimal. Default 0. */
  readonly spreadContinuous?: number | undefined
}

/**
 * The payments after `settlement` of positions as one table for `bondScenarioValues`, days counted from `curveDay`. A bond that
 * has matured has no flows and is worth nothing. Throws `invalid-input` for a settlement before the curve's date.
 */
export function flowTable(positions: readonly BondPosition[], settlement: Day, curveDay: Day): FlowTable {
  if (settlement < curveDay) {
    throw new TuttiError('invalid-input', 'bonds settle on or after the date of the curves', {
      field: 'settlement',
      got: isoOfDay(settlement),
      expected: `${isoOfDay(curveDay)} or later`,
    })
  }
  const flows = positions.map(({ bond, face }) =>
    bond.maturity <= settlement
      ? []
      : bondHolding(bond, settlement).flows.map((flow) => ({
          day: flow.payDay - curveDay,
          amount: ((flow.interest + flow.principal) * face) / 100,
        })),
  )
  const bondStarts = new Int32Array(positions.length + 1)
  for (let b = 0; b < positions.length; b++) bondStarts[b + 1] = bondStarts[b] + flows[b].length
  const all = flows.flat()
  return {
    flowDays: Int32Array.from(all, ({ day }) => day),
    flowAmounts: Float64Array.from(all, ({ amount }) => amount),
    bondStarts,
    bondSpreads: Float64Array.from(positions, ({ spreadContinuous }) => spreadContinuous ?? 0),
  }
}
