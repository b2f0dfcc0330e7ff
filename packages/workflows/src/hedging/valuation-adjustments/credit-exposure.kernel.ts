import { type HybridWalk, writeHybridPaths } from '@tutti/analytics/hybrid'
import type { CreditClaim } from './credit-claim.ts'

/** Credit contracts on the paths of an exposure simulation: plain data and shared buffers. */
export interface CreditExposureJob {
  readonly walk: HybridWalk
  readonly paths: number
  readonly pathsPerShard: number
  readonly shards: number
  /** Row of the buffers for each simulated date, today first; -1 where nothing is kept. */
  readonly records: readonly number[]
  readonly claims: readonly CreditClaim[]
  /** rows x paths, one a claim. */
  readonly values: readonly SharedArrayBuffer[]
  readonly paid: readonly SharedArrayBuffer[]
}

/** Kernel: the values of credit contracts and what they paid on one shard of paths. The same bits whatever the number of workers. */
export function simulateCreditExposure(job: CreditExposureJob): (shard: number) => void {
  const { walk, paths, pathsPerShard, records, claims } = job
  const values = job.values.map((buffer) => new Float64Array(buffer))
  const paid = job.paid.map((buffer) => new Float64Array(buffer))
  const size = walk.start.length
  const states = new Float64Array(walk.transitions.length * size * pathsPerShard)
  const state = new Float64Array(size)
  return (shard) => {
    const first = shard * pathsPerShard
    const count = Math.min(pathsPerShard, paths - first)
    writeHybridPaths(walk, first, count, states)
    for (let d = 1; d < records.length; d++) {
      const record = records[d]
      if (record < 0) continue
      for (let p = 0; p < count; p++) {
        for (let i = 0; i < size; i++) state[i] = states[((d - 1) * size + i) * count + p]
        const at = record * paths + first + p
        for (let c = 0; c < claims.length; c++) {
          const date = claims[c].dates[d]
          if (date === null) continue
          const exchange = claims[c].exchange < 0 ? 1 : Math.exp(state[claims[c].exchange])
          values[c][at] = exchange * creditClaimValue(claims[c], d, state)
          paid[c][at] = exchange * date.paid
        }
      }
    }
  }
}

/**
 * Value in its currency of a claim at date `d` (today 0) in a state of the hybrid. A default swap: flat hazard rate, half a
 * period's premium at default in its middle, discounted between the bonds at its ends. Source: O'Kane & Turnbull (2003).
 */
export function creditClaimValue(claim: CreditClaim, d: number, state: Float64Array): number {
  const date = claim.dates[d]
  if (date === null || date.years.length === 0) return 0
  const { intercepts, loadings, amounts, years } = date
  const x = state[claim.rate]
  const spread = claim.spread * Math.exp(state[claim.price] - state[claim.account])
  if (claim.kind === 'total return swap') {
    const change = spread - claim.spread
    let reference = 0
    for (let k = 0; k < years.length; k++) {
      reference += amounts[k] * Math.exp(intercepts[k] - loadings[k] * x - change * years[k])
    }
    return claim.scale * (date.strike - reference)
  }
  const hazard = Math.max(spread + claim.ownSpread, 0) / claim.loss
  let survival = 1
  let bond = 1
  let value = 0
  for (let k = 0; k < years.length; k++) {
    const later = Math.exp(-hazard * years[k])
    const end = Math.exp(intercepts[k] - loadings[k] * x)
    const premium = claim.couponRate * amounts[k]
    value += (claim.loss - 0.5 * premium) * (survival - later) * Math.sqrt(bond * end) - premium * later * end
    survival = later
    bond = end
  }
  return claim.scale * value
}
