import { writeHybridPaths } from '../hybrid/index.ts'
import { normalCdf } from '../math/index.ts'
import { blackForwardPrice } from '../models/index.ts'
import { addChebyshevValues } from './chebyshev-fit.ts'
import type { ExposureJob } from './exposure-job.ts'
import type { DatePlan, ExposurePlan } from './exposure-plan.ts'

/** States of one date: `row(i)` holds state i of every path. */
interface DateStates {
  readonly count: number
  row(this: void, state: number): Float64Array
}

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

/** Value of a netting set today: its plan's first date at the start state. */
export function valueToday(plan: ExposurePlan, start: Float64Array): number {
  const out = new Float64Array(1)
  const slots = Array.from({ length: plan.slotCount }, () => new Float64Array(1))
  writeDate(plan.dates[0], startStates(start, 1), slots, out, null)
  return out[0]
}

function startStates(start: Float64Array, count: number): DateStates {
  return { count, row: (state) => new Float64Array(count).fill(start[state]) }
}

function writeDate(
  plan: DatePlan,
  { count, row }: DateStates,
  slots: readonly Float64Array[],
  out: Float64Array | null,
  paid: Float64Array | null,
): void {
  const products = new Map<string, Float64Array | null>()
  const productOf = (states: readonly number[]): Float64Array | null => {
    if (states.length === 0) return null
    const key = states.join(' ')
    const known = products.get(key)
    if (known !== undefined) return known
    const product = new Float64Array(count)
    for (const state of states) {
      const log = row(state)
      for (let p = 0; p < count; p++) product[p] += log[p]
    }
    for (let p = 0; p < count; p++) product[p] = Math.exp(product[p])
    products.set(key, product)
    return product
  }
  addFixings(plan.fixedBefore, row, slots)
  if (out !== null) {
    for (const { fit, rate, multiplier } of plan.polynomials) {
      addChebyshevValues(fit, row(rate), productOf(multiplier), out)
    }
    for (const { amount, multiplier } of plan.assets) addAmount(amount, productOf(multiplier), out)
    for (const { slot, rate, intercept, loading, multiplier } of plan.slots) {
      const x = row(rate)
      const amount = slots[slot]
      const product = productOf(multiplier)
      const scale = Math.exp(intercept)
      for (let p = 0; p < count; p++) {
        const value = scale * amount[p] * Math.exp(-loading * x[p])
        out[p] += product === null ? value : product[p] * value
      }
    }
    for (const option of plan.options) addOption(option, row, productOf(option.multiplier), out)
    for (const claim of plan.swaptions) addSwaption(claim, row, productOf(claim.multiplier), out)
  }
  if (paid !== null) {
    for (const { amount, multiplier } of plan.paid) addAmount(amount, productOf(multiplier), paid)
    for (const { slot, multiplier } of plan.paidSlots) {
      const product = productOf(multiplier)
      for (let p = 0; p < count; p++) paid[p] += slots[slot][p] * (product === null ? 1 : product[p])
    }
  }
  addFixings(plan.fixedAfter, row, slots)
}

function addFixings(fixings: DatePlan['fixedBefore'], row: DateStates['row'], slots: readonly Float64Array[]): void {
  for (const { slot, notional, rate, intercept, loading } of fixings) {
    const x = row(rate)
    const amount = slots[slot]
    const scale = notional * Math.exp(intercept)
    for (let p = 0; p < amount.length; p++) amount[p] += scale * Math.exp(-loading * x[p])
  }
}

function addAmount(amount: number, product: Float64Array | null, out: Float64Array): void {
  for (let p = 0; p < out.length; p++) out[p] += product === null ? amount : amount * product[p]
}

function addOption(
  option: DatePlan['options'][number],
  row: DateStates['row'],
  product: Float64Array | null,
  out: Float64Array,
): void {
  const { sign, type, deviation, asset, cash } = option
  const price = row(asset.state)
  const assetRate = asset.bond === null ? null : row(asset.bond.rate)
  const cashRate = row(cash.bond.rate)
  for (let p = 0; p < out.length; p++) {
    let log = asset.log + price[p]
    if (asset.bond !== null && assetRate !== null) log += asset.bond.intercept - asset.bond.loading * assetRate[p]
    const strike = Math.exp(cash.log + cash.bond.intercept - cash.bond.loading * cashRate[p])
    const value = sign * blackForwardPrice(type, Math.exp(log), strike, deviation)
    out[p] += product === null ? value : product[p] * value
  }
}

function addSwaption(
  claim: DatePlan['swaptions'][number],
  row: DateStates['row'],
  product: Float64Array | null,
  out: Float64Array,
): void {
  const { notional, side, offset, slope, start, payments } = claim
  const x = row(start.rate)
  const sign = side === 'payer' ? 1 : -1
  for (let p = 0; p < out.length; p++) {
    const d = offset + slope * x[p]
    let value = Math.exp(start.intercept - start.loading * x[p]) * normalCdf(sign * d)
    for (const { intercept, loading, amount, deviation } of payments) {
      value -= amount * Math.exp(intercept - loading * x[p]) * normalCdf(sign * (d - deviation))
    }
    const worth = notional * Math.max(sign * value, 0)
    out[p] += product === null ? worth : product[p] * worth
  }
}
