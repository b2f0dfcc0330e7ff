import { normalCdf } from '../math/index.ts'
import { blackForwardPrice } from '../models/index.ts'
import { addChebyshevValues } from './chebyshev-fit.ts'
import type { DatePlan, ExposurePlan } from './exposure-plan.ts'

/** States of one date: `row(i)` holds state i of every path. */
export interface DateStates {
  readonly count: number
  row(this: void, state: number): Float64Array
}

/** Value of a netting set today: its plan's first date at the start state. */
export function valueToday(plan: ExposurePlan, start: Float64Array): number {
  const out = new Float64Array(1)
  const slots = Array.from({ length: plan.slotCount }, () => new Float64Array(1))
  writeDate(plan.dates[0], startStates(start, 1), slots, out, null)
  return out[0]
}

/** Today's state on every path. */
export function startStates(start: Float64Array, count: number): DateStates {
  return { count, row: (state) => new Float64Array(count).fill(start[state]) }
}

/** Adds the value of a plan's date to `out` and what was paid before it to `paid`, and fixes what is fixed there. */
export function writeDate(
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
