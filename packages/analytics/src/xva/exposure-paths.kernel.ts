import { writeHybridPaths } from '../hybrid/index.ts'
import { type DateStates, startStates, writeDate } from './date-values.ts'
import type { ExposureJob } from './exposure-job.ts'

/**
 * Kernel: draws one shard of paths and writes the netting sets' values, what was paid before each date, discount factors
 * and survivals of each path. The same bits whatever the number of workers.
 */
export function simulateExposure(job: ExposureJob): (shard: number) => void {
  const { walk, plans, paths, pathsPerShard, records, hazards } = job
  const values = job.values.map((buffer) => new Float64Array(buffer))
  const paid = job.paid.map((buffer) => new Float64Array(buffer))
  const discount = new Float64Array(job.discount)
  const survivals = job.survivals.map((buffer) => new Float64Array(buffer))
  const stateCount = walk.start.length
  const rateCount = walk.transitions.length === 0 ? 0 : walk.transitions[0].rateCount
  const states = new Float64Array(walk.transitions.length * stateCount * pathsPerShard)
  return (shard) => {
    const first = shard * pathsPerShard
    const count = Math.min(pathsPerShard, paths - first)
    writeHybridPaths(walk, first, count, states)
    const dateStates = walk.transitions.map((_, d): DateStates => {
      const at = d * stateCount
      return { count, row: (state) => states.subarray((at + state) * count, (at + state + 1) * count) }
    })
    const today = startStates(walk.start, count)
    for (let d = 1; d < records.length; d++) {
      const record = records[d]
      if (record < 0) continue
      const { row } = dateStates[d - 1]
      const account = row(rateCount)
      for (let p = 0; p < count; p++) discount[record * paths + first + p] = Math.exp(-account[p])
      for (const [h, state] of hazards.entries()) {
        const log = row(state)
        for (let p = 0; p < count; p++) survivals[h][record * paths + first + p] = Math.exp(log[p])
      }
    }
    for (const [b, plan] of plans.entries()) {
      const slots = Array.from({ length: plan.slotCount }, () => new Float64Array(count))
      for (let d = 0; d < plan.dates.length; d++) {
        const record = records[d]
        const at = record * paths + first
        const stateOf = d === 0 ? today : dateStates[d - 1]
        const out = record < 0 ? null : values[b].subarray(at, at + count)
        const paidOut = record < 0 || paid.length === 0 ? null : paid[b].subarray(at, at + count)
        writeDate(plan.dates[d], stateOf, slots, out, paidOut)
      }
    }
  }
}
