import { TuttiError } from '../errors/index.ts'
import { type HybridModel, hybridTransition } from '../hybrid/index.ts'
import { brentRoot } from '../math/index.ts'
import { hullWhiteBondCoefficients, integratedOrnsteinUhlenbeck } from '../models/index.ts'
import { chebyshevFit, type ChebyshevFit } from './chebyshev-fit.ts'
import type { NettingSet } from './exposure-trade.ts'
import {
  type ExchangeOption,
  type FloatingPeriod,
  type FlowStream,
  type SwaptionClaim,
  tradeComponents,
  type TradeComponents,
} from './trade-components.ts'

/** ln P = intercept - loading x state. */
interface BondTerm {
  readonly intercept: number
  readonly loading: number
  readonly rate: number
}

/** How a netting set is valued at one simulated date; plain data for the kernel. */
export interface DatePlan {
  readonly timeYears: number
  /** Sums of bonds as polynomials of a short rate's state, times the product of prices. */
  readonly polynomials: readonly {
    readonly fit: ChebyshevFit
    readonly rate: number
    readonly multiplier: readonly number[]
  }[]
  readonly assets: readonly { readonly amount: number; readonly multiplier: readonly number[] }[]
  /** Payments that have been fixed: amount of the slot times a bond. */
  readonly slots: readonly (BondTerm & { readonly slot: number; readonly multiplier: readonly number[] })[]
  readonly options: readonly {
    readonly sign: 1 | -1
    readonly type: 'call' | 'put'
    readonly deviation: number
    readonly asset: { readonly log: number; readonly state: number; readonly bond: BondTerm | null }
    readonly cash: { readonly log: number; readonly bond: BondTerm }
    readonly multiplier: readonly number[]
  }[]
  readonly swaptions: readonly {
    readonly notional: number
    readonly side: 'payer' | 'receiver'
    /** d of the bond to expiry: offset + slope x state; each payment's is less by its deviation. */
    readonly offset: number
    readonly slope: number
    readonly start: BondTerm
    readonly payments: readonly (BondTerm & { readonly amount: number; readonly deviation: number })[]
    readonly multiplier: readonly number[]
  }[]
  /** Payments fixed on this date, before (the reset is on it) and after (the reset lies before the next) its valuation. */
  readonly fixedBefore: readonly Fixing[]
  readonly fixedAfter: readonly Fixing[]
  /** What was paid since the lookback date: known amounts and slots. */
  readonly paid: readonly { readonly amount: number; readonly multiplier: readonly number[] }[]
  readonly paidSlots: readonly { readonly slot: number; readonly multiplier: readonly number[] }[]
}

/** Adds e^(intercept - loading x state) x notional to a slot. */
interface Fixing extends BondTerm {
  readonly slot: number
  readonly notional: number
}

/** A netting set at every simulated date, today first. */
export interface ExposurePlan {
  readonly id: string
  readonly slotCount: number
  readonly dates: readonly DatePlan[]
}

interface Slot extends FloatingPeriod {
  readonly slot: number
  readonly rate: number
  readonly multiplier: readonly number[]
  /** Simulated date (0 is today) at which it is fixed. */
  readonly fixingDate: number
}

/** Covariances of the state's moves over so many years, which do not depend on when they start. */
export type MoveCovariances = Map<number, Float64Array>

/** Two times closer than this, about half a minute, are one. */
const sameTime = 1e-6

/** Times at which floating periods of the netting sets start, after today and before `lastYears`. */
export function resetTimes(model: HybridModel, sets: readonly NettingSet[], lastYears: number): number[] {
  return sets
    .flatMap(({ trades }) => trades.flatMap((trade) => tradeComponents(model, trade).streams))
    .flatMap(({ periods }) => periods.map(({ startYears }) => startYears))
    .filter((time) => time > sameTime && time < lastYears)
}

/**
 * The plan of a netting set on simulated dates `timesYears` (today, 0, first). `isValued[d]` says where values are wanted,
 * `paidSince[d]` the time after which payments are to be counted, or `null`. A floating period whose start is not a
 * simulated date is fixed at its forward on the last one before, which keeps its expected value exact. `known` is filled
 * with what plans on one model share.
 */
export function exposurePlan(
  model: HybridModel,
  set: NettingSet,
  timesYears: readonly number[],
  isValued: readonly boolean[],
  paidSince: readonly (number | null)[],
  known: MoveCovariances = new Map(),
): ExposurePlan {
  const components = joined(set.trades.map((trade) => tradeComponents(model, trade)))
  const streams = mergedStreams(components.streams)
  const slots = slotsOf(streams, timesYears)
  const exercises = new Map(components.swaptions.map((claim) => [claim, criticalState(model, claim)]))
  const dates = timesYears.map((t, d): DatePlan => {
    const fixings = slots
      .filter(({ fixingDate }) => fixingDate === d)
      .map((slot) => ({ slot, ...fixing(model, slot, t) }))
    const fixedBefore = fixings.filter(({ slot }) => slot.startYears <= t + sameTime).map(({ term }) => term)
    const fixedAfter = fixings.filter(({ slot }) => slot.startYears > t + sameTime).map(({ term }) => term)
    const empty = {
      timeYears: t,
      polynomials: [],
      assets: [],
      slots: [],
      options: [],
      swaptions: [],
      paid: [],
      paidSlots: [],
    }
    if (!isValued[d]) return { ...empty, fixedBefore, fixedAfter }
    const since = paidSince[d]
    const isPaid = (time: number): boolean => since !== null && time > since + sameTime && time <= t + sameTime
    return {
      timeYears: t,
      fixedBefore,
      fixedAfter,
      polynomials: streams.flatMap((stream) => {
        const fit = streamFit(model, stream, t)
        return fit === null ? [] : [{ fit, rate: stream.rate, multiplier: stream.multiplier }]
      }),
      assets: components.assets
        .filter(({ maturityYears }) => maturityYears > t + sameTime)
        .map(({ amount, growthContinuous, maturityYears, multiplier }) => ({
          amount: amount * Math.exp(growthContinuous * (maturityYears - t)),
          multiplier,
        })),
      slots: uniqueSlots(slots.filter((s) => s.startYears <= t + sameTime && s.endYears > t + sameTime)).map((s) => ({
        ...bond(model, s.rate, t, s.endYears),
        slot: s.slot,
        multiplier: s.multiplier,
      })),
      options: components.options
        .filter(({ maturityYears }) => maturityYears > t + sameTime)
        .map((option) => optionPlan(model, option, t, known)),
      swaptions: components.swaptions
        .filter(({ expiryYears }) => expiryYears > t + sameTime)
        .map((claim) => swaptionPlan(model, claim, exercises.get(claim) ?? 0, t)),
      paid: streams.flatMap(({ flows, multiplier }) =>
        flows
          .filter(({ timeYears, isOpening }) => !isOpening && isPaid(timeYears))
          .map(({ amount }) => ({ amount, multiplier })),
      ),
      paidSlots: uniqueSlots(slots.filter(({ endYears }) => isPaid(endYears))).map(({ slot, multiplier }) => ({
        slot,
        multiplier,
      })),
    }
  })
  return { id: set.id, slotCount: slots.reduce((count, { slot }) => Math.max(count, slot + 1), 0), dates }
}

function joined(parts: readonly TradeComponents[]): TradeComponents {
  return {
    streams: parts.flatMap(({ streams }) => streams),
    assets: parts.flatMap(({ assets }) => assets),
    options: parts.flatMap(({ options }) => options),
    swaptions: parts.flatMap(({ swaptions }) => swaptions),
  }
}

const keyOf = ({ rate, multiplier }: { readonly rate: number; readonly multiplier: readonly number[] }): string =>
  [rate, ...multiplier].join(' ')

/** Streams with one rate and one exchange as one, flows at one time and of one kind added up. */
function mergedStreams(streams: readonly FlowStream[]): FlowStream[] {
  const groups = new Map<string, FlowStream[]>()
  for (const stream of streams) groups.set(keyOf(stream), [...(groups.get(keyOf(stream)) ?? []), stream])
  return [...groups.values()].map((group) => {
    const flows = new Map<string, { timeYears: number; amount: number; isOpening: boolean }>()
    for (const { timeYears, amount, isOpening } of group.flatMap((stream) => stream.flows)) {
      const key = `${timeKey(timeYears)} ${isOpening}`
      const known = flows.get(key)
      if (known === undefined) flows.set(key, { timeYears, amount, isOpening })
      else known.amount += amount
    }
    return { ...group[0], flows: [...flows.values()], periods: group.flatMap((stream) => stream.periods) }
  })
}

const timeKey = (timeYears: number): number => Math.round(timeYears / sameTime)

/** Floating periods with their slots: those paid at one time by one rate and exchange share one. */
function slotsOf(streams: readonly FlowStream[], timesYears: readonly number[]): Slot[] {
  const numbers = new Map<string, number>()
  const last = timesYears[timesYears.length - 1]
  return streams.flatMap((stream) => {
    const merged = new Map<string, FloatingPeriod>()
    for (const period of stream.periods) {
      const key = `${timeKey(period.startYears)} ${timeKey(period.endYears)}`
      const known = merged.get(key)
      merged.set(key, known === undefined ? period : { ...known, notional: known.notional + period.notional })
    }
    return [...merged.values()]
      .filter(({ startYears }) => startYears <= last + sameTime)
      .map((period) => {
        const key = `${keyOf(stream)} ${timeKey(period.endYears)}`
        const slot = numbers.get(key) ?? numbers.size
        numbers.set(key, slot)
        let fixingDate = 0
        while (fixingDate + 1 < timesYears.length && timesYears[fixingDate + 1] <= period.startYears + sameTime)
          fixingDate++
        return { ...period, slot, rate: stream.rate, multiplier: stream.multiplier, fixingDate }
      })
  })
}

function uniqueSlots(slots: readonly Slot[]): Slot[] {
  return [...new Map(slots.map((slot) => [slot.slot, slot])).values()]
}

function bond(model: HybridModel, rate: number, t: number, maturity: number): BondTerm {
  return { ...hullWhiteBondCoefficients(model.rates[rate], t, Math.max(maturity, t)), rate }
}

/** P(t, start) / P(t, end) at the fixing date, the growth over the period. */
function fixing(model: HybridModel, slot: Slot, t: number): { readonly term: Fixing } {
  const open = bond(model, slot.rate, t, slot.startYears)
  const close = bond(model, slot.rate, t, slot.endYears)
  return {
    term: {
      slot: slot.slot,
      notional: slot.notional,
      rate: slot.rate,
      intercept: open.intercept - close.intercept,
      loading: open.loading - close.loading,
    },
  }
}

/** The known flows after `t` as a polynomial of the short rate's state over ten deviations either side of its mean. */
function streamFit(model: HybridModel, stream: FlowStream, t: number): ChebyshevFit | null {
  const amounts = new Map<number, { readonly timeYears: number; amount: number }>()
  for (const { timeYears, amount } of stream.flows) {
    if (timeYears <= t + sameTime) continue
    const known = amounts.get(timeKey(timeYears))
    if (known === undefined) amounts.set(timeKey(timeYears), { timeYears, amount })
    else known.amount += amount
  }
  const terms = [...amounts.values()]
    .filter(({ amount }) => amount !== 0)
    .map(({ timeYears, amount }) => ({ amount, ...bond(model, stream.rate, t, timeYears) }))
  if (terms.length === 0) return null
  const { a, sigma, drift } = model.rates[stream.rate]
  const { loading: drifted, stateVariance } = integratedOrnsteinUhlenbeck(a, sigma, t)
  const value = (x: number): number => {
    let sum = 0
    for (const { amount, intercept, loading } of terms) sum += amount * Math.exp(intercept - loading * x)
    return sum
  }
  return chebyshevFit(value, drift * drifted, 10 * Math.sqrt(stateVariance))
}

function optionPlan(
  model: HybridModel,
  option: ExchangeOption,
  t: number,
  known: MoveCovariances,
): DatePlan['options'][number] {
  const { maturityYears, asset } = option
  const years = maturityYears - t
  const covariance = known.get(years) ?? hybridTransition(model, t, years).covariance
  known.set(years, covariance)
  const stateCount = model.rates.length + model.logs.length
  return {
    sign: option.sign,
    type: option.type,
    deviation: Math.sqrt(Math.max(covariance[asset.state * stateCount + asset.state], 0)),
    asset: {
      log: Math.log(option.amount) + asset.growthContinuous * (maturityYears - t),
      state: asset.state,
      bond: asset.rate < 0 ? null : bond(model, asset.rate, t, maturityYears),
    },
    cash: { log: Math.log(option.amount * option.strike), bond: bond(model, option.cashRate, t, maturityYears) },
    multiplier: option.multiplier,
  }
}

/** The state at expiry at which the swap is worth nothing; above it the payer exercises. */
function criticalState(model: HybridModel, claim: SwaptionClaim): number {
  const terms = claim.payments.map(({ timeYears, amount }) => ({
    amount,
    ...bond(model, claim.rate, claim.expiryYears, timeYears),
  }))
  const excess = (x: number): number =>
    terms.reduce((sum, { amount, intercept, loading }) => sum + amount * Math.exp(intercept - loading * x), -1)
  let low = -0.1
  let high = 0.1
  while (excess(low) < 0 && low > -1e3) low *= 2
  while (excess(high) > 0 && high < 1e3) high *= 2
  if (!(excess(low) >= 0 && excess(high) <= 0)) {
    throw new TuttiError(
      'calculation-failed',
      'a swaption has no rate at which its swap is worth nothing; check its strike',
    )
  }
  return brentRoot(excess, low, high, { tolerance: 1e-15 })
}

/** Jamshidian's decomposition at `t` before expiry: all bond options share one critical state. */
function swaptionPlan(
  model: HybridModel,
  claim: SwaptionClaim,
  critical: number,
  t: number,
): DatePlan['swaptions'][number] {
  const { expiryYears, payments, rate } = claim
  const { a, sigma } = model.rates[rate]
  const stateDeviation = Math.sqrt(integratedOrnsteinUhlenbeck(a, sigma, expiryYears - t).stateVariance)
  const start = bond(model, rate, t, expiryYears)
  const terms = payments.map(({ timeYears, amount }) => {
    const atExpiry = bond(model, rate, expiryYears, timeYears)
    return { ...bond(model, rate, t, timeYears), amount, deviation: stateDeviation * atExpiry.loading, atExpiry }
  })
  const last = terms[terms.length - 1]
  const strike = last.atExpiry.intercept - last.atExpiry.loading * critical
  // ln(P(t, T) / (P(t, E) K)) = -deviation x d + deviation^2 / 2, linear in the state
  const scale = last.deviation === 0 ? Infinity : 1 / last.deviation
  const distance = strike - (last.intercept - start.intercept)
  return {
    notional: claim.sign * claim.notional,
    side: claim.side,
    offset: distance === 0 ? 0 : distance * scale + (last.deviation === 0 ? 0 : 0.5 * last.deviation),
    slope: (last.loading - start.loading) * (last.deviation === 0 ? 0 : scale),
    start,
    payments: terms.map(({ intercept, loading, amount, deviation }) => ({
      intercept,
      loading,
      rate,
      amount,
      deviation,
    })),
    multiplier: claim.multiplier,
  }
}
