import { requireInRange } from '../errors/index.ts'
import type { SimulatedEstimate } from '../hybrid/index.ts'
import { type DefaultableParty, survivalsOf } from './default-weights.ts'
import { pathEstimate } from './path-estimate.ts'
import type { SimulatedExposure } from './simulated-exposure.ts'

/** The CVA of one trade within its netting set. */
export interface AllocatedAdjustment {
  readonly id: string
  /** Euler contribution: what the trade adds at the margin; contributions sum to the CVA of the set. */
  readonly contribution: SimulatedEstimate
  /** CVA of the set less that of the set without the trade. */
  readonly incremental: SimulatedEstimate
  /** CVA of the trade alone. */
  readonly standalone: SimulatedEstimate
}

/** The CVA of a netting set and its parts, all on the same paths. */
export interface CreditAllocation {
  readonly cva: SimulatedEstimate
  readonly parts: readonly AllocatedAdjustment[]
}

/**
 * Allocates the unilateral CVA of one netting set without collateral to its trades; `simulated` holds each trade as a
 * netting set of its own, on the same paths. Throws `invalid-input` as the counterparty requires.
 * Source: Pykhtin & Rosen, "Pricing counterparty risk at the trade level and CVA allocations", Journal of Credit Risk 6
 * (2010), 3-38.
 */
export function creditAllocation(simulated: SimulatedExposure, counterparty: DefaultableParty): CreditAllocation {
  const { timesYears, paths, discount, nettingSets } = simulated
  const loss = 1 - requireInRange(counterparty.recovery, 0, 1, 'recovery')
  const survival = survivalsOf(counterparty.survival, timesYears, 'counterparty')
  const net = new Float64Array(timesYears.length * paths)
  for (const { value } of nettingSets) for (let i = 0; i < net.length; i++) net[i] += value[i]
  /** Sums over dates of loss x default probability x discounted `claim`, by path. */
  const charge = (claim: (i: number) => number): SimulatedEstimate => {
    const sums = new Float64Array(paths)
    for (let d = 0; d < timesYears.length; d++) {
      const weight = loss * ((d === 0 ? 1 : survival[d - 1]) - survival[d])
      for (let p = 0; p < paths; p++) sums[p] += weight * discount[d * paths + p] * claim(d * paths + p)
    }
    return pathEstimate(sums)
  }
  return {
    cva: charge((i) => Math.max(net[i], 0)),
    parts: nettingSets.map(({ id, value }) => ({
      id,
      contribution: charge((i) => (net[i] > 0 ? value[i] : 0)),
      incremental: charge((i) => Math.max(net[i], 0) - Math.max(net[i] - value[i], 0)),
      standalone: charge((i) => Math.max(value[i], 0)),
    })),
  }
}
